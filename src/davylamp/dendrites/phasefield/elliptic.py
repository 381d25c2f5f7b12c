"""Potential and diffusion in a plane: -div(a grad u) + d u = f on square cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.phasefield._elliptic_input import along, balanced, check, refuse, shaped

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield._equations import Equations
    from davylamp.dendrites.phasefield._workspace import Workspace

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
        Steps of conjugate gradients, or sweeps of overrelaxation; 0 where the guess was already
        good enough.
    residual : float
        Norm of b - A u over that of b, the source and the walls' part, evaluated from u itself [1].
    scaled_residual : float
        The same with each row divided by its diagonal, so that it is a residual in the unit of u:
        in the other one the rows of a metal hide those of an electrolyte [1].
    cycles : int
        Multigrid cycles.
    """

    u: Array
    iterations: int
    residual: float
    scaled_residual: float
    cycles: int


class EllipticSolver:
    """Solver of -div(a grad u) + d u = f on square cells; keeps its workspace between solves.

    Finite volumes with the unknowns at the centres. Conjugate gradients in double precision,
    preconditioned by one black-box multigrid cycle in single precision, whose coarse operators are
    of Galerkin's kind and whose interpolation follows the coefficient, so that its contrast hardly
    matters. A single row or column of cells is solved exactly instead.

    The result does not depend on what was solved before. Where d outweighs the coupling of every
    cell, as in a short time step of diffusion, the cells are overrelaxed instead.

    Parameters
    ----------
    shape : (int, int)
        Cells in y and in x.
    spacing : float
        Edge of a cell, in the unit of length of a.
    sides : Sides
        Walls.

    Raises
    ------
    InputError
        A shape, a spacing or a wall that cannot be.

    References
    ----------
    J. E. Dendy, Black box multigrid, J. Comput. Phys. 48 (1982) 366, 10.1016/0021-9991(82)90057-2.

    Examples
    --------
    Two layers, the left one a thousand times more conducting, between 1 and 0:

    >>> import numpy as np
    >>> solver = EllipticSolver((8, 8), 0.125, Sides(left=Dirichlet(1.0), right=Dirichlet(0.0)))
    >>> layers = np.where(np.arange(8) < 4, 1000.0, 1.0) * np.ones((8, 1))
    >>> solution = solver.solve(layers, 0.0)
    >>> bool(solution.residual < 1e-8)
    True
    >>> [round(float(value), 4) for value in solution.u[0, 3:5]]
    [0.9991, 0.8741]
    """

    def __init__(
        self,
        shape: tuple[int, int],
        spacing: float,
        sides: Sides,
    ) -> None:
        ny, nx = (int(size) for size in shape)
        if ny < 1 or nx < 1:
            raise InputError(f"shape: {shape}, but a grid has at least one cell each way")
        if not (np.isfinite(spacing) and spacing > 0.0):
            raise InputError(f"spacing: {spacing}, but an edge is positive")
        self.shape = (ny, nx)
        self.spacing = float(spacing)
        self.sides = sides
        walls = [("left", sides.left, ny), ("right", sides.right, ny)]
        walls += [("bottom", sides.bottom, nx), ("top", sides.top, nx)]
        self._held = np.array([isinstance(side, Dirichlet) for _, side, _ in walls])
        self._values = tuple(
            along(name, side.value if isinstance(side, Dirichlet) else 0.0, count)
            for name, side, count in walls
        )
        self._space: Workspace | None = None
        self._given: tuple[Array, ...] = ()
        self._is_singular = False

    def solve(
        self,
        coefficient: Array | tuple[Array, Array] | None,
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
            for layers whose borders are faces) and a wall the value of its cell; or a on the
            faces, of shapes (ny, nx + 1) and (ny + 1, nx), of which those on a wall count only
            where it is held at a value; or None for those of the last call, whose `diagonal` then
            holds too: the multigrid levels that it built are used again.
        right : ndarray of shape (ny, nx), or float
            f. Where nothing fixes the mean of u (no wall is held, no d), f must sum to zero; u
            then has the mean zero.
        diagonal : ndarray of shape (ny, nx), or float, optional
            d, not negative.
        guess : ndarray of shape (ny, nx), optional
            Where to start; zero if not given.
        tolerance : float
            Bound of both relative residuals of the solution, or what rounding u leaves if that is
            more: about 1e-16 of what a contrast of the coefficient makes of it.
        max_iterations : int
            Bound of the iterations.

        Returns
        -------
        Solution

        Raises
        ------
        InputError
            A wrong shape, a number that is not finite, a negative coefficient, a cell or a plane
            that nothing fixes.
        NoConvergenceError
            The residual did not fall below the tolerance.
        """
        ny, nx = self.shape
        if not 0.0 < tolerance < 1.0:
            raise InputError(f"tolerance: {tolerance}, but it lies between 0 and 1")
        is_again = coefficient is None
        if is_again and (not self._given or diagonal is not None):
            raise InputError(
                "coefficient: None stands for coefficient and diagonal of the call before",
                remedy="give both in the first call, and neither in the next",
            )
        earlier, self._given = self._given, ()
        if coefficient is None:
            cells, face_x, face_y, d = earlier
        elif isinstance(coefficient, tuple):
            cells = np.empty((0, 0))
            face_x = shaped("face_x", coefficient[0], (ny, nx + 1))
            face_y = shaped("face_y", coefficient[1], (ny + 1, nx))
        else:
            cells = shaped("coefficient", coefficient, (ny, nx))
            face_x = face_y = np.empty((0, 0))
        f = shaped("right", right, (ny, nx))
        if not is_again:
            d = np.empty((0, 0)) if diagonal is None else shaped("diagonal", diagonal, (ny, nx))
        start = None if guess is None else shaped("guess", guess, (ny, nx))
        if start is not None and not np.isfinite(start).all():
            raise InputError("guess: a value is not finite")
        if not is_again:
            self._is_singular = not self._held.any() and not d.any()
        if self._is_singular:
            f = balanced(f)
        given = (cells, face_x, face_y, d, f)
        if min(ny, nx) == 1:
            solution = self._chain(given, self._is_singular)
            # The caller may write into his arrays before he asks for the same again.
            self._given = tuple(field.copy() for field in given[:4])
            return solution
        from davylamp.dendrites.phasefield._workspace import Workspace

        # What is not a number is not at least zero either.
        if not is_again and any(field.size and not field.min() >= 0.0 for field in given[:4]):
            refuse(*given)
        if self._space is None:
            self._space = Workspace(self.shape)
        space = self._space
        u = space.big[0, 1:-1, 1:-1]
        u[...] = 0.0 if start is None else start
        if is_again:
            report = space.solve_again(f, tolerance, max_iterations)
        else:
            report = space.solve(self._equations(given), tolerance, max_iterations)
        if report.is_wrong:
            refuse(*given)
        self._given = given[:4]
        if not report.has_converged:
            raise NoConvergenceError(
                f"the field did not converge in {report.iterations} iterations: relative residual "
                f"{report.residual:.2g}, {report.scaled_residual:.2g} with scaled rows, tolerance "
                f"{tolerance:g}",
                remedy="allow more iterations, or give a coefficient that varies less from cell "
                "to cell",
            )
        field = u - u.mean() if self._is_singular else u.copy()
        return Solution(
            field, report.iterations, report.residual, report.scaled_residual, report.cycles
        )

    def _equations(self, given: tuple[Array, ...]) -> Equations:
        from davylamp.dendrites.phasefield._equations import Equations

        walls = tuple(
            values if is_held else None
            for is_held, values in zip(self._held, self._values, strict=True)
        )
        cells, face_x, face_y, d, f = given
        return Equations(cells, face_x, face_y, d, f, walls, self.spacing**-2)

    def _chain(self, given: tuple[Array, ...], is_singular: bool) -> Solution:
        """Solve a single row or column of cells by elimination."""
        from davylamp.dendrites.phasefield._chain import chain

        cells, face_x, face_y, diagonal, right = given
        for name, field in (("coefficient", cells), ("face_x", face_x), ("face_y", face_y)):
            check(name, field, lowest=0.0)
        check("diagonal", diagonal, lowest=0.0)
        check("right", right)
        shape, factor = self.shape, self.spacing**-2
        is_row = shape[0] == 1
        walls = [*zip(self._held, self._values, strict=True)]
        if cells.size:
            a = cells.ravel()
            total = a[1:] + a[:-1]
            inner = 2.0 * a[1:] * (a[:-1] / np.where(total > 0.0, total, 1.0))
            faces = np.r_[a[0], inner, a[-1]]
            sides = (a, a)
        else:
            faces = (face_x if is_row else face_y).ravel()
            sides = (face_y[0], face_y[-1]) if is_row else (face_x[:, 0], face_x[:, -1])
        ends, flanks = (walls[:2], walls[2:]) if is_row else (walls[2:], walls[:2])
        excess = np.zeros(right.size) + (diagonal.ravel() if diagonal.size else 0.0)
        source = right.ravel().copy()
        for (is_held, value), k in zip(ends, (0, -1), strict=True):
            if is_held:
                excess[k] += 2.0 * factor * faces[k]
                source[k] += 2.0 * factor * faces[k] * value[0]
        for (is_held, values), face in zip(flanks, sides, strict=True):
            if is_held:
                excess += 2.0 * factor * face
                source += 2.0 * factor * face * values
        answer = chain(factor * faces[1:-1], excess, source, is_singular=is_singular)
        if answer is None:
            refuse(*given)
        u, plain, scaled = answer
        return Solution(u.reshape(shape), 0, plain, scaled, 0)
