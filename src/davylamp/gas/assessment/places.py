"""The places where the gas of a cell comes out: as the cell file gives them, or assumed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from davylamp.cell.model import Cell, Enclosure
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.assessment.parts import Place
from davylamp.gas.mixture import AIR_OXYGEN, ATMOSPHERE_PA
from davylamp.gas.source import When

__all__ = ["REFERENCE_VOLUME_M3", "enclosure_of", "in_enclosure", "making_place", "place_of"]

#: Volume of the room that stands for one that the cell file does not give [m3], an assumption:
#: a small laboratory, in which 1 L of a gas is 10 ppm.
REFERENCE_VOLUME_M3: Final = 100.0
#: Oxygen in the gas of a room by its atmosphere [1]; none in every other one.
_OXYGEN: Final = {"air": AIR_OXYGEN, "dry room": AIR_OXYGEN, "oxygen": 1.0}


def place_of(cell: Cell, when: When) -> Place:
    """Return where the gas of a moment comes out: where it is made, or where the cell opens."""
    return making_place(cell) if when is When.MAKING else enclosure_of(cell)


def making_place(cell: Cell) -> Place:
    """Return the room in which the cell is made.

    Fresh air that the file does not give is taken as none; a volume as `REFERENCE_VOLUME_M3`.
    """
    around = cell.surroundings
    assumed: list[str] = []
    volume = None if around is None else around.volume_m3
    flow = None if around is None else around.air_flow_m3_per_s
    warm = None if around is None else around.temperature_K
    # A vacuum is filled before anyone breathes there.
    pressure = (None if around is None else around.pressure_Pa) or None
    if volume is None:
        assumed.append("volume")
    if flow is None:
        assumed.append("fresh air")
    if warm is None:
        assumed.append("temperature")
    name = "the room where it is made" if around is None else f"the {_room(around.atmosphere)}"
    return Place(
        id="making",
        title=name if volume is not None else f"{name} ({REFERENCE_VOLUME_M3:g} m³, assumed)",
        volume_m3=REFERENCE_VOLUME_M3 if volume is None else volume,
        air_flow_m3_per_s=flow or 0.0,
        temperature_K=STANDARD_TEMPERATURE_K if warm is None else warm,
        pressure_Pa=ATMOSPHERE_PA if pressure is None else pressure,
        oxygen_share=_OXYGEN.get("air" if around is None else around.atmosphere, 0.0),
        assumed=tuple(assumed),
    )


def enclosure_of(cell: Cell) -> Place:
    """Return where the cell opens: its enclosure, or the assumed room."""
    given = cell.enclosure
    if given is None:
        return Place(
            id="room",
            title=f"a room of {REFERENCE_VOLUME_M3:g} m³ (assumed)",
            volume_m3=REFERENCE_VOLUME_M3,
            assumed=("volume", "fresh air", "temperature"),
        )
    assumed = []
    if given.air_flow_m3_per_s is None:
        assumed.append("fresh air")
    if given.temperature_K is None:
        assumed.append("temperature")
    return Place(
        id="enclosure",
        title="the enclosure",
        volume_m3=given.volume_m3,
        air_flow_m3_per_s=given.air_flow_m3_per_s or 0.0,
        temperature_K=given.temperature_K or STANDARD_TEMPERATURE_K,
        cells=given.cells,
        burst_pressure_Pa=given.burst_pressure_Pa,
        assumed=tuple(assumed),
    )


def _room(atmosphere: str) -> str:
    """Return what a room of this atmosphere is called."""
    return {"dry room": "dry room", "air": "room where it is made"}.get(atmosphere, "glove box")


def in_enclosure(
    cell: Cell,
    *,
    volume_m3: float | None = None,
    air_changes_per_s: float | None = None,
    air_flow_m3_per_s: float | None = None,
    cells: int | None = None,
) -> Cell:
    """Return the cell in another enclosure; what is not given stays as it is in the cell.

    Parameters
    ----------
    cell : Cell
        The cell.
    volume_m3 : float, optional
        Volume of air [m3].
    air_changes_per_s, air_flow_m3_per_s : float, optional
        Fresh air, as changes of the air [1/s] or as a flow [m3/s]; one of them.
    cells : int, optional
        Cells that open at once.

    Raises
    ------
    InputError
        If a number is out of range, both kinds of fresh air are given, or there is no volume.
    """
    for name, value, unit in (
        ("volume", volume_m3, "m3"),
        ("air changes", air_changes_per_s, "1/s"),
        ("air flow", air_flow_m3_per_s, "m3/s"),
    ):
        if value is not None and not 0.0 <= value < math.inf:
            raise InputError(f"{name} of {value:g} {unit} is not possible")
    if volume_m3 == 0.0:
        raise InputError("an enclosure without volume holds no air", remedy="give more than 0 m3")
    if air_changes_per_s is not None and air_flow_m3_per_s is not None:
        raise InputError("both air changes and an air flow are given", remedy="give one of the two")
    if cells is not None and cells < 1:
        raise InputError(f"{cells} cells cannot open", remedy="give 1 or more")
    given = cell.enclosure
    if (volume_m3, air_changes_per_s, air_flow_m3_per_s, cells) == (None,) * 4:
        return cell
    if given is None:
        if volume_m3 is None:
            raise InputError(
                "fresh air or a number of cells, but no enclosure",
                remedy="give its volume as well, here or as enclosure.volume in the cell file",
            )
        given = Enclosure(volume_m3=volume_m3)
    volume = given.volume_m3 if volume_m3 is None else volume_m3
    flow = given.air_flow_m3_per_s if air_flow_m3_per_s is None else air_flow_m3_per_s
    if air_changes_per_s is not None:
        flow = air_changes_per_s * volume
    return replace(
        cell,
        enclosure=replace(
            given,
            volume_m3=volume,
            air_flow_m3_per_s=flow,
            cells=given.cells if cells is None else cells,
        ),
    )
