"""A module of cells as the solver receives it: SI units, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from davylamp.core.evidence import Kind
from davylamp.runaway.body import Body, Conductivity, HeatCapacity

__all__ = [
    "AXES",
    "SIDES",
    "Busbar",
    "Gap",
    "Layer",
    "LayerMaterial",
    "Module",
    "Placement",
    "Plate",
    "Resolution",
    "Trigger",
]

#: Edges of a cell; its layers lie across the thickness.
AXES: Final = ("width", "height", "thickness")
#: Sides of the module: axis, and whether it is the far end of the axis.
SIDES: Final[dict[str, tuple[int, bool]]] = {
    "left": (0, False),
    "right": (0, True),
    "bottom": (1, False),
    "top": (1, True),
    "front": (2, False),
    "back": (2, True),
}

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class LayerMaterial:
    """What a layer, plate or busbar is made of.

    Parameters
    ----------
    name : str
        As in the module file.
    density_kg_per_m3 : float
        Density [kg/m3].
    heat_capacity : HeatCapacity
        With melting and loss of water.
    conductivity : Conductivity
        z is across the layer.
    kind : Kind
        How the weakest of its values is known.
    sources : tuple of str
        Bibliography keys, or what the user gave.
    notes : tuple of str
        What a reader must know.
    """

    name: str
    density_kg_per_m3: float
    heat_capacity: HeatCapacity
    conductivity: Conductivity
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a material [m]."""

    material: LayerMaterial
    thickness_m: float


@dataclass(frozen=True, slots=True)
class Placement:
    """A cell at its place.

    Parameters
    ----------
    name : str
        Each once.
    kind : str
        Key of `Module.kinds`.
    centre_m : tuple of float
        Centre of its box along width, height and thickness [m].
    line : int or None
        Line of the module file that places it.
    """

    name: str
    kind: str
    centre_m: Triple
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What fills the gaps between neighbours.

    Parameters
    ----------
    layers : tuple of Layer
        Between neighbours along the thickness, in order.
    contact_m2K_per_W : float
        Resistance of each face where two solids touch [m2 K/W].
    air_W_per_m_K : float
        Conductivity of the air in the rest of a gap [W/m/K].
    radiation : str
        ``true`` for the fourth powers, ``linearised`` or ``none``.
    radiation_K : float
        Where linearised radiation is exact [K].
    open_m : float
        A wider gap is open to the air around the module [m].
    """

    layers: tuple[Layer, ...] = ()
    contact_m2K_per_W: float = 0.0
    air_W_per_m_K: float = 0.04
    radiation: Literal["true", "linearised", "none"] = "true"
    radiation_K: float = 600.0
    open_m: float = 0.01

    @property
    def thickness_m(self) -> float:
        """Sum of the layers [m]."""
        return sum(layer.thickness_m for layer in self.layers)


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate along a side of the module, with a pad under it and a coolant behind it."""

    side: str
    plate: Layer
    pad: Layer | None = None
    contact_m2K_per_W: float = 0.0
    coefficient_W_per_m2_K: float = 0.0
    coolant_K: float | None = None


