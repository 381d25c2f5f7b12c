"""Read rates of reactions: the reactions of a cell with liquid electrolyte."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind

__all__ = ["Kinetics", "LiquidReaction", "parse_kinetics"]

_FILES: Final = ("liquid",)


@dataclass(frozen=True, slots=True)
class LiquidReaction:
    """One lumped reaction of a cell with liquid electrolyte.

    Parameters
    ----------
    id, title : str
        Name, and in words.
    frequency_per_s : float
        Frequency factor [1/s].
    activation_energy_J_per_mol : float
        Activation energy [J/mol].
    heat_J_per_kg : float
        Heat set free per kilogram of reactant and unit of dimensionless content [J/kg].
    content_kg_per_m3 : float
        Mass of the reactant per volume of the cell [kg/m3].
    start, end : float
        Dimensionless content at the start, and when the reaction is over [1].
    source, locator : str
        Bibliography key, and where in it.
    kind : Kind
        How the numbers came to be.
    uncertainty : str
        Of the numbers.
    film_start, film_scale : float or None
        Dimensionless thickness of the film through which it runs, and its scale [1].
    note : str
        What a reader must know.
    """

    id: str
    title: str
    frequency_per_s: float
    activation_energy_J_per_mol: float
    heat_J_per_kg: float
    content_kg_per_m3: float
    start: float
    end: float
    source: str
    locator: str
    kind: Kind
    uncertainty: str
    film_start: float | None = None
    film_scale: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kinetics:
    """All stored rates of reactions.

    Parameters
    ----------
    liquid : tuple of LiquidReaction
        Reactions of a cell with liquid electrolyte.
    """

    liquid: tuple[LiquidReaction, ...]


def parse_kinetics(
    raw: Mapping[str, list[dict[str, Any]]], sources: Mapping[str, object]
) -> Kinetics:
    """Build the kinetics from the content of their YAML files.

    Parameters
    ----------
    raw : mapping of file stem to list of entries
        Stems are those of the data folder; a missing one is taken as empty.
    sources : mapping
        Bibliography; every `source` must be one of its keys.

    Raises
    ------
    InputError
        If a file or field is unknown, a number lacks evidence, or an entry is given twice.
    """
    if extra := set(raw) - set(_FILES):
        raise InputError(f"kinetics: unknown file(s) {', '.join(sorted(extra))}")
    liquid = tuple(_liquid(entry, sources) for entry in raw.get("liquid", []))
    if len({item.id for item in liquid}) < len(liquid):
        raise InputError("kinetics/liquid.yaml: a reaction is given twice")
    return Kinetics(liquid)


def _liquid(entry: Mapping[str, Any], sources: Mapping[str, object]) -> LiquidReaction:
    where = f"kinetics/liquid.yaml: {entry.get('id', 'unnamed')}"
    known = {item.name for item in fields(LiquidReaction)}
    optional = {"film_start", "film_scale", "note"}
    if extra := set(entry) - known:
        raise InputError(f"{where}: unknown field(s) {', '.join(sorted(extra))}")
    for name in sorted(known - optional):
        if entry.get(name) in (None, ""):
            raise InputError(f"{where}: field {name} is missing")
    if entry["source"] not in sources:
        raise InputError(f"{where}: source {entry['source']!r} is not in the bibliography")
    if entry["uncertainty"] != NOT_REPORTED:
        raise InputError(f"{where}: write the uncertainty as '{NOT_REPORTED}'")
    for name in ("frequency_per_s", "heat_J_per_kg", "content_kg_per_m3"):
        if not (math.isfinite(entry[name]) and entry[name] > 0.0):
            raise InputError(f"{where}: {name} {entry[name]!r} is not positive")
    return LiquidReaction(**{**entry, "kind": Kind(entry["kind"])})
