"""Exact properties of contacts: symmetry, identity, convexity, balances, scaling."""

from __future__ import annotations

import re

import numpy as np
import pytest

from davylamp.core import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL
from davylamp.interfaces import ReactionOutcome, assess_contact, interphase_class
from davylamp.interfaces.conduction import molar_volume_cm3
from davylamp.thermo import Conditions, interface_reaction, known_phase

PAIRS = [
    ("Li3PS4", "LiCoO2"),
    ("Li6PS5Cl", "Li"),
    ("Li10GeP2S12", "LiNi0.8Co0.1Mn0.1O2"),
    ("LiBH4", "NiO2"),
    ("Li1.3Al0.3Ti1.7(PO4)3", "Li"),
    ("Li7La3Zr2O12", "Li0.5CoO2"),
]
_TERM = re.compile(r"(?:(?P<n>[\d.e+-]+) )?(?P<name>[A-Z][^ ]*)(?P<open> \(electrode\))?$")


def side(text: str) -> dict[str, float]:
    """Amounts of the elements on one side of a printed equation [mol]."""
    total: dict[str, float] = {}
    for term in text.split(" + "):
        match = _TERM.match(term.strip())
        assert match is not None, term
        amount = float(match["n"] or 1.0)
        for element, count in Composition.parse(match["name"]).items():
            total[element] = total.get(element, 0.0) + amount * count
    return total


def assert_printed_equation_balances(outcome: ReactionOutcome) -> None:
    left, right = (side(half) for half in outcome.equation.split(" -> "))
    assert left.keys() == right.keys()
    for element, amount in left.items():
        # Amounts are printed to four digits.
        assert right[element] == pytest.approx(amount, rel=2e-3, abs=2e-3), outcome.equation


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_with_b_is_b_with_a(a: str, b: str) -> None:
    one, two = assess_contact(a, b), assess_contact(b, a)
    for first, second in ((one.chemical, two.chemical), (one.hottest, two.hottest)):
        assert first is not None
        assert second is not None
        assert second.mutual_meV_per_atom == pytest.approx(first.mutual_meV_per_atom, abs=1e-6)
        assert second.atom_fraction_a == pytest.approx(1.0 - first.atom_fraction_a, abs=1e-6)
        assert second.mass_fraction_a == pytest.approx(1.0 - first.mass_fraction_a, abs=1e-6)
        assert second.mutual_heat_J_per_g == pytest.approx(first.mutual_heat_J_per_g, rel=1e-6)
        assert second.gas_cm3_per_g == pytest.approx(first.gas_cm3_per_g, abs=1e-6)
        assert second.volume_change_percent == pytest.approx(first.volume_change_percent, abs=1e-6)
    assert one.reacts == two.reacts
    assert (one.interphase is None) == (two.interphase is None)


@pytest.mark.parametrize("formula", ["Li3PS4", "Li6PS5Cl", "LiNi0.8Co0.1Mn0.1O2", "Li"])
def test_a_with_itself_is_nothing(formula: str) -> None:
    contact = assess_contact(formula, formula)
    assert contact.chemical is not None
    assert contact.chemical.mutual_meV_per_atom == pytest.approx(0.0, abs=1e-6)
    assert contact.reacts is False
    assert contact.hottest is None
    assert contact.interphase is None


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_mixing_profile_is_convex(a: str, b: str) -> None:
    for conditions in (Conditions(), Conditions(scheme="safety", temperature_K=298.15)):
        profile = interface_reaction(a, b, conditions).profile
        x = np.array([point.fraction_a for point in profile])
        energy = np.array([point.mutual_eV for point in profile])
        slopes = np.diff(energy) / np.diff(x)
        assert np.all(np.diff(slopes) > -1e-7)
        assert energy[[0, -1]] == pytest.approx([0.0, 0.0], abs=1e-9)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_every_printed_equation_balances(a: str, b: str) -> None:
    contact = assess_contact(a, b, voltage_range_V=(2.5, 4.3))
    shown = [contact.chemical, *contact.electrochemical, *contact.profile]
    assert len([item for item in shown if item is not None]) >= 2
    for outcome in shown:
        assert outcome is not None
        assert_printed_equation_balances(outcome)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_mass_is_kept(a: str, b: str) -> None:
    contact = assess_contact(a, b)
    for outcome in contact.profile:
        grams_in = Composition.parse(a).mass_g_per_mol / outcome.mass_fraction_a
        grams_out = sum(
            item.amount_mol * item.composition.mass_g_per_mol for item in outcome.products
        )
        assert grams_out == pytest.approx(grams_in, rel=1e-9)


