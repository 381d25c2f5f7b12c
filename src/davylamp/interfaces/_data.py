"""Read the small reviewed tables of this room: elements, mixed conductors, contact facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from davylamp.core.composition import Composition, CompositionKey
from davylamp.core.evidence import Datum, Kind
from davylamp.store.packaged import packaged_yaml

__all__ = ["ElementData", "Reviewed", "elements", "read_yaml", "reviewed_conductors"]


@dataclass(frozen=True, slots=True)
class ElementData:
    """Molar volume and resistivity of a solid element; None where not known."""

    molar_volume: Datum
    resistivity: Datum | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A phase of which it was looked up whether it conducts electrons.

    Parameters
    ----------
    conducts : bool
        Whether its electronic conductivity is above 1e-10 S/cm at room temperature.
    kind : Kind
        How that is known.
    source, locator : str
        Key of the bibliography and place in it.
    conductivity : Datum or None
        The number, where the source gives one [S/cm].
    note : str
        Conditions and caveats.
    """

    conducts: bool
    kind: Kind
    source: str
    locator: str
    conductivity: Datum | None = None
    note: str = ""


def read_yaml(name: str) -> Any:
    """Return the content of one data file of this room."""
    return packaged_yaml("davylamp.interfaces", "data", name)


@cache
def elements() -> dict[str, ElementData]:
    """Return the solid elements by symbol."""
    raw = read_yaml("elements.yaml")
    evidence = {**raw["evidence"], "kind": Kind(raw["evidence"]["kind"])}

    def datum(row: dict[str, Any], name: str, unit: str) -> Datum | None:
        return Datum(value=row[name], unit=unit, **evidence) if name in row else None

    table: dict[str, ElementData] = {}
    for row in raw["elements"]:
        volume = datum(row, "molar_volume_cm3_per_mol", "cm3/mol")
        assert volume is not None  # every row has one; a test reads them all
        table[row["element"]] = ElementData(volume, datum(row, "resistivity_ohm_m", "ohm*m"))
    return table


@cache
def reviewed_conductors() -> dict[CompositionKey, Reviewed]:
    """Return the looked-up phases by composition."""
    table: dict[CompositionKey, Reviewed] = {}
    for row in read_yaml("mixed_conductors.yaml"):
        kind = Kind(row["kind"])
        note = "; ".join(filter(None, (row.get("conditions", ""), row.get("note", "").strip())))
        conductivity = None
        if "conductivity_S_per_cm" in row:
            conductivity = Datum(
                value=row["conductivity_S_per_cm"],
                unit="S/cm",
                uncertainty=row["uncertainty"],
                source=row["source"],
                locator=row["locator"],
                kind=kind,
                conditions=row.get("conditions", ""),
                note=row.get("note", ""),
            )
        entry = Reviewed(
            bool(row["conducts"]), kind, row["source"], row["locator"], conductivity, note
        )
        for formula in row["formulas"]:
            table[Composition.parse(formula).reduced_key()] = entry
    return table
