"""Errors, one root and one child for each thing a user can mend.

The message says what is wrong, where, the offending value with its unit, and the next step.
"""

from __future__ import annotations

__all__ = [
    "BalanceError",
    "CaseFileError",
    "DavylampError",
    "InputError",
    "MissingDatumError",
    "NoConvergenceError",
    "OutsideValidityError",
    "UnreadableFileError",
]


class DavylampError(Exception):
    """Root of every error that Davylamp raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong and where.
    remedy : str, optional
        What the user can do next.
    """

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(message if remedy is None else f"{message}\n  Remedy: {remedy}")


class InputError(DavylampError, ValueError):
    """A formula, number, unit or name given in a call or on the command line is wrong."""


class CaseFileError(DavylampError, ValueError):
    """A case file (``cell.yaml``, a phase list) has a wrong field.

    Parameters
    ----------
    message : str
        What is wrong.
    file : str
        Path of the file as the user gave it.
    line : int, optional
        Line in the file, counted from 1.
    field : str, optional
        Dotted path of the field, for example ``cathode.loading``.
    remedy : str, optional
        What to write instead.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str,
        line: int | None = None,
        field: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.file = file
        self.line = line
        self.field = field
        where = file if line is None else f"{file}:{line}"
        if field:
            where += f" [{field}]"
        super().__init__(f"{where}: {message}", remedy=remedy)


class MissingDatumError(DavylampError, LookupError):
    """The store holds no value for what was asked. Never to be read as 'safe'."""


class OutsideValidityError(DavylampError, ValueError):
    """A model was asked beyond the range in which it is known to hold."""


class NoConvergenceError(DavylampError, ArithmeticError):
    """A numerical solution was not found."""


class BalanceError(NoConvergenceError):
    """Elements do not balance between the given and the computed side."""


class UnreadableFileError(DavylampError, OSError):
    """A file is missing, too large, binary, or not in the expected format."""
