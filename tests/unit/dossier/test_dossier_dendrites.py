"""The section on short circuits: never safe by a gap, plots as data, pages whole."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, list_examples, parse_cell, read_cell
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.dendrites import NotApplicable, Role, Undecided, subject_of
from davylamp.dendrites.assessment import (
    PressureWindow,
    Ways,
    assess_dendrites,
    assess_ways,
    assessment_record,
    under,
)
from davylamp.dossier import Band, Field, Mark, Plot, PlotKind, Series, Severity, compare
from davylamp.dossier.cell_record import cell_record
from davylamp.dossier.dendrite_findings import (
    pressure_finding,
    rating_findings,
    weakest_finding,
    window_words,
)
from davylamp.dossier.dendrite_page import dendrite_html
from davylamp.dossier.dendrites import section_of
from davylamp.dossier.figures import plotly_figure
from davylamp.dossier.numbers import pretty_unit


class Plain:
    """A mechanism whose critical current is one parameter."""

    unknown: tuple[Unknown, ...] = ()

    def __init__(
        self, ident, low, high, *, role=Role.LIMIT, notes=("it is made up",), pressed=False
    ):
        self.id, self.name, self.role, self.notes = ident, ident, role, notes
        shape = Distribution("uniform", low=low, high=high)
        self.parameters = {f"{ident}_current": Parameter(0.5 * (low + high), "A/m2", Kind.MEASURED,
                                                         ("porz2017",), "", shape)}  # fmt: skip
        self.pressed = pressed
        if pressed:
            self.parameters["stack_pressure"] = exact(5e6, "Pa")

    def critical_current_A_per_m2(self, draws):
        value = draws[f"{self.id}_current"]
        if self.pressed:
            return np.where(draws["stack_pressure"] < 1e6, 0.0, value)
        return value

    def failure_capacity_C_per_m2(self, draws, current_A_per_m2):
        return np.full_like(draws[f"{self.id}_current"], 3.6e4)


@pytest.fixture(scope="module")
def subject():
    """A cell of whose electrolyte nobody has measured a critical current."""
    found = subject_of(read_cell(example_path("sulfide")))
    material = found.material
    kept = {name: data for name, data in material.properties.items() if "current" not in name}
    return replace(found, layer=replace(found.layer, material=replace(material, properties=kept)))


def judged(subject, *mechanisms, undecided=(), draws=400):
    ways = Ways(tuple(mechanisms), (NotApplicable("salt", "Salt", "no salt"),), tuple(undecided))
    return assess_ways(subject, ways, draws=draws)


@pytest.mark.parametrize(
    ("low", "high", "severity"),
    [
        (0.1, 6.0, Severity.DANGER),
        (4.0, 14.0, Severity.WARNING),
        (4.95, 7.0, Severity.NOTICE),
        (6.0, 9.0, Severity.OK),
    ],
)
def test_the_share_of_draws_sets_the_severity(subject, low, high, severity):
    found = weakest_finding(judged(subject, Plain("a", low, high)))
    assert found.severity is severity
    assert found.value == pytest.approx(100.0 * max(0.0, (5.0 - low) / (high - low)), abs=0.3)
    assert found.unit == "%"


def test_a_gap_is_never_ok(subject):
    gap = Undecided("voids", "voids", (Unknown("the creep rate", "a creep test"),))
    answer = judged(subject, Plain("a", 6.0, 9.0), undecided=(gap,))
    found = weakest_finding(answer)
    assert found.severity is Severity.UNKNOWN
    assert "the creep rate" in found.unknown
    section = section_of(answer)
    assert any(item.id == "short-voids" for item in section.findings)
    median = next(e for e in section.entries if e.key == "critical_current_mA_per_cm2")
    assert median.uncertainty == "an upper bound"
    bars = next(plot for plot in section.plots if plot.id == "short-limits")
    assert bars.series[0].x == ("A", "Voids")
    assert bars.series[0].y[1] is None
    assert bars.series[0].severities[1] is Severity.UNKNOWN
    assert bars.series[0].text[1] == "not known"


def test_a_mechanism_with_an_open_question_is_no_better_than_unknown(subject):
    open_ = Plain("a", 6.0, 9.0)
    open_.unknown = (Unknown("the flaw", "a micrograph"),)
    answer = judged(subject, open_)
    assert weakest_finding(answer).severity is Severity.UNKNOWN
    bars = next(plot for plot in section_of(answer).plots if plot.id == "short-limits")
    assert bars.series[0].severities == (Severity.UNKNOWN,)


def test_without_a_current_nothing_is_told(subject):
    idle = replace(subject, current_A_per_m2=None)
    answer = judged(idle, Plain("a", 6.0, 9.0))
    found = weakest_finding(answer)
    assert found.severity is Severity.UNKNOWN
    assert "current density" in found.unknown
    assert section_of(answer).plots[0].bands == ()


def test_charge_is_told_in_milliampere_hours(subject):
    found = weakest_finding(judged(subject, Plain("a", 0.1, 6.0)))
    assert "after 1 mAh/cm²; a full charge plates 4 mAh/cm²" in found.explanation


def window(low, high, **changes):
    pressure = np.geomspace(1e4, 3e8, 5)
    base = PressureWindow(pressure, pressure * 0, pressure * 0, (low, high), None, True, True)
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("pressure", "ratio", "severity"),
    [
        (5e6, 5.0, Severity.OK),
        (1.5e6, 1.5, Severity.NOTICE),
        (5e5, 0.5, Severity.WARNING),
        (8e7, 0.5, Severity.WARNING),
    ],
)
def test_the_margin_of_pressure_is_a_factor(subject, pressure, ratio, severity):
    answer = replace(
        judged(subject, Plain("a", 6.0, 9.0, pressed=True)),
        window=window(1e6, 4e7),
        stack_pressure_Pa=pressure,
    )
    (found,) = pressure_finding(answer)
    assert found.value == pytest.approx(ratio)
    assert found.severity is severity
    assert "1 MPa" in found.explanation


def test_a_pressure_that_is_not_given_is_unknown(subject):
    answer = replace(judged(subject, Plain("a", 6.0, 9.0)), window=window(1e6, 4e7),
                     stack_pressure_Pa=None)  # fmt: skip
    (found,) = pressure_finding(answer)
    assert found.severity is Severity.UNKNOWN


def test_a_window_without_ends_says_so_and_judges_nothing(subject):
    wide = window(1e4, 3e8, limited_low=False, limited_high=False)
    answer = replace(judged(subject, Plain("a", 6.0, 9.0)), window=wide)
    assert list(pressure_finding(answer)) == []
    assert "any stack pressure" in window_words(wide)
    shut = replace(wide, likely_Pa=None)
    (found,) = pressure_finding(replace(answer, window=shut))
    assert found.severity is Severity.WARNING


def test_a_rating_is_a_notice(subject):
    rating = Plain("front", 0.0, 1e-9, role=Role.RATING, notes=("Unstable: ripples (long) grow.",))
    (found,) = rating_findings(judged(subject, rating, Plain("a", 6.0, 9.0)))
    assert found.severity is Severity.NOTICE
    assert found.title == "Front, a rating: unstable, ripples"


def test_the_map_is_left_out_where_nothing_changes(subject):
    assert [plot.id for plot in section_of(judged(subject, Plain("a", 1.0, 9.0))).plots] == [
        "short-limits"
    ]
    pressed = judged(subject, Plain("a", 1.0, 9.0, pressed=True))
    chart = section_of(pressed).plots[1]
    assert chart.kind is PlotKind.MAP
    assert "depends on the flaw" in chart.note
    assert len(chart.field.values) == len(chart.field.y)


@pytest.mark.parametrize("name", list_examples())
def test_examples_have_an_answer_for_each_mechanism(name):
    answer = assess_dendrites(read_cell(example_path(name)), draws=500)
    told = {item.id for item in (*answer.mechanisms, *answer.undecided, *answer.not_applicable)}
    assert told == {"front", "filament", "leakage", "salt-depletion", "voids", "extrusion"}
    assert answer.answer.endswith(".")
    json.dumps(assessment_record(answer), allow_nan=False)
    if name == "bilayer":
        assert answer.verdict.value == "not applicable"
    else:
        assert answer.first is not None


def test_the_record_tells_infinity_from_not_known(subject):
    endless = Plain("a", 6.0, 9.0)
    endless.critical_current_A_per_m2 = lambda draws: np.full(400, math.inf)
    record = assessment_record(judged(subject, endless))
    spread = record["mechanisms"][0]["critical_current_A_per_m2"]
    assert spread["median"] is None
    assert spread["unlimited"] == ["low", "median", "high"]


HOST = """
name: host
anode: {{material: graphite, n_to_p: {ratio}}}
electrolyte: [{{material: Li6PS5Cl, thickness: 30 um}}]
cathode: {{active: {{material: LiCoO2}}, loading: 3 mAh/cm2, porosity: 0 %}}
operation: {{voltage_min: 3.0 V, voltage_max: 4.2 V, temperature: 25 degC, current: 1 mA/cm2}}
"""


@pytest.mark.parametrize(("ratio", "words"), [(0.9, "leaves no room"), (1.2, "lithium")])
def test_a_host_that_may_plate_lithium_is_unknown(ratio, words):
    answer = assess_dendrites(parse_cell(HOST.format(ratio=ratio)), draws=100)
    assert answer.verdict.value == "unknown"
    assert any(words in gap.what for gap in answer.unknown)
    assert section_of(answer).severity is Severity.UNKNOWN


def test_what_the_cell_file_tells_of_short_circuits_is_in_the_record():
    text = example_path("sulfide").read_text("utf-8")
    text = text.replace("# interface_resistance", "interface_resistance")
    text = text.replace("# flaws", "flaws")
    record = cell_record(parse_cell(text))
    assert record["anode"]["interface_resistance_ohm_m2"] == pytest.approx(1e-3)
    assert record["electrolyte"][0]["flaws"]["depth_m"] == pytest.approx(1e-5)


def test_designs_are_compared_by_their_critical_current():
    answer = compare([example_path("garnet"), example_path("polymer")])
    row = next(row for row in answer.figures if row.key == "critical_current_mA_per_cm2")
    assert all(value is not None for value in row.values)
    assert all(span is not None for span in row.spans)


def test_what_was_drawn_is_in_units_that_people_read(subject):
    table = next(
        item
        for item in section_of(assess_dendrites(subject, draws=200)).tables
        if item.id == "short-parameters"
    )
    shown = {row[0]: row[1] for row in table.rows}
    assert shown["void spacing"] == "20 (3 to 130) µm"
    assert shown["interface resistance"].endswith("ohm·cm²")
    assert shown["fracture toughness"].endswith("MPa·m½")
    assert shown["electrolyte youngs modulus"].endswith("GPa")


def test_a_page_holds_bars_map_and_gaps(subject):
    page = dendrite_html(assess_dendrites(subject, draws=300))
    for words in ("short-limits", "short-map", "What is not known", "short-probability"):
        assert words in page
    assert "<script src" not in page


def test_other_conditions_change_the_answer(subject):
    low = assess_dendrites(under(subject, current_A_per_m2=1e-3), draws=500)
    high = assess_dendrites(under(subject, current_A_per_m2=1e4), draws=500)
    assert low.weakest.exceeded.high < high.weakest.exceeded.low


def interval_plot(*series, bands=()):
    return Plot("p", PlotKind.INTERVALS, "t", "a", "what", "mA/cm²", series, bands)


def test_intervals_are_clipped_at_the_axis_and_gaps_stay_gaps():
    series = Series("limits", ("a", "b", "c"), (1e-9, None, 0.5), upper=(1e9, None, None),
                    middle=(1.0, None, 2.0), text=("x", "not known", "y"))  # fmt: skip
    made = plotly_figure(interval_plot(series, bands=(Band(1.0, 1.0, "cell"),)))
    bar = made["data"][0]
    low, high = (10.0**end for end in made["layout"]["xaxis"]["range"])
    assert (low, high) == pytest.approx((1e-3, 1e3))
    assert bar["base"] == [pytest.approx(1e-3), None, pytest.approx(0.5)]
    assert bar["x"][0] == pytest.approx(1e3 - 1e-3)
    assert bar["x"][1] is None
    assert bar["x"][2] == pytest.approx(1e3 - 0.5)
    assert made["layout"]["shapes"][0]["x0"] == pytest.approx(1.0)
    # Annotations on a logarithmic axis are placed by the logarithm.
    assert made["layout"]["annotations"][0]["x"] == pytest.approx(0.0, abs=1e-12)


def test_a_map_is_drawn_by_its_logarithms():
    field = Field(
        (1.0, 10.0),
        (1.0, 10.0),
        ((0.1, None), (1.0, 10.0)),
        "i [mA/cm2]",
        1.0,
        "cell",
        ((0, -1), (1, 1)),
        ("a", "b"),
        (Mark(1.0, 10.0, "<here>"),),
        "no limit",
    )
    made = plotly_figure(Plot("p", PlotKind.MAP, "t", "a", "x", "y", (), field=field))
    heat = made["data"][0]
    assert heat["z"] == [[pytest.approx(-1.0), None], [pytest.approx(0.0, abs=1e-12), 1.0]]
    assert heat["text"][0] == ["0.1, a", "no limit"]
    assert {trace["type"] for trace in made["data"]} == {"heatmap", "contour", "scatter"}
    assert made["data"][-1]["name"] == "&lt;here&gt;"


def test_a_map_and_its_field_belong_together():
    with pytest.raises(InputError, match="field"):
        Plot("p", PlotKind.MAP, "t", "a", "x", "y", ())
    with pytest.raises(InputError, match="not finite"):
        Field((1.0, 2.0), (1.0,), ((math.inf, 1.0),), "i")
    with pytest.raises(InputError, match="differ"):
        Field((1.0, 2.0), (1.0,), ((1.0,),), "i")


def test_a_micrometre_is_no_part_of_a_word():
    assert pretty_unit("the numbers of 3 um, assumed") == "the numbers of 3 µm, assumed"
