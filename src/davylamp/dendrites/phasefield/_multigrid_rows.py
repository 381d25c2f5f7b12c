"""Passes over one row of a multigrid level, each short enough for the compiler to vectorise.

Arrays have a border of one cell, whose couplings are zero. `east`, `north`, `ne` and `nw` couple a
cell to the one at its right, above it, above at the right and above at the left.
"""

from __future__ import annotations

from typing import Any

from davylamp.core.compiled import compiled_leaf

__all__ = [
    "below_above",
    "first_colours",
    "interpolate",
    "one_colour",
    "residual_diagonal",
    "residual_five",
    "restrict",
    "sweep_row",
]


@compiled_leaf
def first_colours(
    u: Any,
    below: Any,
    here: Any,
    above: Any,
    inverse: Any,
    f: Any,
    south: Any,
    north: Any,
    east: Any,
    parity: int,
) -> None:
    """Relax the red, then the black cells of a row from zero; the reds are inverse * f."""
    for i in range(1, u.size - 1):
        flow = south[i] * below[i] + north[i] * above[i]
        flow += east[i - 1] * here[i - 1] + east[i] * here[i + 1]
        black = inverse[i] * (f[i] + flow)
        u[i] = here[i] if (i + parity) % 2 == 0 else black


@compiled_leaf
def one_colour(
    below: Any,
    u: Any,
    above: Any,
    inverse: Any,
    f: Any,
    south: Any,
    north: Any,
    east: Any,
    t: Any,
    first: int,
) -> None:
    """Relax every second cell of a row of a five-point level, beginning with `first`."""
    for i in range(1, u.size - 1):
        flow = south[i] * below[i] + north[i] * above[i]
        flow += east[i - 1] * u[i - 1] + east[i] * u[i + 1]
        t[i] = inverse[i] * (f[i] + flow)
    for i in range(first, u.size - 1, 2):
        u[i] = t[i]


@compiled_leaf
def residual_five(
    r: Any, below: Any, u: Any, above: Any, south: Any, north: Any, east: Any
) -> None:
    """Add to r what flows into each cell from its neighbours."""
    for i in range(1, r.size - 1):
        r[i] += south[i] * (below[i] - u[i]) + north[i] * (above[i] - u[i])
    for i in range(1, r.size - 1):
        r[i] += east[i - 1] * (u[i - 1] - u[i]) + east[i] * (u[i + 1] - u[i])


@compiled_leaf
def below_above(
    t: Any,
    below: Any,
    above: Any,
    south: Any,
    south_ne: Any,
    south_nw: Any,
    north: Any,
    ne: Any,
    nw: Any,
) -> None:
    """Add to t the six couplings of each cell to the two rows beside its own, times their u."""
    for i in range(1, t.size - 1):
        t[i] += (
            south[i] * below[i] + south_ne[i - 1] * below[i - 1] + south_nw[i + 1] * below[i + 1]
        )
    for i in range(1, t.size - 1):
        t[i] += north[i] * above[i] + ne[i] * above[i + 1] + nw[i] * above[i - 1]


@compiled_leaf
def sweep_row(u: Any, t: Any, s: Any, inverse: Any, east: Any, first: int) -> None:
    """Relax the cells first, first + 2, ... of a row, then the others; t holds the other rows."""
    for start in (first, 3 - first):
        for i in range(1, u.size - 1):
            s[i] = inverse[i] * (t[i] + east[i - 1] * u[i - 1] + east[i] * u[i + 1])
        for i in range(start, u.size - 1, 2):
            u[i] = s[i]


@compiled_leaf
def residual_diagonal(
    r: Any, below: Any, u: Any, above: Any, south_ne: Any, south_nw: Any, ne: Any, nw: Any
) -> None:
    """Add to r what flows into each cell from its neighbours across the corners.

    Differences of u, and not a diagonal times u: a metal amid an electrolyte would otherwise be
    tied to zero by the rounding of its diagonal.
    """
    for i in range(1, r.size - 1):
        r[i] += south_ne[i - 1] * (below[i - 1] - u[i]) + south_nw[i + 1] * (below[i + 1] - u[i])
    for i in range(1, r.size - 1):
        r[i] += ne[i] * (above[i + 1] - u[i]) + nw[i] * (above[i - 1] - u[i])


@compiled_leaf
def restrict(coarse: Any, below: Any, here: Any, above: Any, down: Any, up: Any) -> None:
    """Gather three fine rows into a coarse one, by the transpose of the interpolation.

    Parameters
    ----------
    coarse : ndarray
        Row Y of the coarse level.
    below, here, above : ndarray
        Fine rows 2Y-2, 2Y-1 and 2Y.
    down, up : ndarray of shape (8, n)
        Weights of coarse rows Y-1 and Y: east point from west and east, north point from
        south and north, middle from its four corners.
    """
    for X in range(1, coarse.size - 1):
        i = 2 * X - 1
        value = here[i] + up[0, X] * here[i + 1] + up[1, X - 1] * here[i - 1]
        value += up[2, X] * above[i] + up[4, X] * above[i + 1] + up[5, X - 1] * above[i - 1]
        value += down[3, X] * below[i] + down[6, X] * below[i + 1] + down[7, X - 1] * below[i - 1]
        coarse[X] = value


@compiled_leaf
def interpolate(row: Any, coarse: Any, above: Any, weights: Any, is_between: bool) -> None:
    """Add the interpolated correction to a fine row, between coarse rows or on one."""
    last = row.size - 1
    if is_between:
        for X in range(1, coarse.size - 1):
            i = 2 * X - 1
            row[i] += weights[2, X] * coarse[X] + weights[3, X] * above[X]
            value = weights[4, X] * coarse[X] + weights[5, X] * coarse[X + 1]
            value += weights[6, X] * above[X] + weights[7, X] * above[X + 1]
            if i + 1 < last:
                row[i + 1] += value
        return
    for X in range(1, coarse.size - 1):
        i = 2 * X - 1
        row[i] += coarse[X]
        if i + 1 < last:
            row[i + 1] += weights[0, X] * coarse[X] + weights[1, X] * coarse[X + 1]
