"""Steps through time with a Rosenbrock method, over the volumes of a field, compiled."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled, compiled_parallel
from davylamp.runaway._rosenbrock import Tableau
from davylamp.runaway.field._arrays import FieldArrays, Work
from davylamp.runaway.field._sparse import factorise, iterate, substitute
from davylamp.runaway.field._volume import finish_stage, prepare, right_side, temperatures

__all__ = ["ARRIVED", "FULL", "NO_STEP", "STUCK", "Record", "State", "march"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

ARRIVED: Final = 0
FULL: Final = 1
STUCK: Final = 2
NO_STEP: Final = 3

#: Share of the tolerance that the iteration for the temperatures may leave.
_SOLVER_SHARE: Final = 1e-2
_SAFETY: Final = 0.9
_EVENT_HALVINGS: Final = 60


class State(NamedTuple):
    """State of a run: whoever keeps it can go on from it."""

    energy: FloatArray  #: h - heat of reaction [J/kg], shape (n,)
    conversion: FloatArray  #: shape (n, R)
    heat: FloatArray  #: through each account [J], shape (A,)
    clock: FloatArray  #: [time, next step, last error, last step, rejected before], times in s
    counts: IntArray  #: [steps, rejected, iterations, snapshots taken]
    mean_time: FloatArray  #: first crossing of a group's mean, shape (G, thresholds)
    peak_time: FloatArray  #: first crossing of its maximum


class Record(NamedTuple):
    """What is written along the way."""

    time: FloatArray  #: shape (N,)
    mean: FloatArray  #: shape (N, G)
    peak: FloatArray  #: shape (N, G)
    heat: FloatArray  #: shape (N, A)
    snapshot_time: FloatArray  #: when to keep everything, ascending
    snapshot_K: FloatArray  #: shape (snapshots, n)
    snapshot_conversion: FloatArray  #: shape (snapshots, n, R)


@compiled
def _group(field: FieldArrays, temperature: FloatArray, g: int) -> tuple[float, float]:
    """Mean and largest temperature of a group."""
    mean, largest = 0.0, 0.0
    for p in range(field.group_start[g], field.group_start[g + 1]):
        T = temperature[field.group_volume[p]]
        mean += field.group_weight[p] * T
        largest = max(largest, T)
    return mean, largest


@compiled
def _between(
    share: float,
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
    energy: FloatArray,
    conversion: FloatArray,
    temperature: FloatArray,
) -> None:
    """Write the state within the step just made, at a share of it, with its temperatures."""
    rest = 1.0 - share
    stages = len(tableau.alpha)
    first = share * rest
    second = share * first
    for i in range(len(field.mass)):
        value = rest * state.energy[i] + share * work.energy[i]
        for j in range(stages):
            value += (first * tableau.dense[0, j] + second * tableau.dense[1, j]) * work.stage_e[
                i, j
            ]
        energy[i] = value
        k = field.network[i]
        if k >= 0:
            for r in range(networks.steps[k]):
                value = rest * state.conversion[i, r] + share * work.conversion[i, r]
                for j in range(stages):
                    value += (
                        first * tableau.dense[0, j] + second * tableau.dense[1, j]
                    ) * work.stage_x[i, j, r]
                conversion[i, r] = value
    n = len(field.mass)
    temperatures(
        0,
        n,
        field,
        networks,
        energy,
        conversion,
        temperature,
        work.right,
        work.row,
        work.krylov[0],
    )


@compiled_parallel
def _attempt(
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
    dt: float,
    tolerance: float,
    signal: FloatArray,
    signal_slope: FloatArray,
) -> float:
    """Try a step; return its error over the tolerance, negative where it cannot be made."""
    parts = len(field.parts) - 1
    stages = len(tableau.alpha)
    gamma_dt = tableau.gamma * dt
    accounts = len(state.heat)
    good = np.ones(parts, dtype=np.bool_)
    now = signal.copy()
    for c in numba.prange(parts):
        low, high = field.parts[c], field.parts[c + 1]
        temperatures(
            low,
            high,
            field,
            networks,
            state.energy,
            state.conversion,
            work.temperature,
            work.slope,
            work.factor,
            work.factor_slope,
        )
        work.energy[low:high] = state.energy[low:high]
        work.conversion[low:high] = state.conversion[low:high]
        work.marks[low:high] = -1
    for c in numba.prange(parts):
        good[c] = prepare(
            c, field, networks, work, state.conversion, gamma_dt, now, signal_slope
        ) and factorise(c, field, work)
    if not good.all():
        return -1.0
    for stage in range(stages):
        now[:] = signal + tableau.alpha[stage] * dt * signal_slope
        if stage > 0:
            for c in numba.prange(parts):
                temperatures(
                    field.parts[c],
                    field.parts[c + 1],
                    field,
                    networks,
                    work.energy,
                    work.conversion,
                    work.temperature,
                    work.row,
                    work.factor,
                    work.factor_slope,
                )
        for c in numba.prange(parts):
            right_side(
                c, stage, field, networks, work, tableau, dt, now, signal_slope
            )
        if field.flags[0] != 0:
            for c in numba.prange(parts):
                substitute(c, field, work, work.right, work.tau)
        else:
            spent = iterate(field, work, gamma_dt, _SOLVER_SHARE * tolerance, 500)
            if spent < 0:
                return -1.0
            state.counts[2] += spent
        for c in numba.prange(parts):
            finish_stage(
                c,
                stage,
                field,
                networks,
                work,
                tableau,
                dt,
                state.energy,
                state.conversion,
                tolerance,
            )
        for a in range(accounts):
            flow = 0.0
            for c in range(parts):
                flow += work.flows[0, c, a] + work.flows[1, c, a]
                flow += tableau.gamma_sum[stage] * dt * work.flows[2, c, a]
            for j in range(stage):
                flow += tableau.c[stage, j] / dt * work.stage_q[a, j]
            work.stage_q[a, stage] = gamma_dt * flow
    return work.sums[:, 1].max()


@compiled
def _find_events(
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
    before: FloatArray,
    after: FloatArray,
    which: int,
    thresholds: FloatArray,
    times: FloatArray,
    time: float,
    dt: float,
) -> None:
    """Write when groups first crossed thresholds upwards within the step just made."""
    for g in range(len(before)):
        for q in range(len(thresholds)):
            limit = thresholds[q]
            if not (math.isnan(times[g, q]) and after[g] >= limit):
                continue
            if before[g] >= limit:
                times[g, q] = time
                continue
            low, high = 0.0, 1.0
            for _ in range(_EVENT_HALVINGS):
                middle = 0.5 * (low + high)
                _between(
                    middle,
                    field,
                    networks,
                    tableau,
                    work,
                    state,
                    work.right_e,
                    work.right_x,
                    work.temperature,
                )
                if _group(field, work.temperature, g)[which] >= limit:
                    high = middle
                else:
                    low = middle
                if (high - low) * dt <= 1e-12 * (time + dt):
                    break
            times[g, q] = time + high * dt


@compiled
def march(
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
    record: Record,
    thresholds: FloatArray,
    signal: FloatArray,
    signal_slope: FloatArray,
    segment: float,
    end: float,
    tolerance: float,
    most: int,
) -> tuple[int, int]:
    """Step until a time [s], with signals linear from the start of the segment.

    Returns a status and the number of records written. The state and its clock are all that a
    later call needs, so that a run cut into calls does the same steps as one that is not.
    """
    n = len(field.mass)
    groups = len(field.group_start) - 1
    accounts = len(state.heat)
    order = 4.0
    before_mean, before_peak = np.empty(groups), np.empty(groups)
    after_mean, after_peak = np.empty(groups), np.empty(groups)
    temperatures(
        0,
        n,
        field,
        networks,
        state.energy,
        state.conversion,
        work.temperature,
        work.slope,
        work.factor,
        work.factor_slope,
    )
    for g in range(groups):
        before_mean[g], before_peak[g] = _group(field, work.temperature, g)
    written = 0
    tried = 0
    while state.clock[0] < end:
        if written == most or tried >= 20 * most:
            return FULL, written
        tried += 1
        time = state.clock[0]
        dt = state.clock[1]
        left = end - time
        cut = dt >= left * (1.0 - 1e-9)
        if cut:
            dt = left
        elif 2.0 * dt > left:
            dt = 0.5 * left
        if not dt > 1e-14 * max(time, 1e-6):
            return NO_STEP, written
        error = _attempt(
            field,
            networks,
            tableau,
            work,
            state,
            dt,
            tolerance,
            signal + (time - segment) * signal_slope,
            signal_slope,
        )
        if not (0.0 <= error < math.inf):
            state.clock[1] = 0.25 * dt
            state.counts[1] += 1
            state.clock[4] = 1.0
            continue
        factor = _SAFETY * max(error, 1e-8) ** (-1.0 / order)
        if error > 1.0:
            state.clock[1] = dt * max(0.1, factor)
            state.counts[1] += 1
            state.clock[4] = 1.0
            continue
        # Gustafsson's controller, with the error of the step before.
        if state.clock[2] > 0.0:
            factor = min(
                factor,
                _SAFETY
                * dt
                / state.clock[3]
                * (state.clock[2] / max(error, 1e-8) ** 2) ** (1.0 / order),
            )
        factor = min(5.0, max(0.2, factor))
        if state.clock[4] > 0.0:
            factor = min(1.0, factor)
            state.clock[4] = 0.0
        state.clock[2] = max(error, 1e-2)
        state.clock[3] = dt
        # Steps shortened to end at a knot do not shorten those after it.
        state.clock[1] = max(dt * factor, state.clock[1]) if dt < state.clock[1] else dt * factor
        temperatures(
            0,
            n,
            field,
            networks,
            work.energy,
            work.conversion,
            work.temperature,
            work.slope,
            work.factor,
            work.factor_slope,
        )
        for g in range(groups):
            after_mean[g], after_peak[g] = _group(field, work.temperature, g)
        _find_events(
            field,
            networks,
            tableau,
            work,
            state,
            before_mean,
            after_mean,
            0,
            thresholds,
            state.mean_time,
            time,
            dt,
        )
        _find_events(
            field,
            networks,
            tableau,
            work,
            state,
            before_peak,
            after_peak,
            1,
            thresholds,
            state.peak_time,
            time,
            dt,
        )
        arrival = end if cut else time + dt
        number = state.counts[3]
        while number < len(record.snapshot_time) and record.snapshot_time[number] <= arrival:
            share = min(1.0, max(0.0, (record.snapshot_time[number] - time) / dt))
            _between(
                share,
                field,
                networks,
                tableau,
                work,
                state,
                work.right_e,
                record.snapshot_conversion[number],
                record.snapshot_K[number],
            )
            number += 1
        state.counts[3] = number
        state.counts[0] += 1
        state.clock[0] = arrival
        state.energy[:] = work.energy
        state.conversion[:] = work.conversion
        for a in range(accounts):
            for j in range(len(tableau.alpha) - 1):
                state.heat[a] += tableau.a[len(tableau.alpha) - 1, j] * work.stage_q[a, j]
            state.heat[a] += work.stage_q[a, len(tableau.alpha) - 1]
        record.time[written] = arrival
        record.mean[written] = after_mean
        record.peak[written] = after_peak
        record.heat[written] = state.heat
        written += 1
        before_mean[:] = after_mean
        before_peak[:] = after_peak
    return ARRIVED, written
