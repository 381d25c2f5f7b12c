"""Black-box coarsening: weights of interpolation and the Galerkin operator of the next level.

Every second cell each way is kept. A cell between two kept ones takes their mean, weighted by its
couplings summed across; one amid four takes the value that balances it. Within a square of four
kept cells the middle one is thus eliminated exactly, which gives the couplings of the corners in
closed form (Dendy, J. Comput. Phys. 48 (1982) 366, 10.1016/0021-9991(82)90057-2).
"""

from __future__ import annotations

from typing import Any

from davylamp.core.compiled import compiled_leaf

__all__ = ["assemble_row", "edges_five", "edges_nine", "squares_five", "squares_nine"]


@compiled_leaf
def _pair(west: float, east: float, excess: float) -> tuple[float, float, float]:
    """Weights of two neighbours and what is missing to one, for a cell between them."""
    west, east = max(west, 0.0), max(east, 0.0)
    total = west + east + max(excess, 0.0)
    if total <= 0.0:
        return 0.0, 0.0, 1.0
    return west / total, east / total, max(excess, 0.0) / total


@compiled_leaf
def _bond(first: float, second: float, excess: float, w: float, e: float) -> float:
    """Coupling of two kept cells over the one between them."""
    return first * (1.0 - w) * e + second * (1.0 - e) * w - excess * w * e


