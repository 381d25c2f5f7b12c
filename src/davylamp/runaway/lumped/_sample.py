"""The states of a recorded run at any time, from its dense output."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._events import heating_rate
from davylamp.runaway.lumped._run import COLUMNS, HEAT, Programs, Run, flow_at
from davylamp.runaway.lumped._step import dense_state

__all__ = ["sample"]

FloatArray = npt.NDArray[np.float64]


@compiled_leaf
def sample(
    networks: NetworkArrays,
    heat: Heat,
    run: Run,
    programs: Programs,
    rows: FloatArray,
    times_s: FloatArray,
    state: FloatArray,
    temperature_K: FloatArray,
    heating_K_per_s: FloatArray,
    rate: FloatArray,
) -> None:
    """Write state, temperature and heating rate at ascending times within a recorded run.

    `rate` has room for the rates of all steps.
    """
    size = state.shape[1]
    last = len(rows) - 1
    i = 1
    for j in range(len(times_s)):
        while i < last and rows[i, 0] < times_s[j]:
            i += 1
        start, length = rows[i - 1, 0], rows[i, 1]
        share = min(1.0, max(0.0, (times_s[j] - start) / length))
        dense_state(
            rows[i - 1, COLUMNS : COLUMNS + size],
            rows[i, COLUMNS : COLUMNS + size],
            rows[i, COLUMNS + size :],
            share,
            state[j],
        )
        flow, _ = flow_at(run, programs, 1.0, 1.0, start, rows[i, 2] == HEAT)
        heating_K_per_s[j] = heating_rate(
            networks, 0, heat, 1.0, flow, share * length, state[j], rate
        )
        temperature_K[j] = temperature_of(heat, state[j, size - 3])[0]
