"""A damaged phase-field case ends in words, never in a crash; a case drawn by chance fits."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from davylamp.core.errors import DavylampError
from davylamp.dendrites.phasefield import case_path, parse_case
from davylamp.dendrites.phasefield.case_regions import region_factors, surface_distance_m
from davylamp.dendrites.phasefield.pictures import png

TEXTS = [case_path(name).read_text("utf-8") for name in ("grain_boundary", "flaw_interlayer")]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.integers(0, 2000), st.integers(1, 12), st.text(max_size=6))
def test_a_damaged_file_is_read_or_refused_in_words(text, place, length, put):
    place %= len(text)
    damaged = text[:place] + put + text[place + length :]
    with contextlib.suppress(DavylampError):
        assert parse_case(damaged).cells


@settings(max_examples=40, deadline=None)
@given(
    st.integers(20, 60),
    st.integers(8, 40),
    st.floats(1.0, 6.0),
    st.floats(0.5, 30.0),
    st.floats(2.0, 10.0),
    st.integers(0, 1000),
)
def test_regions_of_a_case_stay_within_their_factors(across, along, flat, factor, size, seed):
    text = f"""
grid: {{length: {across} um, height: {along} um, spacing: 0.5 um}}
duration: 1 s
voltage: 0.1 V
lithium: {{thickness: {flat} um, flaws: {{y: {along / 2} um, depth: 3 um, width: 2 um}}}}
grains: {{size: {size + 4.0} um, seed: {seed}, width: 1 um, conductivity: {factor}}}
"""
    case = parse_case(text)
    factors = region_factors(case)
    low, high = sorted((1.0, factor))
    assert factors["conductivity"].shape == (2 * along, 2 * across)
    assert low - 1e-12 <= factors["conductivity"].min()
    assert factors["conductivity"].max() <= high + 1e-12
    assert factors["diffusivity"] == pytest.approx(np.ones((2 * along, 2 * across)))
    inside = surface_distance_m(case) < 0.0
    assert inside[:, : int(2 * flat)].all()
    assert not inside[:, int(2 * (flat + 3.0)) + 2 :].any()


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 255))
def test_a_flat_picture_is_small_and_whole(height, width, level):
    data = png(np.full((height, width), level, dtype=np.uint8))
    assert data.startswith(b"\x89PNG")
    assert data.endswith(b"IEND\xaeB`\x82")
