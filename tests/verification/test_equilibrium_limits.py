"""Exact limits and balances of the equilibrium engine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.core import Composition, InputError, MissingDatumError, NoConvergenceError
from davylamp.core.constants import (
    EV_PER_ATOM_IN_J_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
)
from davylamp.store.compounds import load_compounds
from davylamp.thermo import (
    Conditions,
    electrochemical_window,
    equilibrium,
    interface_reaction,
    phase_stability,
)
from davylamp.thermo._piecewise import Point, concave_breakpoints

SAFETY = Conditions(scheme="safety", temperature_K=298.15)


def formation_energy(formula: str) -> float:
    """Legacy formation energy per formula [eV]."""
    table = load_compounds()
    composition = Composition.parse(formula)
    row = table.find(composition)
    assert row is not None
    return float(table.formation_energy_eV["legacy"][row]) * composition.atoms


def test_an_element_is_its_own_equilibrium() -> None:
    answer = equilibrium("Li")
    assert [phase.name for phase in answer.phases] == ["Li"]
    assert answer.gibbs_J == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("formula", "electrons"), [("LiF", 1), ("LiCl", 1), ("LiBr", 1)])
def test_oxidation_to_the_elements_is_the_formation_energy(formula: str, electrons: int) -> None:
    window = electrochemical_window(formula)
    assert window.reduction_V == pytest.approx(0.0)
    assert window.oxidation_V == pytest.approx(-formation_energy(formula) / electrons, abs=1e-9)


def test_lithium_oxide_oxidises_to_the_peroxide() -> None:
    # 2 Li2O -> Li2O2 + 2 Li
    expected = (formation_energy("Li2O2") - 2 * formation_energy("Li2O")) / 2
    assert electrochemical_window("Li2O").oxidation_V == pytest.approx(expected, abs=1e-9)


def test_the_voltage_profile_is_continuous_and_lithium_only_leaves() -> None:
    window = electrochemical_window("Li6PS5Cl")
    for below, above in zip(window.steps, window.steps[1:], strict=False):
        assert below.high_V == pytest.approx(above.low_V)
        assert below.lithium_change > above.lithium_change
    assert window.steps[0].low_V == pytest.approx(0.0)
    assert window.steps[-1].lithium_change == pytest.approx(-6.0)


def test_nothing_happens_inside_the_window_and_something_outside() -> None:
    window = electrochemical_window("Li3PS4")
    energy = phase_stability("Li3PS4").hull_eV * 8.0
    for voltage in (window.reduction_V + 0.01, window.oxidation_V - 0.01):
        grand = equilibrium("Li3PS4", voltage_V=voltage).grand_potential_J
        expected = (energy + 3.0 * voltage) * EV_PER_ATOM_IN_J_PER_MOL
        assert grand == pytest.approx(expected, rel=1e-9)
    for voltage in (window.reduction_V - 0.01, window.oxidation_V + 0.01):
        grand = equilibrium("Li3PS4", voltage_V=voltage).grand_potential_J
        assert grand < (energy + 3.0 * voltage) * EV_PER_ATOM_IN_J_PER_MOL - 1.0


@pytest.mark.parametrize("pair", [("Li3PS4", "LiCoO2"), ("Li6PS5Cl", "Li"), ("LiFePO4", "Li2S")])
def test_reaction_is_symmetric_and_vanishes_with_itself(pair: tuple[str, str]) -> None:
    a, b = pair
    forth, back = interface_reaction(a, b), interface_reaction(b, a)
    assert forth.strongest.mutual_eV == pytest.approx(back.strongest.mutual_eV, abs=1e-10)
    assert forth.strongest.fraction_a == pytest.approx(1.0 - back.strongest.fraction_a, abs=1e-8)
    assert interface_reaction(a, a).strongest.mutual_eV == pytest.approx(0.0, abs=1e-9)


def test_the_mixing_profile_is_convex_and_ends_at_zero() -> None:
    profile = interface_reaction("Li6PS5Cl", "LiNi0.8Co0.1Mn0.1O2").profile
    x = np.array([point.fraction_a for point in profile])
    y = np.array([point.mutual_eV for point in profile])
    slopes = np.diff(y) / np.diff(x)
    assert np.all(np.diff(slopes) > 0.0)
    assert y[[0, -1]] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert x[[0, -1]] == pytest.approx([0.0, 1.0])


def test_reaction_enthalpy_and_energy_agree_without_entropy() -> None:
    point = interface_reaction("Li3PS4", "LiCoO2").strongest
    assert point.enthalpy_eV == pytest.approx(point.total_eV, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Li", "P", "S", "O", "Co", "Cl"]), min_size=1, max_size=6, unique=True
    ),
    st.lists(st.floats(0.01, 10.0), min_size=6, max_size=6),
    st.floats(0.1, 50.0),
)
def test_scaling_and_order_change_nothing(
    elements: list[str], amounts: list[float], factor: float
) -> None:
    mixture = dict(zip(elements, amounts, strict=False))
    one = equilibrium(mixture)
    turned = equilibrium({element: factor * mixture[element] for element in reversed(elements)})
    assert turned.gibbs_J == pytest.approx(factor * one.gibbs_J, rel=1e-9, abs=1e-6)


def test_prices_pay_for_the_mixture() -> None:
    mixture = Composition.parse("Li6PS5ClO2")
    answer = equilibrium(mixture)
    paid = sum(answer.potentials_eV[element] * amount for element, amount in mixture.items())
    assert paid * EV_PER_ATOM_IN_J_PER_MOL == pytest.approx(answer.gibbs_J, rel=1e-9)


def test_water_without_limit_balances_and_gives_off_gas() -> None:
    # 2 kPa is below the vapour pressure at 25 degC, so that liquid water does not form.
    moist = Conditions(scheme="safety", temperature_K=298.15, gas_pressure_Pa={"H2O": 2e3})
    answer = equilibrium("Li3PS4", moist, unlimited=("H2O",))
    assert answer.taken_mol["H2O"] > 0.0
    hydrogen = sum(phase.amount_mol * phase.composition.get("H", 0.0) for phase in answer.phases)
    assert hydrogen == pytest.approx(2.0 * answer.taken_mol["H2O"], rel=1e-8)


def test_vapour_above_saturation_condenses_without_limit() -> None:
    with pytest.raises(NoConvergenceError, match="no lower bound"):
        equilibrium("Li3PS4", SAFETY, unlimited=("H2O",))


def test_gas_pressure_shifts_the_gas_by_rt_ln_p() -> None:
    low = Conditions(scheme="safety", temperature_K=600.0, gas_pressure_Pa={"O2": 1e3})
    high = Conditions(scheme="safety", temperature_K=600.0, gas_pressure_Pa={"O2": 1e5})
    shift = equilibrium("O2", high).gibbs_J - equilibrium("O2", low).gibbs_J
    assert shift == pytest.approx(GAS_CONSTANT_J_PER_MOL_K * 600.0 * np.log(100.0), rel=1e-9)


def test_lithium_below_its_own_potential_plates() -> None:
    with pytest.raises(NoConvergenceError, match="without limit"):
        equilibrium("Li2O", open_potentials_eV={"Li": 0.2})


def test_bad_questions_are_told() -> None:
    with pytest.raises(InputError, match="outside 0 to 10 V"):
        equilibrium("LiF", voltage_V=-1.0)
    with pytest.raises(MissingDatumError, match="no compound of Ru"):
        equilibrium("LiRuO2")
    with pytest.raises(InputError, match="not an optional phase"):
        equilibrium("Li2S", Conditions(include=frozenset({"Li2O"})))
    with pytest.raises(InputError, match="unknown energy scheme"):
        Conditions(scheme="best")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="needs a temperature"):
        equilibrium("O2", Conditions(scheme="safety", gas_pressure_Pa={"O2": 10.0}))
    with pytest.raises(InputError, match="open"):
        interface_reaction("Li", "LiCoO2", voltage_V=3.0)


def test_optional_and_excluded_phases() -> None:
    assert [phase.name for phase in equilibrium("LiS4").phases] != ["LiS4"]
    included = equilibrium("LiS4", Conditions(include=frozenset({"LiS4"})))
    assert [phase.name for phase in included.phases] == ["LiS4"]
    without = equilibrium("LiF", Conditions(exclude=frozenset({"LiF"})))
    assert {phase.name for phase in without.phases} == {"Li", "F2"}


def test_breakpoints_of_a_known_function() -> None:
    lines = [(0.0, 2.0), (1.0, 1.0), (3.0, 0.0), (13.0, -4.0), (20.0, -1.0)]

    def evaluate(t: float) -> Point:
        value, slope = min((c + s * t, s) for c, s in lines)
        return Point(t, value, slope)

    corners = concave_breakpoints(evaluate, 0.0, 5.0)
    assert [corner.t for corner in corners] == pytest.approx([0.0, 1.0, 2.0, 2.5, 5.0])
