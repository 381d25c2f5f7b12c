"""Speed of a phase-field step beside FiPy and py-pde, and the memory bandwidth that bounds it.

Usage::

    python -m benchmarks.phase_field [--peers PYTHON] [--json FILE] [--cells 512]

The step that all are given, on one square grid: an Allen-Cahn equation, two diffusion equations and
a Poisson equation whose conductivity varies 8.4 million times between metal and electrolyte,

    d eta/dt = L kappa lap eta - 2 L B eta (1 - eta)(1 - 2 eta),   d c/dt = D lap c (twice),
    div{[S1 h(eta) + S2 (1 - h(eta))] grad phi} = 0.

FiPy and Davylamp solve each implicitly in steps of 1e-4 s, FiPy with its default solver, Davylamp
with its elliptic solver to relative residuals of 1e-8, in two threads: the concentrations beside
the order parameter and its potential. py-pde steps the first three explicitly and
has no Poisson equation with a coefficient. The phase-field model of the package, whose equations
are coupled and not linear, is timed as well: no peer has it, so that it has no ratio. FiPy and
py-pde need not be installed beside Davylamp: `--peers` names an interpreter that has them.

All times are of the wall and, in brackets, of the processor: on a busy machine they differ.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
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
#: down level 0 (84) and up (36), the coarser levels (68), the direction of search (60).
ITERATION_BYTES = 248


class Clock:
    """Seconds of the wall and of the processor since it was made."""

    def __init__(self) -> None:
        self._start = (time.perf_counter(), time.process_time())

    def read(self) -> tuple[float, float]:
        """Return both."""
        return time.perf_counter() - self._start[0], time.process_time() - self._start[1]


def average(times: list[tuple[float, float]]) -> list[float]:
    """Return the mean seconds of the wall and of the processor."""
    return [float(value) for value in np.mean(times, axis=0)]


def told(seconds: list[float]) -> str:
    """Return seconds a step as those of 1,000 steps."""
    return f"{1e3 * seconds[0]:.1f} ({1e3 * seconds[1]:.1f})"


def nucleus(n: int) -> Any:
    """Return a half disc of metal at the left wall."""
    centre = (np.arange(n) + 0.5) * LENGTH_UM / n
    x, y = np.meshgrid(centre, centre - LENGTH_UM / 2)
    return 0.5 * (1 - np.tanh((np.hypot(x, y) - 20.0) / 1.0))


def metal_share(eta: Any) -> Any:
    """Return h(eta), between 0 and 1."""
    eta = np.clip(eta, 0.0, 1.0)
    h = 6 * eta
    h -= 15
    h *= eta
    h += 10
    for _ in range(3):
        h *= eta
    return h


def conductivity(eta: Any) -> Any:
    """Return that of a mixture of metal and electrolyte."""
    sigma = metal_share(eta)
    sigma *= S1 - S2
    sigma += S2
    return sigma


def reaction(eta: Any) -> Any:
    """Return what the double well takes from eta in a second."""
    source = 2 * eta
    source -= 1
    source *= eta
    source *= eta - 1
    source *= WELL
    return source


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
        clock = Clock()
        for variable in (eta, *fields):
            variable.updateOld()
        order.solve(var=eta, dt=STEP_S)
        for equation, variable in zip(spread, fields, strict=True):
            equation.solve(var=variable, dt=STEP_S)
        without.append(clock.read())
        clock = Clock()
        sigma.setValue(conductivity(eta.value))
        potential.solve(var=phi)
        poisson.append(clock.read())
    return {
        "version": fipy.__version__,
        "solver": fipy.DefaultSolver.__name__,
        "steps": steps,
        "without_poisson_s": average(without[1:]),
        "poisson_s": average(poisson[1:]),
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
    clock = Clock()
    march(state, step, (steps + 1) * step)
    seconds = [value / steps for value in clock.read()]
    return {
        "version": pde.__version__,
        "steps": steps,
        "step_s": step,
        "without_poisson_s": seconds,
    }


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
    from davylamp.core.compiled import compiled_leaf

    @compiled_leaf
    def triad(a: Any, b: Any, c: Any, repeats: int) -> None:
        for k in range(repeats):
            for i in range(a.size):
                a[i] = b[i] + (0.5 + k) * c[i]

    found = {}
    sizes = (("in 0.4 MB", 16_000, 2000), ("in 34 MB", 1_420_000, 10), ("in 380 MB", 16_000_000, 2))
    for place, size, repeats in sizes:
        run = functools.partial(triad, np.ones(size), np.ones(size), np.ones(size))
        run(1)
        seconds = best(functools.partial(run, repeats))
        found[place] = 24e-9 * size * repeats / seconds
    return found


def solver_table(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Time cold solves over size and contrast."""
    from davylamp.dendrites.phasefield.elliptic import Dirichlet, EllipticSolver, Sides

    rows = []
    for n in sizes:
        sides = Sides(left=Dirichlet(-0.2), right=Dirichlet(0.0))
        solver = EllipticSolver((n, n), LENGTH_UM / n, sides)
        h = metal_share(nucleus(n))
        for contrast in (1.0, 1e4, S1 / S2, 1e9):
            a = contrast * h + 1 - h
            solution = solver.solve(a, 0.0)
            seconds = best(functools.partial(solver.solve, a, 0.0))
            rows.append(
                {
                    "cells": n,
                    "contrast": contrast,
                    "iterations": solution.iterations,
                    "residual": solution.residual,
                    "seconds": seconds,
                }
            )
    return rows


