"""A symmetric multigrid cycle in single precision, walked by a team of threads.

Level 0 has five points and is relaxed red, black before and black, red after the coarser ones; the
others have nine points and four colours. The arrays of the levels above 0 lie one after another.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._multigrid_rows import (
    below_above,
    first_colours,
    interpolate,
    one_colour,
    residual_five,
    residual_nine,
    restrict,
    sweep_row,
)
from davylamp.dendrites.phasefield._team import barrier, share

__all__ = ["DENSE", "FIVE", "cycle", "plan", "restrict_level"]

U, F, INVERSE, EXCESS, EAST, NORTH, NE, NW = range(8)
FIVE = 6
DENSE = 64
_SOLO = 4096


def plan(ny: int, nx: int) -> np.ndarray[Any, Any]:
    """Return for each level its cells in y and in x, and where its arrays and weights begin."""
    rows = [(ny, nx, 0, 0)]
    field = weight = 0
    while len(rows) < 2 or ny * nx > DENSE:
        ny, nx = (ny + 1) // 2, (nx + 1) // 2
        rows.append((ny, nx, field, weight))
        field += 8 * (ny + 2) * (nx + 2)
        weight += 8 * (ny + 2) * (nx + 2)
    rows.append((0, 0, field, weight))
    return np.array(rows, dtype=np.int64)


@compiled_leaf
def _residual_row(r: Any, j: int, level: Any, kind: int) -> None:
    """Write f - A u of a row of a level, with the array `kind` for f."""
    ny, width = level.shape[1] - 2, level.shape[2]
    for i in range(width):
        r[i] = 0.0
    if j > ny or j < 1:
        return
    u, north, east = level[U], level[NORTH], level[EAST, j]
    f, row = level[kind, j], u[j]
    if level.shape[0] == FIVE:
        e = level[EXCESS, j]
        for i in range(1, width - 1):
            r[i] = f[i] - e[i] * row[i]
        residual_five(r, u[j - 1], row, u[j + 1], north[j - 1], north[j], east)
        return
    ne, nw = level[NE], level[NW]
    for i in range(1, width - 1):
        r[i] = f[i]
    below_above(r, u[j - 1], u[j + 1], north[j - 1], ne[j - 1], nw[j - 1], north[j], ne[j], nw[j])
    residual_nine(r, row, level[INVERSE, j], east)


@compiled_leaf
def restrict_level(
    rank: int, threads: int, level: Any, coarse: Any, weights: Any, own: Any, kind: int
) -> None:
    """Write the restricted residual of a level into the array `kind` of the next."""
    first, last = share(coarse.shape[1] - 2, rank, threads)
    width = level.shape[2]
    for Y in range(first + 1, last + 1):
        low, here, high = own[(2 * Y) % 4], own[(2 * Y + 1) % 4], own[(2 * Y + 2) % 4]
        if first + 1 == Y:
            _residual_row(low[:width], 2 * Y - 2, level, kind)
        _residual_row(here[:width], 2 * Y - 1, level, kind)
        _residual_row(high[:width], 2 * Y, level, kind)
        restrict(coarse[kind, Y], low, here, high, weights[Y - 1], weights[Y])


@compiled_leaf
def _relax_nine(
    rank: int, threads: int, level: Any, own: Any, odd: int, first: int, is_first: bool
) -> None:
    """Relax every second row of a nine-point level; `odd` says which."""
    width = level.shape[2]
    u, north, ne, nw = level[U], level[NORTH], level[NE], level[NW]
    t, s = own[0][:width], own[1][:width]
    begin, end = share(level.shape[1] - 2, rank, threads)
    for j in range(begin + 1, end + 1):
        if is_first:
            u[j, :] = 0.0
        if j % 2 != odd:
            continue
        f = level[F, j]
        for i in range(width):
            t[i] = f[i]
        if not is_first:
            below_above(
                t, u[j - 1], u[j + 1], north[j - 1], ne[j - 1], nw[j - 1], north[j], ne[j], nw[j]
            )
        sweep_row(u[j], t, s, level[INVERSE, j], level[EAST, j], first)


@compiled_leaf
def _interpolate(rank: int, threads: int, level: Any, coarse: Any, weights: Any) -> None:
    u, correction = level[U], coarse[U]
    first, last = share(level.shape[1] - 2, rank, threads)
    for j in range(first + 1, last + 1):
        Y = (j + 1) // 2
        interpolate(u[j], correction[Y], correction[Y + 1], weights[Y], j % 2 == 0)


@compiled_leaf
def _relax_zero(rank: int, threads: int, level: Any, own: Any) -> None:
    """Relax level 0 from zero, red then black."""
    width = level.shape[2]
    u, f, inverse, north = level[U], level[F], level[INVERSE], level[NORTH]
    first, last = share(level.shape[1] - 2, rank, threads)
    for j in range(first, last + 2):
        g = own[j % 4][:width]
        for i in range(width):
            g[i] = inverse[j, i] * f[j, i]
        if j > first + 1:
            k = j - 1
            below, here = own[(k - 1) % 4], own[k % 4]
            first_colours(
                u[k],
                below,
                here,
                g,
                inverse[k],
                f[k],
                north[k - 1],
                north[k],
                level[EAST, k],
                k % 2,
            )


@compiled_leaf
def _relax_five(rank: int, threads: int, level: Any, own: Any, colour: int) -> None:
    """Relax the cells of one colour of level 0: 0 the red ones, 1 the black ones."""
    u, f, inverse, north = level[U], level[F], level[INVERSE], level[NORTH]
    first, last = share(level.shape[1] - 2, rank, threads)
    t = own[0]
    for j in range(first + 1, last + 1):
        start = 1 + (j + 1 + colour) % 2
        south, east = north[j - 1], level[EAST, j]
        one_colour(u[j - 1], u[j], u[j + 1], inverse[j], f[j], south, north[j], east, t, start)


@compiled_leaf
def _solve_dense(level: Any, factor: Any, work: Any) -> None:
    """Solve the last level by its Cholesky factor."""
    ny, nx = level.shape[1] - 2, level.shape[2] - 2
    u, f = level[U], level[F]
    n = ny * nx
    for k in range(n):
        value = float(f[1 + k // nx, 1 + k % nx])
        for m in range(k):
            value -= factor[k, m] * work[m]
        work[k] = value / factor[k, k]
    for k in range(n - 1, -1, -1):
        value = work[k]
        for m in range(k + 1, n):
            value -= factor[m, k] * work[m]
        work[k] = value / factor[k, k]
        u[1 + k // nx, 1 + k % nx] = work[k]


@compiled_leaf
def _down(
    rank: int, threads: int, control: Any, level: Any, coarse: Any, weights: Any, own: Any
) -> None:
    _relax_nine(rank, threads, level, own, 1, 1, True)
    barrier(control, rank, threads)
    _relax_nine(rank, threads, level, own, 0, 1, False)
    barrier(control, rank, threads)
    restrict_level(rank, threads, level, coarse, weights, own, F)
    barrier(control, rank, threads)


@compiled_leaf
def _up(
    rank: int, threads: int, control: Any, level: Any, coarse: Any, weights: Any, own: Any
) -> None:
    _interpolate(rank, threads, level, coarse, weights)
    barrier(control, rank, threads)
    _relax_nine(rank, threads, level, own, 0, 2, False)
    barrier(control, rank, threads)
    _relax_nine(rank, threads, level, own, 1, 2, False)
    barrier(control, rank, threads)


@compiled_leaf
def _walk(
    rank: int,
    threads: int,
    control: Any,
    levels: Any,
    flat: Any,
    flat_weights: Any,
    own: Any,
    begin: int,
    end: int,
    is_down: bool,
) -> None:
    """Go down from one nine-point level to another, or up."""
    for step in range(end - begin):
        k = begin + step if is_down else end - 1 - step
        n, m, start = levels[k, 0] + 2, levels[k, 1] + 2, levels[k, 2]
        level = flat[start : start + 8 * n * m].reshape((8, n, m))
        n, m, start = levels[k + 1, 0] + 2, levels[k + 1, 1] + 2, levels[k + 1, 2]
        coarse = flat[start : start + 8 * n * m].reshape((8, n, m))
        start = levels[k + 1, 3]
        weights = flat_weights[start : start + 8 * n * m].reshape((n, 8, m))
        if is_down:
            _down(rank, threads, control, level, coarse, weights, own)
        else:
            _up(rank, threads, control, level, coarse, weights, own)


@compiled_leaf
def cycle(
    rank: int,
    threads: int,
    control: Any,
    levels: Any,
    fine: Any,
    flat: Any,
    flat_weights: Any,
    own: Any,
    factor: Any,
    work: Any,
) -> None:
    """Write into fine[U] the preconditioned fine[F]; the operator so defined is symmetric."""
    last = levels.shape[0] - 2
    n, m = levels[1, 0] + 2, levels[1, 1] + 2
    coarse = flat[: 8 * n * m].reshape((8, n, m))
    weights = flat_weights[: 8 * n * m].reshape((n, 8, m))
    _relax_zero(rank, threads, fine, own)
    barrier(control, rank, threads)
    restrict_level(rank, threads, fine, coarse, weights, own, F)
    barrier(control, rank, threads)
    alone = 1
    while alone < last and levels[alone, 0] * levels[alone, 1] > _SOLO:
        alone += 1
    _walk(rank, threads, control, levels, flat, flat_weights, own, 1, alone, True)
    if rank == 0:
        _walk(0, 1, control, levels, flat, flat_weights, own, alone, last, True)
        n, m, start = levels[last, 0] + 2, levels[last, 1] + 2, levels[last, 2]
        _solve_dense(flat[start : start + 8 * n * m].reshape((8, n, m)), factor, work)
        _walk(0, 1, control, levels, flat, flat_weights, own, alone, last, False)
    barrier(control, rank, threads)
    _walk(rank, threads, control, levels, flat, flat_weights, own, 1, alone, False)
    _interpolate(rank, threads, fine, coarse, weights)
    barrier(control, rank, threads)
    _relax_five(rank, threads, fine, own, 1)
    barrier(control, rank, threads)
    _relax_five(rank, threads, fine, own, 0)
