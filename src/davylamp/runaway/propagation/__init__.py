"""Propagation: a runaway passes from cell to cell of a module, or is stopped."""

from __future__ import annotations

from davylamp.runaway.propagation.examples import list_modules, module_path
from davylamp.runaway.propagation.module import Module
from davylamp.runaway.propagation.reader import parse_module, read_module
from davylamp.runaway.propagation.result import (
    CellResult,
    Front,
    HeatShare,
    PropagationResult,
    ScenarioResult,
    Spread,
)
from davylamp.runaway.propagation.run import propagate
from davylamp.runaway.propagation.search import Critical, Trial, find_critical
from davylamp.runaway.propagation.vary import QUANTITIES, Quantity, quantity

__all__ = [
    "QUANTITIES",
    "CellResult",
    "Critical",
    "Front",
    "HeatShare",
    "Module",
    "PropagationResult",
    "Quantity",
    "ScenarioResult",
    "Spread",
    "Trial",
    "find_critical",
    "list_modules",
    "module_path",
    "module_schema",
    "parse_module",
    "propagate",
    "quantity",
    "read_module",
]


def module_schema() -> dict[str, object]:
    """Return the JSON schema of the module file, for editors and other programs."""
    from davylamp.runaway.propagation import schema

    return schema.module_schema()
