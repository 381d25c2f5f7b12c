"""The weakest link: which mechanism has the lowest critical current in each draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.assessment.spread import Share, Spread, share_of, spread_of

__all__ = ["WeakestLink", "weakest_link"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeakestLink:
    """The mechanism that lets lithium through first, over all draws.

    Parameters
    ----------
    critical : Spread
        Critical current of the cell: the lowest in each draw [A/m2]. Draws in which a mechanism
        cannot tell count as unknown.
    first : mapping of str to float
        Share of the draws in which each mechanism is the lowest; a tie is shared out.
    none : float
        Share of the draws in which no current does it.
    undecided : float
        Share of the draws in which a mechanism cannot tell, so that no first can be named.
    exceeded : Share or None
        Share of the draws in which the current of the cell reaches its critical current; None
        where the current is not known.
    """

    critical: Spread
    first: Mapping[str, float]
    none: float
    undecided: float
    exceeded: Share | None

    @property
    def name(self) -> str | None:
        """The mechanism that is first most often; None where there is none."""
        best = max(self.first.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        return best[0] if best[1] > 0.0 else None


def weakest_link(
    currents: Mapping[str, FloatArray], current_A_per_m2: float | None
) -> tuple[WeakestLink, FloatArray]:
    """Return the weakest link, and the critical current of the cell in each draw [A/m2].

    Parameters
    ----------
    currents : mapping of str to array, shape (n,)
        Critical current of each limiting mechanism in each draw [A/m2].
    current_A_per_m2 : float or None
        Current of the cell [A/m2].

    Raises
    ------
    InputError
        If there is no mechanism.

    Examples
    --------
    >>> a, b = np.array([1.0, 4.0]), np.array([2.0, 3.0])
    >>> link, lowest = weakest_link({"a": a, "b": b}, 1.5)
    >>> link.first, link.exceeded, lowest.tolist()
    ({'a': 0.5, 'b': 0.5}, Share(low=0.5, high=0.5), [1.0, 3.0])
    """
    if not currents:
        raise InputError("there is no mechanism to compare")
    table = np.array(list(currents.values()), dtype=np.float64)
    open_ = np.isnan(table).any(axis=0)
    known = np.where(np.isnan(table), np.inf, table)
    lowest = known.min(axis=0)
    limited = ~open_ & np.isfinite(lowest)
    ties = (known == lowest) & limited
    weight = ties / np.maximum(ties.sum(axis=0), 1)
    exceeded = None
    if current_A_per_m2 is not None:
        over = lowest <= current_A_per_m2
        # A mechanism that cannot tell does not matter where another has already failed.
        exceeded = share_of(over, open_ & ~over)
    critical = np.where(open_, np.nan, lowest)
    link = WeakestLink(
        spread_of(critical),
        {name: float(row.mean()) for name, row in zip(currents, weight, strict=True)},
        float((~open_ & ~np.isfinite(lowest)).mean()),
        float(open_.mean()),
        exceeded,
    )
    return link, critical
