"""Sparse factors of a field's matrix, exact or without fill, compiled.

The matrix has a symmetric pattern and a dominant diagonal, so that no pivots are searched. Where
the pattern holds all fill the factors solve the system; otherwise they precondition an iteration.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.runaway._compiled import compiled
from davylamp.runaway.field._arrays import FieldArrays, Work

__all__ = ["factorise", "multiply", "substitute"]

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
def multiply(field: FieldArrays, work: Work, x: FloatArray, out: FloatArray) -> None:
    """Write the product of the matrix with a vector."""
    for i in range(len(field.mass)):
        value = work.diagonal[i] * x[i]
        for e in range(field.row_start[i], field.row_start[i + 1]):
            value -= work.towards[e] * x[field.neighbour[e]]
        out[i] = value
