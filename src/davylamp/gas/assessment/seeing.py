"""Which sensor would see the gas of a case, at what reading, and how early."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from davylamp.cell.model import Casing, Surroundings
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Unknown, weakest
from davylamp.gas.assessment._digits import digits
from davylamp.gas.assessment.exposure import HOUR_S
from davylamp.gas.assessment.parts import Place
from davylamp.gas.assessment.result import CaseOpening, GasCase, Seen, Step
from davylamp.gas.source import GasSource, When

if TYPE_CHECKING:
    from davylamp.gas.sensors import SensorAdvice, Sighting

__all__ = ["Watched", "seen_by", "sensor_step", "watched", "watched_inside"]

#: Sensors named in the answer, and listed.
_NAMED: Final = 3
_LISTED: Final = 5
#: Share of a limit from which on gas that no sensor sees is bad news [1].
_HARMS: Final = 0.1
_SETTLE: Final = "a sensor of this kind beside a cell that is made to fail, with the gas analysed"


@dataclass(frozen=True, slots=True)
class Watched:
    """What sensors make of the gas of a case."""

    case: GasCase
    advice: SensorAdvice
    inside: bool = False

    @property
    def ident(self) -> str:
        """Id of the case, with the headspace where the sensors are there."""
        return f"{self.case.id}-headspace" if self.inside else self.case.id

    @property
    def title(self) -> str:
        """Title of the case, with the headspace where the sensors are there."""
        return f"{self.case.title} (in the headspace)" if self.inside else self.case.title

    @property
    def seeing(self) -> tuple[Sighting, ...]:
        """Kinds of sensors that see it and are not known to fail in this air, earliest first."""
        return tuple(
            item
            for item in self.advice.sightings
            if item.seen_s is not None and item.works is not False
        )


def watched(case: GasCase, source: GasSource, around: Surroundings | None) -> Watched:
    """Return what sensors in the place of a case would see.

    Parameters
    ----------
    case : GasCase
        The case.
    source : GasSource
        Its source, as it comes into the place: of all cells, from the first gas on.
    around : Surroundings or None
        Air of the room where the cell is made, whose humidity counts there.

    Raises
    ------
    DavylampError
        If the place or the gas does not make sense.
    """
    from davylamp.gas.room import Room
    from davylamp.gas.sensors import watch_sources

    place = case.place
    room = Room(place.volume_m3, place.air_flow_m3_per_s, place.temperature_K, place.pressure_Pa)
    humid = _humidity(place, around) if case.when is When.MAKING else None
    lasts = 0.0 if source.history is None else float(source.history.time_s[-1])
    return Watched(
        case,
        watch_sources(
            [source],
            room,
            until_s=max(HOUR_S, lasts),
            place=place.title,
            relative_humidity_percent=humid,
        ),
    )


def watched_inside(
    case: GasCase, source: GasSource, casing: Casing, opening: CaseOpening
) -> Watched:
    """Return what sensors inside one cell would see of the gas of a case, before it opens.

    Parameters
    ----------
    case : GasCase
        The case.
    source : GasSource
        Its source, of one cell, on its own clock.
    casing : Casing
        With its free volume.
    opening : CaseOpening
        When it opens, if that can be told.

    Raises
    ------
    DavylampError
        If the volume or the gas does not make sense.
    """
    from davylamp.gas.room import Room
    from davylamp.gas.sensors import watch_sources

    inside = source if source.duration_s is not None else replace(source, history=None)
    opens = next((item.value for item in opening.figures if item.key == "opens_min"), None)
    lasts = 0.0 if inside.history is None else float(inside.history.time_s[-1])
    advice = watch_sources(
        [inside],
        Room(casing.free_volume_m3 or 0.0, 0.0),
        until_s=max(HOUR_S, lasts),
        place="headspace of the cell",
        events_s=None if opens is None or inside.history is None else {"opening": 60.0 * opens},
    )
    return Watched(case, advice, inside=True)


def sensor_step(found: Watched) -> Step:
    """Return the sensors that see the gas of a case as numbers."""
    advice, case = found.advice, found.case
    seeing = found.seeing
    named = ", ".join(_in_words(item) for item in seeing[:_NAMED])
    unknown = list(advice.unknown)
    if advice.blind:
        answer = "no kind of sensor that is known here would see it"
    else:
        answer = f"seen by {named}"
    if not advice.sightings:
        unknown.append(Unknown("which sensor sees it", _SETTLE))
    return Step(
        id=f"sensors-{found.ident}",
        title=f"Sensors for: {found.title}",
        when=case.when,
        answer=answer if advice.sightings else "",
        kind=weakest(item.kind for item in seeing[:_NAMED]),
        sources=tuple(dict.fromkeys(key for item in seeing[:_NAMED] for key in item.sources)),
        notes=tuple(
            f"{item.title}: {reason.rstrip('.')}."
            for item in seeing[:_NAMED]
            for reason in item.reasons
        ),
        unknown=tuple(unknown),
        # What does no harm needs no alarm.
        warns=advice.blind and case.harm >= _HARMS,
    )


def _in_words(item: Sighting) -> str:
    point = item.set_point
    parts = [f"by {item.by_gas}"] if item.by_gas else []
    if point.warn is not None:
        percent = point.unit == "share of LFL"
        value = 100.0 * point.warn if percent else point.warn
        parts.append(f"warn at {digits(value, 3)} {'% of LFL' if percent else point.unit}")
    return f"{item.title} ({', '.join(parts)})" if parts else item.title


def seen_by(found: Watched) -> tuple[Seen, ...]:
    """Return the first sensors that see the gas of a case."""
    listed = []
    for item in found.seeing[:_LISTED]:
        point = item.set_point
        factor, unit = (100.0, "% of LFL") if point.unit == "share of LFL" else (1.0, point.unit)
        listed.append(
            Seen(
                case_id=found.ident,
                case=found.title,
                sensor=item.sensor,
                title=item.title,
                by_gas=item.by_gas,
                unit=unit,
                warn=None if point.warn is None else factor * point.warn,
                alarm=None if point.alarm is None else factor * point.alarm,
                basis=point.warn_basis,
                reads=factor * item.peak,
                leads_s=dict(item.leads_s),
                works=item.works,
                kind=item.kind,
                sources=item.sources,
            )
        )
    return tuple(listed)


def _humidity(place: Place, around: Surroundings | None) -> float | None:
    """Return the relative humidity of the room where the cell is made [%], None where unknown."""
    if around is None:
        return None
    if around.relative_humidity is not None:
        return 100.0 * around.relative_humidity
    if around.dew_point_K is None:
        return None
    from davylamp.materials.humidity import moist_air

    try:
        air = moist_air(place.temperature_K, dew_point_K=around.dew_point_K)
    except DavylampError:
        return None
    return min(100.0 * air.relative_humidity, 100.0)
