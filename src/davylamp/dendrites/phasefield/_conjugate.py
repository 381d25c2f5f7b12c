"""Conjugate gradients in double precision around the multigrid cycle.

Sums are taken over blocks of rows that do not depend on the number of threads, and each thread adds
the blocks up in the same order, so that all go the same way and every run gives the same bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._multigrid import INVERSE, F, U, cycle
from davylamp.dendrites.phasefield._multigrid_rows import residual_five
from davylamp.dendrites.phasefield._team import barrier, share

__all__ = [
    "BLOCK",
    "B_BIG",
    "EAST_BIG",
    "EXCESS_BIG",
    "NORTH_BIG",
    "P_BIG",
    "Q_BIG",
    "STATUS",
    "UNIT",
    "conjugate",
]

BLOCK = 8
ITERATIONS, CYCLES, RESIDUAL, SCALED, STATUS, UNIT = range(6)
U_BIG, R_BIG, P_BIG, Q_BIG, EAST_BIG, NORTH_BIG, EXCESS_BIG, B_BIG = range(8)
_FLOOR = 4.0 * float(np.finfo(np.float64).eps)


@compiled_leaf
def _add_product(total: Any, a: Any, b: Any) -> None:
    for i in range(1, total.size - 1):
        total[i] += a[i] * b[i]


@compiled_leaf
def _add_square(total: Any, a: Any, b: Any) -> None:
    for i in range(1, total.size - 1):
        value = a[i] * b[i]
        total[i] += value * value


@compiled_leaf
def _add_ratio(total: Any, a: Any, b: Any) -> None:
    for i in range(1, total.size - 1):
        value = a[i] / b[i]
        total[i] += value * value


@compiled_leaf
def _close(total: Any) -> float:
    """Return the sum of a row and empty it."""
    value = 0.0
    for i in range(1, total.size - 1):
        value += total[i]
    total[:] = 0.0
    return value


@compiled_leaf
def _sum(partial: Any) -> float:
    value = 0.0
    for k in range(partial.size):
        value += partial[k]
    return value


@compiled_leaf
def _store(f: Any, r: Any, scale: float) -> None:
    for i in range(1, f.size - 1):
        f[i] = scale * r[i]


@compiled_leaf
def _true_residual(
    rank: int, threads: int, big: Any, fine: Any, own: Any, partial: Any, is_first: bool
) -> None:
    """Write b - A u, and the sums over blocks of its square and that of D^-1 r.

    The first time also those of b and D^-1 b, later those of u and D u.
    """
    ny, nx = big.shape[1] - 2, big.shape[2] - 2
    u, north = big[U_BIG], big[NORTH_BIG]
    begin, end = share(partial.shape[1], rank, threads)
    for block in range(begin, end):
        for j in range(block * BLOCK + 1, min((block + 1) * BLOCK, ny) + 1):
            r, e, b = big[R_BIG, j], big[EXCESS_BIG, j], big[B_BIG, j]
            row, inverse = u[j], fine[INVERSE, j]
            for i in range(1, nx + 1):
                r[i] = b[i] - e[i] * row[i]
            residual_five(r, u[j - 1], row, u[j + 1], north[j - 1], north[j], big[EAST_BIG, j])
            _add_product(own[0], r, r)
            _add_square(own[1], r, inverse)
            if is_first:
                _add_product(own[2], b, b)
                _add_square(own[3], b, inverse)
            else:
                _add_product(own[2], row, row)
                _add_ratio(own[3], row, inverse)
        for k in range(4):
            partial[k, block] = _close(own[k])


@compiled_leaf
def _hand_over(rank: int, threads: int, big: Any, fine: Any, scale: float) -> None:
    begin, end = share(big.shape[1] - 2, rank, threads)
    for j in range(begin + 1, end + 1):
        _store(fine[F, j], big[R_BIG, j], scale)


@compiled_leaf
def _dot_residual(rank: int, threads: int, big: Any, fine: Any, own: Any, partial: Any) -> None:
    begin, end = share(partial.shape[1], rank, threads)
    for block in range(begin, end):
        for j in range(block * BLOCK + 1, min((block + 1) * BLOCK, big.shape[1] - 2) + 1):
            _add_product(own[0], big[R_BIG, j], fine[U, j])
        partial[0, block] = _close(own[0])


@compiled_leaf
def _apply(
    t: Any, below: Any, z: Any, above: Any, south: Any, north: Any, east: Any, excess: Any
) -> None:
    """Write A z of a row."""
    for i in range(1, t.size - 1):
        here = float(z[i])
        t[i] = excess[i] * here + south[i] * (here - below[i]) + north[i] * (here - above[i])
    for i in range(1, t.size - 1):
        here = float(z[i])
        t[i] += east[i - 1] * (here - z[i - 1]) + east[i] * (here - z[i + 1])


@compiled_leaf
def _mix(old: Any, new: Any, keep: float) -> None:
    for i in range(1, old.size - 1):
        old[i] = keep * old[i] + new[i]


@compiled_leaf
def _direction(
    rank: int, threads: int, big: Any, fine: Any, own: Any, partial: Any, beta: float
) -> None:
    """Write p = z + beta p, q = A z + beta q, and the sums of p q."""
    z, north = fine[U], big[NORTH_BIG]
    begin, end = share(partial.shape[1], rank, threads)
    for block in range(begin, end):
        for j in range(block * BLOCK + 1, min((block + 1) * BLOCK, big.shape[1] - 2) + 1):
            t = own[1]
            _apply(
                t,
                z[j - 1],
                z[j],
                z[j + 1],
                north[j - 1],
                north[j],
                big[EAST_BIG, j],
                big[EXCESS_BIG, j],
            )
            _mix(big[Q_BIG, j], t, beta)
            _mix(big[P_BIG, j], z[j], beta)
            _add_product(own[0], big[P_BIG, j], big[Q_BIG, j])
        own[1, :] = 0.0
        partial[1, block] = _close(own[0])


@compiled_leaf
def _advance(
    rank: int, threads: int, big: Any, fine: Any, own: Any, partial: Any, alpha: float, scale: float
) -> None:
    """Write u + alpha p, r - alpha q, and the sums of their squares."""
    begin, end = share(partial.shape[1], rank, threads)
    for block in range(begin, end):
        for j in range(block * BLOCK + 1, min((block + 1) * BLOCK, big.shape[1] - 2) + 1):
            u, r, p, q = big[U_BIG, j], big[R_BIG, j], big[P_BIG, j], big[Q_BIG, j]
            for i in range(1, u.size - 1):
                u[i] += alpha * p[i]
            for i in range(1, u.size - 1):
                r[i] -= alpha * q[i]
            _add_product(own[0], r, r)
            _add_square(own[1], r, fine[INVERSE, j])
            _store(fine[F, j], r, scale)
        partial[2, block] = _close(own[0])
        partial[3, block] = _close(own[1])


@compiled_leaf
def conjugate(
    rank: int,
    threads: int,
    control: Any,
    program: Any,
    levels: Any,
    big: Any,
    fine: Any,
    flat: Any,
    weights: Any,
    own32: Any,
    own64: Any,
    factor: Any,
    work: Any,
    partial: Any,
    tolerance: float,
    max_iterations: int,
    report: Any,
) -> None:
    """Improve big[u] until the true residual is below the tolerance.

    Notes
    -----
    Two residuals count: that of A u = b, and that of D^-1 A u = D^-1 b with the diagonal D, because
    in the first the rows of a metal hide those of an electrolyte. Either may instead reach what
    rounding u leaves.
    """
    own, local, unit = own64[rank], own32[rank], report[UNIT]
    own[:, :] = 0.0
    iterations = cycles = 0
    status = 1
    scale = plain = scaled = size = size_scaled = floor = floor_scaled = 0.0
    is_first = True
    while True:
        barrier(control, rank, threads)
        _true_residual(rank, threads, big, fine, own, partial, is_first)
        barrier(control, rank, threads)
        norm, norm_scaled = _sum(partial[0]) ** 0.5, unit * _sum(partial[1]) ** 0.5
        one, other = _sum(partial[2]) ** 0.5, _sum(partial[3]) ** 0.5
        if is_first:
            size, size_scaled = one, unit * other
        else:
            floor, floor_scaled = _FLOOR * other / unit / size, _FLOOR * one / size_scaled
        is_first = False
        if size == 0.0:
            if rank == 0:
                big[U_BIG, :, :] = 0.0
            status = 0
            break
        plain, scaled = norm / size, norm_scaled / size_scaled
        if plain <= max(tolerance, floor) and scaled <= max(tolerance, floor_scaled):
            status = 0
            break
        if iterations >= max_iterations or not plain < np.inf or not scaled < np.inf:
            break
        if scale == 0.0:
            scale = 1.0 / norm
        _hand_over(rank, threads, big, fine, scale)
        barrier(control, rank, threads)
        old = 0.0
        while iterations < max_iterations:
            cycle(
                rank,
                threads,
                control,
                program,
                levels,
                fine,
                flat,
                weights,
                local,
                own,
                factor,
                work,
            )
            own[:, :] = 0.0
            barrier(control, rank, threads)
            cycles += 1
            _dot_residual(rank, threads, big, fine, own, partial)
            barrier(control, rank, threads)
            new = _sum(partial[0])
            _direction(rank, threads, big, fine, own, partial, 0.0 if old == 0.0 else new / old)
            barrier(control, rank, threads)
            slope = _sum(partial[1])
            if not (new > 0.0 and slope > 0.0):
                break
            _advance(rank, threads, big, fine, own, partial, new / slope, scale)
            barrier(control, rank, threads)
            old = new
            iterations += 1
            norm, norm_scaled = _sum(partial[2]) ** 0.5, unit * _sum(partial[3]) ** 0.5
            if norm <= tolerance * size and norm_scaled <= tolerance * size_scaled:
                break
            if not norm < np.inf:
                break
        else:
            continue
        if not (new > 0.0 and slope > 0.0):
            # Nothing is left that the cycle could improve.
            if status == 2:
                break
            status = 2
    if rank == 0:
        report[ITERATIONS], report[CYCLES] = iterations, cycles
        report[RESIDUAL], report[SCALED], report[STATUS] = plain, scaled, status
    barrier(control, rank, threads)
