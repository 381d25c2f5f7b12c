"""A dense revised simplex for the small linear programs of chemical equilibrium.

The source below runs as it is (interpreted, right for a single question) and compiled by numba
(right for thousands): `solve` and `compiled_solve` are the same function.

The programs have as many rows as closed elements (rarely over ten) and a few hundred columns.
Each starts from the elements, whose columns form the identity, so that no search for a first
feasible point is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["MAX_PIVOTS", "OPTIMAL", "STALLED", "UNBOUNDED", "compiled", "solve"]

OPTIMAL = 0
UNBOUNDED = 1
STALLED = 2
MAX_PIVOTS = 5000

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def solve(
    matrix: FloatArray, cost: FloatArray, supply: FloatArray, basis: IntArray, inverse: FloatArray
) -> int:
    """Minimise ``cost @ x`` subject to ``matrix.T @ x = supply``, ``x >= 0``, from a basis.

    The primal revised simplex with the most negative reduced cost entering, and the smallest
    index (Bland's rule) after a run of degenerate pivots, so that it ends on every input.

    Parameters
    ----------
    matrix : array, shape (n, m)
        One row a phase: amounts of the m closed elements per mole of its atoms.
    cost : array, shape (n,)
        Energy per mole of atoms [eV/atom].
    supply : array, shape (m,)
        Amounts of the elements, not negative.
    basis : int array, shape (m,)
        Feasible starting basis (indices of phases); overwritten by the optimal one.
    inverse : array, shape (m, m)
        Inverse of ``matrix[basis].T``; overwritten.

    Returns
    -------
    int
        `OPTIMAL`, `UNBOUNDED` or `STALLED`.
    """
    rows = supply.shape[0]
    tolerance = 1e-10
    pivot_floor = 1e-9
    amounts = np.dot(inverse, supply)
    degenerate = 0
    for pivot_count in range(MAX_PIVOTS):
        prices = np.dot(cost[basis], inverse)
        reduced = cost - np.dot(matrix, prices)
        reduced[basis] = 0.0
        entering = -1
        if degenerate < 2 * rows:
            entering = int(np.argmin(reduced))
            if reduced[entering] >= -tolerance:
                return OPTIMAL
        else:
            candidates = np.nonzero(reduced < -tolerance)[0]
            if candidates.shape[0] == 0:
                return OPTIMAL
            entering = int(candidates[0])
        direction = np.dot(inverse, matrix[entering])
        leaving = -1
        step = np.inf
        for row in range(rows):
            slope = direction[row]
            if slope > pivot_floor:
                ratio = max(amounts[row], 0.0) / slope
                # Ties: the larger pivot is the more accurate one; under Bland's rule the
                # smaller index must leave.
                if ratio < step - 1e-14:
                    step = ratio
                    leaving = row
                elif ratio < step + 1e-14 and leaving >= 0:
                    if degenerate < 2 * rows:
                        if slope > direction[leaving]:
                            step = min(step, ratio)
                            leaving = row
                    elif basis[row] < basis[leaving]:
                        step = min(step, ratio)
                        leaving = row
        if leaving < 0:
            return UNBOUNDED
        degenerate = degenerate + 1 if step < 1e-13 else 0
        pivot_row = inverse[leaving] / direction[leaving]
        inverse -= np.outer(direction, pivot_row)
        inverse[leaving] = pivot_row
        basis[leaving] = entering
        if pivot_count % 32 == 31:
            # Rank-one updates lose digits; start again from the basis itself now and then.
            inverse[:] = np.linalg.inv(np.ascontiguousarray(matrix[basis].T))
        amounts = np.dot(inverse, supply)
    return STALLED


@cache
def compiled() -> Callable[..., Any]:
    """Return `solve` compiled to machine code (cached on disk after the first use)."""
    import numba

    return numba.njit(cache=True, nogil=True)(solve)
