"""Sources by key: who published it, where, and the identifier that finds it again."""

from __future__ import annotations

from dataclasses import dataclass

from davylamp.core.errors import InputError

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """A paper, handbook, data set or report.

    Parameters
    ----------
    key : str
        Short name used by the data files, for example ``zhu2015``.
    authors, title, container : str
        Authors (``Zhu, He, Mo``), title, journal or publisher; empty when not known.
    year : int
        Year of publication; 0 where it was not seen.
    doi : str
        DOI without prefix; empty for a report.
    report : str
        Identifier of a report, handbook or data release where no DOI exists.
    """

    key: str
    authors: str
    year: int
    title: str = ""
    container: str = ""
    doi: str = ""
    report: str = ""

    def __post_init__(self) -> None:
        if not (self.doi or self.report):
            raise InputError(f"source {self.key!r} has neither a DOI nor a report identifier")

    @property
    def short(self) -> str:
        """Author and year, for a table: ``Zhu, He, Mo 2015``."""
        return f"{self.authors} {self.year or ''}".strip()

    @property
    def identifier(self) -> str:
        """DOI or report identifier."""
        return self.doi or self.report
