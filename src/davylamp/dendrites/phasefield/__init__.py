"""Lithium growing into a solid electrolyte, in space and time, by a phase field."""

from __future__ import annotations

from davylamp.dendrites.phasefield.case import PhaseFieldCase
from davylamp.dendrites.phasefield.case_reader import parse_case, read_case
from davylamp.dendrites.phasefield.examples import case_path, list_cases
from davylamp.dendrites.phasefield.run import bytes_needed, run_case
from davylamp.dendrites.phasefield.run_read import Output, Run, open_run

__all__ = [
    "Output",
    "PhaseFieldCase",
    "Run",
    "bytes_needed",
    "case_path",
    "case_schema",
    "list_cases",
    "open_run",
    "parse_case",
    "read_case",
    "run_case",
]


def case_schema() -> dict[str, object]:
    """Return the JSON schema of the case file, for editors and other programs."""
    from davylamp.dendrites.phasefield import case_spec

    return case_spec.case_schema()
