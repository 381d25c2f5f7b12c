"""Abuse tests of a cell: what a laboratory would report, and what no model can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from davylamp.runaway.abuse.block import AbuseTest, Settings
from davylamp.runaway.abuse.changes import Change
from davylamp.runaway.abuse.entries import KINDS
from davylamp.runaway.abuse.result import Curve, Figure, Outcome, Share, TestResult, Verdict
from davylamp.runaway.abuse.run import run_test
from davylamp.runaway.abuse.standards import Setting, Standard, find_standard, list_tests
from davylamp.runaway.abuse.subject import Subject

if TYPE_CHECKING:
    from davylamp.runaway.abuse.schema import make_test, parse_tests, read_tests

__all__ = [
    "KINDS",
    "AbuseTest",
    "Change",
    "Curve",
    "Figure",
    "Outcome",
    "Setting",
    "Settings",
    "Share",
    "Standard",
    "Subject",
    "TestResult",
    "Verdict",
    "find_standard",
    "list_tests",
    "make_test",
    "parse_tests",
    "read_tests",
    "run_test",
]


def __getattr__(name: str) -> Any:
    # The reader imports pydantic, which a run without a file need not wait for.
    if name in ("make_test", "parse_tests", "read_tests"):
        from davylamp.runaway.abuse import schema

        return getattr(schema, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
