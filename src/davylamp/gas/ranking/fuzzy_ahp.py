"""Weights of criteria from fuzzy pairwise judgements by Buckley's geometric mean.

References
----------
.. [1] J. J. Buckley, *Fuzzy hierarchical analysis*, Fuzzy Sets and Systems 17 (1985) 233,
   10.1016/0165-0114(85)90090-9.
.. [2] T. L. Saaty, *A scaling method for priorities in hierarchical structures*, Journal of
   Mathematical Psychology 15 (1977) 234, 10.1016/0022-2496(77)90033-5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = [
    "CONSISTENT_BELOW",
    "RANDOM_INDEX",
    "Consistency",
    "FuzzyWeights",
    "buckley_weights",
    "consistency",
    "triangle",
]

FloatArray = npt.NDArray[np.float64]

#: Saaty's random index by number of criteria: mean consistency index of random judgements. Seen
#: in pyDecision's table of them; those of 3 and 4 criteria are a little larger than the 0.525 and
#: 0.882 that more random matrices give.
RANDOM_INDEX: Final = {
    1: 0.0, 2: 0.0, 3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49,
    11: 1.51, 12: 1.48, 13: 1.56, 14: 1.57, 15: 1.59,
}  # fmt: skip
#: Consistency ratio up to which Saaty takes judgements as consistent.
CONSISTENT_BELOW: Final = 0.10
_LEAST, _MOST = 1.0 / 9.0, 9.0
_SLACK: Final = 1e-6


@dataclass(frozen=True, slots=True)
class FuzzyWeights:
    """Weights of criteria.

    Parameters
    ----------
    fuzzy : array, shape (criteria, 3)
        Least, middle and largest weight of each.
    crisp : array, shape (criteria,)
        Centroids of the triangles, scaled to a sum of one.
    """

    fuzzy: FloatArray
    crisp: FloatArray


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far judgements contradict each other.

    Parameters
    ----------
    eigenvalue : float
        Largest of the matrix of the middle judgements; the number of criteria at best.
    index : float
        Consistency index.
    ratio : float or None
        Index over that of random judgements; None for more criteria than there is an index for.
    """

    eigenvalue: float
    index: float
    ratio: float | None

    @property
    def consistent(self) -> bool | None:
        """Whether the ratio is at most 0.10; None where there is none."""
        return None if self.ratio is None else self.ratio <= CONSISTENT_BELOW


def triangle(judgement: float) -> tuple[float, float, float]:
    """Return a judgement on Saaty's scale, 1/9 to 9, as a triangular fuzzy number.

    It reaches one step of the scale to either side; 1 (equal) and 9 (the end of the scale) are
    taken as sharp, and below 1 it is the reciprocal of the judgement the other way round.

    Raises
    ------
    InputError
        If it is out of range.

    Examples
    --------
    >>> triangle(3.0)
    (2.0, 3.0, 4.0)
    >>> triangle(0.5)
    (0.3333333333333333, 0.5, 1.0)
    >>> triangle(9)
    (9.0, 9.0, 9.0)
    """
    value = float(judgement)
    if not _LEAST * (1.0 - _SLACK) <= value <= _MOST * (1.0 + _SLACK):
        raise InputError(
            f"a judgement of {value:g} is not between 1/9 and 9",
            remedy="1 equal, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more important",
        )
    if value < 1.0:
        low, middle, high = triangle(1.0 / value)
        return 1.0 / high, 1.0 / middle, 1.0 / low
    if value < 1.0 + _SLACK or value > _MOST - _SLACK:
        value = 1.0 if value < 2.0 else _MOST
        return value, value, value
    return max(value - 1.0, 1.0), value, min(value + 1.0, _MOST)


def buckley_weights(judgements: npt.ArrayLike) -> FuzzyWeights:
    """Return the weights of criteria.

    Parameters
    ----------
    judgements : array, shape (criteria, criteria, 3)
        How much more important the criterion of the row is than that of the column: least, middle
        and largest value, each 1/9 to 9.

    Raises
    ------
    InputError
        If the matrix is not square, not reciprocal, not in order, or out of range.

    Examples
    --------
    >>> one, three = (1.0, 1.0, 1.0), (2.0, 3.0, 4.0)
    >>> third = (1 / 4, 1 / 3, 1 / 2)
    >>> buckley_weights([[one, three], [third, one]]).crisp.round(3).tolist()
    [0.742, 0.258]
    """
    matrix = _checked(judgements)
    means = np.exp(np.log(matrix).mean(axis=1))
    fuzzy = means / means.sum(axis=0)[::-1]
    centroid = fuzzy.mean(axis=1)
    return FuzzyWeights(fuzzy, np.asarray(centroid / centroid.sum()))


def consistency(judgements: npt.ArrayLike) -> Consistency:
    """Return how far the middle judgements contradict each other.

    Raises
    ------
    InputError
        As for `buckley_weights`.

    Examples
    --------
    >>> one = (1.0, 1.0, 1.0)
    >>> consistency([[one, one], [one, one]]).ratio
    0.0
    """
    middle = _checked(judgements)[:, :, 1]
    count = len(middle)
    eigenvalue = float(np.linalg.eigvals(middle).real.max())
    if count < 3:
        return Consistency(float(count), 0.0, 0.0)
    index = max(0.0, (eigenvalue - count) / (count - 1))
    random = RANDOM_INDEX.get(count)
    return Consistency(eigenvalue, index, None if random is None else index / random)


def _checked(judgements: npt.ArrayLike) -> FloatArray:
    matrix = np.asarray(judgements, dtype=np.float64)
    if matrix.ndim != 3 or matrix.shape[0] != matrix.shape[1] or matrix.shape[2] != 3:
        raise InputError("judgements must be a square table of three numbers each")
    if not np.all((matrix >= _LEAST * (1.0 - _SLACK)) & (matrix <= _MOST * (1.0 + _SLACK))):
        raise InputError("a judgement is not between 1/9 and 9")
    if not np.all(np.diff(matrix, axis=2) >= -_SLACK):
        raise InputError("a judgement is not in the order least, middle, largest")
    if not np.allclose(matrix * matrix.transpose(1, 0, 2)[:, :, ::-1], 1.0, rtol=1e-3):
        raise InputError(
            "two judgements of a pair do not fit: one must be the reciprocal of the other",
            remedy="(2, 3, 4) one way round is (1/4, 1/3, 1/2) the other",
        )
    return matrix
