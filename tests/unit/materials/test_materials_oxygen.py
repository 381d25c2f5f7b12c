"""Charged cathodes and the oxygen they give off."""

from __future__ import annotations

import pytest

from davylamp.core.composition import Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.materials import (
    charged_cathode,
    compare_oxygen_release,
    oxygen_against_lithium,
    release_oxygen,
)
from davylamp.store.load import load_library
from davylamp.thermo import Conditions, known_phase

MEASURED = ("LiCoO2", "LiNiO2", "NCM111", "NCM523", "NCM622", "NCM811", "LiMn2O4", "LiFePO4")


def test_the_discharged_cathode_has_its_own_enthalpy() -> None:
    cathode = charged_cathode("LiCoO2", 1.0)
    assert cathode.enthalpy_J_per_mol == pytest.approx(-679.4e3)
    assert cathode.composition == Composition.parse("LiCoO2")
    assert cathode.bridged_lithium == pytest.approx(0.0)


def test_taking_lithium_out_costs_the_voltage() -> None:
    high, low = charged_cathode("LiCoO2", 0.6), charged_cathode("LiCoO2", 0.5)
    volts = (low.charge_energy_J_per_mol - high.charge_energy_J_per_mol) / FARADAY_C_PER_MOL / 0.1
    # The stored curve runs from 4.017 to 4.162 V there.
    assert 4.017 < volts < 4.162
    assert low.enthalpy_J_per_mol > high.enthalpy_J_per_mol


def test_gibbs_energy_counts_the_lithium_that_left() -> None:
    cathode = charged_cathode("LiNiO2", 0.5)
    full = charged_cathode("LiNiO2", 1.0)
    # G(Li) = -298.15 x 29.1 J/mol on the scale where elements have H = 0.
    difference = cathode.gibbs_J_per_mol() - full.gibbs_J_per_mol()
    expected = cathode.charge_energy_J_per_mol + 0.5 * 298.15 * 29.1 - full.charge_energy_J_per_mol
    assert difference == pytest.approx(expected, abs=30.0)


def test_the_default_content_is_the_charged_end() -> None:
    low, _ = load_library().find("NCM811").lithium_range or (0.0, 0.0)
    assert charged_cathode("NCM811").lithium == pytest.approx(low)


def test_it_serves_as_a_phase_of_the_engine() -> None:
    cathode = charged_cathode("NCM811", 0.3)
    phase = cathode.user_phase
    conditions = Conditions("safety", 298.15, user_phases=(phase,))
    found = known_phase(cathode.composition, conditions)
    assert found is not None
    assert found.enthalpy_eV == pytest.approx(phase.formation_energy_eV)
    assert found.kind is cathode.kind
    per_atom = cathode.enthalpy_J_per_mol / FARADAY_C_PER_MOL / cathode.composition.atoms
    assert phase.formation_energy_eV == pytest.approx(per_atom)


def test_a_curve_that_does_not_reach_is_refused_unless_asked() -> None:
    with pytest.raises(OutsideValidityError, match="does not reach"):
        charged_cathode("LiCoO2", 0.3)
    held = charged_cathode("LiCoO2", 0.3, extrapolate=True)
    assert held.extrapolated
    assert held.kind is Kind.ASSUMED
    assert any("the last one is held" in item.what for item in held.unknown)
    answer = release_oxygen("LiCoO2", 0.3)
    assert answer.gibbs_J_per_mol_O2 is None
    assert answer.is_downhill is None
    assert answer.kind is Kind.UNKNOWN
    assert "does not reach" in answer.unknown[0].what


def test_the_bridge_to_full_discharge_is_told() -> None:
    cathode = charged_cathode("NCM811", 0.5)
    assert cathode.bridged_lithium == pytest.approx(1.0 - 0.9059)
    assert any("from x = 0.906" in item.what for item in cathode.unknown)
    assert cathode.uncertainty_J_per_mol is not None
    assert cathode.uncertainty_J_per_mol > 15e3


def test_unknown_cathodes_stay_unknown() -> None:
    with pytest.raises(MissingDatumError):
        charged_cathode("Li3PS4", 1.0)
    answer = release_oxygen("LiNi0.90Co0.10O2", 0.5)
    assert answer.kind is Kind.UNKNOWN
    assert answer.unknown[0].settle
    with pytest.raises(InputError, match="outside"):
        charged_cathode("LiCoO2", 1.5)
    with pytest.raises(InputError, match="positive"):
        release_oxygen("LiCoO2", 0.5, oxygen_Pa=0.0)


@pytest.mark.parametrize("name", MEASURED)
def test_every_promised_cathode_answers(name: str) -> None:
    answer = release_oxygen(name, 0.5)
    assert answer.gibbs_J_per_mol_O2 is not None
    assert answer.enthalpy_J_per_mol_O2 is not None
    assert answer.oxygen_cm3_per_g is not None
    assert answer.oxygen_cm3_per_g > 0.0
    assert answer.kind is not Kind.UNKNOWN
    assert answer.sources


def test_layered_cathodes_are_metastable_and_get_no_temperature() -> None:
    answer = release_oxygen("LiNiO2", 0.5)
    assert answer.is_downhill is True
    assert answer.leaves_at_equilibrium is True
    assert answer.is_stable is False
    assert answer.limit_K is None
    assert [datum.value for datum in answer.onsets] == [200.0]


def test_the_phosphate_holds_its_oxygen() -> None:
    answer = release_oxygen("LiFePO4", 0.5)
    assert answer.is_downhill is False
    assert answer.is_stable is True
    assert any("enthalpies of the compounds" in item.what for item in answer.unknown)


def test_oxygen_pressure_holds_it_back() -> None:
    one, more = (release_oxygen("LiCoO2", 0.5, oxygen_Pa=p) for p in (1e5, 1e7))
    assert one.gibbs_J_per_mol_O2 is not None
    assert more.gibbs_J_per_mol_O2 is not None
    # R T ln 100 at 298.15 K.
    difference = more.gibbs_J_per_mol_O2 - one.gibbs_J_per_mol_O2
    assert difference == pytest.approx(11416.0, abs=5.0)


def test_heat_and_enthalpy_agree() -> None:
    answer = release_oxygen("LiNiO2", 0.3)
    assert answer.enthalpy_J_per_mol_O2 is not None
    assert answer.oxygen_mol_per_mol is not None
    assert answer.composition is not None
    heat = -answer.enthalpy_J_per_mol_O2 * answer.oxygen_mol_per_mol
    assert answer.heat_J_per_g == pytest.approx(heat / answer.composition.mass_g_per_mol)


def test_a_difference_within_its_uncertainty_is_undecided() -> None:
    order = compare_oxygen_release(["LiNiO2", "LiCoO2"])
    (pair,) = order.pairs
    assert pair.verdict == "undecided"
    assert pair.uncertainty_J_per_mol_O2 is not None
    assert abs(pair.difference_J_per_mol_O2 or 0.0) < pair.uncertainty_J_per_mol_O2


def test_the_wrong_order_is_a_miss() -> None:
    assert compare_oxygen_release(["LiFePO4", "LiCoO2"]).verdict == "miss"
    unknown = compare_oxygen_release(["LiCoO2", "LiNi0.90Co0.10O2"])
    assert unknown.verdict == "unknown"
    assert unknown.kind is Kind.UNKNOWN


def test_two_contents_on_one_plateau_do_not_differ() -> None:
    assert oxygen_against_lithium("LiFePO4", [0.3, 0.5]).verdict == "undecided"
