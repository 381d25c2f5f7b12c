"""Integral of a power of the concentration over time."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.gas.room._pieces import Pieces

__all__ = ["dose_of"]

FloatArray = npt.NDArray[np.float64]

#: Points of Gauss and Legendre in an interval over which a concentration falls by a factor e.
_POINTS = 12
#: Intervals of a piece: finer towards its start, where a rise from nothing has no series.
_SPLITS = np.concatenate([[0.0], np.geomspace(1e-6, 0.02, 12), [0.1, 0.3, 0.6, 1.0]])
#: Times of decay after which a concentration is steady to rounding.
_STEADY = 40.0


def dose_of(pieces: Pieces, row: int, exponent: float) -> float:
    """Return the integral of x^n over time [s], x being a mole fraction.

    Raises
    ------
    InputError
        If the exponent is not positive.
    """
    if not (math.isfinite(exponent) and exponent > 0.0):
        raise InputError(f"exponent {exponent!r} of a toxic load must be above 0")
    if exponent == 1.0:
        return float(pieces.areas()[row].sum())
    length = pieces.duration_s[row]
    rate = pieces.rate[row].max(axis=-1)
    which = np.nonzero(length > 0.0)[0]
    node, weight = np.polynomial.legendre.leggauss(_POINTS)
    total = 0.0
    for piece in which:
        times = float(rate[piece] * length[piece])
        decays = np.linspace(0.0, min(times, _STEADY), 2 + int(min(times, _STEADY)))
        ends = decays / times * length[piece] if times > 0.0 else np.array([0.0, length[piece]])
        first = ends[1] * _SPLITS
        ends = np.unique(np.concatenate([first, ends[1:], [length[piece]]]))
        half = 0.5 * np.diff(ends)
        since = (0.5 * (ends[1:] + ends[:-1]))[:, None] + half[:, None] * node
        flat = since.ravel()
        here = np.full(flat.shape, piece), np.full(flat.shape, row)
        values = np.maximum(pieces.value(here[1], here[0], flat), 0.0).reshape(since.shape)
        total += float((half[:, None] * weight * values**exponent).sum())
    return total
