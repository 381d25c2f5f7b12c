"""Compile the compound table of the package from a CSV of formation energies.

Usage::

    python tools/compile_compounds.py compounds.csv.gz

The CSV has one row a reduced composition, with columns ``formula``, ``ef_legacy``,
``ef_mp2020est``, ``ef_polycorr`` [eV/atom], ``vol_per_atom`` [cubic angstrom], ``vol_src``,
``gap_min``, ``gap_max`` [eV], ``mp_id`` and ``icsd``. The hull of each scheme is computed here,
with the deny list applied, so that the equilibrium engine need only look at hull phases where
nothing was added or excluded; elements and the optional phases are not part of it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from pathlib import Path

import numpy as np

from davylamp.core.composition import Composition
from davylamp.store import compounds as table
from davylamp.store.load import data_directory, load_thermochemistry
from davylamp.thermo import _simplex

COLUMNS = {"legacy": "ef_legacy", "mp2020": "ef_mp2020est", "safety": "ef_polycorr"}
HULL_TOLERANCE_EV = 1e-7


def main() -> None:
    """Read the CSV named on the command line and write the packed table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv", type=Path)
    source: Path = parser.parse_args().csv
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    rows.sort(key=lambda row: row["formula"])
    packed = pack(rows)
    target = data_directory() / table.COMPOUNDS_NAME
    np.savez_compressed(target, **packed)
    full = table._unpack(packed)
    for scheme in table.SCHEMES:
        packed[f"hull_{scheme}"] = np.packbits(hull_rows(full, scheme))
    np.savez_compressed(target, **packed)
    print(f"{target.name}: {len(rows)} compositions, {target.stat().st_size / 1e6:.2f} MB")


def pack(rows: list[dict[str, str]]) -> dict[str, np.ndarray]:
    """Turn the rows of the CSV into small integer arrays."""
    compositions = [Composition.parse(row["formula"]) for row in rows]
    elements = sorted({element for item in compositions for element in item})
    index = {element: place for place, element in enumerate(elements)}

    def scaled(column: str, step: float) -> np.ndarray:
        return np.array(
            [round(float(row[column]) / step) if row[column] else table.MISSING for row in rows]
        )

    def identifier(text: str) -> int:
        prefix, _, number = text.partition("-")
        return {"mp": lambda n: n, "mvc": lambda n: -n - 2}[prefix](int(number)) if text else -1

    packed = {
        "version": np.array(1),
        "elements": np.frombuffer(" ".join(elements).encode(), dtype=np.uint8),
        "formulas": np.frombuffer(
            "\n".join(row["formula"] for row in rows).encode(), dtype=np.uint8
        ),
        "counts": np.array([len(item) for item in compositions], dtype=np.uint8),
        "columns": np.array([index[el] for item in compositions for el in item], dtype=np.uint8),
        "amounts": np.array(
            [round(amount) for item in compositions for amount in item.values()], dtype=np.uint16
        ),
        "volume": scaled("vol_per_atom", table.VOLUME_STEP_A3).astype(np.int32),
        "volume_source": np.array(
            [table.VOLUME_SOURCES.index(row["vol_src"]) for row in rows], dtype=np.int8
        ),
        "gap_min": scaled("gap_min", table.GAP_STEP_EV).astype(np.int16),
        "gap_max": scaled("gap_max", table.GAP_STEP_EV).astype(np.int16),
        "database_id": np.array([identifier(row["mp_id"]) for row in rows], dtype=np.int32),
        "experimental": np.array([int(row["icsd"]) for row in rows], dtype=np.int8),
    }
    for scheme, column in COLUMNS.items():
        packed[f"energy_{scheme}"] = scaled(column, table.ENERGY_STEP_EV).astype(np.int32)
        packed[f"hull_{scheme}"] = np.packbits(np.zeros(len(rows), dtype=bool))
    return packed


def hull_rows(full: table.CompoundTable, scheme: table.Scheme) -> np.ndarray:
    """Return which rows lie on the hull of the table without denied and optional phases."""
    policy = load_thermochemistry()
    left_out = {*policy.denied, *policy.optional}
    keys = [Composition.parse(formula).reduced_key() for formula in full.formulas]
    allowed = np.array([key not in left_out for key in keys])
    energy = full.formation_energy_eV[scheme]
    solve, _ = _simplex.compiled()
    on_hull = np.zeros(len(full), dtype=bool)
    for row in range(len(full)):
        members = full.columns[full.offsets[row] : full.offsets[row + 1]]
        elements = [full.elements[member] for member in members]
        within = full.rows_within(elements)
        within = within[allowed[within]]
        amounts = full.matrix(within, elements)
        matrix = np.vstack([np.eye(len(elements)), amounts / amounts.sum(axis=1, keepdims=True)])
        cost = np.concatenate([np.zeros(len(elements)), energy[within]])
        own = full.matrix(np.array([row]), elements)[0]
        own = own / own.sum()
        basis = np.arange(len(elements))
        inverse = np.eye(len(elements))
        status = solve(np.ascontiguousarray(matrix), cost, own, basis, inverse)
        if status != _simplex.OPTIMAL:
            raise SystemExit(f"no equilibrium for {full.formulas[row]} (status {status})")
        lowest = float(cost[basis] @ inverse @ own)
        # An optional phase that would lie on the hull stays marked: it is dropped when off.
        on_hull[row] = energy[row] <= lowest + HULL_TOLERANCE_EV
    return on_hull


if __name__ == "__main__":
    main()
