"""From start to end: adaptive steps, programs, events, and the logic of heat-wait-seek."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled
from davylamp.runaway._rates import rates
from davylamp.runaway.lumped._enthalpy import Heat, enthalpy_of, temperature_of
from davylamp.runaway.lumped._events import (
    Curve,
    heating_rate,
    highest,
    rate_crossing,
    temperature_crossing,
)
from davylamp.runaway.lumped._step import Flow, Work, dense, dense_state, flow_into, rosenbrock

__all__ = [
    "CALORIMETER",
    "DONE",
    "EXOTHERM",
    "HEAT",
    "NOT_CLOSED",
    "NOT_WITHIN_BOUNDS",
    "SEEK",
    "STEP_TOO_SMALL",
    "STOPPED",
    "SUMMARY",
    "TOO_HOT",
    "TOO_MANY_STEPS",
    "WAIT",
    "Programs",
    "Run",
    "Steps",
    "flow_at",
    "integrate",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: How a run ended.
RUNNING: Final = 1000
DONE: Final = 0
STOPPED: Final = 1
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

#: Entries of a summary: peak [K], its time, closure, lowest amount, time of the end, temperature
#: there, onset [K], its time, highest temperature of an exotherm, its time, steps, rejected steps,
#: self-heating at the onset [K/s].
SUMMARY: Final = 13

_SAFETY: Final = 0.9
_MOST_GROWTH: Final = 6.0
_LEAST_GROWTH: Final = 0.2
_ORDER: Final = 5.0
#: Largest relative imbalance of energy.
_CLOSURE: Final = 1e-9
_FIRST_ROWS: Final = 256
_ARRIVED_K: Final = 1e-3
_LEAST_STEP_S: Final = 1e-20
_INF: Final = np.inf
#: An exotherm ends at this share of the sensitivity, so that it does not end where it is found.
_QUIET: Final = 0.99


class Run(NamedTuple):
    """What an integration needs besides the network, all per body."""

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


CALORIMETER: Final = 1


class Programs(NamedTuple):
    """Knots of the surroundings' temperature [K] and of the power [W]."""

    surroundings_s: FloatArray
    surroundings_K: FloatArray
    power_s: FloatArray
    power_W: FloatArray


class Steps(NamedTuple):
    """What was recorded, one row for each accepted step; states have one row more."""

    time_s: FloatArray  #: (n + 1,)
    length_s: FloatArray  #: (n,), exact also where it is below the resolution of the time
    state: FloatArray  #: (n + 1, N)
    dense: FloatArray  #: (n, 3, N)
    mode: IntArray  #: (n,)
    temperature_K: FloatArray  #: (n + 1,)
    heating_K_per_s: FloatArray  #: (n + 1,) at the end of each step


@compiled
def _segment(times: FloatArray, values: FloatArray, now: float) -> tuple[float, float, float]:
    """Return value, slope, and the next knot of a program just after `now`."""
    last = len(times) - 1
    if now < times[0]:
        return values[0], 0.0, times[0]
    if now >= times[last]:
        return values[last], 0.0, _INF
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


@compiled
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


@compiled
def _more(rows: Steps) -> Steps:
    """Return a copy with twice the room."""
    n = 2 * len(rows.length_s)
    size = rows.state.shape[1]
    more = Steps(
        np.empty(n + 1),
        np.empty(n),
        np.empty((n + 1, size)),
        np.empty((n, 3, size)),
        np.empty(n, np.int64),
        np.empty(n + 1),
        np.empty(n + 1),
    )
    old = n // 2
    more.time_s[: old + 1] = rows.time_s
    more.length_s[:old] = rows.length_s
    more.state[: old + 1] = rows.state
    more.dense[:old] = rows.dense
    more.mode[:old] = rows.mode
    more.temperature_K[: old + 1] = rows.temperature_K
    more.heating_K_per_s[: old + 1] = rows.heating_K_per_s
    return more


