"""Speed of the transient of salt depletion beside scipy's solve_ivp, in one run, as a ratio.

Usage::

    python -m benchmarks.depletion

Both sides integrate the same volumes and the same right-hand side (LiTFSI in PEO, 1.5 times the
limiting current, up to 0.9 of the time to depletion) with a banded or sparse derivative. Each is
given the loosest tolerance at which its profile is within 1e-5 of the mean concentration of a run
at 1e-10; the time is the least of several repetitions, since a shared machine only ever adds to it.
The package's side also finds both walls and the voltage at each step.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import csc_matrix, diags

from davylamp.dendrites.depletion import (
    concentrated_depletion_time,
    concentrated_limiting_current,
    constant_program,
    simulate,
    stored_electrolyte,
)
from davylamp.dendrites.depletion._volumes import volumes_of

C0, LENGTH, CELLS = 1000.0, 100e-6, 200
WANTED = 1e-5
TOLERANCES = 10.0 ** -np.arange(2.0, 10.0, 0.5)


def least_time(call: Callable[[], object], repeats: int = 25) -> float:
    """Least wall time of `call` [s]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the comparison as JSON."""
    electrolyte = stored_electrolyte("PEO-LiTFSI")
    current = 1.5 * concentrated_limiting_current(electrolyte, C0, LENGTH).current_A_per_m2
    until = 0.9 * concentrated_depletion_time(electrolyte, C0, LENGTH, current)
    volumes = volumes_of(electrolyte, C0, LENGTH, CELLS)
    start = np.full(CELLS, C0)
    program = constant_program(current, until)

    def ours(tolerance: float) -> np.ndarray:
        run = simulate(electrolyte, C0, LENGTH, program, cells=CELLS, tolerance=tolerance)
        return run.concentration_mol_per_m3[-1]

    def derivative(_: float, c: np.ndarray) -> csc_matrix:
        _, lower, main_, upper = volumes.linearised(c, current)
        return diags([lower, main_, upper], [-1, 0, 1], format="csc")

    def theirs(method: str, tolerance: float) -> np.ndarray:
        more = {"lband": 1, "uband": 1} if method == "LSODA" else {"jac": derivative}
        found = solve_ivp(
            lambda _, c: volumes.rate(c, current), (0.0, until), start, method=method,
            rtol=tolerance, atol=tolerance * C0, **more,
        )  # fmt: skip
        return found.y[:, -1]

    exact = ours(1e-10)

    def best(call: Callable[[float], np.ndarray]) -> dict[str, float]:
        for tolerance in TOLERANCES:
            error = float(np.max(np.abs(call(tolerance) - exact))) / C0
            if error <= WANTED:
                break
        seconds = least_time(lambda: call(tolerance))
        return {"tolerance": float(tolerance), "error": error, "milliseconds": 1e3 * seconds}

    sides = {"davylamp": best(ours)}
    for method in ("LSODA", "BDF", "Radau"):
        sides[method] = best(lambda tolerance, method=method: theirs(method, tolerance))
    own = sides["davylamp"]["milliseconds"]
    print(
        json.dumps(
            {
                "machine": platform.machine(),
                "volumes": CELLS,
                "wanted_error": WANTED,
                "sides": sides,
                "times_faster": {
                    name: side["milliseconds"] / own
                    for name, side in sides.items()
                    if name != "davylamp"
                },
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
