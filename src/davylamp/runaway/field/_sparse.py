"""Sparse factors of a field's matrix, exact or without fill, compiled.

The matrix has a symmetric pattern and a dominant diagonal, so that no pivots are searched. Where
the pattern holds all fill the factors solve the system; otherwise they precondition an iteration.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway.field._arrays import FieldArrays, Work

__all__ = ["factorise", "multiply", "substitute"]

FloatArray = npt.NDArray[np.float64]


@compiled_leaf
def factorise(field: FieldArrays, work: Work) -> bool:
    """Write the factors of the matrix; their diagonal holds inverse pivots."""
    values = work.values
    column = field.factor_column
    row = work.row
    marks = work.marks
    factor_start = field.factor_start
    factor_diagonal = field.factor_diagonal
    all_diagonal = work.diagonal
    row_start = field.row_start
    neighbour = field.neighbour
    towards = work.towards
    for i in range(len(field.mass)):
        start, end = factor_start[i], factor_start[i + 1]
        diagonal = factor_diagonal[i]
        for p in range(start, end):
            row[column[p]] = 0.0
            marks[column[p]] = i
        row[i] = all_diagonal[i]
        for e in range(row_start[i], row_start[i + 1]):
            if marks[neighbour[e]] == i:
                row[neighbour[e]] -= towards[e]
        for p in range(start, diagonal):
            k = column[p]
            share = row[k] * values[factor_diagonal[k]]
            row[k] = share
            if share != 0.0:
                for q in range(factor_diagonal[k] + 1, factor_start[k + 1]):
                    if marks[column[q]] == i:
                        row[column[q]] -= share * values[q]
        for p in range(start, end):
            values[p] = row[column[p]]
        if not abs(values[diagonal]) > 0.0:
            return False
        values[diagonal] = 1.0 / values[diagonal]
    return True


@compiled_leaf
def substitute(field: FieldArrays, work: Work, right: FloatArray, out: FloatArray) -> None:
    """Write the solution of the factors for a right side."""
    values = work.values
    column = field.factor_column
    factor_start = field.factor_start
    factor_diagonal = field.factor_diagonal
    n = len(field.mass)
    for i in range(n):
        value = right[i]
        for p in range(factor_start[i], factor_diagonal[i]):
            value -= values[p] * out[column[p]]
        out[i] = value
    for i in range(n - 1, -1, -1):
        value = out[i]
        diagonal = factor_diagonal[i]
        for p in range(diagonal + 1, factor_start[i + 1]):
            value -= values[p] * out[column[p]]
        out[i] = value * values[diagonal]


@compiled_leaf
def multiply(field: FieldArrays, work: Work, x: FloatArray, out: FloatArray) -> None:
    """Write the product of the matrix with a vector."""
    mass = field.mass
    diagonal = work.diagonal
    row_start = field.row_start
    towards = work.towards
    neighbour = field.neighbour
    for i in range(len(mass)):
        value = diagonal[i] * x[i]
        for e in range(row_start[i], row_start[i + 1]):
            value -= towards[e] * x[neighbour[e]]
        out[i] = value
