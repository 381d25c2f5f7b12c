"""Balances and limits of the ceiling of heat."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import brentq

from davylamp.cell import Cell, example_path, read_cell
from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind
from davylamp.runaway.body import HeatCapacity
from davylamp.runaway.ceiling import (
    Compartment,
    HeatCeiling,
    Reactant,
    adiabatic,
    attribute,
    heat_ceiling,
    reactant_of,
    settle,
)
from davylamp.runaway.ceiling.pairs import groups_of
from davylamp.runaway.inventory import Portion, inventory
from davylamp.store.load import load_thermochemistry

EXAMPLES = ("sulfide", "garnet", "polymer")


@cache
def _cell(name: str) -> Cell:
    return read_cell(example_path(name))


@cache
def _ceiling(name: str, soc: float = 1.0) -> HeatCeiling:
    return heat_ceiling(_cell(name), soc, liquid_shares=(0.0, 0.5, 1.0))


def _plain(formula: str, amount_mol: float, enthalpy_J: float = 0.0) -> Reactant:
    composition = Composition.parse(formula)
    mass = amount_mol * composition.mass_g_per_mol / 1000.0
    portion = Portion("x", "additive", None, composition, mass, amount_mol, Kind.ASSUMED)
    return Reactant(portion, enthalpy_J, Kind.ASSUMED, (), "test")


@pytest.mark.parametrize("name", EXAMPLES)
def test_products_hold_every_atom_of_the_cell(name: str) -> None:
    answer = _ceiling(name)
    given = Compartment(tuple(r for r in answer.reactants if r.reacts)).elements_mol
    for release in (answer.everything, answer.external_heating):
        for products in (release.adiabatic.products, release.cold):
            found: dict[str, float] = {}
            for item in products:
                for element, number in item.heat.composition.items():
                    found[element] = found.get(element, 0.0) + number * item.amount_mol
            assert set(found) == set(given)
            for element, moles in given.items():
                assert found[element] == pytest.approx(moles, rel=1e-7)


@pytest.mark.parametrize("name", EXAMPLES)
def test_heat_is_the_difference_of_enthalpies(name: str) -> None:
    answer = _ceiling(name)
    before = sum(r.enthalpy_J or 0.0 for r in answer.reactants)
    after = sum(p.amount_mol * p.heat.enthalpy_J_per_mol(298.15) for p in answer.everything.cold)
    assert answer.everything.heat_J == pytest.approx(before - after, rel=1e-9)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_adiabatic_state_holds_all_the_energy(name: str) -> None:
    answer = _ceiling(name)
    for release in (answer.everything, answer.external_heating, answer.short_circuit):
        hot = release.adiabatic
        if hot.at_least:
            assert hot.residual_J < 0.0
            assert hot.frozen_K is None or hot.frozen_K > hot.temperature_K
        else:
            assert abs(hot.residual_J) < 1e-9 * release.heat_J


@pytest.mark.parametrize("name", EXAMPLES)
def test_charging_adds_exactly_the_electrical_energy(name: str) -> None:
    full, empty = _ceiling(name), _ceiling(name, 0.0)
    stored = full.inventory.electrical_energy_J
    assert stored is not None
    gained = full.everything.heat_J - empty.everything.heat_J
    assert gained == pytest.approx(stored, rel=1e-6)
    # The same energy, put in as heat by the short circuit instead.
    assert full.short_circuit.electrical_J == pytest.approx(stored, rel=1e-12)
    assert full.short_circuit.heat_J - stored == pytest.approx(
        empty.external_heating.heat_J, rel=1e-9
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_kept_apart_gives_no_more_than_what_is_mixed(name: str) -> None:
    answer = _ceiling(name)
    most = answer.everything.heat_J * (1.0 + 1e-9)
    assert 0.0 < answer.external_heating.heat_J <= most
    assert 0.0 < answer.short_circuit.heat_J <= most
    assert answer.oxygen_and_lithium_J is not None
    assert answer.oxygen_and_lithium_J <= most
    for pair in answer.pairs:
        # With nothing else there, meeting can only gain.
        assert pair.alone_J >= -1e-9 * most


@pytest.mark.parametrize("name", EXAMPLES)
def test_pairs_add_up_to_the_heat(name: str) -> None:
    answer = _ceiling(name)
    total = sum(pair.heat_J for pair in answer.pairs)
    assert total == pytest.approx(answer.everything.heat_J, rel=1e-9)
    assert all(pair.oxidant for pair in answer.pairs if "Li" in pair.partners and
               len(pair.partners) == 2)  # fmt: skip


def test_the_order_of_materials_changes_nothing() -> None:
    reactants = [reactant_of(portion) for portion in inventory(_cell("sulfide")).active]
    shuffled = list(reactants)
    random.Random(4).shuffle(shuffled)
    heats = [Compartment(tuple(order)).heat_J() for order in (reactants, shuffled)]
    assert heats[0] == pytest.approx(heats[1], rel=1e-10)
    shares = [
        {frozenset(pair.partners): pair.heat_J for pair in attribute(groups)}
        for groups in (groups_of(reactants), tuple(reversed(groups_of(reactants))))
    ]
    assert shares[0].keys() == shares[1].keys()
    for partners, heat in shares[0].items():
        assert shares[1][partners] == pytest.approx(heat, abs=1e-7 * heats[0])


def test_two_components_share_only_what_neither_does_alone() -> None:
    pair = [_plain("Li", 2.0), _plain("O2", 0.5)]
    named = [replace(r, portion=replace(r.portion, role="anode" if i == 0 else "cathode"))
             for i, r in enumerate(pair)]  # fmt: skip
    shares = attribute(groups_of(named))
    assert sum(item.heat_J for item in shares) == pytest.approx(598.73e3, rel=1e-9)
    both = [item for item in shares if len(item.partners) == 2]
    assert both[0].heat_J == pytest.approx(598.73e3, rel=1e-9)
    assert both[0].alone_J == pytest.approx(598.73e3, rel=1e-9)


def test_no_liquid_is_the_dry_cell_and_liquid_adds_heat() -> None:
    answer = _ceiling("sulfide")
    (_, none), (_, half), (_, full) = answer.with_liquid
    assert none.heat_J == pytest.approx(answer.everything.heat_J, rel=1e-12)
    assert answer.everything.heat_J < half.heat_J < full.heat_J
    assert none.mass_kg < half.mass_kg < full.mass_kg


def test_lithium_burns_to_its_oxide() -> None:
    mixture = Compartment((_plain("Li", 2.0), _plain("O2", 0.5)))
    assert mixture.heat_J() == pytest.approx(598.73e3, rel=1e-9)
    alone = adiabatic([mixture])
    assert alone.at_least
    # With 1 kg of something of 1 J/g/K that takes part of the heat the answer is known by hand.
    inert = HeatCapacity((298.15,), (1000.0,))
    found = adiabatic([mixture], inert=inert, inert_mass_kg=0.7)
    oxide = load_thermochemistry().measured[Composition.parse("Li2O").reduced_key()].model

    def excess(temperature_K: float) -> float:
        return float(oxide.enthalpy_J_per_mol(temperature_K)) + 700.0 * (temperature_K - 298.15)

    expected = brentq(excess, 300.0, 1600.0)
    assert [item.name for item in found.products] == ["Li2O"]
    assert found.temperature_K == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_lithium_stays_at_its_melting_point_while_it_melts(share: float) -> None:
    model = load_thermochemistry().elements["Li"].model
    solid = float(model.enthalpy_J_per_mol(453.68)) - float(model.enthalpy_J_per_mol(298.15))
    found = adiabatic([Compartment((_plain("Li", 1.0),))], added_J=solid + share * 2997.0)
    assert found.temperature_K == pytest.approx(453.69, abs=0.1)
    assert abs(found.residual_J) < 1e-6


def test_lithium_boils_where_its_vapour_reaches_one_bar() -> None:
    settled = [settle({"Li": 1.0}, T) for T in np.arange(1500.0, 1750.0, 25.0)]
    gas = [sum(p.amount_mol for p in one.products if p.is_gas) for one in settled]
    assert gas[0] == pytest.approx(0.0, abs=1e-9)
    assert gas[-1] > 0.9
    boiling = next(one.temperature_K for one, n in zip(settled, gas, strict=True) if n > 0.5)
    # Handbook: 1615 K at 1 atm; the liquid of the reference data ends at 1621.7 K.
    assert boiling == pytest.approx(1615.0, abs=25.0)


def test_nothing_to_react_sets_nothing_free() -> None:
    found = Compartment((_plain("Li", 1.0),))
    assert found.heat_J() == pytest.approx(0.0, abs=1e-3)
    assert adiabatic([found]).temperature_K == pytest.approx(298.15, abs=1e-3)
