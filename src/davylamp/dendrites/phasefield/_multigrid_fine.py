"""Level 0 of the multigrid cycle, in single precision, and the gradients around it, in double.

Each function walks through the rows once and does to the rows behind it what may follow, so that
a field is read from memory once and not once for each step. Red cells are those whose row and
column are both odd or both even: on the way down reds, then blacks are relaxed from zero, on the
way up blacks, then reds. A black residual is thus zero, and blacks need no interpolation.

Arrays have a border of one cell, whose couplings are zero. `east` and `north` couple a cell to the
one at its right and above it. Sums go over columns first, each in the order of the rows.
"""

from __future__ import annotations

from typing import Any

from davylamp.core.compiled import compiled_leaf

__all__ = ["ascend", "descend", "direct", "residual", "sizes"]


@compiled_leaf
def _flows(t: Any, below: Any, z: Any, above: Any, south: Any, north: Any, east: Any) -> None:
    """Write the sum of the neighbours, each times its coupling."""
    for i in range(1, t.size - 1):
        t[i] = south[i] * below[i] + north[i] * above[i]
    for i in range(1, t.size - 1):
        t[i] += east[i - 1] * z[i - 1] + east[i] * z[i + 1]


@compiled_leaf
def _relax(z: Any, t: Any, f: Any, inverse: Any, keep: Any, change: Any) -> None:
    """Relax the cells of one colour of a row, whose mask is `change`; t holds the flows."""
    for i in range(1, z.size - 1):
        z[i] = keep[i] * z[i] + change[i] * (inverse[i] * (f[i] + t[i]))


@compiled_leaf
def _close(total: Any) -> float:
    """Return the sum of a row and empty it."""
    value = 0.0
    for i in range(1, total.size - 1):
        value += total[i]
        total[i] = 0.0
    return value


@compiled_leaf
def _multiply(total: Any, a: Any, b: Any) -> None:
    for i in range(1, total.size - 1):
        total[i] += a[i] * float(b[i])


@compiled_leaf
def _square(total: Any, scaled: Any, r: Any, inverse: Any) -> None:
    for i in range(1, total.size - 1):
        total[i] += r[i] * r[i]
        value = r[i] * inverse[i]
        scaled[i] += value * value


@compiled_leaf
def descend(
    big: Any,
    fine: Any,
    masks: Any,
    rows: Any,
    totals: Any,
    weights: Any,
    coarse: Any,
    alpha: float,
    scale: float,
    unit: float,
) -> tuple[float, float]:
    """Move u and r along p, relax z from zero, and restrict what remains to `coarse`.

    `unit` is what a coupling of level 0 stands for, `scale` what r is multiplied by. Returned are
    the sums of r r and of (D^-1 r)^2.
    """
    u, r, p, q = big[0], big[1], big[2], big[3]
    z, f, inverse, east, north = fine[0], fine[1], fine[2], fine[3], fine[4]
    ny, nx = u.shape[0] - 2, u.shape[1] - 2
    rows[0, :] = 0.0
    for j in range(1, ny + 4):
        if j <= ny:
            if alpha != 0.0:
                for i in range(1, nx + 1):
                    u[j, i] += alpha * p[j, i]
                for i in range(1, nx + 1):
                    r[j, i] -= alpha * q[j, i]
            for i in range(1, nx + 1):
                f[j, i] = scale * r[j, i]
            for i in range(1, nx + 1):
                z[j, i] = inverse[j, i] * f[j, i]
            _square(totals[0], totals[1], r[j], inverse[j])
        k = j - 1
        if 1 <= k <= ny:
            t = rows[4]
            _flows(t, z[k - 1], z[k], z[k + 1], north[k - 1], north[k], east[k])
            _relax(z[k], t, f[k], inverse[k], masks[k % 2], masks[1 - k % 2])
        k = j - 2
        if k < 1:
            continue
        t, red = rows[k % 4], masks[k % 2]
        if k <= ny:
            _flows(t, z[k - 1], z[k], z[k + 1], north[k - 1], north[k], east[k])
            for i in range(1, nx + 1):
                t[i] *= red[i]
        else:
            t[:] = 0.0
        if k % 2 == 0:
            Y = k // 2
            low, here = rows[(k - 2) % 4], rows[(k - 1) % 4]
            up, down = weights[Y], weights[Y - 1]
            for X in range(1, coarse.shape[1] - 1):
                i = 2 * X - 1
                value = here[i] + up[4, X] * t[i + 1] + up[5, X - 1] * t[i - 1]
                value += down[6, X] * low[i + 1] + down[7, X - 1] * low[i - 1]
                coarse[Y, X] = unit * value
    return _close(totals[0]), _close(totals[1])