@compiled
def _lowest_amount(networks: NetworkArrays, k: int, state: FloatArray) -> float:
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


@compiled
def _closure(networks: NetworkArrays, k: int, state: FloatArray, start: float) -> float:
    """Return what is missing from the balance of energy, over the largest of its terms."""
    at = len(state) - 3
    rise = state[at] - start
    released = 0.0
    # A warming of a thousandth of a kelvin is the least that a share can be taken of.
    scale = max(1.0, abs(rise), abs(state[at + 1]), abs(state[at + 2]))
    for r in range(networks.steps[k]):
        released += networks.heat[k, r] * state[r]
        scale = max(scale, abs(networks.heat[k, r] * state[r]))
    return abs(rise - released - state[at + 1] - state[at + 2]) / scale


@compiled
def integrate(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    capacity: float,
    exchange: float,
    run: Run,
    programs: Programs,
    levels_K: FloatArray,
    levels_K_per_s: FloatArray,
    crossing: FloatArray,
    summary: FloatArray,
    record: bool,
) -> tuple[int, int, Steps, FloatArray]:
    """Integrate network `k` and return how it ended, how many steps, the steps, and the last state.

    Parameters
    ----------
    networks, k, heat
        Network and heat capacity.
    capacity, exchange : float
        Factors on the heat capacity and on the exchange of heat.
    run, programs
        Test.
    levels_K, levels_K_per_s : array
        Temperatures and heating rates whose first crossing is asked for.
    crossing : array, shape (levels, 3)
        Written: time, temperature, heating rate; nan where there is none.
    summary : array, shape (SUMMARY,)
        Written.
    record : bool
        Keep the steps.
    """
    R = networks.heat.shape[1]
    size = R + 3
    count = networks.steps[k]
    work = Work(
        np.zeros(R),
        np.zeros(R),
        np.zeros((R, R)),
        np.zeros((R, R)),
        np.zeros(R, np.int64),
        np.zeros(R),
        np.zeros(R),
        np.zeros((8, size)),
        np.zeros(size),
        np.zeros(R),
    )
    next_rate, next_by_K, next_by_xi = np.zeros(R), np.zeros(R), np.zeros((R, R))
    curve = Curve(np.zeros(size), np.zeros(size), np.zeros((3, size)), np.zeros(size), np.zeros(R))
    old, new = curve.old, curve.new
    room = _FIRST_ROWS if record else 1
    rows = Steps(
        np.empty(room + 1),
        np.empty(room),
        np.empty((room + 1, size)),
        np.empty((room, 3, size)),
        np.empty(room, np.int64),
        np.empty(room + 1),
        np.empty(room + 1),
    )
    crossing[:] = np.nan
    summary[:] = np.nan
    start = enthalpy_of(heat, run.start_K) * capacity
    old[R] = start
    t = 0.0
    T, slope = temperature_of(heat, start / capacity)
    rates(networks, k, T, old, work.rate, work.by_temperature, work.by_conversion)
    peak, peak_s = T, 0.0
    lowest = 0.0
    mode = WAIT if run.calorimeter == CALORIMETER else 0
    phase_end = run.wait_s if mode == WAIT else _INF
    target = run.start_K
    phase_K = T
    dt, whole = 0.0, 0.0
    last_dt, last_error = 0.0, 1e-4
    steps, rejected = 0, 0
    landing = False
    status = RUNNING
    rows.time_s[0] = 0.0
    rows.state[0] = old
    rows.temperature_K[0] = T
    while status == RUNNING:
        flow, knot = flow_at(run, programs, capacity, exchange, t, mode == HEAT)
        limit = min(run.duration_s, phase_end, knot)
        heating = flow_into(flow, 0.0, T)[0] + flow.power_W_per_kg
        fastest = 0.0
        for r in range(count):
            heating += networks.heat[k, r] * work.rate[r]
            fastest = max(fastest, abs(work.rate[r]))
        heating *= slope / capacity
        if steps == 0 and rejected == 0 and not landing:
            rows.heating_K_per_s[0] = heating
        if dt == 0.0:
            fastest = max(fastest, 0.1 * abs(heating))
            dt = limit if limit < _INF else 1.0
            if fastest > 0.0:
                dt = min(dt, run.tolerance**0.2 / fastest)
        step = run.fixed_step_s if run.fixed_step_s > 0.0 and not landing else dt
        left = limit - t
        at_limit = False
        if step >= left * (1.0 - 1e-9):
            step = left
            at_limit = True
        elif step > 0.5 * left and run.fixed_step_s == 0.0 and not landing:
            step = 0.5 * left
        if not landing:
            whole = max(dt, step) if run.fixed_step_s == 0.0 else step
        error = rosenbrock(networks, k, heat, capacity, flow, work, step, old, new)
        error /= run.tolerance
        if error > 1.0 and (run.fixed_step_s == 0.0 or error == _INF):
            rejected += 1
            landing = False
            dt = step * max(_LEAST_GROWTH, _SAFETY * error ** (-1.0 / _ORDER))
            if step < _LEAST_STEP_S:
                status = STEP_TOO_SMALL
            elif steps + rejected > run.most_steps:
                status = TOO_MANY_STEPS
            continue
        dense(work, curve.dense)
        new_T, new_slope = temperature_of(heat, new[R] / capacity)
        rates(networks, k, new_T, new, next_rate, next_by_K, next_by_xi)
        new_heating = flow_into(flow, step, new_T)[0]
        new_heating += flow.power_W_per_kg + flow.power_W_per_kg_s * step
        for r in range(count):
            new_heating += networks.heat[k, r] * next_rate[r]
        new_heating *= new_slope / capacity
        top, top_K = 1.0, new_T
        if heating > 0.0 and new_heating < 0.0:
            top = highest(curve)
            at_top = (1.0 - top) * old[R] + top * (
                new[R]
                + (1.0 - top)
                * (curve.dense[0, R] + top * (curve.dense[1, R] + top * curve.dense[2, R]))
            )
            top_K = max(new_T, temperature_of(heat, at_top / capacity)[0])
        happened = landing
        if not landing:
            share = 2.0
            level = _INF
            if mode == 0:
                level = run.stop_K
            elif mode == HEAT:
                level = target
            elif mode == WAIT:
                level = phase_K + run.step_K
            if top_K >= level:
                share = temperature_crossing(heat, capacity, curve, level, top)
            elif mode >= SEEK:
                share = rate_crossing(
                    networks,
                    k,
                    heat,
                    capacity,
                    flow,
                    step,
                    curve,
                    run.sensitivity_K_per_s * (1.0 if mode == SEEK else _QUIET),
                    mode == SEEK,
                )
            if share < 1.0 - 1e-7:
                landing = True
                whole = max(dt, step)
                dt = max(share, 1e-9) * step
                continue
            happened = share <= 1.0
        # The step stands.
        for i in range(len(levels_K)):
            if np.isnan(crossing[i, 0]) and top_K >= levels_K[i]:
                share = 0.0
                if levels_K[i] > T:
                    high = 1.0 if new_T >= levels_K[i] else top
                    share = temperature_crossing(heat, capacity, curve, levels_K[i], high)
                dense_state(old, new, curve.dense, share, curve.state)
                crossing[i, 0] = t + share * step
                crossing[i, 1] = temperature_of(heat, curve.state[R] / capacity)[0]
                crossing[i, 2] = heating_rate(
                    networks, k, heat, capacity, flow, share * step, curve.state, curve.rate
                )
        for j in range(len(levels_K_per_s)):
            i = len(levels_K) + j
            if np.isnan(crossing[i, 0]) and (mode == 0 or mode == EXOTHERM):
                share = rate_crossing(
                    networks, k, heat, capacity, flow, step, curve, levels_K_per_s[j], True
                )
                if share <= 1.0:
                    dense_state(old, new, curve.dense, share, curve.state)
                    crossing[i, 0] = t + share * step
                    crossing[i, 1] = temperature_of(heat, curve.state[R] / capacity)[0]
                    crossing[i, 2] = levels_K_per_s[j]
        steps += 1
        t = limit if at_limit else t + step
        if record:
            if steps > len(rows.length_s):
                rows = _more(rows)
            rows.length_s[steps - 1] = step
            rows.mode[steps - 1] = mode
            rows.dense[steps - 1] = curve.dense
            rows.time_s[steps] = t
            rows.state[steps] = new
            rows.temperature_K[steps] = new_T
            rows.heating_K_per_s[steps] = new_heating
        moment = t - (1.0 - top) * step
        if top_K > peak:
            # What creeps up to an end has its time where it has all but arrived.
            peak_s = moment if top_K > peak + _ARRIVED_K else peak_s
            peak = top_K
        if mode == EXOTHERM and not top_K <= summary[8]:
            if not top_K <= summary[8] + _ARRIVED_K:
                summary[9] = moment
            summary[8] = top_K
        lowest = min(lowest, _lowest_amount(networks, k, new))
        old[:] = new
        T, slope = new_T, new_slope
        work.rate[:] = next_rate
        work.by_temperature[:] = next_by_K
        work.by_conversion[:] = next_by_xi
        # Predictive control, as the stiff codes of Hairer and Wanner do it.
        error = max(error, 1e-10)
        growth = _SAFETY * error ** (-1.0 / _ORDER)
        if last_dt > 0.0:
            guess = _SAFETY * (step / last_dt) * (error * error / last_error) ** (-1.0 / _ORDER)
            growth = min(growth, guess)
        last_dt, last_error = step, max(error, 1e-2)
        wish = step * min(_MOST_GROWTH, max(_LEAST_GROWTH, growth))
        # A step cut short by an event or a knot says nothing about what comes next.
        dt = max(wish, whole) if step < whole else wish
        if not new_T < heat.temperature_K[-1]:
            status = TOO_HOT
        elif steps + rejected > run.most_steps:
            status = TOO_MANY_STEPS
        elif mode == 0:
            if happened:
                status = STOPPED
        else:
            after = mode
            if mode == HEAT:
                if happened:
                    after, phase_end, phase_K = WAIT, t + run.wait_s, new_T
            elif mode == WAIT:
                if happened or (at_limit and new_heating >= run.sensitivity_K_per_s):
                    after, phase_end = EXOTHERM, _INF
                    if np.isnan(summary[6]):
                        summary[6], summary[7] = (phase_K if happened else new_T), t
                        summary[12] = new_heating
                elif at_limit:
                    after, phase_end = SEEK, t + run.seek_s
            elif mode == SEEK and happened:
                after, phase_end = EXOTHERM, _INF
                if np.isnan(summary[6]):
                    summary[6], summary[7], summary[12] = new_T, t, new_heating
            elif happened or (mode == SEEK and at_limit):
                after, phase_end, target = HEAT, _INF, new_T + run.step_K
                if target > run.end_K + 1e-6:
                    status = DONE
            mode = after
        if status == RUNNING and t >= run.duration_s:
            status = DONE
        landing = False
    closure = _closure(networks, k, old, start)
    if status >= 0 and not closure <= _CLOSURE:
        status = NOT_CLOSED
    if status >= 0 and not lowest >= -max(1e-6, 100.0 * run.tolerance):
        status = NOT_WITHIN_BOUNDS
    summary[0], summary[1], summary[2], summary[3] = peak, peak_s, closure, lowest
    summary[4], summary[5] = t, T
    summary[10], summary[11] = steps, rejected
    rows = Steps(
        rows.time_s[: steps + 1],
        rows.length_s[:steps],
        rows.state[: steps + 1],
        rows.dense[:steps],
        rows.mode[:steps],
        rows.temperature_K[: steps + 1],
        rows.heating_K_per_s[: steps + 1],
    )
    return status, steps, rows, old
