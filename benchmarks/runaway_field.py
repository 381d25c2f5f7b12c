"""Speed and memory of the thermal field beside scipy and, where it can be imported, LIM1TR.

Usage::

    python -m benchmarks.runaway_field [--skip-3d | --only-3d] [--lim1tr FOLDER]

One run measures everything: the propagation through three cells beside scipy's Radau and LSODA on
the same equations, five LiCoO2 cells, and a cell of 50 x 50 x 20 volumes with five reactions
through an oven runaway, with its memory, after a smaller one at several tolerances.
Run it on its own for a memory of its own: ``--only-3d``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

THREE_TARGET_S = 0.5
FIVE_TARGET_S = 3.0
CELL_TARGET_S = 60.0
FRONT_K = 573.15


def three_cells() -> None:
    """Time the three-cell example and print its fronts."""
    from davylamp.runaway.field import simulate_field
    from davylamp.validation.propagation_fields import three_cells as build

    field = build()
    times: list[float] = []
    for _ in range(4):
        start = time.perf_counter()
        history = simulate_field(
            field, start_K=294.15, duration_s=100.0, thresholds_K=(FRONT_K,), tolerance=1e-4
        )
        times.append(time.perf_counter() - start)
    fronts = [history.crossing_s(f"cell {i}", FRONT_K) for i in (1, 2, 3)]
    print(f"three cells, 107 volumes: first {times[0]:.2f} s, then {min(times[1:]):.3f} s")
    print(f"  target {THREE_TARGET_S} s; fronts {fronts}, {history.steps} steps")


def three_cells_scipy(method: str) -> None:
    """Time scipy on the equations of the three-cell example."""
    from scipy.integrate import solve_ivp
    from scipy.sparse import lil_matrix

    dx = np.r_[np.full(2, 1e-3), np.full(105, 2e-4)]
    k = np.r_[np.full(2, 237.0), np.full(105, 0.5)]
    rho_cp = np.r_[np.full(2, 2700.0 * 900.0), np.full(105, 1800.0 * 800.0)]
    n, cells = 107, np.arange(2, 107)
    resistance = 0.5 * dx[:-1] / k[:-1] + 0.5 * dx[1:] / k[1:]
    resistance[[1, 36, 71]] += (0.002, 0.004, 0.004)

    def change(_: float, y: np.ndarray) -> np.ndarray:
        T, a = y[:n], y[n:]
        q = (T[1:] - T[:-1]) / resistance
        flow = 10.0 * 0.32 / 0.0048 * dx * (294.15 - T)
        flow[:-1] += q
        flow[1:] -= q
        rate = 1e9 * np.exp(-110e3 / 8.314 / T[cells]) * a
        flow[cells] += dx[cells] * 1800.0 * 0.35 * 1.44e6 * rate
        return np.r_[flow / (rho_cp * dx), -rate]

    pattern = lil_matrix((n + 105, n + 105))
    for i in range(n):
        pattern[i, max(i - 1, 0) : i + 2] = 1
    for c, i in enumerate(cells):
        pattern[i, n + c] = pattern[n + c, i] = pattern[n + c, n + c] = 1
    options: dict[str, Any] = {"jac_sparsity": pattern.tocsc()} if method == "Radau" else {}

    def event(number: int) -> Any:
        part = slice(2 + 35 * number, 37 + 35 * number)
        return lambda _, y: y[part].mean() - FRONT_K

    y0 = np.r_[np.full(2, 973.15), np.full(105, 294.15), np.ones(105)]
    start = time.perf_counter()
    result = solve_ivp(
        change,
        (0.0, 100.0),
        y0,
        method=method,
        rtol=1e-5,
        atol=1e-5,
        events=[event(i) for i in range(3)],
        **options,
    )
    fronts = [float(times[0]) if len(times) else None for times in result.t_events]
    print(f"  scipy {method}: {time.perf_counter() - start:.2f} s, fronts {fronts}")


def five_cells() -> None:
    """Time the five-cell example."""
    from davylamp.runaway.field import simulate_field
    from davylamp.validation.propagation_fields import five_cells as build

    field = build()
    times: list[float] = []
    for _ in range(2):
        start = time.perf_counter()
        history = simulate_field(
            field, start_K=298.15, duration_s=100.0, thresholds_K=(FRONT_K,), tolerance=1e-3
        )
        times.append(time.perf_counter() - start)
    fronts = [history.crossing_s(f"cell {i}", FRONT_K) for i in range(1, 6)]
    print(f"five LiCoO2 cells, 434 volumes: {min(times):.2f} s (target {FIVE_TARGET_S} s)")
    print(f"  fronts {fronts}, {history.steps} steps")


def oven_cell(cells: tuple[int, int, int]) -> Any:
    """Return a cell of the liquid baseline's material with a separator that melts, in an oven.

    Conductivities, size, convection and the melting are inputs of a test of speed, not data.
    """
    from davylamp.core.parameter import exact
    from davylamp.runaway import Body, Conductivity
    from davylamp.runaway.field import Block, Convection, build_field
    from davylamp.runaway.network import Gate, Network, Rate, Species, Step
    from davylamp.runaway.networks import liquid_body

    liquid = liquid_body()
    gate = Gate(exact(408.0, "K"), 2.0, "the separator melts")
    rate = Rate(exact(0.1, "1/s"), exact(0.0, "J/mol"), {"separator": 1.0}, gate=gate)
    made = {"separator": -1, "melt": 1}
    melting = Step("melting", "the separator melts", made, 1.0, exact(-8e3, "J/kg"), rate)
    species = (Species("separator", None, "solid", 1.0), Species("melt", None))
    network = Network(
        "five reactions",
        (*liquid.network.species, *species),
        (*liquid.network.steps, melting),
    )
    body = Body(
        "cell",
        liquid.density_kg_per_m3 * 1e-4,
        1e-4,
        (0.1, 0.1, 0.01),
        0.024,
        liquid.heat_capacity,
        Conductivity(20.0, 20.0, 0.8),
        network,
    )
    return build_field([Block("cell", body, cells)], (), [Convection("cell", 15.0, 428.15)])


def cell_in_oven(cells: tuple[int, int, int], tolerance: float, method: str) -> None:
    """Time a cell with five reactions through an oven runaway at 155 degC."""
    import os

    from davylamp.runaway.field import simulate_field

    start = time.perf_counter()
    field = oven_cell(cells)
    built = time.perf_counter() - start
    if cells[0] > 4:
        simulate_field(oven_cell((2, 2, 2)), start_K=400.0, duration_s=1.0, method=method)
    used = time.process_time()
    history = simulate_field(
        field,
        start_K=298.15,
        duration_s=3000.0,
        thresholds_K=(473.15, 573.15),
        tolerance=tolerance,
        method=method,
    )
    used = time.process_time() - used
    left = history.final_conversion.min(axis=0)
    print(f"cell of {cells} volumes in an oven, {method}, tolerance {tolerance:g}")
    print(
        f"  built {built:.1f} s, run {history.wall_s:.1f} s ({used:.1f} s of processor), "
        f"load {os.getloadavg()[0]:.1f}; target {CELL_TARGET_S} s for (50, 50, 20)"
    )
    print(
        f"  {history.steps} steps, {history.rejected} repeated, {history.iterations} iterations, "
        f"energy closes to {history.closure:.1g}, memory {history.peak_memory_bytes / 2**20:.0f} MB"
    )
    print(
        f"  mean passes 200 and 300 degC at {history.crossing_s('cell', 473.15):.3f} and "
        f"{history.crossing_s('cell', 573.15):.3f} s, peak {history.peak_K:.2f} K, least "
        f"conversions {[round(float(value), 4) for value in left]}"
    )


def lim1tr(folder: Path) -> None:
    """Time LIM1TR's own run of the three-cell example."""
    example = folder / "Examples" / "Propagation" / "propagation.yaml"
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(folder / "main_fv.py"), str(example)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print("  LIM1TR cannot be imported here:", done.stderr.strip().splitlines()[-1:])
    else:
        print(f"  LIM1TR: {time.perf_counter() - start:.1f} s with its start")


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--skip-3d", action="store_true")
    parser.add_argument("--only-3d", action="store_true")
    parser.add_argument("--cells", type=int, nargs=3, default=(50, 50, 20))
    parser.add_argument("--lim1tr", type=Path, help="a checkout of LIM1TR, outside of this project")
    chosen = parser.parse_args()
    if chosen.only_3d:
        cell_in_oven(tuple(chosen.cells), 1e-3, "split")
        return
    three_cells()
    for method in ("Radau", "LSODA"):
        three_cells_scipy(method)
    if chosen.lim1tr is not None:
        lim1tr(chosen.lim1tr)
    five_cells()
    if not chosen.skip_3d:
        for tolerance in (1e-2, 1e-3, 1e-4):
            cell_in_oven((12, 12, 10), tolerance, "split")
        cell_in_oven((12, 12, 10), 1e-5, "monolithic")
        cell_in_oven(tuple(chosen.cells), 1e-3, "split")


if __name__ == "__main__":
    main()
