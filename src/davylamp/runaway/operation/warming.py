"""The temperature of a cell over a charge or discharge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cell import Cell
from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.runaway.body import Body
from davylamp.runaway.operation.cooling import Cooling
from davylamp.runaway.operation.given import Given
from davylamp.runaway.operation.heat import OperatingHeat, current_from_rate, operating_heat
from davylamp.runaway.operation.heat_law import HeatLaw
from davylamp.runaway.operation.inert import inert_body

if TYPE_CHECKING:
    from davylamp.runaway.lumped import History
    from davylamp.runaway.program import Program

__all__ = ["WarmUp", "warm_up", "warm_up_by"]

_KNOTS: Final = 120
_MOST_TURNS: Final = 40


@dataclass(frozen=True, slots=True)
class WarmUp:
    """The way of a cell through a charge or discharge.

    Parameters
    ----------
    history : History
        Temperature over time, as any other run.
    time_s, heat_W, state_of_charge : tuple of float
        Heat set free by the current, and state, at the knots of its program.
    turns : int
        Runs until heat and temperature agreed.
    """

    history: History
    time_s: tuple[float, ...]
    heat_W: tuple[float, ...]
    state_of_charge: tuple[float, ...]
    turns: int


def warm_up(
    cell: Cell,
    *,
    current_A: float | None = None,
    c_rate_per_h: float | None = None,
    charge: bool = False,
    state_of_charge: float | None = None,
    duration_s: float | None = None,
    start_K: float | None = None,
    cooling: Cooling | None = None,
    given: Given | None = None,
    body: Body | None = None,
    tolerance_K: float = 1e-4,
) -> WarmUp:
    """Return the temperature of a cell over a charge or discharge at constant current.

    The heat of the current enters the lumped integrator as a power over time; heat and
    temperature are made to agree by turns.

    Parameters
    ----------
    state_of_charge : float, optional
        At the start; full for a discharge and empty for a charge by default.
    duration_s : float, optional
        Until the cell is empty, or full, by default [s].
    start_K : float, optional
        Temperature at the start [K]; the surroundings by default.
    body : Body, optional
        One with a reaction network lets the chemistry take part; by default nothing reacts.
    tolerance_K : float
        Largest change of temperature in the last turn [K].

    Raises
    ------
    InputError
        If the cell holds less than the duration asks for, or the current is zero.
    NoConvergenceError
        If heat and temperature do not settle.
    """
    from davylamp.runaway.lumped import Exchange, simulate
    from davylamp.runaway.program import Program

    cooling = Cooling() if cooling is None else cooling
    given = Given() if given is None else given
    soc = (0.0 if charge else 1.0) if state_of_charge is None else state_of_charge
    around = cooling.around_K(cell)
    start = operating_heat(
        cell,
        current_A=current_A,
        c_rate_per_h=c_rate_per_h,
        charge=charge,
        state_of_charge=soc,
        temperature_K=around if start_K is None else start_K,
        given=given,
    )
    if not start.current_A:
        raise InputError("the current is zero: nothing warms the cell")
    whole_s = _time_to_full_use(cell, start)
    room_s = whole_s * (1.0 - soc if charge else soc)
    duration = room_s if duration_s is None else duration_s
    if not 0.0 < duration <= room_s * (1.0 + 1e-9):
        raise InputError(
            f"the cell carries this current for {room_s:.4g} s from its state of charge, not for "
            f"{duration:.4g} s"
        )
    body = inert_body(cell, soc) if body is None else body
    law = HeatLaw(cell, start, given)
    time = np.linspace(0.0, duration, _KNOTS)
    states = soc - np.sign(start.current_A) * time / whole_s
    first = around if start_K is None else start_K
    temperature = np.full(_KNOTS, first)
    exchange = Exchange(
        cooling.coefficient_W_per_m2_K * body.surface_m2, cooling.emissivity * body.surface_m2
    )
    for turn in range(1, _MOST_TURNS + 1):
        heat = [law.at(float(T), float(s)) for T, s in zip(temperature, states, strict=True)]
        history = simulate(
            body,
            start_K=first,
            duration_s=duration,
            exchange=exchange,
            surroundings_K=around,
            power_W=Program(tuple(time.tolist()), tuple(heat)),
            output_interval_s=duration / (_KNOTS - 1),
        )
        found = np.interp(time, history.time_s, history.temperature_K)
        change = float(np.abs(found - temperature).max())
        temperature = found
        if change <= tolerance_K:
            return WarmUp(history, tuple(time.tolist()), tuple(heat), tuple(states.tolist()), turn)
    raise NoConvergenceError(
        f"{cell.name}: heat and temperature do not settle in {_MOST_TURNS} turns (last change "
        f"{change:.3g} K)",
        remedy="shorten the duration, or loosen the tolerance",
    )


def warm_up_by(
    cell: Cell, program: Program, *, cooling: Cooling | None = None, body: Body | None = None
) -> History:
    """Return the temperature of a cell over a power from elsewhere, such as `PybammHeat.program`.

    The heat is taken as it is: it does not fall as the cell warms up.
    """
    from davylamp.runaway.lumped import Exchange, simulate

    cooling = Cooling() if cooling is None else cooling
    body = inert_body(cell) if body is None else body
    around = cooling.around_K(cell)
    exchange = Exchange(
        cooling.coefficient_W_per_m2_K * body.surface_m2, cooling.emissivity * body.surface_m2
    )
    return simulate(
        body,
        start_K=around,
        duration_s=program.time_s[-1],
        exchange=exchange,
        surroundings_K=around,
        power_W=program,
    )


def _time_to_full_use(cell: Cell, start: OperatingHeat) -> float:
    """Return the time in which this current empties a full cell [s]."""
    return 3600.0 * current_from_rate(cell, 1.0) / abs(start.current_A)
