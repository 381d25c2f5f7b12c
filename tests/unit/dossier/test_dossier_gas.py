"""The gas sections: severities by rules, gaps never safe, curves with their limits, pages whole."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

import davylamp.gas.assessment
from davylamp.cell import example_path, read_cell
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import exact
from davylamp.dossier import Band, Plot, PlotKind, Series, Severity
from davylamp.dossier.figures import plotly_figure
from davylamp.dossier.gas import gas_sections, sections_of
from davylamp.dossier.gas_findings import case_findings
from davylamp.dossier.gas_inside import opening_findings, step_findings
from davylamp.dossier.gas_page import gas_html
from davylamp.dossier.gas_plots import amounts_plot, history_plot
from davylamp.dossier.gas_words import volume_words
from davylamp.dossier.question import Question
from davylamp.gas import Basis, GasSource, When
from davylamp.gas.assessment import (
    CaseOpening,
    Fire,
    GasAssessment,
    GasFigure,
    Place,
    Step,
    case_of,
    fire_of,
)

LAB = Place("room", "the laboratory", 100.0)
GAP = (Unknown("how fast", "log it"),)


def source(when: When = When.FAILING, *, unknown=(), kind=Kind.MEASURED, **mol: float) -> GasSource:
    amounts = {name: exact(n, "mol") for name, n in mol.items()}
    return GasSource(
        "test", "gas of a test", when, Basis.MEASURED, amounts, kind, 298.15, unknown=unknown
    )


def answer_of(*sources: GasSource, openings=(), steps=(), place=LAB) -> GasAssessment:
    cases = [case_of(item, place) for item in sources]
    return GasAssessment(
        "a cell", sources, tuple(case for case in cases if case is not None), openings, steps
    )


def finding(answer: GasAssessment, ident: str):
    return next(item for item in case_findings(answer) if item.id == ident)


def hydrogen_sulfide(times_idlh: float) -> float:
    """Return moles of H2S that make this many times 100 ppm in the laboratory."""
    return times_idlh * 100e-6 * 101325.0 * 100.0 / (8.314462618 * 298.15)


@pytest.mark.parametrize(
    ("times", "severity", "rule"),
    [
        (1.1, Severity.DANGER, "gas-idlh"),
        # 30 ppm are 1.1 times the AEGL-2 of an hour.
        (0.3, Severity.WARNING, "gas-aegl2"),
        (0.005, Severity.OK, "gas-aegl2"),
    ],
)
def test_poison_is_judged_by_the_sum_over_limits(times, severity, rule):
    found = finding(answer_of(source(H2S=hydrogen_sulfide(times))), "gas-failing-poison")
    assert found.severity is severity
    assert found.rule == rule
    assert found.unit == "1"


def test_the_guideline_of_an_hour_can_be_the_worse_one():
    # 0.15 times IDLH is a notice; held for an hour it is 0.56 times AEGL-2, no warning yet.
    found = finding(answer_of(source(H2S=hydrogen_sulfide(0.15))), "gas-failing-poison")
    assert found.severity is Severity.NOTICE
    # Sulfur dioxide has an AEGL-2 of 0.75 ppm but an IDLH of 100 ppm.
    found = finding(answer_of(source(SO2=hydrogen_sulfide(0.02))), "gas-failing-poison")
    assert found.severity is Severity.WARNING
    assert found.rule == "gas-aegl2"


@pytest.mark.parametrize("gap", [{"unknown": GAP}, {"EMC": 1.0}])
def test_a_gap_is_never_ok(gap):
    mild = {"H2S": hydrogen_sulfide(0.001)}
    unknown = gap.pop("unknown", ())
    found = finding(answer_of(source(**mild, **gap, unknown=unknown)), "gas-failing-poison")
    assert found.severity is Severity.UNKNOWN
    assert found.unknown
    assert found.settle


def test_a_moment_without_a_source_is_unknown():
    found = finding(answer_of(source(H2S=1.0)), "gas-making-poison")
    assert found.severity is Severity.UNKNOWN
    silent = answer_of(source(When.USING, kind=Kind.UNKNOWN))
    assert finding(silent, "gas-using-poison").severity is Severity.UNKNOWN
    told = answer_of(source(When.USING, unknown=GAP))
    assert "how fast" in finding(told, "gas-using-poison").unknown
    known = answer_of(source(When.USING))
    assert finding(known, "gas-using-poison").severity is Severity.OK


def test_gas_without_poison_is_a_notice_and_burns():
    found = list(case_findings(answer_of(source(H2=1.0))))
    by_id = {item.id: item for item in found}
    assert by_id["gas-failing-poison"].severity is Severity.NOTICE
    fire = by_id["gas-failing-fire"]
    # A mole of hydrogen fills 0.0245 % of the laboratory, 0.6 % of its limit.
    assert fire.value == pytest.approx(0.61, abs=0.01)
    assert fire.severity is Severity.OK
    assert "4" in fire.explanation


@pytest.mark.parametrize(
    ("mol", "severity"),
    [(170.0, Severity.DANGER), (50.0, Severity.WARNING), (20.0, Severity.NOTICE)],
)
def test_fire_is_judged_by_the_share_of_the_limit(mol, severity):
    assert finding(answer_of(source(H2=mol)), "gas-failing-fire").severity is severity


def test_where_nobody_knows_whether_it_burns_it_is_unknown():
    answer = answer_of(source(CO=1.0))
    case = replace(answer.cases[0], fire=Fire(None, unknown=GAP))
    found = finding(replace(answer, cases=(case,)), "gas-failing-fire")
    assert found.severity is Severity.UNKNOWN
    case = replace(answer.cases[0], fire=None)
    assert finding(replace(answer, cases=(case,)), "gas-failing-fire").severity is Severity.UNKNOWN


def test_a_glove_box_has_no_oxygen_for_a_fire():
    box = replace(LAB, oxygen_share=0.0)
    found = finding(answer_of(source(H2=170.0), place=box), "gas-failing-fire")
    assert found.severity is Severity.NOTICE
    assert "once it meets air" in found.title


@pytest.mark.parametrize(
    ("stands", "severity"), [(1e3, Severity.DANGER), (1e5, Severity.WARNING), (1e7, Severity.OK)]
)
def test_a_box_is_judged_by_what_it_stands(stands, severity):
    box = replace(LAB, volume_m3=1.0, burst_pressure_Pa=stands)
    answer = answer_of(source(H2=1.0), place=box)
    case = answer.cases[0]
    fierce = replace(case, fire=fire_of(box, case.amounts, flames=True))
    found = finding(replace(answer, cases=(fierce,)), "gas-failing-enclosure")
    # 2.4 % of hydrogen are a twelfth of a stoichiometric cloud, which rises sevenfold.
    assert found.value * stands == pytest.approx(7.0 * 101325.0 * 0.0245 / 0.296, rel=0.03)
    assert found.severity is severity


def test_displaced_air_is_told_by_its_oxygen():
    small = replace(LAB, volume_m3=0.1)
    found = finding(answer_of(source(N2=1.0), place=small), "gas-failing-oxygen")
    # 24.5 L of nitrogen push out as much of 100 L of air before they mix with the rest.
    assert 15.0 < found.value < 17.0
    assert found.severity in (Severity.DANGER, Severity.WARNING)
    ids = {item.id for item in case_findings(answer_of(source(N2=1.0)))}
    assert "gas-failing-oxygen" not in ids


def test_acid_corrodes_and_says_what():
    found = finding(answer_of(source(HF=0.1)), "gas-failing-corrosion")
    assert found.severity is Severity.WARNING
    assert found.value == pytest.approx(24.5, abs=0.5)
    assert "aluminium" in found.explanation
    mild = finding(answer_of(source(NH3=0.1)), "gas-failing-corrosion")
    assert mild.severity is Severity.NOTICE
    assert mild.value is None


def opened(**more) -> CaseOpening:
    return CaseOpening("test", "Gas of a test", When.FAILING, "test", kind=Kind.MEASURED, **more)


@pytest.mark.parametrize(
    ("tears", "severity"), [(60.0, Severity.DANGER), (10.0, Severity.WARNING), (0.0, Severity.OK)]
)
def test_a_casing_that_tears_is_judged(tears, severity):
    answer = answer_of(source(CO=1.0), openings=(opened(opens_percent=100.0, tears_percent=tears),))
    (found,) = opening_findings(answer)
    assert found.severity is severity
    assert found.rule == "gas-bursts"


def test_a_casing_of_which_little_is_known_is_never_ok():
    answer = answer_of(
        source(CO=1.0),
        openings=(
            opened(opens_percent=100.0, first="the seam opens"),
            replace(opened(), id="none", unknown=GAP),
            replace(opened(opens_percent=0.0, unknown=GAP), id="use", when=When.USING),
        ),
    )
    using, failing = opening_findings(answer)
    assert using.severity is Severity.UNKNOWN
    # The two of the failing cell make one finding, no better than the worse of them.
    assert failing.severity is Severity.UNKNOWN
    assert failing.id == "gas-failing-opening"
    assert "the seam opens" in failing.explanation
    (seam,) = opening_findings(replace(answer, openings=answer.openings[:1]))
    assert seam.severity is Severity.NOTICE


def test_steps_tell_bad_news_gaps_and_facts():
    told = [
        Step("vent", "Vent", answer="slow", kind=Kind.ESTIMATED),
        Step("vent-2", "Vent", answer="too small", kind=Kind.ESTIMATED, warns=True),
        Step("exhaust", "Exhaust", answer="caustic", kind=Kind.ESTIMATED, unknown=GAP),
        Step("sensors", "Sensors", unknown=GAP),
        Step("balance", "Oxygen", answer="some"),
    ]
    severities = [item.severity for item in step_findings(told)]
    assert severities == [
        Severity.NOTICE,
        Severity.WARNING,
        Severity.UNKNOWN,
        Severity.UNKNOWN,
        Severity.UNKNOWN,
    ]


def test_a_curve_has_the_limits_of_its_gases():
    answer = answer_of(source(H2S=hydrogen_sulfide(2.0), CO=1.0))
    chart = history_plot(answer.cases[0])
    assert chart.kind is PlotKind.HISTORY
    assert [series.name for series in chart.series] == ["H2S", "CO"]
    bands = {(band.of, band.label): band.low for band in chart.bands}
    assert bands["H2S", "H2S IDLH"] == pytest.approx(100.0)
    assert bands["H2S", "H2S AEGL-2, 60 min"] == pytest.approx(27.0)
    assert all(band.low == band.high for band in chart.bands)
    assert history_plot(replace(answer.cases[0], curve=None)) is None


def test_a_history_is_drawn_over_decades():
    series = (Series("H2S", (0.0, 1.0), (200.0, 0.0)), Series("CO", (0.0, 1.0), (5.0, None)))
    bands = (Band(100.0, 100.0, "H2S IDLH", "H2S"), Band(99.0, 99.0, "other"), Band(0.0, 0.0, "x"))
    made = plotly_figure(Plot("p", PlotKind.HISTORY, "t", "a", "x", "y", series, bands))
    layout = made["layout"]
    assert layout["yaxis"]["type"] == "log"
    low, high = (10.0**end for end in layout["yaxis"]["range"])
    assert low < 5.0
    assert high > 200.0
    # Zero has no place on a logarithmic axis.
    assert made["data"][0]["y"] == [200.0, None]
    assert len(layout["shapes"]) == 2
    colour = made["data"][0]["line"]["color"]
    line = next(item for item in layout["shapes"] if item["y0"] == 100.0)
    assert line["line"]["color"] == colour
    below, above = layout["annotations"]
    assert above["y"] == pytest.approx(2.0)
    # Labels of limits that nearly coincide stand apart.
    assert above["yshift"] - below["yshift"] > 14.0


def test_a_history_without_values_still_draws():
    made = plotly_figure(
        Plot("p", PlotKind.HISTORY, "t", "a", "x", "y", (Series("a", (0.0,), (None,)),))
    )
    assert made["layout"]["yaxis"]["range"][0] < made["layout"]["yaxis"]["range"][1]


def test_amounts_are_bars_of_a_cell_and_not_of_a_batch():
    batch = replace(source(H2S=5.0), id="batch-x")
    assert amounts_plot(answer_of(batch)) is None
    chart = amounts_plot(answer_of(batch, replace(source(CO=1.0), id="cell")))
    assert len(chart.series[0].x) == 1
    assert chart.series[0].y[0] == pytest.approx(24790.0, rel=1e-3)


@pytest.mark.parametrize(
    ("volume", "words"), [(5e-6, "5 cm³"), (0.25, "250 L"), (30.0, "30 m³"), (0.0, "0 cm³")]
)
def test_volumes_have_units_of_their_size(volume, words):
    assert volume_words(volume) == words


@pytest.fixture(scope="module")
def question():
    return Question(read_cell(example_path("sulfide")))


@pytest.fixture(scope="module")
def sections(question):
    return tuple(gas_sections(question))


def test_the_sections_hold_what_they_promise(sections):
    glance, inside, room = sections
    assert [item.id for item in sections] == ["cell-gas-moments", "cell-gas", "cell-gas-room"]
    assert not glance.findings
    assert glance.plots[0].kind is PlotKind.HISTORY
    tables = {table.id: table for part in sections for table in part.tables}
    assert set(tables) == {
        "gas-sources", "gas-levels", "gas-dilution", "gas-sensors", "gas-limits",
        "gas-moments", "gas-bounds", "gas-measured-cells",
    }  # fmt: skip
    columns = [column.key for column in tables["gas-limits"].columns]
    for row in tables["gas-limits"].rows:
        told = dict(zip(columns, row, strict=True))
        assert told["issuer"]
        assert told["edition"]
        assert told["date"]
        assert told["source"]
    units = [column.key for column in tables["gas-sources"].columns]
    assert {"amount_mol", "volume_L", "per_mass_cm3_per_g", "per_capacity_L_per_Ah"} <= set(units)
    moments = {moment for item in (*inside.findings, *room.findings) for moment in item.moments}
    assert len(moments) == 4
    assert any(plot.kind is PlotKind.HISTORY for plot in room.plots)
    for entry in (*inside.entries, *room.entries):
        assert entry.unit
        assert entry.value is None or math.isfinite(entry.value)
        assert entry.value is not None or entry.kind is Kind.UNKNOWN or "not burn" in entry.note


def test_keys_of_entries_are_unique(sections):
    keys = [entry.key for part in sections for entry in part.entries]
    assert len(keys) == len(set(keys))


def test_nothing_is_worked_out_twice(question, monkeypatch):
    def twice(*_, **__):
        raise AssertionError("worked out again")

    _ = question.gas_runs
    monkeypatch.setattr("davylamp.runaway.ceiling.heat_ceiling", twice)
    monkeypatch.setattr("davylamp.runaway.abuse.run_test", twice)
    assert question.gas_runs.ceiling is not None
    assert len(question.gas_runs.tests) == 1


def test_an_assessment_that_fails_is_an_unknown_finding(question, monkeypatch):
    def fail(*_, **__):
        raise MissingDatumError("no gas here", remedy="look again")

    monkeypatch.setattr(davylamp.gas.assessment, "assess_gas", fail)
    (section,) = gas_sections(question)
    assert section.severity is Severity.UNKNOWN
    assert section.findings[0].unknown == "no gas here"


def test_the_page_is_whole_and_asks_for_nothing():
    figure = GasFigure("a_K", "</script>", 1.0, "K", Kind.ASSUMED)
    step = Step("vent", "<b>Vent</b>", answer="<img src=x>", figures=(figure,), kind=Kind.ASSUMED)
    answer = replace(answer_of(source(H2S=1.0, H2=1.0), steps=(step,)), cell="<i>cell</i>")
    page = gas_html(answer)
    assert "<i>cell</i>" not in page
    assert "<img" not in page
    assert "<script src" not in page
    for words in ("gas-test-history", "gas-limits", "gas-idlh", "What is not known"):
        assert words in page
    for section in sections_of(answer):
        json.dumps([plot.alt for plot in section.plots])
