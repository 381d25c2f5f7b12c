"""Times at which something in a room changes, and what is released in between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from davylamp.gas.room.model import Emission

__all__ = ["events_of"]

FloatArray = npt.NDArray[np.float64]


def events_of(
    names: tuple[str, ...],
    emissions: Sequence[Emission],
    flow_changes: Sequence[tuple[float, float]],
    until_s: float,
) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the pieces [s], and the release of each gas in each piece [mol]."""
    moments = [0.0, until_s, *(moment for moment, _ in flow_changes)]
    knots = np.unique(np.concatenate([moments, *(item.time_s for item in emissions)]))
    knots = knots[(knots >= 0.0) & (knots <= until_s)]
    # Each knot twice: what is released between the two is a puff.
    times = np.repeat(knots, 2)
    released = np.zeros((len(names), times.size - 1))
    for item in emissions:
        row = names.index(item.species)
        before, after = _cumulative(item, knots, "left"), _cumulative(item, knots, "right")
        released[row, 0::2] += np.maximum(after - before, 0.0)
        released[row, 1::2] += np.maximum(before[1:] - after[:-1], 0.0)
    used = np.ones(times.size - 1, dtype=bool)
    used[0::2] = released[:, 0::2].any(axis=0)
    keep = np.concatenate([[True], used])
    return times[keep], released[:, used]


def _cumulative(item: Emission, times: FloatArray, side: str) -> FloatArray:
    upper = np.searchsorted(item.time_s, times, side="left" if side == "left" else "right")
    last = item.time_s.size - 1
    lower, above = np.clip(upper - 1, 0, last), np.clip(upper, 0, last)
    gap = item.time_s[above] - item.time_s[lower]
    share = np.where(gap > 0.0, (times - item.time_s[lower]) / np.where(gap > 0.0, gap, 1.0), 0.0)
    low, high = item.released_mol[lower], item.released_mol[above]
    inner = np.where(share >= 1.0, high, low + share * (high - low))
    return np.asarray(np.where(upper == 0, 0.0, inner), dtype=np.float64)
