"""Phases from computed entries as pymatgen writes them in JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from davylamp.core.composition import Composition
from davylamp.core.errors import CaseFileError, DavylampError
from davylamp.store.user import UserPhase

__all__ = ["parse_computed_entries"]


def parse_computed_entries(text: str, path: Path) -> list[UserPhase]:
    """Turn the JSON of pymatgen computed entries into phases with formation energies.

    Raises
    ------
    CaseFileError
        Naming the entry that cannot be used.
    """
    try:
        raw = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise CaseFileError("this is not JSON", file=str(path), line=line) from None
    if isinstance(raw, dict) and "entries" in raw:
        raw = raw["entries"]
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise CaseFileError(
            "expected a list of computed entries",
            file=str(path),
            remedy="write it with pymatgen: json.dumps([entry.as_dict() for entry in entries])",
        )
    parsed = [_entry(item, place, path) for place, item in enumerate(raw)]
    reference: dict[str, float] = {}
    for composition, energy, _, _ in parsed:
        if len(composition) == 1:
            element = composition.elements[0]
            reference[element] = min(energy, reference.get(element, math.inf))
    phases = []
    for place, (composition, energy, formation, item) in enumerate(parsed):
        if len(composition) == 1:
            continue
        if formation is None:
            missing = [element for element in composition if element not in reference]
            if missing:
                raise CaseFileError(
                    f"{composition.formula} has a total energy, but the file has no entry of the "
                    f"element {missing[0]} to refer it to",
                    file=str(path),
                    field=f"[{place}]",
                    remedy="add the elements, or give formation_energy_per_atom in the data",
                )
            formation = energy - sum(
                composition.fraction(element) * reference[element] for element in composition
            )
        data = item.get("data") or {}
        identifier = item.get("entry_id") or f"entry {place}"
        try:
            phases.append(
                UserPhase(
                    name=str(data.get("formula") or composition.formula),
                    composition=composition,
                    formation_energy_eV=float(formation),
                    volume_A3=_volume(item),
                    gap_eV=_optional(data.get("band_gap")),
                    origin=f"{path.name}, {identifier}",
                )
            )
        except DavylampError as error:
            raise CaseFileError(
                error.message, file=str(path), field=f"[{place}]", remedy=error.remedy
            ) from None
    return phases


def _entry(
    item: Mapping[str, Any], place: int, path: Path
) -> tuple[Composition, float, float | None, Mapping[str, Any]]:
    """Return composition, corrected energy per atom, formation energy if given, and the entry."""
    try:
        composition = Composition({str(el): float(x) for el, x in item["composition"].items()})
        total = float(item["energy"])
        correction = item.get("correction")
        if correction is None:
            correction = sum(
                float(part.get("value", 0.0) or 0.0)
                for part in item.get("energy_adjustments") or ()
            )
        energy = (total + float(correction)) / composition.atoms
        formation = _optional((item.get("data") or {}).get("formation_energy_per_atom"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaseFileError(
            f"this is not a computed entry ({error})",
            file=str(path),
            field=f"[{place}]",
            remedy="each entry needs 'composition' and 'energy' as pymatgen writes them",
        ) from None
    return composition, energy, formation, item


def _volume(item: Mapping[str, Any]) -> float | None:
    """Return the volume per atom of a structure entry [cubic angstrom]."""
    structure = item.get("structure")
    if isinstance(structure, Mapping):
        sites = structure.get("sites") or ()
        volume = _optional((structure.get("lattice") or {}).get("volume"))
        if volume and sites:
            return volume / len(sites)
    return _optional((item.get("data") or {}).get("volume_per_atom"))


def _optional(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
