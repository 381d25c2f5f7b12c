from __future__ import annotations

import numpy as np
import pytest

from davylamp.core import Composition, InputError, Kind, OutsideValidityError
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions, known_phase, phase_set, phase_stability

SAFETY = Conditions(scheme="safety")


def test_elements_come_first_and_have_no_energy() -> None:
    phases = phase_set(["S", "Li"])
    assert phases.elements == ("Li", "S")
    assert phases.names[:2] == ("Li", "S")
    assert phases.gibbs_eV[:2] == pytest.approx([0.0, 0.0])


def test_denied_phases_never_appear() -> None:
    names = set(phase_set(["H", "S"], Conditions(exclude=frozenset({"XeF2"}))).names)
    assert "H3S" not in names


def test_optional_phases_only_when_asked() -> None:
    assert "LiS4" not in phase_set(["Li", "S"]).names
    assert "LiS4" in phase_set(["Li", "S"], Conditions(include=frozenset({"LiS4"}))).names


def test_measured_phases_replace_computed_ones_in_the_safety_scheme() -> None:
    measured = known_phase("NiO", SAFETY)
    computed = known_phase("NiO")
    assert measured is not None
    assert computed is not None
    # Measured -239.7 kJ/mol; the legacy table is far off.
    assert measured.enthalpy_eV == pytest.approx(-1.242, abs=0.01)
    assert measured.kind is Kind.MEASURED
    assert computed.kind is Kind.COMPUTED
    assert abs(measured.enthalpy_eV - computed.enthalpy_eV) > 0.1


def test_gases_replace_computed_molecules_at_temperature() -> None:
    phases = phase_set(["H", "O"], Conditions(scheme="safety", temperature_K=400.0))
    gas = [name for name, is_gas in zip(phases.names, phases.is_gas, strict=True) if is_gas]
    assert {"H2", "O2", "H2O"} <= set(gas)


def test_hand_added_phases_are_marked_estimated() -> None:
    phase = known_phase("Li3YCl6")
    assert phase is not None
    assert phase.kind is Kind.ESTIMATED


def test_user_phase_replaces_the_stored_one() -> None:
    own = UserPhase("Li3PS4", Composition.parse("Li3PS4"), -1.5, origin="own.csv, line 2")
    conditions = Conditions(user_phases=(own,))
    phase = known_phase("Li3PS4", conditions)
    assert phase is not None
    assert phase.gibbs_eV == pytest.approx(-1.5)
    assert phase.origin == "own.csv, line 2"
    assert phase_set(["Li", "P", "S"], conditions).names.count("Li3PS4") == 1


def test_user_phase_brings_a_new_element() -> None:
    own = UserPhase("LiRuO2", Composition.parse("LiRuO2"), -1.2, volume_A3=9.0)
    answer = phase_stability("LiRuO2", Conditions(user_phases=(own,)))
    assert answer.is_stable is not None


def test_user_phase_without_volume_is_refused_at_temperature() -> None:
    own = UserPhase("Li17S", Composition.parse("Li17S"), -0.2)
    with pytest.raises(InputError, match="volume"):
        phase_set(["Li", "S"], Conditions(user_phases=(own,), temperature_K=500.0))


def test_element_without_thermochemistry_is_refused_at_temperature() -> None:
    own = UserPhase("LiRuO2", Composition.parse("LiRuO2"), -1.2, volume_A3=9.0)
    with pytest.raises(InputError, match="element Ru"):
        phase_set(["Li", "Ru", "O"], Conditions(user_phases=(own,), temperature_K=500.0))


def test_entropy_lowers_the_gibbs_energy_with_temperature() -> None:
    cold = phase_set(["Li", "P", "S"], Conditions(temperature_K=300.0))
    warm = phase_set(["Li", "P", "S"], Conditions(temperature_K=900.0))
    assert cold.names == warm.names
    assert np.all(warm.gibbs_eV < cold.gibbs_eV)


@pytest.mark.parametrize("temperature_K", [0.0, 200.0, 4000.0, float("nan")])
def test_temperature_outside_the_range_is_refused(temperature_K: float) -> None:
    with pytest.raises(OutsideValidityError):
        Conditions(temperature_K=temperature_K)


@pytest.mark.parametrize("pressure_Pa", [0.0, -1.0, float("nan"), float("inf")])
def test_impossible_pressure_is_refused(pressure_Pa: float) -> None:
    with pytest.raises(InputError):
        Conditions(gas_pressure_Pa={"O2": pressure_Pa})