@compiled_leaf
def ascend(fine: Any, masks: Any, rows: Any, totals: Any, weights: Any, coarse: Any) -> float:
    """Add the correction of `coarse` to z, relax it, and return its product with the right side."""
    z, f, inverse, east, north = fine[0], fine[1], fine[2], fine[3], fine[4]
    ny, nx = z.shape[0] - 2, z.shape[1] - 2
    t = rows[4]
    for j in range(1, ny + 3):
        if j <= ny:
            Y = (j + 1) // 2
            if j % 2 == 1:
                for X in range(1, (nx + 1) // 2 + 1):
                    z[j, 2 * X - 1] += coarse[Y, X]
            else:
                w = weights[Y]
                for X in range(1, nx // 2 + 1):
                    value = w[4, X] * coarse[Y, X] + w[5, X] * coarse[Y, X + 1]
                    value += w[6, X] * coarse[Y + 1, X] + w[7, X] * coarse[Y + 1, X + 1]
                    z[j, 2 * X] += value
        k = j - 1
        if 1 <= k <= ny:
            _flows(t, z[k - 1], z[k], z[k + 1], north[k - 1], north[k], east[k])
            _relax(z[k], t, f[k], inverse[k], masks[k % 2], masks[1 - k % 2])
        k = j - 2
        if k >= 1:
            _flows(t, z[k - 1], z[k], z[k + 1], north[k - 1], north[k], east[k])
            _relax(z[k], t, f[k], inverse[k], masks[1 - k % 2], masks[k % 2])
            _multiply(totals[0], f[k], z[k])
    return _close(totals[0])


@compiled_leaf
def _apply(
    t: Any, below: Any, z: Any, above: Any, south: Any, north: Any, east: Any, excess: Any
) -> None:
    """Write A z of a row: from differences, or rounding would tie a metal to zero."""
    for i in range(1, t.size - 1):
        here = float(z[i])
        t[i] = excess[i] * here + south[i] * (here - below[i]) + north[i] * (here - above[i])
    for i in range(1, t.size - 1):
        here = float(z[i])
        t[i] += east[i - 1] * (here - z[i - 1]) + east[i] * (here - z[i + 1])


@compiled_leaf
def direct(big: Any, fine: Any, totals: Any, beta: float) -> float:
    """Write p = z + beta p and q = A z + beta q, and return the sum of p q."""
    p, q, east, north, excess = big[2], big[3], big[4], big[5], big[6]
    z, t = fine[0], totals[3]
    for j in range(1, p.shape[0] - 1):
        _apply(t, z[j - 1], z[j], z[j + 1], north[j - 1], north[j], east[j], excess[j])
        if beta == 0.0:
            for i in range(1, t.size - 1):
                q[j, i] = t[i]
                p[j, i] = z[j, i]
        else:
            for i in range(1, t.size - 1):
                q[j, i] = beta * q[j, i] + t[i]
            for i in range(1, t.size - 1):
                p[j, i] = beta * p[j, i] + z[j, i]
        _multiply(totals[0], p[j], q[j])
    return _close(totals[0])


@compiled_leaf
def residual(
    big: Any, inverse: Any, masks: Any, totals: Any, factor: float, sweeps: int
) -> tuple[float, float]:
    """Relax the reds, then the blacks of u, by `factor` and so many times, none perhaps.

    Returns the sums of r r and (D^-1 r)^2 with r = b - A u, which is kept where none was asked for.
    """
    u, r, east, north, excess, b = big[0], big[1], big[4], big[5], big[6], big[7]
    ny, t = u.shape[0] - 2, totals[3]
    for j in range(1, ny + 2 * sweeps + 1):
        for half in range(2 * sweeps + 1):
            k = j - half
            if not 1 <= k <= ny:
                continue
            _apply(t, u[k - 1], u[k], u[k + 1], north[k - 1], north[k], east[k], excess[k])
            if half < 2 * sweeps:
                row, own = u[k], masks[(k + half) % 2]
                for i in range(1, t.size - 1):
                    row[i] += factor * (own[i] * inverse[k, i]) * (b[k, i] - t[i])
                continue
            for i in range(1, t.size - 1):
                t[i] = b[k, i] - t[i]
            _square(totals[0], totals[1], t, inverse[k])
            if sweeps == 0:
                for i in range(1, t.size - 1):
                    r[k, i] = t[i]
    return _close(totals[0]), _close(totals[1])


@compiled_leaf
def sizes(u: Any, inverse: Any, totals: Any) -> tuple[float, float]:
    """Return the sums of u u and (D u)^2, from which follows what rounding u leaves."""
    for k in range(1, u.shape[0] - 1):
        _multiply(totals[0], u[k], u[k])
        for i in range(1, u.shape[1] - 1):
            value = u[k, i] / inverse[k, i]
            totals[1, i] += value * value
    return _close(totals[0]), _close(totals[1])
