"""Whatever the draws: voids and extrusion answer in order, and refuse what cannot be."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.cell import example_path, read_cell
from davylamp.dendrites import subject_of
from davylamp.dendrites.voids import (
    ExtrusionMechanism,
    VoidMechanism,
    creep_law,
    creep_laws,
    crossing_time_s,
    extrusion_mechanism,
    flux_focusing,
    void_mechanism,
)

SUBJECT = subject_of(read_cell(example_path("sulfide")))
VOIDS = void_mechanism(SUBJECT)
PORES = extrusion_mechanism(SUBJECT)
SHARES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(SHARES, st.floats(0.1, 1e5))
def test_order_of_the_draws_does_not_matter(shares: list[float], current: float) -> None:
    assert isinstance(VOIDS, VoidMechanism)
    assert isinstance(PORES, ExtrusionMechanism)
    turned = np.array(shares)[::-1]
    for one in (VOIDS, PORES):
        draws = {k: item.quantile(shares) for k, item in one.parameters.items()}
        back = {k: item.quantile(turned) for k, item in one.parameters.items()}
        limit = one.critical_current_A_per_m2(draws)
        assert np.array_equal(limit[::-1], one.critical_current_A_per_m2(back))
        charge = one.failure_capacity_C_per_m2(draws, current)
        assert charge.shape == limit.shape
        assert np.all(charge > 0.0)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.0, 1.0), st.floats(0.0, 5e7), st.floats(1.0, 3.0), st.floats(0.01, 1e4),
    st.floats(1.01, 10.0),
)  # fmt: skip
def test_pressure_helps_against_voids_and_current_hastens_them(
    share: float, pressure: float, more: float, current: float, faster: float
) -> None:
    assert isinstance(VOIDS, VoidMechanism)
    draws = {k: item.quantile([share, share]) for k, item in VOIDS.parameters.items()}
    draws["stack_pressure"] = np.array([pressure, more * pressure])
    low, high = VOIDS.critical_current_A_per_m2(draws)
    assert low <= high * (1.0 + 1e-12)
    slow = VOIDS.failure_capacity_C_per_m2(draws, current)
    quick = VOIDS.failure_capacity_C_per_m2(draws, faster * current)
    assert np.all(quick <= slow * (1.0 + 1e-9))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["pooled", *creep_laws()]), st.floats(1e-6, 1e-2), st.floats(1e-8, 1e-4),
    st.floats(1e3, 1e9), st.floats(1.1, 5.0),
)  # fmt: skip
def test_wider_pores_and_more_pressure_let_lithium_through_sooner(
    name: str, length: float, radius: float, pressure: float, more: float
) -> None:
    law = creep_law(name)
    time = float(crossing_time_s(length, radius, pressure, law))
    assert float(crossing_time_s(length, more * radius, pressure, law)) < time or math.isinf(time)
    assert float(crossing_time_s(length, radius, more * pressure, law)) < time or math.isinf(time)
    assert float(crossing_time_s(more * length, radius, pressure, law)) >= time


@settings(max_examples=25, deadline=None)
@given(st.floats(1e-3, 50.0), st.floats(1.05, 3.0), st.sampled_from(["disc", "strip"]))
def test_focusing_grows_with_the_size(ratio: float, more: float, shape: str) -> None:
    small, large = flux_focusing(
        np.array([ratio, more * ratio]),
        1.0,
        1.0,
        shape=shape,  # type: ignore[arg-type]
    )
    assert 1.0 < small < large
