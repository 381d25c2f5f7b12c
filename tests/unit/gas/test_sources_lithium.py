"""Lithium with what is to quench it."""

from __future__ import annotations

import pytest

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.gas.sources import QUENCHES, lithium_with

_GRAM = 1.0 / 6.94


@pytest.mark.parametrize("quench", list(QUENCHES))
def test_elements_close_and_nothing_is_certain_about_time(quench: str) -> None:
    found = lithium_with(quench, 0.3)
    found.source.check_closure(1e-12)
    assert any("how fast" in item.what for item in found.source.unknown)
    assert found.source.per_mass_kg == pytest.approx(0.3 * 6.94e-3)


def test_a_gram_in_ethanol_makes_1_76_litres_of_hydrogen() -> None:
    found = lithium_with("95 % ethanol", _GRAM, volume_m3=30e-6)
    assert found.hydrogen_L_per_g() == pytest.approx(1.7626, abs=1e-4)
    assert found.hydrogen_L_per_g(298.15, 1e5) == pytest.approx(1.786, abs=1e-3)
    assert found.hydrogen_mol == pytest.approx(0.5 * _GRAM, rel=1e-12)
    # The advice is four times what is needed.
    assert sum(found.supplied_mol.values()) / _GRAM == pytest.approx(4.0, rel=0.02)


def test_water_in_ethanol_goes_first() -> None:
    found = lithium_with("95 % ethanol", 0.1, volume_m3=30e-6)
    assert found.taken_mol["H2O"] == pytest.approx(found.supplied_mol["H2O"])
    assert sum(found.taken_mol.values()) == pytest.approx(0.1)


def test_too_little_ethanol_is_refused() -> None:
    with pytest.raises(InputError, match="30 mL"):
        lithium_with("95 % ethanol", _GRAM, volume_m3=2e-6)


@pytest.mark.parametrize("quench", ["water", "ethanol", "methanol", "isopropanol", "moist air"])
def test_half_a_mole_of_hydrogen_for_each_lithium(quench: str) -> None:
    assert lithium_with(quench, 2.0).source.mol == {"H2": pytest.approx(1.0, rel=1e-12)}


def test_heat_of_water_by_formation_enthalpies() -> None:
    # LiOH -484.9 (JANAF), liquid water -285.8 kJ/mol.
    found = lithium_with("water", 1.0)
    assert found.heat_J == pytest.approx(199.1e3, rel=0.005)
    vapour = lithium_with("moist air", 1.0)
    assert vapour.heat_J is not None
    assert found.heat_J is not None
    assert vapour.heat_J - found.heat_J == pytest.approx(44.0e3, rel=0.005)


def test_heat_of_the_dissolved_hydroxide() -> None:
    # The 222 kJ/mol of textbooks is with the hydroxide dissolved.
    found = lithium_with("water", 2.0)
    assert found.heat_dissolved_J == pytest.approx(2.0 * 222.7e3, rel=2e-3)
    assert found.heat_kind is Kind.COMPUTED
    assert lithium_with("moist air", 1.0).heat_dissolved_J is None
    assert lithium_with("moist air", 1.0).heat_kind is Kind.ESTIMATED


def test_heat_of_isopropanol() -> None:
    # Isopropoxide -499.3, isopropanol -318.1 kJ/mol.
    assert lithium_with("isopropanol", 1.0).heat_J == pytest.approx(181.2e3)


def test_carbon_monoxide_of_diethyl_carbonate_bounds_no_other_gas() -> None:
    found = lithium_with("DEC", 2.0).source
    assert found.mol == {"CO": pytest.approx(1.0)}
    assert any("not of all gas" in note for note in found.notes)
    # (C2H5O)2CO + 2 Li = Li2CO3 + C2H4 + C2H6
    assert any("1 mol of ethylene" in item.what for item in found.unknown)


def test_heat_without_an_enthalpy_is_unknown_not_zero() -> None:
    found = lithium_with("ethanol", 1.0)
    assert found.heat_J is None
    assert found.heat_kind.value == "unknown"
    assert any("heat" in item.what for item in found.source.unknown)


def test_nitride_in_moist_air_makes_ammonia_in_place_of_hydrogen() -> None:
    found = lithium_with("moist air", 3.0, nitride_share=1.0).source
    assert found.mol == {"NH3": pytest.approx(1.0, rel=1e-12)}
    half = lithium_with("moist air", 3.0, nitride_share=0.5).source
    assert half.mol["NH3"] == pytest.approx(0.5)
    assert half.mol["H2"] == pytest.approx(0.75)
    half.check_closure()


def test_nitrogen_and_carbon_dioxide_are_no_safe_quench() -> None:
    for quench, gas in (("nitrogen", "NH3"), ("CO2", "carbon monoxide")):
        found = lithium_with(quench, 1.0)
        assert found.source.mol == {}
        assert found.heat_J is not None
        assert found.heat_J > 0.0
        assert any(gas in item.what for item in found.source.unknown)


def test_names_and_amounts_are_checked() -> None:
    assert lithium_with(" DEC ", 1.0).quench == "diethyl carbonate"
    with pytest.raises(InputError, match="did you mean ethanol"):
        lithium_with("ethanl", 1.0)
    with pytest.raises(InputError):
        lithium_with("water", 0.0)
    with pytest.raises(InputError):
        lithium_with("water", float("inf"))
    with pytest.raises(InputError, match="nitride"):
        lithium_with("water", 1.0, nitride_share=0.5)
    with pytest.raises(InputError, match="nitride"):
        lithium_with("moist air", 1.0, nitride_share=1.5)
