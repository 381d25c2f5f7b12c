"""What heats or cools the outside of a field, or its inside, over time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from davylamp.core.errors import InputError
from davylamp.runaway.field.block import FACES, Region
from davylamp.runaway.program import Program

__all__ = ["Boundary", "Convection", "FixedTemperature", "HeatFlux", "Heater"]


@dataclass(frozen=True, slots=True)
class Convection:
    """Convection and radiation of the exposed faces of a block to surroundings.

    ``q = h (Ts - Tw) + sigma e (Ts^4 - Tw^4)``, with the temperature Tw of the surface half a
    volume away from the centre of the outermost volumes, unless the axis has a single volume.

    Parameters
    ----------
    block : str
        Name of the block.
    coefficient_W_per_m2_K : float
        Heat transfer coefficient h [W/m2/K].
    surroundings_K : Program or float
        Temperature of the surroundings [K].
    faces : tuple of str
        ``"-x"``, ``"+x"``, ...; all by default. What touches another block is left out.
    emissivity : float
        Of the surface, 0 to 1.
    region : Region
        Part of the block; whole by default.
    name : str
        For the balance of heat; made of block and kind where empty.
    """

    block: str
    coefficient_W_per_m2_K: float
    surroundings_K: Program | float
    faces: tuple[str, ...] = FACES
    emissivity: float = 0.0
    region: Region = field(default_factory=Region)
    name: str = ""

    def __post_init__(self) -> None:
        _check_faces(self.faces)
        if not (math.isfinite(self.coefficient_W_per_m2_K) and self.coefficient_W_per_m2_K >= 0.0):
            raise InputError(f"heat transfer coefficient {self.coefficient_W_per_m2_K!r} W/m2/K")
        if not 0.0 <= self.emissivity <= 1.0:
            raise InputError(f"emissivity {self.emissivity:g} is not within 0 and 1")


@dataclass(frozen=True, slots=True)
class FixedTemperature:
    """Exposed faces of a block held at a temperature [K], as by a plate of metal."""

    block: str
    temperature_K: Program | float
    faces: tuple[str, ...] = FACES
    region: Region = field(default_factory=Region)
    name: str = ""

    def __post_init__(self) -> None:
        _check_faces(self.faces)


@dataclass(frozen=True, slots=True)
class HeatFlux:
    """Heat flux into the exposed faces of a block [W/m2]."""

    block: str
    flux_W_per_m2: Program | float
    faces: tuple[str, ...] = FACES
    region: Region = field(default_factory=Region)
    name: str = ""

    def __post_init__(self) -> None:
        _check_faces(self.faces)


@dataclass(frozen=True, slots=True)
class Heater:
    """Power set free evenly in a part of a block [W], as by a heater, a nail or a short."""

    block: str
    power_W: Program | float
    region: Region = field(default_factory=Region)
    name: str = ""


Boundary = Convection | FixedTemperature | HeatFlux | Heater


def _check_faces(faces: tuple[str, ...]) -> None:
    for face in faces:
        if face not in FACES:
            raise InputError(f"face {face!r} is not one of {', '.join(FACES)}")
    if len(set(faces)) != len(faces):
        raise InputError("a face is named twice")
