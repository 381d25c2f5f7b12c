"""Where within a step something happens, on its dense output."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._rates import rates_only
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._step import Flow, dense_enthalpy, dense_state, flow_into

__all__ = ["Curve", "heating_rate", "highest", "rate_crossing", "temperature_crossing"]

FloatArray = npt.NDArray[np.float64]

_HALVINGS = 50
_SAMPLES = 4


class Curve(NamedTuple):
    """The states at both ends of a step, its dense output, and arrays to write to."""

    old: FloatArray
    new: FloatArray
    dense: FloatArray  #: three vectors behind one another
    state: FloatArray
    rate: FloatArray


@compiled_leaf
def heating_rate(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    capacity: float,
    flow: Flow,
    after_s: float,
    state: FloatArray,
    rate: FloatArray,
) -> float:
    """Return dT/dt of a state [K/s], a time after the start of a step."""
    temperature, slope = temperature_of(heat, state[len(state) - 3] / capacity)
    rates_only(networks, k, temperature, state, rate)
    total = flow_into(flow, after_s, temperature)[0]
    total += flow.power_W_per_kg + flow.power_W_per_kg_s * after_s
    for r in range(networks.steps[k]):
        total += networks.heat[k, r] * rate[r]
    return total * slope / capacity


@compiled_leaf
def dense_slope(curve: Curve, share: float) -> float:
    """Return the change of enthalpy per share of the step [J/kg]."""
    size = len(curve.old)
    n = size - 3
    first, second, third = curve.dense[n], curve.dense[size + n], curve.dense[2 * size + n]
    slope: float = curve.new[n] - curve.old[n]
    slope += (1.0 - 2.0 * share) * (first + share * (second + share * third))
    slope += share * (1.0 - share) * (second + 2.0 * share * third)
    return slope


@compiled_leaf
def highest(curve: Curve) -> float:
    """Return the share of the step at which an enthalpy that first rises, then falls, peaks."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        if dense_slope(curve, s) > 0.0:
            low = s
        else:
            high = s
    return 0.5 * (low + high)


@compiled_leaf
def temperature_crossing(
    heat: Heat, capacity: float, curve: Curve, level_K: float, high: float
) -> float:
    """Return the share of the step, up to `high`, at which the temperature reaches a level."""
    low = 0.0
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        if (
            temperature_of(heat, dense_enthalpy(curve.old, curve.new, curve.dense, s) / capacity)[0]
            >= level_K
        ):
            high = s
        else:
            low = s
    return high


@compiled_leaf
def rate_crossing(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    capacity: float,
    flow: Flow,
    step_s: float,
    curve: Curve,
    start_K_per_s: float,
    end_K_per_s: float,
    level_K_per_s: float,
    sign: float,
) -> float:
    """Return the first share at which the heating rate reaches a level; 2 if it does not.

    With a `sign` of -1 the first share at which it falls to the level.

    The slope of the dense output, at a few points so that a peak within the step is not missed,
    says where to look; the rates of the network say where it is.
    """
    before = 0.0
    for i in range(_SAMPLES + 1):
        s = i / _SAMPLES
        if i == 0:
            value = start_K_per_s
        elif i == _SAMPLES:
            value = end_K_per_s
        else:
            _, slope = temperature_of(
                heat, dense_enthalpy(curve.old, curve.new, curve.dense, s) / capacity
            )
            value = dense_slope(curve, s) / step_s * slope / capacity
        if sign * (value - level_K_per_s) < 0.0:
            before = s
            continue
        if i == 0:
            return 0.0
        high = s
        for _ in range(_HALVINGS):
            s = 0.5 * (before + high)
            dense_state(curve.old, curve.new, curve.dense, s, curve.state)
            value = heating_rate(
                networks, k, heat, capacity, flow, s * step_s, curve.state, curve.rate
            )
            if sign * (value - level_K_per_s) < 0.0:
                before = s
            else:
                high = s
        return high
    return 2.0
