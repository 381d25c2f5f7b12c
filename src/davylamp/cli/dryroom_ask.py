"""What a command line asks of a dry room: mode, humidity, room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from davylamp.core.constants import ATMOSPHERE_PA
from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity

if TYPE_CHECKING:
    from davylamp.gas.dryroom import Humidity
    from davylamp.gas.room import Room

__all__ = [
    "flow_from",
    "humidity_from",
    "mode_of",
    "not_negative",
    "optional",
    "outside_from",
    "parts_from",
    "room_from",
]

#: Option, argument of `humidity`, unit in which it is read, factor.
_MEASURES: Final = (
    ("dew_point", "--dew-point", "dew_point_K", "K", 1.0),
    ("frost_point", "--frost-point", "frost_point_K", "K", 1.0),
    ("water_dew_point", "--water-dew-point", "water_dew_point_K", "K", 1.0),
    ("humidity", "--humidity", "relative_humidity", "1", 1.0),
    ("vapour_pressure", "--vapour-pressure", "water_Pa", "Pa", 1.0),
    ("absolute", "--absolute", "water_kg_per_m3", "kg/m3", 1.0),
    ("humidity_ratio", "--humidity-ratio", "humidity_ratio", "1", 1.0),
    ("wet_bulb", "--wet-bulb", "wet_bulb_K", "K", 1.0),
)
_ROOM: Final = "22 degC"
#: Options that belong to one mode alone.
_BELONG: Final = {
    "batch": ("mass", "time", "air_changes", "air_flow", "released", "released_in", "released_at",
              "limit", "issuer"),
    "getters": ("oxide", "carbon_dioxide"),
    "load": ("people", "person", "leakage", "fresh_air", "process", "supply_dew_point",
             "supply_flow"),
    "glove box": ("leak", "purge", "purifier"),
}  # fmt: skip


def mode_of(options: Mapping[str, Any]) -> str:
    """Return what is asked: ``batch``, ``getters``, ``load``, ``glove box`` or ``humidity``.

    Raises
    ------
    InputError
        If two things are asked, or an option belongs to another question.
    """
    batch = options["example"] is not None
    # A material beside --getters is the sulfide whose gas they are to take up.
    batch = batch or (options["what"] is not None and not options["getters"])
    asked = [
        mode
        for mode, given in (
            ("batch", batch),
            ("getters", options["getters"]),
            ("load", options["load"]),
            ("glove box", options["glove_box"]),
        )
        if given
    ]
    if len(asked) > 1:
        raise InputError(f"{' and '.join(asked)} are asked", remedy="ask one question at a time")
    mode = asked[0] if asked else "humidity"
    for other, names in _BELONG.items():
        for name in names:
            shared = mode == "getters" and name == "released"
            if options[name] and other != mode and not shared:
                how = "a material or a cell" if other == "batch" else f"--{other.replace(' ', '-')}"
                raise InputError(
                    f"--{_shown(name)} belongs to another question", remedy=f"ask with {how}"
                )
    return mode


def optional(options: Mapping[str, Any], name: str, unit: str) -> float | None:
    """Return an option as a number, None where it is not given; the error names it."""
    text = options[name]
    if text is None:
        return None
    try:
        return parse_quantity(text, unit)
    except InputError as error:
        raise InputError(f"--{_shown(name)}: {error.message}", remedy=error.remedy) from None


def not_negative(options: Mapping[str, Any], name: str, unit: str) -> float | None:
    """Return an option as a number of 0 or more, None where it is not given."""
    value = optional(options, name, unit)
    if value is not None and value < 0.0:
        raise InputError(f"--{_shown(name)} {options[name]} is negative", remedy="give 0 or more")
    return value


def parts_from(options: Mapping[str, Any], name: str) -> float | None:
    """Return a concentration [ppm]: a bare number is ppm, '1 %' and '0.5 ppm' say so."""
    text = options[name]
    if text is None:
        return None
    bare = str(text).replace(".", "", 1).replace("e-", "", 1).replace("e", "", 1).strip()
    value = optional({name: text}, name, "1")
    assert value is not None
    found = value if bare.lstrip("+-").isdigit() else 1e6 * value
    if name.endswith("_ppm") and not 0.0 <= found <= 1e6:
        raise InputError(
            f"--{_shown(name)} {text} is not within 0 and 1,000,000 ppm", remedy="give it in ppm"
        )
    return found


def humidity_from(options: Mapping[str, Any]) -> Humidity:
    """Return the air of the room.

    Raises
    ------
    InputError
        If there is not exactly one measure of its humidity, or it is impossible.
    """
    found = optional_humidity(options)
    if found is None:
        raise InputError(
            "there is no humidity",
            remedy="give one measure of it: --dew-point '-40 degC', --ppm 0.5, --humidity '1 %'",
        )
    return found


def optional_humidity(options: Mapping[str, Any]) -> Humidity | None:
    """Return the air of the room, None where no measure of its humidity is given."""
    from davylamp.gas.dryroom import humidity

    given = {
        argument: factor * value
        for name, _, argument, unit, factor in _MEASURES
        if (value := optional(options, name, unit)) is not None
    }
    parts = parts_from(options, "ppm")
    if parts is not None:
        given["water_ppm"] = parts
    if not given:
        return None
    if len(given) > 1:
        named = [flag for name, flag, *_ in _MEASURES if options[name] is not None]
        named += ["--ppm"] if parts is not None else []
        raise InputError(f"{' and '.join(named)} are given", remedy="give one measure of humidity")
    kelvin = optional(options, "temperature", "K")
    pressure = optional(options, "pressure", "Pa")
    return humidity(
        parse_quantity(_ROOM, "K") if kelvin is None else kelvin,
        total_Pa=ATMOSPHERE_PA if pressure is None else pressure,
        **given,
    )


def outside_from(options: Mapping[str, Any]) -> Humidity:
    """Return the air outside."""
    from davylamp.gas.dryroom import humidity

    kelvin = optional(options, "outside_temperature", "K")
    share = optional(options, "outside_humidity", "1")
    assert kelvin is not None
    return humidity(kelvin, relative_humidity=share)


def flow_from(options: Mapping[str, Any], volume_m3: float) -> float | None:
    """Return the supply of air [m3/s], None where it is not given.

    Raises
    ------
    InputError
        If it is given twice, or negative.
    """
    changes = optional(options, "air_changes", "1/s")
    flow = optional(options, "air_flow", "m3/s")
    if changes is not None and flow is not None:
        raise InputError("--air-changes and --air-flow are given", remedy="give one of them")
    value = flow if changes is None else changes * volume_m3
    if value is not None and value < 0.0:
        raise InputError("the supply of air is negative", remedy="'0 1/h' is none")
    return value


def room_from(options: Mapping[str, Any], air: Humidity) -> Room:
    """Return the room.

    Raises
    ------
    InputError
        If its volume or supply of air is not given, or is not possible.
    """
    from davylamp.gas.room import Room

    volume = optional(options, "volume", "m3")
    if volume is None:
        raise InputError("there is no volume of the room", remedy="--volume '100 m3'")
    if volume <= 0.0:
        raise InputError(f"--volume {options['volume']} is not above 0", remedy="give the room's")
    flow = flow_from(options, volume)
    if flow is None:
        raise InputError(
            "there is no supply of air",
            remedy="--air-changes '30 1/h', or '0 1/h' where there is none",
        )
    return Room(volume, flow, air.air.temperature_K, air.air.total_Pa)


def _shown(name: str) -> str:
    return {"carbon_dioxide": "co2"}.get(name, name.replace("_", "-"))
