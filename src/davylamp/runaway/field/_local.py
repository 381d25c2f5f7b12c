"""Reactions of each volume over a step under a given flow of heat, compiled.

Every volume is integrated on its own with substeps as short as it needs, so that one that ignites
costs nothing to the others.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rates import rates, rates_only
from davylamp.runaway.field._arrays import FieldArrays
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._step import Flow, Work, rosenbrock

__all__ = ["Supply", "Volumes", "react"]

FloatArray = npt.NDArray[np.float64]

_SAFETY: Final = 0.9
_ORDER: Final = 5.0
#: Weight of an error of the temperature beside one of a conversion [1/K].
_PER_K: Final = 0.01
_COLD_K: Final = 10.0
#: Share of the tolerance that counts as no change.
_SLIGHT: Final = 1e-2
#: Change of a conversion in a step of the explicit method.
_MOST_CHANGE: Final = 0.1
#: Error of an explicit step in which a rate changes too much.
_ROUGH: Final = 20.0
#: The same where it falls.
_STIFF: Final = 1e9
#: Implicit steps before an explicit one is tried again.
_STIFF_STEPS: Final = 8
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
    response: FloatArray  #: written: about its derivative by the enthalpy


@compiled_leaf
def _response(networks: NetworkArrays, k: int, T: float, slope: float, rate: FloatArray) -> float:
    """Return about the largest derivative of the heating rate by the enthalpy [1/s]."""
    total = 0.0
    for r in range(networks.steps[k]):
        steep = networks.energy_K[k, r] / (T * T)
        if networks.gate_K[k, r] > 0.0:
            steep += 1.0 / networks.gate_width_K[k, r]
        total += abs(networks.heat[k, r] * rate[r]) * steep * slope
    return total


@compiled_leaf
def _explicit(
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
) -> tuple[float, float]:
    """Try a step of Kutta's method of order 3 from `old`, which holds its end if it is good.

    It is where the embedded method of order 2 agrees, and no rate that matters changes by half
    within half of the step: then nothing is stiff that could be missed. Returns the error over the
    tolerance, and about the derivative of the heating rate by the enthalpy [1/s].
    """
    count = networks.steps[k]
    at = len(old) - 3
    first, middle, last = work.vector[0], work.vector[1], work.vector[2]
    response, error = 0.0, 0.0
    for place in range(3):
        t = 0.5 * place * dt
        h = old[at] + t * (power + 0.5 * t * power_slope)
        for r in range(count):
            change = 0.0
            if place == 1:
                change = 0.5 * dt * first[r]
            elif place == 2:
                change = dt * (2.0 * middle[r] - first[r])
            new[r] = old[r] + change
            h += networks.heat[k, r] * change
        T, slope = temperature_of(heat, h)
        if not T > _COLD_K:
            return _ROUGH, 0.0
        rates_only(networks, k, T, new, work.vector[place])
        if place == 1:
            for r in range(count):
                limit = max(abs(first[r]), _SLIGHT * tolerance / dt)
                if not abs(middle[r] - first[r]) <= 0.5 * limit:
                    # A rate that falls so soon is stiff; one that rises needs short steps anyway.
                    fallen = abs(middle[r]) < abs(first[r]) or middle[r] * first[r] < 0.0
                    return (_STIFF if fallen else _ROUGH), 0.0
        elif place == 0:
            for r in range(count):
                if not abs(first[r]) * dt <= _MOST_CHANGE:
                    return _ROUGH, 0.0
        else:
            warmed = 0.0
            response = _response(networks, k, T, slope, last)
            for r in range(count):
                missed = dt / 6.0 * (first[r] - 2.0 * middle[r] + last[r])
                error = max(error, abs(missed))
                warmed += networks.heat[k, r] * missed
            error = max(error, _PER_K * abs(warmed) * heat.mean_K_kg_per_J) / tolerance
            # Written so that what is no number does not pass.
            if not error <= 1.0:
                return min(max(error, 1.0 + 1e-9), 1e6), 0.0
    h = dt * (power + 0.5 * dt * power_slope)
    for r in range(count):
        change = dt / 6.0 * (first[r] + 4.0 * middle[r] + last[r])
        old[r] += change
        h += networks.heat[k, r] * change
    old[at] += h
    return error, response


@compiled_leaf
def _integrate(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    power: float,
    power_slope: float,
    dt: float,
    step: float,
    stiff: int,
    tolerance: float,
    work: Work,
    old: FloatArray,
    new: FloatArray,
) -> int:
    """Integrate a volume over a step from `old` on, which then holds its end.

    Returns the number of substeps, -1 where none is short enough.
    """
    whole = step
    size = len(old)
    at = size - 3
    t = 0.0
    number, failed = 0, 0
    while True:
        last = t + step * (1.0 + 1e-9) >= dt
        if last:
            step = dt - t
        if not step > _SHORTEST * dt:
            return -1
        flow = power + power_slope * t
        if stiff == 0:
            error, _ = _explicit(
                networks, k, heat, flow, power_slope, step, tolerance, work, old, new
            )
            factor = _SAFETY * max(error, 1e-6) ** (-1.0 / 3.0)
            if error > 1.0:
                whole = step if failed == 0 else whole
                # What is smooth comes through when the step is shortened, what is stiff does not.
                failed += 1
                if error >= _STIFF or failed > 2:
                    stiff = _STIFF_STEPS
                    step = whole
                else:
                    step *= max(0.2, factor)
                continue
        else:
            T, _ = temperature_of(heat, old[at])
            rates(networks, k, T, old, work.rate, work.by_temperature, work.by_conversion)
            error = math.inf
            while not error <= 1.0:
                into = Flow(0.0, 0.0, 300.0, 0.0, flow, power_slope)
                error = rosenbrock(networks, k, heat, 1.0, into, work, step, old, new) / tolerance
                if not error <= 1.0:
                    factor = 0.2
                    if error < math.inf:
                        factor = max(0.2, _SAFETY * error ** (-1.0 / _ORDER))
                    step *= factor
                    last = False
                    if not step > _SHORTEST * dt:
                        return -1
            factor = _SAFETY * max(error, 1e-8) ** (-1.0 / _ORDER)
            for m in range(size):
                old[m] = new[m]
            stiff -= 1
        failed = 0
        number += 1
        t += step
        if last:
            return number
        step *= min(4.0, factor)


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
        error, response = _explicit(
            networks, k, heat, power, slope, dt, supply.tolerance, work, old, new
        )
        if error > 1.0:
            T, by_enthalpy = temperature_of(heat, h)
            rates_only(networks, k, T, old, work.rate)
            response = _response(networks, k, T, by_enthalpy, work.rate)
            stiff = 0
            step = dt * max(0.05, _SAFETY * error ** (-1.0 / 3.0))
            if error >= _STIFF:
                stiff = _STIFF_STEPS
                step = dt
            spent = _integrate(
                networks, k, heat, power, slope, dt, step, stiff, supply.tolerance, work, old, new
            )
            if spent < 0:
                return -1
            total += spent
            T, by_enthalpy = temperature_of(heat, old[at])
            rates_only(networks, k, T, old, work.rate)
            response = max(response, _response(networks, k, T, by_enthalpy, work.rate))
        released = 0.0
        for r in range(count):
            released += networks.heat[k, r] * (old[r] - volumes.conversion[i, r])
            volumes.after[i, r] = old[r]
        volumes.released[i] = released
        volumes.response[i] = dt * response
    return total
