"""The arrays and the threads that a solver on one grid keeps between its solves."""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.dendrites.phasefield._conjugate import BLOCK
from davylamp.dendrites.phasefield._discretise import solve
from davylamp.dendrites.phasefield._multigrid import DENSE, plan
from davylamp.dendrites.phasefield._team import Team, cores

__all__ = ["Workspace"]

#: Cells below which a second thread costs more than it brings.
_SMALL = 10_000


class Workspace:
    """Arrays and threads for grids of one shape: about 110 bytes a cell."""

    def __init__(self, shape: tuple[int, int], threads: int | None) -> None:
        ny, nx = shape
        if threads is None:
            threads = 1 if ny * nx < _SMALL else cores()
        self.team = Team(min(threads, max(1, ny // BLOCK)))
        size, width = self.team.threads, nx + 2
        self.levels = plan(ny, nx)
        self.big = np.zeros((8, ny + 2, width))
        self.fine = np.zeros((6, ny + 2, width), dtype=np.float32)
        self.flat = np.zeros(self.levels[-1, 2], dtype=np.float32)
        self.weights = np.zeros(self.levels[-1, 3], dtype=np.float32)
        self.rows32 = np.zeros((size, 4, width), dtype=np.float32)
        self.rows64 = np.zeros((size, 7, width))
        self.squares = np.zeros((size, 2, 6, (nx + 1) // 2 + 2))
        self.dense = np.zeros((DENSE, DENSE))
        self.work = np.zeros(DENSE)
        self.partial = np.zeros((6, -(-ny // BLOCK)))
        self.extremes = np.zeros((size, 3))
        self.report = np.zeros(5)

    def run(self, *problem: Any) -> np.ndarray[Any, Any]:
        """Solve; the arguments are those of `solve`, without the arrays held here."""
        *equation, tolerance, max_iterations = problem
        self.team.run(
            solve,
            *equation,
            self.levels,
            self.big,
            self.fine,
            self.flat,
            self.weights,
            self.rows32,
            self.rows64,
            self.squares,
            self.dense,
            self.work,
            self.partial,
            self.extremes,
            tolerance,
            max_iterations,
            self.report,
        )
        return self.report
