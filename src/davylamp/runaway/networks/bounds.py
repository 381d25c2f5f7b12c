"""What a network can do at least and at most where rates are unknown."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import NoConvergenceError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import exact
from davylamp.runaway.network import Gate, Network, Rate, Step

__all__ = ["bounded", "largest_heat"]

#: A reaction 'at once' is over in about the time of the fastest run seen, 5 ms [1/s].
_AT_ONCE_PER_S: Final = 200.0
#: Where nobody has looked: a cell that was charged and used did not react up to here [K], assumed.
_USED_TO_K: Final = 80.0 + ZERO_CELSIUS_K
#: Width of the gate [K], and how many of them it lies above that temperature: a gate has a tail,
#: and of 200 1/s no more than a tenth may be gone there after 30 days.
_GATE_K: Final = 0.1
_GATE_WIDTHS: Final = math.log(_AT_ONCE_PER_S * 30.0 * 86400.0 / 0.1)


def bounded(network: Network, *, used_to_K: float = _USED_TO_K) -> tuple[Network, Network]:
    """Return the network without its steps of unknown rate, and with them at once.

    At once means: as soon as its reactants are there, above the temperature up to which they were
    seen not to react (`Step.stable_to_K`), or above `used_to_K` where nobody has looked. The first
    onset lies between the two answers. What comes after it need not: steps compete, and one that
    is over early may leave less to another that gives more heat or gas. `largest_heat` bounds
    those.

    Parameters
    ----------
    network : Network
        Any; one without unknown rates comes back twice.
    used_to_K : float
        Temperature up to which the contacts of a cell are known from its use not to run off [K].

    Examples
    --------
    >>> from davylamp.runaway.networks import liquid_baseline
    >>> without, at_once = bounded(liquid_baseline())
    >>> without == at_once
    True
    """
    without = network.with_rates
    steps = tuple(
        step if step.rate is not None else _at_once(step, used_to_K) for step in network.steps
    )
    return without, replace(network, steps=steps)


def largest_heat(network: Network) -> float:
    """Return the largest heat that the steps together can set free [J/kg].

    Steps compete for reactants: of all conversions between 0 and 1 that leave no species below
    zero, those that set free the most. `Network.heat_J_per_kg` counts competing steps together.

    Raises
    ------
    NoConvergenceError
        If the linear program has no solution.
    """
    from scipy.optimize import linprog

    place = {item.id: row for row, item in enumerate(network.species)}
    used = np.zeros((len(place), len(network.steps)))
    for column, step in enumerate(network.steps):
        for name, number in step.stoichiometry.items():
            used[place[name], column] = -number * step.extent_mol_per_kg
    there = [item.amount_mol_per_kg for item in network.species]
    heat = np.array([step.heat_J_per_kg.value for step in network.steps])
    if not len(heat):
        return 0.0
    found = linprog(-heat, A_ub=used, b_ub=there, bounds=(0.0, 1.0), method="highs")
    if not found.success:
        raise NoConvergenceError(f"the largest heat of {network.name}: {found.message}")
    return float(heat @ found.x)


def _at_once(step: Step, used_to_K: float) -> Step:
    above = used_to_K if step.stable_to_K is None else step.stable_to_K
    reactants = [name for name, number in step.stoichiometry.items() if number < 0.0]
    note = f"rate unknown: taken to run at once above {above - ZERO_CELSIUS_K:.0f} degC"
    rate = Rate(
        exact(_AT_ONCE_PER_S, "1/s", Kind.ASSUMED, note),
        exact(0.0, "J/mol", Kind.ASSUMED, note),
        dict.fromkeys(reactants, 1.0),
        gate=Gate(exact(above + _GATE_WIDTHS * _GATE_K, "K", Kind.ASSUMED, note), _GATE_K, note),
    )
    return replace(step, rate=rate, notes=(*step.notes, note))