class OurSteps:
    """Our implicit steps of the four equations, each solved from a guess of the last two steps.

    The potential follows the order parameter; the two concentrations are on their own, and are
    solved at the same time in a second thread.
    """

    def __init__(self, n: int, step_s: float) -> None:
        from davylamp.dendrites.phasefield.elliptic import Dirichlet, EllipticSolver, Sides

        dx = LENGTH_UM / n
        walls = Sides(left=Dirichlet(-0.2), right=Dirichlet(0.0))
        self._solvers = [EllipticSolver((n, n), dx, sides) for sides in (*(Sides(),) * 3, walls)]
        self._even = [np.full((n, n), value) for value in (ALLEN_CAHN, *DIFFUSION)]
        self._fields = [nucleus(n), np.ones((n, n)) + nucleus(n), np.ones((n, n)) + nucleus(n)]
        self._fields.append(self._solvers[3].solve(conductivity(self._fields[0]), 0.0).u)
        self._before: list[Any] = [None] * 4
        self._step_s = step_s

    def _solve(self, k: int, right: Any, coefficient: Any = None) -> Any:
        now, before = self._fields[k], self._before[k]
        guess, diagonal = now, None
        if before is not None:
            guess = 2 * now - before
        elif k < 3:
            # Only the first step tells the coefficient, which stays.
            coefficient, diagonal = self._even[k], 1 / self._step_s
        done = self._solvers[k].solve(coefficient, right, diagonal=diagonal, guess=guess)
        self._fields[k], self._before[k] = done.u, now
        return done

    def metal(self, poisson: bool) -> list[Any]:
        """Solve the order parameter and, where asked, the potential."""
        eta = self._fields[0]
        right = eta / self._step_s - reaction(eta)
        solved = [self._solve(0, right)]
        if poisson:
            solved.append(self._solve(3, 0.0, conductivity(self._fields[0])))
        return solved

    def ions(self) -> list[Any]:
        """Solve the two concentrations."""
        return [self._solve(k, self._fields[k] / self._step_s) for k in (1, 2)]


def our_steps(n: int, steps: int, step_s: float, *, poisson: bool) -> dict[str, Any]:
    """Time our steps; the first two, which have no guess, are not counted."""
    from concurrent.futures import ThreadPoolExecutor

    march = OurSteps(n, step_s)
    times, solved = [], []
    with ThreadPoolExecutor(1) as other:
        for _ in range(steps + 2):
            clock = Clock()
            ions = other.submit(march.ions)
            solved.append([*march.metal(poisson), *ions.result()])
            times.append(clock.read())
    counted = solved[2:]
    return {
        "step_s": step_s,
        "steps": steps,
        "poisson": poisson,
        "seconds": average(times[2:]),
        "iterations": [
            float(x) for x in np.mean([[one.iterations for one in row] for row in counted], axis=0)
        ],
        "residual": max(one.residual for row in counted for one in row),
    }


