"""Finite volumes on a plate: conduction between neighbours, and out through an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from davylamp.runaway.operation.pouch import Tab

__all__ = ["Grid", "conductances", "laplacian", "power_lost", "tab_lengths"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Even grid of ``nx`` by ``ny`` volumes on a plate."""

    nx: int
    ny: int
    width_m: float
    height_m: float

    @property
    def dx(self) -> float:
        """Width of a volume [m]."""
        return self.width_m / self.nx

    @property
    def dy(self) -> float:
        """Height of a volume [m]."""
        return self.height_m / self.ny

    @property
    def area_m2(self) -> float:
        """Face of a volume [m2]."""
        return self.dx * self.dy

    @property
    def x_m(self) -> FloatArray:
        """Middles from the left [m]."""
        return np.asarray((np.arange(self.nx) + 0.5) * self.dx, dtype=np.float64)

    @property
    def y_m(self) -> FloatArray:
        """Middles from the bottom [m]."""
        return np.asarray((np.arange(self.ny) + 0.5) * self.dy, dtype=np.float64)


def conductances(grid: Grid, sheet: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return conductances to the right and upper neighbours, harmonic in the sheet's values.

    Parameters
    ----------
    sheet : array, shape (ny, nx)
        Conductance of a square.
    """
    right = _harmonic(sheet[:, :-1], sheet[:, 1:]) * grid.dy / grid.dx
    up = _harmonic(sheet[:-1, :], sheet[1:, :]) * grid.dx / grid.dy
    return right, up


def _harmonic(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(2.0 / (1.0 / a + 1.0 / b))


def laplacian(grid: Grid, right: FloatArray, up: FloatArray) -> Any:
    """Return the matrix of what flows out of each volume to its neighbours, per unit of value."""
    from scipy import sparse

    index = np.arange(grid.nx * grid.ny).reshape(grid.ny, grid.nx)
    a = np.concatenate([index[:, :-1].ravel(), index[:-1, :].ravel()])
    b = np.concatenate([index[:, 1:].ravel(), index[1:, :].ravel()])
    g = np.concatenate([right.ravel(), up.ravel()])
    size = grid.nx * grid.ny
    rows = np.concatenate([a, b, a, b])
    columns = np.concatenate([b, a, a, b])
    return sparse.csr_matrix((np.concatenate([-g, -g, g, g]), (rows, columns)), (size, size))


def power_lost(right: FloatArray, up: FloatArray, value: FloatArray) -> FloatArray:
    """Return the power lost between neighbours, half of it in each of the two volumes."""
    lost = np.zeros_like(value)
    step = value[:, :-1] - value[:, 1:]
    across = 0.5 * right * step * step
    lost[:, :-1] += across
    lost[:, 1:] += across
    rise = value[:-1, :] - value[1:, :]
    along = 0.5 * up * rise * rise
    lost[:-1, :] += along
    lost[1:, :] += along
    return lost


def tab_lengths(grid: Grid, tab: Tab) -> FloatArray:
    """Return how much of each volume's edge the tab covers [m], shape (ny, nx)."""
    covered = np.zeros((grid.ny, grid.nx))
    flat = tab.side in ("top", "bottom")
    side, number, step = (
        (grid.width_m, grid.nx, grid.dx) if flat else (grid.height_m, grid.ny, grid.dy)
    )
    low, high = tab.centre * side - tab.width_m / 2, tab.centre * side + tab.width_m / 2
    start = np.arange(number) * step
    length = np.clip(np.minimum(start + step, high) - np.maximum(start, low), 0.0, None)
    if tab.side == "top":
        covered[-1, :] = length
    elif tab.side == "bottom":
        covered[0, :] = length
    elif tab.side == "left":
        covered[:, 0] = length
    else:
        covered[:, -1] = length
    return covered
