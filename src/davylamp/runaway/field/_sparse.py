"""Sparse factors of a field's matrix, exact or without fill, compiled.

The matrix has a symmetric pattern and a dominant diagonal, so that no pivots are searched. Where
the pattern holds all fill the factors solve the system; otherwise they precondition an iteration.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from davylamp.runaway._compiled import compiled, compiled_parallel
from davylamp.runaway.field._arrays import FieldArrays, Work

__all__ = ["factorise", "iterate", "substitute"]

FloatArray = npt.NDArray[np.float64]


@compiled
def factorise(part: int, field: FieldArrays, work: Work) -> bool:
    """Write the factors of the diagonal block of a part; the diagonal holds inverse pivots."""
    values, column, row, marks = work.values, field.factor_column, work.row, work.marks
    for i in range(field.parts[part], field.parts[part + 1]):
        start, end = field.factor_start[i], field.factor_start[i + 1]
        diagonal = field.factor_diagonal[i]
        for p in range(start, end):
            row[column[p]] = 0.0
            marks[column[p]] = i
        row[i] = work.diagonal[i]
        for e in range(field.row_start[i], field.row_start[i + 1]):
            if marks[field.neighbour[e]] == i:
                row[field.neighbour[e]] -= work.towards[e]
        for p in range(start, diagonal):
            k = column[p]
            share = row[k] * values[field.factor_diagonal[k]]
            row[k] = share
            if share != 0.0:
                for q in range(field.factor_diagonal[k] + 1, field.factor_start[k + 1]):
                    if marks[column[q]] == i:
                        row[column[q]] -= share * values[q]
        for p in range(start, end):
            values[p] = row[column[p]]
        if not abs(values[diagonal]) > 0.0:
            return False
        values[diagonal] = 1.0 / values[diagonal]
    return True


@compiled
def substitute(part: int, field: FieldArrays, work: Work, right: FloatArray, out: FloatArray) -> None:
    """Write the solution for the diagonal block of a part."""
    low, high = field.parts[part], field.parts[part + 1]
    values, column = work.values, field.factor_column
    for i in range(low, high):
        value = right[i]
        for p in range(field.factor_start[i], field.factor_diagonal[i]):
            value -= values[p] * out[column[p]]
        out[i] = value
    for i in range(high - 1, low - 1, -1):
        value = out[i]
        diagonal = field.factor_diagonal[i]
        for p in range(diagonal + 1, field.factor_start[i + 1]):
            value -= values[p] * out[column[p]]
        out[i] = value * values[diagonal]


@compiled
def _multiply(part: int, field: FieldArrays, work: Work, x: FloatArray, out: FloatArray) -> None:
    for i in range(field.parts[part], field.parts[part + 1]):
        value = work.diagonal[i] * x[i]
        for e in range(field.row_start[i], field.row_start[i + 1]):
            value -= work.towards[e] * x[field.neighbour[e]]
        out[i] = value


@compiled_parallel
def iterate(field: FieldArrays, work: Work, gamma_dt: float, limit: float, most: int) -> int:
    """Solve for `work.tau` by iteration, conjugate gradients or their stabilised kin (BiCGSTAB).

    Ends when no volume's enthalpy would change by more than `limit` of its scale; returns the
    number of iterations, or -1.

    References
    ----------
    van der Vorst 1992, 10.1137/0913035.
    """
    parts = len(field.parts) - 1
    x, b = work.tau, work.right
    residual, shadow, direction = work.krylov[0], work.krylov[1], work.krylov[2]
    v, smooth, t, smoother = work.krylov[3], work.krylov[4], work.krylov[5], work.krylov[6]
    sums = work.sums
    symmetric = field.flags[1] == 0
    for c in numba.prange(parts):
        largest, product = 0.0, 0.0
        for i in range(field.parts[c], field.parts[c + 1]):
            x[i] = 0.0
            residual[i] = b[i]
            shadow[i] = b[i]
            direction[i] = 0.0
            v[i] = 0.0
            product += b[i] * b[i]
            largest = max(largest, abs(b[i]) * gamma_dt / (field.mass[i] * field.scale[i]))
        sums[c, 0], sums[c, 1] = largest, product
    if sums[:, 0].max() <= 0.0:
        return 0
    rho, alpha, omega = 1.0, 1.0, 1.0
    for number in range(1, most + 1):
        if symmetric:
            for c in numba.prange(parts):
                substitute(c, field, work, residual, smooth)
                product = 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    product += residual[i] * smooth[i]
                sums[c, 0] = product
            fresh = sums[:, 0].sum()
            beta = fresh / rho if number > 1 else 0.0
            rho = fresh
            for c in numba.prange(parts):
                for i in range(field.parts[c], field.parts[c + 1]):
                    direction[i] = smooth[i] + beta * direction[i]
            for c in numba.prange(parts):
                _multiply(c, field, work, direction, v)
                product = 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    product += direction[i] * v[i]
                sums[c, 0] = product
            alpha = rho / sums[:, 0].sum()
            for c in numba.prange(parts):
                largest = 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    x[i] += alpha * direction[i]
                    residual[i] -= alpha * v[i]
                    miss = abs(residual[i]) * gamma_dt / (field.mass[i] * field.scale[i])
                    if not miss <= largest:
                        largest = miss
                sums[c, 0] = largest
        else:
            for c in numba.prange(parts):
                product = 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    product += shadow[i] * residual[i]
                sums[c, 0] = product
            fresh = sums[:, 0].sum()
            beta = fresh / rho * alpha / omega
            rho = fresh
            for c in numba.prange(parts):
                for i in range(field.parts[c], field.parts[c + 1]):
                    direction[i] = residual[i] + beta * (direction[i] - omega * v[i])
                substitute(c, field, work, direction, smooth)
            for c in numba.prange(parts):
                _multiply(c, field, work, smooth, v)
                product = 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    product += shadow[i] * v[i]
                sums[c, 0] = product
            alpha = rho / sums[:, 0].sum()
            for c in numba.prange(parts):
                for i in range(field.parts[c], field.parts[c + 1]):
                    residual[i] -= alpha * v[i]
                substitute(c, field, work, residual, smoother)
            for c in numba.prange(parts):
                _multiply(c, field, work, smoother, t)
                product, square = 0.0, 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    product += t[i] * residual[i]
                    square += t[i] * t[i]
                sums[c, 0], sums[c, 1] = product, square
            square = sums[:, 1].sum()
            omega = sums[:, 0].sum() / square if square > 0.0 else 0.0
            for c in numba.prange(parts):
                largest = 0.0
                for i in range(field.parts[c], field.parts[c + 1]):
                    x[i] += alpha * smooth[i] + omega * smoother[i]
                    residual[i] -= omega * t[i]
                    miss = abs(residual[i]) * gamma_dt / (field.mass[i] * field.scale[i])
                    if not miss <= largest:
                        largest = miss
                sums[c, 0] = largest
        worst = sums[:, 0].max()
        if worst <= limit:
            return number
        if not math.isfinite(worst):
            return -1
    return -1
