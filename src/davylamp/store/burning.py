"""Read how gases put out or feed a flame, and what was published on burning mixtures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind
from davylamp.store.load import load_folder, load_sources

__all__ = [
    "BURNING_PROPERTIES",
    "BurningTable",
    "PublishedMixture",
    "load_burning",
    "parse_burning",
]

#: Unit of every property of a gas.
BURNING_PROPERTIES: Final = {
    "nitrogen_equivalence": "1",
    "inerted_content": "%",
    "oxygen_equivalence": "1",
    "burning_velocity": "m/s",
}
_EVIDENCE: Final = ("unit", "source", "locator", "kind", "uncertainty")


@dataclass(frozen=True, slots=True)
class PublishedMixture:
    """A mixture whose flammability limits were published; the kind of the data says how they came.

    Parameters
    ----------
    id, title : str
        Stable name; in words.
    composition : mapping of str to float
        Percent by volume as published; they need not add up to 100.
    lfl, ufl : Datum
        Limits in air [%].
    """

    id: str
    title: str
    composition: Mapping[str, float]
    lfl: Datum
    ufl: Datum


@dataclass(frozen=True, slots=True)
class BurningTable:
    """What is stored about burning.

    Parameters
    ----------
    properties : mapping of str to mapping of str to Datum
        By name of the property, then by id of the gas.
    mixtures : mapping of str to PublishedMixture
        By id.
    """

    properties: Mapping[str, Mapping[str, Datum]]
    mixtures: Mapping[str, PublishedMixture]

    def of(self, name: str, species: str) -> Datum | None:
        """Return a property of a gas, None where none is stored.

        Examples
        --------
        >>> load_burning().of("nitrogen_equivalence", "CO2").value
        1.5
        """
        return self.properties.get(name, {}).get(species)


@cache
def load_burning() -> BurningTable:
    """Return the shipped table; read once in a process."""
    return parse_burning(load_folder("hazards").get("burning", []), load_sources())


def parse_burning(raw: list[dict[str, Any]], sources: Mapping[str, object]) -> BurningTable:
    """Build the table from the blocks of its YAML file.

    Raises
    ------
    InputError
        If a block lacks evidence, names no known property, or gives a gas twice.
    """
    found: dict[str, dict[str, Datum]] = {name: {} for name in BURNING_PROPERTIES}
    mixtures: dict[str, PublishedMixture] = {}
    for block in raw:
        where = f"hazards/burning.yaml: {block.get('property', '?')}"
        for name in _EVIDENCE:
            if block.get(name) in (None, ""):
                raise InputError(f"{where}: field {name} is missing")
        if block["source"] not in sources:
            raise InputError(f"{where}: source {block['source']!r} is not in the bibliography")
        if block["property"] == "mixture":
            item = _mixture(block)
            mixtures[item.id] = item
            continue
        for species, datum in _data(block, where):
            if species in found[block["property"]]:
                raise InputError(f"{where}: {species} is given twice")
            found[block["property"]][species] = datum
    return BurningTable(found, mixtures)


def _data(block: Mapping[str, Any], where: str) -> Iterator[tuple[str, Datum]]:
    if BURNING_PROPERTIES.get(block["property"]) != block["unit"]:
        raise InputError(f"{where}: no such property in {block['unit']}")
    for species, value in block["values"].items():
        yield str(species), _datum(block, float(value))


def _mixture(block: Mapping[str, Any]) -> PublishedMixture:
    return PublishedMixture(
        id=str(block["id"]),
        title=str(block["title"]),
        composition={str(name): float(value) for name, value in block["composition"].items()},
        lfl=_datum(block, float(block["lfl"])),
        ufl=_datum(block, float(block["ufl"])),
    )


def _datum(block: Mapping[str, Any], value: float) -> Datum:
    return Datum(
        value=value,
        unit=str(block["unit"]),
        uncertainty=block["uncertainty"],
        source=str(block["source"]),
        locator=str(block["locator"]),
        kind=Kind(block["kind"]),
        note=str(block.get("note") or ""),
    )
