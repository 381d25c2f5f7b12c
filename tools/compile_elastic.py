"""Compile the elastic table of the package from CSV files of moduli.

Usage::

    python tools/compile_elastic.py screening.csv shear.csv bulk.csv

The first file is the published screening of lithium compounds (10.1021/acscentsci.8b00229), one row
each, with columns ``material_id``, ``formula``, ``source`` (``CGCNN`` or ``DFT_MP``),
``G_vrh_GPa``, ``K_vrh_GPa``, ``vol_ratio``, ``G_v_GPa`` and ``G_r_GPa``; empty is missing. A row
without a formula takes that of the compound table with the same identifier, where there is one. The
other two hold ``formula`` and ``target``, the common logarithm of the modulus in GPa
(10.1038/sdata.2015.9), in the same order.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.store import elastic as table
from davylamp.store.compounds import load_compounds
from davylamp.store.load import data_directory


def main() -> None:
    """Read the files named on the command line and write the packed table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("screening", "shear", "bulk"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    packed = {
        "version": np.array(1),
        **screened(rows_of(given.screening)),
        **by_composition(rows_of(given.shear), rows_of(given.bulk)),
    }
    target = data_directory() / table.ELASTIC_NAME
    np.savez_compressed(target, **packed)
    print(f"{target.name}: {target.stat().st_size / 1e3:.0f} kB")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def screened(rows: list[dict[str, str]]) -> dict[str, np.ndarray]:
    """Pack the screening; moduli keep the digits of the file in single precision."""
    compounds = load_compounds()
    known = {compounds.label(row): name for row, name in enumerate(compounds.formulas)}

    def number(column: str) -> np.ndarray:
        return np.array([float(r[column]) if r[column] else np.nan for r in rows], np.float32)

    def whole(column: str) -> np.ndarray:
        return np.array(
            [round(float(r[column])) if r[column] else table.MISSING for r in rows], np.int16
        )

    def identifier(text: str) -> int:
        prefix, _, digits = text.partition("-")
        return {"mp": 1, "mvc": -1}[prefix] * int(digits)

    return {
        "screened_id": np.array([identifier(r["material_id"]) for r in rows], np.int32),
        "screened_formula": text(
            [formula_of(r["formula"] or known.get(r["material_id"], "")) for r in rows]
        ),
        "screened_computed": np.array([r["source"] == "DFT_MP" for r in rows], np.int8),
        "screened_g": number("G_vrh_GPa"),
        "screened_k": number("K_vrh_GPa"),
        "screened_ratio": number("vol_ratio"),
        "screened_g_voigt": whole("G_v_GPa"),
        "screened_g_reuss": whole("G_r_GPa"),
    }


def by_composition(shear: list[dict[str, str]], bulk: list[dict[str, str]]) -> dict:
    """Pack moduli by composition, in whole GPa as they were released."""
    if [row["formula"] for row in shear] != [row["formula"] for row in bulk]:
        raise SystemExit("the two files of moduli do not list the same compounds")
    values = [10.0 ** np.array([float(r["target"]) for r in rows]) for rows in (shear, bulk)]
    if max(float(np.abs(v - np.round(v)).max()) for v in values) > 1e-6:
        raise SystemExit("a modulus is not a whole number of GPa")
    return {
        "formula": text([formula_of(row["formula"]) for row in shear]),
        "g": np.round(values[0]).astype(np.int16),
        "k": np.round(values[1]).astype(np.int16),
    }


def formula_of(name: str) -> str:
    """Return a formula in smallest whole numbers, empty where it cannot be read."""
    if not name:
        return ""
    try:
        return table.whole_formula(Composition.parse(name)) or ""
    except InputError:
        return ""


def text(lines: list[str]) -> np.ndarray:
    """Pack lines of text."""
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


if __name__ == "__main__":
    main()
