"""Answers of ``davylamp front`` for tables of electrolytes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from davylamp.cli.front_words import POINT, PUBLISHED_LENGTH_M, map_note, map_page
from davylamp.cli.output import print_facts, print_json, print_notes, print_table
from davylamp.core.errors import InputError

if TYPE_CHECKING:
    from davylamp.dendrites.stability import Electrode, Screening

__all__ = ["answer_table"]


def answer_table(
    path: Path | None,
    volume_ratio: float | None,
    wavelength_m: float | None,
    electrode: Electrode,
    top: int,
    html: Path | None,
    as_json: bool,
) -> None:
    """Answer for each row of a table, or of the store."""
    from davylamp.dendrites.stability import screen_stability

    wavelength_m = PUBLISHED_LENGTH_M if wavelength_m is None else wavelength_m
    table: Any = path
    if table is None:
        from davylamp.store.elastic import load_elastic

        table = load_elastic().screened
    found = screen_stability(
        table,
        volume_ratio=volume_ratio,
        wave_number_per_m=2.0 * math.pi / wavelength_m,
        electrode=electrode,
    )
    points = [
        (label or formula, float(v), float(g) / electrode.shear_modulus_Pa)
        for label, formula, v, g in zip(
            found.labels, found.formulas, found.volume_ratio, found.shear_modulus_Pa, strict=True
        )
    ]
    page = map_page(html, electrode, 0.33, points)
    if as_json:
        print_json("front-screening/1", {**found.record(), "page": page})
        return
    _show_table(found, wavelength_m, top)
    print_notes((POINT, *map_note(page)))


def _show_table(found: Screening, wavelength_m: float, top: int) -> None:
    from davylamp.dossier.numbers import number

    endless = int(sum(math.isinf(x) for x in found.critical_wavelength_m.tolist()))
    facts = [
        ("judged", f"{len(found)} rows of {found.origin}"),
        (f"stable at {number(wavelength_m * 1e9)} nm", str(found.stable.size)),
        ("stable at every wavelength", str(endless)),
        ("ripples of 1 nm held", str(found.longer_than(1e-9).size)),
        ("not judged", str(len(found.dropped))),
    ]
    print_facts("Front of plated lithium", facts)
    chi = found.chi_J_per_mol_m
    rows = [
        (found.labels[i], _formula(found.formulas[i]), number(found.shear_modulus_Pa[i] / 1e9),
         number(found.poisson_ratio[i]), number(found.volume_ratio[i]), number(chi[i] / 1e12),
         "none" if math.isinf(found.critical_wavelength_m[i])
         else number(found.critical_wavelength_m[i] * 1e9))
        for i in found.longer_than(0.0)[:top].tolist()
    ]  # fmt: skip
    headings = ("name", "formula", "G, GPa", "nu", "v", "chi, kJ/mol/nm", "grows above, nm")
    print_table("Longest critical wavelengths", headings, rows, right=(2, 3, 4, 5, 6))
    if found.dropped:
        reasons = [(reason, str(count)) for reason, count in found.reasons.items()]
        print_table("Not judged", ("reason", "rows"), reasons, right=(1,))
        first = found.dropped[:top]
        lines = [(str(item.place), item.label, item.reason) for item in first]
        print_table(f"First {len(first)} of them", ("line or row", "name", "reason"), lines)


def _formula(text: str) -> str:
    """Return a formula in the usual order of elements, or the text where it is none."""
    from davylamp.core.composition import Composition
    from davylamp.dossier.formulas import written

    try:
        return written(Composition.parse(text)) if text else ""
    except InputError:
        return text