def test_heat_does_not_depend_on_how_the_formula_is_written() -> None:
    one, two = assess_contact("Li3PS4", "LiCoO2"), assess_contact("Li6P2S8", "Li3Co3O6")
    for first, second in ((one.chemical, two.chemical), (one.hottest, two.hottest)):
        assert first is not None
        assert second is not None
        assert second.heat_J_per_g == pytest.approx(first.heat_J_per_g, rel=1e-9)
        assert second.heat_kJ_per_mol_li == pytest.approx(first.heat_kJ_per_mol_li, rel=1e-9)
        assert second.volume_change_percent == pytest.approx(first.volume_change_percent, abs=1e-8)
        assert second.mutual_meV_per_atom == pytest.approx(first.mutual_meV_per_atom, abs=1e-8)


def test_heat_follows_from_the_enthalpies_of_the_equation() -> None:
    # Li3PS4 + 8 Li -> 4 Li2S + Li3P by Hess's law, safety enthalpies
    conditions = Conditions(scheme="safety", temperature_K=298.15)

    def enthalpy_J_per_mol(formula: str) -> float:
        phase = known_phase(formula, conditions)
        assert phase is not None
        return phase.enthalpy_eV * Composition.parse(formula).atoms * EV_PER_ATOM_IN_J_PER_MOL

    hottest = assess_contact("Li3PS4", "Li").hottest
    assert hottest is not None
    assert hottest.equation == "Li3PS4 + 8 Li -> 4 Li2S + Li3P"
    released = (
        enthalpy_J_per_mol("Li3PS4") - 4.0 * enthalpy_J_per_mol("Li2S") - enthalpy_J_per_mol("Li3P")
    )
    grams = Composition.parse("Li11PS4").mass_g_per_mol
    assert hottest.heat_J_per_g == pytest.approx(released / grams, rel=1e-9)


def test_volume_change_follows_from_the_molar_volumes() -> None:
    outcome = assess_contact("Li3YCl6", "Li").chemical
    assert outcome is not None
    assert outcome.equation == "Li3YCl6 + 3 Li -> 6 LiCl + Y"
    after = sum((molar_volume_cm3(item) or np.nan) * item.amount_mol for item in outcome.products)
    phase = known_phase("Li3YCl6")
    assert phase is not None
    assert phase.volume_A3 is not None
    before = phase.volume_A3 * 0.602214076 * 10.0 + 3.0 * 13.02
    assert outcome.volume_change_percent == pytest.approx(100.0 * (after / before - 1.0), abs=1e-6)


@pytest.mark.parametrize(("a", "b"), [("Li3PS4", "LiCoO2"), ("Li7La3Zr2O12", "LiCoO2")])
def test_no_voltage_in_the_range_is_worse_than_the_worst(a: str, b: str) -> None:
    low, high = 1.0, 4.5
    worst = assess_contact(a, b, voltage_range_V=(low, high)).worst_electrochemical
    assert worst is not None
    grid = [
        1e3 * interface_reaction(a, b, voltage_V=float(voltage)).strongest.mutual_eV
        for voltage in np.linspace(low, high, 141)
    ]
    assert worst.mutual_meV_per_atom <= min(grid) + 1e-6
    # The grid comes within its own spacing of it.
    assert min(grid) - worst.mutual_meV_per_atom < 30.0


@pytest.mark.parametrize("formula", ["Li3PS4", "Li6PS5Cl", "Li3YCl6", "Li7La3Zr2O12"])
def test_excess_lithium_is_the_end_of_the_mixing_profile(formula: str) -> None:
    # With lithium closed, the last tie line before pure lithium is the equilibrium at 0 V.
    found = interphase_class(formula)
    state = found.with_excess_lithium
    assert state is not None
    profile = interface_reaction(formula, "Li").profile
    first = profile[1]
    assert {item.name for item in first.products} - {"Li"} == {
        item.phase.name for item in state.products
    }
    # Energy at 0 V per atom of the electrolyte: the slope of the profile at pure lithium.
    slope = first.mutual_eV / first.fraction_a
    assert found.at_zero_volt_meV_per_atom == pytest.approx(-1e3 * slope, abs=1e-6)