def coupled_model(n: int, steps: int) -> dict[str, Any]:
    """Time the coupled, implicit model itself on the published nucleus."""
    from davylamp.dendrites.phasefield.evolve import advance, initial_state
    from davylamp.dendrites.phasefield.setup import nucleus_setup

    setup = nucleus_setup(LENGTH_UM / n, size_um=LENGTH_UM, radius_um=20.0, tolerance=1e-3)
    clock = Clock()
    ends: list[tuple[float, float, float]] = []

    def on_step(state: Any) -> None:
        ends.append((*clock.read(), state.time_s))
        if len(ends) > steps:
            raise StopIteration

    with contextlib.suppress(StopIteration):
        advance(setup, initial_state(setup), 1e3, on_step=on_step)
    wall, processor, step_s = ((ends[-1][k] - ends[0][k]) / steps for k in range(3))
    return {"steps": steps, "seconds": [wall, processor], "step_s": step_s}


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


def added(one: list[float], other: list[float]) -> list[float]:
    """Return the sums of both times."""
    return [a + b for a, b in zip(one, other, strict=True)]


def report(chosen: argparse.Namespace) -> dict[str, Any]:
    """Measure everything, print it, and return it."""
    n = chosen.cells
    found: dict[str, Any] = {"cells": n, "load": os.getloadavg()[0]}
    found["bandwidth_GB_per_s"] = moved = bandwidth()
    print(f"load {found['load']:.1f}; a = b + s c moves, in GB/s:")
    print("  " + ", ".join(f"{name} {value:.1f}" for name, value in moved.items()))
    found["solver"] = solver_table((128, 256, 512, 1024))
    print("cold solves of the potential: cells, contrast, iterations, ms, ns a cell and iteration")
    for row in found["solver"]:
        per_cell = 1e9 * row["seconds"] / row["iterations"] / row["cells"] ** 2
        print(
            f"  {row['cells']:5d} {row['contrast']:8.1e} {row['iterations']:3d} "
            f"{1e3 * row['seconds']:8.2f} {per_cell:6.2f}"
        )
    for place in ("in 34 MB", "in 380 MB"):
        print(f"  floor of an iteration {place}: {ITERATION_BYTES / moved[place]:.1f} ns a cell")
    print(f"{n} x {n}, seconds of the wall (of the processor) per 1,000 steps:")
    found["ours"] = [
        our_steps(n, chosen.steps, step_s, poisson=poisson)
        for step_s, poisson in ((STEP_S, True), (STEP_S, False), (0.05, True))
    ]
    for row in found["ours"]:
        print(
            f"  Davylamp, implicit, with{'' if row['poisson'] else 'out'} Poisson, steps of "
            f"{row['step_s']:g} s: {told(row['seconds'])}; sweeps or iterations "
            f"{', '.join(f'{count:.1f}' for count in row['iterations'])}, residual "
            f"{row['residual']:.1e}"
        )
    for name, steps in (("fipy", chosen.fipy_steps), ("pypde", 200)):
        peer = ask_peer(name, chosen.peers, n, steps) if steps else None
        found[name] = peer
        if peer is None:
            continue
        theirs, ours = peer["without_poisson_s"], found["ours"][1]["seconds"]
        what = "explicit, without Poisson"
        if "poisson_s" in peer:
            theirs, ours = added(theirs, peer["poisson_s"]), found["ours"][0]["seconds"]
            what = "implicit, with Poisson"
        ratios = [their / our for their, our in zip(theirs, ours, strict=True)]
        print(
            f"  {name} {peer['version']}, {what}, steps of {peer.get('step_s', STEP_S):g} s: "
            f"{told(theirs)}, from {peer['steps']}; ratio {ratios[0]:.1f} ({ratios[1]:.1f})"
        )
    print(f"  target: {TARGET:.0f} times FiPy with Poisson")
    if not chosen.skip_model:
        found["model"] = model = coupled_model(n, chosen.model_steps)
        print(
            f"  the phase-field model of the package: {told(model['seconds'])}, "
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
    parser.add_argument("--model-steps", type=int, default=2)
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
