"""A quantity that is prescribed over time: a temperature of an oven, a power of a heater."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["Program"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Program:
    """Values over time, linear in between and constant beyond the ends.

    Parameters
    ----------
    time_s : tuple of float
        Knots [s], in order; the same time twice is a jump.
    value : tuple of float
        Value at each knot, in the unit of what is prescribed.

    Raises
    ------
    InputError
        If there is no knot, times are out of order, or a number is not finite.

    Examples
    --------
    >>> oven = Program((0.0, 600.0), (298.15, 428.15))
    >>> float(oven.at(300.0))
    363.15
    """

    time_s: tuple[float, ...]
    value: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.time_s or len(self.time_s) != len(self.value):
            raise InputError("a program needs as many values as times, and at least one")
        if not all(math.isfinite(number) for number in (*self.time_s, *self.value)):
            raise InputError("a program has a time or value that is not finite")
        if any(b < a for a, b in zip(self.time_s, self.time_s[1:], strict=False)):
            raise InputError("the times of a program are not in order", remedy="sort them")

    @classmethod
    def constant(cls, value: float) -> Program:
        """Return the program of a value that never changes."""
        return cls((0.0,), (float(value),))

    @classmethod
    def ramp(cls, start: float, rate_per_s: float, end: float) -> Program:
        """Return a linear change from `start` at time 0 to `end`, held from then on.

        Examples
        --------
        >>> Program.ramp(300.0, 0.5, 400.0)
        Program(time_s=(0.0, 200.0), value=(300.0, 400.0))
        """
        if not (math.isfinite(rate_per_s) and rate_per_s * (end - start) > 0.0):
            raise InputError(f"a ramp of {rate_per_s:g} per second from {start:g} misses {end:g}")
        return cls((0.0, (end - start) / rate_per_s), (float(start), float(end)))

    @classmethod
    def pulse(cls, value: float, start_s: float, end_s: float) -> Program:
        """Return `value` between two times and zero before and after."""
        return cls((start_s, start_s, end_s, end_s), (0.0, float(value), float(value), 0.0))

    def at(self, time_s: npt.ArrayLike) -> FloatArray:
        """Return the value at each time; at a jump the value after it."""
        t = np.asarray(time_s, dtype=np.float64)
        times, values = np.array(self.time_s), np.array(self.value)
        right = np.searchsorted(times, t, side="right")
        low = np.clip(right - 1, 0, len(times) - 1)
        high = np.clip(right, 0, len(times) - 1)
        width = times[high] - times[low]
        share = np.where(width > 0.0, (t - times[low]) / np.where(width > 0.0, width, 1.0), 0.0)
        share = np.clip(share, 0.0, 1.0)
        return np.asarray(values[low] + share * (values[high] - values[low]))
