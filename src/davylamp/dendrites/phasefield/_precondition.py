"""An approximate inverse of the equations of a stage in the plane, compiled."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._cells import Numbers

__all__ = ["add", "dot", "ion_equation", "relax_eta"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# Of h' and of the right side, whose size is about one, where eta is of one phase and stays so.
_FAR: Final = 1e-6
_STILL: Final = 1e-6


@compiled_leaf
def ion_equation(
    cells: FloatArray,
    faces: tuple[FloatArray, FloatArray],
    model: Numbers,
    tau: float,
    diagonal: FloatArray,
    face_x: FloatArray,
    face_y: FloatArray,
) -> None:
    """Fill coefficients of the equation of g with eta eliminated cell by cell, without drift.

    The front can move where it stands at no cost in energy, so that eta follows g freely.
    """
    _, ny, nx = cells.shape
    t = tau * model[4]
    still_x, still_y = faces
    for j in range(ny):
        for i in range(nx):
            diagonal[j, i] = cells[9, j, i] + tau * max(cells[10, j, i], 0.0) * cells[8, j, i]
            if i > 0:
                q = 0.5 * (cells[0, j, i - 1] + cells[0, j, i])
                face_x[j, i] = t * q * still_x[j, i]
            if j > 0:
                q = 0.5 * (cells[0, j - 1, i] + cells[0, j, i])
                face_y[j, i] = t * q * still_y[j, i]
        face_x[j, 0] = 0.0
        face_x[j, nx] = t * still_x[j, nx]
    for i in range(nx):
        face_y[0, i] = 0.0
        face_y[ny, i] = 0.0


@compiled_leaf
def relax_eta(
    x: FloatArray,
    right: FloatArray,
    cells: FloatArray,
    maps: FloatArray,
    model: Numbers,
    tau: float,
    spacing: float,
    sweeps: int,
    band: IntArray,
) -> None:
    """Improve x in (1 - tau d rate/d eta) x = right by sweeps of Gauss and Seidel, to and fro.

    They go over the front alone, and leave which cells of each row that is in `band`, (ny, 2). The
    size of `right` is about one: what it is elsewhere is too small to count.
    """
    ny, nx = x.shape
    stiff = tau * model[2] * model[0] / spacing**2
    for j in range(ny):
        band[j, 0], band[j, 1] = nx, 0
        for i in range(nx):
            if cells[1, j, i] >= _FAR or abs(right[j, i]) >= _STILL:
                band[j, 0] = min(band[j, 0], i)
                band[j, 1] = i + 1
            else:
                x[j, i] = right[j, i] / (1.0 + 4.0 * stiff)
    for sweep in range(sweeps):
        for row in range(ny):
            j = row if sweep % 2 == 0 else ny - 1 - row
            for column in range(band[j, 0], band[j, 1]):
                i = column if sweep % 2 == 0 else band[j, 0] + band[j, 1] - 1 - column
                walls = 0.0
                near = 0.0
                if i > 0:
                    walls += maps[3, j, i - 1]
                    near += maps[3, j, i - 1] * x[j, i - 1]
                else:
                    walls += 2.0
                if i < nx - 1:
                    walls += maps[3, j, i + 1]
                    near += maps[3, j, i + 1] * x[j, i + 1]
                else:
                    walls += 2.0
                if j > 0:
                    walls += maps[3, j - 1, i]
                    near += maps[3, j - 1, i] * x[j - 1, i]
                if j < ny - 1:
                    walls += maps[3, j + 1, i]
                    near += maps[3, j + 1, i] * x[j + 1, i]
                free = maps[3, j, i]
                weight = 1.0 + free * (stiff * walls - tau * cells[7, j, i])
                x[j, i] = (right[j, i] + free * stiff * near) / max(weight, 0.5)


@compiled_leaf
def dot(one: FloatArray, other: FloatArray) -> float:
    """Return the inner product of two flat arrays, without the threads of a library."""
    total = 0.0
    for i in range(one.size):
        total += one[i] * other[i]
    return total


@compiled_leaf
def add(total: FloatArray, share: float, other: FloatArray) -> None:
    """Add a share of a flat array to another."""
    for i in range(total.size):
        total[i] += share * other[i]
