"""Blowdown of a casing through its vent, with gas still being made inside."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.gas.mixture import GasMixture, dry_air
from davylamp.gas.source import GasHistory
from davylamp.gas.vent.caloric import caloric_of
from davylamp.gas.vent.flow import DISCHARGE_COEFFICIENT
from davylamp.gas.vent.followed import follow
from davylamp.gas.vent.outcome import Blowdown, gather, let_out
from davylamp.gas.vent.release import Release, release_of
from davylamp.gas.vent.vessel import DRAWN, ENERGY, GONE, IMPULSE, LINEAR_SHARE, Vessel

__all__ = ["Vent", "blowdown", "filling"]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K


@dataclass(frozen=True, slots=True)
class Vent:
    """An opening that stays open once it has opened.

    Parameters
    ----------
    area_m2 : float
        Open area [m2].
    discharge_coefficient : float
        Share of it that the jet fills [1].
    opens_at_Pa : float or None
        Pressure above that outside at which it opens [Pa]; None where it is open from the start.
    """

    area_m2: float
    discharge_coefficient: float = DISCHARGE_COEFFICIENT.value
    opens_at_Pa: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.area_m2) and self.area_m2 > 0.0):
            raise InputError(f"an open area of {self.area_m2!r} m2 is not above 0")
        if not 0.0 < self.discharge_coefficient <= 1.0:
            raise InputError(
                f"a discharge coefficient of {self.discharge_coefficient!r} is not within 0 and 1"
            )
        if self.opens_at_Pa is not None and not (
            math.isfinite(self.opens_at_Pa) and self.opens_at_Pa > 0.0
        ):
            raise InputError(f"an opening pressure of {self.opens_at_Pa!r} Pa is not above 0")


def filling(mixture: GasMixture, volume_m3: float) -> GasMixture:
    """Return the gas that fills a volume at the mixture's composition, temperature and pressure.

    Raises
    ------
    InputError
        If there is no gas or no volume.
    """
    if not (math.isfinite(volume_m3) and volume_m3 > 0.0):
        raise InputError(f"a volume of {volume_m3!r} m3 is not above 0")
    if not mixture.total_mol > 0.0:
        raise InputError("there is no gas to fill the volume with")
    return mixture.scaled(volume_m3 / mixture.volume_m3)


def blowdown(
    initial: GasMixture,
    volume_m3: float,
    vent: Vent,
    *,
    history: GasHistory | None = None,
    outer: GasMixture | None = None,
    conductance_W_per_K: float = 0.0,
    wall_K: float | None = None,
    tolerance: float = 1e-6,
) -> Blowdown:
    """Return the blowdown of a volume of gas down to the pressure outside.

    Ideal gas of even temperature and composition inside; isentropic flow to the throat of the vent;
    new gas comes with its enthalpy at the temperature of the cell; a wall warms or cools it. Ends
    when the history is over and pressure is that outside.

    Parameters
    ----------
    initial : GasMixture
        Amounts and temperature inside at the start. Its pressure follows from them and the volume.
    volume_m3 : float
        Volume for gas [m3].
    vent : Vent
        Opening.
    history : GasHistory or None
        Gas set free over time. What it has released at its first time counts as inside already
        and belongs in `initial`.
    outer : GasMixture or None
        Gas outside with its temperature and pressure; dry air at 25 degC and 101325 Pa if None.
    conductance_W_per_K : float
        Between wall and gas [W/K]: 0 for none, ``math.inf`` for gas as warm as the wall.
    wall_K : float or None
        Temperature of the wall [K]; of the history where there is one, else of the initial gas.
    tolerance : float
        Relative error of a step in time.

    Raises
    ------
    InputError
        If a volume, pressure, temperature or history is not credible.
    MissingDatumError
        If a gas has no heat capacity.
    NoConvergenceError
        If the integration fails.
    BalanceError
        If mass or energy do not close to 1e-9.
    """
    filling(initial, volume_m3)
    if not conductance_W_per_K >= 0.0:
        raise InputError(f"a conductance of {conductance_W_per_K!r} W/K is not 0 or more")
    around = dry_air(1.0) if outer is None else outer
    names = list(
        dict.fromkeys(
            (*initial.amounts_mol, *(history.released_mol if history else ()), *around.amounts_mol)
        )
    )
    caloric = caloric_of(names)
    release = None if history is None else release_of(history, names)
    vessel = Vessel.at_rest(
        caloric,
        np.array([initial.amounts_mol.get(name, 0.0) for name in names]),
        initial.temperature_K,
        volume_m3,
        (
            around.pressure_Pa,
            around.temperature_K,
            np.array([around.fractions.get(name, 0.0) for name in names]),
        ),
        release,
        conductance_W_per_K,
        initial.temperature_K if wall_K is None else wall_K,
    )
    if release is not None and math.isinf(conductance_W_per_K):
        area = vent.area_m2 * vent.discharge_coefficient
        course = follow(
            vessel, release, area, -math.inf if vent.opens_at_Pa is None else vent.opens_at_Pa
        )
        return gather(vessel, names, release, *course)
    return _Run(vessel, vent, names, release, tolerance).result(initial.temperature_K)


class _Run:
    """Integrates closed, then open, then to rest, and gathers what happened."""

    def __init__(
        self,
        vessel: Vessel,
        vent: Vent,
        names: list[str],
        release: Release | None,
        tolerance: float,
    ) -> None:
        self.vessel, self.vent, self.names, self.release = vessel, vent, names, release
        self.tolerance = tolerance
        self.count = len(names)
        self.time_s: list[float] = []
        self.states: list[FloatArray] = []
        self.areas: list[float] = []
        self.opened_s: float | None = None

    def result(self, temperature_K: float) -> Blowdown:
        vessel, release = self.vessel, self.release
        state = np.zeros(vessel.states)
        state[: self.count] = vessel.start_mol
        state[self.count + ENERGY] = vessel.energy_J(vessel.start_mol, temperature_K)
        start = 0.0 if release is None else release.start_s
        self._keep(start, state)
        cuts = [] if release is None else [float(value) for value in release.cuts_s[1:]]
        time, state = start, self.states[-1]
        if self._over(time, state) >= 0.0:
            self._open(time)
            state = self.states[-1]
        for cut in cuts:
            while time < cut:
                time, state = self._advance(time, state, cut)
        if self.opened_s is not None:
            self._to_rest(time, state)
        return gather(
            vessel, self.names, release, np.array(self.time_s), np.array(self.states),
            np.array(self.areas), self.opened_s,
        )  # fmt: skip

    def _open(self, time_s: float) -> None:
        self.opened_s = time_s
        self.states[-1] = self.states[-1].copy()
        self.states[-1][: self.count] = self.vessel.amounts_mol(time_s, self.states[-1])
        self.vessel.area_m2 = self.vent.area_m2 * self.vent.discharge_coefficient
        self.areas[-1] = self.vessel.area_m2

    def _over(self, time_s: float, state: FloatArray) -> float:
        """Return the pressure above that at which the vent opens [Pa]."""
        opens = self.vent.opens_at_Pa
        if opens is None:
            return math.inf
        now = self.vessel.moment(time_s, state)
        return now.pressure_Pa - self.vessel.outer_Pa - opens

    def _advance(
        self, time_s: float, state: FloatArray, until_s: float
    ) -> tuple[float, FloatArray]:
        if self.opened_s is not None:
            return self._solve(time_s, state, until_s, None)
        time_s, state = self._solve(time_s, state, until_s, self._over)
        if time_s < until_s or self._over(time_s, state) >= 0.0:
            self._open(time_s)
        return time_s, self.states[-1]

    def _to_rest(self, time_s: float, state: FloatArray) -> None:
        """Let the gas flow until its pressure is nearly that outside, and then the rest at once."""
        vessel = self.vessel
        amounts = vessel.amounts_mol(time_s, state)
        scale = vessel.relief_s(amounts, vessel.gas_K(time_s, state, amounts))
        while abs(self._excess(time_s, state)) > LINEAR_SHARE:
            time_s, state = self._solve(time_s, state, time_s + 50.0 * scale, self._near_rest)
            scale *= 10.0
        last_s = time_s + vessel.last_s(time_s, state)
        self._keep(last_s, let_out(vessel, time_s, state))

    def _excess(self, time_s: float, state: FloatArray) -> float:
        return self.vessel.moment(time_s, state).pressure_Pa / self.vessel.outer_Pa - 1.0

    def _near_rest(self, time_s: float, state: FloatArray) -> float:
        return 0.999 * LINEAR_SHARE - abs(self._excess(time_s, state))

    def _solve(
        self,
        time_s: float,
        state: FloatArray,
        until_s: float,
        event: Callable[[float, FloatArray], float] | None,
    ) -> tuple[float, FloatArray]:
        """Integrate until a time, or until `event` rises through zero."""
        from scipy.integrate import Radau
        from scipy.optimize import brentq

        vessel = self.vessel
        rest = vessel.outer_Pa * vessel.volume_m3
        sizes = np.full(vessel.states, rest)
        sizes[: self.count + DRAWN + 1] = rest / (_R * max(vessel.warm_K(until_s), vessel.outer_K))
        sizes[self.count + IMPULSE] = rest / 1e3
        sizes[self.count + GONE] = sizes[0]
        solver = Radau(
            vessel.slope,
            time_s,
            state,
            until_s,
            rtol=self.tolerance,
            atol=self.tolerance * sizes,
            jac=vessel.jacobian,
        )
        while solver.status == "running":
            problem = solver.step()
            if solver.status == "failed":
                raise NoConvergenceError(
                    f"the blowdown stops at {solver.t:g} s: {problem}",
                    remedy="check volume, area and temperatures, or loosen the tolerance",
                )
            if event is not None and event(solver.t, solver.y) >= 0.0:
                between = solver.dense_output()
                if event(solver.t_old, between(solver.t_old)) < 0.0:
                    time = brentq(
                        lambda t, at=between: event(t, at(t)), solver.t_old, solver.t, xtol=1e-15
                    )
                    self._keep(float(time), between(time))
                else:
                    self._keep(solver.t, solver.y)
                break
            self._keep(solver.t, solver.y)
        return self.time_s[-1], self.states[-1]

    def _keep(self, time_s: float, state: FloatArray) -> None:
        self.time_s.append(time_s)
        self.states.append(np.asarray(state, dtype=np.float64))
        self.areas.append(self.vessel.area_m2)
