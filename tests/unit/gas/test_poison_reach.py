"""What no level says is never below: too short, too long, between, missing, empty, not exposure."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.gas.poison import (
    Verdict,
    additive_index,
    guideline,
    judge_exposure,
    judge_history,
    judge_load,
    judge_oxygen,
    toxic_load,
)
from davylamp.store.hazards import HazardTable, load_hazards

TABLE = load_hazards()


def of_air(ppm, seconds=None, *quantities):
    return judge_exposure(ppm, duration_s=seconds, quantities=quantities or ("AEGL-3",))


def test_of_no_gas_at_all_nothing_is_known():
    assert judge_exposure({}).verdict() is Verdict.UNKNOWN
    assert judge_exposure({}).verdict("IDLH") is Verdict.UNKNOWN
    assert additive_index({}).verdict is Verdict.UNKNOWN
    assert not additive_index({}).complete
    assert judge_exposure({"HF": 0.0}).verdict() is Verdict.BELOW
    assert additive_index({"HF": 0.0}).verdict is Verdict.BELOW


def test_an_unknown_amount_of_a_gas_with_a_limit_is_missing_even_if_it_only_displaces_air():
    index = additive_index({"C3H8": math.nan, "HF": 1.0})
    assert index.missing == ("C3H8",)
    assert index.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("quantity", ["LFL", "UFL", "autoignition", "odour", "electronics G3"])
def test_limits_of_fire_and_smell_are_none_of_exposure(quantity):
    for call in (
        lambda: judge_exposure({"H2": 5e4}, quantities=(quantity,)),
        lambda: additive_index({"H2": 100.0}, quantity),
        lambda: guideline("H2", quantity, 600.0),
        lambda: judge_load("HF", [0.0, 1.0], [1.0, 1.0], quantity),
    ):
        with pytest.raises(InputError, match="no limit of exposure"):
            call()


def test_the_answer_over_a_limit_needs_it_of_every_gas():
    judged = judge_exposure({"heptane": 700.0, "HF": 1.0})
    assert not judged.of("heptane", "AEGL-3")
    assert judged.verdict("AEGL-3") is Verdict.UNKNOWN
    assert judged.verdict("IDLH") is Verdict.BELOW
    # The committee sets no first level of phosphine.
    assert judge_exposure({"PH3": 0.01, "HF": 0.01}).verdict("AEGL-1") is Verdict.UNKNOWN


def test_longer_than_the_last_level_the_product_of_time_and_concentration_counts():
    assert of_air({"H2S": 27.9}, 28800.0).verdict() is Verdict.BELOW
    day = of_air({"H2S": 27.9}, 86400.0)
    assert day.verdict() is Verdict.UNKNOWN
    assert "more than 28800 s" in day.unknown[0].what
    assert of_air({"H2S": 10.0}, 86400.0).verdict() is Verdict.BELOW
    assert of_air({"H2S": 32.0}, 86400.0).verdict() is Verdict.ABOVE


def test_a_level_for_an_hour_alone_says_nothing_of_a_shift_or_a_minute():
    (level,) = TABLE.of("COF2", "AEGL-3")
    assert level.averaging_s == pytest.approx(3600.0)
    shift = of_air({"COF2": 0.9 * level.value}, 28800.0)
    assert shift.verdict() is Verdict.UNKNOWN
    minute = of_air({"COF2": 40.0 * level.value}, 60.0)
    assert minute.worst.ratio < 1.0
    assert minute.verdict() is Verdict.UNKNOWN
    assert "less than 3600 s" in minute.unknown[0].what
    assert of_air({"COF2": 0.9 * level.value}, 60.0).verdict() is Verdict.BELOW


def test_between_two_times_the_level_is_the_one_in_between():
    told = guideline("H2S", "AEGL-3", 2.9 * 3600.0)
    assert 37.0 < told.ppm < 49.0
    judged = of_air({"H2S": 49.0}, 2.9 * 3600.0)
    assert judged.verdict() is Verdict.ABOVE
    assert judged.worst.limit.averaging_s == pytest.approx(2.9 * 3600.0)
    assert judged.worst.limit.value == pytest.approx(told.ppm)
    assert "n = " in judged.worst.limit.note
    assert of_air({"H2S": 0.99 * told.ppm}, 2.9 * 3600.0).verdict() is Verdict.BELOW


def test_a_history_is_held_against_the_levels_between_too():
    from davylamp.gas.room import Emission, Room, room_history

    room = Room(100.0, 10.0)
    steady = Emission.steady("H2S", 10.0 / 0.0245 * 48.5e-6, 2.9 * 3600.0)
    judged = judge_history(room_history(room, [steady], 36000.0), quantities=("AEGL-3",))
    assert all(check.ratio < 1.0 for check in judged.checks if not check.limit.note)
    assert judged.verdict("AEGL-3") is Verdict.ABOVE


def test_a_sealed_room_outlasts_the_levels():
    from davylamp.gas.room import Emission, Room, room_history

    room = Room(100.0, 0.0)
    told = room_history(room, [Emission.puff("H2S", 28e-6 * 100.0 / 0.02446)], 36000.0)
    judged = judge_history(told, quantities=("AEGL-3",))
    assert 0.8 < judged.worst.ratio < 1.0
    assert judged.verdict() is Verdict.UNKNOWN


def test_too_much_oxygen_is_above_a_limit():
    judged = judge_exposure({"O2": 1e5})
    assert judged.oxygen.excess is Verdict.ABOVE
    assert judged.verdict() is Verdict.ABOVE


def test_between_two_ranges_of_oxygen_the_graver_one_speaks():
    assert "coordination" in judge_oxygen(14.5).effect
    assert "less able" in judge_oxygen(15.0).effect


@pytest.mark.parametrize("seconds", [math.inf, math.nan, 0.0, -1.0])
def test_a_time_of_exposure_is_a_positive_number(seconds):
    with pytest.raises(InputError, match="above 0 s"):
        judge_exposure({"HF": 1.0}, duration_s=seconds)


@pytest.mark.parametrize(
    ("times", "values"),
    [([], []), ([0.0], [1e4]), ([5.0, 5.0], [1e4, 1e4]), ([0.0, math.nan], [1.0, 1.0]),
     ([0.0, math.inf], [1.0, 1.0])],
)  # fmt: skip
def test_a_history_that_does_not_last_has_no_load(times, values):
    for call in (lambda: toxic_load(times, values, 2.0), lambda: judge_load("HF", times, values)):
        with pytest.raises(InputError):
            call()


def test_a_short_load_is_not_let_off_by_the_level_of_an_hour():
    # With n = 1 twenty ppm for ten minutes are less than 3.6 ppm for an hour.
    told = judge_load("PH3", [0.0, 600.0], [20.0, 20.0], averaging_s=3600.0)
    assert told.verdict is Verdict.BELOW
    told = judge_load("PH3", [0.0, 600.0], [20.0, 20.0])
    assert told.limit.averaging_s == pytest.approx(600.0)
    assert told.share == pytest.approx(20.0 / 7.2)
    assert told.verdict is Verdict.ABOVE
    # The same burst at any place in a long history.
    late = judge_load("PH3", [0.0, 5000.0, 5000.0, 5600.0, 5600.0, 9000.0],
                      [0.0, 0.0, 20.0, 20.0, 0.0, 0.0])  # fmt: skip
    assert late.share == pytest.approx(20.0 / 7.2)


def test_the_highest_load_within_a_window_is_found_exactly():
    table = HazardTable(
        (
            replace(TABLE.of("HF", "AEGL-3")[0], value=100.0, averaging_s=600.0),
            replace(TABLE.of("HF", "AEGL-3")[0], value=1e6, averaging_s=28800.0),
            TABLE.of("HF", "toxic load exponent")[0],
        )
    )
    rng = np.random.default_rng(5)
    times = np.concatenate(([0.0], np.sort(rng.uniform(0.0, 3000.0, 9)), [3000.0]))
    values = rng.uniform(0.0, 200.0, times.size)
    told = judge_load("HF", times, values, table=table)
    fine = np.linspace(0.0, 3000.0, 300_001)
    load = np.concatenate(([0.0], np.cumsum(np.interp(fine, times, values)[1:] ** 2 * 0.01)))
    width = 60_000
    assert told.dose == pytest.approx(np.max(load[width:] - load[:-width]), rel=1e-4)
    assert told.share == pytest.approx(told.dose / (100.0**2 * 600.0))


def test_the_whole_of_a_long_history_counts_against_the_last_level():
    told = judge_load("COCl2", [0.0, 86400.0], [0.08, 0.08])
    assert told.share == pytest.approx(0.08 * 86400.0 / (0.09 * 28800.0))
    assert told.verdict is Verdict.ABOVE


def test_unknown_parts_of_a_history_leave_its_load_unknown():
    told = judge_load("HCN", [0.0, 600.0, 1200.0], [1.0, math.nan, 1.0])
    assert told.verdict is Verdict.UNKNOWN
    assert told.unknown
    assert judge_load("HF", [0.0, 600.0], [math.inf, math.inf]).verdict is not Verdict.BELOW


def test_a_time_without_a_level_is_not_bridged():
    assert guideline("ACN", "AEGL-1", 28800.0, extrapolate=True).ppm is None
    first, last = TABLE.lowest("H2S", "AEGL-3", 600.0), TABLE.lowest("H2S", "AEGL-3", 3600.0)
    gap = replace(first, value=None, averaging_s=1800.0, note="not recommended")
    table = HazardTable((first, gap, last))
    assert guideline("H2S", "AEGL-3", 1800.0, table=table).ppm is None
    assert guideline("H2S", "AEGL-3", 1200.0, table=table).ppm is None
    assert guideline("H2S", "AEGL-3", 600.0, table=table).ppm == pytest.approx(76.0)


def test_levels_that_rise_with_time_hold_at_their_lower_one():
    first, last = TABLE.lowest("H2S", "AEGL-3", 600.0), TABLE.lowest("H2S", "AEGL-3", 3600.0)
    table = HazardTable((replace(first, value=40.0), last))
    assert guideline("H2S", "AEGL-3", 1800.0, table=table).ppm == pytest.approx(40.0)


def test_an_open_batch_longer_than_the_last_level_is_held_against_its_product_with_time():
    from davylamp.gas.dryroom.limits import room_limits

    told = {item.name: item for item in reversed(room_limits("COF2", 28800.0))}
    assert told["AEGL-3"].ppm == pytest.approx(TABLE.lowest("COF2", "AEGL-3").value / 8.0)
    assert told["AEGL-3"].window_s(28800.0) == pytest.approx(28800.0)
    assert "by C t from 60 min" in told["AEGL-3"].title
    inside = {item.name: item for item in reversed(room_limits("H2S", 7200.0))}
    assert inside["AEGL-3"].ppm == pytest.approx(37.0)
