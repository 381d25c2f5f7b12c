"""Propagation in two published examples, row by row."""

from __future__ import annotations

from davylamp.validation.case import run_cases
from davylamp.validation.propagation import propagation_cases


def test_every_front_time_is_hit() -> None:
    for result in run_cases(propagation_cases()):
        assert result.hit, f"{result.case.id}: {result.computed}"
