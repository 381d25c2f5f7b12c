"""Speed and memory of the equilibrium engine beside pymatgen, in one run, as ratios.

Usage::

    python -m benchmarks.equilibrium [--skip-nine]

Both sides hold their entries in memory before the clock starts, over the same phases of the same
chemical system, and answer the same question: every corner of the mixing profile of two materials
and its lowest energy. The nine-element system takes pymatgen minutes.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

CASES = {
    5: ("Li3PS4", "LiCoO2"),
    6: ("Li6PS5Cl", "LiCoO2"),
    8: ("Li6PS5Cl", "LiNi0.8Co0.1Mn0.1O2"),
    9: ("Li6PS5Cl", "LiNi0.8Co0.1Mn0.05Nb0.05O2"),
}
TARGETS = {8: 1000.0, 9: 5000.0}
BATCH_TARGET = 2000.0
# The high-water mark of the process itself: getrusage would count the parent it was forked from.
MEMORY_PROBE = """
from pathlib import Path
from davylamp.thermo import interface_reaction
interface_reaction("Li6PS5Cl", "LiNi0.8Co0.1Mn0.1O2")
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def median_time(call: Callable[[], object], repeats: int) -> float:
    """Median wall time of `call` [s]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def pair_case(size: int) -> dict[str, float | None]:
    """Time one pair with both codes."""
    from davylamp.core import Composition
    from davylamp.thermo import Conditions, interface_reaction, phase_set

    a, b = CASES[size]
    elements = sorted({*Composition.parse(a), *Composition.parse(b)})
    # Naming a phase that does not exist makes the set whole: all entries, not only hull phases.
    phases = phase_set(elements, Conditions(exclude=frozenset({"XeF2"})))
    held = phase_set(elements)
    ours = interface_reaction(a, b, phases=held, use_compiled=True)
    compiled = median_time(lambda: interface_reaction(a, b, phases=held, use_compiled=True), 101)
    interpreted = median_time(lambda: interface_reaction(a, b, phases=held), 51)
    from_store = median_time(lambda: interface_reaction(a, b), 51)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pymatgen.analysis.interface_reactions import InterfacialReactivity
        from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
        from pymatgen.core import Composition as PmgComposition

        entries = [
            PDEntry(
                PmgComposition(dict(zip(elements, map(float, row), strict=True))),
                float(energy * row.sum()),
            )
            for row, energy in zip(phases.amounts, phases.gibbs_eV, strict=True)
        ]
        start = time.perf_counter()
        diagram = PhaseDiagram(entries)
        peer = InterfacialReactivity(
            PmgComposition(a), PmgComposition(b), diagram, norm=True, use_hull_energy=True
        )
        lowest = min(kink[2] for kink in peer.get_kinks())
        peer_seconds = time.perf_counter() - start
    return {
        "elements": size,
        "entries": len(phases),
        "corners": len(ours.profile),
        "davylamp_compiled_s": compiled,
        "davylamp_interpreted_s": interpreted,
        "davylamp_with_collecting_phases_s": from_store,
        "pymatgen_s": peer_seconds,
        "ratio_compiled": peer_seconds / compiled,
        "ratio_interpreted": peer_seconds / interpreted,
        "target_ratio": TARGETS.get(size),
        "energy_difference_eV": abs(ours.strongest.mutual_eV - lowest),
    }


def batch_case(count: int = 4000) -> dict[str, float]:
    """Reactions a second on one core for random five- and six-element pairs."""
    from davylamp.core import Composition
    from davylamp.store.compounds import load_compounds
    from davylamp.thermo.batch import react_many

    table = load_compounds()
    rng = np.random.default_rng(1)
    first = ["Li3PS4", "Li6PS5Cl", "Li7P3S11", "LiCoO2", "LiFePO4", "Li3YCl6", "Li7La3Zr2O12"]
    stable = np.flatnonzero(table.on_hull["legacy"])
    pairs: list[tuple[str, str]] = []
    while len(pairs) < count:
        pair = (first[rng.integers(len(first))], table.formulas[int(rng.choice(stable))])
        if len({*Composition.parse(pair[0]), *Composition.parse(pair[1])}) in (5, 6):
            pairs.append(pair)
    start = time.perf_counter()
    react_many(pairs[:1])
    warm_up = time.perf_counter() - start
    seconds = median_time(lambda: react_many(pairs), 3)
    return {
        "reactions": count,
        "warm_up_s": warm_up,
        "reactions_per_s": count / seconds,
        "target_per_s": BATCH_TARGET,
    }


def store_case() -> dict[str, float]:
    """Loading time of the whole store in a fresh process, imports included and not [s]."""
    code = (
        "import time; s=time.perf_counter(); import davylamp.store.load as l;"
        "import davylamp.store.compounds as c; import numpy; m=time.perf_counter();"
        "l.load_store(); c.load_compounds(); print(m-s, time.perf_counter()-m)"
    )
    runs = [
        [float(x) for x in subprocess.check_output([sys.executable, "-c", code]).split()]
        for _ in range(5)
    ]
    imports, load = (statistics.median(column) for column in zip(*runs, strict=True))
    return {"imports_s": imports, "load_s": load, "target_s": 0.3}


def main() -> None:
    """Run every case and print them; write them as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-nine", action="store_true", help="leave out the slow peer case")
    parser.add_argument("--output", type=Path, help="write the figures to this JSON file")
    arguments = parser.parse_args()
    sizes = [size for size in CASES if not (arguments.skip_nine and size == 9)]
    result = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "store": store_case(),
        "pairs": [pair_case(size) for size in sizes],
        "batch": batch_case(),
        "peak_memory_single_question_MB": float(
            subprocess.check_output([sys.executable, "-c", MEMORY_PROBE])
        ),
    }
    print(json.dumps(result, indent=2))
    if arguments.output:
        arguments.output.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
