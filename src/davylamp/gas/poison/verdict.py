"""Three answers of a comparison with a limit: below, above, unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum

from davylamp.core.errors import InputError

__all__ = ["Verdict", "checked_ppm", "worst_verdict"]


class Verdict(StrEnum):
    """Where something stands against its limit."""

    BELOW = "below"
    ABOVE = "above"
    UNKNOWN = "unknown"

    @classmethod
    def of_ratio(cls, ratio: float) -> Verdict:
        """Return the answer for a value over its limit; nan is unknown.

        Examples
        --------
        >>> Verdict.of_ratio(1.0).value, Verdict.of_ratio(float("nan")).value
        ('above', 'unknown')
        """
        if math.isnan(ratio):
            return cls.UNKNOWN
        return cls.ABOVE if ratio >= 1.0 else cls.BELOW


def worst_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """Return above if any is, else unknown if any is, or where nothing was compared at all.

    Examples
    --------
    >>> worst_verdict([]).value
    'unknown'
    """
    found = list(verdicts)
    for answer in (Verdict.ABOVE, Verdict.UNKNOWN):
        if answer in found:
            return answer
    return Verdict.BELOW if found else Verdict.UNKNOWN


def checked_ppm(species: str, ppm: float) -> float:
    """Return a concentration [ppm]; nan may pass, as one that nobody knows.

    Raises
    ------
    InputError
        If it is negative.
    """
    value = float(ppm)
    if value < 0.0:
        raise InputError(f"{value:g} ppm of {species} is below zero")
    return value
