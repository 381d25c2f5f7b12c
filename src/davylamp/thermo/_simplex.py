"""A dense revised simplex for the small linear programs of chemical equilibrium.

The source below runs as it is (interpreted, right for a single question) and compiled by numba
(right for thousands): `compiled` returns the same functions as machine code.

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

__all__ = ["MAX_PIVOTS", "OPTIMAL", "STALLED", "UNBOUNDED", "compiled", "solve", "trace"]

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


def trace(
    matrix: FloatArray,
    cost: FloatArray,
    supply: FloatArray,
    direction: FloatArray,
    span: float,
    basis: IntArray,
    inverse: FloatArray,
    steps: FloatArray,
    bases: IntArray,
) -> int:
    """Follow the optimal basis while the supply moves along a direction.

    The dual simplex: prices stay optimal, and where an amount reaches zero its phase leaves for
    the one that costs least to bring in. One pivot a corner, instead of a program a point.

    Parameters
    ----------
    matrix, cost, basis, inverse
        As in `solve`; the basis must be optimal at `supply`.
    supply, direction : array, shape (m,)
        The supply is ``supply + t direction`` for t from 0 to `span`.
    span : float
        How far to go.
    steps : array, shape (k,)
        Filled with t of each pivot.
    bases : int array, shape (k + 1, m)
        Filled with the basis before the first pivot and after each.

    Returns
    -------
    int
        Number of pivots, or -1 where a tie could not be resolved and the caller must find
        another way.
    """
    rows = supply.shape[0]
    bases[0] = basis
    t = 0.0
    for pivot_count in range(steps.shape[0]):
        amounts = np.dot(inverse, supply + t * direction)
        rates = np.dot(inverse, direction)
        leaving = -1
        reach = span - t
        for row in range(rows):
            if rates[row] < -1e-12:
                ratio = max(amounts[row], 0.0) / -rates[row]
                if ratio < reach - 1e-14:
                    reach = ratio
                    leaving = row
        if leaving < 0 or t + reach >= span:
            return pivot_count
        t += reach
        slopes = np.dot(matrix, inverse[leaving])
        prices = np.dot(cost[basis], inverse)
        reduced = cost - np.dot(matrix, prices)
        reduced[basis] = 0.0
        slopes[basis] = 0.0
        usable = slopes < -1e-9
        ratios = np.where(usable, np.maximum(reduced, 0.0) / np.where(usable, -slopes, 1.0), np.inf)
        entering = int(np.argmin(ratios))
        if not usable[entering]:
            return -1
        change = np.dot(inverse, matrix[entering])
        pivot_row = inverse[leaving] / change[leaving]
        inverse -= np.outer(change, pivot_row)
        inverse[leaving] = pivot_row
        basis[leaving] = entering
        if pivot_count % 32 == 31:
            inverse[:] = np.linalg.inv(np.ascontiguousarray(matrix[basis].T))
        steps[pivot_count] = t
        bases[pivot_count + 1] = basis
    return -1


@cache
def compiled() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return `solve` and `trace` as machine code (cached on disk after the first use)."""
    import numba

    compile_once = numba.njit(cache=True, nogil=True)
    return compile_once(solve), compile_once(trace)
