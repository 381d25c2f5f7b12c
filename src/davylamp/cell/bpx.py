"""Battery Parameter eXchange files (BPX), read for what they hold about a cell.

BPX describes a porous lithium-ion cell for physics-based models by numbers; it names no
materials. A `cell.yaml` that names them can point to a BPX file with ``bpx:`` and leave out the
dimensions that the file holds. The porosity of BPX is the share of the liquid electrolyte, which
a solid cell has no counterpart for, and is left aside.

References
----------
.. [1] Battery Parameter eXchange standard, Faraday Institution, https://bpxstandard.com
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from davylamp.cell.yaml_tree import read_text
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import UnreadableFileError

__all__ = ["BpxReading", "is_bpx", "parse_bpx", "read_bpx"]

MAX_BYTES: Final = 5_000_000
_NEGATIVE, _POSITIVE = "Negative electrode", "Positive electrode"
#: Section and name in BPX, field of the cell file, unit.
_DIRECT: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("Cell", "Lower voltage cut-off [V]", "operation.voltage_min", "V"),
    ("Cell", "Upper voltage cut-off [V]", "operation.voltage_max", "V"),
    ("Cell", "Electrode area [m2]", "casing.area", "m2"),
    ("Cell", "Volume [m3]", "casing.volume", "m3"),
    (_NEGATIVE, "Thickness [m]", "anode.thickness", "m"),
    ("Separator", "Thickness [m]", "electrolyte.0.thickness", "m"),
    (_POSITIVE, "Thickness [m]", "cathode.thickness", "m"),
)
_PAIRS: Final = "Number of electrode pairs connected in parallel to make a cell"
#: What a solid-state assessment needs and BPX has no place for.
_NEVER_HELD: Final = (
    "anode.material",
    "electrolyte.0.material",
    "cathode.active.material",
    "cathode.catholyte, cathode.coating, cathode.binder and their shares",
    "operation.stack_pressure",
    "surroundings",
    "casing.type",
)


@dataclass(frozen=True, slots=True)
class BpxReading:
    """What a BPX file holds for a cell file.

    Parameters
    ----------
    title, description, version : str
        From the header.
    fields : mapping of str to str
        Dotted field of the cell file to its text, for example ``cathode.thickness: 52.3 um``.
    origin : mapping of str to str
        Dotted field to the BPX parameters it comes from.
    missing : tuple of str
        What a solid-state assessment needs and the file does not hold.
    ignored : tuple of str
        Parameters that describe the liquid electrolyte, the transport or the experiments.
    """

    title: str
    description: str
    version: str
    fields: Mapping[str, str]
    origin: Mapping[str, str]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]


def read_bpx(path: str | Path) -> BpxReading:
    """Read a BPX file.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read or is not BPX.
    """
    shown = str(path)
    return parse_bpx(read_text(Path(path), shown, limit=MAX_BYTES), shown)


def is_bpx(text: str) -> bool:
    """Return whether JSON text looks like BPX."""
    return '"Parameterisation"' in text or '"BPX"' in text


def parse_bpx(text: str, shown: str) -> BpxReading:
    """Read the text of a BPX file.

    Raises
    ------
    UnreadableFileError
        If it is not JSON or not BPX.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = shown if line is None else f"{shown}:{line}"
        reason = getattr(error, "msg", "too deeply nested")
        raise UnreadableFileError(f"{where}: not JSON: {reason}") from None
    header = _section(data, "Header")
    parameters = _section(data, "Parameterisation")
    if "BPX" not in header or not parameters:
        raise UnreadableFileError(
            f"{shown}: not a BPX file: it has no Header with BPX, or no Parameterisation",
            remedy="a BPX file has both at its top; for a cell file use the ending .yaml",
        )
    held = _Held(parameters)
    held.take_direct()
    held.take_derived()
    return BpxReading(
        title=_words(header.get("Title")),
        description=_words(header.get("Description")),
        version=_words(header["BPX"]),
        fields=dict(held.fields),
        origin=dict(held.origin),
        missing=(*held.missing, *_NEVER_HELD),
        ignored=held.left_over(data),
    )


class _Held:
    """Collects fields from the parameters, and remembers which were used."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = parameters
        self.fields: dict[str, str] = {}
        self.origin: dict[str, str] = {}
        self.missing: list[str] = []
        self.used: set[tuple[str, str]] = set()

    def number(self, section: str, name: str) -> float | None:
        """Return a finite number of the file; functions and tables are none."""
        value = _section(self.parameters, section).get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        if not math.isfinite(number):
            return None
        self.used.add((section, name))
        return number

    def keep(self, field: str, value: float | None, unit: str, origin: str) -> None:
        if value is None:
            self.missing.append(field)
            return
        self.fields[field] = f"{value:.6g} {unit}".strip()
        self.origin[field] = origin

    def take_direct(self) -> None:
        for section, name, field, unit in _DIRECT:
            self.keep(field, self.number(section, name), unit, f"{section}: {name}")

    def take_derived(self) -> None:
        self.keep(
            "operation.temperature",
            self.number("Cell", "Ambient temperature [K]")
            or self.number("Cell", "Reference temperature [K]"),
            "K",
            "Cell: ambient or reference temperature",
        )
        pairs = self.number("Cell", _PAIRS)
        self.keep(
            "casing.unit_cells", None if pairs is None else round(pairs), "", f"Cell: {_PAIRS}"
        )
        area = self.number("Cell", "Electrode area [m2]")
        capacity = self.number("Cell", "Nominal cell capacity [A.h]")
        loading = None
        if capacity and area and pairs and capacity > 0.0 and area > 0.0 and pairs > 0.0:
            loading = capacity / (area * pairs)
        self.keep("cathode.loading", loading, "Ah/m2", "Cell: nominal capacity over area and pairs")
        radius = self.number(_POSITIVE, "Particle radius [m]")
        diameter = None if radius is None else 2.0 * radius
        self.keep(
            "cathode.active.particle_diameter", diameter, "m", f"{_POSITIVE}: Particle radius [m]"
        )
        self.keep(
            "anode.loading", self._stored_charge(_NEGATIVE), "Ah/m2", f"{_NEGATIVE}: particles"
        )

    def _stored_charge(self, electrode: str) -> float | None:
        """Areal capacity [Ah/m2] from thickness, particle share and stoichiometry limits."""
        names = (
            "Thickness [m]",
            "Surface area per unit volume [m-1]",
            "Particle radius [m]",
            "Maximum concentration [mol.m-3]",
            "Maximum stoichiometry",
            "Minimum stoichiometry",
        )
        values = [self.number(electrode, name) for name in names]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        thickness, surface, radius, concentration, most, least = known
        share = surface * radius / 3.0
        charge = thickness * share * concentration * (most - least) * FARADAY_C_PER_MOL / 3600.0
        return charge if charge > 0.0 else None

    def left_over(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        names = [
            f"{section}: {name}"
            for section, content in self.parameters.items()
            if isinstance(content, Mapping)
            for name in content
            if (section, name) not in self.used
        ]
        others = [name for name in data if name not in ("Header", "Parameterisation")]
        return tuple(_words(name) for name in (*names, *others))


def _section(data: Any, name: str) -> Mapping[str, Any]:
    found = data.get(name) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _words(value: object) -> str:
    if value is None or isinstance(value, Mapping | list):
        return ""
    return re.sub(r"\s+", " ", str(value)).strip()[:1000]
