"""Findings are checked when they are made, sorted by severity, and counted by hazard."""

from __future__ import annotations

import dataclasses
import math

import pytest

from davylamp.core.errors import InputError, MissingDatumError
from davylamp.dossier import (
    Column,
    Entry,
    Finding,
    Hazard,
    Moment,
    Section,
    Series,
    Severity,
    Table,
)
from davylamp.dossier.topic import Topic


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_finding_refuses_what_is_no_number(value):
    with pytest.raises(InputError, match="not a number to report"):
        Finding("a", "b", "c", Severity.OK, value=value)
    with pytest.raises(InputError, match="not a number to report"):
        Entry("a", "b", value, "V")
    with pytest.raises(InputError, match="not finite"):
        Series("a", (0.0,), (value,))


@pytest.mark.parametrize(("unknown", "settle"), [("", ""), ("what", ""), ("", "measure")])
def test_an_unknown_finding_says_what_would_settle_it(unknown, settle):
    with pytest.raises(InputError, match="what would settle it"):
        Finding("a", "b", "c", Severity.UNKNOWN, unknown=unknown, settle=settle)


def test_rows_and_series_fit_their_columns():
    with pytest.raises(InputError, match="one cell for each column"):
        Table("t", "", (Column("a", "A"),), (("x", 1.0),))
    with pytest.raises(InputError, match="differ in length"):
        Series("a", (0.0, 1.0), (0.0,))


def test_findings_are_frozen(fake_dossier):
    with pytest.raises(dataclasses.FrozenInstanceError):
        fake_dossier.findings[0].severity = Severity.OK


def test_sections_sort_worst_first_and_keep_the_order_of_equals():
    made = [
        Finding(str(place), "s", "t", severity, unknown="u", settle="s")
        for place, severity in enumerate(
            [Severity.OK, Severity.UNKNOWN, Severity.DANGER, Severity.OK, Severity.NOTICE]
        )
    ]
    section = Section("id", "title", "cell", findings=tuple(made))
    assert [finding.id for finding in section.ordered] == ["2", "1", "4", "0", "3"]
    assert section.severity is Severity.DANGER
    assert Section("id", "title", "cell").severity is None


def test_a_dossier_counts_what_it_holds(fake_dossier):
    assert {severity.value: count for severity, count in fake_dossier.counts.items()} == {
        "danger": 1,
        "warning": 1,
        "unknown": 1,
        "notice": 1,
        "ok": 1,
    }
    assert fake_dossier.severity is Severity.DANGER
    assert fake_dossier.at("electrolyte.0") is Severity.DANGER
    assert fake_dossier.at("anode|electrolyte.0") is Severity.WARNING
    assert fake_dossier.at("cathode.active") is None


def test_the_hazard_map_tells_unassessed_from_safe(fake_dossier):
    assert fake_dossier.hazard(Hazard.GAS, Moment.MAKING) == (Severity.DANGER, 1)
    assert fake_dossier.hazard(Hazard.SHORT, Moment.USING) == (Severity.UNKNOWN, 2)
    assert fake_dossier.hazard(Hazard.HEAT, Moment.END) == (None, 0)


def test_a_topic_turns_a_failure_into_an_unknown_finding():
    topic = Topic("id", "Li3PS4", (Hazard.GAS,), (Moment.MAKING,), "toxic-gas")

    def fail():
        raise MissingDatumError("the store has no such number", remedy="measure it")

    (found,) = topic.attempt(fail, title="not known", settle="something else")
    assert found.severity is Severity.UNKNOWN
    assert found.unknown == "the store has no such number"
    assert found.settle == "measure it"
    assert found.hazards == (Hazard.GAS,)

    def fail_without_advice():
        raise MissingDatumError("nothing")

    (found,) = topic.attempt(fail_without_advice, title="not known", settle="something else")
    assert found.settle == "something else"


def test_a_topic_lets_a_bug_through():
    with pytest.raises(ZeroDivisionError):
        Topic("id", "s").attempt(lambda: [1 / 0], title="t", settle="s")
