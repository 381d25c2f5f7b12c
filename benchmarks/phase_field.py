"""Speed of a phase-field step beside FiPy and py-pde, and the memory bandwidth that bounds it.

Usage::

    python -m benchmarks.phase_field [--peers PYTHON] [--json FILE] [--cells 512]

The step that all are given, on one square grid: an Allen-Cahn equation, two diffusion equations and
a Poisson equation whose conductivity varies 8.4 million times between metal and electrolyte,

    d eta/dt = L kappa lap eta - 2 L B eta (1 - eta)(1 - 2 eta),   d c/dt = D lap c (twice),
    div{[S1 h(eta) + S2 (1 - h(eta))] grad phi} = 0.

FiPy solves each implicitly, with its default solver; py-pde steps the first three explicitly and
has no Poisson equation with a coefficient. Davylamp is timed both ways, the implicit equations all
by its elliptic solver. FiPy and py-pde need not be installed beside Davylamp: `--peers` names an
interpreter that has them. With `--skip-model` the coupled model itself is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

LENGTH_UM = 200.0
ALLEN_CAHN, WELL = 6.318 * 0.33, 2.0 * 6.318 * 2.64  # L kappa [um2/s], 2 L B [1/s]
DIFFUSION = (319.7, 31.97)  # [um2/s]: M0 of the publication, and a tenth of it
S1, S2 = 3.953e12, 4.704e5
STEP_S = 1e-4
TARGET = 500.0
#: Bytes that an iteration moves for each cell of the grid if every pass streams its arrays once:
#: the cycle on level 0 (130, single precision), on the coarser levels (115), gradients (130).
ITERATION_BYTES = 375


def nucleus(n: int) -> Any:
    """Return a half disc of metal at the left wall."""
    centre = (np.arange(n) + 0.5) * LENGTH_UM / n
    x, y = np.meshgrid(centre, centre - LENGTH_UM / 2)
    return 0.5 * (1 - np.tanh((np.hypot(x, y) - 20.0) / 1.0))


def metal_share(eta: Any) -> Any:
    """Return h(eta), between 0 and 1."""
    eta = np.clip(eta, 0.0, 1.0)
    return eta * eta * eta * ((6 * eta - 15) * eta + 10)


def fipy_steps(n: int, steps: int) -> dict[str, Any]:
    """Time FiPy's steps; its first one is not counted."""
    import fipy

    dx = LENGTH_UM / n
    mesh = fipy.Grid2D(nx=n, ny=n, dx=dx, dy=dx)
    eta = fipy.CellVariable(mesh=mesh, value=nucleus(n).ravel(), hasOld=True)
    fields = [fipy.CellVariable(mesh=mesh, value=1.0, hasOld=True) for _ in DIFFUSION]
    sigma, phi = fipy.CellVariable(mesh=mesh), fipy.CellVariable(mesh=mesh)
    phi.constrain(-0.2, mesh.facesLeft)
    phi.constrain(0.0, mesh.facesRight)
    source = WELL * eta * (1 - eta) * (1 - 2 * eta)
    order = fipy.TransientTerm() == fipy.DiffusionTerm(ALLEN_CAHN) - source
    spread = [fipy.TransientTerm() == fipy.DiffusionTerm(d) for d in DIFFUSION]
    potential = fipy.DiffusionTerm(sigma.harmonicFaceValue)
    without, poisson = [], []
    for _ in range(steps + 1):
        start = time.perf_counter()
        for variable in (eta, *fields):
            variable.updateOld()
        order.solve(var=eta, dt=STEP_S)
        for equation, variable in zip(spread, fields, strict=True):
            equation.solve(var=variable, dt=STEP_S)
        middle = time.perf_counter()
        h = metal_share(eta.value)
        sigma.setValue(S1 * h + S2 * (1 - h))
        potential.solve(var=phi)
        without.append(middle - start)
        poisson.append(time.perf_counter() - middle)
    return {
        "version": fipy.__version__,
        "solver": fipy.DefaultSolver.__name__,
        "steps": steps,
        "without_poisson_s": float(np.mean(without[1:])),
        "poisson_s": float(np.mean(poisson[1:])),
    }


