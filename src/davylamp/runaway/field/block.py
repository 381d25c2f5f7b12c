"""What a thermal field is made of: boxes of a material, and where they touch."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway.body import Body
from davylamp.runaway.network import Network

__all__ = ["FACES", "WHOLE", "Block", "Contact", "Link", "Region", "Zone", "stacked"]

FloatArray = npt.NDArray[np.float64]

#: Faces of a block by axis and side.
FACES: Final = ("-x", "+x", "-y", "+y", "-z", "+z")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a block, in shares of its size along each axis; volumes with their centre in it.

    Examples
    --------
    >>> Region(z=(0.0, 0.5)).z
    (0.0, 0.5)
    """

    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    z: tuple[float, float] = (0.0, 1.0)

    def __post_init__(self) -> None:
        for name, (low, high) in (("x", self.x), ("y", self.y), ("z", self.z)):
            if not 0.0 <= low < high <= 1.0:
                raise InputError(f"region {name} from {low:g} to {high:g} is not within 0 and 1")


WHOLE: Final = Region()


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a block with a network of its own, as where a local short discharges the cell."""

    region: Region
    network: Network


@dataclass(frozen=True, slots=True)
class Block:
    """A box of one material on an even grid.

    Parameters
    ----------
    name : str
        Name within the field.
    body : Body
        Material. Without `size_m` the block is the body itself, with its mass, its box and its
        surface (faces exchange heat in proportion to it, as a round cell has less surface than its
        box); with `size_m` it is a piece of the body's material, with its density.
    cells : tuple of int
        Volumes along x, y and z. An axis with one volume has no gradient towards its boundaries.
    origin_m : tuple of float
        Corner with the smallest coordinates [m].
    size_m : tuple of float or None
        Size [m].
    start_K : float or None
        Temperature at the start; that of the field if None [K].
    zones : tuple of Zone
        Parts with another network; a later zone overrides an earlier one.

    Raises
    ------
    InputError
        If a size or a number of volumes is not positive.
    """

    name: str
    body: Body
    cells: tuple[int, int, int] = (1, 1, 1)
    origin_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    size_m: tuple[float, float, float] | None = None
    start_K: float | None = None
    zones: tuple[Zone, ...] = ()

    def __post_init__(self) -> None:
        for count in self.cells:
            if not (isinstance(count, int | np.integer) and count > 0):
                raise InputError(f"block {self.name!r}: {count!r} volumes along an axis")
        for length in self.box_m:
            if not (math.isfinite(length) and length > 0.0):
                raise InputError(f"block {self.name!r}: size {length!r} m is not positive")
        if self.start_K is not None and not (math.isfinite(self.start_K) and self.start_K > 0.0):
            raise InputError(f"block {self.name!r}: start at {self.start_K!r} K")
        if self.body.conductivity is None and self.count > 1:
            raise InputError(
                f"block {self.name!r} has {self.count} volumes, but no thermal conductivity",
                remedy="give the body a conductivity, or use a single volume",
            )

    @property
    def box_m(self) -> tuple[float, float, float]:
        """Size of the block [m]."""
        return self.size_m if self.size_m is not None else self.body.size_m

    @property
    def count(self) -> int:
        """Number of volumes."""
        return self.cells[0] * self.cells[1] * self.cells[2]

    @property
    def mass_kg(self) -> float:
        """Mass of the block [kg]."""
        if self.size_m is None:
            return self.body.mass_kg
        return self.body.density_kg_per_m3 * math.prod(self.size_m)

    @property
    def spacing_m(self) -> tuple[float, float, float]:
        """Size of a volume [m]."""
        x, y, z = (length / n for length, n in zip(self.box_m, self.cells, strict=True))
        return x, y, z

    @property
    def surface_factor(self) -> float:
        """Surface of the body over that of its box."""
        if self.size_m is not None:
            return 1.0
        x, y, z = self.box_m
        return self.body.surface_m2 / (2.0 * (x * y + y * z + z * x))

    def inside(self, region: Region) -> npt.NDArray[np.bool_]:
        """Which volumes have their centre in a region, shape (nx, ny, nz)."""
        mask = np.ones(self.cells, dtype=bool)
        for axis, (low, high) in enumerate((region.x, region.y, region.z)):
            centre = (np.arange(self.cells[axis]) + 0.5) / self.cells[axis]
            shape = [1, 1, 1]
            shape[axis] = -1
            mask &= ((centre >= low) & (centre <= high)).reshape(shape)
        return mask


@dataclass(frozen=True, slots=True)
class Contact:
    """Two blocks pass heat where their faces touch, over half a volume on either side.

    Parameters
    ----------
    first, second : str
        Names of the blocks.
    resistance_m2_K_per_W : float or array
        Contact resistance [m2 K/W]; an array is a map over the face of the first block, one value
        for each of its volumes there (along the two other axes, in the order x, y, z).
    emissivity : float
        Effective emissivity of a gap, ``1 / (1/e1 + 1/e2 - 1)``, radiating beside the resistance
        at the temperatures of the volumes next to it; 0 for none.
    gap_m : float
        Distance of the faces [m] for blocks that do not quite touch.
    """

    first: str
    second: str
    resistance_m2_K_per_W: float | FloatArray = 0.0
    emissivity: float = 0.0
    gap_m: float = 0.0

    def __post_init__(self) -> None:
        values = np.asarray(self.resistance_m2_K_per_W, dtype=np.float64)
        if not np.all(values >= 0.0):
            raise InputError(
                f"contact {self.first!r} to {self.second!r}: a resistance is below 0 or no number"
            )
        if not 0.0 <= self.emissivity <= 1.0:
            raise InputError(f"effective emissivity {self.emissivity:g} is not within 0 and 1")
        if self.emissivity > 0.0 and not np.all(values > 0.0):
            raise InputError(
                "a contact without resistance has no gap that could radiate",
                remedy="give the resistance of the gas in the gap, or infinity for none",
            )
        if not (math.isfinite(self.gap_m) and self.gap_m >= 0.0):
            raise InputError(f"gap {self.gap_m!r} m is below 0")


@dataclass(frozen=True, slots=True)
class Link:
    """A conductance between parts of two blocks wherever they are, as of a strip of metal.

    Parameters
    ----------
    first, second : str
        Names of the blocks.
    conductance_W_per_K : float
        Of the whole link [W/K], spread evenly over the volumes of both regions.
    first_region, second_region : Region
        Where it is fixed.
    """

    first: str
    second: str
    conductance_W_per_K: float
    first_region: Region = field(default_factory=Region)
    second_region: Region = field(default_factory=Region)

    def __post_init__(self) -> None:
        if not (math.isfinite(self.conductance_W_per_K) and self.conductance_W_per_K > 0.0):
            raise InputError(f"conductance {self.conductance_W_per_K!r} W/K is not positive")


def stacked(
    blocks: tuple[Block, ...] | list[Block],
    resistance_m2_K_per_W: float | tuple[float, ...] | list[float] = 0.0,
    axis: int = 2,
) -> tuple[tuple[Block, ...], tuple[Contact, ...]]:
    """Place blocks one behind another along an axis, each in contact with the next.

    Parameters
    ----------
    blocks : sequence of Block
        In order; their origins along the axis are replaced.
    resistance_m2_K_per_W : float or sequence of float
        Of all contacts, or of each [m2 K/W].
    axis : int
        0, 1 or 2 for x, y or z.

    Raises
    ------
    InputError
        If there are not as many resistances as contacts.
    """
    from dataclasses import replace

    if isinstance(resistance_m2_K_per_W, int | float):
        resistances = [float(resistance_m2_K_per_W)] * (len(blocks) - 1)
    else:
        resistances = [float(value) for value in resistance_m2_K_per_W]
    if len(resistances) != len(blocks) - 1:
        raise InputError(f"{len(blocks)} blocks have {len(blocks) - 1} contacts in a stack")
    placed: list[Block] = []
    start = blocks[0].origin_m[axis] if blocks else 0.0
    for block in blocks:
        origin = list(block.origin_m)
        origin[axis] = start
        placed.append(replace(block, origin_m=(origin[0], origin[1], origin[2])))
        start += block.box_m[axis]
    contacts = tuple(
        Contact(a.name, b.name, r) for a, b, r in zip(placed, placed[1:], resistances, strict=False)
    )
    return tuple(placed), contacts
