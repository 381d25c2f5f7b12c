"""The weakest link against exact distributions, shared draws, NaN, order and the map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.dendrites import NotApplicable, Role, Undecided, subject_of
from davylamp.dendrites.assessment import (
    Verdict,
    Ways,
    assess_ways,
    draw_parameters,
    map_currents,
    medians,
    pressure_window,
    rank_correlation,
    shared_parameters,
    sort_answers,
    spread_of,
    under,
    weakest_link,
)


def uniform(low: float, high: float, unit: str = "A/m2") -> Parameter:
    shape = Distribution("uniform", low=low, high=high)
    return Parameter(0.5 * (low + high), unit, distribution=shape)


@dataclass(frozen=True, slots=True)
class Linear:
    """A critical current that is a parameter times a factor."""

    id: str
    parameter: str
    spread: Parameter
    factor: float = 1.0
    role: Role = Role.LIMIT
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()
    hide_above: float = math.inf
    charge: float = 100.0

    @property
    def name(self) -> str:
        return self.id.title()

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return {self.parameter: self.spread}

    def critical_current_A_per_m2(self, draws):
        values = self.factor * draws[self.parameter]
        return np.where(values > self.hide_above, np.nan, values)

    def failure_capacity_C_per_m2(self, draws, current_A_per_m2):
        over = self.critical_current_A_per_m2(draws) <= current_A_per_m2
        return np.where(over, self.charge, np.inf)


@dataclass(frozen=True, slots=True)
class Pressed:
    """Voids below, extrusion above: a critical current with a window of pressure."""

    id: str = "pressed"
    name: str = "Pressed"
    role: Role = Role.LIMIT
    parameters: Mapping[str, Parameter] = field(
        default_factory=lambda: {
            "stack_pressure": exact(5e6, "Pa"),
            "flaw_depth": Parameter(1e-5, "m", Kind.ASSUMED, (), "", Distribution("decades", 0.2)),
        }
    )
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def critical_current_A_per_m2(self, draws):
        pressure, depth = draws["stack_pressure"], draws["flaw_depth"]
        low = 5.0 * pressure / 1e6
        high = 5.0 * 5e7 / pressure
        return np.minimum(np.minimum(low, high), 8.0 * np.sqrt(1e-5 / depth))

    def failure_capacity_C_per_m2(self, draws, current_A_per_m2):
        return np.full(len(draws["flaw_depth"]), np.nan)


@pytest.fixture(scope="module")
def subject():
    """A cell of whose electrolyte nobody has measured a critical current."""
    found = subject_of(read_cell(example_path("sulfide")))
    material = found.material
    kept = {name: data for name, data in material.properties.items() if "current" not in name}
    return replace(found, layer=replace(found.layer, material=replace(material, properties=kept)))


def test_two_uniform_limits_have_the_exact_weakest_link():
    # a in [0, 1], b in [0, 2]: a is lower with 3/4; P(min > x) = (1 - x)(1 - x/2).
    pair = (Linear("a", "a", uniform(0.0, 1.0)), Linear("b", "b", uniform(0.0, 2.0)))
    drawn = draw_parameters(shared_parameters(pair), 40_000, 3)
    currents = {item.id: item.critical_current_A_per_m2(drawn) for item in pair}
    link, _ = weakest_link(currents, 0.5)
    assert link.first["a"] == pytest.approx(0.75, abs=0.006)
    assert link.first["a"] + link.first["b"] == pytest.approx(1.0)
    for share, found in ((0.05, link.critical.low), (0.5, link.critical.median),
                         (0.95, link.critical.high)):  # fmt: skip
        root = 1.5 - math.sqrt(2.25 - 2.0 * share)
        assert found == pytest.approx(root, abs=0.008)
    assert link.exceeded.low == pytest.approx(1.0 - 0.5 * 0.75, abs=0.006)
    assert link.exceeded.is_exact


def test_a_latin_hypercube_fills_every_range_once():
    values = draw_parameters({"x": uniform(0.0, 1.0)}, 500, 7)["x"]
    # The outermost ranges are cut at the tails, which moves no value out of its range.
    assert sorted((values * 500).astype(int).tolist()) == list(range(500))


def test_what_is_shared_is_drawn_once(subject):
    same = uniform(0.0, 10.0)
    pair = Ways((Linear("one", "shared", same), Linear("two", "shared", same, 2.0)))
    found = assess_ways(subject, pair, draws=400)
    assert found.weakest.first == {"one": 1.0, "two": 0.0}
    assert found.weakest.exceeded.low == pytest.approx(0.5, abs=0.003)
    assert found.mechanisms[1].exceeded.low == pytest.approx(0.25, abs=0.003)


def test_one_name_for_two_things_is_refused(subject):
    pair = Ways((Linear("one", "x", uniform(0.0, 1.0)), Linear("two", "x", uniform(0.0, 2.0))))
    with pytest.raises(InputError, match="'x'"):
        assess_ways(subject, pair, draws=10)


def test_order_changes_nothing(subject):
    three = (
        Linear("a", "a", uniform(0.0, 9.0)),
        Linear("b", "b", uniform(1.0, 7.0)),
        Linear("c", "a", uniform(0.0, 9.0)),
    )
    one = assess_ways(subject, Ways(three), draws=500)
    other = assess_ways(subject, Ways(three[::-1]), draws=500)
    assert one.weakest.critical == other.weakest.critical
    assert dict(one.weakest.first) == pytest.approx(dict(other.weakest.first))
    # a and c tie in every draw, and share what is theirs.
    assert one.weakest.first["a"] == pytest.approx(one.weakest.first["c"])
    assert sorted(item.critical for item in one.mechanisms if item.id == "b") == sorted(
        item.critical for item in other.mechanisms if item.id == "b"
    )


def test_draws_without_an_answer_are_counted_and_never_safe(subject):
    high = Linear("high", "x", uniform(20.0, 30.0), hide_above=29.0)
    found = assess_ways(subject, Ways((high,)), draws=1000)
    (answer,) = found.mechanisms
    assert answer.critical.unknown == 100
    assert answer.exceeded.low == pytest.approx(0.0)
    assert answer.exceeded.high == pytest.approx(0.1)
    assert found.weakest.undecided == pytest.approx(0.1)
    assert found.verdict is Verdict.UNKNOWN
    assert any("100 draws" in gap.what for gap in found.unknown)
    # The same without gaps holds.
    sure = assess_ways(subject, Ways((Linear("high", "x", uniform(20.0, 30.0)),)), draws=1000)
    assert sure.verdict is Verdict.HOLDS


def test_a_gap_does_not_hide_a_failure(subject):
    blind = Linear("blind", "x", uniform(0.0, 1.0), hide_above=0.5)
    low = Linear("low", "y", uniform(1.0, 2.0))
    found = assess_ways(subject, Ways((blind, low)), draws=600)
    assert found.weakest.exceeded.low == pytest.approx(1.0)
    assert found.verdict is Verdict.FAILS


def test_a_limit_that_never_answers_is_undecided(subject):
    blind = Linear("blind", "x", uniform(1.0, 2.0), hide_above=0.5)
    high = Linear("high", "y", uniform(50.0, 60.0))
    found = assess_ways(subject, Ways((blind, high)), draws=100)
    assert [item.id for item in found.undecided] == ["blind"]
    assert [item.id for item in found.limits] == ["high"]
    assert found.verdict is Verdict.UNKNOWN


def test_an_undecided_mechanism_makes_safe_impossible(subject):
    high = Linear("high", "y", uniform(50.0, 60.0))
    gap = Undecided("voids", "Voids", (Unknown("the creep rate", "a creep test"),))
    ways = sort_answers([high, gap, NotApplicable("salt", "Salt", "no salt")])
    found = assess_ways(subject, ways, draws=100)
    assert found.verdict is Verdict.UNKNOWN
    assert found.weakest.critical.low > 50.0
    assert Unknown("the creep rate", "a creep test") in found.unknown
    assert "voids" in found.answer
    assert found.not_applicable[0].reason == "no salt"


def test_a_rating_fails_nothing(subject):
    rating = Linear("rating", "x", uniform(0.0, 1.0), role=Role.RATING)
    high = Linear("high", "y", uniform(50.0, 60.0))
    found = assess_ways(subject, Ways((rating, high)), draws=100)
    assert found.verdict is Verdict.HOLDS
    assert found.weakest.first == {"high": 1.0}
    assert [item.id for item in found.ratings] == ["rating"]


def test_infinity_is_a_limit_that_no_current_reaches(subject):
    never = Linear("never", "x", uniform(1.0, 2.0), factor=math.inf)
    found = assess_ways(subject, Ways((never,)), draws=50)
    assert found.weakest.none == pytest.approx(1.0)
    assert found.first is None
    assert math.isinf(found.weakest.critical.median)
    assert found.verdict is Verdict.HOLDS


def test_the_charge_to_failure_counts_failing_draws_only(subject):
    full = subject.capacity_C_per_m2
    early = Linear("early", "x", uniform(0.0, 10.0), charge=0.5 * full)
    late = Linear("late", "y", uniform(0.0, 10.0), charge=2.0 * full)
    found = assess_ways(subject, Ways((early, late)), draws=1000)
    first, second = found.mechanisms
    assert first.capacity.median == pytest.approx(0.5 * full)
    assert first.within_charge.low == pytest.approx(first.exceeded.low)
    assert second.exceeded.low == pytest.approx(0.5, abs=0.002)
    assert second.within_charge.high == pytest.approx(0.0)


def test_ranks_find_the_parameter_that_matters(subject):
    @dataclass(frozen=True, slots=True)
    class Two(Linear):
        @property
        def parameters(self):
            return {"strong": uniform(1.0, 10.0), "weak": uniform(1.0, 1.1)}

        def critical_current_A_per_m2(self, draws):
            return 1.0 / draws["strong"] + 0.0 * draws["weak"]

    found = assess_ways(subject, Ways((Two("two", "", uniform(0.0, 1.0)),)), draws=800)
    top, rest = found.mechanisms[0].influences
    assert (top.parameter, top.rank_correlation) == ("strong", pytest.approx(-1.0))
    assert abs(rest.rank_correlation) < 0.1
    assert found.influences[0].parameter == "strong"


def test_rank_correlation_is_that_of_scipy():
    from scipy.stats import spearmanr

    generator = np.random.default_rng(0)
    x = np.round(generator.normal(size=200), 1)
    y = np.where(x > 1.0, np.inf, x + generator.normal(size=200))
    expected = spearmanr(x, np.where(np.isinf(y), 1e9, y)).statistic
    assert rank_correlation(x, y) == pytest.approx(expected, rel=1e-12)


def test_the_map_equals_point_evaluations():
    pressed = (Pressed(), Linear("flat", "other", uniform(6.0, 8.0)))
    parameters = shared_parameters(pressed)
    chart = map_currents(pressed, parameters, 9e-5, 5e6)
    assert chart.depth_m[-1] == pytest.approx(0.9 * 9e-5)
    for row in (0, 17, len(chart.pressure_Pa) - 1):
        for column in (0, 20, len(chart.depth_m) - 1):
            at = medians(parameters, 1)
            at["flaw_depth"] = chart.depth_m[column : column + 1]
            at["stack_pressure"] = chart.pressure_Pa[row : row + 1]
            values = [float(item.critical_current_A_per_m2(at)[0]) for item in pressed]
            assert chart.critical_A_per_m2[row, column] == pytest.approx(min(values))
            assert chart.names[chart.limiting[row, column]] == pressed[int(np.argmin(values))].id


def test_the_window_of_pressure_has_its_exact_ends():
    pressed = (Pressed(),)
    drawn = draw_parameters(shared_parameters(pressed), 400, 0)
    window = pressure_window(pressed, drawn, 5.0, 5e6)
    # 5 A/m2 needs more than 1 MPa and less than 50 MPa; 2.56 times deeper flaws fail too.
    step = window.pressure_Pa[1] / window.pressure_Pa[0]
    assert 1e6 < window.likely_Pa[0] <= 1e6 * step
    assert 5e7 / step <= window.likely_Pa[1] < 5e7
    assert window.limited_low
    assert window.limited_high
    expected = 0.5 * math.erfc(math.log10(2.56) / 0.2 / math.sqrt(2.0))
    inside = window.fails[(window.pressure_Pa > 1.1e6) & (window.pressure_Pa < 4.5e7)]
    assert inside == pytest.approx(expected, abs=0.003)


def test_quantiles_are_values_of_the_draws():
    values = np.arange(1.0, 101.0)
    found = spread_of(values)
    assert (found.low, found.median, found.high) == pytest.approx((5.0, 50.0, 95.0))


def test_other_conditions_reach_the_subject(subject):
    changed = under(subject, current_A_per_m2=1.0, capacity_C_per_m2=2.0, temperature_K=300.0,
                    stack_pressure_Pa=0.0)  # fmt: skip
    assert changed.current_A_per_m2 == pytest.approx(1.0)
    assert changed.capacity_C_per_m2 == pytest.approx(2.0)
    assert changed.temperature_K == pytest.approx(300.0)
    assert changed.stack_pressure_Pa == pytest.approx(0.0, abs=1e-12)
    assert changed.cell.operation.temperature_K == pytest.approx(300.0)
    assert subject.temperature_K == pytest.approx(333.15)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("current_A_per_m2", -1.0),
        ("current_A_per_m2", 0.0),
        ("capacity_C_per_m2", math.nan),
        ("temperature_K", -3.0),
        ("stack_pressure_Pa", -1.0),
        ("stack_pressure_Pa", math.inf),
    ],
)
def test_conditions_that_cannot_be_are_refused(subject, name, value):
    with pytest.raises(InputError):
        under(subject, **{name: value})
