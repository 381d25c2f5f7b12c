"""What a kernel needs to know about a test, and what it gives back."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway.lumped._events import Curve
from davylamp.runaway.lumped._step import Flow, Work

__all__ = [
    "CALORIMETER",
    "COLUMNS",
    "DONE",
    "EXOTHERM",
    "FULL",
    "HEAT",
    "NOT_CLOSED",
    "NOT_WITHIN_BOUNDS",
    "PROGRESS",
    "RUNNING",
    "SEEK",
    "STEP_TOO_SMALL",
    "STOPPED",
    "SUMMARY",
    "TOO_HOT",
    "TOO_MANY_STEPS",
    "WAIT",
    "Programs",
    "Run",
    "Space",
    "flow_at",
    "lowest_amount",
    "make_space",
]

FloatArray = npt.NDArray[np.float64]

#: How a run ended; negative: it failed.
DONE: Final = 0
STOPPED: Final = 1
RUNNING: Final = 1000
FULL: Final = 1001
STEP_TOO_SMALL: Final = -1
TOO_MANY_STEPS: Final = -2
TOO_HOT: Final = -3
NOT_CLOSED: Final = -4
NOT_WITHIN_BOUNDS: Final = -5

#: What the calorimeter does; 0 in a run without one.
HEAT: Final = 1
WAIT: Final = 2
SEEK: Final = 3
EXOTHERM: Final = 4
CALORIMETER: Final = 1

#: Entries of a summary: peak [K], its time, closure, lowest amount, time of the end, temperature
#: there, onset [K], its time, highest temperature of an exotherm, its time, steps, rejected steps,
#: self-heating at the onset [K/s], enthalpy at the start [J/kg].
SUMMARY: Final = 14

#: Columns of a record before the state and the dense output: time, length of the step, mode,
#: temperature, heating rate.
COLUMNS: Final = 5

#: Numbers of a run that a full record interrupts.
PROGRESS: Final = 20

#: Numbers between the arrays of two threads.
_MARGIN: Final = 64


class Run(NamedTuple):
    """Numbers of a test."""

    start_K: float
    duration_s: float
    mass_kg: float
    convection_W_per_K: float
    radiation_W_per_K4: float
    stop_K: float
    tolerance: float
    fixed_step_s: float  #: 0 for adaptive steps
    most_steps: int
    calorimeter: int  #: 0 none, `CALORIMETER` for heat-wait-seek
    step_K: float
    wait_s: float
    seek_s: float
    sensitivity_K_per_s: float
    end_K: float
    heater_W_per_kg: float


class Programs(NamedTuple):
    """Knots of the surroundings' temperature [K] and of the power [W]."""

    surroundings_s: FloatArray
    surroundings_K: FloatArray
    power_s: FloatArray
    power_W: FloatArray


class Space(NamedTuple):
    """Arrays that a run writes to; they also carry it from one call to the next."""

    work: Work
    curve: Curve
    ahead: FloatArray  #: (R + 2, R) rates and their derivatives at the end of a step
    progress: FloatArray  #: (PROGRESS,) where a run stands that has filled its record


def make_space(steps: int) -> Space:
    """Return the arrays for networks of at most so many steps.

    All lie in one block with a margin, so that two threads never write to the same cache line.
    """
    size = steps + 3
    block = np.zeros(2 * _MARGIN + 6 * steps + 3 * steps**2 + 18 * size + PROGRESS)
    place = _MARGIN

    def take(*shape: int) -> FloatArray:
        nonlocal place
        count = math.prod(shape)
        place += count
        return block[place - count : place].reshape(shape)

    work = Work(
        take(steps),
        take(steps),
        take(steps, steps),
        take(steps, steps),
        take(steps).view(np.int64),
        take(4, size),
        take(size, 8),
    )
    curve = Curve(take(size), take(size), take(3 * size), take(size), take(steps))
    return Space(work, curve, take(steps + 2, steps), take(PROGRESS))


@compiled_leaf
def _segment(times: FloatArray, values: FloatArray, now: float) -> tuple[float, float, float]:
    """Return value, slope, and the next knot of a program just after `now`."""
    last = len(times) - 1
    if now < times[0]:
        return values[0], 0.0, times[0]
    if now >= times[last]:
        return values[last], 0.0, math.inf
    low = 0
    high = last
    while high - low > 1:
        middle = (low + high) // 2
        if times[middle] <= now:
            low = middle
        else:
            high = middle
    slope = (values[high] - values[low]) / (times[high] - times[low])
    return values[low] + slope * (now - times[low]), slope, times[high]


@compiled_leaf
def flow_at(
    run: Run, programs: Programs, capacity: float, exchange: float, now: float, heater: bool
) -> tuple[Flow, float]:
    """Return the flow of heat just after a time, and the next knot of a program."""
    around, around_slope, knot = _segment(programs.surroundings_s, programs.surroundings_K, now)
    power, power_slope, power_knot = _segment(programs.power_s, programs.power_W, now)
    power /= run.mass_kg
    if heater:
        power += run.heater_W_per_kg * capacity
    flow = Flow(
        exchange * run.convection_W_per_K / run.mass_kg,
        exchange * run.radiation_W_per_K4 / run.mass_kg,
        around,
        around_slope,
        power,
        power_slope / run.mass_kg,
    )
    return flow, min(knot, power_knot)


@compiled_leaf
def lowest_amount(networks: NetworkArrays, k: int, state: FloatArray) -> float:
    """Return the lowest scaled amount or conversion, or what a discharge has left."""
    count = networks.steps[k]
    lowest = 0.0
    for r in range(count):
        lowest = min(lowest, state[r])
        if networks.discharge[k, r] >= 0.0:
            lowest = min(lowest, 1.0 - state[r])
    for s in range(networks.start.shape[1]):
        amount = networks.start[k, s]
        for r in range(count):
            amount += networks.change[k, s, r] * state[r]
        lowest = min(lowest, amount)
    return lowest
