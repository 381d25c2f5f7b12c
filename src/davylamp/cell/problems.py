"""What is wrong in a cell file: every problem at once, each with line, field and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from davylamp.core.errors import CaseFileError

__all__ = ["CellFileError", "Problem", "without_fields"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a file.

    Parameters
    ----------
    file : str
        Path as the user gave it.
    line : int or None
        Line, counted from 1.
    field : str
        Dotted path of the field, empty for the whole file.
    message : str
        What is wrong.
    remedy : str
        What to write instead.
    """

    file: str
    line: int | None
    field: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        if self.field:
            where += f" [{self.field}]"
        return f"{where}: {self.message}" + (f"\n  Remedy: {self.remedy}" if self.remedy else "")


class CellFileError(CaseFileError):
    """A cell file has one or more wrong fields.

    Its own `line`, `field` and `remedy` are those of the first problem; `problems` has them all
    in the order of the file.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(
            sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)
        )
        first = self.problems[0]
        super().__init__(
            first.message,
            file=first.file,
            line=first.line,
            field=first.field or None,
            remedy=first.remedy or None,
        )
        # Exception text: the first problem as in any case file error, then the others.
        self.args = ("\n".join(str(problem) for problem in self.problems),)


def without_fields(file: str, what: str, fields: str) -> CellFileError:
    """Return the error of a file that holds no mapping at all.

    Examples
    --------
    >>> without_fields("a.yaml", "cell", "anode and cathode").problems[0].message
    'not a cell file: it has no fields'
    """
    message, remedy = (
        f"not a {what} file: it has no fields",
        f"a {what} file has the fields {fields}",
    )
    return CellFileError([Problem(file, 1, "", message, remedy)])
