"""Couplings of the cells of a plane from a coefficient and its walls."""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._conjugate import (
    B_BIG,
    EAST_BIG,
    EXCESS_BIG,
    NORTH_BIG,
    P_BIG,
    Q_BIG,
    STATUS,
    UNIT,
)
from davylamp.dendrites.phasefield._multigrid import EAST, EXCESS, INVERSE, NORTH
from davylamp.dendrites.phasefield._team import barrier, share

__all__ = ["WRONG", "couple"]

#: Status of a problem that is none.
WRONG = 9
_TINY = 1e-300


@compiled_leaf
def _means(row: Any, one: Any, other: Any, shift: int, factor: float) -> None:
    """Write the scaled harmonic means of two rows, the second shifted by a cell or not."""
    for i in range(one.size - shift):
        total = max(one[i] + other[i + shift], _TINY)
        row[i + 1] = factor * (2.0 * one[i] * (other[i + shift] / total))


@compiled_leaf
def _copy(row: Any, values: Any, first: int, count: int, factor: float) -> None:
    for i in range(count):
        row[i + 1] = factor * values[i + first]


@compiled_leaf
def _count_bad(values: Any, lowest: float) -> int:
    bad = 0
    for i in range(values.size):
        bad += 0 if lowest <= values[i] < np.inf else 1
    return bad


@compiled_leaf
def _hold(j: int, i: int, big: Any, coupling: float, value: float) -> None:
    """Hold a cell at a value half a cell away."""
    big[EXCESS_BIG, j, i] += 2.0 * coupling
    big[B_BIG, j, i] += 2.0 * coupling * value


@compiled_leaf
def _fill(
    rank: int,
    threads: int,
    a: Any,
    face_x: Any,
    face_y: Any,
    d: Any,
    f: Any,
    factor: float,
    big: Any,
) -> int:
    """Fill the couplings, the excess and the right-hand side of own rows; count what is wrong."""
    ny, nx = big.shape[1] - 2, big.shape[2] - 2
    bad = 0
    first, last = share(ny, rank, threads)
    for j in range(first + 1, last + 1):
        east, north, excess, b = (
            big[EAST_BIG, j],
            big[NORTH_BIG, j],
            big[EXCESS_BIG, j],
            big[B_BIG, j],
        )
        bad += _count_bad(f[j - 1], -np.inf)
        _copy(b, f[j - 1], 0, nx, 1.0)
        if d.size > 0:
            bad += _count_bad(d[j - 1], 0.0)
            _copy(excess, d[j - 1], 0, nx, 1.0)
        else:
            excess[:] = 0.0
        if a.size > 0:
            bad += _count_bad(a[j - 1], 0.0)
            _means(east, a[j - 1], a[j - 1], 1, factor)
            if j < ny:
                _means(north, a[j - 1], a[j], 0, factor)
        else:
            bad += _count_bad(face_x[j - 1], 0.0) + _count_bad(face_y[j - 1], 0.0)
            _copy(east, face_x[j - 1], 1, nx - 1, factor)
            if j < ny:
                _copy(north, face_y[j], 0, nx, factor)
    return bad


@compiled_leaf
def _hold_walls(
    rank: int,
    threads: int,
    a: Any,
    face_x: Any,
    face_y: Any,
    held: Any,
    left: Any,
    right: Any,
    bottom: Any,
    top: Any,
    factor: float,
    big: Any,
) -> None:
    ny, nx = big.shape[1] - 2, big.shape[2] - 2
    has_cells = a.size > 0
    first, last = share(ny, rank, threads)
    for j in range(first + 1, last + 1):
        if held[0]:
            wall = a[j - 1, 0] if has_cells else face_x[j - 1, 0]
            _hold(j, 1, big, factor * wall, left[j - 1])
        if held[1]:
            wall = a[j - 1, nx - 1] if has_cells else face_x[j - 1, nx]
            _hold(j, nx, big, factor * wall, right[j - 1])
        if (j == 1 and held[2]) or (j == ny and held[3]):
            for i in range(1, nx + 1):
                if j == 1 and held[2]:
                    wall = a[0, i - 1] if has_cells else face_y[0, i - 1]
                    _hold(j, i, big, factor * wall, bottom[i - 1])
                if j == ny and held[3]:
                    wall = a[ny - 1, i - 1] if has_cells else face_y[ny, i - 1]
                    _hold(j, i, big, factor * wall, top[i - 1])


