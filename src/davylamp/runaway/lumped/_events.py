"""Where within a step something happens, on its dense output."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled
from davylamp.runaway._rates import rates_only
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._step import Flow, dense_state, flow_into

__all__ = ["Curve", "heating_rate", "highest", "rate_crossing", "temperature_crossing"]

FloatArray = npt.NDArray[np.float64]

_HALVINGS = 50
_SAMPLES = 4


class Curve(NamedTuple):
    """The states at both ends of a step, its dense output, and arrays to write to."""

    old: FloatArray
    new: FloatArray
    dense: FloatArray
    state: FloatArray
    rate: FloatArray


@compiled
def _enthalpy(curve: Curve, share: float) -> float:
    at = len(curve.old) - 3
    rest = 1.0 - share
    d = curve.dense
    bend = d[0, at] + share * (d[1, at] + share * d[2, at])
    return rest * curve.old[at] + share * (curve.new[at] + rest * bend)


@compiled
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


@compiled
def highest(curve: Curve) -> float:
    """Return the share of the step at which an enthalpy that first rises, then falls, peaks."""
    at = len(curve.old) - 3
    d = curve.dense
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        inner = d[0, at] + s * (d[1, at] + s * d[2, at])
        rise = curve.new[at] - curve.old[at] + (1.0 - 2.0 * s) * inner
        if rise + s * (1.0 - s) * (d[1, at] + 2.0 * s * d[2, at]) > 0.0:
            low = s
        else:
            high = s
    return 0.5 * (low + high)


@compiled
def temperature_crossing(
    heat: Heat, capacity: float, curve: Curve, level_K: float, high: float
) -> float:
    """Return the share of the step, up to `high`, at which the temperature reaches a level."""
    low = 0.0
    for _ in range(_HALVINGS):
        s = 0.5 * (low + high)
        if temperature_of(heat, _enthalpy(curve, s) / capacity)[0] >= level_K:
            high = s
        else:
            low = s
    return high


@compiled
def rate_crossing(
    networks: NetworkArrays,
    k: int,
    heat: Heat,
    capacity: float,
    flow: Flow,
    step_s: float,
    curve: Curve,
    level_K_per_s: float,
    upward: bool,
) -> float:
    """Return the first share at which the heating rate reaches a level (or falls below); else 2.

    A few points within the step are tried, so that a peak inside it is not missed.
    """
    sign = 1.0 if upward else -1.0
    before = 0.0
    for i in range(_SAMPLES + 1):
        s = i / _SAMPLES
        dense_state(curve.old, curve.new, curve.dense, s, curve.state)
        value = heating_rate(networks, k, heat, capacity, flow, s * step_s, curve.state, curve.rate)
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
