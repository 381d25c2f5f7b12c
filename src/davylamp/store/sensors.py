"""Read kinds of sensors that see gas, and how early sensors were measured to see a cell fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Datum, Kind, weakest
from davylamp.store.load import load_folder, load_sources

__all__ = [
    "NUMBERS",
    "LeadTime",
    "SensorNumber",
    "SensorType",
    "load_lead_times",
    "load_sensors",
    "parse_sensors",
]

#: Numbers of a sensor, and their units.
NUMBERS: Final = {
    "range_ppm": "ppm",
    "detection_limit_ppm": "ppm",
    "range_share_of_lfl": "1",
    "detection_limit_share_of_lfl": "1",
    "detection_limit_Pa": "Pa",
    "drift_Pa_per_K": "Pa/K",
    "t90_s": "s",
    "humidity_low_percent": "%",
    "humidity_high_percent": "%",
    "temperature_low_degC": "degC",
    "temperature_high_degC": "degC",
    "oxygen_least_percent": "%",
}
_PLACES: Final = ("cell", "battery pack", "room")


@dataclass(frozen=True, slots=True)
class SensorNumber:
    """One number of a sensor with its evidence.

    Parameters
    ----------
    value : float
        In `unit`.
    unit : str
        Unit.
    kind : Kind
        How it is known.
    source, locator : str
        Bibliography key and place; both empty for an assumed number.
    bound : str
        ``"="``, ``"~"``, ``"<"`` or ``">"``.
    uncertainty : float or str
        In `unit`, or ``"not reported"``.
    note : str
        What a reader must know.
    """

    value: float
    unit: str
    kind: Kind
    source: str = ""
    locator: str = ""
    bound: str = "="
    uncertainty: float | str = NOT_REPORTED
    note: str = ""

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "value": self.value,
            "unit": self.unit,
            "kind": self.kind.value,
            "source": self.source,
            "locator": self.locator,
            "bound": self.bound,
            "uncertainty": self.uncertainty,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class SensorType:
    """A kind of sensor by one example.

    Parameters
    ----------
    id, title : str
        Name, and in words.
    principle : str
        How it works: ``electrochemical``, ``catalytic bead``...
    target : str
        Gas that it is calibrated with; ``pressure``; empty for several.
    numbers : mapping of str to SensorNumber
        By the names in `NUMBERS`; what is not known is not there.
    responses : mapping of str to SensorNumber
        Signal of another gas per concentration, in that of the target [1]. A gas that is not
        there may or may not show.
    flammables : tuple of str
        Gases that a sensor of the lower flammability limit sees.
    poisoned_by : tuple of str
        Gases that make it blind.
    background_ppm : float
        What it reads in clean air [ppm].
    note : str
        What a reader must know.
    sources : tuple of str
        Bibliography keys.
    """

    id: str
    title: str
    principle: str
    target: str
    numbers: Mapping[str, SensorNumber]
    responses: Mapping[str, SensorNumber]
    flammables: tuple[str, ...]
    poisoned_by: tuple[str, ...]
    background_ppm: float
    note: str
    sources: tuple[str, ...]

    def value(self, name: str) -> float | None:
        """Return a number by name, or None where it is not known."""
        found = self.numbers.get(name)
        return None if found is None else found.value

    @property
    def kind(self) -> Kind:
        """Weakest evidence of detection limit and response time."""
        return weakest(
            item.kind
            for name, item in self.numbers.items()
            if name.startswith("detection_limit") or name == "t90_s"
        )

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "id": self.id,
            "title": self.title,
            "principle": self.principle,
            "target": self.target,
            "numbers": {name: item.record() for name, item in self.numbers.items()},
            "responses": {name: item.record() for name, item in self.responses.items()},
            "flammables": list(self.flammables),
            "poisoned_by": list(self.poisoned_by),
            "background_ppm": self.background_ppm,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How much earlier than an event a sensor saw a cell fail, as measured.

    Parameters
    ----------
    id, gas, place, event : str
        Name; which gas; ``cell``, ``battery pack`` or ``room``; what came later.
    lead : Datum
        Time between the two [s].
    """

    id: str
    gas: str
    place: str
    event: str
    lead: Datum


