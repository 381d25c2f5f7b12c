"""Balances and limits that hold whatever the energies are."""

from __future__ import annotations

import math

import pytest

from davylamp.core.composition import Composition
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.materials import hydrolyse, oxygen_exchange
from davylamp.materials.air_reaction import AirReaction

SOLIDS = ("Li3PS4", "Li6PS5Cl", "LGPS", "Li2ZrCl6", "LiBH4", "Li9N2Cl3", "LLZO", "Li3SbS4")


def imbalance(solid: Composition, reaction: AirReaction) -> float:
    """Largest difference of any element between both sides [mol]."""
    sides: dict[str, float] = {}
    for element, amount in solid.items():
        sides[element] = sides.get(element, 0.0) + amount
    for gas, moles in reaction.taken_mol.items():
        for element, amount in Composition.parse(gas).items():
            sides[element] = sides.get(element, 0.0) + moles * amount
    for phase in reaction.products:
        for element, amount in phase.composition.items():
            sides[element] = sides.get(element, 0.0) - phase.amount_mol * amount
    return max(abs(value) for value in sides.values())


@pytest.mark.parametrize("name", SOLIDS)
@pytest.mark.parametrize("oxygen", [False, True])
def test_elements_balance(name: str, oxygen: bool) -> None:
    answer = hydrolyse(name, dew_point_K=263.15, oxygen=oxygen, carbon_dioxide_Pa=42.0)
    for reaction in (answer.first, answer.complete):
        if reaction is not None:
            assert imbalance(answer.composition, reaction) < 1e-6


@pytest.mark.parametrize("name", SOLIDS)
def test_no_water_no_reaction(name: str) -> None:
    answer = hydrolyse(name, relative_humidity=0.0)
    assert answer.first is None
    assert answer.complete is None
    assert answer.gases == ()
    assert answer.pressures == ()


@pytest.mark.parametrize("name", SOLIDS)
def test_wetter_air_drives_more_gas(name: str) -> None:
    answers = [hydrolyse(name, dew_point_K=dew) for dew in (193.15, 233.15, 263.15, 293.15)]
    drive = [answer.gibbs_J_per_g or 0.0 for answer in answers]
    volume = [sum(gas.cm3_per_g for gas in answer.gases) for answer in answers]
    pressure = [answer.pressures[0].pressure_Pa if answer.pressures else 0.0 for answer in answers]
    assert drive == pytest.approx(sorted(drive, reverse=True), abs=1e-6)
    assert volume == pytest.approx(sorted(volume), abs=1e-9)
    assert pressure == pytest.approx(sorted(pressure), rel=0.01)


@pytest.mark.parametrize("name", SOLIDS)
def test_the_complete_reaction_is_downhill_and_below_the_first(name: str) -> None:
    answer = hydrolyse(name, dew_point_K=273.15)
    assert answer.complete is not None
    assert answer.complete.gibbs_J_per_mol < 0.0
    if answer.first is not None:
        assert answer.complete.gibbs_J_per_mol <= answer.first.gibbs_J_per_mol + 1e-6


@pytest.mark.parametrize("name", SOLIDS)
def test_no_gas_exceeds_its_ceiling(name: str) -> None:
    answer = hydrolyse(name, relative_humidity=0.9)
    assert answer.ceilings is not None
    most = {ceiling.species: ceiling.mol_per_mol for ceiling in answer.ceilings}
    for gas in answer.gases:
        assert gas.mol_per_mol <= most[gas.species] + 1e-6


def test_equilibrium_pressure_follows_mass_action() -> None:
    # Li3SbS4 + 4 H2O -> Li3SbO4 + 4 H2S: p(H2S)/p(H2O) = exp(-dG0 per H2S / RT), whatever the air.
    standard = oxygen_exchange("Li3SbS4").gibbs_J_per_mol_gas
    assert standard is not None
    answer = hydrolyse("Li3SbS4", dew_point_K=233.15)
    ratio = answer.pressures[0].pressure_Pa / answer.air.water_Pa
    expected = math.exp(-standard / (GAS_CONSTANT_J_PER_MOL_K * 298.15))
    assert ratio == pytest.approx(expected, rel=0.01)


def test_saturated_air_does_not_condense_without_limit() -> None:
    answer = hydrolyse("Li3PS4", relative_humidity=1.0)
    assert [gas.species for gas in answer.gases] == ["H2S"]


def test_repeating_a_question_changes_nothing() -> None:
    first = hydrolyse("Li6PS5Cl", dew_point_K=233.15)
    hydrolyse("LiBH4", dew_point_K=253.15)
    assert hydrolyse("Li6PS5Cl", dew_point_K=233.15) == first
