"""The arrays and the threads that a solver on one grid keeps between its solves."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np

from davylamp.dendrites.phasefield._conjugate import BLOCK, CYCLES, STATUS, conjugate
from davylamp.dendrites.phasefield._discretise import WRONG, couple
from davylamp.dendrites.phasefield._multigrid import DENSE, FIVE, plan
from davylamp.dendrites.phasefield._multigrid_setup import coarsen
from davylamp.dendrites.phasefield._team import Team, cores

__all__ = ["WRONG", "Workspace"]

#: Cells below which a second thread costs more than it brings.
_SMALL = 10_000


class _Choice:
    """Which of two teams works next: the one that was faster, and now and then the other.

    Threads that wait for each other are slower than one by far where the cores have other work to
    do, which changes while a run lasts. The result is the same either way.
    """

    def __init__(self, alone: Team, together: Team) -> None:
        self._teams = (alone, together)
        self._seconds = [math.inf, math.inf]
        self._now = 0
        self._wait = 0

    def next(self) -> Team:
        first, second = self._seconds
        best = 0 if first <= second else 1
        if math.isinf(first) or math.isinf(second):
            self._now = 0 if math.isinf(first) else 1
        elif self._wait <= 0:
            self._now = 1 - best
            # The slower the other was, the longer it waits for its next turn.
            self._wait = int(30 * self._seconds[1 - best] / self._seconds[best])
        else:
            self._now, self._wait = best, self._wait - 1
        return self._teams[self._now]

    def told(self, seconds: float) -> None:
        """Take note of the time of a cycle of the team that worked last."""
        self._seconds[self._now] = max(seconds, 1e-9)


class Workspace:
    """Arrays and threads for grids of one shape: about 130 bytes a cell."""

    def __init__(self, shape: tuple[int, int], threads: int | None) -> None:
        ny, nx = shape
        is_free = threads is None
        if threads is None:
            threads = 1 if ny * nx < _SMALL else cores()
        size, width = min(threads, max(1, ny // BLOCK)), nx + 2
        self.team = Team(size)
        self._choice = _Choice(Team(1) if is_free and size > 1 else self.team, self.team)
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
        team = self._choice.next()
        start = time.perf_counter()
        team.run(self._solve, equation, tolerance, most, is_singular, has_guess)
        self._choice.told((time.perf_counter() - start) / (2.0 + self.report[CYCLES]))
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
