"""One step of Rodas5P for a body of one temperature, with local elimination of conversions.

State: conversions of the R steps, then specific enthalpy h, heat exchanged and heat supplied
[J/kg]. Enthalpy is a linear invariant, ``h = h_0 + sum(heat xi) + exchanged + supplied``, and so
it stays one in each stage.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled
from davylamp.runaway._rates import rates_only
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._rodas5p import ABSCISSA, COUPLING, DENSE, GAMMA, SLOPE, STAGE

__all__ = ["EXTRA", "Flow", "Work", "dense", "dense_state", "flow_into", "rosenbrock"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Entries of the state behind the conversions: enthalpy, exchanged, supplied.
EXTRA = 3
_COLD_K = 10.0
_HOT_K = 1e6


class Flow(NamedTuple):
    """Heat into the body during a step, per kilogram of it; programs are linear within a step."""

    convection_W_per_kg_K: float
    radiation_W_per_kg_K4: float
    surroundings_K: float
    surroundings_K_per_s: float
    power_W_per_kg: float
    power_W_per_kg_s: float


class Work(NamedTuple):
    """Arrays that a step writes to: derivatives at its start, stages, factors."""

    rate: FloatArray  #: (R,)
    by_temperature: FloatArray  #: (R,)
    by_conversion: FloatArray  #: (R, R)
    factors: FloatArray  #: (R, R)
    pivot: IntArray  #: (R,)
    response: FloatArray  #: (R,) of the conversions to a change of enthalpy
    right: FloatArray  #: (R,)
    stage: FloatArray  #: (8, N)
    state: FloatArray  #: (N,) at a stage
    stage_rate: FloatArray  #: (R,)


@compiled
def flow_into(flow: Flow, after_s: float, temperature_K: float) -> tuple[float, float, float]:
    """Return exchange [W/kg], its slopes by temperature and by that of the surroundings."""
    if flow.convection_W_per_kg_K == 0.0 and flow.radiation_W_per_kg_K4 == 0.0:
        return 0.0, 0.0, 0.0
    around = flow.surroundings_K + flow.surroundings_K_per_s * after_s
    g = flow.convection_W_per_kg_K
    s = flow.radiation_W_per_kg_K4
    around3 = around * around * around
    own3 = temperature_K * temperature_K * temperature_K
    value = g * (around - temperature_K) + s * (around3 * around - own3 * temperature_K)
    return value, -g - 4.0 * s * own3, g + 4.0 * s * around3


@compiled
def _factor(work: Work, count: int, diagonal: float) -> bool:
    """Factor ``diagonal I - d rate / d conversion`` with partial pivoting."""
    lu = work.factors
    for r in range(count):
        for q in range(count):
            lu[r, q] = -work.by_conversion[r, q]
        lu[r, r] += diagonal
    for c in range(count):
        best = c
        for r in range(c + 1, count):
            if abs(lu[r, c]) > abs(lu[best, c]):
                best = r
        work.pivot[c] = best
        if not abs(lu[best, c]) > 0.0:
            return False
        if best != c:
            for q in range(count):
                lu[c, q], lu[best, q] = lu[best, q], lu[c, q]
        for r in range(c + 1, count):
            if lu[r, c] != 0.0:
                lu[r, c] /= lu[c, c]
                for q in range(c + 1, count):
                    lu[r, q] -= lu[r, c] * lu[c, q]
    return True


@compiled
def _solve(work: Work, count: int, right: FloatArray) -> None:
    lu = work.factors
    for c in range(count):
        best = work.pivot[c]
        if best != c:
            right[c], right[best] = right[best], right[c]
    for r in range(count):
        total = right[r]
        for q in range(r):
            total -= lu[r, q] * right[q]
        right[r] = total
    for r in range(count - 1, -1, -1):
        total = right[r]
        for q in range(r + 1, count):
            total -= lu[r, q] * right[q]
        right[r] = total / lu[r, r]


@compiled
def rosenbrock(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    capacity: float,
    flow: Flow,
    work: Work,
    dt: float,
    old: FloatArray,
    new: FloatArray,
) -> float:
    """Write the state after `dt` and return the largest scaled error; inf when the step fails.

    The error of a conversion counts as it is, that of enthalpy as temperature over 10 K. `work`
    holds rates and derivatives at the start. `capacity` is a factor on the heat capacity.
    """
    count = networks.steps[k]
    at = len(old) - 3
    inverse = 1.0 / (GAMMA * dt)
    if not _factor(work, count, inverse):
        return np.inf
    temperature, slope = temperature_of(heat, old[at] / capacity)
    slope /= capacity
    _, by_temperature, by_surroundings = flow_into(flow, 0.0, temperature)
    loss = by_temperature * slope
    pivot = inverse - loss
    for r in range(count):
        work.response[r] = work.by_temperature[r] * slope
    _solve(work, count, work.response)
    for r in range(count):
        pivot -= inverse * networks.heat[k, r] * work.response[r]
    if not abs(pivot) > 0.0:
        return np.inf
    drift = by_surroundings * flow.surroundings_K_per_s
    state = work.state
    stage = work.stage
    for i in range(8):
        if i == 0:
            exchange, _, _ = flow_into(flow, 0.0, temperature)
            for r in range(count):
                work.right[r] = work.rate[r]
        else:
            for n in range(len(old)):
                total = old[n]
                for j in range(i):
                    total += STAGE[i, j] * stage[j, n]
                state[n] = total
            stage_K, _ = temperature_of(heat, state[at] / capacity)
            if not (stage_K > _COLD_K and stage_K < _HOT_K):
                return np.inf
            exchange, _, _ = flow_into(flow, ABSCISSA[i] * dt, stage_K)
            rates_only(networks, k, stage_K, state, work.right)
        gained = exchange + dt * SLOPE[i] * drift
        supplied = (
            flow.power_W_per_kg
            + ABSCISSA[i] * dt * flow.power_W_per_kg_s
            + dt * SLOPE[i] * flow.power_W_per_kg_s
        )
        for j in range(i):
            weight = COUPLING[i, j] / dt
            for r in range(count):
                work.right[r] += weight * stage[j, r]
            gained += weight * stage[j, at + 1]
            supplied += weight * stage[j, at + 2]
        _solve(work, count, work.right)
        released = 0.0
        for r in range(count):
            released += networks.heat[k, r] * work.right[r]
        change = (gained + supplied + inverse * released) / pivot
        # Enthalpy is summed up from its parts, so that rounding cannot open the balance.
        balance = (gained + loss * change + supplied) / inverse
        for r in range(count):
            stage[i, r] = work.right[r] + work.response[r] * change
            balance += networks.heat[k, r] * stage[i, r]
        stage[i, at] = balance
        stage[i, at + 1] = (gained + loss * change) / inverse
        stage[i, at + 2] = supplied / inverse
    worst = 0.0
    for n in range(len(old)):
        # The last stage sits at the state before its own correction.
        new[n] = state[n] + stage[7, n]
        if not np.isfinite(new[n]):
            return np.inf
    for r in range(count):
        worst = max(worst, abs(stage[7, r]))
    return max(worst, 0.1 * abs(stage[7, at]) * heat.mean_K_kg_per_J / capacity)


@compiled
def dense(work: Work, out: FloatArray) -> None:
    """Write the three vectors of the dense output of the last step, shape (3, N)."""
    for m in range(3):
        for n in range(out.shape[1]):
            total = 0.0
            for j in range(8):
                total += DENSE[m, j] * work.stage[j, n]
            out[m, n] = total


@compiled
def dense_state(
    old: FloatArray, new: FloatArray, curve: FloatArray, share: float, out: FloatArray
) -> None:
    """Write the state at a share 0 to 1 of the step."""
    rest = 1.0 - share
    for n in range(len(old)):
        out[n] = rest * old[n] + share * (
            new[n] + rest * (curve[0, n] + share * (curve[1, n] + share * curve[2, n]))
        )