@compiled_leaf
def _row_diagonal(t: Any, east: Any, north: Any, south: Any, excess: Any) -> None:
    for i in range(1, t.size - 1):
        t[i] = east[i] + east[i - 1] + north[i] + south[i] + excess[i]


@compiled_leaf
def _extremes(rank: int, threads: int, big: Any, own: Any) -> tuple[float, float]:
    """Return the largest and the least diagonal of own rows."""
    t, high, low = own[0], own[1], own[2]
    high[:] = 0.0
    low[:] = np.inf
    first, last = share(big.shape[1] - 2, rank, threads)
    for j in range(first + 1, last + 1):
        _row_diagonal(
            t, big[EAST_BIG, j], big[NORTH_BIG, j], big[NORTH_BIG, j - 1], big[EXCESS_BIG, j]
        )
        for i in range(1, t.size - 1):
            high[i] = max(high[i], t[i])
            low[i] = min(low[i], t[i])
    largest, least = 0.0, np.inf
    for i in range(1, t.size - 1):
        largest, least = max(largest, high[i]), min(least, low[i])
    own[:, :] = 0.0
    return largest, least


@compiled_leaf
def _scale(target: Any, source: Any, unit: float) -> None:
    for i in range(1, target.size - 1):
        target[i] = unit * source[i]


@compiled_leaf
def _round_off(rank: int, threads: int, big: Any, fine: Any, own: Any, unit: float) -> None:
    """Write level 0 of the cycle, scaled, in single precision; empty the search direction."""
    t = own[0]
    first, last = share(big.shape[1] - 2, rank, threads)
    for j in range(first + 1, last + 1):
        big[P_BIG, j, :] = 0.0
        big[Q_BIG, j, :] = 0.0
        east, north, excess = big[EAST_BIG, j], big[NORTH_BIG, j], big[EXCESS_BIG, j]
        _scale(fine[EAST, j], east, unit)
        _scale(fine[NORTH, j], north, unit)
        _scale(fine[EXCESS, j], excess, unit)
        _row_diagonal(t, east, north, big[NORTH_BIG, j - 1], excess)
        inverse = fine[INVERSE, j]
        for i in range(1, t.size - 1):
            inverse[i] = 1.0 / max(unit * t[i], 1e-30)
    t[:] = 0.0


@compiled_leaf
def couple(
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
    big: Any,
    fine: Any,
    own: Any,
    extremes: Any,
    report: Any,
) -> None:
    """Write the equations in double precision, and level 0 of the cycle in single."""
    extremes[rank, 0] = _fill(rank, threads, a, face_x, face_y, d, f, factor, big)
    _hold_walls(rank, threads, a, face_x, face_y, held, left, right, bottom, top, factor, big)
    barrier(control, rank, threads)
    extremes[rank, 1], extremes[rank, 2] = _extremes(rank, threads, big, own[rank])
    barrier(control, rank, threads)
    bad, largest, least = 0.0, 0.0, np.inf
    for k in range(threads):
        bad += extremes[k, 0]
        largest, least = max(largest, extremes[k, 1]), min(least, extremes[k, 2])
    if bad > 0.0 or not 0.0 < least <= largest < np.inf:
        if rank == 0:
            report[STATUS] = WRONG
    else:
        if rank == 0:
            report[STATUS] = 0.0
            report[UNIT] = 1.0 / largest
        _round_off(rank, threads, big, fine, own[rank], 1.0 / largest)
    barrier(control, rank, threads)
