"""A guideline for any time of exposure, between the times for which its issuer gives levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.poison.check import checked_quantity
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["Guideline", "between", "guideline"]

_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Guideline:
    """Level for one time of exposure; made by `guideline`.

    Parameters
    ----------
    species, quantity : str
        Gas, and ``AEGL-3``.
    duration_s : float
        Time of exposure [s].
    ppm : float or None
        Level [ppm]; None where it is not known.
    exponent : float or None
        n of ``C^n t`` between the two levels that were used [1]; infinite where both are alike,
        None where one level alone was used.
    limits : tuple of HazardLimit
        Levels that it rests on.
    kind : Kind
        Weakest evidence.
    note : str
        How it came about.
    unknown : tuple of Unknown
        What is missing.
    """

    species: str
    quantity: str
    duration_s: float
    ppm: float | None
    exponent: float | None = None
    limits: tuple[HazardLimit, ...] = ()
    kind: Kind = Kind.UNKNOWN
    note: str = ""
    unknown: tuple[Unknown, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "quantity": self.quantity,
            "duration_s": self.duration_s,
            "ppm": self.ppm,
            "exponent": self.exponent,
            "limits": [item.record() for item in self.limits],
            "kind": self.kind.value,
            "note": self.note,
            "unknown": unknown_record(self.unknown),
        }


def guideline(
    species: str,
    quantity: str,
    duration_s: float,
    *,
    issuer: str | None = None,
    extrapolate: bool = False,
    table: HazardTable | None = None,
) -> Guideline:
    """Return the level of a guideline for a time of exposure.

    Between two times t1 and t2 with levels C1 and C2 the level follows ``C^n t``, with the n that
    the two levels imply::

        n = ln(t2 / t1) / ln(C1 / C2)        C(t) = C1 (t1 / t)^(1/n)

    Below the shortest time its level holds on, which is cautious; beyond the longest one there is
    none, unless asked for: then ``C t`` stays the same (n = 1). There is none either at or across
    a time for which the issuer sets no level.

    Parameters
    ----------
    species : str
        Id, name or registry number.
    quantity : str
        ``AEGL-1`` to ``AEGL-3``.
    duration_s : float
        Time of exposure [s].
    issuer : str, optional
        Only levels of this issuer; without it the lowest at each time.
    extrapolate : bool
        Whether to go beyond the longest time.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If the gas is not known, the quantity is none of exposure, or the time is not positive.

    References
    ----------
    National Research Council, Standing operating procedures for developing acute exposure
    guideline levels for hazardous chemicals (2001), section on time scaling.

    Examples
    --------
    >>> guideline("HF", "AEGL-3", 3600.0).ppm
    44.0
    >>> round(guideline("HF", "AEGL-3", 7200.0).ppm, 1)
    31.1
    """
    name = find_species(species).id
    if not (math.isfinite(duration_s) and duration_s > 0.0):
        raise InputError(f"time of exposure {duration_s!r} s must be above 0 s")
    limits = table or load_hazards()
    asked = limits.of(name, checked_quantity(quantity), issuer)
    levels = _levels(asked, limits, name, quantity, issuer)

    def made(
        ppm: float | None, used: tuple[HazardLimit, ...], note: str, exponent: float | None = None
    ) -> Guideline:
        missing = () if ppm is not None else (_unknown(name, quantity, duration_s),)
        kind = weakest(item.kind for item in used) if ppm is not None else Kind.UNKNOWN
        return Guideline(name, quantity, duration_s, ppm, exponent, used, kind, note, missing)

    if not levels:
        reason = next((item.note for item in asked if item.value is None), "no level is stored")
        return made(None, (), reason)
    for time_s, level in levels:
        if abs(duration_s - time_s) <= _SAME * time_s:
            return made(level.value, (level,), "level of the issuer")
    (first_s, first), (last_s, last) = levels[0], levels[-1]
    ends = [time_s for time_s, _ in levels]
    open_s = sorted({item.averaging_s or 0.0 for item in asked} - set(ends))
    before_s = max((time_s for time_s in ends if time_s < duration_s), default=0.0)
    after_s = min((time_s for time_s in ends if time_s > duration_s), default=math.inf)
    if any(before_s < time_s < after_s for time_s in open_s) and (
        extrapolate or duration_s < last_s
    ):
        return made(None, (), "the issuer sets no level for a time beside this one")
    if duration_s < first_s:
        return made(
            first.value, (first,), f"shorter than {first_s:g} s: its level holds on, cautious"
        )
    if duration_s > last_s:
        if not extrapolate:
            return made(None, (last,), f"longer than the longest time, {last_s:g} s")
        scaled = (last.value or 0.0) * last_s / duration_s
        return made(scaled, (last,), "beyond the longest time with C t constant", 1.0)
    for (before_s, before), (after_s, after) in pairwise(levels):
        if before_s < duration_s < after_s:
            ppm, exponent = between(before, after, duration_s)
            words = "between the times of two levels"
            if not math.isfinite(exponent):
                words = "alike at both times"
            return made(ppm, (before, after), words, exponent)
    raise AssertionError("times ascend")


def between(before: HazardLimit, after: HazardLimit, time_s: float) -> tuple[float, float]:
    """Return the level between the times of two, and the n of ``C^n t`` that they imply.

    Where the later level is not the lower one, the lower of both holds and n is infinite.

    Parameters
    ----------
    before, after : HazardLimit
        Levels with their times, the shorter one first.
    time_s : float
        Time of exposure between them [s].
    """
    high, low = before.value or 0.0, after.value or 0.0
    if high <= low:
        return high, math.inf
    first_s, last_s = before.averaging_s or 0.0, after.averaging_s or 0.0
    exponent = math.log(last_s / first_s) / math.log(high / low)
    return high * (first_s / time_s) ** (1.0 / exponent), exponent


def _levels(
    asked: tuple[HazardLimit, ...],
    table: HazardTable,
    name: str,
    quantity: str,
    issuer: str | None,
) -> list[tuple[float, HazardLimit]]:
    times = sorted({item.averaging_s for item in asked if item.averaging_s})
    found = ((time, table.lowest(name, quantity, time, issuer=issuer)) for time in times)
    return [(time, level) for time, level in found if level is not None]


def _unknown(name: str, quantity: str, duration_s: float) -> Unknown:
    return Unknown(
        f"{quantity} of {name} for {duration_s:g} s",
        "a level of the issuer for this time of exposure, or one for a longer one",
    )
