"""Designs side by side: differences, verdicts, and never 'better' where one is unknown."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from davylamp.cell import example_path
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.dossier import (
    Entry,
    Finding,
    Hazard,
    Moment,
    Section,
    Severity,
    assess,
    compare,
    compare_dossiers,
    comparison_html,
    comparison_record,
)


@pytest.fixture(scope="module")
def plain():
    return assess(example_path("polymer"))


def design(plain, findings=(), entries=(), section="cell-heat"):
    """A dossier with these findings and entries alone."""
    made = Section(section, "t", "cell", findings=tuple(findings), entries=tuple(entries))
    return replace(plain, sections=(made,))


def finding(severity, rule="thermal-margin", ident="f", **changes):
    known = {} if severity is not Severity.UNKNOWN else {"unknown": "it", "settle": "measure it"}
    return Finding(
        ident, "x", "t", severity, (Hazard.HEAT,), (Moment.FAILING,), rule=rule, **known, **changes
    )


def entry(key, value, unit="degC"):
    return Entry(key, key, value, unit, kind=Kind.ESTIMATED if value is not None else Kind.UNKNOWN)


def figure(plain, key, *values, spans=None):
    made = []
    for place, value in enumerate(values):
        entries = [entry(key, value)]
        if spans is not None and spans[place] is not None:
            low, high = spans[place]
            entries += [entry(f"{key}_low", low), entry(f"{key}_high", high)]
        made.append(design(plain, entries=entries))
    rows = compare_dossiers(made).figures
    assert [row.key for row in rows] == [key]
    return rows[0]


def rule(plain, *designs):
    answer = compare_dossiers([design(plain, found) for found in designs])
    return next(row for row in answer.rules if row.rule.id == "thermal-margin")


def test_more_and_less(plain):
    onset = figure(plain, "arc_T1_degC", 120.0, 180.0)
    assert (onset.verdict, onset.better) == ("better", 1)
    assert onset.differences == pytest.approx((0.0, 60.0))
    heat = figure(plain, "heat_ceiling_J_per_g", 2000.0, 3000.0)
    assert (heat.verdict, heat.better) == ("better", 0)


def test_an_unknown_figure_makes_nothing_better(plain):
    row = figure(plain, "arc_T1_degC", 120.0, None)
    assert (row.verdict, row.better) == ("unknown", None)
    assert row.differences[1] is None
    row = figure(plain, "arc_T1_degC", None, 120.0, 150.0)
    assert (row.verdict, row.better) == ("unknown", None)
    assert row.differences == (None, None, None)


def test_a_figure_that_one_dossier_does_not_have_is_unknown(plain):
    answer = compare_dossiers([design(plain, entries=[entry("arc_T1_degC", 100.0)]), design(plain)])
    assert answer.figures[0].verdict == "unknown"
    assert answer.figures[0].kinds[1] is Kind.UNKNOWN


def test_a_lower_bound_is_never_called_better(plain):
    low = replace(entry("heat_ceiling_J_per_g", 100.0, "J/g"), uncertainty="a lower bound")
    full = entry("heat_ceiling_J_per_g", 3000.0, "J/g")
    row = compare_dossiers([design(plain, entries=[low]), design(plain, entries=[full])]).figures[0]
    assert (row.verdict, row.better) == ("unknown", None)
    assert row.differences[1] == pytest.approx(2900.0)


def test_overlapping_bands_are_not_told_apart(plain):
    spans = [(100.0, 170.0), (150.0, 230.0)]
    row = figure(plain, "arc_T1_degC", 120.0, 180.0, spans=spans)
    assert (row.verdict, row.better) == ("not told apart", None)
    apart = figure(plain, "arc_T1_degC", 120.0, 180.0, spans=[(100.0, 140.0), (150.0, 230.0)])
    assert apart.verdict == "better"
    half = figure(plain, "arc_T1_degC", 120.0, 180.0, spans=[(100.0, 190.0), None])
    assert half.verdict == "not told apart"


def test_equal_figures_and_those_without_a_better_end(plain):
    assert figure(plain, "arc_T2_degC", 200.0, 200.5).verdict == "alike"
    best_of_three = figure(plain, "arc_T2_degC", 100.0, 200.0, 200.5)
    assert best_of_three.verdict == "alike"


def test_rules_compare_the_worst_finding(plain):
    row = rule(plain, [finding(Severity.DANGER)], [finding(Severity.NOTICE)])
    assert (row.verdict, row.better) == ("better", 1)
    row = rule(plain, [finding(Severity.OK)], [finding(Severity.OK)])
    assert row.verdict == "alike"
    row = rule(plain, [finding(Severity.OK)], [])
    assert row.verdict == "not judged"
    assert row.severities == (Severity.OK, None)


def test_an_unknown_finding_makes_nothing_better_even_beside_a_danger(plain):
    mixed = [finding(Severity.OK), finding(Severity.UNKNOWN, ident="g")]
    row = rule(plain, [finding(Severity.DANGER)], mixed)
    assert (row.verdict, row.better) == ("unknown", None)
    assert row.unknowns == (0, 1)


def test_an_unknown_finding_without_a_rule_counts_with_its_hazard_and_moment(plain):
    silent = [finding(Severity.OK), finding(Severity.UNKNOWN, rule="", ident="g")]
    assert rule(plain, [finding(Severity.DANGER)], silent).verdict == "unknown"
    elsewhere = replace(silent[1], hazards=(Hazard.SHORT,))
    row = rule(plain, [finding(Severity.DANGER)], [silent[0], elsewhere])
    assert row.verdict == "better"


def test_two_examples_and_their_record():
    answer = compare([example_path("sulfide"), example_path("polymer"), example_path("garnet")])
    assert answer.labels == ("A", "B", "C")
    record = comparison_record(answer)
    json.dumps(record, allow_nan=False)
    for row in record["figures"] + record["rules"]:
        assert (row["better"] is not None) == (row["verdict"] == "better")
    for row in answer.rules:
        if row.verdict == "better":
            assert not any(row.unknowns)
            assert None not in row.severities
            assert Severity.UNKNOWN not in row.severities
    for row in answer.figures:
        if row.verdict == "better":
            assert None not in row.values
    specific = next(row for row in answer.figures if "specific_energy_cell" in row.key)
    assert specific.differences[1] == pytest.approx(specific.values[1] - specific.values[0])


def test_the_page_escapes_what_a_user_wrote(plain):
    hostile = replace(design(plain), title="<script>alert(1)</script>")
    page = comparison_html(compare_dossiers([hostile, design(plain)]))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.split("</head>")[1]


def test_one_design_is_not_enough(plain):
    with pytest.raises(InputError, match="two or more"):
        compare([example_path("sulfide")])
    with pytest.raises(InputError, match="nothing to compare"):
        compare_dossiers([plain])
