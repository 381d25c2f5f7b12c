"""Speed and memory of the lumped runaway integrator beside scipy, in one run, as ratios.

Usage::

    python -m benchmarks.runaway

Both sides integrate the same four reactions of the liquid-electrolyte baseline from 100 degC,
adiabatically, to the end. scipy is given the right-hand side as a compiled function of the state,
without a Python call inside. The time is the least of several repetitions, since a shared machine
only ever adds to it; the accuracy of each side is measured against a run at a tolerance of 1e-12.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np

START_K = 373.15
DURATION_S = 1e5
LEVEL_K = 473.15
DRAWS = 10_000
TARGET_RUN_MS = 0.5
TARGET_DRAWS_S = 3.0
COMMAND = """
import time
start = time.perf_counter()
from davylamp.runaway.lumped import simulate, heat_wait_seek
from davylamp.runaway.networks import liquid_body
body = liquid_body()
ready = time.perf_counter()
simulate(body, start_K=373.15, duration_s=1e5)
first = time.perf_counter()
heat_wait_seek(body)
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(ready - start, first - ready, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def least_time(call: Callable[[], object], repeats: int) -> float:
    """Least wall time of `call` [s]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def compiled_side() -> Callable[[float, Any], Any]:
    """The same right-hand side in temperature, compiled for scipy."""
    import numba

    from davylamp.runaway._arrays import pack_one
    from davylamp.runaway._rates import rates_only
    from davylamp.runaway.networks import liquid_body

    body = liquid_body()
    arrays = pack_one(body.network)
    capacity = body.heat_capacity.at(300.0)

    @numba.njit(error_model="numpy")
    def side(arrays: Any, y: Any) -> Any:
        out = np.empty_like(y)
        rates_only(arrays, 0, y[-1], y, out)
        heat = 0.0
        for r in range(len(y) - 1):
            heat += arrays.heat[0, r] * out[r]
        out[-1] = heat / capacity
        return out

    return lambda t, y: side(arrays, y)


def single_run() -> dict[str, float]:
    """Time and accuracy of one adiabatic run."""
    from scipy.integrate import solve_ivp

    from davylamp.runaway.lumped import heat_wait_seek, simulate
    from davylamp.runaway.networks import liquid_body

    body = liquid_body()

    def ours(tolerance: float) -> Any:
        return simulate(
            body,
            start_K=START_K,
            duration_s=DURATION_S,
            thresholds_K=(LEVEL_K,),
            tolerance=tolerance,
        )

    reference = ours(1e-12).crossings[LEVEL_K]
    found: dict[str, float] = {}
    for tolerance in (1e-4, 1e-6, 1e-8):
        found[f"ours {tolerance:g}: ms"] = 1e3 * least_time(lambda t=tolerance: ours(t), 200)
        found[f"ours {tolerance:g}: error"] = abs(
            ours(tolerance).crossings[LEVEL_K] / reference - 1
        )
    side = compiled_side()
    start = np.zeros(len(body.network.steps) + 1)
    start[-1] = START_K

    def reached(t: float, y: Any) -> float:
        return float(y[-1] - LEVEL_K)

    for method in ("LSODA", "Radau"):
        for tolerance in (1e-6, 1e-8):

            def theirs(
                events: Any = None, method: str = method, tolerance: float = tolerance
            ) -> Any:
                return solve_ivp(
                    side,
                    (0.0, DURATION_S),
                    start,
                    method=method,
                    rtol=tolerance,
                    atol=tolerance * 1e-2,
                    events=events,
                )

            name = f"scipy {method} {tolerance:g}"
            found[f"{name}: ms"] = 1e3 * least_time(theirs, 5)
            crossing = theirs(reached).t_events[0]
            found[f"{name}: error"] = abs(crossing[0] / reference - 1) if len(crossing) else np.nan
            found[f"{name}: ratio"] = found[f"{name}: ms"] / found["ours 1e-06: ms"]
    found["calorimeter: ms"] = 1e3 * least_time(lambda: heat_wait_seek(body), 50)
    found["calorimeter at 0.1 Hz: ms"] = 1e3 * least_time(
        lambda: heat_wait_seek(body, output_interval_s=10.0), 20
    )
    return found


def many_draws() -> dict[str, float]:
    """Time of many draws of the frequency factors, half a decade either way."""
    from davylamp.runaway._arrays import NetworkArrays, pack
    from davylamp.runaway.lumped import heat_wait_seek_many, simulate_many
    from davylamp.runaway.networks import liquid_body

    body = liquid_body()
    draws = NetworkArrays(*(np.repeat(a, DRAWS, axis=0) for a in pack([body.network])))
    spread = np.random.default_rng(1).normal(0.0, 0.5 * np.log(10.0), draws.ln_frequency.shape)
    draws.ln_frequency[:] += spread

    def run(tolerance: float = 1e-6) -> Any:
        return simulate_many(
            body, draws, start_K=START_K, duration_s=DURATION_S, tolerance=tolerance
        )

    return {
        "draws": DRAWS,
        "failed": int(run().failed.sum()),
        "adiabatic 1e-6: s": least_time(run, 5),
        "adiabatic 1e-4: s": least_time(lambda: run(1e-4), 3),
        "calorimeter 1e-6: s": least_time(lambda: heat_wait_seek_many(body, draws), 3),
        "cores": len(os.sched_getaffinity(0)),
    }


def cold_start() -> dict[str, float]:
    """Time to the first answer in a new process, without and with the kernels on disk."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("compiling", "cached"):
            done = subprocess.run(
                [sys.executable, "-c", COMMAND],
                env={**os.environ, "NUMBA_CACHE_DIR": folder},
                check=True,
                capture_output=True,
                text=True,
            )
            imports, first, memory = (float(word) for word in done.stdout.split())
            found[f"{name}: imports s"] = imports
            found[f"{name}: first run s"] = first
            found[f"{name}: peak memory MB"] = memory
    return found


def main() -> None:
    answer = {
        "machine": platform.machine(),
        "versions": f"Python {platform.python_version()}, numpy {np.__version__}",
        "load average": os.getloadavg()[0],
        "targets": {"one run ms": TARGET_RUN_MS, "10,000 draws s": TARGET_DRAWS_S},
        "one run": single_run(),
        "draws": many_draws(),
        "cold": cold_start(),
    }
    print(json.dumps(answer, indent=2))


if __name__ == "__main__":
    main()
