"""Steps through time with a Rosenbrock method, over the volumes of a field, compiled."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled, compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rosenbrock import Tableau
from davylamp.runaway.field._arrays import DT, STAGE, TOLERANCE, FieldArrays, State, Work
from davylamp.runaway.field._iterate import iterate
from davylamp.runaway.field._prepare import prepare
from davylamp.runaway.field._sparse import factorise, substitute
from davylamp.runaway.field._stage import finish_stage, right_side
from davylamp.runaway.field._temperature import begin, heat_up, temperatures

__all__ = ["ARRIVED", "FULL", "NO_STEP", "Record", "march"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

ARRIVED: Final = 0
FULL: Final = 1
NO_STEP: Final = 2

#: Share of the tolerance that the iteration for the temperatures may leave.
_SOLVER_SHARE: Final = 1e-2
_ITERATIONS: Final = 500
_SAFETY: Final = 0.9
_EVENT_HALVINGS: Final = 60


class Record(NamedTuple):
    """What is written along the way."""

    time: FloatArray  #: shape (N,)
    mean: FloatArray  #: shape (N, G)
    peak: FloatArray  #: shape (N, G)
    heat: FloatArray  #: shape (N, A)
    snapshot_time: FloatArray  #: when to keep everything, ascending
    snapshot_K: FloatArray  #: shape (snapshots, n)
    snapshot_conversion: FloatArray  #: shape (snapshots, n, R)


@compiled_leaf
def _group(field: FieldArrays, temperature: FloatArray, g: int) -> tuple[float, float]:
    """Mean and largest temperature of a group."""
    mean, largest = 0.0, 0.0
    for p in range(field.group_start[g], field.group_start[g + 1]):
        T = temperature[field.group_volume[p]]
        mean += field.group_weight[p] * T
        largest = max(largest, T)
    return mean, largest


@compiled_leaf
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
    alpha = tableau.alpha
    mass = field.mass
    energy_before, energy_after = state.energy, work.energy
    dense = tableau.dense
    stage_e = work.stage_e
    network = field.network
    steps = networks.steps
    before, after = state.conversion, work.conversion
    stage_x = work.stage_x
    right = work.right
    row = work.row
    smooth = work.smooth
    rest = 1.0 - share
    stages = len(alpha)
    first = share * rest
    second = share * first
    for i in range(len(mass)):
        value = rest * energy_before[i] + share * energy_after[i]
        for j in range(stages):
            value += (first * dense[0, j] + second * dense[1, j]) * stage_e[i, j]
        energy[i] = value
        k = network[i]
        if k >= 0:
            for r in range(steps[k]):
                value = rest * before[i, r] + share * after[i, r]
                for j in range(stages):
                    value += (first * dense[0, j] + second * dense[1, j]) * stage_x[i, j, r]
                conversion[i, r] = value
    temperatures(
        field,
        networks,
        energy,
        conversion,
        temperature,
        right,
        row,
        smooth,
    )


@compiled_leaf
def set_programs(
    work: Work, tableau: Tableau, starts: FloatArray, since: float, stage: int
) -> None:
    """Set the programs to the time of a stage."""
    work.numbers[STAGE] = stage
    late = since + tableau.alpha[stage] * work.numbers[DT]
    for s in range(len(starts)):
        work.signal[s] = starts[s] + late * work.signal_slope[s]


@compiled_leaf
def solve(field: FieldArrays, tableau: Tableau, work: Work, state: State) -> bool:
    """Solve for the changes of temperature of a stage."""
    if field.flags[0] != 0:
        substitute(field, work, work.right, work.tau)
        return True
    limit = _SOLVER_SHARE * work.numbers[TOLERANCE]
    spent = iterate(field, work, tableau.gamma * work.numbers[DT], limit, _ITERATIONS)
    state.counts[2] += max(spent, 0)
    return spent >= 0


@compiled_leaf
def count_heat(tableau: Tableau, work: Work, state: State) -> None:
    """Write what a stage adds to the accounts of heat."""
    stage, dt = int(work.numbers[STAGE]), work.numbers[DT]
    for a in range(len(state.heat)):
        flow = work.flows[0, a] + work.flows[1, a]
        flow += tableau.gamma_sum[stage] * dt * work.flows[2, a]
        for j in range(stage):
            flow += tableau.c[stage, j] / dt * work.stage_q[a, j]
        work.stage_q[a, stage] = tableau.gamma * dt * flow


@compiled_leaf
def _attempt(
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
    starts: FloatArray,
    since: float,
) -> float:
    """Try a step; return its error over the tolerance, negative where it cannot be made."""
    error = 0.0
    for stage in range(len(tableau.alpha)):
        set_programs(work, tableau, starts, since, stage)
        if stage == 0:
            begin(field, networks, work, state)
            if not (prepare(field, networks, tableau, work, state) and factorise(field, work)):
                return -1.0
        else:
            heat_up(field, networks, work)
        right_side(field, networks, tableau, work)
        if not solve(field, tableau, work, state):
            return -1.0
        error = finish_stage(field, networks, tableau, work, state)
        count_heat(tableau, work, state)
    return error


@compiled_leaf
def _find_events(
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
    before: FloatArray,
    after: FloatArray,
    thresholds: FloatArray,
    dt: float,
) -> None:
    """Write when groups first crossed thresholds upwards within the step just made.

    Mean and maximum of the groups lie in the two rows of `before` and `after`.
    """
    time = state.clock[0]
    for which in range(2):
        times = state.peak_time if which else state.mean_time
        for g in range(before.shape[1]):
            for q in range(len(thresholds)):
                limit = thresholds[q]
                if not (math.isnan(times[g, q]) and after[which, g] >= limit):
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
    segment: float,
    end: float,
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
    before, after = np.empty((2, groups)), np.empty((2, groups))
    temperatures(
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
        before[0, g], before[1, g] = _group(field, work.temperature, g)
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
        work.numbers[DT] = dt
        error = _attempt(
            field,
            networks,
            tableau,
            work,
            state,
            signal,
            time - segment,
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
            after[0, g], after[1, g] = _group(field, work.temperature, g)
        _find_events(field, networks, tableau, work, state, before, after, thresholds, dt)
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
        for i in range(n):
            state.energy[i] = work.energy[i]
            for r in range(state.conversion.shape[1]):
                state.conversion[i, r] = work.conversion[i, r]
        for a in range(accounts):
            for j in range(len(tableau.alpha) - 1):
                state.heat[a] += tableau.a[len(tableau.alpha) - 1, j] * work.stage_q[a, j]
            state.heat[a] += work.stage_q[a, len(tableau.alpha) - 1]
        record.time[written] = arrival
        for g in range(groups):
            before[0, g], before[1, g] = after[0, g], after[1, g]
            record.mean[written, g], record.peak[written, g] = after[0, g], after[1, g]
        for a in range(accounts):
            record.heat[written, a] = state.heat[a]
        written += 1
    return ARRIVED, written
