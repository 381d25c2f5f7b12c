"""Humidity of a dry room for people, and words that its other answers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.gas.dryroom import Humidity

__all__ = ["answer_humidity", "celsius", "dew_words", "duration"]


def answer_humidity(options: Mapping[str, Any]) -> None:
    """Print one humidity in every measure."""
    from davylamp.cli.dryroom_ask import humidity_from
    from davylamp.cli.output import print_facts, print_json, print_notes

    found = humidity_from(options)
    if options["as_json"]:
        print_json("dryroom/1", {"mode": "humidity", **found.record()})
        return
    air = found.air
    print_facts(
        "Humidity",
        [
            ("air", f"{celsius(air.temperature_K)}, {number(air.total_Pa, 6)} Pa"),
            ("dew point", dew_words(air.dew_point_K)),
            ("frost point", _point(found.frost_point_K, air.dew_point_K)),
            ("dew point over water", dew_words(found.water_dew_point_K)),
            ("relative humidity", f"{number(100.0 * air.relative_humidity, 4)} %"),
            ("water by volume", f"{number(air.water_ppm, 4)} ppm"),
            ("vapour pressure", quantity(air.water_Pa, "Pa", 4)),
            ("water in the air", quantity(1e3 * found.water_kg_per_m3, "g/m3", 4)),
            ("humidity ratio", f"{number(1e3 * found.humidity_ratio, 4)} g/kg of dry air"),
            ("wet bulb", _wet(found)),
            ("enthalpy", f"{number(1e-3 * found.enthalpy_J_per_kg, 4)} kJ/kg of dry air"),
        ],
    )
    print_notes(
        ["Dew points below 0 °C are over ice, as dry rooms state them. Vapour pressure: "
         "10.1256/qj.04.94 (ice, supercooled water), 10.1063/1.1461829 (water)."]
    )  # fmt: skip


def celsius(kelvin: float | None, digits: int = 4) -> str:
    """Return a temperature in degrees Celsius."""
    return (
        "unknown" if kelvin is None else f"{number(round(kelvin - ZERO_CELSIUS_K, 3), digits)} °C"
    )


def dew_words(kelvin: float | None) -> str:
    """Return a dew point; none means air drier than the formulas reach."""
    return "below −100 °C" if kelvin is None else celsius(kelvin)


def duration(seconds: float | None) -> str:
    """Return a time in the unit that suits it."""
    if seconds is None:
        return "never"
    for size, unit in ((86400.0, "d"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 2.0 * size:
            return f"{number(seconds / size)} {unit}"
    return f"{number(seconds)} s"


def _point(frost: float | None, dew: float | None) -> str:
    if frost is None and dew is not None:
        return "none: dew forms above 0.01 °C"
    return dew_words(frost)


def _wet(found: Humidity) -> str:
    return celsius(found.wet_bulb_K)
