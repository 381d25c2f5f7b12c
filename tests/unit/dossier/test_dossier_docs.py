"""The documented rules are the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from davylamp.dossier import RULES, SCHEMA
from davylamp.dossier.numbers import quantity

PAGE = (Path(__file__).parents[3] / "docs/models/dossier.md").read_text("utf-8")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_is_documented_as_it_is(rule):
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{rule.id}` |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    sign = "≥" if rule.worse == "above" else "≤"
    limits = [
        "–" if limit is None else f"{sign} {quantity(limit, rule.unit)}" for _, limit in rule.levels
    ]
    assert cells == [f"`{rule.id}`", rule.quantity, *limits, rule.basis]


def test_no_rule_is_documented_that_is_gone():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(rows) == len(RULES)
    assert SCHEMA in PAGE
