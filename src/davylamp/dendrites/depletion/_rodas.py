"""One step in time of a tridiagonal system: RODAS3, stiffly accurate, four stages."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.dendrites.depletion._volumes import Volumes

__all__ = ["Stepper"]

FloatArray = npt.NDArray[np.float64]

_GAMMA: Final = 0.5


class Stepper:
    """Steps of the salt of a layer."""

    def __init__(self, volumes: Volumes) -> None:
        from scipy.linalg.lapack import dgttrf, dgttrs

        self._volumes = volumes
        self._factor = dgttrf
        self._solve = dgttrs
        self._at: FloatArray | None = None
        self._current = 0.0
        self._rate: FloatArray = volumes.width_m
        self._diagonals: tuple[FloatArray, FloatArray, FloatArray] = (self._rate,) * 3

    def step(
        self, c: FloatArray, current_A_per_m2: float, step_s: float
    ) -> tuple[FloatArray, float]:
        """Return the concentration after a step and an estimate of its error [mol/m3]."""
        if self._at is not c or self._current != current_A_per_m2:
            self._rate, *diagonals = self._volumes.linearised(c, current_A_per_m2)
            self._diagonals = (diagonals[0], diagonals[1], diagonals[2])
            self._at, self._current = c, current_A_per_m2
        lower, main, upper = self._diagonals
        factors = self._factor(-lower, 1.0 / (_GAMMA * step_s) - main, -upper)
        if factors[-1] != 0:
            return c, np.inf

        def solve(right: FloatArray) -> FloatArray:
            return np.asarray(self._solve(*factors[:-1], right)[0])

        rate = self._volumes.rate
        k1 = solve(self._rate)
        k2 = solve(self._rate + (4.0 / step_s) * k1)
        third = c + 2.0 * k1
        k3 = solve(rate(third, current_A_per_m2) + (k1 - k2) / step_s)
        fourth = third + k3
        k4 = solve(rate(fourth, current_A_per_m2) + (k1 - k2 - (8.0 / 3.0) * k3) / step_s)
        new = fourth + k4
        error = float(np.max(np.abs(k4)))
        return new, error if np.isfinite(error) else np.inf
