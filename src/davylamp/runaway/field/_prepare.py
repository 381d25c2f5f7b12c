"""Rates, derivatives and the matrix of a field at the start of a step, compiled."""

from __future__ import annotations

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rates import rates
from davylamp.runaway._rosenbrock import Tableau
from davylamp.runaway.field._arrays import DT, FieldArrays, State, Work
from davylamp.runaway.field._exchange import edge, patch_flow

__all__ = ["prepare"]


@compiled_leaf
def prepare(
    field: FieldArrays,
    networks: NetworkArrays,
    tableau: Tableau,
    work: Work,
    state: State,
) -> bool:
    """Write rates, derivatives and the matrix at the start of a step.

    The conversions are eliminated in each volume, so that temperature alone couples volumes.
    """
    heat = networks.heat
    conversion = state.conversion
    signal = work.signal
    signal_slope = work.signal_slope
    gamma = tableau.gamma
    numbers = work.numbers
    flows = work.flows
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
    by_conversion = work.by_conversion
    inverse = 1.0 / (gamma * numbers[DT])
    account = flows[2]
    for a in range(len(account)):
        account[a] = 0.0
    for i in range(len(field.mass)):
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
            conductance, by_own, by_other, by_gap = edge(
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
