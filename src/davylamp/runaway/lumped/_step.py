"""One step of Rodas5P for a body of one temperature, with local elimination of conversions.

State: conversions of the R steps, then specific enthalpy h, heat exchanged and heat supplied
[J/kg]. Enthalpy is a linear invariant, ``h = h_0 + sum(heat xi) + exchanged + supplied``, and so
it stays one in each stage.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rates import rates_only
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._rodas5p import ABSCISSA, COUPLING, DENSE, GAMMA, SLOPE, STAGE

__all__ = ["Flow", "Work", "dense", "dense_enthalpy", "dense_state", "flow_into", "rosenbrock"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_COLD_K = 10.0
_HOT_K = 1e6
#: Weight of an error of the temperature beside one of a conversion [1/K].
_PER_K = 0.01


class Flow(NamedTuple):
    """Heat into the body during a step, per kilogram of it; programs are linear within a step."""

    convection_W_per_kg_K: float
    radiation_W_per_kg_K4: float
    surroundings_K: float
    surroundings_K_per_s: float
    power_W_per_kg: float
    power_W_per_kg_s: float


class Work(NamedTuple):
    """Arrays that a step reads and writes."""

    rate: FloatArray  #: (R,) rates at the start of the step
    by_temperature: FloatArray  #: (R,) their derivatives
    by_conversion: FloatArray  #: (R, R) their derivatives
    factors: FloatArray  #: (R, R) triangular factors, the diagonal inverted
    pivot: IntArray  #: (R,)
    vector: FloatArray  #: (4, N) response to a change of enthalpy, right side, state, rates
    stage: FloatArray  #: (N, 8)


@compiled_leaf
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


@compiled_leaf
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
        lu[c, c] = 1.0 / lu[c, c]
        for r in range(c + 1, count):
            # Most steps of a network do not depend on most others.
            if lu[r, c] != 0.0:
                lu[r, c] *= lu[c, c]
                for q in range(c + 1, count):
                    lu[r, q] -= lu[r, c] * lu[c, q]
    return True


@compiled_leaf
def _solve(work: Work, count: int, right: FloatArray) -> None:
    lu = work.factors
    for c in range(count):
        best = work.pivot[c]
        if best != c:
            right[c], right[best] = right[best], right[c]
    for r in range(1, count):
        total = right[r]
        for q in range(r):
            total -= lu[r, q] * right[q]
        right[r] = total
    for r in range(count - 1, -1, -1):
        total = right[r]
        for q in range(r + 1, count):
            total -= lu[r, q] * right[q]
        right[r] = total * lu[r, r]


@compiled_leaf
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

    The error of a conversion counts as it is, that of enthalpy as temperature over 100 K. `work`
    holds rates and derivatives at the start. `capacity` is a factor on the heat capacity.
    """
    count = networks.steps[k]
    size = len(old)
    at = size - 3
    inverse = 1.0 / (GAMMA * dt)
    if not _factor(work, count, inverse):
        return math.inf
    stage = work.stage
    response, right, state, rate = work.vector
    temperature, slope = temperature_of(heat, old[at] / capacity)
    slope /= capacity
    exchange, by_temperature, by_surroundings = flow_into(flow, 0.0, temperature)
    loss = by_temperature * slope
    drift = by_surroundings * flow.surroundings_K_per_s * dt
    growth = flow.power_W_per_kg_s * dt
    for r in range(count):
        response[r] = work.by_temperature[r] * slope
        rate[r] = work.rate[r]
    _solve(work, count, response)
    pivot = inverse - loss
    for r in range(count):
        pivot -= inverse * networks.heat[k, r] * response[r]
    if not abs(pivot) > 0.0:
        return math.inf
    for i in range(8):
        for n in range(size):
            total = old[n]
            coupled = 0.0
            for j in range(i):
                total += STAGE[i, j] * stage[n, j]
                coupled += COUPLING[i, j] * stage[n, j]
            state[n] = total
            right[n] = coupled / dt
        if i > 0:
            temperature, _ = temperature_of(heat, state[at] / capacity)
            if not (temperature > _COLD_K and temperature < _HOT_K):
                return math.inf
            exchange, _, _ = flow_into(flow, ABSCISSA[i] * dt, temperature)
            rates_only(networks, k, temperature, state, rate)
        for r in range(count):
            right[r] += rate[r]
        gained = right[at + 1] + exchange + SLOPE[i] * drift
        supplied = right[at + 2] + flow.power_W_per_kg + (ABSCISSA[i] + SLOPE[i]) * growth
        _solve(work, count, right)
        released = 0.0
        for r in range(count):
            released += networks.heat[k, r] * right[r]
        change = ((gained + supplied) + inverse * released) / pivot
        stage[at + 1, i] = (gained + loss * change) / inverse
        stage[at + 2, i] = supplied / inverse
        # Enthalpy is summed up from its parts, so that rounding cannot open the balance.
        balance = stage[at + 1, i] + stage[at + 2, i]
        for r in range(count):
            stage[r, i] = right[r] + response[r] * change
            balance += networks.heat[k, r] * stage[r, i]
        stage[at, i] = balance
    worst = 0.0
    for n in range(size):
        # The last stage sits at the state before its own correction.
        new[n] = state[n] + stage[n, 7]
        if not math.isfinite(new[n]):
            return math.inf
    for r in range(count):
        worst = max(worst, abs(stage[r, 7]))
    error: float = max(worst, _PER_K * abs(stage[at, 7]) * heat.mean_K_kg_per_J / capacity)
    return error


@compiled_leaf
def dense(work: Work, out: FloatArray) -> None:
    """Write the three vectors of the dense output of the last step, behind one another."""
    size = work.stage.shape[0]
    for m in range(3):
        for n in range(size):
            total = 0.0
            for j in range(8):
                total += DENSE[m, j] * work.stage[n, j]
            out[m * size + n] = total


@compiled_leaf
def dense_state(
    old: FloatArray, new: FloatArray, curve: FloatArray, share: float, out: FloatArray
) -> None:
    """Write the state at a share 0 to 1 of the step."""
    rest = 1.0 - share
    size = len(old)
    for n in range(size):
        bend = curve[n] + share * (curve[size + n] + share * curve[2 * size + n])
        out[n] = rest * old[n] + share * (new[n] + rest * bend)


@compiled_leaf
def dense_enthalpy(old: FloatArray, new: FloatArray, curve: FloatArray, share: float) -> float:
    """Return the specific enthalpy at a share 0 to 1 of the step [J/kg]."""
    rest = 1.0 - share
    size = len(old)
    n = size - 3
    bend = curve[n] + share * (curve[size + n] + share * curve[2 * size + n])
    value: float = rest * old[n] + share * (new[n] + rest * bend)
    return value
