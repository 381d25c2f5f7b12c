"""Build the levels of the multigrid cycle from the couplings of the finest."""

from __future__ import annotations

from typing import Any

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._multigrid import (
    EAST,
    EXCESS,
    INVERSE,
    NE,
    NINE,
    NORTH,
    NW,
    U,
    restrict_five,
    restrict_nine,
)
from davylamp.dendrites.phasefield._multigrid_coarsen import (
    assemble_row,
    edges_five,
    edges_nine,
    squares_five,
    squares_nine,
)
from davylamp.dendrites.phasefield._team import barrier, share

__all__ = ["coarsen"]


@compiled_leaf
def _edges_five(rank: int, threads: int, level: Any, coarse: Any, weights: Any) -> None:
    lack, excess, east, north = level[U], level[EXCESS], level[EAST], level[NORTH]
    first, last = share(coarse.shape[1] - 2, rank, threads)
    for Y in range(first + 1, last + 1):
        edges_five(Y, weights[Y], lack, excess, east, north, coarse[EAST], coarse[NORTH])


@compiled_leaf
def _edges_nine(rank: int, threads: int, level: Any, coarse: Any, weights: Any) -> None:
    lack, excess, east, north = level[U], level[EXCESS], level[EAST], level[NORTH]
    ne, nw = level[NE], level[NW]
    first, last = share(coarse.shape[1] - 2, rank, threads)
    for Y in range(first + 1, last + 1):
        edges_nine(Y, weights[Y], lack, excess, east, north, ne, nw, coarse[EAST], coarse[NORTH])


@compiled_leaf
def _squares_five(
    rank: int, threads: int, level: Any, coarse: Any, weights: Any, squares: Any
) -> None:
    lack, excess, east, north = level[U], level[EXCESS], level[EAST], level[NORTH]
    first, last = share(coarse.shape[1] - 2, rank, threads)
    for Y in range(first, last + 1):
        q, low = squares[Y % 2], squares[(Y + 1) % 2]
        q[:, :] = 0.0
        if 0 < Y <= (level.shape[1] - 2) // 2:
            squares_five(Y, q, weights[Y], weights[Y + 1], lack, excess, east, north)
        if first < Y:
            assemble_row(Y, low, q, coarse[EAST], coarse[NORTH], coarse[NE], coarse[NW])


@compiled_leaf
def _squares_nine(
    rank: int, threads: int, level: Any, coarse: Any, weights: Any, squares: Any
) -> None:
    lack, excess, east, north = level[U], level[EXCESS], level[EAST], level[NORTH]
    ne, nw = level[NE], level[NW]
    first, last = share(coarse.shape[1] - 2, rank, threads)
    for Y in range(first, last + 1):
        q, low = squares[Y % 2], squares[(Y + 1) % 2]
        q[:, :] = 0.0
        if 0 < Y <= (level.shape[1] - 2) // 2:
            squares_nine(Y, q, weights[Y], weights[Y + 1], lack, excess, east, north, ne, nw)
        if first < Y:
            assemble_row(Y, low, q, coarse[EAST], coarse[NORTH], coarse[NE], coarse[NW])


@compiled_leaf
def _diagonal(j: int, i: int, level: Any) -> float:
    east, north, ne, nw = level[EAST], level[NORTH], level[NE], level[NW]
    total = float(east[j, i]) + east[j, i - 1] + north[j, i] + north[j - 1, i]
    total += float(ne[j, i]) + ne[j - 1, i - 1] + nw[j, i] + nw[j - 1, i + 1]
    return float(max(total + level[EXCESS, j, i], 1e-30))


@compiled_leaf
def _invert(rank: int, threads: int, level: Any) -> None:
    """Write the inverse of the diagonal."""
    first, last = share(level.shape[1] - 2, rank, threads)
    for j in range(first + 1, last + 1):
        for i in range(1, level.shape[2] - 1):
            level[INVERSE, j, i] = 1.0 / _diagonal(j, i, level)


@compiled_leaf
def _factorise(level: Any, factor: Any, is_singular: bool) -> None:
    """Write the Cholesky factor of the last level; a singular one is told the mean as well."""
    ny, nx = level.shape[1] - 2, level.shape[2] - 2
    n = ny * nx
    east, north, ne, nw = level[EAST], level[NORTH], level[NE], level[NW]
    largest = 0.0
    for k in range(n):
        largest = max(largest, _diagonal(1 + k // nx, 1 + k % nx, level))
    factor[:n, :n] = largest / n if is_singular else 0.0
    for k in range(n):
        j, i = 1 + k // nx, 1 + k % nx
        factor[k, k] += _diagonal(j, i, level)
        if i > 1:
            factor[k, k - 1] -= east[j, i - 1]
        if j > 1:
            factor[k, k - nx] -= north[j - 1, i]
            if i > 1:
                factor[k, k - nx - 1] -= ne[j - 1, i - 1]
            if i < nx:
                factor[k, k - nx + 1] -= nw[j - 1, i + 1]
    for k in range(n):
        for m in range(k + 1):
            value = factor[k, m]
            for p in range(m):
                value -= factor[k, p] * factor[m, p]
            if m < k:
                factor[k, m] = value / factor[m, m]
            else:
                factor[k, k] = max(value, 1e-14 * factor[k, k]) ** 0.5


@compiled_leaf
def coarsen(
    rank: int,
    threads: int,
    control: Any,
    levels: Any,
    fine: Any,
    flat: Any,
    flat_weights: Any,
    own32: Any,
    own: Any,
    squares: Any,
    factor: Any,
    is_singular: bool,
) -> None:
    """Fill the weights, the couplings and the inverse diagonals of all levels above 0."""
    last = levels.shape[0] - 2
    for k in range(last):
        n, m, start = levels[k, 0] + 2, levels[k, 1] + 2, levels[k, 2]
        size = NINE if k > 0 else 0
        level = flat[start : start + size * n * m].reshape((size, n, m))
        n, m, start = levels[k + 1, 0] + 2, levels[k + 1, 1] + 2, levels[k + 1, 2]
        coarse = flat[start : start + NINE * n * m].reshape((NINE, n, m))
        start = levels[k + 1, 3]
        weights = flat_weights[start : start + 8 * n * m].reshape((n, 8, m))
        if k == 0:
            _edges_five(rank, threads, fine, coarse, weights)
        else:
            _edges_nine(rank, threads, level, coarse, weights)
        barrier(control, rank, threads)
        if k == 0:
            _squares_five(rank, threads, fine, coarse, weights, squares[rank])
        else:
            _squares_nine(rank, threads, level, coarse, weights, squares[rank])
        barrier(control, rank, threads)
        # What the weights lack to one stands in U: the rows of the next level sum to the
        # restricted excess of what they do have, exactly nothing where all sum to one.
        if k == 0:
            restrict_five(rank, threads, fine, coarse, weights, own32[rank], EXCESS + k)
        else:
            restrict_nine(rank, threads, level, coarse, weights, own[rank], EXCESS + 0 * k)
        barrier(control, rank, threads)
        _invert(rank, threads, coarse)
        barrier(control, rank, threads)
        if k == last - 1 and rank == 0:
            _factorise(coarse, factor, is_singular)
    barrier(control, rank, threads)
