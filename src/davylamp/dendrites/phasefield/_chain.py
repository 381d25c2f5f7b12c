"""Exact solution on a single row of cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.core.compiled import compiled_leaf

__all__ = ["chain"]


@compiled_leaf
def _eliminate(coupling: Any, excess: Any, right: Any, u: Any) -> bool:
    """Solve a chain of cells exactly, without a subtraction; whether anything fixes it.

    ``coupling[k]`` is that of cells k and k + 1. Each cell is eliminated into the next, which
    takes over its excess and its source in part (a Thomas solve of an M-matrix kept as row sums).
    """
    n = u.size
    for k in range(n - 1):
        total = coupling[k] + excess[k]
        if not total > 0.0:
            return False
        part = coupling[k] / total
        excess[k + 1] += part * excess[k]
        right[k + 1] += part * right[k]
    if not excess[n - 1] > 0.0:
        return False
    u[n - 1] = right[n - 1] / excess[n - 1]
    for k in range(n - 2, -1, -1):
        u[k] = (right[k] + coupling[k] * u[k + 1]) / (coupling[k] + excess[k])
    return True


def _size(vector: np.ndarray[Any, Any]) -> float:
    """Return the norm of a vector, without the threads of a library."""
    return float(np.sqrt(np.square(vector).sum()))


def chain(
    coupling: np.ndarray[Any, Any],
    excess: np.ndarray[Any, Any],
    right: np.ndarray[Any, Any],
    *,
    is_singular: bool,
) -> tuple[np.ndarray[Any, Any], float, float] | None:
    """Return the field on a row of cells and its two relative residuals; None if nothing fixes it.

    Where it is fixed only up to a constant, its mean is zero.
    """
    if is_singular and coupling.size and not coupling.min() > 0.0:
        return None
    u = np.empty_like(right)
    pinned = excess.copy()
    if is_singular:
        pinned[-1] = coupling.max(initial=1.0)
    if not _eliminate(coupling, pinned, right.copy(), u):
        return None
    if is_singular:
        u -= u.mean()
    flow = coupling * np.diff(u)
    residual = right - excess * u
    residual[:-1] += flow
    residual[1:] -= flow
    diagonal = excess.copy()
    diagonal[:-1] += coupling
    diagonal[1:] += coupling
    size, scaled_size = _size(right), _size(right / diagonal)
    if size == 0.0:
        return u, 0.0, 0.0
    return (
        u,
        _size(residual) / size,
        _size(residual / diagonal) / scaled_size,
    )
