"""Reactions of each volume over a step under a given flow of heat, compiled.

Every volume is integrated on its own with substeps as short as it needs, so that one that ignites
costs nothing to the others.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled_leaf
from davylamp.runaway._rates import rates, rates_only
from davylamp.runaway.field._arrays import FieldArrays
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._step import Flow, Work, rosenbrock

__all__ = ["Supply", "Volumes", "react"]

FloatArray = npt.NDArray[np.float64]

_SAFETY: Final = 0.9
_ORDER: Final = 5.0
#: Share of the tolerance that a volume may change by to count as one that hardly reacts.
_SLIGHT: Final = 1e-2
#: Self-heating that halves or doubles a rate, about [K].
_TURN_K: Final = 30.0
#: Shortest substep, over the step.
_SHORTEST: Final = 1e-12


class Supply(NamedTuple):
    """How a step is made."""

    dt: float  #: length of the step [s]
    tolerance: float  #: of a substep, as in `davylamp.runaway.lumped`
    slope_K: FloatArray  #: slopes of all materials' tables, as in `Heat`
    mean_K_kg_per_J: FloatArray  #: by material


class Volumes(NamedTuple):
    """State and outcome of all volumes."""

    enthalpy: FloatArray  #: at the start of the step [J/kg], shape (n,)
    conversion: FloatArray  #: at the start of the step, shape (n, R)
    power: FloatArray  #: heat that flows in at the start of the step [W/kg]
    power_slope: FloatArray  #: its change over time [W/kg/s]
    wanted: npt.NDArray[np.bool_]  #: which are to be integrated
    after: FloatArray  #: written: conversions at the end, shape (n, R)
    released: FloatArray  #: written: heat set free in the step [J/kg]
    response: FloatArray  #: written: its derivative by the enthalpy, 0 where hardly any is


@compiled_leaf
def _slight(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    begin: float,
    middle: float,
    end: float,
    dt: float,
    limit: float,
    work: Work,
    old: FloatArray,
) -> bool:
    """Write rates for a volume that hardly reacts at any temperature of the step, or return False.

    A rate between the three temperatures exceeds what Simpson's rule sees only by far less than
    the tolerance that is left: all of its laws are Arrhenius terms and gates wider than that.
    """
    count = networks.steps[k]
    mean = work.vector[3]
    for place in range(3):
        enthalpy = begin if place == 0 else (end if place == 1 else middle)
        T, _ = temperature_of(heat, enthalpy)
        if not T > 0.0:
            return False
        rates_only(networks, k, T, old, work.rate)
        warmed = 0.0
        for r in range(count):
            change = abs(work.rate[r]) * dt
            warmed += abs(networks.heat[k, r]) * change
            if not change <= limit:
                return False
        if not warmed * heat.mean_K_kg_per_J * 0.01 <= limit:
            return False
        weight = 4.0 / 6.0 if place == 2 else 1.0 / 6.0
        for r in range(count):
            mean[r] = weight * work.rate[r] + (mean[r] if place > 0 else 0.0)
    return True


@compiled_leaf
def _integrate(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    power: float,
    power_slope: float,
    dt: float,
    tolerance: float,
    work: Work,
    old: FloatArray,
    new: FloatArray,
) -> tuple[int, float]:
    """Integrate a volume over a step from `old` on, which holds its end; return substeps, -1 for
    none short enough, and the derivative of the heating rate by the enthalpy at the start [1/s].
    """
    count = networks.steps[k]
    size = len(old)
    at = size - 3
    t, step, stiffest = 0.0, 0.0, 0.0
    number = 0
    while True:
        T, slope = temperature_of(heat, old[at])
        rates(networks, k, T, old, work.rate, work.by_temperature, work.by_conversion)
        if number == 0:
            heating, fastest = power, 0.0
            for r in range(count):
                heating += networks.heat[k, r] * work.rate[r]
                stiffest += networks.heat[k, r] * work.by_temperature[r] * slope
                fastest = max(fastest, abs(work.rate[r]))
            fastest = max(fastest, abs(heating) * slope / _TURN_K)
            step = dt
            if fastest > 0.0:
                step = min(dt, tolerance**0.2 / fastest)
        while True:
            last = t + step * (1.0 + 1e-9) >= dt
            if last:
                step = dt - t
            flow = Flow(0.0, 0.0, 300.0, 0.0, power + power_slope * t, power_slope)
            error = rosenbrock(networks, k, heat, 1.0, flow, work, step, old, new) / tolerance
            if error <= 1.0:
                break
            last = False
            factor = 0.2
            if error < math.inf:
                factor = max(0.2, _SAFETY * error ** (-1.0 / _ORDER))
            step *= factor
            if not step > _SHORTEST * dt:
                return -1, stiffest
        number += 1
        t += step
        for m in range(size):
            old[m] = new[m]
        if last:
            return number, stiffest
        step *= min(6.0, _SAFETY * max(error, 1e-8) ** (-1.0 / _ORDER))


@compiled_leaf
def react(
    low: int,
    high: int,
    field: FieldArrays,
    networks: NetworkArrays,
    supply: Supply,
    volumes: Volumes,
    work: Work,
    old: FloatArray,
    new: FloatArray,
) -> int:
    """Write what reacts in volumes `low` to `high` during a step; return substeps, or -1."""
    at = len(old) - 3
    dt = supply.dt
    total = 0
    before = -1
    for i in range(low, high):
        k = field.network[i]
        if k < 0 or not volumes.wanted[i]:
            continue
        count = networks.steps[k]
        m = field.material[i]
        start = field.table_start[m]
        end = start + field.table_size[m]
        heat = Heat(
            field.table_first[m],
            field.table_step[m],
            field.table_K[start:end],
            supply.slope_K[start:end],
            supply.mean_K_kg_per_J[m],
        )
        if k != before:
            # What a larger network left behind.
            for n in range(len(old)):
                old[n] = 0.0
                for j in range(8):
                    work.stage[n, j] = 0.0
            before = k
        for r in range(count):
            old[r] = volumes.conversion[i, r]
        h, power, slope = volumes.enthalpy[i], volumes.power[i], volumes.power_slope[i]
        old[at], old[at + 1], old[at + 2] = h, 0.0, 0.0
        middle = h + 0.5 * dt * (power + 0.25 * dt * slope)
        last = h + dt * (power + 0.5 * dt * slope)
        limit = _SLIGHT * supply.tolerance
        if _slight(networks, k, heat, h, middle, last, dt, limit, work, old):
            for r in range(count):
                old[r] += dt * work.vector[3, r]
            response = 0.0
        else:
            spent, response = _integrate(
                networks, k, heat, power, slope, dt, supply.tolerance, work, old, new
            )
            if spent < 0:
                return -1
            total += spent
        released = 0.0
        for r in range(count):
            released += networks.heat[k, r] * (old[r] - volumes.conversion[i, r])
            volumes.after[i, r] = old[r]
        volumes.released[i] = released
        volumes.response[i] = dt * response
    return total
