"""A run of the salt of a layer while it goes on: steps, their errors, the moment of depletion."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.depletion._rodas import Stepper
from davylamp.dendrites.depletion._volumes import Volumes
from davylamp.dendrites.depletion.program import Segment

__all__ = ["Run"]

FloatArray = npt.NDArray[np.float64]

#: Error of one step, over the mean concentration, that no fixed time step may have.
_TOO_COARSE: Final = 0.01
_SAFETY: Final = 0.9
_GROWTH: Final = 5.0
_SHRINK: Final = 0.2
_SMALLEST: Final = 1e-14
_MOST_STEPS: Final = 200_000


class Run:
    """The state of a run while it goes on."""

    def __init__(
        self,
        volumes: Volumes,
        tolerance: float,
        contact_ohm_m2: float,
        fixed_s: float | None,
        on_step: Callable[[float], None] | None,
    ) -> None:
        self.volumes = volumes
        self.stepper = Stepper(volumes)
        self.scale = volumes.scale_mol_per_m3
        self.tolerance = tolerance * self.scale
        self.contact_ohm_m2 = contact_ohm_m2
        self.fixed_s = fixed_s
        self.on_step = on_step
        self.time_s = 0.0
        self.c = np.full(len(volumes.width_m), self.scale)
        self.depleted_s: float | None = None
        self.rejected = 0
        self.charge = 0.0
        self.times: list[float] = [0.0]
        self.currents: list[float] = [0.0]
        self.profiles: list[FloatArray] = [self.c]
        self.walls: list[FloatArray] = [np.full(2, self.scale)]

    def hold(self, segment: Segment) -> bool:
        """Run one segment; True when an electrode has run out of salt."""
        current = segment.current_A_per_m2
        end = self.time_s + segment.duration_s
        if segment.duration_s <= _SMALLEST * end:
            raise InputError(
                f"a segment of {segment.duration_s:g} s is too short at {end:g} s",
                remedy="give a longer time, or split the program",
            )
        if self.fixed_s is not None and segment.duration_s > _MOST_STEPS * self.fixed_s:
            raise InputError(
                f"a time step of {self.fixed_s:g} s takes more than {_MOST_STEPS} steps over "
                f"{segment.duration_s:g} s",
                remedy="leave the time step out, or give a longer one",
            )
        step = self.fixed_s or min(segment.duration_s, self._first())
        start, done = self.time_s, 0.0
        while done < segment.duration_s:
            left = segment.duration_s - done
            trial = self._trial(step, left)
            new, error = self.stepper.step(self.c, current, trial)
            if self.fixed_s is not None:
                if done == 0.0:
                    error = max(error, self._error_by_halves(new, current, trial))
                self._judge_fixed(error, trial)
            elif not error <= self.tolerance:
                self.rejected += 1
                step = trial * self._factor(error)
                if step <= _SMALLEST * max(end, 1e-300):
                    raise NoConvergenceError(
                        f"no time step is short enough at {self.time_s:g} s",
                        remedy="loosen the tolerance, or check the properties near zero salt",
                    )
                continue
            walls = self.volumes.surfaces(new, current, self.walls[-1])
            if np.min(walls) <= 0.0:
                trial, new, walls = self._empty(current, trial)
                self.depleted_s = start + done + trial
            done += trial
            self.c = new
            self.time_s = end if done >= segment.duration_s else start + done
            self._record(current, trial, walls)
            if self.depleted_s is not None:
                return True
            if self.fixed_s is None:
                step = trial * self._factor(error)
        return False

    def _trial(self, step: float, left: float) -> float:
        """Return a step that leaves no sliver before the end."""
        if step >= 0.999 * left:
            return left
        return 0.5 * left if self.fixed_s is None and step > 0.5 * left else step

    def _first(self) -> float:
        diffusivity = float(self.volumes.electrolyte.diffusivity(self.c[:1])[0])
        return 0.1 * float(self.volumes.width_m[0]) ** 2 / diffusivity

    def _factor(self, error: float) -> float:
        if not math.isfinite(error):
            return _SHRINK
        if error <= 0.0:
            return _GROWTH
        wished = _SAFETY * (self.tolerance / error) ** (1.0 / 3.0)
        return float(min(_GROWTH, max(_SHRINK, wished)))

    def _error_by_halves(self, new: FloatArray, current: float, trial: float) -> float:
        """Return what two half steps change: a step far too long fools the embedded estimate."""
        half, _ = self.stepper.step(self.c, current, 0.5 * trial)
        twice, _ = self.stepper.step(half, current, 0.5 * trial)
        change = float(np.max(np.abs(twice - new)))
        return change if math.isfinite(change) else math.inf

    def _judge_fixed(self, error: float, trial: float) -> None:
        if error <= _TOO_COARSE * self.scale:
            return
        advice = "" if not math.isfinite(error) else (
            f" of {trial * (0.1 * _TOO_COARSE * self.scale / error) ** (1.0 / 3.0):.2g} s"
        )  # fmt: skip
        raise NoConvergenceError(
            f"a time step of {trial:g} s would not converge: one step is wrong by "
            f"{100.0 * error / self.scale:.2g} % of the salt concentration",
            remedy=f"leave the time step out, or give a shorter one{advice}",
        )

    def _empty(self, current: float, trial: float) -> tuple[float, FloatArray, FloatArray]:
        """Return the step that ends where an electrode has run out of salt."""
        from scipy.optimize import brentq

        def left(step: float) -> float:
            if step <= 0.0:
                return float(np.min(self.volumes.surfaces(self.c, current)))
            new, _ = self.stepper.step(self.c, current, step)
            return float(np.min(self.volumes.surfaces(new, current)))

        if left(0.0) <= 0.0:
            # A jump of the current alone empties the wall.
            step = 1e-12 * trial
        else:
            step = float(brentq(left, 0.0, trial, xtol=1e-13 * max(self.time_s, trial), rtol=1e-14))
        new, _ = self.stepper.step(self.c, current, step)
        return step, new, np.maximum(self.volumes.surfaces(new, current), 0.0)

    def _record(self, current: float, taken: float, walls: FloatArray) -> None:
        self.charge += current * taken
        self.times.append(self.time_s)
        self.currents.append(current)
        self.profiles.append(self.c)
        self.walls.append(walls)
        if len(self.times) > _MOST_STEPS:
            raise NoConvergenceError(
                f"more than {_MOST_STEPS} time steps",
                remedy="loosen the tolerance, or ask for fewer pulses or a longer time step",
            )
        if self.on_step is not None:
            self.on_step(self.time_s)
