"""From start to end: adaptive steps, programs, events, and the logic of heat-wait-seek.

One entry for a single run and for many, so that there is one kernel to compile.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rates import rates
from davylamp.runaway.lumped._enthalpy import Heat, enthalpy_of, temperature_of
from davylamp.runaway.lumped._events import (
    heating_rate,
    highest,
    rate_crossing,
    temperature_crossing,
)
from davylamp.runaway.lumped._run import (
    CALORIMETER,
    COLUMNS,
    DONE,
    EXOTHERM,
    FULL,
    HEAT,
    NOT_WITHIN_BOUNDS,
    RUNNING,
    SEEK,
    STEP_TOO_SMALL,
    STOPPED,
    TOO_HOT,
    TOO_MANY_STEPS,
    WAIT,
    Programs,
    Run,
    Space,
    flow_at,
    lowest_amount,
)
from davylamp.runaway.lumped._step import (
    dense,
    dense_enthalpy,
    dense_state,
    flow_into,
    rosenbrock,
)

__all__ = ["integrate"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_SAFETY: Final = 0.9
_MOST_GROWTH: Final = 6.0
_LEAST_GROWTH: Final = 0.2
_ORDER: Final = 5.0
_LEAST_STEP_S: Final = 1e-40
#: Overshoot of an amount below zero that a run may have, in tolerances.
_OVERSHOOT: Final = 100.0
#: What creeps up to its end has its time where less than this is missing [K].
_ARRIVED_K: Final = 0.1
#: An exotherm ends at this share of the sensitivity, so that it does not end where it is found.
_QUIET: Final = 0.99


@compiled_leaf
def integrate(
    networks: NetworkArrays,
    first: int,
    end: int,
    heat: Heat,
    capacities: FloatArray,
    exchanges: FloatArray,
    run: Run,
    programs: Programs,
    levels_K: FloatArray,
    levels_K_per_s: FloatArray,
    crossing: FloatArray,
    summary: FloatArray,
    final: FloatArray,
    ended: IntArray,
    rows: FloatArray,
    space: Space,
) -> int:
    """Integrate the networks `first` to `end`, each on its own; return the rows of the record.

    A run with a record that is full ends as `FULL`: call again with a longer one for the rest.

    Parameters
    ----------
    networks, first, end, heat, run, programs
        What is integrated.
    capacities, exchanges : array, shape (K,)
        Factors on the heat capacity and on the exchange of heat.
    levels_K, levels_K_per_s : array
        Temperatures and heating rates whose first crossing is asked for.
    crossing : array, shape (K, levels, 3)
        Written: time, temperature, heating rate; nan where there is none.
    summary : array, shape (K, SUMMARY)
        Written.
    final : array, shape (K, N)
        Written: state at the end.
    ended : array, shape (K,)
        Written: how each run ended.
    rows : array, shape (room, COLUMNS + 4 N)
        Written: a row for the start and one for each step; of no rows, no record is kept.
    space : Space
        Written.
    """
    R = networks.heat.shape[1]
    size = R + 3
    work, curve, progress = space.work, space.curve, space.progress
    next_rate, next_by_K, next_by_xi = space.ahead[0], space.ahead[1], space.ahead[2:]
    old, new = curve.old, curve.new
    record = len(rows) > 0
    steps = 0
    for k in range(first, end):
        capacity, exchange = capacities[k], exchanges[k]
        count = networks.steps[k]
        status = RUNNING
        landing = False
        if progress[0] > 0.0:
            # Go on where the record was full.
            start, t, dt, whole, T, slope = (
                progress[1],
                progress[2],
                progress[3],
                progress[4],
                progress[5],
                progress[6],
            )
            peak, peak_s, mark, exotherm_mark, lowest = (
                progress[7],
                progress[8],
                progress[9],
                progress[10],
                progress[11],
            )
            phase_end, phase_K, target = progress[12], progress[13], progress[14]
            last_dt, last_error = progress[15], progress[16]
            mode, steps, rejected = int(progress[17]), int(progress[18]), int(progress[19])
            progress[0] = 0.0
        else:
            for i in range(crossing.shape[1]):
                for j in range(3):
                    crossing[k, i, j] = math.nan
            for i in range(summary.shape[1]):
                summary[k, i] = math.nan
            for n in range(size):
                old[n] = 0.0
                for j in range(8):
                    work.stage[n, j] = 0.0
            start = enthalpy_of(heat, run.start_K) * capacity
            old[R] = start
            T, slope = temperature_of(heat, start / capacity)
            rates(networks, k, T, old, work.rate, work.by_temperature, work.by_conversion)
            t, dt, whole = 0.0, 0.0, 0.0
            peak, peak_s, mark, exotherm_mark, lowest = T, 0.0, T, -math.inf, 0.0
            mode = WAIT if run.calorimeter == CALORIMETER else 0
            phase_end = run.wait_s if mode == WAIT else math.inf
            phase_K, target = T, T
            last_dt, last_error = 0.0, 1e-2
            steps, rejected = 0, 0
        while status == RUNNING:
            flow, knot = flow_at(run, programs, capacity, exchange, t, mode == HEAT)
            limit = min(run.duration_s, phase_end, knot)
            heating = flow_into(flow, 0.0, T)[0] + flow.power_W_per_kg
            fastest = 0.0
            for r in range(count):
                heating += networks.heat[k, r] * work.rate[r]
                fastest = max(fastest, abs(work.rate[r]))
            heating *= slope / capacity
            if dt == 0.0:
                fastest = max(fastest, 0.1 * abs(heating))
                dt = limit if limit < math.inf else 1.0
                if fastest > 0.0:
                    dt = min(dt, run.tolerance**0.2 / fastest)
                if record:
                    rows[0, 0], rows[0, 1], rows[0, 2] = 0.0, 0.0, mode
                    rows[0, 3], rows[0, 4] = T, heating
                    for n in range(size):
                        rows[0, COLUMNS + n] = old[n]
            left = limit - t
            step = dt
            if run.fixed_step_s > 0.0 and not landing:
                step = run.fixed_step_s
            if not landing:
                whole = step
            at_limit = step >= left * (1.0 - 1e-9)
            if at_limit:
                step = left
            elif step > 0.5 * left and run.fixed_step_s == 0.0 and not landing:
                step = 0.5 * left
            error = rosenbrock(networks, k, heat, capacity, flow, work, step, old, new)
            error /= run.tolerance
            if error > 1.0 and (run.fixed_step_s == 0.0 or error == math.inf):
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
                top_K = temperature_of(heat, dense_enthalpy(old, new, curve.dense, top) / capacity)[
                    0
                ]
            happened = landing
            if not landing:
                # What ends the run or a phase of the calorimeter ends the step.
                share = 2.0
                level = math.inf
                if mode == 0:
                    level = run.stop_K
                elif mode == HEAT:
                    level = target
                elif mode == WAIT:
                    level = phase_K + run.step_K
                if top_K >= level:
                    share = temperature_crossing(heat, capacity, curve, level, top)
                elif mode >= SEEK:
                    least = run.sensitivity_K_per_s * (1.0 if mode == SEEK else _QUIET)
                    sign = 1.0 if mode == SEEK else -1.0
                    share = rate_crossing(
                        networks,
                        k,
                        heat,
                        capacity,
                        flow,
                        step,
                        curve,
                        heating,
                        new_heating,
                        least,
                        sign,
                    )
                if share < 1.0 - 1e-7:
                    landing = True
                    dt = max(share, 1e-9) * step
                    continue
                happened = share <= 1.0
            for i in range(crossing.shape[1]):
                if not math.isnan(crossing[k, i, 0]):
                    continue
                share = 2.0
                if i < len(levels_K):
                    if levels_K[i] <= T:
                        share = 0.0
                    elif top_K >= levels_K[i]:
                        high = 1.0 if new_T >= levels_K[i] else top
                        share = temperature_crossing(heat, capacity, curve, levels_K[i], high)
                elif mode == 0 or mode == EXOTHERM:
                    least = levels_K_per_s[i - len(levels_K)]
                    share = rate_crossing(
                        networks,
                        k,
                        heat,
                        capacity,
                        flow,
                        step,
                        curve,
                        heating,
                        new_heating,
                        least,
                        1.0,
                    )
                if share <= 1.0:
                    dense_state(old, new, curve.dense, share, curve.state)
                    crossing[k, i, 0] = t + share * step
                    crossing[k, i, 1] = temperature_of(heat, curve.state[R] / capacity)[0]
                    crossing[k, i, 2] = heating_rate(
                        networks, k, heat, capacity, flow, share * step, curve.state, curve.rate
                    )
            steps += 1
            moment = t + top * step
            t = limit if at_limit else t + step
            if record:
                rows[steps, 0], rows[steps, 1], rows[steps, 2] = t, step, mode
                rows[steps, 3], rows[steps, 4] = new_T, new_heating
                for n in range(size):
                    rows[steps, COLUMNS + n] = new[n]
                for n in range(3 * size):
                    rows[steps, COLUMNS + size + n] = curve.dense[n]
            if top_K > peak:
                peak = top_K
                if top < 1.0 or top_K > mark + _ARRIVED_K:
                    peak_s, mark = moment, top_K
            if mode == EXOTHERM:
                if top_K > exotherm_mark + _ARRIVED_K:
                    exotherm_mark = top_K
                    summary[k, 9] = moment
                if not top_K <= summary[k, 8]:
                    summary[k, 8] = top_K
            lowest = min(lowest, lowest_amount(networks, k, new))
            T, slope = new_T, new_slope
            for n in range(size):
                old[n] = new[n]
            for r in range(count):
                work.rate[r] = next_rate[r]
                work.by_temperature[r] = next_by_K[r]
                for q in range(count):
                    work.by_conversion[r, q] = next_by_xi[r, q]
            # Predictive control, as the stiff codes of Hairer and Wanner do it.
            error = max(error, 1e-10)
            growth = _SAFETY * error ** (-1.0 / _ORDER)
            if last_dt > 0.0:
                guess = (step / last_dt) * (error * error / last_error) ** (-1.0 / _ORDER)
                growth = min(growth, _SAFETY * guess)
            last_dt, last_error = step, max(error, 1e-2)
            dt = step * min(_MOST_GROWTH, max(_LEAST_GROWTH, growth))
            # A step cut short by an event or a knot says nothing about what comes next.
            dt = max(dt, whole) if step < whole else dt
            landing = False
            if not new_T < heat.temperature_K[-1]:
                status = TOO_HOT
            elif steps + rejected > run.most_steps:
                status = TOO_MANY_STEPS
            elif mode == 0:
                if happened:
                    status = STOPPED
            elif mode == HEAT:
                if happened:
                    mode, phase_end, phase_K = WAIT, t + run.wait_s, new_T
            elif mode == EXOTHERM or (mode == SEEK and not happened):
                if happened or (mode == SEEK and at_limit):
                    mode, phase_end, target = HEAT, math.inf, new_T + run.step_K
                    if target > run.end_K + 1e-6:
                        status = DONE
            elif happened or (at_limit and new_heating >= run.sensitivity_K_per_s):
                if math.isnan(summary[k, 6]):
                    summary[k, 6] = phase_K if mode == WAIT and happened else new_T
                    summary[k, 7] = t
                    summary[k, 12] = new_heating
                mode, phase_end = EXOTHERM, math.inf
            elif at_limit:
                mode, phase_end = SEEK, t + run.seek_s
            if status == RUNNING and t >= run.duration_s:
                status = DONE
            if status == RUNNING and record and steps + 1 == len(rows):
                status = FULL
                progress[0], progress[1], progress[2], progress[3] = 1.0, start, t, dt
                progress[4], progress[5], progress[6] = whole, T, slope
                progress[7], progress[8], progress[9] = peak, peak_s, mark
                progress[10], progress[11] = exotherm_mark, lowest
                progress[12], progress[13], progress[14] = phase_end, phase_K, target
                progress[15], progress[16] = last_dt, last_error
                progress[17], progress[18], progress[19] = mode, steps, rejected
        if status >= 0 and status != FULL and not lowest >= -max(1e-6, _OVERSHOOT * run.tolerance):
            status = NOT_WITHIN_BOUNDS
        summary[k, 0], summary[k, 1], summary[k, 2], summary[k, 3] = peak, peak_s, 0.0, lowest
        summary[k, 4], summary[k, 5] = t, T
        summary[k, 13] = start
        summary[k, 10], summary[k, 11] = steps, rejected
        ended[k] = status
        for n in range(size):
            final[k, n] = old[n]
    return steps + 1 if record else 0
