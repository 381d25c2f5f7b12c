"""Gray relational analysis: how near each alternative comes to the best value of every criterion.

References
----------
.. [1] J. Deng, *Control problems of grey systems*, Systems & Control Letters 1 (1982) 288,
   10.1016/S0167-6911(82)80025-X.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["DISTINGUISHING", "gray_coefficients", "gray_grades"]

FloatArray = npt.NDArray[np.float64]

#: Distinguishing coefficient in use everywhere; it spreads the grades and seldom turns an order.
DISTINGUISHING: Final = 0.5


def gray_coefficients(
    values: npt.ArrayLike,
    larger_is_better: Sequence[bool],
    distinguishing: float = DISTINGUISHING,
) -> FloatArray:
    """Return the gray relational coefficient of each alternative in each criterion.

    Parameters
    ----------
    values : array, shape (alternatives, criteria)
        One unit a column.
    larger_is_better : sequence of bool
        For each criterion.
    distinguishing : float
        From above 0 to 1.

    Returns
    -------
    array, shape (alternatives, criteria)
        1 for the best value of a criterion, falling towards 0.

    Raises
    ------
    InputError
        If the shapes do not fit, a value is not finite, or the coefficient is out of range.

    Notes
    -----
    A criterion in which all alternatives are equal tells none from another: all get 1.

    Examples
    --------
    >>> gray_coefficients([[1.0], [2.0], [3.0]], [False]).ravel().tolist()
    [1.0, 0.5, 0.3333333333333333]
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or not table.size or table.shape[1] != len(larger_is_better):
        raise InputError("give one value of each criterion for every alternative")
    if not np.all(np.isfinite(table)):
        raise InputError("a value of an alternative is missing or not a number")
    if not 0.0 < distinguishing <= 1.0:
        raise InputError(
            f"a distinguishing coefficient of {distinguishing:g} is not above 0 and at most 1",
            remedy=f"leave it at {DISTINGUISHING:g}",
        )
    low, high = table.min(axis=0), table.max(axis=0)
    best = np.where(np.asarray(larger_is_better, dtype=bool), high, low)
    span = np.where(high > low, high - low, 1.0)
    deviation = np.abs(table - best) / span
    least, most = deviation.min(), deviation.max()
    if most == 0.0:
        return np.ones_like(table)
    return np.asarray((least + distinguishing * most) / (deviation + distinguishing * most))


def gray_grades(coefficients: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the grade of each alternative: its weighted mean coefficient, 1 at best.

    Parameters
    ----------
    coefficients : array, shape (alternatives, criteria)
        Of `gray_coefficients`.
    weights : array, shape (criteria,)
        Not negative; they need not sum to one.

    Raises
    ------
    InputError
        If a weight is negative or not finite, all are zero, or the shapes do not fit.

    Notes
    -----
    Weights that sum to one are the mean already. Dividing once more, by the number of criteria or
    of alternatives, leaves the order but spoils the grade.

    Examples
    --------
    >>> gray_grades([[1.0, 0.5], [0.5, 1.0]], [3.0, 1.0]).tolist()
    [0.875, 0.625]
    """
    table = np.asarray(coefficients, dtype=np.float64)
    share = np.asarray(weights, dtype=np.float64)
    if table.ndim != 2 or share.shape != table.shape[1:]:
        raise InputError("give one weight for every criterion")
    total = float(share.sum())
    if not (np.all(np.isfinite(share)) and np.all(share >= 0.0) and total > 0.0):
        raise InputError("weights must be 0 or more, and not all of them 0")
    return np.asarray(table @ (share / total), dtype=np.float64)