def pypde_steps(n: int, steps: int) -> dict[str, Any]:
    """Time py-pde's explicit steps of the first three equations, after its compilation."""
    import pde

    grid = pde.CartesianGrid([[0, LENGTH_UM]] * 2, [n, n])
    right = {"eta": f"{ALLEN_CAHN}*laplace(eta) - {WELL}*eta*(1-eta)*(1-2*eta)"}
    right |= {f"c{k}": f"{d}*laplace(c{k})" for k, d in enumerate(DIFFUSION)}
    equation = pde.PDE(right, bc={"derivative": 0})
    state = pde.FieldCollection(
        [pde.ScalarField(grid, nucleus(n)), *(pde.ScalarField(grid, 1.0) for _ in DIFFUSION)]
    )
    step = 0.5 * STEP_S * min(1.0, (512 / n) ** 2)

    march = pde.EulerSolver(equation, backend="numba").make_stepper(state, step)
    march(state, 0.0, step)  # compiles
    start = time.perf_counter()
    march(state, step, (steps + 1) * step)
    seconds = (time.perf_counter() - start) / steps
    return {"version": pde.__version__, "steps": steps, "without_poisson_s": seconds}


PEERS: dict[str, Callable[[int, int], dict[str, Any]]] = {"fipy": fipy_steps, "pypde": pypde_steps}


