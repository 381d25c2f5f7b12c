"""A stage of fields in the plane: Newton's method with flexible GMRES, and the potential."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import NoConvergenceError
from davylamp.dendrites.phasefield._cells import Numbers, change_w, fill_cells
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
_FORCING = 3e-3
_DIRECTIONS = 24
_SWEEPS = 4
# Of the solves for g within GMRES, whose other parts are no more exact.
_ROUGH = 0.1
# While the residual is above the first, the potential is solved to the second only.
_NEAR = 1e-3
_ROUGH_POTENTIAL = 1e-7
# Cells below which one thread does it all.
_SMALL = 100_000
#: Of the potential; its residual is what charge misses by.
POTENTIAL_TOLERANCE = 1e-10


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
        # Threads that wait for each other lose more on a small grid than they gain.
        threads = 1 if ny * nx < _SMALL else None
        self.ions = EllipticSolver(shape, spacing, Sides(NO_FLUX, Dirichlet(0.0)), threads=threads)
        self.electric = EllipticSolver(
            shape, spacing, Sides(Dirichlet(0.0), Dirichlet(wall[2])), threads=threads
        )
        self.out = np.zeros((2, ny, nx))
        #: Directions of GMRES since the beginning.
        self.directions = 0
        self.diagonal = np.zeros(shape)
        self.ion_faces = (np.zeros((ny, nx + 1)), np.zeros((ny + 1, nx)))
        self.charge_faces = (np.zeros((ny, nx + 1)), np.zeros((ny + 1, nx)))
        pores = maps[3] == 0.0
        self.pores = model[6] / spacing**2 * pores if bool(pores.any()) else None

    def potential(
        self,
        eta: FloatArray,
        psi: FloatArray | None,
        charged: FloatArray | float,
        tolerance: float = POTENTIAL_TOLERANCE,
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
        ny = self.shape[0]
        charge = self.model[12]
        worst, entered, current_left, current_right = np.inf, 0.0, 0.0, 0.0
        exact = False
        for number in range(most + 1):
            fill_cells(eta, w, psi, self.left_V, self.maps, self.model, self.cells, 0, ny)
            worst, entered = residuals(
                eta, psi, self.cells, self.maps, self.faces, base, self.model, tau, self.spacing,
                self.wall, self.out, 0, ny,
            )  # fmt: skip
            if exact and worst < tolerance:
                return number, worst, entered, current_left, current_right
            if number == most or not np.isfinite(worst):
                break
            change = self._newton(psi, tau)
            if change is None:
                break
            eta += np.clip(change[0], -0.5, 0.5)
            change_w(w, change[1], self.cells, self.model, 0, ny)
            exact = worst < _NEAR
            try:
                psi[:], current_left, current_right = self.potential(
                    eta,
                    psi,
                    charge / tau * (eta - base[0]),
                    POTENTIAL_TOLERANCE if exact else _ROUGH_POTENTIAL,
                )
            except NoConvergenceError:
                break
        return -1, worst, entered, current_left, current_right

    def _newton(self, psi: FloatArray, tau: float) -> FloatArray | None:
        """Return the change of eta and g that takes away `out`, by flexible GMRES."""
        ny = self.shape[0]
        ion_equation(self.cells, self.faces, self.model, tau, self.diagonal, *self.ion_faces)
        size = math.sqrt(dot(self.out.ravel(), self.out.ravel()))
        basis = [self.out * (-1.0 / size)]
        tried: list[FloatArray] = []
        upper = np.zeros((_DIRECTIONS + 1, _DIRECTIONS))
        right = np.zeros(_DIRECTIONS + 1)
        right[0] = size
        turns: list[tuple[float, float]] = []
        for k in range(_DIRECTIONS):
            tried.append(self._approximate(basis[k], tau))
            image = np.empty_like(tried[k])
            jacobian_product(
                tried[k], psi, self.cells, self.maps, self.faces, self.model, tau, self.spacing,
                self.wall, image, 0, ny,
            )  # fmt: skip
            flat = image.ravel()
            for i, vector in enumerate(basis):
                upper[i, k] = dot(vector.ravel(), flat)
                add(flat, -upper[i, k], vector.ravel())
            length = math.sqrt(dot(flat, flat))
            for i, (cosine, sine) in enumerate(turns):
                one, two = upper[i, k], upper[i + 1, k]
                upper[i, k] = cosine * one + sine * two
                upper[i + 1, k] = cosine * two - sine * one
            radius = math.hypot(upper[k, k], length)
            if not radius > 0.0:
                return None
            turn = (upper[k, k] / radius, length / radius)
            turns.append(turn)
            upper[k, k] = radius
            right[k + 1] = -turn[1] * right[k]
            right[k] *= turn[0]
            if abs(right[k + 1]) < _FORCING * size or k == _DIRECTIONS - 1:
                break
            basis.append(image * (1.0 / length))
        count = len(tried)
        shares = np.linalg.solve(upper[:count, :count], right[:count])
        change: FloatArray = shares[0] * tried[0]
        for share, direction in zip(shares[1:], tried[1:], strict=True):
            add(change.ravel(), share, direction.ravel())
        self.directions += count
        return change

    def _approximate(self, right: FloatArray, tau: float) -> FloatArray:
        """Return about what solves for `right`: eta alone, then g with eta following, then eta."""
        found = np.zeros_like(right)
        arguments = (self.cells, self.maps, self.model, tau, self.spacing, _SWEEPS)
        relax_eta(found[0], right[0], *arguments)
        source = right[1] - self.cells[10] * found[0]
        found[1] = self.ions.solve(
            self.ion_faces, source, diagonal=self.diagonal, tolerance=_ROUGH
        ).u
        relax_eta(found[0], right[0] + tau * self.cells[8] * found[1], *arguments)
        return found
