"""A stage of fields in the plane: Newton's method with flexible GMRES, and the potential."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import NoConvergenceError
from davylamp.dendrites.phasefield._cells import Numbers, change_fields, fill_cells
from davylamp.dendrites.phasefield._precondition import add, dot, ion_equation, relax_eta
from davylamp.dendrites.phasefield._residual import (
    conduction_faces,
    jacobian_product,
    residuals,
)
from davylamp.dendrites.phasefield.elliptic import NO_FLUX, Dirichlet, EllipticSolver, Sides

__all__ = ["Plane"]

FloatArray = npt.NDArray[np.float64]

# Of the linear solves in Newton's method: how far each goes, and how many directions it keeps.
_FORCING = 0.03
_DIRECTIONS = 24
# Of the approximate solves within: sweeps over the front for eta, and how far that for g goes.
_SWEEPS = 8
_ROUGH = 0.03
# The potential is solved to this share of the residual of eta and lithium, within bounds; a stage
# ends only where it was solved to the last, which is what charge misses by.
_SHARE = 1e-4
_ROUGHEST = 1e-4
_ENOUGH = 1e-7
# Of the potential of a state before it moves, and the least that a stage asks for.
_EXACT = 1e-10


class Plane:
    """Solver of stages on one grid; keeps its workspace.

    Parameters
    ----------
    shape : (int, int)
        Cells in y and in x.
    spacing : float
        Side of a cell [um].
    drop_V : float
        Potential of the right wall above the left one [V].
    model, maps, faces, cells, left_V, wall
        As the kernels take them.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        spacing: float,
        model: Numbers,
        maps: FloatArray,
        faces: tuple[FloatArray, FloatArray],
        cells: FloatArray,
        left_V: float,
        wall: tuple[float, float, float],
    ) -> None:
        ny, nx = shape
        self.shape, self.spacing, self.model, self.maps = shape, spacing, model, maps
        self.faces, self.cells, self.left_V, self.wall = faces, cells, left_V, wall
        self.ions = EllipticSolver(shape, spacing, Sides(NO_FLUX, Dirichlet(0.0)))
        self.electric = EllipticSolver(shape, spacing, Sides(Dirichlet(0.0), Dirichlet(wall[2])))
        self.out = np.zeros((2, ny, nx))
        self.diagonal = np.zeros(shape)
        self.band = np.zeros((ny, 2), dtype=np.int64)
        self.ion_faces = (np.zeros((ny, nx + 1)), np.zeros((ny + 1, nx)))
        self.charge_faces = (np.zeros((ny, nx + 1)), np.zeros((ny + 1, nx)))
        pores = maps[3] == 0.0
        self.pores = model[6] / spacing**2 * pores if bool(pores.any()) else None

    def potential(
        self,
        eta: FloatArray,
        psi: FloatArray | None,
        charged: FloatArray | float,
        tolerance: float = _EXACT,
    ) -> tuple[FloatArray, float, float]:
        """Return the potential above the left wall [V], and the currents at both walls.

        `psi` is a guess, `charged` what takes up charge.
        """
        conduction_faces(eta, self.maps, self.model, *self.charge_faces)
        found = self.electric.solve(
            self.charge_faces,
            -np.asarray(charged) * self.maps[3],
            diagonal=self.pores,
            guess=psi,
            tolerance=tolerance,
        ).u
        face = self.charge_faces[0]
        current_left = -2.0 * float(np.sum(face[:, 0] * found[:, 0]))
        current_right = 2.0 * float(np.sum(face[:, -1] * (self.wall[2] - found[:, -1])))
        return found, current_left, current_right

    def march(
        self,
        eta: FloatArray,
        w: FloatArray,
        psi: FloatArray,
        base: FloatArray,
        tau: float,
        tolerance: float,
        most: int,
    ) -> tuple[int, float, float, float, float]:
        """Solve a stage in place; as `march_line` for one dimension."""
        charge = self.model[12]
        worst, entered, current_left, current_right = np.inf, 0.0, 0.0, 0.0
        asked = np.inf
        for number in range(most + 1):
            fill_cells(eta, w, psi, self.left_V, self.maps, self.model, self.cells)
            worst, entered = residuals(
                eta, psi, self.cells, self.maps, self.faces, base, self.model, tau, self.spacing,
                self.wall, self.out,
            )  # fmt: skip
            if worst < tolerance and asked <= _ENOUGH:
                return number, worst, entered, current_left, current_right
            if number == most or not np.isfinite(worst):
                break
            change = self._newton(psi, tau)
            if change is None:
                break
            change_fields(eta, w, change, self.cells, self.faces, self.model, tau, self.spacing)
            asked = min(max(_SHARE * worst, _EXACT), _ROUGHEST)
            taken = charge / tau * (eta - base[0])
            try:
                psi[:], current_left, current_right = self.potential(eta, psi, taken, asked)
            except NoConvergenceError:
                break
        return -1, worst, entered, current_left, current_right

    def _newton(self, psi: FloatArray, tau: float) -> FloatArray | None:
        """Return the change of eta and g that takes away `out`, by flexible GMRES."""
        ion_equation(self.cells, self.faces, self.model, tau, self.diagonal, *self.ion_faces)
        size = math.sqrt(dot(self.out.ravel(), self.out.ravel()))
        basis = [self.out * (-1.0 / size)]
        tried: list[FloatArray] = []
        upper = np.zeros((_DIRECTIONS + 1, _DIRECTIONS))
        right = np.zeros(_DIRECTIONS + 1)
        right[0] = size
        shares: Any = ()
        for k in range(_DIRECTIONS):
            tried.append(self._approximate(basis[k], tau, is_first=k == 0))
            image = np.empty_like(tried[k])
            jacobian_product(
                tried[k], psi, self.cells, self.maps, self.faces, self.model, tau, self.spacing,
                image,
            )  # fmt: skip
            flat = image.ravel()
            for i, vector in enumerate(basis):
                upper[i, k] = dot(vector.ravel(), flat)
                add(flat, -upper[i, k], vector.ravel())
            length = upper[k + 1, k] = math.sqrt(dot(flat, flat))
            matrix = upper[: k + 2, : k + 1]
            if not np.isfinite(matrix).all():
                return None
            shares = np.linalg.lstsq(matrix, right[: k + 2], rcond=None)[0]
            miss = float(np.linalg.norm(matrix @ shares - right[: k + 2]))
            if miss < _FORCING * size or not length > 0.0:
                break
            basis.append(image * (1.0 / length))
        change = np.zeros_like(self.out)
        for share, direction in zip(shares, tried, strict=True):
            add(change.ravel(), share, direction.ravel())
        return change

    def _approximate(self, right: FloatArray, tau: float, *, is_first: bool) -> FloatArray:
        """Return about what solves for `right`: eta alone, then g with eta following, then eta.

        Directions after the first of an iteration have its couplings of g.
        """
        found = np.zeros_like(right)
        arguments = (
            self.cells, self.maps, self.model, tau, self.spacing, _SWEEPS, self.band
        )  # fmt: skip
        relax_eta(found[0], right[0], *arguments)
        source = right[1] - self.cells[10] * found[0]
        found[1] = self.ions.solve(
            self.ion_faces if is_first else None,
            source,
            diagonal=self.diagonal if is_first else None,
            tolerance=_ROUGH,
        ).u
        relax_eta(found[0], right[0] + tau * self.cells[8] * found[1], *arguments)
        return found
