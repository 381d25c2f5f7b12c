"""Time of a flame's equilibrium beside Cantera with its whole list of gases, as ratios.

Usage::

    python -m benchmarks.gas_burning [--whole]

Both sides burn the same blend to equilibrium at constant pressure and in a closed volume. The peer
holds every neutral gas of Cantera's file that the elements allow, and with ``--whole`` every one of
the file, which takes minutes.
The target is 50 ms for an equilibrium.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

TARGET_MS = 50.0
MIXTURES: dict[str, dict[str, float]] = {
    "hydrogen": {"H2": 1.0},
    "vent gas": {"H2": 0.55, "CO2": 0.18, "CO": 0.11, "CH4": 0.10, "C2H4": 0.06},
    "sulfide cell": {"H2S": 0.4, "H2": 0.3, "CO": 0.2, "HCl": 0.1},
    "polymer cell": {"H2": 0.5, "CO": 0.3, "CH4": 0.1, "HF": 0.1},
}


def median_ms(call: Callable[[], object], repeats: int) -> float:
    """Median wall time of `call` [ms]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def burn(phase: Any, blend: dict[str, float]) -> tuple[float, float]:
    """Return temperature at constant pressure [K] and pressure in a closed volume [Pa]."""
    phase.TPX = 298.15, 101325.0, blend
    phase.equilibrate("UV")
    pressure = phase.P
    phase.TPX = 298.15, 101325.0, blend
    phase.equilibrate("HP")
    return phase.T, pressure


def case(parts: dict[str, float], *, whole: bool) -> dict[str, Any]:
    """Time one mixture with both lists."""
    import cantera as ct

    from davylamp.gas.burning import flame
    from davylamp.gas.burning.products import burning_phase
    from davylamp.gas.mixture import mixture_of
    from davylamp.gas.species import find_species

    mixture = mixture_of(parts)
    found = flame(mixture)
    blend = {find_species(name).nasa: share for name, share in found.fresh.items()}
    ours = burning_phase(found.fresh)
    gases = [item for item in ct.Species.list_from_file("nasa_gas.yaml") if not item.charge]
    elements = {name.upper() for name in ours.element_names}
    lists = {
        "same elements": [g for g in gases if {e.upper() for e in g.composition} <= elements],
    }
    if whole:
        lists["whole file"] = gases
    row: dict[str, Any] = {
        "species": ours.n_species,
        "flame_ms": median_ms(lambda: flame(mixture), 21),
        "two_equilibria_ms": median_ms(lambda: burn(ours, blend), 51),
        "temperature_K": found.temperature_K,
    }
    for name, listed in lists.items():
        peer = ct.Solution(thermo="ideal-gas", species=listed)
        try:
            kelvin, _ = burn(peer, blend)
            spent = median_ms(lambda peer=peer: burn(peer, blend), 1 if name == "whole file" else 5)
        except ct.CanteraError:
            row[name] = {"species": peer.n_species, "answer": "none: no equilibrium found"}
            continue
        row[name] = {
            "species": peer.n_species,
            "two_equilibria_ms": spent,
            "ratio": spent / row["two_equilibria_ms"],
            "difference_K": kelvin - found.temperature_K,
        }
    row["within_target"] = row["two_equilibria_ms"] / 2.0 <= TARGET_MS
    return row


def main() -> None:
    """Print the table as JSON."""
    import cantera as ct

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="the whole file too: minutes")
    whole = parser.parse_args().whole
    record = {
        "machine": platform.processor() or platform.machine(),
        "cantera": ct.__version__,
        "target_ms": TARGET_MS,
        "cases": {name: case(parts, whole=whole) for name, parts in MIXTURES.items()},
    }
    print(json.dumps(record, indent=2))


if __name__ == "__main__":
    main()
