"""Speed of the screening of front stability: a cold process and a warm one, whole table.

Usage::

    python -m benchmarks.front [TABLE.CSV]

Without a table the compounds of the store are written to one first. Nothing is asserted.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

PROBE = """
import sys, time
start = time.perf_counter()
from davylamp.dendrites.stability.screening import screen_stability
ready = time.perf_counter()
found = screen_stability(sys.argv[1])
end = time.perf_counter()
print(ready - start, end - ready, len(found), len(found.dropped))
"""
REPEATS = 7


def write_table(path: Path) -> None:
    """Write the stored screening as a CSV with the columns of the published one."""
    from davylamp.store.elastic import load_elastic

    stored = load_elastic().screened
    columns = (
        stored.shear_modulus_Pa / 1e9, stored.bulk_modulus_Pa / 1e9, stored.volume_ratio,
        stored.shear_voigt_Pa / 1e9, stored.shear_reuss_Pa / 1e9,
    )  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        heading = ("material_id", "G_vrh_GPa", "K_vrh_GPa", "vol_ratio", "G_v_GPa", "G_r_GPa")
        writer.writerow(heading)
        for label, *values in zip(stored.labels, *columns, strict=True):
            writer.writerow([label, *("" if np.isnan(x) else f"{x:.8g}" for x in values)])


def main() -> None:
    """Measure, and print one record."""
    from davylamp.dendrites.stability import (
        known_crystals,
        lithium_crystal,
        scan_contact,
        screen_stability,
    )

    with tempfile.TemporaryDirectory() as folder:
        table = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "table.csv"
        if len(sys.argv) < 2:
            write_table(table)
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        cold = [
            subprocess.run(
                [sys.executable, "-c", PROBE, str(table)],
                capture_output=True, text=True, check=True, env=environment,
            ).stdout.split()
            for _ in range(REPEATS)
        ]  # fmt: skip
        warm = [timed(lambda: screen_stability(table)) for _ in range(REPEATS)]
    lithium, crystal = lithium_crystal(), known_crystals()["mp-23856"]
    plating = lithium.plating("111", crystal.volume_ratio)
    scan = [
        timed(
            lambda: scan_contact(
                lithium.stiffness_Pa, crystal.stiffness_Pa, plating,
                lithium.face("111"), crystal.face("101"),
            )
        )
        for _ in range(REPEATS)
    ]  # fmt: skip
    record = {
        "judged": int(cold[0][2]),
        "dropped": int(cold[0][3]),
        "cold_import_s": statistics.median(float(x[0]) for x in cold),
        "cold_screen_with_reading_s": statistics.median(float(x[1]) for x in cold),
        "warm_screen_with_reading_s": statistics.median(warm),
        "scan_of_2592_crystal_contacts_s": statistics.median(scan),
    }
    print(json.dumps({key: float(f"{value:.3g}") if isinstance(value, float) else value
                      for key, value in record.items()}, indent=2))  # fmt: skip


def timed(call) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
