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
from davylamp.core.evidence import NOT_REPORTED, Datum, Kind, weakest

__all__ = [
    "NOT_REPORTED",
    "BalanceError",
    "CaseFileError",
    "Composition",
    "DavylampError",
    "Datum",
    "InputError",
    "Kind",
    "MissingDatumError",
    "NoConvergenceError",
    "OutsideValidityError",
    "UnreadableFileError",
    "weakest",
]
