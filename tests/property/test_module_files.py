"""A damaged module file ends in words, never in a crash."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from davylamp.core.errors import DavylampError
from davylamp.runaway.propagation import module_path, parse_module
from davylamp.runaway.propagation.boxes import Box, facing_pairs, overlapping

TEXT = module_path("wax_grid").read_text("utf-8")
EDGE = st.floats(-1.0, 1.0, allow_nan=False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 12), st.text(max_size=6))
def test_a_damaged_file_is_read_or_refused_in_words(place, length, put):
    damaged = TEXT[:place] + put + TEXT[place + length :]
    with contextlib.suppress(DavylampError):
        assert parse_module(damaged).cells


@given(EDGE, EDGE, EDGE)
def test_two_boxes_overlap_or_face_at_most_once(x, y, z):
    one = Box("one", (0.0, 0.0, 0.0), (0.5, 0.5, 0.5))
    two = Box("two", (x, y, z), (x + 0.5, y + 0.5, z + 0.5))
    if overlapping([one, two]):
        assert min(0.5 - abs(d) for d in (x, y, z)) > 0.0
        return
    pairs = facing_pairs([one, two])
    back = facing_pairs([two, one])
    assert len(pairs) == len(back) <= 1
    for pair, again in zip(pairs, back, strict=True):
        assert pair.area_m2 == pytest.approx(again.area_m2)
        assert pair.gap_m == pytest.approx(again.gap_m)
