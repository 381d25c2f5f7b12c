"""How warm a cell becomes in normal use: its steady temperature, and the way there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cell import Cell
from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.core.evidence import Unknown
from davylamp.runaway.body import Body
from davylamp.runaway.network import Network
from davylamp.runaway.operation.entropy import entropy_coefficient
from davylamp.runaway.operation.heat import (
    Given,
    OperatingHeat,
    current_from_rate,
    operating_heat,
)

if TYPE_CHECKING:
    from davylamp.runaway.lumped import History
    from davylamp.runaway.program import Program

__all__ = [
    "Cooling",
    "SteadyState",
    "WarmUp",
    "inert_body",
    "steady_state",
    "warm_up",
    "warm_up_by",
]

_STEFAN_BOLTZMANN: Final = 5.670374419e-8
_COLDEST_K: Final = 150.0
_HOTTEST_K: Final = 2000.0
_KNOTS: Final = 120
_MOST_TURNS: Final = 40
_STATIONS: Final = 41


@dataclass(frozen=True, slots=True)
class Cooling:
    """How a cell gives off heat.

    Parameters
    ----------
    coefficient_W_per_m2_K : float
        Over its whole surface [W/m2/K]; 10 is still air with its radiation, assumed.
    surroundings_K : float or None
        Temperature around it [K]; None is the operating temperature of the cell.
    emissivity : float
        0 to 1, for radiation that the coefficient does not hold.
    """

    coefficient_W_per_m2_K: float = 10.0
    surroundings_K: float | None = None
    emissivity: float = 0.0

    def __post_init__(self) -> None:
        value = self.coefficient_W_per_m2_K
        if not (math.isfinite(value) and value >= 0.0 and 0.0 <= self.emissivity <= 1.0):
            raise InputError(f"cooling {value!r} W/m2/K or emissivity {self.emissivity!r}")
        if not (value > 0.0 or self.emissivity > 0.0):
            raise InputError(
                "nothing cools the cell, so that it has no steady temperature",
                remedy="give a heat transfer coefficient above 0",
            )
        if self.surroundings_K is not None and not self.surroundings_K > 0.0:
            raise InputError(f"temperature {self.surroundings_K:g} K is not positive")


@dataclass(frozen=True, slots=True)
class SteadyState:
    """Where heat set free and heat given off meet.

    Parameters
    ----------
    temperature_K, surroundings_K : float
        Of the cell and around it [K].
    heat : OperatingHeat
        At that temperature; its `known_W` is what is given off.
    unknown : tuple of Unknown
        What is not known: with unknown resistances the cell becomes warmer than this.
    """

    temperature_K: float
    surroundings_K: float
    heat: OperatingHeat
    unknown: tuple[Unknown, ...]

    @property
    def rise_K(self) -> float:
        """Temperature above the surroundings [K]."""
        return self.temperature_K - self.surroundings_K


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


class _Law:
    """Known heat [W] over temperature and state of charge, without asking the store again."""

    def __init__(self, cell: Cell, start: OperatingHeat, given: Given) -> None:
        self.start, self.given = start, given
        self._stations = np.linspace(0.0, 1.0, _STATIONS)
        found = [entropy_coefficient(cell, s, given.entropy_V_per_K) for s in self._stations]
        self._entropy = np.array([item.value_V_per_K or 0.0 for item in found])

    def resistance(self, temperature_K: float) -> float:
        """Known area resistance [ohm m2]."""
        scale = self.given.scale(temperature_K)
        if self.given.total_ohm_m2 is not None:
            return self.given.total_ohm_m2 * scale
        layers = [layer.at(temperature_K) or 0.0 for layer in self.start.layers]
        own = (self.given.interface_ohm_m2 or 0.0) + (self.given.reaction_ohm_m2 or 0.0)
        return math.fsum(layers) + own * scale

    def at(self, temperature_K: float, state_of_charge: float) -> float:
        current, area = self.start.current_A, self.start.area_m2
        heat = current * current / area * self.resistance(temperature_K)
        heat += abs(current) * (self.given.overpotential_V or 0.0)
        slope = float(np.interp(state_of_charge, self._stations, self._entropy))
        return heat - current * temperature_K * slope


def inert_body(cell: Cell, state_of_charge: float | None = None) -> Body:
    """Return the body of a cell in which nothing reacts: for normal use.

    Raises
    ------
    MissingDatumError
        If its mass or volume is not known.
    """
    from davylamp.runaway.cell_thermal import thermal_properties
    from davylamp.runaway.inventory import inventory

    found = inventory(cell, state_of_charge)
    thermal = thermal_properties(cell, found)
    return Body(
        cell.name,
        thermal.mass_kg,
        thermal.volume_m3,
        thermal.size_m,
        thermal.surface_m2,
        thermal.heat_capacity,
        thermal.conductivity,
        Network("nothing reacts", (), ()),
        notes=thermal.notes,
    )


def steady_state(
    cell: Cell,
    *,
    current_A: float | None = None,
    c_rate_per_h: float | None = None,
    charge: bool = False,
    state_of_charge: float | None = None,
    cooling: Cooling | None = None,
    given: Given | None = None,
    body: Body | None = None,
) -> SteadyState:
    """Return the temperature at which known heat set free and heat given off meet.

    Resistances fall with temperature, so that the cell heats itself less as it warms up. The
    chemistry of the cell takes no part; see the tests of abuse for that.

    Raises
    ------
    NoConvergenceError
        If there is no such temperature between 150 and 2000 K.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> warm = steady_state(read_cell(example_path("sulfide")), c_rate_per_h=1.0)
    >>> 0.0 < warm.rise_K < 2.0
    True
    """
    from scipy.optimize import brentq

    cooling = Cooling() if cooling is None else cooling
    given = Given() if given is None else given
    body = inert_body(cell, state_of_charge) if body is None else body
    around = _around(cell, cooling)
    start = operating_heat(
        cell,
        current_A=current_A,
        c_rate_per_h=c_rate_per_h,
        charge=charge,
        state_of_charge=state_of_charge,
        temperature_K=around,
        given=given,
    )
    law = _Law(cell, start, given)
    flow = cooling.coefficient_W_per_m2_K * body.surface_m2
    radiating = _STEFAN_BOLTZMANN * cooling.emissivity * body.surface_m2

    def surplus(T: float) -> float:
        given_off = flow * (T - around) + radiating * (T**4 - around**4)
        return law.at(T, start.state_of_charge) - given_off

    low, high = around, around
    step = 1.0
    while surplus(high) > 0.0 and high < _HOTTEST_K:
        low, high, step = high, min(high + step, _HOTTEST_K), 2.0 * step
    while surplus(low) < 0.0 and low > _COLDEST_K:
        high, low, step = low, max(low - step, _COLDEST_K), 2.0 * step
    if surplus(low) * surplus(high) > 0.0:
        raise NoConvergenceError(
            f"{cell.name}: no steady temperature between {_COLDEST_K:g} and {_HOTTEST_K:g} K "
            f"at {start.current_A:.3g} A",
            remedy="lower the current or cool more",
        )
    temperature = low if low == high else float(brentq(surplus, low, high, xtol=1e-9, rtol=1e-14))
    heat = operating_heat(
        cell,
        current_A=abs(start.current_A),
        charge=start.current_A < 0.0,
        state_of_charge=start.state_of_charge,
        temperature_K=temperature,
        given=given,
    )
    return SteadyState(temperature, around, heat, heat.unknown)


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
    around = _around(cell, cooling)
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
    law = _Law(cell, start, given)
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
    around = _around(cell, cooling)
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


def _around(cell: Cell, cooling: Cooling) -> float:
    if cooling.surroundings_K is not None:
        return cooling.surroundings_K
    return cell.operation.temperature_K


def _time_to_full_use(cell: Cell, start: OperatingHeat) -> float:
    """Return the time in which this current empties a full cell [s]."""
    return 3600.0 * current_from_rate(cell, 1.0) / abs(start.current_A)
