"""Read what moist air was measured to make of solids over time, and energies of getters of H2S."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind

__all__ = ["MoistureRecord", "SolidEnergy", "parse_getters", "parse_moisture"]

#: Unit of the amounts of each quantity; a finding has none.
_UNITS: Final = {"released": "cm3/g", "uptake": "g/h", "finding": ""}
_HUMIDITY: Final = ("dew_point_degC", "relative_humidity_percent", "humidity")
_LEAST_DEGC: Final = -100.0


@dataclass(frozen=True, slots=True)
class MoistureRecord:
    """What one study measured on a solid in moist air.

    Parameters
    ----------
    id : str
        Name.
    materials : tuple of str
        Materials by id.
    quantity : str
        ``released``: gas set free since the start; ``uptake``: rate at which the sample takes up
        water; ``finding``: a statement without amounts, see `note`.
    species : str
        The gas.
    form : str
        Powder, pellet, layer, slurry, or ``not reported``.
    dew_point_K : float or None
        Dew point, over ice below 273.16 K [K].
    relative_humidity : tuple of float or None
        Lower and upper end of the relative humidity [0 to 1].
    temperature_K : float or None
        Of the air [K]; None where not reported.
    time_s : tuple of float
        Times [s], ascending.
    amounts : tuple of float
        Amount at each of them, in `unit`.
    unit : str
        ``cm3/g``, ``g/h`` or empty.
    bound : str
        ``=``, ``~`` (about), or ``<`` where only an upper bound is known.
    uncertainty : float or str
        Standard uncertainty in `unit`, or ``not reported``.
    source, locator : str
        Bibliography key, and where in it.
    kind : Kind
        How it is known.
    note : str
        What a reader must know.
    """

    id: str
    materials: tuple[str, ...]
    quantity: str
    species: str
    form: str
    dew_point_K: float | None
    relative_humidity: tuple[float, float] | None
    temperature_K: float | None
    time_s: tuple[float, ...]
    amounts: tuple[float, ...]
    unit: str
    bound: str
    uncertainty: float | str
    source: str
    locator: str
    kind: Kind
    note: str = ""


@dataclass(frozen=True, slots=True)
class SolidEnergy:
    """Measured thermochemistry of a solid, with a heat capacity that stays.

    Parameters
    ----------
    name : str
        Formula as chemists write it.
    composition : Composition
        Its composition.
    formation_enthalpy_J_per_mol, entropy_J_per_mol_K, heat_capacity_J_per_mol_K : float
        At 298.15 K, per mole of the formula.
    source, locator : str
        Bibliography key, and where in it.
    kind : Kind
        How it is known.
    """

    name: str
    composition: Composition
    formation_enthalpy_J_per_mol: float
    entropy_J_per_mol_K: float
    heat_capacity_J_per_mol_K: float
    source: str
    locator: str
    kind: Kind

    def gibbs_J_per_mol(self, temperature_K: float) -> float:
        """Return H(T) - T S(T) [J/mol], elements having an enthalpy of zero at 298.15 K."""
        heat = self.heat_capacity_J_per_mol_K
        warm = temperature_K - 298.15
        entropy = self.entropy_J_per_mol_K + heat * math.log(temperature_K / 298.15)
        return self.formation_enthalpy_J_per_mol + heat * warm - temperature_K * entropy


def parse_moisture(
    entries: list[dict[str, Any]], sources: Mapping[str, object]
) -> tuple[MoistureRecord, ...]:
    """Return the measurements in moist air.

    Parameters
    ----------
    entries : list of dict
        Content of ``kinetics/moisture.yaml``.
    sources : mapping
        Bibliography; every `source` must be one of its keys.

    Raises
    ------
    InputError
        If a field is unknown or missing, a number lacks evidence, a humidity is impossible, times
        do not ascend, gas is taken back, or an entry is given twice.
    """
    found = tuple(_record(entry, sources) for entry in entries)
    if len({item.id for item in found}) < len(found):
        raise InputError("kinetics/moisture.yaml: an entry is given twice")
    return found


def parse_getters(
    entries: list[dict[str, Any]], sources: Mapping[str, object]
) -> tuple[SolidEnergy, ...]:
    """Return the energies of getters that the thermochemistry lacks.

    Raises
    ------
    InputError
        If a field is unknown or missing, or the source is not in the bibliography.
    """
    return tuple(_energy(entry, sources) for entry in entries)


def _record(entry: Mapping[str, Any], sources: Mapping[str, object]) -> MoistureRecord:
    where = f"kinetics/moisture.yaml: {entry.get('id', 'unnamed')}"
    always = {"id", "materials", "quantity", "species", "form", "temperature_degC", "source",
              "locator", "kind"}  # fmt: skip
    optional = {*_HUMIDITY, "upper", "bound", "note"}
    quantity = entry.get("quantity")
    if quantity not in _UNITS:
        raise InputError(f"{where}: quantity {quantity!r} is not one of {', '.join(_UNITS)}")
    numbers = set() if quantity == "finding" else {"time_s", "amounts", "unit", "uncertainty"}
    _fields(where, entry, always | numbers, optional)
    _source(where, entry, sources)
    humidity = [name for name in _HUMIDITY if entry.get(name) is not None]
    if len(humidity) != 1:
        raise InputError(f"{where}: give one of {', '.join(_HUMIDITY)}")
    if quantity == "finding" and not entry.get("note"):
        raise InputError(f"{where}: a finding is told in its note")
    if entry.get("humidity", NOT_REPORTED) != NOT_REPORTED:
        raise InputError(f"{where}: write the humidity as '{NOT_REPORTED}'")
    warm = entry["temperature_degC"]
    times = tuple(float(value) for value in entry.get("time_s", ()))
    amounts = tuple(float(value) for value in entry.get("amounts", ()))
    if numbers:
        _check_points(where, entry, times, amounts)
    bound = str(entry.get("bound", "="))
    if bound not in ("=", "~", "<"):
        raise InputError(f"{where}: bound {bound!r} is not =, ~ or <")
    return MoistureRecord(
        id=str(entry["id"]),
        materials=tuple(entry["materials"]),
        quantity=str(quantity),
        species=str(entry["species"]),
        form=str(entry["form"]),
        dew_point_K=_dew_point_K(where, entry),
        relative_humidity=_relative(where, entry),
        temperature_K=None if warm == NOT_REPORTED else float(warm) + ZERO_CELSIUS_K,
        time_s=times,
        amounts=amounts,
        unit=_UNITS[str(quantity)],
        bound=bound,
        uncertainty=entry.get("uncertainty", NOT_REPORTED),
        source=str(entry["source"]),
        locator=str(entry["locator"]),
        kind=Kind(entry["kind"]),
        note=str(entry.get("note") or ""),
    )


def _energy(entry: Mapping[str, Any], sources: Mapping[str, object]) -> SolidEnergy:
    where = f"kinetics/getters.yaml: {entry.get('formula', 'unnamed')}"
    needed = {"formula", "formation_enthalpy_kJ_per_mol", "entropy_J_per_mol_K",
              "heat_capacity_J_per_mol_K", "uncertainty", "source", "locator",
              "kind"}  # fmt: skip
    _fields(where, entry, needed, set())
    _source(where, entry, sources)
    return SolidEnergy(
        name=str(entry["formula"]),
        composition=Composition.parse(entry["formula"]),
        formation_enthalpy_J_per_mol=1e3 * float(entry["formation_enthalpy_kJ_per_mol"]),
        entropy_J_per_mol_K=float(entry["entropy_J_per_mol_K"]),
        heat_capacity_J_per_mol_K=float(entry["heat_capacity_J_per_mol_K"]),
        source=str(entry["source"]),
        locator=str(entry["locator"]),
        kind=Kind(entry["kind"]),
    )


def _fields(where: str, entry: Mapping[str, Any], needed: set[str], optional: set[str]) -> None:
    if extra := set(entry) - needed - optional:
        raise InputError(f"{where}: unknown field(s) {', '.join(sorted(extra))}")
    for name in sorted(needed):
        if entry.get(name) in (None, "", []):
            raise InputError(f"{where}: field {name} is missing")


def _source(where: str, entry: Mapping[str, Any], sources: Mapping[str, object]) -> None:
    if entry["source"] not in sources:
        raise InputError(f"{where}: source {entry['source']!r} is not in the bibliography")


def _check_points(
    where: str, entry: Mapping[str, Any], times: tuple[float, ...], amounts: tuple[float, ...]
) -> None:
    unit = _UNITS[entry["quantity"]]
    if entry["unit"] != unit:
        raise InputError(f"{where}: the unit of {entry['quantity']} is {unit}")
    if len(times) != len(amounts) or not all(map(math.isfinite, (*times, *amounts))):
        raise InputError(f"{where}: there must be one finite amount for each time")
    if times[0] <= 0.0 or any(b <= a for a, b in pairwise(times)):
        raise InputError(f"{where}: times must be above 0 and ascend")
    if amounts[0] < 0.0:
        raise InputError(f"{where}: an amount is negative")
    falls = any(b < a for a, b in pairwise(amounts))
    if entry["quantity"] == "released" and falls:
        raise InputError(f"{where}: gas that was set free cannot be taken back")


def _dew_point_K(where: str, entry: Mapping[str, Any]) -> float | None:
    value = entry.get("dew_point_degC")
    if value is None:
        return None
    if not _LEAST_DEGC <= float(value) <= 100.0:
        raise InputError(f"{where}: dew point {value} degC is not within -100 and 100")
    return float(value) + ZERO_CELSIUS_K


def _relative(where: str, entry: Mapping[str, Any]) -> tuple[float, float] | None:
    low = entry.get("relative_humidity_percent")
    if low is None:
        return None
    high = entry.get("upper", low)
    if not 0.0 < float(low) <= float(high) <= 100.0:
        raise InputError(f"{where}: relative humidity {low} to {high} % is not within 0 and 100")
    return float(low) / 100.0, float(high) / 100.0
