"""The edge between what stays and what runs away: scan, then bisection."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from davylamp.core.errors import InputError

__all__ = ["Edge", "find_edge"]

#: Whether the body runs away, and its peak temperature [K].
Trial = Callable[[float], tuple[bool, float]]


@dataclass(frozen=True, slots=True)
class Edge:
    """Where runaway begins.

    Parameters
    ----------
    stays, runs_away : float or None
        Closest values on either side; None where there is no such value within the range.
    peak_stays_K, peak_runs_away_K : float or None
        Peak temperatures there [K]; that of a run which was stopped is a lower bound.
    runs : int
        Runs it took.
    """

    stays: float | None
    runs_away: float | None
    peak_stays_K: float | None
    peak_runs_away_K: float | None
    runs: int

    @property
    def value(self) -> float | None:
        """Middle of the two, None without an edge."""
        if self.stays is None or self.runs_away is None:
            return None
        return 0.5 * (self.stays + self.runs_away)


def find_edge(
    trial: Trial,
    start: float,
    end: float,
    *,
    step: float,
    tolerance: float,
    logarithmic: bool = False,
) -> Edge:
    """Return the first edge on the way from `start`, where nothing runs away, to `end`.

    The scan finds the first of several edges unless two lie within one step: a body that is
    heated slowly may use its reactants up and be safe where a milder test was not.

    Parameters
    ----------
    trial : callable
        Runs the test.
    start, end : float
        Range; `end` may be the smaller one.
    step : float
        Of the scan, or its factor above 1 where `logarithmic`.
    tolerance : float
        Largest distance of the two ends of the answer, relative where `logarithmic`.
    logarithmic : bool
        Whether to scan and bisect in the logarithm.

    Raises
    ------
    InputError
        If the range, the step or the tolerance makes no sense.
    """
    if not tolerance > 0.0 or not (step > 1.0 if logarithmic else step > 0.0) or start == end:
        raise InputError(f"range {start:g} to {end:g}, step {step:g}, tolerance {tolerance:g}")
    if logarithmic and not (start > 0.0 and end > 0.0):
        raise InputError(f"range {start:g} to {end:g} is not positive")
    forth = math.log if logarithmic else float
    back = math.exp if logarithmic else float
    x, last = forth(start), forth(end)
    stride = math.copysign(forth(step), last - x)
    wanted = math.log1p(tolerance) if logarithmic else tolerance
    happens, peak = trial(start)
    runs = 1
    if happens:
        return Edge(None, start, None, peak, runs)
    stays, stays_K = x, peak
    while True:
        x = stays + stride
        if (last - x) * stride <= 0.0:
            x = last
        happens, peak = trial(back(x))
        runs += 1
        if happens:
            break
        stays, stays_K = x, peak
        if x == last:
            return Edge(end, None, peak, None, runs)
    away, away_K = x, peak
    while abs(away - stays) > wanted:
        middle = 0.5 * (away + stays)
        happens, peak = trial(back(middle))
        runs += 1
        if happens:
            away, away_K = middle, peak
        else:
            stays, stays_K = middle, peak
    return Edge(back(stays), back(away), stays_K, away_K, runs)
