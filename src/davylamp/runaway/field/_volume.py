"""What happens within the volumes of a field during a step, compiled.

The state of a volume is its energy ``e = h - sum(heat_r xi_r)`` [J/kg], which only flows of heat
change, and the conversions xi of its steps. The enthalpy h gives the temperature. Each function
works on one part of the volumes, so that parts can be worked on side by side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled
from davylamp.runaway._rates import rates, rates_only
from davylamp.runaway._rosenbrock import Tableau
from davylamp.runaway.field._arrays import DT, STAGE, TOLERANCE, FieldArrays, State, Work

__all__ = [
    "begin",
    "finish_stage",
    "heat_up",
    "patch_flow",
    "prepare",
    "right_side",
    "temperatures",
]

FloatArray = npt.NDArray[np.float64]


@compiled
def temperatures(
    low: int,
    high: int,
    field: FieldArrays,
    networks: NetworkArrays,
    energy: FloatArray,
    conversion: FloatArray,
    temperature: FloatArray,
    slope: FloatArray,
    factor: FloatArray,
    factor_slope: FloatArray,
) -> None:
    """Write temperatures [K] with dT/dh, and factors of conductivity with their derivatives."""
    for i in range(low, high):
        enthalpy = energy[i]
        k = field.network[i]
        if k >= 0:
            for r in range(networks.steps[k]):
                enthalpy += networks.heat[k, r] * conversion[i, r]
        m = field.material[i]
        start, size, step = field.table_start[m], field.table_size[m], field.table_step[m]
        place = (enthalpy - field.table_first[m]) / step
        # Compared before it is made whole: a state that has gone astray may not fit an integer.
        if place < 0.0:
            cell = 0
        elif place > size - 2:
            cell = size - 2
        else:
            cell = int(place)
        below = field.table_K[start + cell]
        rise = field.table_K[start + cell + 1] - below
        T = below + (place - cell) * rise
        temperature[i] = T
        slope[i] = rise / step
        first, last = field.knot_start[m], field.knot_start[m + 1] - 1
        if last >= first:
            factor_slope[i] = 0.0
            if T <= field.knot_K[first]:
                factor[i] = field.knot_factor[first]
            elif T >= field.knot_K[last]:
                factor[i] = field.knot_factor[last]
            else:
                while field.knot_K[first + 1] < T:
                    first += 1
                grade = (field.knot_factor[first + 1] - field.knot_factor[first]) / (
                    field.knot_K[first + 1] - field.knot_K[first]
                )
                factor[i] = field.knot_factor[first] + grade * (T - field.knot_K[first])
                factor_slope[i] = grade


@compiled
def begin(
    part: int, field: FieldArrays, networks: NetworkArrays, work: Work, state: State
) -> None:
    """Take over the state of a part at the start of a step, with its temperatures."""
    low, high = field.parts[part], field.parts[part + 1]
    for i in range(low, high):
        work.energy[i] = state.energy[i]
        work.marks[i] = -1
        for r in range(state.conversion.shape[1]):
            work.conversion[i, r] = state.conversion[i, r]
    temperatures(
        low,
        high,
        field,
        networks,
        work.energy,
        work.conversion,
        work.temperature,
        work.slope,
        work.factor,
        work.factor_slope,
    )


@compiled
def heat_up(part: int, field: FieldArrays, networks: NetworkArrays, work: Work) -> None:
    """Write the temperatures of a part at a later stage."""
    temperatures(
        field.parts[part],
        field.parts[part + 1],
        field,
        networks,
        work.energy,
        work.conversion,
        work.temperature,
        work.row,
        work.factor,
        work.factor_slope,
    )


@compiled
def _edge(
    own: float,
    between: float,
    other: float,
    radiating: float,
    factor: float,
    factor_other: float,
    T: float,
    T_other: float,
) -> tuple[float, float, float, float]:
    """Conductance [W/K] of an edge; its derivatives by both factors, and by T through the gap."""
    gap = between
    gap_slope = 0.0
    if radiating > 0.0:
        squares = T * T + T_other * T_other
        gap = 1.0 / (1.0 / between + radiating * squares * (T + T_other))
        gap_slope = -gap * gap * radiating
    conductance = 1.0 / (own / factor + gap + other / factor_other)
    square = conductance * conductance
    return (
        conductance,
        square * own / (factor * factor),
        square * other / (factor_other * factor_other),
        -square * gap_slope,
    )


@compiled
def patch_flow(
    kind: int,
    area: float,
    coefficient: float,
    radiating: float,
    resistance: float,
    factor: float,
    factor_slope: float,
    T: float,
    signal: float,
    signal_slope: float,
) -> tuple[float, float, float]:
    """Heat flow into a volume through a patch [W], and its derivatives by temperature and time."""
    if kind == 0:
        return area * signal, 0.0, area * signal_slope
    if kind == 2:
        inner = factor / resistance
        rise = signal - T
        return (
            area * inner * rise,
            area * (rise * factor_slope / resistance - inner),
            area * inner * signal_slope,
        )
    if resistance <= 0.0:
        flow = coefficient * (signal - T) + radiating * (signal**4 - T**4)
        return (
            area * flow,
            -area * (coefficient + 4.0 * radiating * T**3),
            area * (coefficient + 4.0 * radiating * signal**3) * signal_slope,
        )
    # The surface takes the temperature at which as much arrives from outside as goes on inside.
    inner = factor / resistance
    wall = T
    if radiating <= 0.0:
        wall = (inner * T + coefficient * signal) / (inner + coefficient)
    else:
        for _ in range(50):
            miss = (
                coefficient * (signal - wall)
                + radiating * (signal**4 - wall**4)
                - inner * (wall - T)
            )
            change = miss / (coefficient + 4.0 * radiating * wall**3 + inner)
            wall += change
            if abs(change) <= 1e-13 * abs(wall):
                break
    outer = coefficient + 4.0 * radiating * wall**3
    share = outer / (outer + inner)
    return (
        area * inner * (wall - T),
        area * share * ((wall - T) * factor_slope / resistance - inner),
        area
        * (inner / (outer + inner))
        * (coefficient + 4.0 * radiating * signal**3)
        * signal_slope,
    )


@compiled
def prepare(
    part: int,
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
) -> bool:
    """Write rates, derivatives and the matrix of a part at the start of a step.

    The conversions are eliminated in each volume, so that temperature alone couples volumes.
    """
    R = networks.heat.shape[1]
    by_conversion = np.empty((R, R))
    conversion, signal, signal_slope = state.conversion, work.signal, work.signal_slope
    inverse = 1.0 / (tableau.gamma * work.numbers[DT])
    account = work.flows[2, part]
    for a in range(len(account)):
        account[a] = 0.0
    for i in range(field.parts[part], field.parts[part + 1]):
        T = work.temperature[i]
        # Chemistry.
        k = field.network[i]
        taken = 0.0
        if k >= 0:
            count = networks.steps[k]
            rates(
                networks, k, T, conversion[i], work.rate[i], work.by_temperature[i], by_conversion
            )
            local = work.local[i]
            for r in range(count):
                for q in range(count):
                    local[r, q] = -by_conversion[r, q]
                local[r, r] += inverse
            for p in range(count):
                pivot = local[p, p]
                # Far from this the step is too long for the steps' own dynamics.
                if not abs(pivot) > 1e-8 * inverse:
                    return False
                for r in range(p + 1, count):
                    if local[r, p] != 0.0:
                        share = local[r, p] / pivot
                        local[r, p] = share
                        for q in range(p + 1, count):
                            local[r, q] -= share * local[p, q]
            adjoint = work.adjoint[i]
            for r in range(count):
                value = networks.heat[k, r]
                for q in range(r):
                    value -= local[q, r] * adjoint[q]
                adjoint[r] = value / local[r, r]
            for r in range(count - 1, -1, -1):
                value = adjoint[r]
                for q in range(r + 1, count):
                    value -= local[q, r] * adjoint[q]
                adjoint[r] = value
                taken += value * work.by_temperature[i, r]
        inertia = field.mass[i] * inverse * (1.0 / work.slope[i] - taken)
        work.inertia[i] = inertia
        # Conduction.
        diagonal = inertia
        for e in range(field.row_start[i], field.row_start[i + 1]):
            if field.flags[1] == 0:
                conductance = field.conductance[e]
                work.towards[e] = conductance
                work.away[e] = conductance
                diagonal += conductance
                continue
            j = field.neighbour[e]
            other_T = work.temperature[j]
            conductance, by_own, by_other, by_gap = _edge(
                field.own[e],
                field.between[e],
                field.other[e],
                field.radiating[e],
                work.factor[i],
                work.factor[j],
                T,
                other_T,
            )
            rise = other_T - T
            squares = T * T + other_T * other_T
            away = conductance - rise * (
                by_own * work.factor_slope[i] + by_gap * (squares + 2.0 * T * (T + other_T))
            )
            work.away[e] = away
            work.towards[e] = conductance + rise * (
                by_other * work.factor_slope[j] + by_gap * (squares + 2.0 * other_T * (T + other_T))
            )
            diagonal += away
        # Boundaries.
        loss, drive = 0.0, 0.0
        for b in range(field.patch_start[i], field.patch_start[i + 1]):
            s = field.patch_signal[b]
            _, by_T, by_t = patch_flow(
                field.patch_kind[b],
                field.patch_area[b],
                field.patch_coefficient[b],
                field.patch_radiating[b],
                field.patch_resistance[b],
                work.factor[i],
                work.factor_slope[i],
                T,
                signal[s],
                signal_slope[s],
            )
            work.patch_by_temperature[b] = by_T
            work.patch_by_time[b] = by_t
            account[field.patch_account[b]] += by_t
            loss -= by_T
            drive += by_t
        work.loss[i] = loss
        work.drive[i] = drive
        work.diagonal[i] = diagonal + loss
    return True


@compiled
def right_side(
    part: int, field: FieldArrays, networks: NetworkArrays, tableau: Tableau, work: Work
) -> None:
    """Write the right side of a stage for one part, and the heat flows that are counted."""
    stage, dt = int(work.numbers[STAGE]), work.numbers[DT]
    signal, signal_slope = work.signal, work.signal_slope
    account = work.flows[0, part]
    for a in range(len(account)):
        account[a] = 0.0
    inverse = 1.0 / (tableau.gamma * dt)
    for i in range(field.parts[part], field.parts[part + 1]):
        T = work.temperature[i]
        flow = 0.0
        for e in range(field.row_start[i], field.row_start[i + 1]):
            j = field.neighbour[e]
            conductance = field.conductance[e]
            if field.flags[1] != 0:
                conductance = _edge(
                    field.own[e],
                    field.between[e],
                    field.other[e],
                    field.radiating[e],
                    work.factor[i],
                    work.factor[j],
                    T,
                    work.temperature[j],
                )[0]
            heat = conductance * (work.temperature[j] - T)
            flow += heat
            if field.edge_account[e] >= 0:
                account[field.edge_account[e]] -= heat
        for b in range(field.patch_start[i], field.patch_start[i + 1]):
            s = field.patch_signal[b]
            heat = patch_flow(
                field.patch_kind[b],
                field.patch_area[b],
                field.patch_coefficient[b],
                field.patch_radiating[b],
                field.patch_resistance[b],
                work.factor[i],
                work.factor_slope[i],
                T,
                signal[s],
                signal_slope[s],
            )[0]
            flow += heat
            account[field.patch_account[b]] += heat
        mass = field.mass[i]
        energy = (flow + tableau.gamma_sum[stage] * dt * work.drive[i]) / mass
        for j in range(stage):
            energy += tableau.c[stage, j] / dt * work.stage_e[i, j]
        work.right_e[i] = energy
        k = field.network[i]
        if k >= 0:
            count = networks.steps[k]
            right = work.right_x[i]
            if stage == 0:
                for r in range(count):
                    right[r] = work.rate[i, r]
            else:
                rates_only(networks, k, T, work.conversion[i], right)
            for j in range(stage):
                share = tableau.c[stage, j] / dt
                for r in range(count):
                    right[r] += share * work.stage_x[i, j, r]
            for r in range(count):
                energy += inverse * work.adjoint[i, r] * right[r]
        work.right[i] = mass * energy


@compiled
def finish_stage(
    part: int,
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
) -> None:
    """Write the increments of a stage for one part, and the state of the next stage.

    The energy follows from the flows that belong to the changes of temperature. What flows out of
    a volume flows into its neighbour, however well the changes have been solved for.
    """
    stage, dt = int(work.numbers[STAGE]), work.numbers[DT]
    last = stage == len(tableau.alpha) - 1
    account = work.flows[1, part]
    for a in range(len(account)):
        account[a] = 0.0
    gamma_dt = tableau.gamma * dt
    square, largest = 0.0, 0.0
    for i in range(field.parts[part], field.parts[part + 1]):
        tau = work.tau[i]
        flow = 0.0
        for e in range(field.row_start[i], field.row_start[i + 1]):
            heat = work.towards[e] * work.tau[field.neighbour[e]] - work.away[e] * tau
            flow += heat
            if field.edge_account[e] >= 0:
                account[field.edge_account[e]] -= heat
        for b in range(field.patch_start[i], field.patch_start[i + 1]):
            heat = work.patch_by_temperature[b] * tau
            flow += heat
            account[field.patch_account[b]] += heat
        gain = gamma_dt * (work.right_e[i] + flow / field.mass[i])
        work.stage_e[i, stage] = gain
        k = field.network[i]
        change = gain
        worst = 0.0
        if k >= 0:
            count = networks.steps[k]
            local = work.local[i]
            step = work.stage_x[i, stage]
            for r in range(count):
                value = work.right_x[i, r] + work.by_temperature[i, r] * tau
                for q in range(r):
                    value -= local[r, q] * step[q]
                step[r] = value
            for r in range(count - 1, -1, -1):
                value = step[r]
                for q in range(r + 1, count):
                    value -= local[r, q] * step[q]
                step[r] = value / local[r, r]
                change += networks.heat[k, r] * step[r]
                worst = max(worst, abs(step[r]))
        # State of the next stage, or of the end.
        if last:
            work.energy[i] += gain
            if k >= 0:
                for r in range(networks.steps[k]):
                    work.conversion[i, r] += work.stage_x[i, stage, r]
            error = max(abs(change) / field.scale[i], worst) / work.numbers[TOLERANCE]
            square += error * error
            if not error <= largest:
                largest = error
        else:
            value = state.energy[i]
            for j in range(stage + 1):
                value += tableau.a[stage + 1, j] * work.stage_e[i, j]
            work.energy[i] = value
            if k >= 0:
                for r in range(networks.steps[k]):
                    value = state.conversion[i, r]
                    for j in range(stage + 1):
                        value += tableau.a[stage + 1, j] * work.stage_x[i, j, r]
                    work.conversion[i, r] = value
    work.sums[part, 0] = square
    work.sums[part, 1] = largest
