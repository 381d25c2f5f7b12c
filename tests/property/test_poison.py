"""Whatever the mixture: more gas is never less harm, and what is not known is never below."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from davylamp.gas.poison import (
    Verdict,
    additive_index,
    guideline,
    judge_exposure,
    judge_load,
    needs_limit,
    toxic_load,
)
from davylamp.gas.species import SPECIES
from davylamp.store.hazards import load_hazards

GASES = st.sampled_from(sorted(SPECIES))
PPM = st.floats(0.0, 1e6)
AIR = st.dictionaries(GASES, PPM, min_size=1, max_size=6)
LIMITS = st.sampled_from([("IDLH", None), ("AEGL-2", 3600.0), ("AEGL-3", 600.0), ("TWA", None)])
ORDER = {Verdict.BELOW: 0, Verdict.UNKNOWN: 1, Verdict.ABOVE: 2}


@given(AIR, GASES, st.floats(0.0, 1e5), LIMITS)
def test_the_index_never_falls_with_more_gas(air, gas, more, limit):
    before = additive_index(air, *limit)
    after = additive_index({**air, gas: air.get(gas, 0.0) + more}, *limit)
    assert after.value >= before.value * (1.0 - 1e-12)
    assert ORDER[after.verdict] >= ORDER[before.verdict]


@given(AIR, LIMITS, st.randoms(use_true_random=False))
def test_the_order_of_the_gases_changes_nothing(air, limit, random):
    items = list(air.items())
    random.shuffle(items)
    mixed = additive_index(dict(items), *limit)
    assert mixed.value == pytest.approx(additive_index(air, *limit).value, rel=1e-12)
    assert set(mixed.missing) == set(additive_index(air, *limit).missing)


@given(AIR, GASES)
def test_what_is_not_known_is_never_below(air, gas):
    judged = judge_exposure({**air, gas: math.nan})
    assert judged.verdict() is not Verdict.BELOW
    if needs_limit(gas) or load_hazards().lowest(gas, "IDLH"):
        assert additive_index({**air, gas: math.nan}).verdict is not Verdict.BELOW


@given(AIR)
def test_below_means_that_every_gas_that_harms_has_a_limit(air):
    index = additive_index(air)
    if index.verdict is Verdict.BELOW:
        table = load_hazards()
        for gas, ppm in air.items():
            if ppm > 0.0 and needs_limit(gas):
                assert ppm < table.lowest(gas, "IDLH").value


@given(GASES, st.floats(60.0, 28800.0), st.floats(1.0, 10.0))
def test_a_longer_exposure_never_allows_more(gas, seconds, factor):
    first = guideline(gas, "AEGL-3", seconds)
    second = guideline(gas, "AEGL-3", min(seconds * factor, 28800.0))
    if first.ppm is not None and second.ppm is not None:
        assert second.ppm <= first.ppm * (1.0 + 1e-12)


@given(GASES, st.floats(0.01, 10.0), st.floats(10.0, 1e6), st.sampled_from("123"))
def test_below_is_below_the_level_of_the_time_of_exposure(gas, share, seconds, degree):
    level = load_hazards().lowest(gas, f"AEGL-{degree}")
    if level is None or not needs_limit(gas):
        return
    ppm = share * level.value
    judged = judge_exposure({gas: ppm}, duration_s=seconds, quantities=(f"AEGL-{degree}",))
    if judged.verdict(f"AEGL-{degree}") is Verdict.BELOW:
        told = guideline(gas, f"AEGL-{degree}", seconds, extrapolate=True)
        assert ppm < told.ppm * (1.0 + 1e-9)


@given(GASES, st.floats(0.01, 10.0), st.floats(10.0, 28800.0))
def test_a_load_that_is_below_is_below_the_level_of_its_own_time(gas, share, seconds):
    table = load_hazards()
    if not table.lowest(gas, "AEGL-3") or not table.of(gas, "toxic load exponent"):
        return
    ppm = share * table.lowest(gas, "AEGL-3").value
    if judge_load(gas, [0.0, seconds], [ppm, ppm]).verdict is Verdict.BELOW:
        for time_s in sorted({item.averaging_s for item in table.of(gas, "AEGL-3")}):
            if seconds >= time_s:
                assert ppm < table.lowest(gas, "AEGL-3", time_s).value


@given(
    st.lists(st.floats(0.0, 1e4), min_size=2, max_size=8),
    st.floats(1.0, 4.0),
    st.floats(0.1, 1e3),
)
def test_the_load_lies_between_that_of_the_lowest_and_the_highest(values, exponent, step):
    times = [step * number for number in range(len(values))]
    load = toxic_load(times, values, exponent)
    assert min(values) ** exponent * times[-1] <= load * (1.0 + 1e-6) + 1e-12
    assert load <= max(values) ** exponent * times[-1] * (1.0 + 1e-6) + 1e-12
