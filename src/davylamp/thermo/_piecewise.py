"""Exact breakpoints of a concave piecewise-linear function that is costly to evaluate.

The optimum of a linear program is such a function of a chemical potential (voltage), and minus
such a function of the mixing ratio. Each evaluation gives a value and a supporting line; two lines
meet either on the function, which is a breakpoint, or above it, which reveals another line. The
search therefore ends after a finite number of evaluations, without a grid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from davylamp.core.errors import NoConvergenceError

__all__ = ["Point", "concave_breakpoints"]

_MAX_EVALUATIONS = 2000


@dataclass(frozen=True, slots=True)
class Point:
    """Value of the function at t, and the slope of one line that touches it there."""

    t: float
    value: float
    slope: float

    def line(self, t: float) -> float:
        """Value of the touching line at t."""
        return self.value + self.slope * (t - self.t)


def concave_breakpoints(
    evaluate: Callable[[float], Point], low: float, high: float, *, tolerance: float = 1e-10
) -> list[Point]:
    """Return the end points and every breakpoint between them, ascending in t.

    Between neighbours the function is linear, and no two neighbouring pieces have the same slope.

    Parameters
    ----------
    evaluate : callable
        Gives the `Point` at t.
    low, high : float
        Ends of the range.
    tolerance : float
        Difference in value below which a line is taken to touch the function.

    Raises
    ------
    NoConvergenceError
        If the function is not concave piecewise linear within the tolerance.
    """
    first, last = evaluate(low), evaluate(high)
    found = [first, last]
    pending = [(first, last)]
    evaluations = 2
    while pending:
        left, right = pending.pop()
        if (
            abs(left.line(right.t) - right.value) <= tolerance
            or abs(right.line(left.t) - left.value) <= tolerance
        ):
            continue
        crossing = (right.line(0.0) - left.line(0.0)) / (left.slope - right.slope)
        if not left.t < crossing < right.t:
            crossing = 0.5 * (left.t + right.t)
        middle = evaluate(crossing)
        evaluations += 1
        if evaluations > _MAX_EVALUATIONS:
            raise NoConvergenceError("a piecewise-linear profile has too many pieces")
        found.append(middle)
        if abs(left.line(crossing) - middle.value) > tolerance:
            pending.extend([(left, middle), (middle, right)])
    found.sort(key=lambda point: point.t)
    return _merge(found, tolerance)


def _merge(points: list[Point], tolerance: float) -> list[Point]:
    """Drop points inside a straight piece."""
    kept = [points[0]]
    for place in range(1, len(points) - 1):
        before, here, after = kept[-1], points[place], points[place + 1]
        if here.t - before.t < 1e-12 or after.t - here.t < 1e-12:
            continue
        share = (here.t - before.t) / (after.t - before.t)
        chord = before.value + share * (after.value - before.value)
        if abs(here.value - chord) > tolerance:
            kept.append(here)
    kept.append(points[-1])
    return kept
