"""Abuse tests of a cell: what a laboratory would report, and what no model can say."""

from __future__ import annotations

from davylamp.runaway.abuse.block import AbuseTest, Settings
from davylamp.runaway.abuse.entries import KINDS
from davylamp.runaway.abuse.standards import Setting, Standard, find_standard, list_tests

__all__ = [
    "KINDS",
    "AbuseTest",
    "Setting",
    "Settings",
    "Standard",
    "find_standard",
    "list_tests",
]
