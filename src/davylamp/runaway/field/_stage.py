"""A stage of a step: its right side, and what follows from the changes of temperature, compiled."""

from __future__ import annotations

import math

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rates import rates_only
from davylamp.runaway._rosenbrock import Tableau
from davylamp.runaway.field._arrays import DT, STAGE, TOLERANCE, FieldArrays, State, Work
from davylamp.runaway.field._exchange import edge, patch_flow

__all__ = ["finish_stage", "right_side"]


@compiled_leaf
def right_side(field: FieldArrays, networks: NetworkArrays, tableau: Tableau, work: Work) -> None:
    """Write the right side of a stage, and the heat flows that are counted."""
    numbers = work.numbers
    signal = work.signal
    signal_slope = work.signal_slope
    flows = work.flows
    gamma = tableau.gamma
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
    account = flows[0]
    for a in range(len(account)):
        account[a] = 0.0
    inverse = 1.0 / (gamma * dt)
    for i in range(len(field.mass)):
        T = temperature[i]
        flow = 0.0
        for e in range(row_start[i], row_start[i + 1]):
            j = neighbour[e]
            conductance = all_conductance[e]
            if flags[1] != 0:
                conductance = edge(
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
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
) -> float:
    """Write the increments of a stage, and the state of the next stage.

    Returns the largest error over the tolerance, after the last stage.

    The energy follows from the flows that belong to the changes of temperature. What flows out of
    a volume flows into its neighbour, however well the changes have been solved for.
    """
    numbers = work.numbers
    alpha = tableau.alpha
    flows = work.flows
    gamma = tableau.gamma
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
    stage, dt = int(numbers[STAGE]), numbers[DT]
    last = stage == len(alpha) - 1
    account = flows[1]
    for a in range(len(account)):
        account[a] = 0.0
    gamma_dt = gamma * dt
    largest = 0.0
    for i in range(len(field.mass)):
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
    return largest