@dataclass(frozen=True, slots=True)
class Busbar:
    """Metal from one cell to another, as a conductance; its own heat capacity is left out.

    Parameters
    ----------
    between : tuple of str
        Names of the two cells.
    material : LayerMaterial
        Metal.
    cross_section_m2, length_m : float
        Of all bars between the two together [m2], and of one [m].
    terminal_K_per_W : float
        From the middle of a cell to its terminal [K/W].
    """

    between: tuple[str, str]
    material: LayerMaterial
    cross_section_m2: float
    length_m: float
    terminal_K_per_W: float = 0.0

    @property
    def conductance_W_per_K(self) -> float:
        """From the middle of one cell to the middle of the other [W/K]."""
        conductivity = self.material.conductivity.z_W_per_m_K
        bar = self.length_m / (conductivity * self.cross_section_m2)
        return 1.0 / (bar + 2.0 * self.terminal_K_per_W)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets the first cell off; the field of its way is set.

    Parameters
    ----------
    cell : str
        Name of the cell.
    power_W, duration_s, until_K : float or None
        Heater: power [W], when it is switched off [s], and at which mean temperature [K].
    block : Layer or None
        Hot block against the outer face.
    block_K, block_contact_m2K_per_W : float
        Its temperature at the start [K], and the resistance of the face [m2 K/W].
    short_ohm : float or None
        Internal short circuit: resistance of the whole circuit [ohm].
    start_K : float or None
        Temperature of the cell at the start [K].
    at_once : bool
        The cell gives off all its heat at the start.
    """

    cell: str
    power_W: float | None = None
    duration_s: float | None = None
    until_K: float | None = None
    block: Layer | None = None
    block_K: float = 0.0
    block_contact_m2K_per_W: float = 0.0
    short_ohm: float | None = None
    start_K: float | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """How finely bodies are divided: ``lumped``, ``layers`` or ``3d``."""

    mode: Literal["lumped", "layers", "3d"] = "layers"
    cell: int = 10
    in_plane: int = 6
    layer: int = 4

    def cell_counts(self) -> tuple[int, int, int]:
        """Volumes of a cell along width, height and thickness."""
        if self.mode == "lumped":
            return (1, 1, 1)
        if self.mode == "layers":
            return (1, 1, self.cell)
        return (self.in_plane, self.in_plane, self.cell)


@dataclass(frozen=True, slots=True)
class Module:
    """Cells, what lies between them, what cools, what triggers, and how to solve it.

    Parameters
    ----------
    name, description : str
        From the user.
    kinds : dict of str to Body
        Kinds of cells.
    cells : tuple of Placement
        The cells.
    gap : Gap
        Between neighbours.
    plates : tuple of Plate
        Along sides of the module.
    busbars : tuple of Busbar
        Between terminals.
    trigger : Trigger
        What sets the first cell off.
    air_W_per_m2_K : float
        Heat transfer coefficient of free faces [W/m2/K].
    air_radiation : bool
        Whether free faces radiate to the surroundings.
    air_sides : tuple of str
        Faces of bodies that the air reaches, keys of `SIDES`.
    start_K, surroundings_K : float
        Temperatures [K].
    duration_s : float
        Time to simulate [s].
    resolution : Resolution
        How finely.
    runaway_K : float
        A cell has run away once its mean temperature is above this [K].
    outputs : int
        Points in time to keep.
    tolerance : float
        Relative tolerance in time.
    row : tuple of int or None
        Cells along each axis, where they stand in a row or grid.
    spacing_m : tuple of float
        Gaps of a row or grid [m].
    path : Path or None
        File it was read from.
    sha256 : str
        Digest of that file and of all it names.
    notes : tuple of str
        What a reader must know.
    """

    name: str
    kinds: dict[str, Body]
    cells: tuple[Placement, ...]
    trigger: Trigger
    gap: Gap = field(default_factory=Gap)
    plates: tuple[Plate, ...] = ()
    busbars: tuple[Busbar, ...] = ()
    air_W_per_m2_K: float = 5.0
    air_radiation: bool = True
    air_sides: tuple[str, ...] = tuple(SIDES)
    start_K: float = 298.15
    surroundings_K: float = 298.15
    duration_s: float = 3600.0
    resolution: Resolution = field(default_factory=Resolution)
    runaway_K: float = 573.15
    outputs: int = 300
    tolerance: float = 1e-4
    row: tuple[int, int, int] | None = None
    spacing_m: Triple | None = None
    description: str = ""
    path: Path | None = None
    sha256: str = ""
    notes: tuple[str, ...] = ()

    def body(self, placement: Placement) -> Body:
        """Return the body of a cell."""
        return self.kinds[placement.kind]

    def index(self, name: str) -> int:
        """Return the number of a cell by name."""
        return next(number for number, cell in enumerate(self.cells) if cell.name == name)
