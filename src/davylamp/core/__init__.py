"""Compositions, evidence, errors and constants. No input or output."""

from davylamp.core.composition import Composition
from davylamp.core.errors import (
    BalanceError,
    CaseFileError,
    DavylampError,
    InputError,
    MissingDatumError,
    NoConvergenceError,
    OutsideValidityError,
    UnreadableFileError,
)
from davylamp.core.evidence import NOT_REPORTED, Datum, Kind, Unknown, weakest

__all__ = [
    "NOT_REPORTED",
    "BalanceError",
    "CaseFileError",
    "Composition",
    "Datum",
    "DavylampError",
    "InputError",
    "Kind",
    "MissingDatumError",
    "NoConvergenceError",
    "OutsideValidityError",
    "Unknown",
    "UnreadableFileError",
    "weakest",
]
