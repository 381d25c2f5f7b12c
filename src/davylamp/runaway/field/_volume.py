"""What happens within the volumes of a field during a step, compiled.

The state of a volume is its energy ``e = h - sum(heat_r xi_r)`` [J/kg], which only flows of heat
change, and the conversions xi of its steps. The enthalpy h gives the temperature. Each function
works on one part of the volumes, so that parts can be worked on side by side.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled_leaf
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


@compiled_leaf
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
    network = field.network
    steps = networks.steps
    heat = networks.heat
    material = field.material
    table_start = field.table_start
    table_size = field.table_size
    table_step = field.table_step
    table_first = field.table_first
    table_K = field.table_K
    knot_start = field.knot_start
    knot_K = field.knot_K
    knot_factor = field.knot_factor
    for i in range(low, high):
        enthalpy = energy[i]
        k = network[i]
        if k >= 0:
            for r in range(steps[k]):
                enthalpy += heat[k, r] * conversion[i, r]
        m = material[i]
        start, size, step = table_start[m], table_size[m], table_step[m]
        place = (enthalpy - table_first[m]) / step
        # Compared before it is made whole: a state that has gone astray may not fit an integer.
        if place < 0.0:
            cell = 0
        elif place > size - 2:
            cell = size - 2
        else:
            cell = int(place)
        below = table_K[start + cell]
        rise = table_K[start + cell + 1] - below
        T = below + (place - cell) * rise
        temperature[i] = T
        slope[i] = rise / step
        first, last = knot_start[m], knot_start[m + 1] - 1
        if last >= first:
            factor_slope[i] = 0.0
            if knot_K[first] >= T:
                factor[i] = knot_factor[first]
            elif knot_K[last] <= T:
                factor[i] = knot_factor[last]
            else:
                while knot_K[first + 1] < T:
                    first += 1
                grade = (knot_factor[first + 1] - knot_factor[first]) / (
                    knot_K[first + 1] - knot_K[first]
                )
                factor[i] = knot_factor[first] + grade * (T - knot_K[first])
                factor_slope[i] = grade


@compiled_leaf
def begin(part: int, field: FieldArrays, networks: NetworkArrays, work: Work, state: State) -> None:
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


@compiled_leaf
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


@compiled_leaf
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


@compiled_leaf
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


@compiled_leaf
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
    heat = networks.heat
    all_conversion = state.conversion
    all_signal = work.signal
    all_signal_slope = work.signal_slope
    gamma = tableau.gamma
    numbers = work.numbers
    flows = work.flows
    parts = field.parts
    temperature = work.temperature
    network = field.network
    net_steps = networks.steps
    rate = work.rate
    by_temperature = work.by_temperature
    all_local = work.local
    all_adjoint = work.adjoint
    mass = field.mass
    slope = work.slope
    all_inertia = work.inertia
    row_start = field.row_start
    flags = field.flags
    all_conductance = field.conductance
    towards = work.towards
    all_away = work.away
    neighbour = field.neighbour
    all_own = field.own
    between = field.between
    other = field.other
    radiating = field.radiating
    factor = work.factor
    factor_slope = work.factor_slope
    patch_start = field.patch_start
    patch_signal = field.patch_signal
    patch_kind = field.patch_kind
    patch_area = field.patch_area
    patch_coefficient = field.patch_coefficient
    patch_radiating = field.patch_radiating
    patch_resistance = field.patch_resistance
    patch_by_temperature = work.patch_by_temperature
    patch_by_time = work.patch_by_time
    patch_account = field.patch_account
    all_loss = work.loss
    all_drive = work.drive
    all_diagonal = work.diagonal
    by_conversion = work.by_conversion[part]
    conversion, signal, signal_slope = all_conversion, all_signal, all_signal_slope
    inverse = 1.0 / (gamma * numbers[DT])
    account = flows[2, part]
    for a in range(len(account)):
        account[a] = 0.0
    for i in range(parts[part], parts[part + 1]):
        T = temperature[i]
        # Chemistry.
        k = network[i]
        taken = 0.0
        if k >= 0:
            count = net_steps[k]
            rates(networks, k, T, conversion[i], rate[i], by_temperature[i], by_conversion)
            local = all_local[i]
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
            adjoint = all_adjoint[i]
            for r in range(count):
                value = heat[k, r]
                for q in range(r):
                    value -= local[q, r] * adjoint[q]
                adjoint[r] = value / local[r, r]
            for r in range(count - 1, -1, -1):
                value = adjoint[r]
                for q in range(r + 1, count):
                    value -= local[q, r] * adjoint[q]
                adjoint[r] = value
                taken += value * by_temperature[i, r]
        inertia = mass[i] * inverse * (1.0 / slope[i] - taken)
        all_inertia[i] = inertia
        # Conduction.
        diagonal = inertia
        for e in range(row_start[i], row_start[i + 1]):
            if flags[1] == 0:
                conductance = all_conductance[e]
                towards[e] = conductance
                all_away[e] = conductance
                diagonal += conductance
                continue
            j = neighbour[e]
            other_T = temperature[j]
            conductance, by_own, by_other, by_gap = _edge(
                all_own[e],
                between[e],
                other[e],
                radiating[e],
                factor[i],
                factor[j],
                T,
                other_T,
            )
            rise = other_T - T
            squares = T * T + other_T * other_T
            away = conductance - rise * (
                by_own * factor_slope[i] + by_gap * (squares + 2.0 * T * (T + other_T))
            )
            all_away[e] = away
            towards[e] = conductance + rise * (
                by_other * factor_slope[j] + by_gap * (squares + 2.0 * other_T * (T + other_T))
            )
            diagonal += away
        # Boundaries.
        loss, drive = 0.0, 0.0
        for b in range(patch_start[i], patch_start[i + 1]):
            s = patch_signal[b]
            _, by_T, by_t = patch_flow(
                patch_kind[b],
                patch_area[b],
                patch_coefficient[b],
                patch_radiating[b],
                patch_resistance[b],
                factor[i],
                factor_slope[i],
                T,
                signal[s],
                signal_slope[s],
            )
            patch_by_temperature[b] = by_T
            patch_by_time[b] = by_t
            account[patch_account[b]] += by_t
            loss -= by_T
            drive += by_t
        all_loss[i] = loss
        all_drive[i] = drive
        all_diagonal[i] = diagonal + loss
    return True


@compiled_leaf
def right_side(
    part: int, field: FieldArrays, networks: NetworkArrays, tableau: Tableau, work: Work
) -> None:
    """Write the right side of a stage for one part, and the heat flows that are counted."""
    numbers = work.numbers
    all_signal = work.signal
    all_signal_slope = work.signal_slope
    flows = work.flows
    gamma = tableau.gamma
    parts = field.parts
    temperature = work.temperature
    row_start = field.row_start
    neighbour = field.neighbour
    all_conductance = field.conductance
    flags = field.flags
    own = field.own
    between = field.between
    other = field.other
    radiating = field.radiating
    factor = work.factor
    edge_account = field.edge_account
    patch_start = field.patch_start
    patch_signal = field.patch_signal
    patch_kind = field.patch_kind
    patch_area = field.patch_area
    patch_coefficient = field.patch_coefficient
    patch_radiating = field.patch_radiating
    patch_resistance = field.patch_resistance
    factor_slope = work.factor_slope
    patch_account = field.patch_account
    all_mass = field.mass
    gamma_sum = tableau.gamma_sum
    drive = work.drive
    c = tableau.c
    stage_e = work.stage_e
    right_e = work.right_e
    network = field.network
    steps = networks.steps
    right_x = work.right_x
    rate = work.rate
    conversion = work.conversion
    stage_x = work.stage_x
    adjoint = work.adjoint
    all_right = work.right
    source = work.source
    stage, dt = int(numbers[STAGE]), numbers[DT]
    signal, signal_slope = all_signal, all_signal_slope
    account = flows[0, part]
    for a in range(len(account)):
        account[a] = 0.0
    inverse = 1.0 / (gamma * dt)
    for i in range(parts[part], parts[part + 1]):
        T = temperature[i]
        flow = 0.0
        for e in range(row_start[i], row_start[i + 1]):
            j = neighbour[e]
            conductance = all_conductance[e]
            if flags[1] != 0:
                conductance = _edge(
                    own[e],
                    between[e],
                    other[e],
                    radiating[e],
                    factor[i],
                    factor[j],
                    T,
                    temperature[j],
                )[0]
            heat = conductance * (temperature[j] - T)
            flow += heat
            if edge_account[e] >= 0:
                account[edge_account[e]] -= heat
        for b in range(patch_start[i], patch_start[i + 1]):
            s = patch_signal[b]
            heat = patch_flow(
                patch_kind[b],
                patch_area[b],
                patch_coefficient[b],
                patch_radiating[b],
                patch_resistance[b],
                factor[i],
                factor_slope[i],
                T,
                signal[s],
                signal_slope[s],
            )[0]
            flow += heat
            account[patch_account[b]] += heat
        mass = all_mass[i]
        energy = (flow + gamma_sum[stage] * dt * drive[i]) / mass + source[i]
        for j in range(stage):
            energy += c[stage, j] / dt * stage_e[i, j]
        right_e[i] = energy
        k = network[i]
        if k >= 0:
            count = steps[k]
            right = right_x[i]
            if stage == 0:
                for r in range(count):
                    right[r] = rate[i, r]
            else:
                rates_only(networks, k, T, conversion[i], right)
            for j in range(stage):
                share = c[stage, j] / dt
                for r in range(count):
                    right[r] += share * stage_x[i, j, r]
            for r in range(count):
                energy += inverse * adjoint[i, r] * right[r]
        all_right[i] = mass * energy


@compiled_leaf
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
    numbers = work.numbers
    alpha = tableau.alpha
    flows = work.flows
    gamma = tableau.gamma
    parts = field.parts
    all_tau = work.tau
    row_start = field.row_start
    towards = work.towards
    neighbour = field.neighbour
    away = work.away
    edge_account = field.edge_account
    patch_start = field.patch_start
    patch_by_temperature = work.patch_by_temperature
    patch_account = field.patch_account
    right_e = work.right_e
    mass = field.mass
    stage_e = work.stage_e
    network = field.network
    steps = networks.steps
    all_local = work.local
    stage_x = work.stage_x
    right_x = work.right_x
    by_temperature = work.by_temperature
    net_heat = networks.heat
    energy = work.energy
    conversion = work.conversion
    scale = field.scale
    all_energy = state.energy
    all_a = tableau.a
    all_conversion = state.conversion
    sums = work.sums
    stage, dt = int(numbers[STAGE]), numbers[DT]
    last = stage == len(alpha) - 1
    account = flows[1, part]
    for a in range(len(account)):
        account[a] = 0.0
    gamma_dt = gamma * dt
    square, largest = 0.0, 0.0
    for i in range(parts[part], parts[part + 1]):
        tau = all_tau[i]
        flow = 0.0
        for e in range(row_start[i], row_start[i + 1]):
            heat = towards[e] * all_tau[neighbour[e]] - away[e] * tau
            flow += heat
            if edge_account[e] >= 0:
                account[edge_account[e]] -= heat
        for b in range(patch_start[i], patch_start[i + 1]):
            heat = patch_by_temperature[b] * tau
            flow += heat
            account[patch_account[b]] += heat
        gain = gamma_dt * (right_e[i] + flow / mass[i])
        stage_e[i, stage] = gain
        k = network[i]
        change = gain
        worst = 0.0
        if k >= 0:
            count = steps[k]
            local = all_local[i]
            step = stage_x[i, stage]
            for r in range(count):
                value = right_x[i, r] + by_temperature[i, r] * tau
                for q in range(r):
                    value -= local[r, q] * step[q]
                step[r] = value
            for r in range(count - 1, -1, -1):
                value = step[r]
                for q in range(r + 1, count):
                    value -= local[r, q] * step[q]
                step[r] = value / local[r, r]
                change += net_heat[k, r] * step[r]
                worst = max(worst, abs(step[r]))
        # State of the next stage, or of the end.
        if last:
            energy[i] += gain
            if k >= 0:
                for r in range(steps[k]):
                    conversion[i, r] += stage_x[i, stage, r]
            error = max(abs(change) / scale[i], worst) / numbers[TOLERANCE]
            if not abs(change) < math.inf:
                error = math.inf
            square += error * error
            if not error <= largest:
                largest = error
        else:
            value = all_energy[i]
            for j in range(stage + 1):
                value += all_a[stage + 1, j] * stage_e[i, j]
            energy[i] = value
            if k >= 0:
                for r in range(steps[k]):
                    value = all_conversion[i, r]
                    for j in range(stage + 1):
                        value += all_a[stage + 1, j] * stage_x[i, j, r]
                    conversion[i, r] = value
    sums[part, 0] = square
    sums[part, 1] = largest
