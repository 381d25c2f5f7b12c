"""Where a course of straight pieces first comes to a level."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["first_reached"]

FloatArray = npt.NDArray[np.float64]


def first_reached(values: FloatArray, level: float, along: FloatArray) -> float | None:
    """Return `along`, such as the time, where `values` first come to a level; None if never.

    Parameters
    ----------
    values, along : array, shape (n,)
        Straight between their points.
    level : float
        In the unit of `values`; reached where they are at or above it.

    Examples
    --------
    >>> first_reached(np.array([0.0, 4.0, 2.0]), 3.0, np.array([0.0, 8.0, 9.0]))
    6.0
    """
    above = values >= level
    if not above.any():
        return None
    k = int(np.argmax(above))
    if k == 0:
        return float(along[0])
    share = (level - values[k - 1]) / (values[k] - values[k - 1])
    return float(along[k - 1] + share * (along[k] - along[k - 1]))
