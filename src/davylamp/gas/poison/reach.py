"""Where the levels of a guideline end: exposures shorter, longer and between their times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from davylamp.core.evidence import Unknown, weakest
from davylamp.gas.poison.check import Gap, Lacks, LimitCheck
from davylamp.gas.poison.guideline import between
from davylamp.gas.poison.verdict import Verdict

__all__ = ["Mean", "within_reach"]

#: Highest mean of a gas over a window, and whether the history covers the window.
Mean = Callable[[str, float], tuple[float, bool]]

_SAME: Final = 1e-9
#: Windows that are looked at between two times, evenly in the logarithm.
_POINTS: Final = 5


def within_reach(
    name: str, peak_ppm: float, mean: Mean, lasts_s: float | None, checks: Sequence[LimitCheck]
) -> tuple[list[LimitCheck], list[Gap]]:
    """Take back what the levels of AEGL and ERPG cannot say.

    A mean over a longer time than the exposure dilutes it, as if half the time allowed twice as
    much, and the last level says nothing of the time behind it. For each degree of harm:

    - Shorter than the shortest time that has a level, a concentration at this level or above it is
      not below: nobody has said how much a minute allows.
    - Longer than the longest time, the answer is below only while ``C t`` stays under that of the
      last level, which is how NRC goes to longer times without data.
    - Between two times the level follows ``C^n t`` (see `guideline`), and it is exceeded where the
      mean over some time between them is above it.

    Parameters
    ----------
    name : str
        Id of the gas.
    peak_ppm : float
        Its highest concentration [ppm].
    mean : callable
        Highest mean over a window [s].
    lasts_s : float or None
        Length of the exposure [s]; None for as long as any level asks.
    checks : sequence of LimitCheck
        Comparisons of this gas.

    Returns
    -------
    tuple
        The comparisons, some of them unknown now, and what would settle them.
    """
    found = list(checks)
    gaps: dict[str, Gap] = {}
    for degree in ("1", "2", "3"):
        rows = [
            item for item in found if item.limit.quantity in (f"AEGL-{degree}", f"ERPG-{degree}")
        ]
        if not rows or any(item.verdict is Verdict.ABOVE for item in rows):
            continue
        above = max(_between(name, peak_ppm, mean, lasts_s, rows), key=_ratio, default=None)
        if above is not None:
            found.append(above)
            continue
        if lasts_s is None:
            continue
        first_s, last_s = min(map(_time, rows)), max(map(_time, rows))
        whole = mean(name, lasts_s)[0] if lasts_s > last_s * (1.0 + _SAME) else 0.0
        for item in rows:
            if _time(item) <= first_s and item.complete and peak_ppm >= _level(item):
                found[found.index(item)] = replace(item, verdict=Verdict.UNKNOWN)
                words = f"how much {name} harms within less than {first_s:g} s"
                gap = Unknown(words, f"a guideline for {name} for shorter times")
                gaps[words] = Gap(name, Lacks.SHORTER, gap)
            elif _time(item) >= last_s and whole * lasts_s >= _level(item) * last_s:
                found[found.index(item)] = replace(item, verdict=Verdict.UNKNOWN)
                words = f"how much {name} harms in more than {last_s:g} s"
                gap = Unknown(words, f"a guideline for {name} for {lasts_s:g} s")
                gaps[words] = Gap(name, Lacks.LONGER, gap)
    return found, list(gaps.values())


def _between(
    name: str, peak_ppm: float, mean: Mean, lasts_s: float | None, rows: Sequence[LimitCheck]
) -> Iterator[LimitCheck]:
    """Yield comparisons between the times of two levels that lie above theirs."""
    ladder = sorted((item for item in rows if item.limit.quantity.startswith("AEGL")), key=_time)
    for before, after in pairwise(ladder):
        low, high = _time(before), _time(after)
        # Whole windows of the shorter time cover a longer one at most twice over.
        if min(peak_ppm, 2.0 * before.ppm) < _level(after):
            continue
        times = [low * (high / low) ** (k / (_POINTS + 1.0)) for k in range(1, _POINTS + 1)]
        if lasts_s is not None and low < lasts_s < high:
            times.append(lasts_s)
        for time_s in times:
            ppm, complete = mean(name, time_s)
            level, exponent = between(before.limit, after.limit, time_s)
            if ppm >= level:
                limit = replace(
                    after.limit,
                    value=level,
                    averaging_s=time_s,
                    kind=weakest((before.limit.kind, after.limit.kind)),
                    note=f"between {low:g} s and {high:g} s by C^n t, n = {exponent:.3g}",
                )
                yield LimitCheck(limit, ppm, ppm / level, Verdict.ABOVE, complete)


def _time(item: LimitCheck) -> float:
    return item.limit.averaging_s or 0.0


def _level(item: LimitCheck) -> float:
    return item.limit.value or 0.0


def _ratio(item: LimitCheck) -> float:
    return item.ratio
