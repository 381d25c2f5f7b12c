"""Which sensor sees the gas, when, and how long before what is to be prevented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.evidence import Unknown, weakest
from davylamp.gas.crossing import first_reached
from davylamp.gas.room import Room, emissions_of_source, room_history
from davylamp.gas.sensors.air import SensedAir, sensed_room
from davylamp.gas.sensors.order import THERE_PPM, first_by_onset, first_gases
from davylamp.gas.sensors.reading import contributions, readings
from davylamp.gas.sensors.result import SensorAdvice, Sighting
from davylamp.gas.sensors.setpoint import set_point
from davylamp.gas.sensors.working import working
from davylamp.gas.source import GasSource
from davylamp.store.hazards import HazardTable, load_hazards
from davylamp.store.sensors import SensorType, load_sensors

__all__ = ["watch", "watch_sources"]

FloatArray = npt.NDArray[np.float64]

#: Gases that do no harm by themselves below tens of percent.
_PLAIN: Final = {"N2", "Ar", "He", "O2", "H2O"}
#: Sensors that stand inside a cell.
_INSIDE: Final = ("fibre-pressure",)


def watch(
    air: SensedAir,
    *,
    events_s: Mapping[str, float] | None = None,
    sensors: Sequence[SensorType] | None = None,
    table: HazardTable | None = None,
    vent_Pa: float | None = None,
) -> SensorAdvice:
    """Return what sensors in this air would see, and how long before what is to be prevented.

    Parameters
    ----------
    air : SensedAir
        Of a room, an enclosure or the headspace of a cell.
    events_s : mapping of str to float
        What is to be prevented, on the clock of the air [s]: ``{"vent": 300.0}``. The time at which
        a gas is first at its IDLH is added for a room.
    sensors : sequence of SensorType
        By default every shipped kind; those made for the inside of a cell only there.
    table : HazardTable
        Limits; by default the shipped ones.
    vent_Pa : float or None
        Pressure above ambient at which the cell vents [Pa], for sensors of pressure.
    """
    limits = load_hazards() if table is None else table
    inside = air.place.startswith("headspace")
    kinds = tuple(load_sensors().values()) if sensors is None else tuple(sensors)
    kinds = tuple(item for item in kinds if inside or item.id not in _INSIDE)
    lower = {
        name: found.ppm
        for name in air.ppm
        if (found := limits.lowest(name, "LFL")) is not None and found.ppm is not None
    }
    events = dict(events_s or {})
    unknown: list[Unknown] = []
    if not inside:
        events.update(_at_limit(air, limits))
    read = readings(kinds, air, lower)
    seen = [
        _sighting(kind, air, read[row], lower, limits, events, vent_Pa)
        for row, kind in enumerate(kinds)
    ]
    if air.relative_humidity_percent is None:
        unknown.append(
            Unknown(
                "whether sensors with an aqueous electrolyte work in this air",
                "its relative humidity or dew point",
            )
        )
    unknown.extend(_without_sensor(air, kinds))
    order = {True: 0, None: 1, False: 2}
    seen.sort(
        key=lambda item: (
            item.seen_s is None,
            order[item.works],
            0.0 if item.seen_s is None else item.seen_s,
            item.sensor,
        )
    )
    return SensorAdvice(air.place, first_gases(air), tuple(seen), events, tuple(unknown))


def watch_sources(
    sources: Sequence[GasSource],
    room: Room,
    *,
    until_s: float = 3600.0,
    over_s: float | None = None,
    place: str = "room",
    relative_humidity_percent: float | None = None,
    events_s: Mapping[str, float] | None = None,
    sensors: Sequence[SensorType] | None = None,
) -> SensorAdvice:
    """Return what sensors in a room would see of the gas of sources.

    Where a source has no history and no duration, its gas comes at once: that tells which sensors
    would see the amount, while every lead time is unknown, and so is whether slow gas, which
    ventilation keeps low, would be seen.

    Parameters
    ----------
    sources : sequence of GasSource
        What is set free together.
    room : Room
        Into which.
    until_s : float
        End [s].
    over_s : float or None
        Time that the release takes [s], if the caller knows.
    place : str
        Name of the room.
    relative_humidity_percent, events_s, sensors
        As in `watch` and `SensedAir`.
    """
    emissions = [item for source in sources for item in emissions_of_source(source, over_s=over_s)]
    history = room_history(room, emissions, until_s)
    air = sensed_room(history, place=place, relative_humidity_percent=relative_humidity_percent)
    untimed = [
        source.title
        for source in sources
        if source.history is None and over_s is None and source.duration_s is None
    ]
    if not untimed:
        return watch(air, events_s=events_s, sensors=sensors)
    found = watch(air, sensors=sensors)
    told = tuple(_untimed(item, (*(events_s or {}), *found.events_s)) for item in found.sightings)
    missing = Unknown(
        f"how early a sensor sees the gas of {', '.join(untimed)}, and whether it does where "
        "ventilation keeps slow gas low: its rate is not known",
        "gas over time from this material or cell, by mass spectrometer or in a closed vessel",
    )
    gases = tuple(replace(item, time_s=None) for item in found.gases)
    by_onset = first_by_onset(sources)
    if any(item.onset_K is not None or item.onset_V is not None for item in by_onset):
        gases = by_onset
    return SensorAdvice(place, gases, told, {}, (*found.unknown, missing))


def _without_sensor(air: SensedAir, kinds: Sequence[SensorType]) -> list[Unknown]:
    known = {name for kind in kinds for name in (kind.target, *kind.flammables)}
    known.update(
        name for kind in kinds for name, answer in kind.responses.items() if answer.value > 0.0
    )
    return [
        Unknown(f"which sensor would see {name}", f"the response of a sensor to {name}")
        for name, values in air.ppm.items()
        if name not in known | _PLAIN
        and float(values.max()) - air.base_ppm.get(name, 0.0) > THERE_PPM
    ]


def _at_limit(air: SensedAir, limits: HazardTable) -> dict[str, float]:
    first: tuple[float, str] | None = None
    for name, values in air.ppm.items():
        limit = limits.lowest(name, "IDLH")
        if limit is None or not limit.value:
            continue
        when = first_reached(values, limit.value, air.time_s)
        if when is not None and (first is None or when < first[0]):
            first = when, name
    return {} if first is None else {f"IDLH of {first[1]}": first[0]}


def _sighting(
    kind: SensorType,
    air: SensedAir,
    read: FloatArray,
    lower: Mapping[str, float],
    limits: HazardTable,
    events: Mapping[str, float],
    vent_Pa: float | None,
) -> Sighting:
    point = set_point(kind, limits, vent_Pa=vent_Pa)
    base = kind.background_ppm if point.unit == "ppm" else 0.0
    drift = kind.value("drift_Pa_per_K") or 0.0
    swing = float(air.temperature_K.max() - air.temperature_K.min())

    def when(level: float | None) -> float | None:
        above = 0.0 if level is None else max(level - base, 0.0) + drift * swing
        # A level within the background is no level.
        return first_reached(read, above, air.time_s) if above > 0.0 else None

    seen, warned, alarmed = when(point.least), when(point.warn), when(point.alarm)
    at = seen if seen is not None else float(air.time_s[int(np.argmax(read))])
    parts = contributions(kind, air, lower)
    now = {name: float(np.interp(at, air.time_s, part)) for name, part in parts.items()}
    by_gas = max(now, key=lambda name: now[name], default="")
    if by_gas and now[by_gas] <= 0.0:
        by_gas = ""
    answer = kind.responses.get(by_gas)
    used = () if answer is None or by_gas == kind.target else (answer.kind,)
    works, reasons = working(kind, air, at, read, parts, by_gas, lower)
    return Sighting(
        sensor=kind.id,
        title=kind.title,
        place=air.place,
        set_point=point,
        seen_s=seen,
        warned_s=warned,
        alarmed_s=alarmed,
        by_gas=by_gas,
        peak=float(read.max()),
        leads_s=_leads(seen, events),
        warning_leads_s=_leads(warned, events),
        works=works,
        reasons=reasons,
        kind=weakest([kind.kind, *used]),
        sources=kind.sources,
    )


def _leads(from_s: float | None, events: Mapping[str, float]) -> dict[str, float | None]:
    return {name: None if from_s is None else time - from_s for name, time in events.items()}


def _untimed(item: Sighting, events: Sequence[str]) -> Sighting:
    # Times of gas that came all at once are no times: only whether it is seen remains.
    none = dict.fromkeys(events)
    return replace(item, leads_s=none, warning_leads_s=none)
