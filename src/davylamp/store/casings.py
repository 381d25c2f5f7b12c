"""Read at what pressure casings open, with how that is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.store.load import load_folder, load_sources

__all__ = ["CasingStrength", "load_casings", "parse_casings"]

#: Storage unit: SI unit and how many of it.
_UNITS: Final = {"MPa": ("Pa", 1e6), "kN/m": ("N/m", 1e3), "K": ("K", 1.0)}
_WHAT: Final = ("vent", "burst", "seal", "seal melts", "measured", "outside")


@dataclass(frozen=True, slots=True)
class CasingStrength:
    """One stored strength of a kind of casing.

    Parameters
    ----------
    id : str
        Stable name.
    casing : str
        Kind of casing, as in a cell file.
    what : str
        ``vent`` and ``burst``: a pressure above that outside; ``seal``: a force per length;
        ``seal melts``: a temperature; ``measured``: one reported cell; ``outside``: a pressure in
        the jet, at which nothing opens.
    parameter : Parameter
        Value with evidence and distribution, in SI.
    uncertainty : str
        As stored.
    """

    id: str
    casing: str
    what: str
    parameter: Parameter
    uncertainty: str


@cache
def load_casings() -> Mapping[str, CasingStrength]:
    """Return the shipped strengths by id; read once in a process."""
    return parse_casings(load_folder("hazards")["casings"], load_sources())


def parse_casings(
    rows: list[dict[str, Any]], sources: Mapping[str, object]
) -> Mapping[str, CasingStrength]:
    """Build the strengths from the content of their YAML file.

    Raises
    ------
    InputError
        If a row lacks its evidence, or has an unknown unit, meaning or source.
    """
    found: dict[str, CasingStrength] = {}
    for row in rows:
        name = str(row.get("id", "without id"))
        missing = [
            key
            for key in (
                "id", "casing", "what", "value", "unit", "uncertainty", "source", "locator", "kind",
            )
            if key not in row
        ]  # fmt: skip
        if missing:
            raise InputError(f"casings.yaml: {name} lacks {', '.join(missing)}")
        if row["unit"] not in _UNITS or row["what"] not in _WHAT or name in found:
            raise InputError(f"casings.yaml: {name} has an unknown unit or meaning, or comes twice")
        if row["source"] not in sources:
            raise InputError(f"casings.yaml: {name} names the unknown source {row['source']!r}")
        unit, scale = _UNITS[row["unit"]]
        shape = row.get("shape", "fixed")
        spread = float(row.get("spread", 0.0)) * (1.0 if shape == "decades" else scale)
        low, high = (
            None if row.get(key) is None else scale * float(row[key]) for key in ("low", "high")
        )
        found[name] = CasingStrength(
            name,
            str(row["casing"]),
            str(row["what"]),
            Parameter(
                scale * float(row["value"]),
                unit,
                Kind(row["kind"]),
                (str(row["source"]),),
                str(row["locator"]),
                Distribution(shape, spread, low, high),
                str(row.get("note", "")),
            ),
            str(row["uncertainty"]),
        )
    return found
