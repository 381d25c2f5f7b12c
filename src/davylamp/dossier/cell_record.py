"""A cell as plain JSON types, for the dossier to keep what it was asked about."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.evidence import Datum
from davylamp.store.materials import Material

__all__ = ["cell_record"]


def cell_record(cell: Cell) -> dict[str, Any]:
    """Return the cell in SI units, as in `davylamp.cell.Cell`; absent values are left out.

    A material of the library is named by its id; one that the file defines is written out.
    """
    record = _mapping(cell, {material.id for material in cell.own_materials})
    record.pop("own_materials", None)
    if cell.own_materials:
        record["own_materials"] = [_own(material) for material in cell.own_materials]
    return record


def _mapping(item: Any, own: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in dataclasses.fields(item):
        value = _plain(getattr(item, field.name), own)
        if value not in (None, "", [], {}):
            found[field.name] = value
    return found


def _plain(value: Any, own: set[str]) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Material):
        return value.id
    if isinstance(value, Composition):
        return value.formula
    if isinstance(value, Path):
        return value.name
    if isinstance(value, tuple | list):
        return [_plain(item, own) for item in value]
    return _mapping(value, own)


def _own(material: Material) -> dict[str, Any]:
    return {
        "id": material.id,
        "name": material.name,
        "formula": "" if material.composition is None else material.composition.formula,
        "family": material.family,
        "roles": list(material.roles),
        "properties": {
            name: [_datum(datum) for datum in data] for name, data in material.properties.items()
        },
    }


def _datum(datum: Datum) -> dict[str, Any]:
    record = {field.name: getattr(datum, field.name) for field in dataclasses.fields(datum)}
    return {
        name: value.value if name == "kind" else value
        for name, value in record.items()
        if value not in (None, "")
    }
