"""Stoichiometric ceilings of gas."""

from __future__ import annotations

import pytest

from davylamp.core.composition import Composition
from davylamp.materials.ceilings import MOLAR_GAS_CM3, gas_ceilings


def ceilings(formula: str) -> dict[str, float] | None:
    found = gas_ceilings(Composition.parse(formula))
    return None if found is None else {gas.species: gas.mol_per_mol for gas in found}


def test_molar_volume_at_25_degC_and_1_bar() -> None:
    assert pytest.approx(24789.6, abs=0.1) == MOLAR_GAS_CM3


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("Li3PS4", {"H2S": 4.0}),
        ("Li6PS5Cl", {"H2S": 5.0, "HCl": 1.0}),
        ("Li3InCl6", {"HCl": 6.0}),
        ("Li9N2Cl3", {"HCl": 3.0, "NH3": 2.0}),
        # LiBH4 + 2 H2O -> LiBO2 + 4 H2;  Li + H2O -> LiOH + 1/2 H2.
        ("LiBH4", {"H2": 4.0}),
        ("Li", {"H2": 0.5}),
        # Li2B12H12 + 19 H2O -> Li2O + 6 B2O3 + 25 H2.
        ("Li2B12H12", {"H2": 25.0}),
        # Protons are not hydrides.
        ("Li2OHCl", {"HCl": 1.0}),
        ("Li7La3Zr2O12", {}),
    ],
)
def test_moles(formula: str, expected: dict[str, float]) -> None:
    assert ceilings(formula) == pytest.approx(expected)


@pytest.mark.parametrize("formula", ["LiCoO2", "Li2SO4", "LiNO3", "LiClO4", "LiC6"])
def test_what_cannot_be_counted_is_none(formula: str) -> None:
    assert ceilings(formula) is None


def test_volume_goes_with_mass() -> None:
    (gas,) = gas_ceilings(Composition.parse("Li3PS4")) or ()
    (double,) = gas_ceilings(Composition.parse("Li6P2S8")) or ()
    assert gas.cm3_per_g == pytest.approx(4 * MOLAR_GAS_CM3 / 180.03, rel=1e-4)
    assert double.cm3_per_g == pytest.approx(gas.cm3_per_g)
    assert double.mol_per_mol == pytest.approx(2 * gas.mol_per_mol)


def test_a_formula_rounded_to_three_digits_makes_no_hydrogen() -> None:
    assert ceilings("Li0.33La0.557TiO3") == {}
