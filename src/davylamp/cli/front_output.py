"""Answers of ``davylamp front`` as text, JSON and page."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from davylamp.cli.output import (
    print_facts,
    print_json,
    print_notes,
    print_table,
    print_unknown,
    sources_note,
    unknown_record,
    write_text,
)
from davylamp.core.errors import InputError
from davylamp.core.parameter import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from davylamp.dendrites.stability import CriticalRatio, Electrode, Screening

__all__ = ["answer_material", "answer_numbers", "answer_table"]

_DRAWS: Final = 4096
_SEED: Final = 0
#: Of the published screening: a wave number of 1e8 per metre.
_LENGTH_M: Final = 2.0 * math.pi / 1e8
_POINT: Final = (
    "A high shear modulus alone proves nothing: with ions smaller than atoms (v < 1) it makes a "
    "front unstable."
)


def answer_numbers(
    shear_Pa: float,
    poisson: float,
    volume_ratio: float,
    wavelength_m: float | None,
    electrode: Electrode,
    html: Path | None,
    as_json: bool,
) -> None:
    """Answer for three numbers."""
    from davylamp.dendrites.stability import (
        chi_deviatoric_J_per_mol_m,
        chi_hydrostatic_J_per_mol_m,
        chi_surface_J_per_mol_m,
        critical_modulus_ratio,
        critical_wavelength_m,
    )

    wavelength_m = _LENGTH_M if wavelength_m is None else wavelength_m
    k = 2.0 * math.pi / wavelength_m
    given = (shear_Pa, poisson, volume_ratio)
    parts = {
        "hydrostatic": float(chi_hydrostatic_J_per_mol_m(*given, k, electrode)),
        "deviatoric": float(chi_deviatoric_J_per_mol_m(*given, k, electrode)),
        "surface": float(chi_surface_J_per_mol_m(volume_ratio, k, electrode)),
    }
    chi = sum(parts.values())
    length = float(critical_wavelength_m(*given, electrode))
    edge = critical_modulus_ratio(volume_ratio, poisson, electrode)
    ratio = shear_Pa / electrode.shear_modulus_Pa
    page = _page(html, electrode, poisson, [("given", volume_ratio, ratio)])
    if as_json:
        record = {
            "shear_modulus_Pa": shear_Pa,
            "poisson_ratio": poisson,
            "volume_ratio": volume_ratio,
            "modulus_ratio": ratio,
            "wave_number_per_m": k,
            "chi_J_per_mol_m": chi,
            **{f"chi_{name}_J_per_mol_m": value for name, value in parts.items()},
            "stable": chi < 0.0,
            "stable_at_every_wavelength": math.isinf(length),
            "critical_wavelength_m": length,
            "critical_modulus_ratio": edge.ratio,
            "stable_side": edge.stable.value,
            "page": page,
        }
        print_json("front/1", record)
        return
    from davylamp.dossier.numbers import number

    facts = [
        ("answer", _answer(length)),
        (f"at {number(wavelength_m * 1e9)} nm", "dies out" if chi < 0.0 else "grows"),
        ("chi", f"{number(chi / 1e12)} kJ/mol/nm: "
         + ", ".join(f"{name} {number(value / 1e12)}" for name, value in parts.items())),
        ("modulus", f"{number(ratio)} times that of lithium; {_edge_text(edge)}"),
    ]  # fmt: skip
    print_facts("Front of plated lithium", facts)
    print_notes((_POINT, *_written(page)))


def answer_material(
    name: str,
    shear_Pa: float | None,
    poisson: float | None,
    ratio: float | None,
    wavelength_m: float | None,
    lithium: Mapping[str, float],
    html: Path | None,
    as_json: bool,
) -> None:
    """Answer for a material of the library, with the uncertainty of its numbers."""
    import numpy as np

    from davylamp.core.evidence import weakest
    from davylamp.dendrites.assessment import draw_parameters
    from davylamp.dendrites.stability import Electrode, Front, critical_modulus_ratio
    from davylamp.dendrites.stability.electrolyte_numbers import (
        electrolyte_numbers,
        lithium_numbers,
        volume_ratio,
    )
    from davylamp.dendrites.stability.front import material_front
    from davylamp.store.load import load_library

    library = load_library()
    found = library.find(name)
    own = electrolyte_numbers(found)
    if shear_Pa is not None:
        own = replace(own, shear_modulus=exact(shear_Pa, "Pa", note="given"))
    if poisson is not None:
        own = replace(own, poisson_ratio=exact(poisson, "1", note="given"))
    volume, volume_unknown = volume_ratio(found)
    if ratio is not None:
        volume, volume_unknown = exact(ratio, "1", note="given"), ()
    if own.shear_modulus is None:
        raise InputError(
            f"the store has no shear modulus for {found.id}",
            remedy="give it with --shear-modulus; ultrasound of a dense body measures it",
        )
    stored, missing = lithium_numbers(library["Li"])
    metal = {
        key: exact(lithium[key], item.unit, note="given") if key in lithium else item
        for key, item in stored.items()
    }
    front: Front = material_front(own, volume, metal, library["Li"])
    drawn = draw_parameters(front.parameters, _DRAWS, _SEED)
    share = front.stable_share(drawn)
    lengths = front.critical_wavelength_m(drawn)
    wavelength_m = _LENGTH_M if wavelength_m is None else wavelength_m
    grows = float(np.mean(lengths < wavelength_m))
    low, middle, high = (float(x) for x in np.quantile(lengths, [0.05, 0.5, 0.95], method="lower"))
    p = front.parameters
    electrode = Electrode(
        p["lithium_shear_modulus"].value,
        p["lithium_poisson_ratio"].value,
        front.molar_volume_m3_per_mol,
        p["lithium_surface_energy"].value,
    )
    nu = own.poisson_ratio.value
    edge = critical_modulus_ratio(volume.value, nu, electrode)
    modulus_ratio = own.shear_modulus.value / electrode.shear_modulus_Pa
    page = _page(html, electrode, nu, [(found.id, volume.value, modulus_ratio)])
    unknown = (*own.unknown, *volume_unknown, *missing)
    if as_json:
        record = {
            "material": found.id,
            "answer": front.words(),
            "kind": weakest([item.kind for item in p.values()]).value,
            "stable_share": share,
            "draws": _DRAWS,
            "wavelength_m": wavelength_m,
            "grows_at_wavelength_share": grows,
            "critical_wavelength_m": {"quantile_05": low, "median": middle, "quantile_95": high},
            "modulus_ratio": modulus_ratio,
            "critical_modulus_ratio": edge.ratio,
            "stable_side": edge.stable.value,
            "parameters": {key: _parameter(item) for key, item in p.items()},
            "unknown": unknown_record(unknown),
            "page": page,
        }
        print_json("front-material/1", record)
        return
    from davylamp.dossier.numbers import number

    def shown(value: float) -> str:
        return "none grow" if math.isinf(value) else f"{number(value * 1e9)} nm"

    facts = [
        ("answer", front.words()),
        ("stable in", f"{100.0 * share:.3g} % of {_DRAWS} draws of what is uncertain"),
        (f"at {number(wavelength_m * 1e9)} nm", f"grows in {100.0 * grows:.3g} % of them"),
        ("ripples grow above", f"{shown(middle)} (5 to 95 %: {shown(low)} to {shown(high)})"),
        ("modulus", f"{number(modulus_ratio)} times that of lithium; {_edge_text(edge)}"),
    ]
    print_facts(found.id, facts)
    rows = [
        (key.replace("_", " "), *_value(item), item.kind.value,
         ", ".join((*item.sources, item.locator)) if item.sources else item.note)
        for key, item in p.items()
    ]  # fmt: skip
    print_table("Numbers", ("quantity", "value", "known by", "from"), rows)
    print_unknown(unknown)
    sources_note([key for item in p.values() for key in item.sources])
    print_notes((_POINT, *_written(page)))


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

    wavelength_m = _LENGTH_M if wavelength_m is None else wavelength_m
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
    page = _page(html, electrode, 0.33, points)
    if as_json:
        print_json("front-screening/1", {**found.record(), "page": page})
        return
    _show_table(found, wavelength_m, top)
    print_notes((_POINT, *_written(page)))


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


def _answer(length_m: float) -> str:
    from davylamp.dossier.numbers import number

    if math.isinf(length_m):
        return "stable at every wavelength"
    return f"unstable: ripples longer than {number(length_m * 1e9)} nm grow"


def _edge_text(edge: CriticalRatio) -> str:
    if edge.stable.value == "none":
        return "no ratio is stable at a volume ratio of 1"
    return f"stable {edge.stable.value} {edge.ratio:.4g} times"


def _parameter(item: Any) -> dict[str, Any]:
    d = item.distribution
    return {
        "value": item.value,
        "unit": item.unit,
        "kind": item.kind.value,
        "sources": list(item.sources),
        "locator": item.locator,
        "distribution": {"shape": d.shape, "spread": d.spread, "low": d.low, "high": d.high},
        "note": item.note,
    }


def _value(item: Any) -> tuple[str]:
    from davylamp.dossier.numbers import number, quantity

    if item.unit == "Pa":
        return (f"{number(item.value / 1e9)} GPa",)
    d = item.distribution
    if d.shape == "uniform":
        return (f"{number(d.low)} to {number(d.high)}",)
    return (quantity(item.value, item.unit),)


def _page(
    path: Path | None, electrode: Electrode, poisson: float, points: list[tuple[str, float, float]]
) -> str | None:
    """Write the map, and return its path."""
    if path is None:
        return None
    from davylamp.cli.front_html import front_html

    return str(write_text(path, front_html(electrode, poisson, points)))


def _written(page: str | None) -> tuple[str, ...]:
    return () if page is None else (f"Map written to {page}.",)
