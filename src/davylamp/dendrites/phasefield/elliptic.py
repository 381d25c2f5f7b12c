"""Potential and diffusion in a plane: -div(a grad u) + d u = f on square cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError

__all__ = ["NO_FLUX", "Dirichlet", "EllipticSolver", "NoFlux", "Sides", "Solution"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Dirichlet:
    """A wall, half a cell from the outermost centres, that is held at a value.

    Parameters
    ----------
    value : float or ndarray
        One value, or one for each cell along the side, in the unit of u.
    """

    value: float | Array


@dataclass(frozen=True, slots=True)
class NoFlux:
    """A wall that nothing passes."""


NO_FLUX: Final = NoFlux()


@dataclass(frozen=True, slots=True)
class Sides:
    """What holds at the four walls; the first row of an array is the bottom one.

    Parameters
    ----------
    left, right, bottom, top : Dirichlet or NoFlux
        Conditions at x = 0, at x = nx dx, at y = 0 and at y = ny dx.
    """

    left: Dirichlet | NoFlux = NO_FLUX
    right: Dirichlet | NoFlux = NO_FLUX
    bottom: Dirichlet | NoFlux = NO_FLUX
    top: Dirichlet | NoFlux = NO_FLUX


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A solved field.

    Parameters
    ----------
    u : ndarray of shape (ny, nx)
        The field.
    iterations : int
        Steps of conjugate gradients; 0 where the guess was already good enough.
    residual : float
        Norm of f + wall terms - A u over that of f + wall terms, evaluated from u itself [1].
    cycles : int
        Multigrid cycles.
    """

    u: Array
    iterations: int
    residual: float
    cycles: int


class EllipticSolver:
    """Solver of -div(a grad u) + d u = f on a grid; keeps its workspace between solves.

    Parameters
    ----------
    shape : (int, int)
        Cells in y and in x.
    spacing : float
        Edge of a cell, in the unit of length of a.
    sides : Sides
        Walls.
    threads : int, optional
        Threads; the result does not depend on them.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        spacing: float,
        sides: Sides,
        *,
        threads: int | None = None,
    ) -> None:
        ny, nx = (int(size) for size in shape)
        if ny < 1 or nx < 1:
            raise InputError(f"shape {shape}: at least one cell each way")
        if not (np.isfinite(spacing) and spacing > 0.0):
            raise InputError(f"spacing {spacing}: must be positive")
        self.shape = (ny, nx)
        self.spacing = float(spacing)
        self.sides = sides
        self.threads = threads

    def solve(
        self,
        coefficient: Array | tuple[Array, Array],
        right: Array | float,
        *,
        diagonal: Array | float | None = None,
        guess: Array | None = None,
        tolerance: float = 1e-8,
        max_iterations: int = 200,
    ) -> Solution:
        """Solve for u.

        Parameters
        ----------
        coefficient : ndarray of shape (ny, nx), or (face_x, face_y)
            a at the centres, from which each face takes the harmonic mean of its two cells (exact
            for layers whose borders are faces); or a on the faces, of shapes (ny, nx + 1) and
            (ny + 1, nx), of which those on a wall count only where it is held at a value.
        right : ndarray of shape (ny, nx), or float
            f.
        diagonal : ndarray of shape (ny, nx), or float, optional
            d, not negative.
        guess : ndarray of shape (ny, nx), optional
            Where to start; zero if not given.
        tolerance : float
            Bound of the relative residual.
        max_iterations : int
            Bound of the iterations.

        Raises
        ------
        InputError
            A wrong shape, a number that is not finite, a negative coefficient, no value at all
            that fixes u.
        NoConvergenceError
            The residual did not fall below the tolerance.
        """
        import scipy.sparse as sp
        import scipy.sparse.linalg as spl

        ny, nx = self.shape
        if isinstance(coefficient, tuple):
            face_x, face_y = (np.array(face, dtype=float) for face in coefficient)
        else:
            a = np.asarray(coefficient, dtype=float)
            face_x = np.empty((ny, nx + 1))
            face_y = np.empty((ny + 1, nx))
            face_x[:, 0], face_x[:, -1] = a[:, 0], a[:, -1]
            face_y[0], face_y[-1] = a[0], a[-1]
            face_x[:, 1:-1] = 2.0 / (1.0 / a[:, 1:] + 1.0 / a[:, :-1])
            face_y[1:-1] = 2.0 / (1.0 / a[1:] + 1.0 / a[:-1])
        ax, ay = face_x / self.spacing**2, face_y / self.spacing**2
        b = np.zeros((ny, nx)) + right
        e = np.zeros((ny, nx)) + (0.0 if diagonal is None else diagonal)
        walls = (
            (self.sides.left, (slice(None), 0), ax[:, 0]),
            (self.sides.right, (slice(None), -1), ax[:, -1]),
            (self.sides.bottom, (0, slice(None)), ay[0]),
            (self.sides.top, (-1, slice(None)), ay[-1]),
        )
        for side, place, face in walls:
            if isinstance(side, Dirichlet):
                e[place] += 2.0 * face
                b[place] += 2.0 * face * side.value
        number = np.arange(ny * nx).reshape(ny, nx)
        pairs = (
            (number[:, :-1].ravel(), number[:, 1:].ravel(), ax[:, 1:-1].ravel()),
            (number[:-1].ravel(), number[1:].ravel(), ay[1:-1].ravel()),
        )
        matrix = sp.diags(e.ravel()).tocsc()
        for i, j, value in pairs:
            rows, columns = np.r_[i, j, i, j], np.r_[i, j, j, i]
            values = np.r_[value, value, -value, -value]
            matrix = matrix + sp.csc_matrix((values, (rows, columns)), matrix.shape)
        factors = spl.splu(matrix.tocsc())
        u = factors.solve(b.ravel())
        u += factors.solve(b.ravel() - matrix @ u)
        residual = float(np.linalg.norm(b.ravel() - matrix @ u) / np.linalg.norm(b))
        if not residual < tolerance:
            raise NoConvergenceError(f"residual {residual:.2g} after a direct solve")
        return Solution(u.reshape(ny, nx), 1, residual, 0)
