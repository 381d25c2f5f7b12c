"""Rates of all steps of a network with their exact derivatives, compiled.

Rates and derivatives share every branch: a derivative that ignores a limit in the rate lets an
implicit integrator report success with a wrong answer.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NO_LIMIT, NetworkArrays

__all__ = ["power", "rates", "rates_only", "saturation"]

FloatArray = npt.NDArray[np.float64]

#: Scaled amount below which a power goes linearly to zero, through it, and on.
_TAIL: Final = 1e-4
#: Share of the stored energy over which a discharge fades out.
_FADE: Final = 1e-3
_NO_LIMIT: Final = NO_LIMIT


@compiled_leaf
def power(amount: float, order: float) -> tuple[float, float]:
    """Return ``amount^order`` and its derivative, linear below `_TAIL`.

    The line keeps orders below 1 finite at zero, and draws an amount that an integrator has
    overshot below zero back to it.
    """
    if order == 1.0:
        return amount, 1.0
    if amount >= _TAIL:
        value = amount**order
        return value, order * value / amount
    slope = _TAIL ** (order - 1.0)
    return slope * amount, slope


@compiled_leaf
def saturation(amount: float, half: float) -> tuple[float, float]:
    """Return ``a / (K + a)`` and its derivative, linear below zero."""
    if amount >= 0.0:
        share = 1.0 / (half + amount)
        return amount * share, half * share * share
    return amount / half, 1.0 / half


@compiled_leaf
def rates(
    networks: NetworkArrays,
    k: int,
    temperature_K: float,
    conversion: FloatArray,
    rate: FloatArray,
    by_temperature: FloatArray,
    by_conversion: FloatArray,
) -> None:
    """Write the rates of network `k` [1/s], and their derivatives [1/s/K, 1/s].

    Parameters
    ----------
    networks : NetworkArrays
        Networks.
    k : int
        Which of them.
    temperature_K : float
        Temperature [K].
    conversion : array, shape (R,)
        Conversions of the steps.
    rate, by_temperature : array, shape (R,)
        Written: rates, and derivatives by temperature.
    by_conversion : array, shape (R, R)
        Written: derivative of the rate of the row by the conversion of the column.
    """
    count = networks.steps[k]
    inverse_K = 1.0 / temperature_K
    for r in range(count):
        for q in range(count):
            by_conversion[r, q] = 0.0
        # Temperature: Arrhenius with the transport limit, then the gate.
        ln_k = networks.ln_frequency[k, r] - networks.energy_K[k, r] * inverse_K
        constant = math.exp(ln_k)
        slope = constant * networks.energy_K[k, r] * inverse_K * inverse_K
        if networks.ln_limit[k, r] < _NO_LIMIT:
            limit = math.exp(networks.ln_limit[k, r] - networks.limit_energy_K[k, r] * inverse_K)
            limit_slope = limit * networks.limit_energy_K[k, r] * inverse_K * inverse_K
            # Written with the ratio, as both may overflow when multiplied.
            share = limit / (constant + limit)
            slope = slope * share * share + limit_slope * (1.0 - share) * (1.0 - share)
            constant = constant * share
        if networks.gate_K[k, r] > 0.0:
            reach = (temperature_K - networks.gate_K[k, r]) / networks.gate_width_K[k, r]
            if reach < -700.0:
                reach = -700.0
            rest = networks.gate_rest[k, r]
            open_share = 1.0 / (1.0 + math.exp(-reach))
            opening = rest + (1.0 - rest) * open_share
            change = (1.0 - rest) * open_share * (1.0 - open_share) / networks.gate_width_K[k, r]
            slope = slope * opening + constant * change
            constant = constant * opening
        # Conversion: product of factors; the derivative of each times the product of the others.
        value = 1.0
        if networks.discharge[k, r] >= 0.0:
            left = 1.0 - conversion[r]
            ratio = networks.discharge[k, r]
            fade = left / (abs(left) + _FADE)
            fade_slope = _FADE / ((abs(left) + _FADE) * (abs(left) + _FADE))
            line = ratio + (1.0 - ratio) * left
            by_conversion[r, r] -= (1.0 - ratio) * fade + line * fade_slope
            value = line * fade
        for p in range(networks.parts[k, r]):
            s = networks.part_species[k, r, p]
            amount = networks.start[k, s]
            for q in range(count):
                amount += networks.change[k, s, q] * conversion[q]
            half = networks.part_half[k, r, p]
            if half > 0.0:
                factor, derivative = saturation(amount, half)
            else:
                factor, derivative = power(amount, networks.part_order[k, r, p])
            for q in range(count):
                by_conversion[r, q] = (
                    by_conversion[r, q] * factor + value * derivative * networks.change[k, s, q]
                )
            value *= factor
        if networks.seed_order[k, r] > 0.0:
            factor, derivative = power(
                conversion[r] + networks.seed[k, r], networks.seed_order[k, r]
            )
            for q in range(count):
                by_conversion[r, q] *= factor
            by_conversion[r, r] += value * derivative
            value *= factor
        if networks.layer[k, r] > 0:
            thickness = networks.layer_start[k, r]
            for q in range(count):
                thickness += networks.layer_growth[k, r, q] * conversion[q]
            scale = networks.layer_scale[k, r]
            whole = thickness < networks.layer_ceiling[k, r]
            thickness = min(thickness, networks.layer_ceiling[k, r])
            if networks.layer[k, r] == 1:
                factor = math.exp(-thickness / scale)
                derivative = -factor / scale
            elif thickness >= 0.0:
                factor = scale / (scale + thickness)
                derivative = -factor / (scale + thickness)
            else:
                factor = 1.0
                derivative = 0.0
            if not whole:
                derivative = 0.0
            for q in range(count):
                by_conversion[r, q] = (
                    by_conversion[r, q] * factor
                    + value * derivative * networks.layer_growth[k, r, q]
                )
            value *= factor
        rate[r] = constant * value
        by_temperature[r] = slope * value
        for q in range(count):
            by_conversion[r, q] *= constant


@compiled_leaf
def rates_only(
    networks: NetworkArrays, k: int, temperature_K: float, conversion: FloatArray, rate: FloatArray
) -> None:
    """Write the rates of network `k` [1/s], as `rates` does, without derivatives."""
    count = networks.steps[k]
    inverse_K = 1.0 / temperature_K
    for r in range(count):
        constant = math.exp(networks.ln_frequency[k, r] - networks.energy_K[k, r] * inverse_K)
        if networks.ln_limit[k, r] < _NO_LIMIT:
            limit = math.exp(networks.ln_limit[k, r] - networks.limit_energy_K[k, r] * inverse_K)
            constant = constant * (limit / (constant + limit))
        if networks.gate_K[k, r] > 0.0:
            reach = (temperature_K - networks.gate_K[k, r]) / networks.gate_width_K[k, r]
            if reach < -700.0:
                reach = -700.0
            rest = networks.gate_rest[k, r]
            constant *= rest + (1.0 - rest) / (1.0 + math.exp(-reach))
        value = constant
        if networks.discharge[k, r] >= 0.0:
            left = 1.0 - conversion[r]
            ratio = networks.discharge[k, r]
            value *= (ratio + (1.0 - ratio) * left) * left / (abs(left) + _FADE)
        for p in range(networks.parts[k, r]):
            s = networks.part_species[k, r, p]
            amount = networks.start[k, s]
            for q in range(count):
                amount += networks.change[k, s, q] * conversion[q]
            half = networks.part_half[k, r, p]
            if half > 0.0:
                value *= saturation(amount, half)[0]
            else:
                value *= power(amount, networks.part_order[k, r, p])[0]
        if networks.seed_order[k, r] > 0.0:
            value *= power(conversion[r] + networks.seed[k, r], networks.seed_order[k, r])[0]
        if networks.layer[k, r] > 0:
            thickness = networks.layer_start[k, r]
            for q in range(count):
                thickness += networks.layer_growth[k, r, q] * conversion[q]
            scale = networks.layer_scale[k, r]
            thickness = min(thickness, networks.layer_ceiling[k, r])
            if networks.layer[k, r] == 1:
                value *= math.exp(-thickness / scale)
            elif thickness >= 0.0:
                value *= scale / (scale + thickness)
        rate[r] = value
