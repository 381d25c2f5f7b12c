"""Quantiles, shares and rank correlations that keep what has no answer in sight."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "Influence",
    "Share",
    "Spread",
    "influences",
    "rank_correlation",
    "share_of",
    "spread_of",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: Fewer draws say nothing about a correlation.
_FEWEST: Final = 16


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and range of a figure over the draws that have it.

    Parameters
    ----------
    low, median, high : float or None
        5, 50 and 95 % quantiles; infinity where so many draws have no limit, None where no draw
        has the figure.
    count : int
        Draws with the figure, infinity included.
    unknown : int
        Draws without an answer (NaN).
    """

    low: float | None
    median: float | None
    high: float | None
    count: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """Share of all draws in which something happens, 0 to 1.

    Parameters
    ----------
    low, high : float
        If no, or every, draw without an answer belonged to it.
    """

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether every draw has an answer."""
        return self.high - self.low < 1e-12


@dataclass(frozen=True, slots=True)
class Influence:
    """How closely a figure follows a parameter: Spearman's rank correlation, -1 to 1."""

    parameter: str
    rank_correlation: float


def spread_of(values: FloatArray) -> Spread:
    """Return the quantiles of values, some of which may be infinite or NaN.

    A quantile is the smallest value that the given share of the draws does not exceed; nothing is
    interpolated, so that infinity stays what it is.

    Examples
    --------
    >>> spread_of(np.array([1.0, 2.0, np.inf, np.nan]))
    Spread(low=1.0, median=2.0, high=inf, count=3, unknown=1)
    """
    known = np.sort(values[~np.isnan(values)])
    unknown = int(values.size - known.size)
    if known.size == 0:
        return Spread(None, None, None, 0, unknown)
    low, median, high = (
        float(known[max(math.ceil(share * known.size - 1e-9), 1) - 1])
        for share in (0.05, 0.5, 0.95)
    )
    return Spread(low, median, high, int(known.size), unknown)


def share_of(happens: BoolArray, unknown: BoolArray) -> Share:
    """Return the share of draws in which something happens, a range where some have no answer.

    Examples
    --------
    >>> share_of(np.array([True, False, False, False]), np.array([False, True, False, False]))
    Share(low=0.25, high=0.5)
    """
    sure = int(np.count_nonzero(happens & ~unknown))
    open_ = int(np.count_nonzero(unknown))
    return Share(sure / happens.size, (sure + open_) / happens.size)


def influences(drawn: Mapping[str, FloatArray], values: FloatArray) -> tuple[Influence, ...]:
    """Return the rank correlation of values with every parameter that varies, closest first."""
    known = ~np.isnan(values)
    if int(np.count_nonzero(known)) < _FEWEST:
        return ()
    ranked = _ranks(values[known])
    if np.ptp(ranked) == 0.0:
        return ()
    found = []
    for name, column in drawn.items():
        at = column[known]
        if np.ptp(at) > 0.0:
            found.append(Influence(name, _correlation(_ranks(at), ranked)))
    return tuple(sorted(found, key=lambda item: (-abs(item.rank_correlation), item.parameter)))


def rank_correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Spearman's rank correlation; ties, infinity among them, share their mean rank.

    Examples
    --------
    >>> round(rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([9.0, 4.0, 1.0])), 12)
    -1.0
    """
    return _correlation(_ranks(one), _ranks(other))


def _ranks(values: FloatArray) -> FloatArray:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - 0.5 * (counts - 1))[inverse], dtype=np.float64)


def _correlation(one: FloatArray, other: FloatArray) -> float:
    x, y = one - one.mean(), other - other.mean()
    length = math.sqrt(float(x @ x) * float(y @ y))
    return float(x @ y) / length if length > 0.0 else 0.0
