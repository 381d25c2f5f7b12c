"""The coarser levels of the multigrid cycle.

They have nine points, four colours and double precision: where a metal is thinner than their cells,
couplings of either sign must cancel to the contrast. Rows are walked through once, as on level 0.
The cells whose row and column are both even are relaxed last on the way down and first on the way
up: their residual is zero, and they need no interpolation.
"""

from __future__ import annotations

from typing import Any

from davylamp.core.compiled import compiled_leaf

__all__ = ["EAST", "EXCESS", "INVERSE", "NE", "NORTH", "NW", "F", "U", "down", "flow_in", "gather"]
__all__ += ["up"]

U, F, INVERSE, EXCESS, EAST, NORTH, NE, NW = range(8)


@compiled_leaf
def _relax(j: int, level: Any, t: Any, s: Any, first: int) -> None:
    """Relax the cells first, first + 2, ... of a row, then the others."""
    u, f, inverse, east = level[U, j], level[F, j], level[INVERSE, j], level[EAST, j]
    n = u.size - 1
    for i in range(1, n):
        t[i] = f[i]
    below, above = level[U, j - 1], level[U, j + 1]
    south, south_ne, south_nw = level[NORTH, j - 1], level[NE, j - 1], level[NW, j - 1]
    for i in range(1, n):
        t[i] += south[i] * below[i]
        t[i] += south_ne[i - 1] * below[i - 1] + south_nw[i + 1] * below[i + 1]
    north, ne, nw = level[NORTH, j], level[NE, j], level[NW, j]
    for i in range(1, n):
        t[i] += north[i] * above[i] + ne[i] * above[i + 1] + nw[i] * above[i - 1]
    for start in (first, 3 - first):
        for i in range(1, n):
            s[i] = inverse[i] * (t[i] + east[i - 1] * u[i - 1] + east[i] * u[i + 1])
        for i in range(start, n, 2):
            u[i] = s[i]


@compiled_leaf
def flow_in(
    r: Any, j: int, u: Any, f: Any, excess: Any, east: Any, north: Any, ne: Any, nw: Any
) -> None:
    """Write the residual of a row; none beyond the last one.

    Differences of u, and not a diagonal times u: a metal amid an electrolyte would otherwise be
    tied to zero by the rounding of its diagonal.
    """
    if j > u.shape[0] - 2:
        r[:] = 0.0
        return
    n = u.shape[1] - 1
    below, here, above = u[j - 1], u[j], u[j + 1]
    source, e, side = f[j], excess[j], east[j]
    one, two, three = north[j - 1], ne[j - 1], nw[j - 1]
    for i in range(1, n):
        r[i] = source[i] - e[i] * here[i]
        r[i] += side[i - 1] * (here[i - 1] - here[i]) + side[i] * (here[i + 1] - here[i])
    for i in range(1, n):
        r[i] += one[i] * (below[i] - here[i])
        r[i] += two[i - 1] * (below[i - 1] - here[i]) + three[i + 1] * (below[i + 1] - here[i])
    one, two, three = north[j], ne[j], nw[j]
    for i in range(1, n):
        r[i] += one[i] * (above[i] - here[i])
        r[i] += two[i] * (above[i + 1] - here[i]) + three[i] * (above[i - 1] - here[i])


@compiled_leaf
def gather(coarse: Any, low: Any, here: Any, high: Any, below: Any, own: Any) -> None:
    """Restrict three rows to one by the transpose of the interpolation, all but its corners.

    Parameters
    ----------
    coarse : ndarray
        Row Y of the coarse level.
    low, here, high : ndarray
        Fine rows 2Y-2, 2Y-1 and 2Y.
    below, own : ndarray of shape (8, n)
        Weights of coarse rows Y-1 and Y: east point from west and east, north point from
        south and north, middle from its four corners.
    """
    for X in range(1, coarse.size - 1):
        i = 2 * X - 1
        value = here[i] + own[0, X] * here[i + 1] + own[1, X - 1] * here[i - 1]
        coarse[X] = value + own[2, X] * high[i] + below[3, X] * low[i]


@compiled_leaf
def down(level: Any, coarse: Any, weights: Any, rows: Any, first: int) -> None:
    """Relax a level from zero, the odd rows before the even ones, and restrict its residual.

    `first` is 1, the column with which each row begins; 2 in `up`.
    """
    ny, width = level.shape[1] - 2, level.shape[2]
    u, f, excess = level[U], level[F], level[EXCESS]
    east, north, ne, nw = level[EAST], level[NORTH], level[NE], level[NW]
    t, s = rows[3][:width], rows[4][:width]
    low, here, high = rows[0][:width], rows[1][:width], rows[2][:width]
    high[:] = 0.0
    for j in range(1, ny + 3, 2):
        if j <= ny:
            u[j, :] = 0.0
            u[j + 1, :] = 0.0
            _relax(j, level, t, s, first)
        if 1 < j <= ny + 1:
            _relax(j - 1, level, t, s, first)
        if j > 1:
            low, high = high, low
            flow_in(here, j - 2, u, f, excess, east, north, ne, nw)
            flow_in(high, j - 1, u, f, excess, east, north, ne, nw)
            Y = (j - 1) // 2
            gather(coarse[F, Y], low, here, high, weights[Y - 1], weights[Y])


@compiled_leaf
def up(level: Any, coarse: Any, weights: Any, rows: Any, first: int) -> None:
    """Add the correction of the next level and relax, the even rows before the odd ones."""
    ny, width = level.shape[1] - 2, level.shape[2]
    nx = width - 2
    u, c = level[U], coarse[U]
    t, s = rows[3][:width], rows[4][:width]
    for j in range(1, ny + 3, 2):
        if 1 < j <= ny + 1:
            Y = (j - 1) // 2
            w = weights[Y]
            for X in range(1, c.shape[1] - 1):
                u[j - 1, 2 * X - 1] += w[2, X] * c[Y, X] + w[3, X] * c[Y + 1, X]
        if j <= ny:
            Y = (j + 1) // 2
            w = weights[Y]
            for X in range(1, c.shape[1] - 1):
                u[j, 2 * X - 1] += c[Y, X]
            for X in range(1, nx // 2 + 1):
                u[j, 2 * X] += w[0, X] * c[Y, X] + w[1, X] * c[Y, X + 1]
        if 1 < j <= ny + 1:
            _relax(j - 1, level, t, s, first)
        if j > 2:
            _relax(j - 2, level, t, s, first)
