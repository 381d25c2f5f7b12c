"""The arrays and the threads that a solver on one grid keeps between its solves."""

from __future__ import annotations

from typing import Any

import numpy as np

from davylamp.dendrites.phasefield._conjugate import BLOCK, STATUS, conjugate
from davylamp.dendrites.phasefield._discretise import WRONG, couple
from davylamp.dendrites.phasefield._multigrid import DENSE, FIVE, plan
from davylamp.dendrites.phasefield._multigrid_setup import coarsen
from davylamp.dendrites.phasefield._team import Team, cores

__all__ = ["WRONG", "Workspace"]

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
        self.levels, self.program = plan(ny, nx)
        self.big = np.zeros((8, ny + 2, width))
        self.fine = np.zeros((FIVE, ny + 2, width), dtype=np.float32)
        self.flat = np.zeros(self.levels[-1, 2])
        self.weights = np.zeros(self.levels[-1, 3])
        self.rows32 = np.zeros((size, 4, width), dtype=np.float32)
        self.rows64 = np.zeros((size, 6, width))
        self.squares = np.zeros((size, 2, 6, (nx + 1) // 2 + 2))
        self.dense = np.zeros((DENSE, DENSE))
        self.work = np.zeros(DENSE)
        self.partial = np.zeros((6, -(-ny // BLOCK)))
        self.extremes = np.zeros((size, 3))
        self.report = np.zeros(6)

    def run(
        self,
        equation: tuple[Any, ...],
        tolerance: float,
        most: int,
        *,
        is_singular: bool,
        has_guess: bool,
    ) -> Any:
        """Solve an equation, given by the arguments of `couple`; return a report."""
        self.team.run(self._solve, equation, tolerance, most, is_singular, has_guess)
        return self.report

    def _solve(
        self,
        rank: int,
        threads: int,
        control: Any,
        equation: tuple[Any, ...],
        tolerance: float,
        most: int,
        is_singular: bool,
        has_guess: bool,
    ) -> None:
        """Do one thread's part; each kernel ends at a barrier."""
        team = (rank, threads, control)
        own = (self.big, self.fine, self.rows64, self.extremes, self.report)
        arguments: Any = (*team, *equation, *own)
        couple(*arguments)
        if self.report[STATUS] == WRONG:
            return
        if has_guess:
            # A field that hardly moved may need no iteration, and then no levels either.
            self._iterate(team, tolerance, 0)
            if self.report[STATUS] == 0.0:
                return
        coarsen(
            *team,
            self.levels,
            self.fine,
            self.flat,
            self.weights,
            self.rows32,
            self.rows64,
            self.squares,
            self.dense,
            is_singular,
        )
        self._iterate(team, tolerance, most)

    def _iterate(self, team: tuple[Any, Any, Any], tolerance: float, most: int) -> None:
        conjugate(
            *team,
            self.program,
            self.levels,
            self.big,
            self.fine,
            self.flat,
            self.weights,
            self.rows32,
            self.rows64,
            self.dense,
            self.work,
            self.partial,
            tolerance,
            most,
            self.report,
        )
