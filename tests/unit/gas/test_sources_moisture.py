"""Gas of moisture: ceilings, short water, acids, and what is not known."""

from __future__ import annotations

from itertools import pairwise

import pytest

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.gas.source import Basis
from davylamp.gas.sources import halide_source, moisture_source, water_ceiling_source
from davylamp.materials import moist_air

_DRY_ROOM = moist_air(295.15, dew_point_K=233.15)
_ROOM = moist_air(298.15, relative_humidity=0.5)


def _per_mole(formula: str) -> float:
    """Return the mass of a mole [kg]."""
    return 1e-3 * Composition.parse(formula).mass_g_per_mol


def test_all_sulfur_of_a_thiophosphate_leaves_at_equilibrium() -> None:
    found = moisture_source("Li3PS4", _per_mole("Li3PS4"), _DRY_ROOM)
    assert found.mol["H2S"] == pytest.approx(4.0, rel=1e-9)
    assert found.basis is Basis.CEILING
    assert found.consumed_mol["H2O"] == pytest.approx(4.0, rel=1e-6)
    found.check_closure()


def test_gas_grows_with_water_until_the_solid_wants_no_more() -> None:
    mass = _per_mole("Li6PS5Cl")
    gas = [
        moisture_source("Li6PS5Cl", mass, _ROOM, water_mol=water).mol.get("H2S", 0.0)
        for water in (0.0, 1.0, 4.0, 5.0, 6.0, 50.0)
    ]
    assert gas[0] == pytest.approx(0.0)
    # The first water takes one molecule for each H2S.
    assert gas[1] == pytest.approx(1.0, rel=1e-6)
    assert gas[2] == pytest.approx(4.0, rel=1e-6)
    assert all(a <= b + 1e-12 for a, b in pairwise(gas))
    assert gas[-1] == pytest.approx(5.0, rel=1e-6)


def test_short_water_is_told() -> None:
    found = moisture_source("Li6PS5Cl", 1e-3, _ROOM, water_mol=1e-4)
    assert any("water is what limits it" in note for note in found.notes)
    assert sum(n for f, n in found.consumed_mol.items() if f == "H2O") == pytest.approx(1e-4)


def test_an_oxide_gives_no_gas_but_is_not_called_safe() -> None:
    found = moisture_source("LLZTO", 1e-3, _ROOM)
    assert found.mol == {}
    assert found.unknown
    assert any("no toxic or flammable gas" in note for note in found.notes)
    assert any("1 ppm" in note for note in found.notes)


@pytest.mark.parametrize(("formula", "gas"), [("LiBH4", "H2"), ("Li3N", "NH3"), ("LiH", "H2")])
def test_hydrides_and_nitrides_give_hydrogen_and_ammonia(formula: str, gas: str) -> None:
    found = moisture_source(formula, _per_mole(formula), _ROOM)
    wet = water_ceiling_source(formula, _per_mole(formula))
    assert wet is not None
    assert found.mol[gas] == pytest.approx(wet.mol[gas], rel=1e-6)
    wet.check_closure()


def test_halogen_that_stays_at_equilibrium_is_unknown_not_zero() -> None:
    found = moisture_source("Li6PS5Cl", 1e-3, _DRY_ROOM)
    assert any("HCl" in item.what for item in found.unknown)


@pytest.mark.parametrize(
    ("formula", "acid", "mol"),
    [("Li3InCl6", "HCl", 3.0), ("Li3YBr6", "HBr", 3.0), ("Li2ZrCl6", "HCl", 4.0),
     ("Li3YI6", "HI", 3.0)],
)  # fmt: skip
def test_a_metal_halide_gives_one_acid_for_each_charge_of_the_metal(
    formula: str, acid: str, mol: float
) -> None:
    found = halide_source(formula, _per_mole(formula))
    assert found is not None
    assert found.mol[acid] == pytest.approx(mol)
    found.check_closure()
    short = halide_source(formula, _per_mole(formula), water_mol=0.5)
    assert short is not None
    assert short.mol[acid] == pytest.approx(1.0)
    short.check_closure()


def test_mixed_halides_share_the_acid_and_fluoride_gives_hf() -> None:
    found = halide_source("Li3InCl4.8F1.2", 1e-3)
    assert found is not None
    assert found.mol["HF"] / found.mol["HCl"] == pytest.approx(1.2 / 4.8)


@pytest.mark.parametrize("formula", ["LiCl", "Li6PS5Cl", "Li3FeCl6", "LLZTO"])
def test_no_acid_without_a_metal_of_known_charge(formula: str) -> None:
    assert halide_source(formula, 1e-3) is None


def test_molecules_and_impossible_amounts_are_refused() -> None:
    with pytest.raises(MissingDatumError):
        moisture_source("PEO-LiTFSI", 1e-3, _ROOM)
    with pytest.raises(InputError, match="mass"):
        moisture_source("Li3PS4", -1e-3, _ROOM)
    with pytest.raises(InputError, match="water"):
        moisture_source("Li3PS4", 1e-3, _ROOM, water_mol=-1.0)
    with pytest.raises(InputError):
        halide_source("Li3InCl6", float("nan"))


def test_dry_air_gives_nothing() -> None:
    dry = moist_air(298.15, relative_humidity=0.0)
    assert moisture_source("Li3PS4", 1e-3, dry).mol == {}


def test_carbon_dioxide_never_takes_gas_away() -> None:
    without = moisture_source("Li6PS5Cl", 1e-3, _ROOM)
    with_it = moisture_source("Li6PS5Cl", 1e-3, _ROOM, carbon_dioxide_Pa=42.0)
    assert with_it.total_mol >= without.total_mol * (1.0 - 1e-9)
    with_it.check_closure()
