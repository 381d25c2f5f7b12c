"""The equations of a plane: couplings of its cells from a coefficient, its walls and a source."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from davylamp.core.compiled import compiled_leaf

__all__ = ["EAST", "EXCESS", "NORTH", "B", "Equations", "Measures", "P", "Q", "R", "U", "renew"]

U, R, P, Q, EAST, NORTH, EXCESS, B = range(8)
_TINY = 1e-300
Array = np.ndarray[Any, np.dtype[Any]]


class Measures(NamedTuple):
    """What is known of equations that were written.

    Parameters
    ----------
    unit : float
        What scales the largest coupling to about one.
    least : float
        The least diagonal, so scaled; what is not positive makes no equation.
    share : float
        The least share that the excess of a row over its couplings has of the diagonal.
    size, scaled_size : float
        Norms of b and of D^-1 b.
    """

    unit: float
    least: float
    share: float
    size: float
    scaled_size: float


class Equations(NamedTuple):
    """A coefficient (in cells or on faces, the others empty), d (or empty), f, and the walls.

    `walls` are the values at the left, right, bottom and top, or None; `factor` is one over the
    square of the spacing.
    """

    cells: Array
    face_x: Array
    face_y: Array
    diagonal: Array
    right: Array
    walls: tuple[Array | None, ...]
    factor: float

    def write(self, big: Array, fine: Array, totals: Array, held: Array) -> Measures:
        """Write the equations in double precision, and level 0 of the cycle in single.

        `held` takes what the walls add to the diagonal and to the right side, shape (2, 4, n).
        """
        cells, face_x, face_y = self.cells, self.face_x, self.face_y
        if cells.size:
            sides = (cells[:, 0], cells[:, -1], cells[0], cells[-1])
            largest = float(cells.max())
        else:
            sides = (face_x[:, 0], face_x[:, -1], face_y[0], face_y[-1])
            largest = max(float(face_x.max()), float(face_y.max()))
        if self.diagonal.size:
            largest = max(largest, float(self.diagonal.max()) / self.factor)
        held[:] = 0.0
        for k, (values, side) in enumerate(zip(self.walls, sides, strict=True)):
            if values is not None:
                held[0, k, : side.size] = 2.0 * self.factor * side
                held[1, k, : side.size] = held[0, k, : side.size] * values
        if not 0.0 < largest < math.inf:
            return Measures(math.nan, 0.0, 0.0, math.nan, math.nan)
        unit = 1.0 / (largest * self.factor)
        big[B, 1:-1, 1:-1] = self.right
        big[EXCESS, 1:-1, 1:-1] = self.diagonal if self.diagonal.size else 0.0
        if not cells.size:
            np.multiply(face_x[:, 1:-1], self.factor, out=big[EAST, 1:-1, 1:-2])
            np.multiply(face_y[1:-1], self.factor, out=big[NORTH, 1:-2, 1:-1])
        least, share, square, scaled = _write(cells, held, self.factor, big, fine, totals, unit)
        totals[:] = 0.0
        return Measures(unit, least, share, math.sqrt(square), math.sqrt(scaled) * unit)


@compiled_leaf
def _means(row: Any, one: Any, other: Any, shift: int, factor: float) -> None:
    """Write the scaled harmonic means of two rows, the second shifted by a cell or not."""
    for i in range(one.size - shift):
        total = max(one[i] + other[i + shift], _TINY)
        row[i + 1] = factor * (2.0 * one[i] * (other[i + shift] / total))


def renew(
    big: Array, fine: Array, totals: Array, held: Array, right: Array, unit: float
) -> tuple[float, float]:
    """Write another right side beside a coefficient that stays; return the norms of b."""
    b = big[B, 1:-1, 1:-1]
    ny, nx = b.shape
    b[...] = right
    b[:, 0] += held[1, 0, :ny]
    b[:, -1] += held[1, 1, :ny]
    b[0] += held[1, 2, :nx]
    b[-1] += held[1, 3, :nx]
    square, scaled = _norms(big[B], fine[2], totals)
    return math.sqrt(square), math.sqrt(scaled) * unit


@compiled_leaf
def _norms(b: Any, inverse: Any, totals: Any) -> tuple[float, float]:
    """Return the sums of b b and (D^-1 b)^2, over columns first."""
    square, scaled = totals[0], totals[1]
    ny, nx = b.shape[0] - 2, b.shape[1] - 2
    for j in range(1, ny + 1):
        for i in range(1, nx + 1):
            value = b[j, i]
            square[i] += value * value
            value *= inverse[j, i]
            scaled[i] += value * value
    size, scaled_size = 0.0, 0.0
    for i in range(1, nx + 1):
        size += square[i]
        scaled_size += scaled[i]
        square[i] = scaled[i] = 0.0
    return size, scaled_size


@compiled_leaf
def _write(
    a: Any,
    held: Any,
    factor: float,
    big: Any,
    fine: Any,
    totals: Any,
    unit: float,
) -> tuple[float, float, float, float]:
    ny, nx = big.shape[1] - 2, big.shape[2] - 2
    t, low, share, square, scaled = totals[0], totals[1], totals[2], totals[3], totals[4]
    for i in range(nx + 2):
        low[i] = share[i] = np.inf
        square[i] = scaled[i] = 0.0
    for j in range(1, ny + 1):
        east, north, south = big[EAST, j], big[NORTH, j], big[NORTH, j - 1]
        excess, b = big[EXCESS, j], big[B, j]
        if a.size > 0:
            _means(east, a[j - 1], a[j - 1], 1, factor)
            if j < ny:
                _means(north, a[j - 1], a[j], 0, factor)
        for wall in range(4):
            if wall < 2:
                i = 1 if wall == 0 else nx
                excess[i] += held[0, wall, j - 1]
                b[i] += held[1, wall, j - 1]
            elif j == (1 if wall == 2 else ny):
                for i in range(nx):
                    excess[i + 1] += held[0, wall, i]
                    b[i + 1] += held[1, wall, i]
        for i in range(1, nx + 1):
            t[i] = unit * (east[i] + east[i - 1] + north[i] + south[i] + excess[i])
        for i in range(1, nx + 1):
            low[i] = min(low[i], t[i])
            t[i] = 1.0 / max(t[i], 1e-30)
            share[i] = min(share[i], unit * excess[i] * t[i])
        for i in range(1, nx + 1):
            fine[2, j, i] = t[i]
            square[i] += b[i] * b[i]
            scaled[i] += (b[i] * t[i]) ** 2
        for i in range(1, nx + 1):
            fine[3, j, i] = unit * east[i]
        for i in range(1, nx + 1):
            fine[4, j, i] = unit * north[i]
    least, lightest, size, scaled_size = np.inf, np.inf, 0.0, 0.0
    for i in range(1, nx + 1):
        least, lightest = min(least, low[i]), min(lightest, share[i])
        size += square[i]
        scaled_size += scaled[i]
    return least, lightest, size, scaled_size
