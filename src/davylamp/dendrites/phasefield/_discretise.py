"""Couplings of the cells of a plane from a coefficient, its walls, and the solve as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._conjugate import (
    _B,
    _EAST,
    _EXCESS,
    _NORTH,
    _P,
    _Q,
    STATUS,
    conjugate,
)
from davylamp.dendrites.phasefield._multigrid import EAST, EXCESS, INVERSE, NORTH
from davylamp.dendrites.phasefield._multigrid_setup import coarsen
from davylamp.dendrites.phasefield._team import barrier, share

__all__ = ["BAD_COEFFICIENT", "BAD_DIAGONAL", "BAD_RIGHT", "LOOSE_CELL", "solve"]

BAD_COEFFICIENT, BAD_DIAGONAL, BAD_RIGHT, LOOSE_CELL = 11, 12, 13, 14


@compiled_leaf
def _is_allowed(value: float) -> bool:
    return 0.0 <= value < np.inf


@compiled_leaf
def _mean(a: float, b: float) -> float:
    """Return the harmonic mean of two coefficients."""
    return 2.0 * a * (b / (a + b)) if a + b > 0.0 else 0.0


@compiled_leaf
def _hold(j: int, i: int, big: Any, coupling: float, value: float) -> None:
    """Hold a cell at a value half a cell away."""
    big[_EXCESS, j, i] += 2.0 * coupling
    big[_B, j, i] += 2.0 * coupling * value


@compiled_leaf
def _couple(
    rank: int,
    threads: int,
    a: Any,
    face_x: Any,
    face_y: Any,
    d: Any,
    f: Any,
    held: Any,
    left: Any,
    right: Any,
    bottom: Any,
    top: Any,
    factor: float,
    big: Any,
) -> int:
    """Fill the couplings, the excess and the right-hand side of own rows; a code if not allowed."""
    ny, nx = big.shape[1] - 2, big.shape[2] - 2
    has_cells, has_diagonal, code = a.size > 0, d.size > 0, 0
    first, last = share(ny, rank, threads)
    for j in range(first + 1, last + 1):
        east, north, excess, b = big[_EAST, j], big[_NORTH, j], big[_EXCESS, j], big[_B, j]
        for i in range(1, nx + 1):
            b[i] = f[j - 1, i - 1]
            excess[i] = d[j - 1, i - 1] if has_diagonal else 0.0
            if has_cells:
                here = a[j - 1, i - 1]
                is_good = _is_allowed(here)
                east[i] = factor * _mean(here, a[j - 1, i]) if i < nx else 0.0
                north[i] = factor * _mean(here, a[j, i - 1]) if j < ny else 0.0
            else:
                east[i] = factor * face_x[j - 1, i] if i < nx else 0.0
                north[i] = factor * face_y[j, i - 1] if j < ny else 0.0
                is_good = _is_allowed(east[i]) and _is_allowed(north[i])
            if not is_good:
                code = BAD_COEFFICIENT
            if not _is_allowed(excess[i]):
                code = BAD_DIAGONAL
            if not -np.inf < b[i] < np.inf:
                code = BAD_RIGHT
        if held[0]:
            wall = a[j - 1, 0] if has_cells else face_x[j - 1, 0]
            _hold(j, 1, big, factor * wall, left[j - 1])
        if held[1]:
            wall = a[j - 1, nx - 1] if has_cells else face_x[j - 1, nx]
            _hold(j, nx, big, factor * wall, right[j - 1])
        for i in range(1, nx + 1):
            if held[2] and j == 1:
                wall = a[0, i - 1] if has_cells else face_y[0, i - 1]
                _hold(1, i, big, factor * wall, bottom[i - 1])
            if held[3] and j == ny:
                wall = a[ny - 1, i - 1] if has_cells else face_y[ny, i - 1]
                _hold(ny, i, big, factor * wall, top[i - 1])
            if not _is_allowed(excess[i]):
                code = max(code, BAD_COEFFICIENT)
    return code


@compiled_leaf
def _largest(rank: int, threads: int, big: Any, inverse: Any) -> tuple[float, float]:
    """Write 1/D, rounded, and return the largest and the least diagonal D of own rows."""
    nx = big.shape[2] - 2
    largest, least = 0.0, np.inf
    first, last = share(big.shape[1] - 2, rank, threads)
    for j in range(first + 1, last + 1):
        east, north, south = big[_EAST, j], big[_NORTH, j], big[_NORTH, j - 1]
        excess = big[_EXCESS, j]
        for i in range(1, nx + 1):
            total = east[i] + east[i - 1] + north[i] + south[i] + excess[i]
            largest, least = max(largest, total), min(least, total)
    return largest, least


@compiled_leaf
def _round_off(rank: int, threads: int, big: Any, fine: Any, unit: float) -> None:
    """Write level 0 of the cycle, scaled, in single precision; empty the search direction."""
    nx = big.shape[2] - 2
    first, last = share(big.shape[1] - 2, rank, threads)
    for j in range(first + 1, last + 1):
        big[_P, j, :] = 0.0
        big[_Q, j, :] = 0.0
        east, north, south = big[_EAST, j], big[_NORTH, j], big[_NORTH, j - 1]
        excess = big[_EXCESS, j]
        for i in range(1, nx + 1):
            fine[EAST, j, i] = unit * east[i]
            fine[NORTH, j, i] = unit * north[i]
            fine[EXCESS, j, i] = unit * excess[i]
            total = unit * (east[i] + east[i - 1] + north[i] + south[i] + excess[i])
            fine[INVERSE, j, i] = 1.0 / max(total, 1e-30)


@compiled_leaf
def solve(
    rank: int,
    threads: int,
    control: Any,
    a: Any,
    face_x: Any,
    face_y: Any,
    d: Any,
    f: Any,
    held: Any,
    left: Any,
    right: Any,
    bottom: Any,
    top: Any,
    factor: float,
    is_singular: bool,
    levels: Any,
    big: Any,
    fine: Any,
    flat: Any,
    weights: Any,
    own32: Any,
    own64: Any,
    squares: Any,
    dense: Any,
    work: Any,
    partial: Any,
    extremes: Any,
    tolerance: float,
    max_iterations: int,
    report: Any,
) -> None:
    """Solve on a grid; big[0] holds the guess before and the field after."""
    extremes[rank, 0] = _couple(
        rank, threads, a, face_x, face_y, d, f, held, left, right, bottom, top, factor, big
    )
    barrier(control, rank, threads)
    extremes[rank, 1], extremes[rank, 2] = _largest(rank, threads, big, fine)
    barrier(control, rank, threads)
    code, largest, least = 0.0, 0.0, np.inf
    for k in range(threads):
        code = max(code, extremes[k, 0])
        largest, least = max(largest, extremes[k, 1]), min(least, extremes[k, 2])
    if code == 0.0 and not least > 0.0:
        code = LOOSE_CELL
    if code != 0.0:
        report[STATUS] = code
        return
    unit = 1.0 / largest
    _round_off(rank, threads, big, fine, unit)
    barrier(control, rank, threads)
    coarsen(
        rank,
        threads,
        control,
        levels,
        fine,
        flat,
        weights,
        own32[rank],
        squares[rank],
        dense,
        is_singular,
    )
    conjugate(
        rank,
        threads,
        control,
        levels,
        big,
        fine,
        flat,
        weights,
        own32,
        own64,
        dense,
        work,
        partial,
        unit,
        tolerance,
        max_iterations,
        report,
    )
