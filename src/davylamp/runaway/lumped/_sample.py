"""The states of a recorded run at any time, from its dense output."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled
from davylamp.runaway.lumped._enthalpy import Heat, temperature_of
from davylamp.runaway.lumped._events import heating_rate
from davylamp.runaway.lumped._integrate import HEAT, Programs, Run, Steps, flow_at
from davylamp.runaway.lumped._step import dense_state

__all__ = ["sample"]

FloatArray = npt.NDArray[np.float64]


@compiled
def sample(
    networks: NetworkArrays,
    heat: Heat,
    run: Run,
    programs: Programs,
    rows: Steps,
    times_s: FloatArray,
    state: FloatArray,
    temperature_K: FloatArray,
    heating_K_per_s: FloatArray,
) -> None:
    """Write state, temperature and heating rate at ascending times within the run."""
    rate = np.zeros(networks.heat.shape[1])
    at = state.shape[1] - 3
    last = len(rows.length_s) - 1
    i = 0
    for j in range(len(times_s)):
        while i < last and rows.time_s[i + 1] < times_s[j]:
            i += 1
        after = times_s[j] - rows.time_s[i]
        share = min(1.0, max(0.0, after / rows.length_s[i]))
        dense_state(rows.state[i], rows.state[i + 1], rows.dense[i], share, state[j])
        flow, _ = flow_at(run, programs, 1.0, 1.0, rows.time_s[i], rows.mode[i] == HEAT)
        heating_K_per_s[j] = heating_rate(
            networks, 0, heat, 1.0, flow, share * rows.length_s[i], state[j], rate
        )
        temperature_K[j] = temperature_of(heat, state[j, at])[0]
