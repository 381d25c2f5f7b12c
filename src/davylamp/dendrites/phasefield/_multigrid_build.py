"""Black-box coarsening: weights of interpolation and the Galerkin operator of the next level.

Every second cell each way is kept. A cell between two kept ones takes their mean, weighted by its
couplings summed across; one amid four takes the value that balances it. Within a square of four
kept cells the middle one is thus eliminated exactly, which gives the couplings of the corners in
closed form (Dendy, J. Comput. Phys. 48 (1982) 366, 10.1016/0021-9991(82)90057-2).
"""

from __future__ import annotations

from typing import Any

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._multigrid_coarse import (
    EAST,
    EXCESS,
    INVERSE,
    NE,
    NORTH,
    NW,
    flow_in,
    gather,
)

__all__ = ["coarsen"]


@compiled_leaf
def _between(
    first: float, second: float, west: float, east: float, excess: float
) -> tuple[float, float, float, float]:
    """Return the weights of two kept cells for the one between, what they lack, and the bond.

    `first` and `second` couple the cell to them, `west` and `east` also to the cells beside them.
    """
    west, east, own = max(west, 0.0), max(east, 0.0), max(excess, 0.0)
    total = west + east + own
    if total <= 0.0:
        return 0.0, 0.0, 1.0, 0.0
    share = 1.0 / total
    w, e = west * share, east * share
    return w, e, own * share, first * (1.0 - w) * e + second * (1.0 - e) * w - excess * w * e


