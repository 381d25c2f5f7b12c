"""One run of a test, and what can be read from it at any moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.runaway.abuse.peaks import Peak

if TYPE_CHECKING:
    from davylamp.runaway.lumped.history import History

__all__ = [
    "DISCHARGE",
    "Moment",
    "Trial",
    "first_self_heating",
    "heat_flow_by_step",
    "highest_of",
    "moment_at",
]

FloatArray = npt.NDArray[np.float64]

#: Id of the step that stands for stored electrical energy.
DISCHARGE: Final = "electrical discharge"
#: Parts of a step of the integrator among which a moment is sought.
_PARTS: Final = 64


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, the temperature then, and the heat flow of each step [W/kg]."""

    time_s: float
    temperature_K: float
    heat_flow: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a test.

    Parameters
    ----------
    history : History
        Temperature and conversions over time.
    heat_flow : array, shape (n, R)
        Mean heat flow of each step since the time before [W/kg].
    onset, runaway : Moment or None
        T1 and T2; None where they are not reached.
    has_onset : bool
        Whether the test defines an onset at all.
    highest : Moment or None
        T3, the highest temperature; None in a calorimeter that finds no exotherm.
    peaks : tuple of Peak
        Of a DSC ramp.
    more : mapping of str to float
        Further figures by name, in SI units.
    """

    history: History
    heat_flow: FloatArray
    onset: Moment | None
    runaway: Moment | None
    highest: Moment | None = None
    has_onset: bool = True
    peaks: tuple[Peak, ...] = ()
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def chemical(self) -> npt.NDArray[np.bool_]:
        """Which steps are reactions rather than the discharge of the cell, shape (R,)."""
        return np.array([name != DISCHARGE for name in self.history.step_ids], dtype=np.bool_)

    @property
    def reaction_heat_flow(self) -> FloatArray:
        """Heat flow of all reactions [W/kg], shape (n,)."""
        return np.asarray(self.heat_flow[:, self.chemical].sum(axis=1))


def heat_flow_by_step(history: History) -> FloatArray:
    """Return the mean heat flow of each step since the time before [W/kg], shape (n, R).

    Differences of the conversions, not rates: where a fast step has come to its end, a rate is a
    large constant times what little an integrator leaves over.
    """
    heat = np.array([step.heat_J_per_kg.value for step in history.body.network.steps])
    flow = np.zeros(history.conversion.shape)
    if len(history.time_s) < 2 or not heat.size:
        return flow
    length = np.diff(history.time_s)
    safe = np.where(length > 0.0, length, 1.0)
    mean = np.diff(history.conversion, axis=0) * heat / safe[:, None]
    flow[1:] = np.where(length[:, None] > 0.0, mean, 0.0)
    flow[0] = flow[1]
    return flow


def highest_of(history: History) -> Moment:
    """Return the highest temperature of a history and when it is reached."""
    return Moment(history.time_of_peak_s, history.peak_K)


def moment_at(history: History, time_s: float) -> Moment:
    """Return temperature and heat flows of a history about a time."""
    rows = history.time_s
    k = min(max(int(np.searchsorted(rows, time_s)), 1), len(rows) - 1)
    # Half a step of the integrator to either side: as wide as the solution changes little.
    width = 0.5 * float(rows[k] - rows[k - 1])
    times = np.clip([time_s - width, time_s, time_s + width], 0.0, history.end_s)
    there = history.at(times)
    flow = heat_flow_by_step(there)
    return Moment(float(time_s), float(there.temperature_K[1]), tuple(flow[1].tolist()))


def first_self_heating(
    history: History, heat_flow: FloatArray, level_K_per_s: float
) -> Moment | None:
    """Return when the reactions alone first heat the body at a rate; None if they never do.

    The rate is the heat flow of the reactions over the heat capacity of body and holder, so that
    a heater or a current does not count.

    Parameters
    ----------
    history : History
        A run.
    heat_flow : array, shape (n, R)
        Of `heat_flow_by_step`.
    level_K_per_s : float
        Self-heating rate [K/s].
    """
    chemical = np.array([name != DISCHARGE for name in history.step_ids], dtype=np.bool_)
    over = np.flatnonzero(_self_heating(history, heat_flow, chemical) >= level_K_per_s)
    if not over.size:
        return None
    k = max(int(over[0]), 1)
    times = np.linspace(history.time_s[k - 1], history.time_s[k], _PARTS + 1)
    there = history.at(times)
    flow = heat_flow_by_step(there)
    inside = np.flatnonzero(_self_heating(there, flow, chemical) >= level_K_per_s)
    n = int(inside[0]) if inside.size else _PARTS
    return Moment(float(times[n]), float(there.temperature_K[n]), tuple(flow[n].tolist()))


def _self_heating(
    history: History, heat_flow: FloatArray, chemical: npt.NDArray[np.bool_]
) -> FloatArray:
    capacity = history.body.heat_capacity
    cp = np.interp(history.temperature_K, capacity.temperature_K, capacity.value_J_per_kg_K)
    return np.asarray(heat_flow[:, chemical].sum(axis=1) / (history.phi * cp))
