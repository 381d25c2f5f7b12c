"""Probability with its own uncertainty, and quantiles; what has no answer is never left out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = [
    "LEVELS",
    "Probability",
    "Quantiles",
    "column_quantiles",
    "probability",
    "quantiles",
    "wilson",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: Shares of the draws that lie below a quantile.
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Probability:
    """Share of draws in which something happens.

    Parameters
    ----------
    happens, fails, draws : int
        Draws in which it happens, draws without an answer, and all draws.
    low, high : float
        Share if no, or every, draw without an answer belonged to it.
    lower_95, upper_95 : float
        Both widened by the 95 % confidence interval of so many independent draws (Wilson);
        low-discrepancy draws are surer than that.
    """

    happens: int
    fails: int
    draws: int
    low: float
    high: float
    lower_95: float
    upper_95: float

    @property
    def value(self) -> float | None:
        """The share, or None where draws without an answer make it a range."""
        return self.low if self.fails == 0 else None


@dataclass(frozen=True, slots=True)
class Quantiles:
    """5, 50 and 95 % quantiles of a figure over the draws that have it.

    Parameters
    ----------
    low, median, high : float or None
        None where no draw has it.
    count : int
        Draws that have the figure.
    without : int
        Draws in which it does not occur.
    unknown : int
        Draws without an answer.
    """

    low: float | None
    median: float | None
    high: float | None
    count: int
    without: int
    unknown: int


def wilson(happens: float, draws: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return the confidence interval of a share: 95 % by default.

    References
    ----------
    Wilson 1927, 10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0, 100)]
    [0.0, 0.037]
    """
    if draws < 1 or not 0.0 <= happens <= draws:
        raise InputError(f"{happens:g} of {draws} draws is not a share")
    p = happens / draws
    middle = p + z * z / (2.0 * draws)
    half = z * math.sqrt(p * (1.0 - p) / draws + z * z / (4.0 * draws * draws))
    scale = 1.0 + z * z / draws
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def probability(happens: BoolArray, failed: BoolArray) -> Probability:
    """Return the share of draws in which something happens.

    Parameters
    ----------
    happens, failed : array of bool, shape (n,)
        Draws in which it happens, and draws without an answer.
    """
    draws = len(happens)
    sure = int(np.count_nonzero(happens & ~failed))
    fails = int(np.count_nonzero(failed))
    return Probability(
        sure,
        fails,
        draws,
        sure / draws,
        (sure + fails) / draws,
        wilson(sure, draws)[0],
        wilson(sure + fails, draws)[1],
    )


def quantiles(values: FloatArray, failed: BoolArray) -> Quantiles:
    """Return the quantiles of a figure that is nan in draws in which it does not occur."""
    there = np.isfinite(values) & ~failed
    count, unknown = int(np.count_nonzero(there)), int(np.count_nonzero(failed))
    without = len(values) - count - unknown
    if not count:
        return Quantiles(None, None, None, 0, without, unknown)
    low, median, high = (float(q) for q in np.quantile(values[there], LEVELS))
    return Quantiles(low, median, high, count, without, unknown)


def column_quantiles(values: FloatArray, failed: BoolArray) -> FloatArray:
    """Return the quantiles of each column over the draws that have it.

    Parameters
    ----------
    values : array, shape (n, m)
        Nan where a draw does not have it.
    failed : array of bool, shape (n,)
        Draws without an answer.

    Returns
    -------
    array, shape (3, m)
        By `LEVELS`; nan where no draw has it.
    """
    edges = np.full((len(LEVELS), values.shape[1]), np.nan)
    for column, of_draws in enumerate(values.T):
        there = of_draws[np.isfinite(of_draws) & ~failed]
        if len(there):
            edges[:, column] = np.quantile(there, LEVELS)
    return edges
