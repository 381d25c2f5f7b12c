"""The heat section: rules, bands, what is unknown, and errors that never become safe."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown
from davylamp.dossier import RULES, Severity, heat_arc, heat_arc_figures, heat_ceiling, heat_runs
from davylamp.dossier.heat import HEAT_SECTION, heat_section
from davylamp.dossier.question import Question


@pytest.fixture(scope="module")
def question():
    return Question(read_cell(example_path("sulfide")))


@pytest.fixture(scope="module")
def section(question):
    return heat_section(question)


def found(section, ident):
    return next(item for item in section.findings if item.id == ident)


def test_what_the_section_holds(section):
    assert section.id == HEAT_SECTION
    assert {plot.id for plot in section.plots} == {"heat-ceiling", "heat-pairs", "heat-arc"}
    keys = [entry.key for entry in section.entries]
    for key in ("heat_ceiling_J_per_g", "heat_over_liquid", "arc_T1_degC", "arc_T2_degC"):
        assert keys.count(key) == 1
    assert any("32 draws" in note for note in section.notes)
    assert "liquid cell of equal capacity" in section.plots[0].series[0].x


def test_pairs_are_shares_of_the_ceiling(section):
    plot = next(plot for plot in section.plots if plot.id == "heat-pairs")
    values = plot.series[0].y
    assert values == tuple(sorted(values, reverse=True)) or min(values) < 0.0
    assert 90.0 < sum(values) < 110.0


def test_the_margin_is_judged_by_the_median_of_known_rates(section, question):
    margin = found(section, "cell-heat-runaway")
    rows = [row for row in section.tables[0].rows if row[1] == "runaway (T2)"]
    assert [row[0] for row in rows] == ["without the steps of unknown rate", "with them at once"]
    operating = question.cell.operation.temperature_K - 273.15
    assert margin.value == pytest.approx(rows[0][3] - operating)
    plain = RULES["runaway-margin"].judge(margin.value)
    assert margin.severity in (plain, Severity.UNKNOWN)
    assert margin.severity.rank <= plain.rank
    assert margin.unknown
    assert margin.kind is Kind.UNKNOWN  # rates of some steps are


def test_the_band_encloses_the_medians(section):
    entries = {entry.key: entry.value for entry in section.entries}
    for key, title in (("arc_T1_degC", "T1"), ("arc_T2_degC", "T2")):
        for row in section.tables[0].rows:
            if title in row[1]:
                low, median, high = row[2:5]
                assert entries[f"{key}_low"] <= low <= median <= high <= entries[f"{key}_high"]
    curve = next(plot for plot in section.plots if plot.id == "heat-arc")
    for series in curve.series:
        known = [value for value in series.y if value is not None]
        assert known == sorted(known)
        assert series.x == curve.series[0].x


def test_where_both_runs_agree_the_figure_is_known(section):
    rows = {(row[0], row[1]): row[3] for row in section.tables[0].rows}
    entries = {entry.key: entry for entry in section.entries}
    for key, figure in (
        ("arc_T1_degC", "onset of self-heating (T1)"),
        ("arc_T2_degC", "runaway (T2)"),
        ("arc_T3_degC", "highest temperature (T3)"),
    ):
        mild = rows[("without the steps of unknown rate", figure)]
        harsh = rows[("with them at once", figure)]
        if abs(mild - harsh) > 10.0:
            assert entries[key].value is None
            assert entries[key].kind is Kind.UNKNOWN
            assert "°C" in entries[key].note
        else:
            assert entries[key].value == pytest.approx(mild)


def test_unknown_rates_are_listed(section):
    rates = found(section, "cell-heat-rates")
    assert rates.severity is Severity.UNKNOWN
    assert "Li with Li6PS5Cl" in rates.unknown


@pytest.mark.parametrize("name", ["garnet", "lagp", "bilayer", "polymer"])
def test_a_cell_with_unknown_rates_is_never_safe(name):
    made = heat_section(Question(read_cell(example_path(name))))
    margin = found(made, "cell-heat-runaway")
    assert margin.severity in (Severity.UNKNOWN, Severity.WARNING, Severity.DANGER)
    assert margin.unknown
    assert margin.settle
    for item in made.findings:
        if item.severity is Severity.OK:
            pytest.fail(f"{item.title} rests on what is not known")


def test_a_model_without_an_answer_leaves_an_unknown_finding(question, monkeypatch):
    def fail(*_, **__):
        raise MissingDatumError("no heat here", remedy="measure it")

    monkeypatch.setattr("davylamp.runaway.ceiling.heat_ceiling", fail)
    monkeypatch.setattr("davylamp.runaway.cell_body.cell_body", fail)
    made = heat_section(Question(question.cell))
    assert [item.severity for item in made.findings] == [Severity.UNKNOWN, Severity.UNKNOWN]
    assert {item.unknown for item in made.findings} == {"no heat here"}
    assert made.plots == ()
    assert made.entries == ()


def test_a_ceiling_with_something_left_out_is_at_least_unknown():
    gap = SimpleNamespace(unknown=(Unknown("heat of x", "measure it"),))
    whole = SimpleNamespace(unknown=())
    assert heat_ceiling._never_safe(Severity.OK, gap) is Severity.UNKNOWN
    assert heat_ceiling._never_safe(Severity.WARNING, gap) is Severity.WARNING
    assert heat_ceiling._never_safe(Severity.OK, whole) is Severity.OK


class Ends:
    """An ensemble that only has a temperature of runaway."""

    def __init__(self, low, median, high, share=1.0, fails=0.0):
        self.q = SimpleNamespace(low=low, median=median, high=high)
        self.runaway = SimpleNamespace(low=share, high=share + fails, fails=int(fails > 0.0))

    def __getitem__(self, name):
        return self.q


def runs(*ends, rate_unknown=()):
    network = SimpleNamespace(rate_unknown=rate_unknown)
    end = {"end": SimpleNamespace(value=673.15)}
    result = SimpleNamespace(settings=end, kind=Kind.ESTIMATED, sources=())
    return heat_runs.Runs(SimpleNamespace(network=network), result, ends)


@pytest.mark.parametrize(
    ("ends", "severity"),
    [
        ((Ends(320.0, 330.0, 340.0),), Severity.DANGER),
        ((Ends(360.0, 370.0, 390.0),), Severity.WARNING),
        ((Ends(600.0, 610.0, 620.0),), Severity.OK),
        # The band reaches other levels: never better than unknown, but worse if the median is.
        ((Ends(320.0, 610.0, 620.0),), Severity.UNKNOWN),
        ((Ends(320.0, 370.0, 620.0),), Severity.WARNING),
        # Half of the draws do not run away.
        ((Ends(360.0, 370.0, 390.0, share=0.4),), Severity.UNKNOWN),
        ((Ends(None, None, None, share=0.0),), Severity.OK),
        ((Ends(None, None, None, share=0.0, fails=0.1),), Severity.UNKNOWN),
        # Two ends of what is not known.
        ((Ends(600.0, 610.0, 620.0), Ends(320.0, 330.0, 340.0)), Severity.UNKNOWN),
    ],
)
def test_severity_of_the_margin(ends, severity):
    finding = heat_arc._runaway(runs(*ends), 298.15)
    assert finding.severity is severity


def test_an_unknown_rate_is_never_ok():
    quiet = Ends(None, None, None, share=0.0)
    finding = heat_arc._runaway(runs(quiet, quiet, rate_unknown=("a step",)), 298.15)
    assert finding.severity is Severity.UNKNOWN
    assert finding.value is None


def test_rates_of_a_band_become_a_rising_curve():
    hot = np.array([np.nan, 400.0, 399.0, 420.0, np.nan])
    rates = np.array([0.01, 0.1, 1.0, 10.0, 100.0])
    temperature, logs = heat_arc_figures._known(hot, rates)
    assert temperature == pytest.approx([400.0, 420.0])
    assert logs == pytest.approx(np.log10([60.0, 600.0]))
    assert heat_arc_figures._at(410.0, temperature, logs) == pytest.approx(np.mean(logs))
    assert heat_arc_figures._at(390.0, temperature, logs) is None


def test_a_cell_at_another_state_of_charge_holds_less_heat(question):
    half = replace(question.cell, operation=replace(question.cell.operation, state_of_charge=0.0))
    empty = heat_ceiling.ceiling_answer(Question(half))
    full = heat_ceiling.ceiling_answer(question)

    def heat(answer):
        return next(e.value for e in answer.entries if e.key == "heat_ceiling_J_per_g")

    assert heat(empty) < heat(full)
