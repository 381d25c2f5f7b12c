"""Read how much gas cells and materials were measured to give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Datum, Kind
from davylamp.store.load import load_folder, load_sources

__all__ = ["QUANTITY_UNITS", "MeasuredVentGas", "VentValue", "load_vent_gas", "parse_vent_gas"]

#: Unit of every quantity.
QUANTITY_UNITS: Final = {
    "share": "%",
    "volume": "L",
    "volume_per_mass": "L/kg",
    "amount": "mol",
    "mass_per_energy": "mg/Wh",
    "gas_per_area": "umol/m2",
    "gas_per_mass": "cm3/g",
    "temperature": "degC",
    "pressure": "kPa",
}
_NEEDED: Final = (
    "id", "title", "chemistry", "form", "conditions", "source", "locator", "kind", "values",
)  # fmt: skip
_OPTIONAL: Final = ("capacity_Ah", "note")
_OF_VALUE: Final = ("quantity", "species", "value", "unit", "upper", "uncertainty", "note")


@dataclass(frozen=True, slots=True)
class VentValue:
    """One number: quantity, species (empty for all gas), datum."""

    quantity: str
    species: str
    datum: Datum


@dataclass(frozen=True, slots=True)
class MeasuredVentGas:
    """Gas of one cell, series of cells or material.

    Parameters
    ----------
    id, title : str
        Stable name; in words.
    chemistry, form : str
        What it is made of; ``pouch``, ``prismatic``, ``cylindrical``, ``powder``, ...
    conditions : str
        How it was measured.
    capacity_Ah : float or None
        Capacity of the cell [Ah].
    values : tuple of VentValue
        The numbers.
    """

    id: str
    title: str
    chemistry: str
    form: str
    conditions: str
    capacity_Ah: float | None
    values: tuple[VentValue, ...]

    def value(self, quantity: str, species: str = "") -> Datum | None:
        """Return a number, None where none is stored."""
        for item in self.values:
            if item.quantity == quantity and item.species == species:
                return item.datum
        return None

    @property
    def shares(self) -> dict[str, float]:
        """Percent by volume of each gas as published; they need not add up to 100."""
        return {v.species: v.datum.value for v in self.values if v.quantity == "share"}

    @property
    def source(self) -> str:
        """Bibliography key."""
        return self.values[0].datum.source


@cache
def load_vent_gas() -> Mapping[str, MeasuredVentGas]:
    """Return the shipped table by id; read once in a process.

    Examples
    --------
    >>> load_vent_gas()["lfp-280ah-40kpa"].shares["H2"]
    55.0
    """
    return parse_vent_gas(load_folder("hazards").get("vent_gas", []), load_sources())


def parse_vent_gas(
    raw: list[dict[str, Any]], sources: Mapping[str, object]
) -> dict[str, MeasuredVentGas]:
    """Build the table from the entries of its YAML file.

    Raises
    ------
    InputError
        If a field is missing or unknown, a unit is not that of its quantity, a source is not in
        the bibliography, or an id is given twice.
    """
    found: dict[str, MeasuredVentGas] = {}
    for number, entry in enumerate(raw):
        where = f"hazards/vent_gas.yaml, {entry.get('id', f'entry {number + 1}')}"
        _fields(entry, _NEEDED, _OPTIONAL, where)
        if entry["source"] not in sources:
            raise InputError(f"{where}: source {entry['source']!r} is not in the bibliography")
        if entry["id"] in found:
            raise InputError(f"{where}: this id is given twice")
        if not entry["values"]:
            raise InputError(f"{where}: no values")
        capacity = entry.get("capacity_Ah")
        found[entry["id"]] = MeasuredVentGas(
            id=entry["id"],
            title=entry["title"],
            chemistry=entry["chemistry"],
            form=entry["form"],
            conditions=entry["conditions"],
            capacity_Ah=None if capacity is None else float(capacity),
            values=tuple(_value(value, entry, where) for value in entry["values"]),
        )
    return found


def _value(value: dict[str, Any], entry: dict[str, Any], where: str) -> VentValue:
    _fields(value, _OF_VALUE[:4], _OF_VALUE[4:], where)
    quantity = value["quantity"]
    if QUANTITY_UNITS.get(quantity) != value["unit"]:
        raise InputError(
            f"{where}: {quantity!r} in {value['unit']!r}",
            remedy=f"known are {', '.join(f'{k} [{u}]' for k, u in QUANTITY_UNITS.items())}",
        )
    upper = value.get("upper")
    datum = Datum(
        value=float(value["value"]),
        unit=value["unit"],
        uncertainty=value.get("uncertainty", NOT_REPORTED),
        source=entry["source"],
        locator=entry["locator"],
        kind=Kind(entry["kind"]),
        upper=None if upper is None else float(upper),
        conditions=entry["conditions"],
        note="; ".join(n for n in (entry.get("note", ""), value.get("note", "")) if n),
    )
    return VentValue(quantity, value["species"], datum)


def _fields(
    given: Mapping[str, Any], needed: tuple[str, ...], optional: tuple[str, ...], where: str
) -> None:
    missing = [name for name in needed if name not in given]
    unknown = [name for name in given if name not in (*needed, *optional)]
    if missing or unknown:
        raise InputError(
            f"{where}: "
            + "; ".join(
                text
                for text in (
                    f"missing {', '.join(missing)}" if missing else "",
                    f"unknown {', '.join(unknown)}" if unknown else "",
                )
                if text
            )
        )
