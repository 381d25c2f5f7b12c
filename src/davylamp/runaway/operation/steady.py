"""How warm a cell becomes in normal use: where heat set free and heat given off meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.cell import Cell
from davylamp.core.constants import STEFAN_BOLTZMANN_W_PER_M2_K4
from davylamp.core.errors import NoConvergenceError
from davylamp.core.evidence import Unknown
from davylamp.runaway.body import Body
from davylamp.runaway.operation.cooling import Cooling
from davylamp.runaway.operation.given import Given
from davylamp.runaway.operation.heat import OperatingHeat, operating_heat
from davylamp.runaway.operation.heat_law import HeatLaw
from davylamp.runaway.operation.inert import inert_body

__all__ = ["SteadyState", "steady_state"]

_COLDEST_K: Final = 150.0
_HOTTEST_K: Final = 2000.0


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
    around = cooling.around_K(cell)
    start = operating_heat(
        cell,
        current_A=current_A,
        c_rate_per_h=c_rate_per_h,
        charge=charge,
        state_of_charge=state_of_charge,
        temperature_K=around,
        given=given,
    )
    law = HeatLaw(cell, start, given)
    flow = cooling.coefficient_W_per_m2_K * body.surface_m2
    radiating = STEFAN_BOLTZMANN_W_PER_M2_K4 * cooling.emissivity * body.surface_m2

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
