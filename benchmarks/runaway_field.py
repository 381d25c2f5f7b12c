"""Speed and memory of the thermal field beside scipy and, where it can be imported, LIM1TR.

Usage::

    python -m benchmarks.runaway_field [--skip-3d] [--lim1tr FOLDER]

One run measures everything: the propagation through three cells beside scipy's Radau and LSODA on
the same equations, five LiCoO2 cells, and a cell of 50 x 50 x 20 volumes with five reactions
through an oven runaway, with its memory.
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


def cell_in_oven(cells: tuple[int, int, int]) -> None:
    """Time a cell with five reactions through an oven runaway."""
    from davylamp.runaway import Body, Conductivity
    from davylamp.runaway.body import constant_heat
    from davylamp.runaway.field import Block, Convection, build_field, simulate_field
    from davylamp.runaway.network import Network, Rate, Species, Step
    from davylamp.runaway.parameter import exact

    kinetics = (
        ("sei", 1.667e15, 135.08e3, 6e4),
        ("anode", 2.5e13, 135.08e3, 2.5e5),
        ("cathode", 6.667e13, 139.6e3, 2e5),
        ("electrolyte", 5.14e25, 274e3, 6e4),
        ("binder", 1e13, 180e3, 4e4),
    )
    species, steps = [], []
    for name, frequency, energy, heat in kinetics:
        species += [Species(name, None, "solid", 1.0), Species(f"{name} products", None)]
        rate = Rate(exact(frequency, "1/s"), exact(energy, "J/mol"), {name: 1.0})
        made = {name: -1.0, f"{name} products": 1.0}
        steps.append(Step(name, name, made, 1.0, exact(heat, "J/kg"), rate))
    body = Body(
        "cell",
        2200.0 * 1e-4,
        1e-4,
        (0.1, 0.1, 0.01),
        0.024,
        constant_heat(1000.0),
        Conductivity(20.0, 20.0, 1.0),
        Network("five reactions", tuple(species), tuple(steps)),
    )
    start = time.perf_counter()
    field = build_field([Block("cell", body, cells)], (), [Convection("cell", 15.0, 428.15)])
    built = time.perf_counter() - start
    history = simulate_field(
        field, start_K=298.15, duration_s=4000.0, thresholds_K=(473.15, 573.15), tolerance=1e-3
    )
    print(f"cell of {cells} volumes with five reactions in an oven (target {CELL_TARGET_S} s)")
    print(
        f"  built {built:.1f} s, run {history.wall_s:.1f} s, {history.steps} steps, "
        f"{history.rejected} repeated, {history.iterations} iterations, peak {history.peak_K:.0f} K"
    )
    print(
        f"  passes 200 degC at {history.crossing_s('cell', 473.15)} s, energy closes to "
        f"{history.closure:.1g}, memory {history.peak_memory_bytes / 2**20:.0f} MB"
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
    parser.add_argument("--cells", type=int, nargs=3, default=(50, 50, 20))
    parser.add_argument("--lim1tr", type=Path, help="a checkout of LIM1TR, outside of this project")
    chosen = parser.parse_args()
    three_cells()
    for method in ("Radau", "LSODA"):
        three_cells_scipy(method)
    if chosen.lim1tr is not None:
        lim1tr(chosen.lim1tr)
    five_cells()
    if not chosen.skip_3d:
        cell_in_oven(tuple(chosen.cells))


if __name__ == "__main__":
    main()
