"""How far a moment of a run lies below the temperatures at which its reaction was seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.constants import ZERO_CELSIUS_K

if TYPE_CHECKING:
    from davylamp.runaway.abuse.trial import Moment, Trial

__all__ = ["extrapolation"]

#: Nearer to the temperature of an observation than this a rate counts as seen [K].
_NEAR_K: Final = 10.0


def extrapolation(moments: Iterable[tuple[Trial, Moment | None]]) -> str:
    """Return in words that a moment rests on a rate far below where it was seen; empty if not.

    Parameters
    ----------
    moments : iterable of (Trial, Moment or None)
        The same moment, as the onset, of each run.
    """
    found: dict[str, tuple[float, float]] = {}
    for trial, moment in moments:
        if moment is None or not moment.heat_flow:
            continue
        step = trial.history.body.network.steps[int(np.argmax(moment.heat_flow))]
        seen_K = None if step.rate is None else step.rate.seen_K
        if seen_K is not None and moment.temperature_K < seen_K - _NEAR_K:
            lowest = min(moment.temperature_K, found.get(step.title, (np.inf, 0.0))[0])
            found[step.title] = (lowest, seen_K)
    return "; ".join(
        f"extrapolated by {seen_K - at_K:.0f} K: {title} was seen at "
        f"{seen_K - ZERO_CELSIUS_K:.0f} °C, not below, and its rate there is estimated"
        for title, (at_K, seen_K) in found.items()
    )
