"""Severities follow stated rules, and nothing that is missing becomes safe."""

from __future__ import annotations

import math

import pytest

from davylamp.core.evidence import Kind
from davylamp.dossier import RULES, Rule, Severity, judge, worst
from davylamp.dossier.gases import FLAMMABLE, TOXIC, gas_severity, gas_words

NUMERIC = [rule for rule in RULES.values() if any(limit is not None for _, limit in rule.levels)]


def test_unknown_ranks_above_notice_and_ok():
    ranks = [severity.value for severity in sorted(Severity, key=lambda item: item.rank)]
    assert ranks == ["danger", "warning", "unknown", "notice", "ok"]
    assert worst([Severity.OK, Severity.UNKNOWN, Severity.NOTICE]) is Severity.UNKNOWN
    assert worst([]) is Severity.UNKNOWN


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_a_missing_number_is_unknown(rule, value):
    assert rule.judge(value) is Severity.UNKNOWN


@pytest.mark.parametrize("rule", NUMERIC, ids=lambda rule: rule.id)
def test_thresholds_are_in_order_and_inclusive(rule):
    sign = 1.0 if rule.worse == "above" else -1.0
    limits = [(severity, limit) for severity, limit in rule.levels if limit is not None]
    values = [sign * limit for _, limit in limits]
    assert values == sorted(values, reverse=True)
    for severity, limit in limits:
        step = 1e-9 * max(abs(limit), 1.0)
        assert rule.judge(limit) is severity
        assert rule.judge(limit + sign * step) is severity
        assert rule.judge(limit - sign * step).rank > severity.rank


@pytest.mark.parametrize("rule", NUMERIC, ids=lambda rule: rule.id)
def test_a_worse_value_is_never_judged_milder(rule):
    sign = 1.0 if rule.worse == "above" else -1.0
    limits = [limit for _, limit in rule.levels if limit is not None]
    span = max(abs(limit) for limit in limits) + 1.0
    ladder = [sign * span * (step / 50.0 - 1.5) for step in range(200)]
    ranks = [rule.judge(value).rank for value in ladder]
    assert ranks == sorted(ranks, reverse=True)


def test_every_rule_says_why_and_how_it_is_known():
    for ident, rule in RULES.items():
        assert rule.id == ident
        assert len(rule.basis) > 40
        assert rule.kind is Kind.ASSUMED
        assert rule.quantity


def test_a_rule_without_thresholds_never_says_danger():
    rule = Rule("words", "by words", "", "above", None, None, None, "as the finding says in words")
    assert rule.judge(1e9) is Severity.OK
    assert rule.judge(None) is Severity.UNKNOWN


def test_judge_names_its_rule():
    assert judge("current-ratio", 0.56) is Severity.WARNING
    with pytest.raises(KeyError):
        judge("no-such-rule", 1.0)


def test_gases_take_the_worst_of_them():
    severity, rule = gas_severity({"H2S": 0.2, "H2": 5000.0})
    assert (severity, rule) == (Severity.DANGER, "flammable-gas")
    assert gas_severity({"N2": 0.0}) == (Severity.OK, "")
    assert gas_severity({}) == (Severity.OK, "")
    severity, rule = gas_severity({"H2S": 106.0}, toxic="toxic-ppm", flammable="flammable-ppm")
    assert (severity, rule) == (Severity.DANGER, "toxic-ppm")


def test_a_gas_with_an_infinite_amount_is_unknown():
    assert gas_severity({"H2S": math.inf})[0] is Severity.UNKNOWN


def test_gas_words_name_what_they_do():
    assert gas_words(["H2S", "O2", "N2"]) == "H2S (toxic, flammable), O2 (feeds fire), N2"
    assert "O2" in FLAMMABLE
    assert "O2" not in TOXIC