@compiled_leaf
def edges_five(
    Y: int, weights: Any, lack: Any, excess: Any, east: Any, north: Any, c_east: Any, c_north: Any
) -> None:
    """Fill the weights 0 to 3 of a row, what they lack, and the couplings along the edges."""
    j = 2 * Y - 1
    ny, nx = excess.shape[0] - 2, excess.shape[1] - 2
    for X in range(1, (nx + 1) // 2 + 1):
        i = 2 * X - 1
        if i < nx:
            a, b, d = float(east[j, i]), float(east[j, i + 1]), float(excess[j, i + 1])
            w, e, lacking = _pair(a, b, d)
            weights[0, X], weights[1, X], lack[j, i + 1] = w, e, lacking
            c_east[Y, X] = _bond(a, b, d, w, e)
        if j < ny:
            a, b, d = float(north[j, i]), float(north[j + 1, i]), float(excess[j + 1, i])
            w, e, lacking = _pair(a, b, d)
            weights[2, X], weights[3, X], lack[j + 1, i] = w, e, lacking
            c_north[Y, X] = _bond(a, b, d, w, e)
        lack[j, i] = 0.0


@compiled_leaf
def edges_nine(
    Y: int,
    weights: Any,
    lack: Any,
    excess: Any,
    east: Any,
    north: Any,
    ne: Any,
    nw: Any,
    c_east: Any,
    c_north: Any,
) -> None:
    """Do the same on a level with nine points."""
    j = 2 * Y - 1
    ny, nx = excess.shape[0] - 2, excess.shape[1] - 2
    for X in range(1, (nx + 1) // 2 + 1):
        i = 2 * X - 1
        if i < nx:
            a, b, d = float(east[j, i]), float(east[j, i + 1]), float(excess[j, i + 1])
            left = a + nw[j, i + 1] + ne[j - 1, i]
            right = b + ne[j, i + 1] + nw[j - 1, i + 2]
            w, e, lacking = _pair(left, right, d)
            weights[0, X], weights[1, X], lack[j, i + 1] = w, e, lacking
            c_east[Y, X] = _bond(a, b, d, w, e)
        if j < ny:
            a, b, d = float(north[j, i]), float(north[j + 1, i]), float(excess[j + 1, i])
            low = a + ne[j, i - 1] + nw[j, i + 1]
            high = b + ne[j + 1, i] + nw[j + 1, i]
            w, e, lacking = _pair(low, high, d)
            weights[2, X], weights[3, X], lack[j + 1, i] = w, e, lacking
            c_north[Y, X] = _bond(a, b, d, w, e)
        lack[j, i] = 0.0


@compiled_leaf
def _centre(
    q: Any, X: int, up: Any, arms: tuple[float, ...], s: tuple[float, ...], total: float
) -> None:
    """Write the weights of a middle cell and the couplings that its elimination leaves."""
    cb, ct, cl, cr, bw, be, tw, te, ls, ln, rs, rn = arms
    share = 1.0 / total if total > 0.0 else 0.0
    sw, se, nw, ne = s
    up[4, X], up[5, X], up[6, X], up[7, X] = sw * share, se * share, nw * share, ne * share
    q[0, X] = sw * se * share - cb * bw * be
    q[1, X] = nw * ne * share - ct * tw * te
    q[2, X] = sw * nw * share - cl * ls * ln
    q[3, X] = se * ne * share - cr * rs * rn
    q[4, X] = sw * ne * share
    q[5, X] = se * nw * share


@compiled_leaf
def squares_five(
    Y: int, q: Any, up: Any, high: Any, lack: Any, excess: Any, east: Any, north: Any
) -> None:
    """Eliminate the middle cells of a row of squares; `high` holds the weights of row Y + 1.

    Fills q with the couplings of the corners (bottom, top, left, right, south-west to north-east,
    south-east to north-west) and the weights 4 to 7.
    """
    j, nx = 2 * Y, excess.shape[1] - 2
    for X in range(1, nx // 2 + 1):
        i = 2 * X
        cb, ct = float(north[j - 1, i]), float(north[j, i])
        cl, cr = float(east[j, i - 1]), float(east[j, i])
        bw, be, tw, te = float(up[0, X]), float(up[1, X]), float(high[0, X]), float(high[1, X])
        ls, ln, rs, rn = float(up[2, X]), float(up[3, X]), float(up[2, X + 1]), float(up[3, X + 1])
        s = (cb * bw + cl * ls, cb * be + cr * rs, ct * tw + cl * ln, ct * te + cr * rn)
        total = cb + ct + cl + cr + excess[j, i]
        _centre(q, X, up, (cb, ct, cl, cr, bw, be, tw, te, ls, ln, rs, rn), s, total)
        flow = cb * lack[j - 1, i] + ct * lack[j + 1, i] + excess[j, i]
        flow += cl * lack[j, i - 1] + cr * lack[j, i + 1]
        lack[j, i] = flow / total if total > 0.0 else 1.0


@compiled_leaf
def squares_nine(
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
    """Do the same on a level with nine points."""
    j, nx = 2 * Y, excess.shape[1] - 2
    for X in range(1, nx // 2 + 1):
        i = 2 * X
        cb, ct = float(north[j - 1, i]), float(north[j, i])
        cl, cr = float(east[j, i - 1]), float(east[j, i])
        bw, be, tw, te = float(up[0, X]), float(up[1, X]), float(high[0, X]), float(high[1, X])
        ls, ln, rs, rn = float(up[2, X]), float(up[3, X]), float(up[2, X + 1]), float(up[3, X + 1])
        d_sw, d_se = float(ne[j - 1, i - 1]), float(nw[j - 1, i + 1])
        d_nw, d_ne = float(nw[j, i]), float(ne[j, i])
        s = (
            cb * bw + cl * ls + d_sw,
            cb * be + cr * rs + d_se,
            ct * tw + cl * ln + d_nw,
            ct * te + cr * rn + d_ne,
        )
        total = cb + ct + cl + cr + d_sw + d_se + d_nw + d_ne + excess[j, i]
        _centre(q, X, up, (cb, ct, cl, cr, bw, be, tw, te, ls, ln, rs, rn), s, total)
        flow = cb * lack[j - 1, i] + ct * lack[j + 1, i] + excess[j, i]
        flow += cl * lack[j, i - 1] + cr * lack[j, i + 1]
        lack[j, i] = flow / total if total > 0.0 else 1.0
        # Links between the cells on two edges: -g (v - w)_I (v - w)_J for corners I and J.
        g = float(nw[j - 1, i])
        q[0, X] -= g * (bw - ls) * be
        q[2, X] += g * (bw - ls) * ln
        q[5, X] += g * be * ln
        g = float(ne[j - 1, i])
        q[0, X] -= g * bw * (be - rs)
        q[3, X] += g * (be - rs) * rn
        q[4, X] += g * bw * rn
        g = float(ne[j, i - 1])
        q[1, X] -= g * (tw - ln) * te
        q[2, X] += g * (tw - ln) * ls
        q[4, X] += g * ls * te
        g = float(nw[j, i + 1])
        q[1, X] -= g * tw * (te - rn)
        q[3, X] += g * (te - rn) * rs
        q[5, X] += g * rs * tw


@compiled_leaf
def assemble_row(Y: int, low: Any, q: Any, c_east: Any, c_north: Any, c_ne: Any, c_nw: Any) -> None:
    """Add the couplings of the squares below and above a row of kept cells to its own."""
    nx = c_east.shape[1] - 2
    for X in range(1, nx + 1):
        c_east[Y, X] += q[0, X] + low[1, X]
        c_north[Y, X] += q[2, X] + q[3, X - 1]
        c_ne[Y, X] = q[4, X]
        c_nw[Y, X] = q[5, X - 1]