@cache
def load_sensors() -> Mapping[str, SensorType]:
    """Return the shipped kinds of sensors by id.

    Examples
    --------
    >>> load_sensors()["ec-h2s"].value("t90_s")
    30.0
    """
    return parse_sensors(load_folder("hazards").get("sensors", []), load_sources())


@cache
def load_lead_times() -> tuple[LeadTime, ...]:
    """Return the measured lead times."""
    sources, found = load_sources(), []
    for row in load_folder("hazards").get("lead_times", []):
        if row["source"] not in sources or row["place"] not in _PLACES:
            raise InputError(f"hazards/lead_times.yaml: {row['id']}: source or place is not known")
        lead = Datum(
            float(row["lead_s"]), "s", row["uncertainty"], row["source"], row["locator"],
            Kind(row["kind"]), conditions=row["conditions"],
        )  # fmt: skip
        found.append(LeadTime(row["id"], row["gas"], row["place"], row["event"], lead))
    return tuple(found)


def parse_sensors(
    raw: list[dict[str, Any]], sources: Mapping[str, object]
) -> Mapping[str, SensorType]:
    """Build the kinds of sensors from the content of their file.

    Raises
    ------
    InputError
        If a field or number is not known, or lacks evidence.
    """
    found: dict[str, SensorType] = {}
    for row in raw:
        where = f"hazards/sensors.yaml: {row.get('id', '?')}"
        shared = row.get("shared", {})
        responses = dict(row.get("responses", {}))
        of_responses = responses.pop("shared", shared)
        numbers = {}
        for name, given in row.get("numbers", {}).items():
            if name not in NUMBERS:
                raise InputError(f"{where}: number {name!r} is not one of {', '.join(NUMBERS)}")
            numbers[name] = _number(given, shared, NUMBERS[name], f"{where}: {name}", sources)
        if "t90_s" not in numbers:
            raise InputError(f"{where}: t90_s is missing")
        background = row.get("background_ppm", {"value": 0.0, "kind": "assumed"})
        back = _number(background, {}, "ppm", f"{where}: background_ppm", sources)
        answers = {
            name: _number(given, of_responses, "1", f"{where}: response to {name}", sources)
            for name, given in responses.items()
        }
        used = (*numbers.values(), *answers.values())
        if row["id"] in found:
            raise InputError(f"{where}: is given twice")
        found[row["id"]] = SensorType(
            id=row["id"],
            title=row["title"],
            principle=row["principle"],
            target=row["target"],
            numbers=MappingProxyType(numbers),
            responses=MappingProxyType(answers),
            flammables=tuple(row.get("flammables", ())),
            poisoned_by=tuple(row.get("poisoned_by", ())),
            background_ppm=back.value,
            note=row.get("note", ""),
            sources=tuple(dict.fromkeys(item.source for item in used if item.source)),
        )
    return MappingProxyType(found)


def _number(
    given: Any, shared: Mapping[str, Any], unit: str, where: str, sources: Mapping[str, object]
) -> SensorNumber:
    own = given if isinstance(given, Mapping) else {"value": given}
    fields = {**shared, **own}
    if own.get("kind") == Kind.ASSUMED:
        # What a row shares is the source of its other numbers.
        fields["source"], fields["locator"] = own.get("source", ""), own.get("locator", "")
    kind = Kind(fields.get("kind", ""))
    source = fields.get("source", "")
    if kind is not Kind.ASSUMED and (source not in sources or not fields.get("locator")):
        raise InputError(f"{where}: a {kind.value} number needs a source and a place in it")
    return SensorNumber(
        value=float(fields["value"]),
        unit=unit,
        kind=kind,
        source=source,
        locator=fields.get("locator", ""),
        bound=fields.get("bound", "="),
        uncertainty=fields.get("uncertainty", NOT_REPORTED),
        note=fields.get("note", ""),
    )
