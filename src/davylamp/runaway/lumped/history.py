"""What a run of one body gives: temperature, conversions, heat and gas over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway.body import Body

if TYPE_CHECKING:
    from davylamp.runaway.lumped.case import Case, Solution

__all__ = ["Crossing", "History", "fields"]

FloatArray = npt.NDArray[np.float64]
_H = TypeVar("_H", bound="History")


@dataclass(frozen=True, slots=True)
class Crossing:
    """First time a level is reached.

    Parameters
    ----------
    time_s, temperature_K, heating_rate_K_per_s : float
        Of that moment [s, K, K/s].
    """

    time_s: float
    temperature_K: float
    heating_rate_K_per_s: float


@dataclass(frozen=True, slots=True)
class History:
    """One body over time.

    Parameters
    ----------
    body : Body
        What was heated.
    time_s : array, shape (n,)
        Times of output [s].
    temperature_K, heating_rate_K_per_s : array, shape (n,)
        Temperature [K] and its change [K/s].
    conversion : array, shape (n, R)
        Conversion of each step.
    step_ids : tuple of str
        Names of the steps.
    exchanged_J, supplied_J : array, shape (n,)
        Heat taken up from the surroundings and from the heater since the start [J].
    crossings : mapping of float to float or None
        First time [s] at or above each temperature asked for [K]; None if never.
    rate_crossings : mapping of float to Crossing or None
        The same for each heating rate asked for [K/s].
    peak_K, time_of_peak_s : float
        Highest temperature, also between times of output [K], and when [s]. Where it is only
        approached, the time is that at which 0.001 K or less is missing.
    stopped : bool
        Whether the run ended at the temperature it was to stop at.
    phi : float
        Heat capacity of sample and holder over that of the sample.
    closure : float
        What is missing in the balance of energy at the end, relative to its largest term.
    steps_taken : int
        Accepted steps of the integrator.
    """

    body: Body
    time_s: FloatArray
    temperature_K: FloatArray
    heating_rate_K_per_s: FloatArray
    conversion: FloatArray
    step_ids: tuple[str, ...]
    exchanged_J: FloatArray
    supplied_J: FloatArray
    crossings: Mapping[float, float | None]
    rate_crossings: Mapping[float, Crossing | None]
    peak_K: float
    time_of_peak_s: float
    stopped: bool
    phi: float
    closure: float
    steps_taken: int
    _case: Case
    _rows: FloatArray

    @property
    def end_s(self) -> float:
        """Time at which the run ended [s]."""
        return float(self._rows[-1, 0])

    @property
    def heat_by_step_J(self) -> dict[str, float]:
        """Heat each step has set free by the last time of output [J]."""
        return {
            step.id: self.body.mass_kg * step.heat_J_per_kg.value * float(self.conversion[-1, r])
            for r, step in enumerate(self.body.network.steps)
        }

    def species_mol(self, name: str) -> FloatArray:
        """Amount of a species in the body over time, shape (n,) [mol].

        Raises
        ------
        InputError
            If the network has no such species.
        """
        for item in self.body.network.species:
            if item.id == name:
                amount = np.full(len(self.time_s), item.amount_mol_per_kg)
                break
        else:
            raise InputError(f"the network has no species {name!r}")
        for r, step in enumerate(self.body.network.steps):
            change = step.stoichiometry.get(name, 0.0) * step.extent_mol_per_kg
            if change:
                amount = amount + change * self.conversion[:, r]
        return np.asarray(amount * self.body.mass_kg)

    def gas_mol(self) -> dict[str, FloatArray]:
        """Amount of each gas over time [mol]."""
        return {
            item.id: self.species_mol(item.id)
            for item in self.body.network.species
            if item.phase == "gas"
        }

    def at(self: _H, time_s: npt.ArrayLike) -> _H:
        """Return the same run at other times [s], ascending and within it.

        The integrator's own interpolation, which is of fourth order.

        Raises
        ------
        InputError
            If a time is out of order or outside the run.
        """
        times = np.atleast_1d(np.asarray(time_s, dtype=np.float64))
        slack = 1e-9 * max(1.0, self.end_s)
        if len(times) == 0 or not (times[0] >= -slack and times[-1] <= self.end_s + slack):
            raise InputError(f"times must lie within the run, 0 to {self.end_s:g} s")
        if np.any(np.diff(times) < 0.0):
            raise InputError("the times are not in order", remedy="sort them")
        state, temperature, heating = self._case.sample(self._rows, times)
        return replace(self, **_columns(self.body, times, state, temperature, heating))


def fields(
    body: Body,
    case: Case,
    solution: Solution,
    *,
    thresholds_K: tuple[float, ...],
    rate_thresholds_K_per_s: tuple[float, ...],
    output_interval_s: float | None,
    phi: float,
) -> dict[str, Any]:
    """Return the arguments of a `History`.

    Raises
    ------
    InputError
        If the interval of output is not positive.
    """
    from davylamp.runaway.lumped._run import COLUMNS, STOPPED

    rows, summary = solution.rows, solution.summary[0]
    if output_interval_s is None:
        size = case.networks.max_steps + 3
        times, state = rows[:, 0].copy(), rows[:, COLUMNS : COLUMNS + size].copy()
        temperature, heating = rows[:, 3].copy(), rows[:, 4].copy()
    else:
        if not output_interval_s > 0.0:
            raise InputError(f"interval of output {output_interval_s!r} s is not positive")
        end = float(rows[-1, 0])
        times = np.append(np.arange(0.0, end * (1.0 - 1e-12), output_interval_s), end)
        state, temperature, heating = case.sample(rows, times)
    found = [_crossing(row) for row in solution.crossing[0]]
    below = found[: len(thresholds_K)]
    return {
        "body": body,
        "step_ids": tuple(step.id for step in body.network.steps),
        "crossings": {
            level: None if one is None else one.time_s
            for level, one in zip(thresholds_K, below, strict=True)
        },
        "rate_crossings": dict(
            zip(rate_thresholds_K_per_s, found[len(thresholds_K) :], strict=True)
        ),
        "peak_K": float(summary[0]),
        "time_of_peak_s": float(summary[1]),
        "stopped": int(solution.status[0]) == STOPPED,
        "phi": float(phi),
        "closure": float(summary[2]),
        "steps_taken": len(rows) - 1,
        "_case": case,
        "_rows": rows,
        **_columns(body, times, state, temperature, heating),
    }


def _crossing(row: FloatArray) -> Crossing | None:
    if np.isnan(row[0]):
        return None
    return Crossing(float(row[0]), float(row[1]), float(row[2]))


def _columns(
    body: Body,
    time_s: FloatArray,
    state: FloatArray,
    temperature_K: FloatArray,
    heating_rate_K_per_s: FloatArray,
) -> dict[str, Any]:
    return {
        "time_s": time_s,
        "temperature_K": temperature_K,
        "heating_rate_K_per_s": heating_rate_K_per_s,
        "conversion": state[:, :-3],
        "exchanged_J": state[:, -2] * body.mass_kg,
        "supplied_J": state[:, -1] * body.mass_kg,
    }
