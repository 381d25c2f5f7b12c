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
#: Ends of a piece that are as alike as this need no such intervals [1].
_LIKE = 0.3
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
    node, weight = np.polynomial.legendre.leggauss(_POINTS)

    def summed(piece: npt.NDArray[np.intp], ends: FloatArray) -> float:
        half = 0.5 * np.diff(ends, axis=1)[..., None]
        since = 0.5 * (ends[:, 1:] + ends[:, :-1])[..., None] + half * node
        flat = since.reshape(-1)
        which = np.repeat(piece, since.shape[1] * since.shape[2])
        values = np.maximum(pieces.value(np.full(flat.shape, row), which, flat), 0.0)
        return float((half * weight * values.reshape(since.shape) ** exponent).sum())

    decays = rate * length
    first, last = (ends[row] for ends in pieces.ends())
    steep = np.minimum(first, last) < _LIKE * np.maximum(first, last)
    short, total = (length > 0.0) & (decays <= 1.0), 0.0
    for chosen, splits in ((short & steep, _SPLITS), (short & ~steep, np.array([0.0, 1.0]))):
        which = np.nonzero(chosen)[0]
        if which.size:
            total += summed(which, length[which, None] * splits)
    for piece in np.nonzero((length > 0.0) & (decays > 1.0))[0]:
        steps = np.linspace(0.0, min(decays[piece], _STEADY), 2 + int(min(decays[piece], _STEADY)))
        ends = steps / decays[piece] * length[piece]
        ends = np.unique(np.concatenate([ends[1] * _SPLITS, ends[1:], [length[piece]]]))
        total += summed(np.array([piece]), ends[None, :])
    return total
