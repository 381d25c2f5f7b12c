"""Filaments, leakage and soft shorts for any numbers that can be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from davylamp.core.errors import InputError
from davylamp.dendrites.filament import (
    FilamentRisk,
    FlawPopulation,
    critical_current_A_per_m2,
    critical_depth_m,
)
from davylamp.dendrites.leakage import rated_conductivity_S_per_m, rated_current_A_per_m2
from davylamp.dendrites.soft_short import ParallelPath, short_from_conductances


def decades(low: int, high: int) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda power: 10.0**power)


toughness = decades(4, 7)
depth = decades(-9, -4)
contact = decades(-6, 0)
sigma = decades(-6, 2)
area = decades(-8, 1)
modulus = st.floats(1.0, 100.0)


@given(toughness, depth, contact, sigma)
def test_depth_and_current_invert_each_other(
    tough: float, deep: float, ohm: float, ions: float
) -> None:
    current = critical_current_A_per_m2(tough, deep, ohm, ions)
    assert float(critical_depth_m(current, tough, ohm, ions)) == pytest.approx(deep, rel=1e-9)


@given(toughness, depth, contact, sigma, st.floats(1.001, 100.0))
def test_whatever_is_worse_lowers_the_current(
    tough: float, deep: float, ohm: float, ions: float, more: float
) -> None:
    current = float(critical_current_A_per_m2(tough, deep, ohm, ions))
    assert float(critical_current_A_per_m2(tough * more, deep, ohm, ions)) > current
    assert float(critical_current_A_per_m2(tough, deep * more, ohm, ions)) < current
    assert float(critical_current_A_per_m2(tough, deep, ohm * more, ions)) <= current
    assert float(critical_current_A_per_m2(tough, deep, ohm, ions * more)) >= current


@given(depth, modulus, area, area, st.floats(0.001, 0.999))
def test_a_larger_area_has_the_larger_flaw(
    deep: float, weibull: float, one: float, other: float, share: float
) -> None:
    flaws = FlawPopulation(deep, 1e-4, weibull)
    small, large = sorted((one, other))
    assert float(flaws.largest_depth_m(small, share)) <= float(flaws.largest_depth_m(large, share))
    seen = flaws.share_with_deeper(deep, [small, large])
    assert 0.0 <= seen[0] <= seen[1] <= 1.0


@given(depth, modulus, contact, sigma, area, st.floats(0.01, 0.99))
def test_probability_and_current_invert_each_other(
    deep: float, weibull: float, ohm: float, ions: float, wide: float, share: float
) -> None:
    risk = FilamentRisk(FlawPopulation(deep, 1e-4, weibull), 1e6, ohm, ions, 1e12)
    current = float(risk.critical_current_A_per_m2(wide, share))
    if current <= 0.0 or not math.isfinite(current):
        return
    assert float(risk.failure_probability(current, wide)) == pytest.approx(share, rel=1e-6)


@given(st.floats(max_value=0.0) | st.just(math.nan))
def test_what_is_not_positive_is_refused(value: float) -> None:
    for call in (
        lambda: critical_current_A_per_m2(value, 1e-6, 1e-3, 0.1),
        lambda: critical_current_A_per_m2(1e6, value, 1e-3, 0.1),
        lambda: FlawPopulation(value, 1e-4, 8.0),
        lambda: ParallelPath(value, 1.0),
        lambda: rated_conductivity_S_per_m(value),
    ):
        with pytest.raises(InputError):
            call()


@given(st.floats(10.0, 100.0))
def test_the_rating_inverts(current: float) -> None:
    conductivity = rated_conductivity_S_per_m(current)
    assert float(rated_current_A_per_m2(conductivity)) == pytest.approx(current)


@given(decades(-2, 5), decades(-2, 6), decades(-6, 0))
def test_the_short_comes_back_from_what_it_did(ions: float, short: float, noise: float) -> None:
    path = ParallelPath(ions, short)
    before = 1.0 / ions
    found = short_from_conductances(
        before,
        path.conductance_S,
        before_uncertainty_S=0.0,
        after_uncertainty_S=noise * before,
        length_m=1e-4,
    )
    rounding = 1e-15 * path.conductance_S * short
    assert found.conductance_S * short == pytest.approx(1.0, rel=1e-9, abs=4.0 * rounding)
    assert found.conductance_below_S is not None
    assert found.resistance_above_ohm is not None
    assert (found.resistance_ohm is not None) is found.is_shown
    if found.resistance_ohm is not None:
        assert found.resistance_ohm >= found.resistance_above_ohm * (1.0 - 1e-12)
    assert np.isfinite(found.conductance_below_S)
