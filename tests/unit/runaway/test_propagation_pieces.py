"""Boxes, searches and verdicts of a propagation run."""

from __future__ import annotations

import pytest

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.runaway.propagation import QUANTITIES, Spread, find_critical, parse_module, quantity
from davylamp.runaway.propagation.boxes import Box, facing_pairs
from davylamp.runaway.propagation.result import common_spread, verdict
from davylamp.runaway.propagation.vary import with_barrier

MODULE = """
cells: {baseline: liquid, size: {width: 100 mm, height: 80 mm, thickness: 20 mm}}
arrangement: {row: 4}
between: {layers: {material: mica sheet, thickness: 1 mm}}
trigger: {at_once: true}
"""


def box(name, x, z):
    return Box(name, (x, 0.0, z), (x + 1.0, 1.0, z + 1.0))


def test_a_third_box_hides_what_lies_behind_it():
    pairs = facing_pairs([box("a", 0.0, 0.0), box("b", 0.0, 2.0), box("c", 0.0, 4.0)])
    assert [(pair.first, pair.second, pair.axis) for pair in pairs] == [(0, 1, 2), (1, 2, 2)]


def test_boxes_that_meet_at_an_edge_do_not_face_one_another():
    assert facing_pairs([box("a", 0.0, 0.0), box("b", 1.0, 1.0)]) == []


def test_shifted_faces_meet_over_a_part():
    (pair,) = facing_pairs([box("a", 0.0, 0.0), box("b", 0.25, 1.5)])
    assert pair.area_m2 == pytest.approx(0.75)
    assert pair.gap_m == pytest.approx(0.5)


def test_overlap_is_refused():
    with pytest.raises(InputError, match="a and b overlap"):
        facing_pairs([box("a", 0.0, 0.0), box("b", 0.5, 0.5)])


@pytest.mark.parametrize("name", QUANTITIES)
def test_a_search_brackets_the_change(name):
    module = parse_module(MODULE)
    what = quantity(module, name)
    limit = 3.7 * what.value

    def run(variant):
        # The variant carries the value that was asked for.
        value = quantity(variant, name).value
        good = value > limit if what.more_stops else value < limit
        return (Spread.CONTAINED, 1) if good else (Spread.ALL, 4)

    found = find_critical(module, what, run, tolerance=0.01)
    assert found.stops_at is not None
    assert found.spreads_at is not None
    assert min(found.stops_at, found.spreads_at) <= limit <= max(found.stops_at, found.spreads_at)
    width = abs(found.stops_at - found.spreads_at)
    assert width <= 0.01 * max(found.stops_at, found.spreads_at)
    by_value = {trial.value: trial for trial in found.trials}
    assert by_value[found.stops_at].stops
    assert not by_value[found.spreads_at].stops


@pytest.mark.parametrize(
    ("spread", "none"), [(Spread.ALL, "stops_at"), (Spread.CONTAINED, "spreads_at")]
)
def test_a_search_without_change_says_so(spread, none):
    module = parse_module(MODULE)
    found = find_critical(module, quantity(module, "barrier"), lambda m: (spread, 1))
    assert getattr(found, none) is None


def test_unknown_rates_never_count_as_stopped():
    module = parse_module(MODULE)
    found = find_critical(module, quantity(module, "barrier"), lambda m: (Spread.UNKNOWN, 4))
    assert found.stops_at is None


@pytest.mark.parametrize("spread", [Spread.OPEN, Spread.NOT_TRIGGERED])
def test_a_search_refuses_runs_without_answer(spread):
    module = parse_module(MODULE)
    with pytest.raises(NoConvergenceError):
        find_critical(module, quantity(module, "barrier"), lambda m: (spread, 1))


def test_a_thicker_barrier_moves_the_cells_apart():
    module = parse_module(MODULE)
    moved = with_barrier(module, 3e-3)
    assert moved.cells[1].centre_m[2] - moved.cells[0].centre_m[2] == pytest.approx(23e-3)


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        ([Spread.CONTAINED], Spread.CONTAINED),
        ([Spread.CONTAINED, Spread.CONTAINED], Spread.CONTAINED),
        ([Spread.CONTAINED, Spread.ALL], Spread.UNKNOWN),
        ([Spread.NOT_TRIGGERED, Spread.ALL], Spread.UNKNOWN),
        ([Spread.CONTAINED, Spread.OPEN], Spread.UNKNOWN),
    ],
)
def test_scenarios_that_differ_are_unknown(found, answer):
    assert common_spread(found) is answer


def test_a_verdict_of_unknown_rates_names_both():
    said = verdict(Spread.UNKNOWN, [("without", Spread.CONTAINED, 1), ("at once", Spread.ALL, 5)])
    assert said.startswith("unknown")
    assert "without: contained" in said


def test_nothing_to_search_for_is_told():
    bare = parse_module(
        MODULE.replace("between: {layers: {material: mica sheet, thickness: 1 mm}}\n", "")
    )
    with pytest.raises(InputError, match="no layer"):
        quantity(bare, "barrier")
