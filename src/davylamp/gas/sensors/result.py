"""What sensors make of a release: sightings, and which of them to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from davylamp.core.evidence import Kind, Unknown, unknown_record
from davylamp.gas.sensors.order import Appearance
from davylamp.gas.sensors.setpoint import SetPoint

__all__ = ["SensorAdvice", "Sighting"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one kind of sensor makes of the air.

    Parameters
    ----------
    sensor, title, place : str
        Id, in words, and where it is.
    set_point : SetPoint
        Readings to warn and alarm at.
    seen_s, warned_s, alarmed_s : float or None
        First time that its reading, delayed, is more than noise, warns and alarms [s]; None if
        never.
    by_gas : str
        Gas that makes up most of the reading when it is first seen, or at its highest.
    peak : float
        Highest reading above the background, in the unit of the set point.
    leads_s, warning_leads_s : mapping of str to float or None
        Time from being seen, and from the advised warning, until each event [s]; negative where
        the event came first; None where either is not reached or not known.
    works : bool or None
        Whether the air suits it; None where nobody told.
    reasons : tuple of str
        Why it does not suit, saturates or may be misled.
    kind : Kind
        Weakest evidence of detection limit and response time.
    sources : tuple of str
        Bibliography keys.
    """

    sensor: str
    title: str
    place: str
    set_point: SetPoint
    seen_s: float | None
    warned_s: float | None
    alarmed_s: float | None
    by_gas: str
    peak: float
    leads_s: Mapping[str, float | None]
    warning_leads_s: Mapping[str, float | None]
    works: bool | None
    reasons: tuple[str, ...]
    kind: Kind
    sources: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "sensor": self.sensor,
            "title": self.title,
            "place": self.place,
            "set_point": self.set_point.record(),
            "seen_s": self.seen_s,
            "warned_s": self.warned_s,
            "alarmed_s": self.alarmed_s,
            "by_gas": self.by_gas,
            "peak": self.peak,
            "leads_s": dict(self.leads_s),
            "warning_leads_s": dict(self.warning_leads_s),
            "works": self.works,
            "reasons": list(self.reasons),
            "kind": self.kind.value,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class SensorAdvice:
    """Which sensors would see a release.

    Parameters
    ----------
    place : str
        Where the sensors are.
    gases : tuple of Appearance
        Gases in the order in which they appear.
    sightings : tuple of Sighting
        Of every kind of sensor, the earliest that works first.
    events_s : mapping of str to float
        What is to be prevented, and when it comes [s].
    unknown : tuple of Unknown
        What cannot be said.
    """

    place: str
    gases: tuple[Appearance, ...]
    sightings: tuple[Sighting, ...]
    events_s: Mapping[str, float]
    unknown: tuple[Unknown, ...]

    @property
    def best(self) -> Sighting | None:
        """The earliest sensor that works in this air, else one of which that is not known."""
        for works in (True, None):
            for item in self.sightings:
                if item.seen_s is not None and item.works is works:
                    return item
        return None

    @property
    def blind(self) -> bool:
        """Whether no kind of sensor that may work in this air would see it."""
        return self.best is None

    @property
    def first_gas(self) -> str | None:
        """Gas that appears first; None where none reaches 1 ppm."""
        return next((item.species for item in self.gases if item.time_s is not None), None)

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        best = self.best
        return {
            "place": self.place,
            "first_gas": self.first_gas,
            "best": None if best is None else best.sensor,
            "blind": self.blind,
            "events_s": dict(self.events_s),
            "gases": [item.record() for item in self.gases],
            "sightings": [item.record() for item in self.sightings],
            "unknown": unknown_record(self.unknown),
        }
