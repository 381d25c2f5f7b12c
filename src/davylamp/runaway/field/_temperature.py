"""Temperatures of the volumes of a field, compiled.

The state of a volume is its energy ``e = h - sum(heat_r xi_r)`` [J/kg], which only flows of heat
change, and the conversions xi of its steps. The enthalpy h gives the temperature.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway.field._arrays import FieldArrays, State, Work

__all__ = ["begin", "heat_up", "temperatures"]

FloatArray = npt.NDArray[np.float64]


@compiled_leaf
def temperatures(
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
    for i in range(len(field.mass)):
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
def begin(field: FieldArrays, networks: NetworkArrays, work: Work, state: State) -> None:
    """Take over the state at the start of a step, with its temperatures."""
    for i in range(len(field.mass)):
        work.energy[i] = state.energy[i]
        work.marks[i] = -1
        for r in range(state.conversion.shape[1]):
            work.conversion[i, r] = state.conversion[i, r]
    temperatures(
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
def heat_up(field: FieldArrays, networks: NetworkArrays, work: Work) -> None:
    """Write the temperatures at a later stage."""
    temperatures(
        field,
        networks,
        work.energy,
        work.conversion,
        work.temperature,
        work.row,
        work.factor,
        work.factor_slope,
    )
