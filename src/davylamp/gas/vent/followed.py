"""Venting of gas that is as warm as the cell, in implicit steps of any length."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.gas.vent.release import Release
from davylamp.gas.vent.vessel import (
    DRAWN,
    ENTHALPY_IN,
    ENTHALPY_OUT,
    GONE,
    HEAT,
    IMPULSE,
    LINEAR_SHARE,
    Vessel,
    regular_flux,
)

__all__ = ["follow"]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K
#: First step after the opening over the time of relief, and growth of steps from there.
_FIRST: Final = 0.02
_GROWTH: Final = 1.05
#: Steps that the change of gas, temperature and time over a history is cut into.
_STEPS: Final = 300


def follow(
    vessel: Vessel, release: Release, area_m2: float, opens_Pa: float
) -> tuple[FloatArray, FloatArray, FloatArray, float | None]:
    """Return times, states and areas of a casing that opens, and when it did.

    Backward Euler: what leaves in a step has composition, temperature and pressure of its end.
    Amounts close exactly, and where the vent is much faster than the gas, as it mostly is, a step
    gives the steady pressure at once. First order in the step otherwise.

    Parameters
    ----------
    vessel : Vessel
        Closed, with an infinite conductance.
    release : Release
        Gas over time.
    area_m2 : float
        Open area times the discharge coefficient, once open [m2].
    opens_Pa : float
        Pressure above that outside at which it opens [Pa].
    """
    grid = _grid(release)
    steps = _Steps(vessel, release, area_m2)
    opened = _opening_s(vessel, grid, opens_Pa)
    for time in grid[1:] if opened is None else grid[(grid > grid[0]) & (grid < opened)]:
        steps.keep_closed(float(time))
    if opened is not None:
        if opened > grid[0]:
            steps.keep_closed(opened)
        steps.open()
        for time in grid[grid > opened]:
            steps.go_to(float(time))
        steps.come_to_rest()
    return np.array(steps.time_s), np.array(steps.states), np.array(steps.areas), opened


class _Steps:
    """States at the ends of the steps so far."""

    def __init__(self, vessel: Vessel, release: Release, area_m2: float) -> None:
        self.vessel, self.release, self.area_m2 = vessel, release, area_m2
        self.count = len(vessel.start_mol)
        state = np.zeros(vessel.states)
        state[: self.count] = vessel.start_mol
        self.time_s, self.states, self.areas = [release.start_s], [state], [0.0]
        self.step_s = 0.0

    def keep_closed(self, time_s: float) -> None:
        n, before = self.count, self.states[-1]
        made = self.release.made_mol(time_s) - self.release.made_mol(self.time_s[-1])
        state = before.copy()
        state[:n] = self.vessel.start_mol + self.release.made_mol(time_s)
        self._warm(state, before[:n], time_s, float(made.sum()))
        state[n + ENTHALPY_IN] += float(
            made @ self.vessel.enthalpy_J_per_mol(self.vessel.warm_K(time_s))
        )
        self._keep(time_s, state)

    def _warm(self, state: FloatArray, before: FloatArray, end_s: float, gained_mol: float) -> None:
        """Add the heat of a step: what was there warms up, and what is gained pushes its way in.

        It is reckoned from what happens in the step and not as the rest of the balance of energy,
        which is there to check it.
        """
        vessel, start_s = self.vessel, self.time_s[-1]
        first, last = vessel.warm_K(start_s), vessel.warm_K(end_s)
        state[self.count + HEAT] += (
            vessel.energy_J(before, last) - vessel.energy_J(before, first) - gained_mol * _R * last
        )

    def open(self) -> None:
        vessel, time = self.vessel, self.time_s[-1]
        vessel.area_m2 = self.area_m2
        self.areas[-1] = self.area_m2
        self.step_s = _FIRST * vessel.relief_s(self.states[-1][: self.count], vessel.warm_K(time))

    def go_to(self, until_s: float) -> None:
        while self.time_s[-1] < until_s:
            left = until_s - self.time_s[-1]
            end = until_s if self.step_s >= left else self.time_s[-1] + self.step_s
            self._step(end)
            self.step_s *= _GROWTH

    def come_to_rest(self) -> None:
        from davylamp.gas.vent.outcome import let_out

        vessel, time = self.vessel, self.time_s[-1]
        amounts = self.states[-1][: self.count]
        self.step_s = min(self.step_s, _FIRST * vessel.relief_s(amounts, vessel.warm_K(time)))
        while vessel.moment(time, self.states[-1]).pressure_Pa > vessel.outer_Pa * (
            1.0 + LINEAR_SHARE
        ):
            self._step(time + self.step_s)
            self.step_s *= _GROWTH
            time = self.time_s[-1]
        last = time + vessel.last_s(time, self.states[-1])
        self._keep(last, let_out(vessel, time, self.states[-1]))

    def _step(self, end_s: float) -> None:
        vessel, n, before = self.vessel, self.count, self.states[-1]
        start_s = self.time_s[-1]
        made = self.release.made_mol(end_s) - self.release.made_mol(start_s)
        mixed = np.maximum(before[:n], 0.0) + made
        total, T, step = float(mixed.sum()), vessel.warm_K(end_s), end_s - start_s
        per_mol = _R * T / vessel.volume_m3
        closed = total * per_mol
        state = before.copy()
        state[n + ENTHALPY_IN] += float(made @ vessel.enthalpy_J_per_mol(T))
        if closed >= vessel.outer_Pa:
            p, flow = self._pressure(mixed, T, closed, step)
            leaves = total - p / per_mol
            share = mixed / total
            state[:n] = mixed - leaves * share
            state[n + ENTHALPY_OUT] += leaves * float(share @ vessel.enthalpy_J_per_mol(T))
            state[n + IMPULSE] += step * flow
            state[n + GONE] += leaves
            self._warm(state, np.maximum(before[:n], 0.0), end_s, float(made.sum()) - leaves)
        else:
            # Air comes in much faster than a cell cools.
            drawn = vessel.outer_Pa / per_mol - total
            state[:n] = mixed + drawn * vessel.outer_share
            state[n + DRAWN] += drawn
            comes = drawn * vessel.outer_share
            carried = float(comes @ vessel.enthalpy_J_per_mol(vessel.outer_K))
            state[n + ENTHALPY_IN] += carried
            state[n + HEAT] += vessel.energy_J(comes, T) - carried
            self._warm(state, np.maximum(before[:n], 0.0), end_s, float(made.sum()))
        self._keep(end_s, state)

    def _pressure(
        self, mixed: FloatArray, T: float, closed_Pa: float, step_s: float
    ) -> tuple[float, float]:
        """Return the pressure at the end of a step [Pa], and the thrust there [N]."""
        from scipy.optimize import brentq

        vessel = self.vessel
        g = vessel.caloric.heat_capacity_ratio(mixed, T)
        M = vessel.caloric.molar_mass_kg_per_mol(mixed)
        outer, area, per_mol = vessel.outer_Pa, self.area_m2, _R * T / vessel.volume_m3

        def kept_mol(p: float) -> float:
            flow = area * regular_flux(p, T, M, g, outer) / M
            return (closed_Pa - p) / per_mol - step_s * flow

        if not kept_mol(outer) > 0.0:
            return outer, 0.0
        p = float(brentq(kept_mol, outer, closed_Pa, xtol=1e-10 * outer, rtol=1e-14))
        flow = area * regular_flux(p, T, M, g, outer)
        return p, vessel.thrust_N(flow, p, T, M, g)

    def _keep(self, time_s: float, state: FloatArray) -> None:
        self.time_s.append(time_s)
        self.states.append(state)
        self.areas.append(self.vessel.area_m2)


def _grid(release: Release) -> FloatArray:
    """Return times of a history with others between where much happens between two of them."""
    time = release.times_s
    gas = np.array([release.made_mol(float(value)).sum() for value in time])
    warm = np.array([release.temperature_K(float(value)) for value in time])
    way = np.zeros(time.size - 1)
    for values in (time, gas, warm):
        steps = np.abs(np.diff(values))
        if steps.sum() > 0.0:
            way += steps / steps.sum()
    pieces = np.maximum(np.ceil(_STEPS * way).astype(np.int64), 1)
    parts = [
        np.linspace(first, last, count, endpoint=False)
        for first, last, count in zip(time[:-1], time[1:], pieces, strict=True)
    ]
    return np.append(np.concatenate(parts), time[-1])


def _opening_s(vessel: Vessel, grid: FloatArray, opens_Pa: float) -> float | None:
    """Return when the closed vessel reaches the pressure at which it opens [s]."""
    from scipy.optimize import brentq

    nothing = np.zeros(vessel.states)

    def over(time: float) -> float:
        return vessel.moment(time, nothing).pressure_Pa - vessel.outer_Pa - opens_Pa

    before = float(grid[0])
    if over(before) >= 0.0:
        return before
    for time in grid[1:]:
        if over(float(time)) >= 0.0:
            return float(brentq(over, before, float(time), xtol=1e-12, rtol=1e-14))
        before = float(time)
    return None
