"""Many draws of one body at once, spread over the cores."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway._compiled import compiled_parallel
from davylamp.runaway.lumped._enthalpy import Heat
from davylamp.runaway.lumped._integrate import Programs, Run, integrate

__all__ = ["integrate_many"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@compiled_parallel
def integrate_many(
    networks: NetworkArrays,
    heat: Heat,
    capacity: FloatArray,
    exchange: FloatArray,
    run: Run,
    programs: Programs,
    levels_K: FloatArray,
    levels_K_per_s: FloatArray,
    crossing: FloatArray,
    summary: FloatArray,
    state: FloatArray,
    status: IntArray,
) -> None:
    """Integrate each network; nothing is shared between them, nor depends on the threads."""
    for k in numba.prange(len(status)):
        ended, _, _, last = integrate(
            networks,
            k,
            heat,
            capacity[k],
            exchange[k],
            run,
            programs,
            levels_K,
            levels_K_per_s,
            crossing[k],
            summary[k],
            False,
        )
        status[k] = ended
        state[k] = last
