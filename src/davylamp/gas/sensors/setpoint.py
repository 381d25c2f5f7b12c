"""At what reading a sensor should warn and alarm: shares of limits, never within its noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.evidence import Unknown, unknown_record
from davylamp.store.hazards import HazardLimit, HazardTable
from davylamp.store.sensors import SensorType

__all__ = ["SetPoint", "set_point"]

#: Rule of thumb of a maker (drager_ac): the smallest alarm is twice the detection limit.
_LEAST_OVER_LIMIT: Final = 2.0
#: Limits at work to warn at and to alarm at.
_WARN: Final = ("TWA",)
_ALARM: Final = ("STEL", "ceiling")


@dataclass(frozen=True, slots=True)
class SetPoint:
    """Readings of a sensor, in its unit.

    Parameters
    ----------
    sensor : str
        Id of the kind of sensor.
    unit : str
        ``ppm``, ``share of LFL`` or ``Pa``.
    least : float or None
        Smallest reading that is no noise: background and twice the detection limit.
    warn, alarm : float or None
        Advised readings; None where no limit gives one.
    warn_basis, alarm_basis : str
        Where they come from, in words.
    raised : bool
        Whether the wanted warning lies within the noise, so that it is set to `least`.
    limits : tuple of HazardLimit
        Limits used.
    unknown : tuple of Unknown
        What cannot be said.
    """

    sensor: str
    unit: str
    least: float | None
    warn: float | None
    alarm: float | None
    warn_basis: str
    alarm_basis: str
    raised: bool
    limits: tuple[HazardLimit, ...]
    unknown: tuple[Unknown, ...]

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "sensor": self.sensor,
            "unit": self.unit,
            "least": self.least,
            "warn": self.warn,
            "alarm": self.alarm,
            "warn_basis": self.warn_basis,
            "alarm_basis": self.alarm_basis,
            "raised": self.raised,
            "unknown": unknown_record(self.unknown),
        }


def set_point(
    sensor: SensorType,
    table: HazardTable,
    *,
    warn_share_of_lfl: float = 0.10,
    alarm_share_of_lfl: float = 0.25,
    share_of_work_limit: float = 1.0,
    vent_Pa: float | None = None,
) -> SetPoint:
    """Return at what reading a sensor should warn and alarm.

    The lowest of 10 % of the lower flammability limit and the limit of a working day warns; the
    lowest of 25 % and the short-time limit alarms. Where the short-time limit of one issuer lies
    below the limit of a working day of another, both are at it.

    Parameters
    ----------
    sensor : SensorType
        The kind of sensor.
    table : HazardTable
        Limits.
    warn_share_of_lfl, alarm_share_of_lfl : float
        Usual shares of the lower flammability limit [1]; assumed.
    share_of_work_limit : float
        Of limits at work [1].
    vent_Pa : float or None
        Pressure above ambient at which a cell vents [Pa]; a sensor of pressure warns at half.

    Examples
    --------
    >>> from davylamp.store.hazards import load_hazards
    >>> from davylamp.store.sensors import load_sensors
    >>> set_point(load_sensors()["tc-h2"], load_hazards()).warn
    4000.0
    """
    if sensor.target == "pressure":
        return _of_pressure(sensor, vent_Pa)
    if sensor.flammables:
        noise = sensor.value("detection_limit_share_of_lfl")
        least = None if noise is None else _LEAST_OVER_LIMIT * noise
        return _built(
            sensor, "share of LFL", least,
            (warn_share_of_lfl, f"{100.0 * warn_share_of_lfl:g} % of the lower flammability limit"),
            (alarm_share_of_lfl, f"{100.0 * alarm_share_of_lfl:g} % of it"), (), (),
        )  # fmt: skip
    noise = sensor.value("detection_limit_ppm")
    least = None if noise is None else sensor.background_ppm + _LEAST_OVER_LIMIT * noise
    used: list[HazardLimit] = []
    warn = _lowest(sensor.target, table, warn_share_of_lfl, _WARN, share_of_work_limit, used)
    alarm = _lowest(sensor.target, table, alarm_share_of_lfl, _ALARM, share_of_work_limit, used)
    unknown: tuple[Unknown, ...] = ()
    if warn[0] is None and alarm[0] is None:
        gas = sensor.target or "the gases that it tells no difference of"
        unknown = (
            Unknown(
                f"at what reading a {sensor.title} should alarm",
                f"a limit of {gas}; until then set it just above its noise",
            ),
        )
    return _built(sensor, "ppm", least, warn, alarm, tuple(used), unknown)


def _of_pressure(sensor: SensorType, vent_Pa: float | None) -> SetPoint:
    noise = sensor.value("detection_limit_Pa")
    least = None if noise is None else _LEAST_OVER_LIMIT * noise
    if vent_Pa is None:
        unknown = (Unknown("at what pressure to warn", "the pressure at which the cell vents"),)
        return _built(sensor, "Pa", least, (None, ""), (None, ""), (), unknown)
    return _built(
        sensor, "Pa", least, (0.5 * vent_Pa, "half of the venting pressure"),
        (0.8 * vent_Pa, "0.8 of the venting pressure"), (), (),
    )  # fmt: skip


def _lowest(
    species: str,
    table: HazardTable,
    share_of_lfl: float,
    quantities: tuple[str, ...],
    share: float,
    used: list[HazardLimit],
) -> tuple[float | None, str]:
    if not species:
        return None, ""
    found: list[tuple[float, str, HazardLimit]] = []
    lower = table.lowest(species, "LFL")
    if lower is not None and lower.ppm is not None:
        value = share_of_lfl * lower.ppm
        found.append((value, f"{100.0 * share_of_lfl:g} % of LFL ({lower.issuer})", lower))
    for quantity in quantities:
        limit = table.lowest(species, quantity)
        if limit is not None and limit.value is not None:
            words = quantity if share >= 1.0 else f"{100.0 * share:g} % of {quantity}"
            found.append((share * limit.value, f"{words} ({limit.issuer})", limit))
    if not found:
        return None, ""
    value, words, limit = min(found, key=lambda item: item[0])
    used.append(limit)
    return value, words


def _built(
    sensor: SensorType,
    unit: str,
    least: float | None,
    warn: tuple[float | None, str],
    alarm: tuple[float | None, str],
    limits: tuple[HazardLimit, ...],
    unknown: tuple[Unknown, ...],
) -> SetPoint:
    def lifted(value: float | None) -> float | None:
        # Without a limit the earliest warning is all there is to advise.
        return least if value is None else value if least is None else max(value, least)

    if warn[0] is not None and alarm[0] is None:
        alarm = warn
    elif warn[0] is not None and alarm[0] is not None and alarm[0] < warn[0]:
        # A short-time limit below that of a day, of another issuer: no warning may come after it.
        warn = alarm
    raised = least is not None and warn[0] is not None and warn[0] < least
    basis = warn[1] if warn[0] is not None else "just above the noise"
    if raised:
        basis = f"twice the detection limit, as {warn[1]} lies below it"
    return SetPoint(
        sensor.id, unit, least, lifted(warn[0]), lifted(alarm[0]), basis, alarm[1] or basis,
        raised, limits, unknown,
    )  # fmt: skip
