"""The airs that a material of the cell meets: where it is made, and where it is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from davylamp.cell import Cell, Surroundings
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import Kind
from davylamp.dossier.numbers import number
from davylamp.dossier.severity import Moment
from davylamp.gas.mixture import AIR_CO2
from davylamp.materials.humidity import ATMOSPHERE_PA

__all__ = ["ROOM_AIR", "Air", "airs_of"]


@dataclass(frozen=True, slots=True)
class Air:
    """Air that a material meets.

    Parameters
    ----------
    key : str
        Short name for ids.
    words : str
        In words.
    moment : Moment
        When.
    dew_point_K, relative_humidity : float or None
        Humidity: one of the two; both None where it is not known.
    dry : bool
        Whether it is a dry gas in which nothing happens as long as it stays so.
    kind : Kind
        How the humidity is known.
    carbon_dioxide_Pa : float or None
        Pressure of carbon dioxide [Pa]; None where there is none.
    carbon_dioxide_kind : Kind
        How that is known.
    """

    key: str
    words: str
    moment: Moment
    dew_point_K: float | None = None
    relative_humidity: float | None = None
    dry: bool = False
    kind: Kind = Kind.MEASURED
    carbon_dioxide_Pa: float | None = None
    carbon_dioxide_kind: Kind = Kind.ASSUMED


#: Where a dead cell is opened; half saturated at 25 degC.
ROOM_AIR: Final = Air(
    "opened",
    "room air of 25 °C and 50 % relative humidity (assumed)",
    Moment.END,
    relative_humidity=0.5,
    kind=Kind.ASSUMED,
    carbon_dioxide_Pa=AIR_CO2 * ATMOSPHERE_PA,
)


def airs_of(cell: Cell) -> tuple[Air, ...]:
    """Return the surroundings that the cell file gives, and room air."""
    around = cell.surroundings
    if around is None:
        words = "the air where the cell is made (not given in the cell file)"
        return Air("making", words, Moment.MAKING), ROOM_AIR
    carbon_dioxide_Pa, how = _carbon_dioxide(around)
    making = Air(
        "making",
        f"{around.atmosphere}, humidity not given",
        Moment.MAKING,
        carbon_dioxide_Pa=carbon_dioxide_Pa,
        carbon_dioxide_kind=how,
    )
    if around.dew_point_K is not None:
        shown = number(around.dew_point_K - ZERO_CELSIUS_K)
        words = f"{around.atmosphere} with a dew point of {shown} °C"
        return replace(making, words=words, dew_point_K=around.dew_point_K), ROOM_AIR
    if around.relative_humidity is not None:
        humidity = around.relative_humidity
        words = f"{around.atmosphere} of {number(100.0 * humidity)} % relative humidity"
        return replace(making, words=words, relative_humidity=humidity), ROOM_AIR
    dry = around.atmosphere in ("argon", "nitrogen", "vacuum", "oxygen")
    return replace(making, dry=dry, kind=Kind.ASSUMED), ROOM_AIR


def _carbon_dioxide(around: Surroundings) -> tuple[float | None, Kind]:
    """Return the pressure of carbon dioxide [Pa] as given; in air assumed where it is not."""
    pressure = ATMOSPHERE_PA if around.pressure_Pa is None else around.pressure_Pa
    if around.co2_fraction is not None:
        return (around.co2_fraction * pressure or None), Kind.MEASURED
    if around.atmosphere in ("air", "dry room"):
        return AIR_CO2 * pressure, Kind.ASSUMED
    return None, Kind.ASSUMED
