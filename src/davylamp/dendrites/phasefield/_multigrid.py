"""A symmetric multigrid cycle, walked by a team of threads.

Level 0 has five points, is in single precision, and is relaxed red, black before and black, red
after the coarser ones. These have nine points, four colours and double precision: where a metal is
thinner than their cells, couplings of either sign must cancel to the contrast. Their arrays lie
one after another.
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
    residual_diagonal,
    residual_five,
    restrict,
    sweep_row,
)
from davylamp.dendrites.phasefield._team import barrier, share

__all__ = ["DENSE", "FIVE", "NINE", "cycle", "plan", "restrict_five", "restrict_nine"]

U, F, INVERSE, EXCESS, EAST, NORTH, NE, NW = range(8)
FIVE, NINE = 6, 8
DENSE = 64
_SOLO = 4096
_ZERO, _FIVE, _NINE, _RESTRICT, _INTERPOLATE, _DENSE = range(6)
Table = np.ndarray[Any, np.dtype[np.int64]]


def plan(ny: int, nx: int) -> tuple[Table, Table]:
    """Return what the levels are and the steps of a cycle through them.

    A level is a row of its cells in y and in x, and where its arrays and the weights of the
    interpolation from it begin. A step is a row of what to do, on which level, its
    number among the passes of a relaxation, and whether one thread does it alone.
    """
    levels = [(ny, nx, 0, 0)]
    field = weight = 0
    while len(levels) < 2 or ny * nx > DENSE:
        ny, nx = (ny + 1) // 2, (nx + 1) // 2
        levels.append((ny, nx, field, weight))
        field += NINE * (ny + 2) * (nx + 2)
        weight += 8 * (ny + 2) * (nx + 2)
    last = len(levels) - 1
    levels.append((0, 0, field, weight))
    down, up = [(_ZERO, 0, 0), (_RESTRICT, 0, 0)], [(_FIVE, 0, 0), (_FIVE, 0, 1)]
    up.append((_INTERPOLATE, 0, 0))
    for k in range(1, last):
        down += [(_NINE, k, 0), (_NINE, k, 1), (_RESTRICT, k, 0)]
        up += [(_NINE, k, 3), (_NINE, k, 2), (_INTERPOLATE, k, 0)]
    steps = [*down, (_DENSE, last, 0), *reversed(up)]
    small = [k > 0 and levels[k][0] * levels[k][1] <= _SOLO for _, k, _ in steps]
    program = [(*step, int(alone)) for step, alone in zip(steps, small, strict=True)]
    return np.array(levels, dtype=np.int64), np.array(program, dtype=np.int64)


@compiled_leaf
def _residual_row(r: Any, j: int, level: Any, kind: int) -> None:
    """Write f - A u of a row, with the array `kind` for f; without the couplings over corners."""
    ny, width = level.shape[1] - 2, level.shape[2]
    r[0] = r[width - 1] = 0.0
    if j > ny or j < 1:
        r[:] = 0.0
        return
    u, north = level[U], level[NORTH]
    f, e, row = level[kind, j], level[EXCESS, j], u[j]
    for i in range(1, width - 1):
        r[i] = f[i] - e[i] * row[i]
    residual_five(r, u[j - 1], row, u[j + 1], north[j - 1], north[j], level[EAST, j])


@compiled_leaf
def _corner_row(r: Any, j: int, level: Any) -> None:
    if 0 < j < level.shape[1] - 1:
        u, ne, nw = level[U], level[NE], level[NW]
        residual_diagonal(r, u[j - 1], u[j], u[j + 1], ne[j - 1], nw[j - 1], ne[j], nw[j])


@compiled_leaf
def restrict_five(
    rank: int, threads: int, level: Any, coarse: Any, weights: Any, own: Any, kind: int
) -> None:
    """Write the restricted residual of level 0 into the array `kind` of the next."""
    first, last = share(coarse.shape[1] - 2, rank, threads)
    for Y in range(first + 1, last + 1):
        low, here, high = own[(2 * Y) % 4], own[(2 * Y + 1) % 4], own[(2 * Y + 2) % 4]
        for j in range(2 * Y - 2 if first + 1 == Y else 2 * Y - 1, 2 * Y + 1):
            _residual_row(own[(j + 2) % 4], j, level, kind)
        restrict(coarse[kind, Y], low, here, high, weights[Y - 1], weights[Y])


@compiled_leaf
def restrict_nine(
    rank: int, threads: int, level: Any, coarse: Any, weights: Any, own: Any, kind: int
) -> None:
    """Write the restricted residual of another level into the array `kind` of the next."""
    first, last = share(coarse.shape[1] - 2, rank, threads)
    width = level.shape[2]
    for Y in range(first + 1, last + 1):
        low, here, high = own[(2 * Y) % 4], own[(2 * Y + 1) % 4], own[(2 * Y + 2) % 4]
        for j in range(2 * Y - 2 if first + 1 == Y else 2 * Y - 1, 2 * Y + 1):
            r = own[(j + 2) % 4][:width]
            _residual_row(r, j, level, kind)
            _corner_row(r, j, level)
        restrict(coarse[kind, Y], low, here, high, weights[Y - 1], weights[Y])


@compiled_leaf
def _relax_nine(rank: int, threads: int, level: Any, own: Any, number: int) -> None:
    """Relax every second row of a nine-point level: the odd, the even, the even, the odd ones."""
    odd = 1 if number == 0 or number == 3 else 0
    first, is_first = 1 if number < 2 else 2, number == 0
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
def cycle(
    rank: int,
    threads: int,
    control: Any,
    program: Any,
    levels: Any,
    fine: Any,
    flat: Any,
    flat_weights: Any,
    own32: Any,
    own: Any,
    factor: Any,
    work: Any,
) -> None:
    """Turn f of level 0 into the preconditioned u; the operator so defined is symmetric."""
    for step in range(program.shape[0]):
        what, k, number = program[step, 0], program[step, 1], program[step, 2]
        is_alone = program[step, 3] == 1
        team = 1 if is_alone else threads
        if is_alone and rank != 0:
            if program[step + 1, 3] == 0:
                barrier(control, rank, threads)
            continue
        n, m, start = levels[k, 0] + 2, levels[k, 1] + 2, levels[k, 2]
        size = NINE if k > 0 else 0
        level = flat[start : start + size * n * m].reshape((size, n, m))
        if what == _ZERO:
            _relax_zero(rank, team, fine, own32)
        elif what == _FIVE:
            _relax_five(rank, team, fine, own32, number)
        elif what == _NINE:
            _relax_nine(rank, team, level, own, number)
        elif what == _DENSE:
            _solve_dense(level, factor, work)
        else:
            n, m, start = levels[k + 1, 0] + 2, levels[k + 1, 1] + 2, levels[k + 1, 2]
            coarse = flat[start : start + NINE * n * m].reshape((NINE, n, m))
            start = levels[k + 1, 3]
            weights = flat_weights[start : start + 8 * n * m].reshape((n, 8, m))
            if what == _RESTRICT and k == 0:
                restrict_five(rank, team, fine, coarse, weights, own32, F + number)
            elif what == _RESTRICT:
                restrict_nine(rank, team, level, coarse, weights, own, F + number)
            elif k == 0:
                _interpolate(rank, team, fine, coarse, weights)
            else:
                _interpolate(rank, team, level, coarse, weights)
        if not is_alone or program[step + 1, 3] == 0:
            barrier(control, rank, threads)
