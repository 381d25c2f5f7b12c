"""Conjugate gradients in double precision around the multigrid cycle, and the arrays of both."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from davylamp.dendrites.phasefield import _multigrid_coarse as coarse
from davylamp.dendrites.phasefield._equations import EAST, EXCESS, NORTH, Equations, P, Q, U, renew
from davylamp.dendrites.phasefield._multigrid_build import coarsen
from davylamp.dendrites.phasefield._multigrid_fine import (
    ascend,
    descend,
    direct,
    residual,
    sizes,
)

__all__ = ["Report", "Workspace"]

Array = np.ndarray[Any, np.dtype[Any]]

#: Share of the diagonal that the excess has in each cell above which overrelaxing level 0 alone is
#: the faster way; how far it should come while its rows pass by once, and its most sweeps then.
_HEAVY, _GOAL, _SWEEPS = 0.1, 1e-4, 4
#: Cells below which a level is solved by the inverse of its matrix.
_DENSE = 64
_FLOOR = 4.0 * float(np.finfo(np.float64).eps)


class Report(NamedTuple):
    """What became of a solve; `is_wrong` where the equations are none."""

    iterations: int
    cycles: int
    residual: float
    scaled_residual: float
    has_converged: bool
    is_wrong: bool = False


def _overrelaxation(share: float) -> tuple[float, int]:
    """Return the best factor for cells of which the excess has a share, and sweeps in a pass."""
    radius = 1.0 - share
    factor = 2.0 / (1.0 + math.sqrt(1.0 - radius * radius))
    sweeps = math.log(_GOAL) / math.log(max(factor - 1.0, 1e-16))
    return factor, min(math.ceil(0.5 + sweeps), _SWEEPS)


class Workspace:
    """Arrays for grids of one shape, about 140 bytes a cell, and the solution on them."""

    def __init__(self, shape: tuple[int, int]) -> None:
        ny, nx = shape
        width = nx + 2
        self.big = np.zeros((8, ny + 2, width))
        self.fine = np.zeros((5, ny + 2, width), dtype=np.float32)
        odd = np.arange(width, dtype=np.float32) % 2
        self.masks = np.stack([1 - odd, odd])
        self.rows32 = np.zeros((5, width), dtype=np.float32)
        self.rows = np.zeros((5, width))
        self.totals = np.zeros((5, width))
        self.levels: list[Array] = []
        self.weights: list[Array] = []
        while not self.levels or ny * nx > _DENSE:
            ny, nx = (ny + 1) // 2, (nx + 1) // 2
            self.levels.append(np.zeros((8, ny + 2, nx + 2)))
            self.weights.append(np.zeros((ny + 2, 8, nx + 2)))
        self.squares = np.zeros((2, 6, (width - 1) // 2 + 2))
        self.dense = np.zeros((ny * nx, ny * nx))
        self.held = np.zeros((2, 4, max(shape)))
        self.unit, self._share = 1.0, 0.0
        self._sizes = (1.0, 1.0)
        self._has_levels = False

    def solve(self, equations: Equations, tolerance: float, most: int) -> Report:
        """Solve equations from what stands in big[U]."""
        self._has_levels = False
        self.unit, least, self._share, *norms = equations.write(
            self.big, self.fine, self.totals, self.held
        )
        if not (least > 0.0 and norms[0] < math.inf):
            return Report(0, 0, math.nan, math.nan, False, is_wrong=True)
        self._sizes = (norms[0], norms[1])
        return self._march(tolerance, most)

    def solve_again(self, right: Array, tolerance: float, most: int) -> Report:
        """Solve for another right side; couplings and levels are those of the last solve."""
        self._sizes = renew(self.big, self.fine, self.totals, self.held, right, self.unit)
        if not self._sizes[0] < math.inf:
            return Report(0, 0, math.nan, math.nan, False, is_wrong=True)
        return self._march(tolerance, most)

    def _march(self, tolerance: float, most: int) -> Report:
        size = self._sizes[0]
        if size == 0.0:
            self.big[U] = 0.0
            return Report(0, 0, 0.0, 0.0, True)
        factor, sweeps = _overrelaxation(self._share) if self._share > _HEAVY else (0.0, 0)
        is_stuck = False
        iterations = cycles = 0
        while True:
            norm, scaled = self._residual(factor, sweeps)
            iterations += sweeps
            if self._is_enough(norm, scaled, tolerance):
                return Report(iterations, cycles, norm, scaled, True)
            is_lost = not (norm < math.inf and scaled < math.inf)
            if iterations >= most or is_lost or is_stuck:
                return Report(iterations, cycles, norm, scaled, False)
            if sweeps:
                continue
            if not self._has_levels:
                # A field that hardly moved needs no iteration, and then no levels either.
                self._build()
                self._has_levels = True
            steps = self._iterate(tolerance, most - iterations, 1.0 / (norm * size))
            iterations, cycles, is_stuck = iterations + steps, cycles + steps, steps == 0

    def _residual(self, factor: float, sweeps: int) -> tuple[float, float]:
        """Relax u so many times; return both relative residuals."""
        arguments = (self.big, self.fine[2], self.masks, self.totals)
        square, scaled = residual(*arguments, factor * self.unit, sweeps)
        size, size_scaled = self._sizes
        return math.sqrt(square) / size, self.unit * math.sqrt(scaled) / size_scaled

    def _is_enough(self, norm: float, scaled: float, tolerance: float) -> bool:
        """Return whether both residuals are below the tolerance or what rounding u leaves."""
        if norm <= tolerance and scaled <= tolerance:
            return True
        u, du = sizes(self.big[U], self.fine[2], self.totals)
        size, size_scaled = self._sizes
        return norm <= max(tolerance, _FLOOR * math.sqrt(du) / self.unit / size) and (
            scaled <= max(tolerance, _FLOOR * math.sqrt(u) / size_scaled)
        )

    def _iterate(self, tolerance: float, most: int, scale: float) -> int:
        """Improve u until the residual carried along is below the tolerance; return the steps."""
        size, size_scaled = self._sizes
        alpha = old = 0.0
        for number in range(most + 1):
            square, scaled = self.descend(alpha, scale)
            norm, norm_scaled = math.sqrt(square), math.sqrt(scaled) * self.unit
            is_near = norm <= tolerance * size and norm_scaled <= tolerance * size_scaled
            if (number and is_near) or number == most or not norm < math.inf:
                return number
            product = self.ascend()
            slope = direct(self.big, self.fine, self.totals, product / old if old else 0.0)
            if not (product > 0.0 and slope > 0.0):
                return number
            alpha, old = product / scale / slope, product
        return most

    def _build(self) -> None:
        """Build the levels of the cycle from the equations."""
        # The neighbours over corners of level 0 couple to nothing.
        none, big = self.big[Q], self.big
        none[:] = 0.0
        above: tuple[Array, ...] = (big[P], big[EXCESS], big[EAST], big[NORTH], none, none)
        for level, weights in zip(self.levels, self.weights, strict=True):
            coarsen(weights, level, self.squares, self.rows, *above)
            which = (coarse.U, coarse.EXCESS, coarse.EAST, coarse.NORTH, coarse.NE, coarse.NW)
            above = tuple(level[k] for k in which)
        self._invert(self.levels[-1])

    def _invert(self, level: Array) -> None:
        """Write the inverse of the matrix of the last level, or that on what sums to zero."""
        inner = level[:, 1:-1, 1:-1]
        ny, nx = inner.shape[1:]
        place = np.arange(ny * nx).reshape(ny, nx)
        matrix = np.zeros_like(self.dense)
        for one, other, coupling in (
            (place[:, :-1], place[:, 1:], inner[coarse.EAST, :, :-1]),
            (place[:-1], place[1:], inner[coarse.NORTH, :-1]),
            (place[:-1, :-1], place[1:, 1:], inner[coarse.NE, :-1, :-1]),
            (place[:-1, 1:], place[1:, :-1], inner[coarse.NW, :-1, 1:]),
        ):
            matrix[one, other] = matrix[other, one] = -coupling
        excess = inner[coarse.EXCESS].ravel()
        diagonal = excess - matrix.sum(axis=0)
        matrix.flat[:: ny * nx + 1] = diagonal
        if not excess.any():
            matrix += diagonal.max() / (ny * nx)
        try:
            self.dense[:] = np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            # Parts that nothing couples, each fixed up to a constant.
            matrix.flat[:: ny * nx + 1] *= 1.0 + 1e-12
            self.dense[:] = np.linalg.inv(matrix)

    def descend(self, alpha: float, scale: float) -> tuple[float, float]:
        """Take a step of length alpha, and relax and restrict what remains."""
        found: tuple[float, float] = descend(
            self.big,
            self.fine,
            self.masks,
            self.rows32,
            self.totals,
            self.weights[0],
            self.levels[0][coarse.F],
            alpha,
            scale,
            1.0 / self.unit,
        )
        return found

    def ascend(self) -> float:
        """Solve on the levels above 0, correct it and relax; return the product with its right."""
        levels, weights = self.levels, self.weights
        for k in range(len(levels) - 1):
            coarse.down(levels[k], levels[k + 1], weights[k + 1], self.rows, 1)
        right = levels[-1][coarse.F, 1:-1, 1:-1]
        levels[-1][coarse.U, 1:-1, 1:-1] = (self.dense @ right.ravel()).reshape(right.shape)
        for k in range(len(levels) - 2, -1, -1):
            coarse.up(levels[k], levels[k + 1], weights[k + 1], self.rows, 2)
        correction = levels[0][coarse.U]
        return float(
            ascend(self.fine, self.masks, self.rows32, self.totals, weights[0], correction)
        )
