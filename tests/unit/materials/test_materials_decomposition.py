"""Decomposition on heating."""

from __future__ import annotations

import pytest

from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.materials import decompose
from davylamp.materials.decomposition import DESCRIPTOR_ERROR_EV
from davylamp.thermo import Conditions, phase_stability


def test_carbonate_gives_carbon_dioxide() -> None:
    answer = decompose("Li2CO3")
    assert answer.stable_at_start is True
    assert [gas.species for gas in answer.gases] == ["CO2"]
    assert answer.temperature_K == pytest.approx(answer.gases[0].temperature_K, abs=1.0)
    assert {phase.name for phase in answer.products} == {"Li2O", "CO2"}
    # One CO2 of Li2CO3, 24790 cm3 over 73.89 g.
    assert answer.gases[0].cm3_per_g == pytest.approx(335.5, abs=0.5)


def test_measured_energies_have_a_narrow_band() -> None:
    answer = decompose("Li2CO3")
    # Read off an equilibrium, from measured energies.
    assert answer.kind is Kind.COMPUTED
    assert answer.error_eV is not None
    assert answer.error_eV < 0.02
    assert answer.temperature_K is not None
    assert answer.low_K is not None
    assert answer.high_K is not None
    assert answer.low_K < answer.temperature_K < answer.high_K


def test_computed_energies_have_a_band_that_leaves_the_range() -> None:
    answer = decompose("Li3InCl6")
    assert answer.error_eV == pytest.approx(DESCRIPTOR_ERROR_EV)
    assert answer.low_K is None or answer.high_K is None
    assert any("leaves the range" in item.what for item in answer.unknown)


def test_the_temperature_is_where_the_energies_cross() -> None:
    answer = decompose("LiBH4")
    assert answer.temperature_K is not None
    pressures = dict.fromkeys(["H2"], 1e5)
    for shift, sign in ((-2.0, -1.0), (2.0, 1.0)):
        conditions = Conditions("safety", answer.temperature_K + shift, pressures)
        competing = phase_stability("LiBH4", conditions).competing_eV
        assert competing is not None
        assert competing * sign > 0.0
    assert [gas.species for gas in answer.gases] == ["H2"]


def test_less_pressure_decomposes_earlier() -> None:
    temperatures = [
        decompose("Li2CO3", gas_pressure_Pa=pressure).temperature_K for pressure in (1e5, 1e3, 10.0)
    ]
    assert all(temperature is not None for temperature in temperatures)
    assert temperatures == sorted(temperatures, reverse=True)  # type: ignore[type-var]
    single = decompose("Li2CO3", gas_pressures_Pa={"CO2": 10.0}).temperature_K
    assert single == pytest.approx(temperatures[-1], abs=0.2)


def test_a_metastable_solid_gets_no_temperature() -> None:
    answer = decompose("Li6PS5Cl")
    assert answer.stable_at_start is False
    assert answer.temperature_K is None
    assert any("already" in item.what for item in answer.unknown)
    assert {phase.name for phase in answer.products} == {"Li3PS4", "Li2S", "LiCl"}


def test_an_unknown_energy_is_unknown_but_gases_are_found() -> None:
    answer = decompose("LATP", range_K=(298.15, 1800.0))
    assert answer.stable_at_start is None
    assert answer.kind is Kind.UNKNOWN
    assert any("formation energy" in item.what for item in answer.unknown)


def test_measured_temperatures_are_shown() -> None:
    answer = decompose("LGPS")
    assert [datum.value for datum in answer.measured] == [600.0]
    assert not any(item.what.startswith("the measured") for item in answer.unknown)
    assert any(item.what.startswith("the measured") for item in decompose("Li3PS4").unknown)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(InputError, match="order"):
        decompose("Li2CO3", range_K=(500.0, 400.0))
    with pytest.raises(InputError, match="positive"):
        decompose("Li2CO3", gas_pressure_Pa=0.0)
    with pytest.raises(OutsideValidityError):
        decompose("Li2CO3", range_K=(200.0, 400.0))
