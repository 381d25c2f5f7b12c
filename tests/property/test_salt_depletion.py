"""Salt depletion: scaling, order, conservation for any program."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.dendrites.depletion import (
    Segment,
    constant_electrolyte,
    depletion_time,
    limiting_current,
    sand_time_of_cell,
    simulate,
    surface_concentration,
)

ratios = st.floats(1.0 + 1e-9, 1e4)


@given(ratio=ratios)
def test_depletion_is_later_than_sand_and_empties_the_wall(ratio):
    when = float(depletion_time(ratio, 1.0, 1.0))
    assert when >= float(sand_time_of_cell(ratio, 1.0, 1.0)) * (1.0 - 1e-12)
    assert abs(float(surface_concentration(when, ratio))) < 1e-9


@given(low=ratios, high=ratios)
def test_more_current_depletes_sooner(low, high):
    first, second = depletion_time(np.sort([low, high]), 1e-12, 5e-5)
    assert first >= second


@given(
    c=st.floats(1.0, 1e4), d=st.floats(1e-14, 1e-9), t=st.floats(-1.0, 0.99),
    length=st.floats(1e-6, 1e-3), factor=st.floats(0.1, 10.0),
)  # fmt: skip
def test_the_limit_scales(c, d, t, length, factor):
    plain = float(limiting_current(c, d, t, length))
    for changed in (
        limiting_current(factor * c, d, t, length),
        limiting_current(c, factor * d, t, length),
        limiting_current(c, d, t, length / factor),
    ):
        assert abs(float(changed) / plain / factor - 1.0) < 1e-12


@settings(max_examples=15, deadline=None)
@given(
    currents=st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=4),
    duration=st.floats(0.001, 0.3),
)
def test_no_program_makes_or_loses_salt(currents, duration):
    limit = float(limiting_current(1000.0, 1e-11, 0.2, 1e-4))
    program = [Segment(limit * value, 1000.0 * duration) for value in currents]
    run = simulate(constant_electrolyte(1e-11, 0.2), 1000.0, 1e-4, program, cells=40)
    assert run.salt_error < 1e-12
    assert np.all(np.diff(run.time_s) > 0.0)
