"""A published result put beside what Davylamp computes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from davylamp.core.errors import DavylampError, InputError

__all__ = ["Case", "CaseResult", "Progress", "run_cases"]

#: Called with the number of cases done, their total, and the case just done.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One published number, order or class.

    Parameters
    ----------
    id : str
        Short unique name.
    group : str
        Heading under which it is listed.
    question : str
        What is asked.
    published : float or str
        The published answer.
    compute : callable
        Gives our answer, of the same type.
    unit : str
        Unit of a number, empty for words.
    tolerance : float
        Largest difference that counts as a hit, set before looking at the result.
    source : str
        DOI or reference of the published answer.
    note : str
        What a reader must know: what differs between the two calculations, why a miss.
    """

    id: str
    group: str
    question: str
    published: float | str
    compute: Callable[[], float | str]
    source: str
    unit: str = ""
    tolerance: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with our answer."""

    case: Case
    computed: float | str
    difference: float | None
    hit: bool

    def record(self) -> dict[str, Any]:
        """Return the result as JSON-ready values."""
        case = self.case
        return {
            "id": case.id,
            "group": case.group,
            "question": case.question,
            "published": case.published,
            "computed": self.computed,
            "difference": self.difference,
            "unit": case.unit,
            "tolerance": case.tolerance if isinstance(case.published, float) else None,
            "hit": self.hit,
            "source": case.source,
            "note": case.note,
        }


def run_cases(cases: Iterable[Case], progress: Progress | None = None) -> tuple[CaseResult, ...]:
    """Compute every case; a case that fails is a miss that says why.

    Raises
    ------
    InputError
        If two cases share an id.
    """
    listed: Sequence[Case] = list(cases)
    if len({case.id for case in listed}) != len(listed):
        raise InputError("two validation cases share an id")
    results = []
    for count, case in enumerate(listed, start=1):
        results.append(_run(case))
        if progress is not None:
            progress(count, len(listed), case.id)
    return tuple(results)


def _run(case: Case) -> CaseResult:
    try:
        computed = case.compute()
    except DavylampError as error:
        return CaseResult(case, f"no answer: {error.message}", None, hit=False)
    if isinstance(case.published, float) and isinstance(computed, float):
        difference = computed - case.published
        hit = math.isfinite(difference) and abs(difference) <= case.tolerance
        return CaseResult(case, computed, difference, hit)
    return CaseResult(case, computed, None, hit=computed == case.published)