def ask_peer(name: str, python: str, n: int, steps: int) -> dict[str, Any] | None:
    """Run a peer in its own process; say so where it is not there."""
    command = [python, str(Path(__file__).resolve()), "--only", name, str(n), str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        print(f"{name}: not measured ({last})")
        return None
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def best(function: Callable[[], Any], repeats: int = 5) -> float:
    """Return the least time of several calls [s]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def bandwidth() -> dict[str, float]:
    """Return what a = b + s c moves [GB/s], 24 bytes an element, in the cache and beyond it."""
    from davylamp.core.compiled import compiled
    from davylamp.dendrites.phasefield._team import Team, barrier, share

    @compiled
    def triad(rank: int, threads: int, control: Any, a: Any, b: Any, c: Any, repeats: int) -> None:
        first, last = share(a.size, rank, threads)
        a, b, c = a[first:last], b[first:last], c[first:last]
        barrier(control, rank, threads)
        for k in range(repeats):
            for i in range(a.size):
                a[i] = b[i] + (0.5 + k) * c[i]
        barrier(control, rank, threads)

    found = {}
    for place, size, repeats in (("cache", 512 * 512, 60), ("memory", 16_000_000, 2)):
        arrays = [np.ones(size) for _ in range(3)]
        for threads in (1, 2):
            team = Team(threads)
            team.run(triad, *arrays, 1)
            seconds = best(lambda t=team, a=arrays, r=repeats: t.run(triad, *a, r))
            found[f"{place}_{threads}"] = 24e-9 * size * repeats / seconds
    return found


def solver_table(sizes: tuple[int, ...], threads: int) -> list[dict[str, Any]]:
    """Time cold solves over size and contrast."""
    from davylamp.dendrites.phasefield.elliptic import Dirichlet, EllipticSolver, Sides

    rows = []
    for n in sizes:
        sides = Sides(left=Dirichlet(-0.2), right=Dirichlet(0.0))
        solver = EllipticSolver((n, n), LENGTH_UM / n, sides, threads=threads)
        h = metal_share(nucleus(n))
        for contrast in (1.0, 1e4, S1 / S2, 1e9):
            a = contrast * h + 1 - h
            solution = solver.solve(a, 0.0)
            seconds = best(lambda s=solver, a=a: s.solve(a, 0.0))
            rows.append(
                {
                    "cells": n,
                    "contrast": contrast,
                    "threads": threads,
                    "iterations": solution.iterations,
                    "residual": solution.residual,
                    "seconds": seconds,
                }
            )
    return rows


def our_steps(
    n: int, steps: int, threads: int | None, step_s: float, *, explicit: bool
) -> dict[str, Any]:
    """Time our steps of the four equations."""
    from davylamp.dendrites.phasefield.elliptic import Dirichlet, EllipticSolver, Sides

    dx = LENGTH_UM / n
    march = explicit_step(threads or 2)
    insulated = EllipticSolver((n, n), dx, Sides(), threads=threads)
    held = EllipticSolver(
        (n, n), dx, Sides(left=Dirichlet(-0.2), right=Dirichlet(0.0)), threads=threads
    )
    eta, fields = nucleus(n), [np.ones((n, n)) + nucleus(n) for _ in DIFFUSION]
    other = [np.empty((n, n)) for _ in range(3)]
    even = [np.full((n, n), value) for value in (ALLEN_CAHN, *DIFFUSION)]
    h = metal_share(eta)
    phi, before = held.solve(S1 * h + S2 * (1 - h), 0.0).u, None
    without, poisson, iterations, others = [], [], [], []
    for _ in range(steps + 1):
        start = time.perf_counter()
        if explicit:
            march(eta, *fields, *other, step_s / dx**2, step_s)
            (eta, *fields), other = other, [eta, *fields]
        else:
            source = eta / step_s - WELL * eta * (1 - eta) * (1 - 2 * eta)
            done = insulated.solve(even[0], source, diagonal=1 / step_s, guess=eta)
            eta, count = done.u, done.iterations
            for k in range(2):
                done = insulated.solve(
                    even[k + 1], fields[k] / step_s, diagonal=1 / step_s, guess=fields[k]
                )
                fields[k], count = done.u, count + done.iterations
            others.append(count)
        middle = time.perf_counter()
        h = metal_share(eta)
        guess = phi if before is None else 2 * phi - before
        done = held.solve(S1 * h + S2 * (1 - h), 0.0, guess=guess)
        phi, before = done.u, phi
        without.append(middle - start)
        poisson.append(time.perf_counter() - middle)
        iterations.append(done.iterations)
    return {
        "scheme": "explicit" if explicit else "implicit",
        "threads": threads,
        "step_s": step_s,
        "steps": steps,
        "without_poisson_s": float(np.median(without[1:])),
        "poisson_s": float(np.median(poisson[1:])),
        "poisson_iterations": float(np.mean(iterations[1:])),
        "other_iterations": float(np.mean(others[1:])) if others else 0.0,
        "residual": done.residual,
    }


def explicit_step(threads: int) -> Callable[..., Any]:
    """Return a compiled explicit step of the three equations without flux at the walls."""
    from davylamp.core.compiled import compiled_leaf
    from davylamp.dendrites.phasefield._team import Team, share

    @compiled_leaf
    def row(new: Any, below: Any, u: Any, above: Any, rate: float) -> None:
        last = u.size - 1
        for i in range(1, last):
            new[i] = u[i] + rate * (below[i] + above[i] + u[i - 1] + u[i + 1] - 4 * u[i])
        new[0] = u[0] + rate * (below[0] + above[0] + u[1] - 3 * u[0])
        new[last] = u[last] + rate * (below[last] + above[last] + u[last - 1] - 3 * u[last])

    @compiled_leaf
    def react(new: Any, u: Any, rate: float) -> None:
        for i in range(u.size):
            new[i] -= rate * u[i] * (1 - u[i]) * (1 - 2 * u[i])

    @compiled_leaf
    def step(
        rank: int,
        count: int,
        control: Any,
        eta: Any,
        first: Any,
        second: Any,
        new_eta: Any,
        new_first: Any,
        new_second: Any,
        scale: float,
        time_s: float,
    ) -> None:
        ny = eta.shape[0]
        begin, end = share(ny, rank, count)
        for j in range(begin, end):
            low, high = max(j - 1, 0), min(j + 1, ny - 1)
            row(new_eta[j], eta[low], eta[j], eta[high], ALLEN_CAHN * scale)
            react(new_eta[j], eta[j], WELL * time_s)
            row(new_first[j], first[low], first[j], first[high], DIFFUSION[0] * scale)
            row(new_second[j], second[low], second[j], second[high], DIFFUSION[1] * scale)

    team = Team(threads)
    return lambda *arguments: team.run(step, *arguments)


def coupled_model(n: int, steps: int) -> dict[str, Any]:
    """Time the coupled, implicit model itself on the published nucleus."""
    from davylamp.dendrites.phasefield.evolve import advance, initial_state
    from davylamp.dendrites.phasefield.setup import nucleus_setup

    setup = nucleus_setup(LENGTH_UM / n, size_um=LENGTH_UM, radius_um=20.0, tolerance=1e-3)
    ends: list[tuple[float, float]] = []

    def on_step(state: Any) -> None:
        ends.append((time.perf_counter(), state.time_s))
        if len(ends) > steps:
            raise StopIteration

    with contextlib.suppress(StopIteration):
        advance(setup, initial_state(setup), 1e3, on_step=on_step)
    seconds = (ends[-1][0] - ends[0][0]) / steps
    return {"steps": steps, "seconds": seconds, "step_s": (ends[-1][1] - ends[0][1]) / steps}


def cold_compilation() -> dict[str, float]:
    """Time the first solve of a fresh process, without and with the cache of machine code."""
    import tempfile

    code = (
        "import time; start = time.perf_counter()\n"
        "from davylamp.dendrites.phasefield.elliptic import *\n"
        "import numpy as np\n"
        "s = EllipticSolver((32, 32), 1.0, Sides(left=Dirichlet(1.0)))\n"
        "s.solve(np.ones((32, 32)), 1.0); print(time.perf_counter() - start)"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = os.environ | {"NUMBA_CACHE_DIR": folder}
        run = [
            subprocess.run(
                [sys.executable, "-c", code], env=place, capture_output=True, text=True, check=True
            )
            for _ in range(2)
        ]
    return {"compile_s": float(run[0].stdout), "load_s": float(run[1].stdout)}


def report(chosen: argparse.Namespace) -> dict[str, Any]:
    """Measure everything, print it, and return it."""
    n, threads = chosen.cells, chosen.threads
    found: dict[str, Any] = {"cells": n, "load": os.getloadavg()[0], "bandwidth_GB_per_s": {}}
    found["bandwidth_GB_per_s"] = moved = bandwidth()
    print(f"load {found['load']:.1f}; a = b + s c moves, in GB/s:")
    print("  " + ", ".join(f"{name} {value:.1f}" for name, value in moved.items()))
    found["solver"] = [
        row for t in (1, threads or 2) for row in solver_table((128, 256, 512, 1024), t)
    ]
    print("cold solves of the potential: cells, contrast, threads, iterations, ms, ns a cell")
    for row in found["solver"]:
        per_cell = 1e9 * row["seconds"] / row["iterations"] / row["cells"] ** 2
        print(
            f"  {row['cells']:5d} {row['contrast']:8.1e} {row['threads']:2d} "
            f"{row['iterations']:3d} {1e3 * row['seconds']:8.2f} {per_cell:6.2f}"
        )
    floor = ITERATION_BYTES / moved[f"cache_{min(threads or 2, 2)}"]
    print(f"  floor of an iteration, from the bandwidth in the cache: {floor:.2f} ns a cell")
    found["ours"] = [
        our_steps(n, chosen.steps, threads, STEP_S, explicit=True),
        our_steps(n, chosen.steps, threads, STEP_S, explicit=False),
        our_steps(n, chosen.steps, threads, 0.05, explicit=False),
    ]
    print(f"Davylamp, {n} x {n}, seconds per 1,000 steps: without Poisson, Poisson, iterations")
    for row in found["ours"]:
        print(
            f"  {row['scheme']}, step {row['step_s']:g} s: {1e3 * row['without_poisson_s']:.2f}, "
            f"{1e3 * row['poisson_s']:.2f}; {row['poisson_iterations']:.1f} for the potential, "
            f"{row['other_iterations']:.1f} for the others, residual {row['residual']:.1e}"
        )
    for name, steps in (("fipy", chosen.fipy_steps), ("pypde", 200)):
        peer = ask_peer(name, chosen.peers, n, steps) if steps else None
        found[name] = peer
        if peer is None:
            continue
        total = peer["without_poisson_s"] + peer.get("poisson_s", 0.0)
        print(f"{name} {peer['version']}: {1e3 * total:.1f} s per 1,000 steps, of {peer['steps']}")
        for row in found["ours"]:
            mine = row["without_poisson_s"] + (row["poisson_s"] if "poisson_s" in peer else 0.0)
            print(f"  ratio to {row['scheme']}, step {row['step_s']:g} s: {total / mine:.0f}")
    if found["fipy"]:
        print(f"  target {TARGET:.0f} with Poisson")
    if not chosen.skip_model:
        found["model"] = model = coupled_model(n, 4)
        print(
            f"the coupled model: {1e3 * model['seconds']:.0f} s per 1,000 steps "
            f"of {model['step_s']:.3g} s each, from {model['steps']}"
        )
    found["start"] = start = cold_compilation()
    print(f"first solve of a process: {start['compile_s']:.1f} s, later {start['load_s']:.2f} s")
    return found


def main() -> None:
    """Measure, or be a peer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", default=sys.executable, help="an interpreter with the peers")
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    parser.add_argument("--cells", type=int, default=512)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--fipy-steps", type=int, default=2)
    parser.add_argument("--threads", type=int, help="by default what is faster, call by call")
    parser.add_argument("--skip-model", action="store_true")
    parser.add_argument("--only", nargs=3, metavar=("PEER", "CELLS", "STEPS"))
    chosen = parser.parse_args()
    if chosen.only:
        name, cells, steps = chosen.only
        print(json.dumps(PEERS[name](int(cells), int(steps))))
        return
    found = report(chosen)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
