"""Named materials and their sourced properties."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Datum, Kind
from davylamp.store.properties import PROPERTIES

__all__ = ["FAMILIES", "ROLES", "CapacityPoint", "Material", "MaterialLibrary", "parse_material"]

FAMILIES: Final = (
    "oxide", "sulfide", "halide", "hydride", "nitride halide", "antiperovskite", "nitride",
    "polymer", "salt", "metal", "alloy", "carbon", "silicon", "layered oxide", "spinel oxide",
    "olivine", "chalcogen", "liquid", "other",
)  # fmt: skip
ROLES: Final = (
    "electrolyte", "anode", "cathode", "coating", "binder", "salt", "additive", "collector", "case",
    "barrier", "interlayer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CapacityPoint:
    """Open-circuit voltage [V against Li/Li+] at lithium content `x` of the host formula."""

    x: float
    voltage_V: float


@dataclass(frozen=True, slots=True)
class Material:
    """A named material: composition, family, roles and sourced properties.

    Parameters
    ----------
    id : str
        Name used in case files, for example ``Li6PS5Cl``.
    name : str
        Full name.
    composition : Composition or None
        Formula as made; None for a polymer without a defined formula.
    family : str
        One of `FAMILIES`.
    roles : tuple of str
        Some of `ROLES`.
    aliases : tuple of str
        Other names people type.
    structure : str
        Structure type or form (``argyrodite``, ``glass``).
    properties : mapping of str to tuple of Datum
        All values kept, in the order of the data file: the first is the default choice.
    lithium_range : (float, float) or None
        For an electrode: lithium content per formula when charged and discharged.
    discharged_formula, host_formula : str
        For a cathode: formula when discharged; formula without the mobile lithium.
    ocv : tuple of CapacityPoint
        Voltage against lithium content, ascending in x.
    ocv_datum : Datum or None
        Evidence of `ocv` (its value is the mean voltage).
    notes : str
        What a reader must know.
    """

    id: str
    name: str
    composition: Composition | None
    family: str
    roles: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    structure: str = ""
    properties: Mapping[str, tuple[Datum, ...]] = field(default_factory=dict)
    lithium_range: tuple[float, float] | None = None
    host_formula: str = ""
    ocv: tuple[CapacityPoint, ...] = ()
    ocv_datum: Datum | None = None
    notes: str = ""

    def all(self, name: str) -> tuple[Datum, ...]:
        """Return every stored value of property `name`, empty when none is known."""
        if name not in PROPERTIES:
            raise InputError(f"there is no property {name!r}", remedy=_nearest(name, PROPERTIES))
        return self.properties.get(name, ())

    def get(self, name: str, choose: int = 0) -> Datum | None:
        """Return one value of property `name`, by default the first; None when none is known."""
        data = self.all(name)
        return data[choose] if data else None

    def require(self, name: str, choose: int = 0) -> Datum:
        """Return one value of property `name`, or raise `MissingDatumError`."""
        datum = self.get(name, choose)
        if datum is None:
            raise MissingDatumError(
                f"the store has no {name.replace('_', ' ')} for {self.id}",
                remedy=f"measure it, or give it in the case file [{PROPERTIES[name].unit}]",
            )
        return datum


class MaterialLibrary(Mapping[str, Material]):
    """Materials by id; look-up also accepts aliases and ignores case."""

    def __init__(self, materials: Mapping[str, Material]) -> None:
        self._materials = dict(materials)
        self._names: dict[str, str] = {}
        for material in self._materials.values():
            for name in (material.id, material.name, *material.aliases):
                self._names.setdefault(_fold(name), material.id)

    def __getitem__(self, key: str) -> Material:
        try:
            return self._materials[self._names[_fold(key)]]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._materials)

    def __len__(self) -> int:
        return len(self._materials)

    def find(self, name: str) -> Material:
        """Return the material called `name`; the error suggests the nearest names."""
        try:
            return self[name]
        except KeyError:
            raise InputError(
                f"unknown material {name!r}", remedy=_nearest(name, self._display_names())
            ) from None

    def search(self, text: str) -> list[Material]:
        """Return materials whose id, name, alias, family, role or structure contains `text`."""
        needle = text.casefold()
        return [
            material
            for material in self._materials.values()
            if needle
            in " ".join(
                (material.id, material.name, *material.aliases, material.family,
                 *material.roles, material.structure)
            ).casefold()
        ]  # fmt: skip

    def _display_names(self) -> list[str]:
        names: list[str] = []
        for material in self._materials.values():
            names.extend((material.id, *material.aliases))
        return names


def parse_material(
    raw: Mapping[str, Any], sources: Mapping[str, object], *, where: str = ""
) -> Material:
    """Build one material from its YAML mapping.

    Parameters
    ----------
    raw : mapping
        One entry of a materials file.
    sources : mapping
        Bibliography; every `source` must be one of its keys.
    where : str
        File name, for messages.

    Raises
    ------
    InputError
        If a field is unknown, or a number lacks what the evidence rule asks for.
    """
    known = {
        "id", "name", "formula", "family", "roles", "aliases", "structure", "properties",
        "lithium_range", "host_formula", "ocv", "notes",
    }  # fmt: skip
    ident = str(raw.get("id", "?"))
    place = f"{where}: {ident}" if where else ident
    if extra := set(raw) - known:
        raise InputError(f"{place}: unknown field(s) {', '.join(sorted(extra))}")
    for name in ("id", "name", "family", "roles"):
        if not raw.get(name):
            raise InputError(f"{place}: field {name} is missing")
    if raw["family"] not in FAMILIES:
        raise InputError(
            f"{place}: family {raw['family']!r}", remedy=_nearest(raw["family"], FAMILIES)
        )
    if wrong := set(raw["roles"]) - set(ROLES):
        raise InputError(f"{place}: role(s) {', '.join(sorted(wrong))} not in {', '.join(ROLES)}")
    properties: dict[str, tuple[Datum, ...]] = {}
    for name, records in (raw.get("properties") or {}).items():
        if name not in PROPERTIES:
            raise InputError(
                f"{place}: unknown property {name!r}", remedy=_nearest(name, PROPERTIES)
            )
        data = tuple(_datum(record, sources, f"{place}: {name}") for record in records)
        for datum in data:
            if datum.unit != PROPERTIES[name].unit:
                raise InputError(
                    f"{place}: {name} is stored in {PROPERTIES[name].unit}, not {datum.unit}"
                )
        properties[name] = data
    ocv_raw = raw.get("ocv")
    points: tuple[CapacityPoint, ...] = ()
    ocv_datum = None
    if ocv_raw:
        points = tuple(CapacityPoint(float(x), float(v)) for x, v in ocv_raw["points"])
        if any(a.x >= b.x for a, b in itertools.pairwise(points)):
            raise InputError(f"{place}: ocv points must ascend in x")
        mean = sum(point.voltage_V for point in points) / len(points)
        evidence = {key: value for key, value in ocv_raw.items() if key != "points"}
        ocv_datum = _datum({"value": mean, "unit": "V", **evidence}, sources, f"{place}: ocv")
    lithium = raw.get("lithium_range")
    return Material(
        id=ident,
        name=str(raw["name"]),
        composition=Composition.parse(str(raw["formula"])) if raw.get("formula") else None,
        family=str(raw["family"]),
        roles=tuple(raw["roles"]),
        aliases=tuple(str(alias) for alias in raw.get("aliases") or ()),
        structure=str(raw.get("structure") or ""),
        properties=properties,
        lithium_range=(float(lithium[0]), float(lithium[1])) if lithium else None,
        host_formula=str(raw.get("host_formula") or ""),
        ocv=points,
        ocv_datum=ocv_datum,
        notes=str(raw.get("notes") or ""),
    )


def _datum(record: Mapping[str, Any], sources: Mapping[str, object], where: str) -> Datum:
    known = {
        "value", "upper", "bound", "unit", "uncertainty", "source", "locator", "kind",
        "conditions", "temperature_K", "note",
    }  # fmt: skip
    if extra := set(record) - known:
        raise InputError(f"{where}: unknown field(s) {', '.join(sorted(extra))}")
    for name in ("value", "unit", "uncertainty", "source", "locator", "kind"):
        if record.get(name) is None:
            raise InputError(f"{where}: a stored number needs {name}")
    if record["source"] not in sources:
        raise InputError(f"{where}: source {record['source']!r} is not in the bibliography")
    fields = dict(record)
    try:
        fields["kind"] = Kind(record["kind"])
        return Datum(**fields)
    except (ValueError, TypeError) as error:
        raise InputError(f"{where}: {error}") from None


def _fold(name: str) -> str:
    return "".join(name.split()).casefold()


def _nearest(name: str, names: Any) -> str:
    close = get_close_matches(str(name), list(names), n=3, cutoff=0.4)
    return f"did you mean {', '.join(close)}?" if close else "see 'davylamp materials list'"
