"""Temperature over specific enthalpy, smooth enough for a fifth-order integrator.

The points of `davylamp.runaway.body.EnthalpyTable` are joined by monotone cubics instead of lines:
the kinks of lines would cost the integrator most of its steps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf

__all__ = ["Heat", "enthalpy_of", "heat_table", "temperature_of"]

FloatArray = npt.NDArray[np.float64]


class Heat(NamedTuple):
    """Temperature at even enthalpies, as arrays for a kernel."""

    first_J_per_kg: float
    step_J_per_kg: float
    temperature_K: FloatArray
    slope_K: FloatArray  #: derivative times `step_J_per_kg`
    mean_K_kg_per_J: float  #: temperature over enthalpy from end to end


def heat_table(first_J_per_kg: float, step_J_per_kg: float, temperature_K: FloatArray) -> Heat:
    """Return a table with slopes that keep the cubics monotone (harmonic means)."""
    difference = np.diff(temperature_K)
    slope = np.empty_like(temperature_K)
    slope[0], slope[-1] = difference[0], difference[-1]
    slope[1:-1] = 2.0 * difference[1:] * difference[:-1] / (difference[1:] + difference[:-1])
    span = step_J_per_kg * (len(temperature_K) - 1)
    mean = float(temperature_K[-1] - temperature_K[0]) / span
    return Heat(first_J_per_kg, step_J_per_kg, temperature_K, slope, mean)


@compiled_leaf
def temperature_of(heat: Heat, enthalpy_J_per_kg: float) -> tuple[float, float]:
    """Return temperature [K] and its derivative [K kg/J]; a straight line beyond the ends."""
    table = heat.temperature_K
    slopes = heat.slope_K
    last = len(table) - 1
    x = (enthalpy_J_per_kg - heat.first_J_per_kg) / heat.step_J_per_kg
    if x <= 0.0:
        return table[0] + slopes[0] * x, slopes[0] / heat.step_J_per_kg
    if x >= last:
        return table[last] + slopes[last] * (x - last), slopes[last] / heat.step_J_per_kg
    i = int(x)
    u = x - i
    rise = table[i + 1] - table[i]
    a = slopes[i] - rise
    b = slopes[i + 1] - rise
    v = 1.0 - u
    value = table[i] + u * rise + u * v * (v * a - u * b)
    derivative = rise + a * v * (1.0 - 3.0 * u) - b * u * (2.0 - 3.0 * u)
    return value, derivative / heat.step_J_per_kg


@compiled_leaf
def enthalpy_of(heat: Heat, temperature_K: float) -> float:
    """Return the enthalpy [J/kg] at a temperature, by bisection of the table."""
    table = heat.temperature_K
    last = len(table) - 1
    if temperature_K <= table[0]:
        below: float = (temperature_K - table[0]) / heat.slope_K[0]
        return heat.first_J_per_kg + heat.step_J_per_kg * below
    if temperature_K >= table[last]:
        above: float = last + (temperature_K - table[last]) / heat.slope_K[last]
        return heat.first_J_per_kg + heat.step_J_per_kg * above
    # First between the points, then within the cubic, which is monotone.
    low = 0
    high = last
    while high - low > 1:
        middle = (low + high) // 2
        if table[middle] <= temperature_K:
            low = middle
        else:
            high = middle
    left = heat.first_J_per_kg + heat.step_J_per_kg * low
    right = left + heat.step_J_per_kg
    for _ in range(60):
        centre = 0.5 * (left + right)
        if temperature_of(heat, centre)[0] <= temperature_K:
            left = centre
        else:
            right = centre
    return 0.5 * (left + right)