@compiled_leaf
def _edges(
    Y: int,
    weights: Any,
    lack: Any,
    excess: Any,
    east: Any,
    north: Any,
    ne: Any,
    nw: Any,
    coarse: Any,
) -> None:
    """Fill the weights 0 to 3 of a row, what they lack, and the couplings along the edges."""
    j = 2 * Y - 1
    ny, nx = excess.shape[0] - 2, excess.shape[1] - 2
    for X in range(1, (nx + 1) // 2 + 1):
        i = 2 * X - 1
        lack[j, i] = 0.0
        if i < nx:
            a, b = east[j, i], east[j, i + 1]
            one = a + nw[j, i + 1] + ne[j - 1, i]
            two = b + ne[j, i + 1] + nw[j - 1, i + 2]
            w, e, lacking, bond = _between(a, b, one, two, excess[j, i + 1])
            weights[0, X], weights[1, X], lack[j, i + 1] = w, e, lacking
            coarse[EAST, Y, X] = bond
        if j < ny:
            a, b = north[j, i], north[j + 1, i]
            one = a + ne[j, i - 1] + nw[j, i + 1]
            two = b + ne[j + 1, i] + nw[j + 1, i]
            w, e, lacking, bond = _between(a, b, one, two, excess[j + 1, i])
            weights[2, X], weights[3, X], lack[j + 1, i] = w, e, lacking
            coarse[NORTH, Y, X] = bond


@compiled_leaf
def _squares(
    Y: int,
    q: Any,
    up: Any,
    high: Any,
    lack: Any,
    excess: Any,
    east: Any,
    north: Any,
    ne: Any,
    nw: Any,
) -> None:
    """Eliminate the middle cells of a row of squares; `high` holds the weights of row Y + 1.

    Fills q with the couplings of the corners (bottom, top, left, right, south-west to north-east,
    south-east to north-west) and the weights 4 to 7.
    """
    j, nx = 2 * Y, excess.shape[1] - 2
    for X in range(1, nx // 2 + 1):
        i = 2 * X
        cb, ct, cl, cr = north[j - 1, i], north[j, i], east[j, i - 1], east[j, i]
        bw, be, tw, te = up[0, X], up[1, X], high[0, X], high[1, X]
        ls, ln, rs, rn = up[2, X], up[3, X], up[2, X + 1], up[3, X + 1]
        d_sw, d_se, d_nw, d_ne = ne[j - 1, i - 1], nw[j - 1, i + 1], nw[j, i], ne[j, i]
        s_sw, s_se = cb * bw + cl * ls + d_sw, cb * be + cr * rs + d_se
        s_nw, s_ne = ct * tw + cl * ln + d_nw, ct * te + cr * rn + d_ne
        total = cb + ct + cl + cr + d_sw + d_se + d_nw + d_ne + excess[j, i]
        share = 1.0 / total if total > 0.0 else 0.0
        up[4, X], up[5, X], up[6, X], up[7, X] = (
            s_sw * share,
            s_se * share,
            s_nw * share,
            s_ne * share,
        )
        flow = cb * lack[j - 1, i] + ct * lack[j + 1, i] + excess[j, i]
        flow += cl * lack[j, i - 1] + cr * lack[j, i + 1]
        lack[j, i] = flow / total if total > 0.0 else 1.0
        # Links between the cells on two edges: -g (v - w)_I (v - w)_J for corners I and J.
        g_sw, g_se, g_nw, g_ne = nw[j - 1, i], ne[j - 1, i], ne[j, i - 1], nw[j, i + 1]
        q[0, X] = s_sw * s_se * share - cb * bw * be - g_sw * (bw - ls) * be - g_se * bw * (be - rs)
        q[1, X] = s_nw * s_ne * share - ct * tw * te - g_nw * (tw - ln) * te - g_ne * tw * (te - rn)
        q[2, X] = s_sw * s_nw * share - cl * ls * ln + g_sw * (bw - ls) * ln + g_nw * (tw - ln) * ls
        q[3, X] = s_se * s_ne * share - cr * rs * rn + g_se * (be - rs) * rn + g_ne * (te - rn) * rs
        q[4, X] = s_sw * s_ne * share + g_se * bw * rn + g_nw * ls * te
        q[5, X] = s_se * s_nw * share + g_sw * be * ln + g_ne * rs * tw


@compiled_leaf
def coarsen(
    weights: Any,
    coarse: Any,
    squares: Any,
    rows: Any,
    lack: Any,
    excess: Any,
    east: Any,
    north: Any,
    ne: Any,
    nw: Any,
) -> None:
    """Fill the weights, the couplings and the inverse diagonals of the next level."""
    ny, width = excess.shape[0] - 2, excess.shape[1]
    n, m = coarse.shape[1] - 2, coarse.shape[2] - 2
    squares[:, :, :] = 0.0
    low, here, high = rows[0][:width], rows[1][:width], rows[2][:width]
    high[:] = 0.0
    for Y in range(n + 1):
        if n > Y:
            coarse[EAST, Y + 1, :] = 0.0
            coarse[NORTH, Y + 1, :] = 0.0
            _edges(Y + 1, weights[Y + 1], lack, excess, east, north, ne, nw, coarse)
        if Y == 0:
            continue
        q, under = squares[Y % 2], squares[(Y + 1) % 2]
        q[:, :] = 0.0
        if ny >= 2 * Y:
            _squares(Y, q, weights[Y], weights[Y + 1], lack, excess, east, north, ne, nw)
        for X in range(1, m + 1):
            coarse[EAST, Y, X] += q[0, X] + under[1, X]
            coarse[NORTH, Y, X] += q[2, X] + q[3, X - 1]
            coarse[NE, Y, X] = q[4, X]
            coarse[NW, Y, X] = q[5, X - 1]
        # The rows of the next level sum to the restricted excess of what the weights do have,
        # exactly nothing where all sum to one.
        low, high = high, low
        flow_in(here, 2 * Y - 1, lack, excess, excess, east, north, ne, nw)
        flow_in(high, 2 * Y, lack, excess, excess, east, north, ne, nw)
        gather(coarse[EXCESS, Y], low, here, high, weights[Y - 1], weights[Y])
        for X in range(1, m + 1):
            total = coarse[EAST, Y, X] + coarse[EAST, Y, X - 1]
            total += coarse[NORTH, Y, X] + coarse[NORTH, Y - 1, X]
            total += coarse[NE, Y, X] + coarse[NE, Y - 1, X - 1]
            total += coarse[NW, Y, X] + coarse[NW, Y - 1, X + 1]
            total += coarse[EXCESS, Y, X]
            coarse[INVERSE, Y, X] = 1.0 / total if total > 0.0 else 0.0
