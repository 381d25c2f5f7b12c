"""Read rates of reactions: in liquid electrolytes, where solids ran, and in moist air."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.store.moisture import MoistureRecord, SolidEnergy, parse_getters, parse_moisture

__all__ = ["SEEN", "Kinetics", "LiquidReaction", "Observation", "parse_kinetics"]

_FILES: Final = ("getters", "liquid", "moisture", "observations")
#: What a temperature stands for.
SEEN: Final = ("onset", "peak", "hold", "stable", "shut-off", "use")
_CATHODE: Final = ("gas-solid", "solid-solid")
_ROUTES: Final = ("gas-solid", "solid-solid", "lithium", "alone", "shut-off", "in use")


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
class Observation:
    """A temperature at which materials were seen to react, or not to.

    Parameters
    ----------
    id : str
        Name.
    route : str
        ``gas-solid``: with oxygen of the cathode; ``solid-solid``: with the cathode or what is left
        of it; ``lithium``; ``alone``; ``shut-off``: no reaction; ``in use``: whatever touches in a
        charged cell.
    materials, partners : tuple of str
        Materials by id, and what they were with: ids or families of cathodes, or ``Li``.
    seen : str
        One of `SEEN`.
    temperature_K : float
        The temperature, or the lower end of a range [K].
    upper_K : float or None
        Upper end of a range [K].
    uncertainty_K : float or None
        Standard uncertainty [K]; None where not reported.
    heating_rate_K_per_s : float or None
        Heating rate [K/s]; None where it was not seen.
    duration_s : float or None
        Of a hold: time it took; of use: time survived [s].
    source, locator : str
        Bibliography key, and where in it.
    kind : Kind
        How it is known.
    conditions, note : str
        What it depends on, and what a reader must know.
    share : float or None
        Of use: most that can have reacted by then [1].
    cathode : str
        ``charged`` or ``discharged``: state of the cathode where there was one; empty where there
        was none.
    """

    id: str
    route: str
    materials: tuple[str, ...]
    partners: tuple[str, ...]
    seen: str
    temperature_K: float
    upper_K: float | None
    uncertainty_K: float | None
    heating_rate_K_per_s: float | None
    duration_s: float | None
    source: str
    locator: str
    kind: Kind
    conditions: str
    note: str = ""
    share: float | None = None
    cathode: str = ""


@dataclass(frozen=True, slots=True)
class Kinetics:
    """All stored rates of reactions, and observations that rates are estimated from.

    Parameters
    ----------
    liquid : tuple of LiquidReaction
        Reactions of a cell with liquid electrolyte.
    observations : tuple of Observation
        Where solids were seen to react.
    moisture : tuple of MoistureRecord
        What moist air was measured to make of solids over time.
    getters : tuple of SolidEnergy
        Energies of getters of H2S that the thermochemistry lacks.
    """

    liquid: tuple[LiquidReaction, ...]
    observations: tuple[Observation, ...] = ()
    moisture: tuple[MoistureRecord, ...] = ()
    getters: tuple[SolidEnergy, ...] = ()


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
    observations = tuple(_observation(entry, sources) for entry in raw.get("observations", []))
    if len({item.id for item in observations}) < len(observations):
        raise InputError("kinetics/observations.yaml: an observation is given twice")
    moisture = parse_moisture(raw.get("moisture", []), sources)
    return Kinetics(liquid, observations, moisture, parse_getters(raw.get("getters", []), sources))


def _observation(entry: Mapping[str, Any], sources: Mapping[str, object]) -> Observation:
    where = f"kinetics/observations.yaml: {entry.get('id', 'unnamed')}"
    needed = {
        "id", "route", "materials", "partners", "seen", "temperature_degC", "uncertainty",
        "source", "locator", "kind", "conditions",
    }  # fmt: skip
    optional = {"upper_degC", "heating_rate_K_per_min", "duration_s", "note", "share", "cathode"}
    if extra := set(entry) - needed - optional:
        raise InputError(f"{where}: unknown field(s) {', '.join(sorted(extra))}")
    for name in sorted(needed):
        if entry.get(name) in (None, ""):
            raise InputError(f"{where}: field {name} is missing")
    if entry["source"] not in sources:
        raise InputError(f"{where}: source {entry['source']!r} is not in the bibliography")
    for name, known in (("seen", SEEN), ("route", _ROUTES)):
        if entry[name] not in known:
            raise InputError(f"{where}: {name} {entry[name]!r} is not one of {', '.join(known)}")
    if (entry["seen"] in ("hold", "use")) != (entry.get("duration_s") is not None):
        raise InputError(f"{where}: a hold or use, and nothing else, has a duration_s")
    if entry.get("cathode", "charged") not in ("charged", "discharged"):
        raise InputError(f"{where}: a cathode is charged or discharged")
    if (entry["route"] in _CATHODE) != (entry.get("cathode") is not None):
        raise InputError(f"{where}: the state of the cathode belongs to routes with a cathode")
    if (entry["seen"] == "use") != (entry.get("share") is not None):
        raise InputError(f"{where}: use, and nothing else, has a share")
    upper, heating = entry.get("upper_degC"), entry.get("heating_rate_K_per_min")
    return Observation(
        id=str(entry["id"]),
        route=str(entry["route"]),
        materials=tuple(entry["materials"]),
        partners=tuple(entry["partners"]),
        seen=str(entry["seen"]),
        temperature_K=float(entry["temperature_degC"]) + ZERO_CELSIUS_K,
        upper_K=None if upper is None else float(upper) + ZERO_CELSIUS_K,
        uncertainty_K=None if entry["uncertainty"] == NOT_REPORTED else float(entry["uncertainty"]),
        heating_rate_K_per_s=None if heating is None else float(heating) / 60.0,
        duration_s=entry.get("duration_s"),
        source=str(entry["source"]),
        locator=str(entry["locator"]),
        kind=Kind(entry["kind"]),
        conditions=str(entry["conditions"]),
        note=str(entry.get("note") or ""),
        share=entry.get("share"),
        cathode=str(entry.get("cathode") or ""),
    )


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
