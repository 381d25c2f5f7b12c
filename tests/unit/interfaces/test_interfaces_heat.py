"""The temperature that a reacted mixture reaches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from davylamp.core import Composition, Kind
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.interfaces import adiabatic_rise
from davylamp.interfaces.heat import HIGHEST_K
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import PhaseAmount, equilibrium

R = GAS_CONSTANT_J_PER_MOL_K


def unmeasured(moles: float = 1.0) -> PhaseAmount:
    composition = Composition.parse("Li9Ta7O3")
    return PhaseAmount(
        "Li9Ta7O3", composition, moles, 0.0, 0.0, False, None, None, Kind.COMPUTED, "x"
    )


def test_dulong_and_petit_where_nothing_is_measured() -> None:
    rise = adiabatic_rise([unmeasured(2.0)], 50e3)
    assert rise is not None
    assert rise.rise_K == pytest.approx(50e3 / (2.0 * 19.0 * 3.0 * R), rel=1e-6)
    assert rise.kind is Kind.ESTIMATED
    assert rise.measured_share == pytest.approx(0.0)
    assert not rise.at_least


def test_a_measured_heat_capacity_balances_the_heat() -> None:
    products = equilibrium("LiF").phases
    rise = adiabatic_rise(products, 20e3)
    assert rise is not None
    assert rise.kind is Kind.MEASURED
    stored = load_thermochemistry().measured[Composition.parse("LiF").reduced_key()].model
    start, end = 298.15, 298.15 + rise.rise_K
    pair = stored.enthalpy_J_per_mol([start, end], extrapolate=True)
    assert products[0].amount_mol * (pair[1] - pair[0]) == pytest.approx(20e3, rel=1e-5)


def test_amounts_count_per_stored_formula() -> None:
    (phase,) = equilibrium("LiF").phases
    doubled = replace(
        phase, composition=Composition.parse("Li2F2"), amount_mol=0.5 * phase.amount_mol
    )
    once, twice = adiabatic_rise([phase], 20e3), adiabatic_rise([doubled], 20e3)
    assert once is not None
    assert twice is not None
    assert twice.rise_K == pytest.approx(once.rise_K, abs=1e-4)


def test_gas_takes_up_heat_by_its_own_polynomial() -> None:
    gas = PhaseAmount(
        "O2", Composition.parse("O2"), 1.0, 0.0, 0.0, True, None, None, Kind.MEASURED, "x"
    )
    rise = adiabatic_rise([gas], 7.0 / 2.0 * R * 100.0)
    assert rise is not None
    # O2 has about 7/2 R near room temperature, slightly more above it.
    assert 95.0 < rise.rise_K < 100.0


def test_more_heat_gives_a_higher_temperature() -> None:
    rises = [adiabatic_rise([unmeasured()], heat) for heat in (1e3, 1e4, 1e5)]
    values = [rise.rise_K for rise in rises if rise is not None]
    assert len(values) == 3
    assert values == sorted(values)


def test_it_is_cut_off_where_it_means_nothing() -> None:
    rise = adiabatic_rise([unmeasured()], 1e8)
    assert rise is not None
    assert rise.at_least
    assert rise.rise_K == pytest.approx(HIGHEST_K - 298.15)


@pytest.mark.parametrize("heat", [0.0, -5.0, float("nan")])
def test_no_rise_without_heat(heat: float) -> None:
    assert adiabatic_rise([unmeasured()], heat) is None
    assert adiabatic_rise([], 1e3) is None
