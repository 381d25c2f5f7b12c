"""Answers of ``davylamp front`` for numbers and for a material, as text, JSON and page."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from davylamp.cli.front_words import POINT, PUBLISHED_LENGTH_M, map_note, map_page
from davylamp.cli.output import (
    print_facts,
    print_json,
    print_notes,
    print_table,
    print_unknown,
    sources_note,
)
from davylamp.core.errors import InputError
from davylamp.core.evidence import unknown_record
from davylamp.core.parameter import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from davylamp.dendrites.stability import CriticalRatio, Electrode

__all__ = ["answer_material", "answer_numbers"]

_DRAWS: Final = 4096
_SEED: Final = 0


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

    wavelength_m = PUBLISHED_LENGTH_M if wavelength_m is None else wavelength_m
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
    page = map_page(html, electrode, poisson, [("given", volume_ratio, ratio)])
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
    print_notes((POINT, *map_note(page)))


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
    if found.family == "liquid":
        raise InputError(
            f"{found.id} is a liquid and bears no shear",
            remedy="name a solid electrolyte: the theory is one of elastic solids",
        )
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
    wavelength_m = PUBLISHED_LENGTH_M if wavelength_m is None else wavelength_m
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
    page = map_page(html, electrode, nu, [(found.id, volume.value, modulus_ratio)])
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
    print_notes((POINT, *map_note(page)))


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
