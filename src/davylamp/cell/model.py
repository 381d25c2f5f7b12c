"""A solid-state cell as the rooms of the package receive it: SI units, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from davylamp.cell.layers import Anode, CompositeCathode, ElectrolyteLayer
from davylamp.store.materials import Material

if TYPE_CHECKING:
    from davylamp.cell.capacity import Balance
    from davylamp.cell.contacts import Contact

__all__ = ["Casing", "Cell", "Component", "Enclosure", "Operation", "Surroundings"]


@dataclass(frozen=True, slots=True)
class Casing:
    """Housing of the cell.

    Parameters
    ----------
    type : str
        ``pouch``, ``prismatic``, ``cylindrical``, ``coin``, ``pressure cell`` or ``none``.
    material : Material or None
        Wall material.
    area_m2 : float or None
        Electrode area of one unit cell [m2].
    unit_cells : int
        Unit cells in the housing.
    wall_thickness_m, mass_kg, volume_m3 : float or None
        Wall [m]; mass of housing, tabs and terminals [kg]; outer volume [m3].
    free_volume_m3 : float or None
        Volume inside that gas can fill [m3].
    vent_pressure_Pa, vent_pressure_spread_Pa : float or None
        Pressure above the surroundings at which it opens, and its standard deviation [Pa].
    vent_area_m2 : float or None
        Open area of the vent [m2].
    burst_pressure_Pa : float or None
        Pressure above the surroundings at which the housing itself tears [Pa].
    diameter_m, length_m, width_m : float or None
        Of a cylindrical housing; sides of the wide face, or height [m].
    note : str
        From the user.
    """

    type: str
    material: Material | None = None
    area_m2: float | None = None
    unit_cells: int = 1
    wall_thickness_m: float | None = None
    mass_kg: float | None = None
    volume_m3: float | None = None
    free_volume_m3: float | None = None
    vent_pressure_Pa: float | None = None
    vent_pressure_spread_Pa: float | None = None
    vent_area_m2: float | None = None
    burst_pressure_Pa: float | None = None
    diameter_m: float | None = None
    length_m: float | None = None
    width_m: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """How the cell is run.

    Parameters
    ----------
    voltage_min_V, voltage_max_V : float
        Voltage limits of the cell [V].
    temperature_K : float
        Temperature [K].
    current_density_A_per_m2 : float or None
        Current density on charge [A/m2].
    c_rate_per_h : float or None
        Charging rate as given instead of a current density [1/h].
    stack_pressure_Pa : float or None
        Mechanical pressure on the stack [Pa].
    state_of_charge : float or None
        State to be assessed, 0 to 1; None means fully charged.
    """

    voltage_min_V: float
    voltage_max_V: float
    temperature_K: float
    current_density_A_per_m2: float | None = None
    c_rate_per_h: float | None = None
    stack_pressure_Pa: float | None = None
    state_of_charge: float | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Gas around the cell while it is made, used or opened.

    Parameters
    ----------
    atmosphere : str
        ``air``, ``dry room``, ``argon``, ``nitrogen``, ``oxygen`` or ``vacuum``.
    dew_point_K, relative_humidity : float or None
        Humidity as given: dew point [K], or relative humidity from 0 to 1.
    temperature_K, pressure_Pa : float or None
        Temperature [K] and total pressure [Pa].
    co2_fraction : float or None
        Carbon dioxide, share of the gas.
    volume_m3 : float or None
        Volume of the room or glove box [m3].
    air_flow_m3_per_s : float or None
        Fresh gas [m3/s].
    batch_kg, exposure_s : float or None
        Electrolyte that lies open [kg], and for how long [s].
    """

    atmosphere: str
    dew_point_K: float | None = None
    relative_humidity: float | None = None
    temperature_K: float | None = None
    pressure_Pa: float | None = None
    co2_fraction: float | None = None
    volume_m3: float | None = None
    air_flow_m3_per_s: float | None = None
    batch_kg: float | None = None
    exposure_s: float | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Room, cabinet or container into which gas goes when the cell opens.

    Parameters
    ----------
    volume_m3 : float
        Volume of gas in it [m3].
    air_flow_m3_per_s : float or None
        Fresh air [m3/s]; None where it is not given, which is not the same as none.
    temperature_K : float or None
        Of the air [K].
    cells : int
        Cells that open at the same time.
    burst_pressure_Pa : float or None
        Pressure above the surroundings that it stands [Pa].
    note : str
        From the user.
    """

    volume_m3: float
    air_flow_m3_per_s: float | None = None
    temperature_K: float | None = None
    cells: int = 1
    burst_pressure_Pa: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A material at its place in the cell: field of the file, role there, material."""

    field: str
    role: str
    material: Material


@dataclass(frozen=True, slots=True)
class Cell:
    """A solid-state cell: what it is made of, how it is run, and what surrounds it.

    Parameters
    ----------
    name : str
        Name; made of the materials when the user gave none.
    anode : Anode
        Negative electrode.
    electrolyte : tuple of ElectrolyteLayer
        Layers from the anode to the cathode.
    cathode : CompositeCathode
        Positive electrode.
    operation : Operation
        How it is run.
    casing : Casing or None
        Housing.
    surroundings : Surroundings or None
        Gas around it.
    enclosure : Enclosure or None
        Where gas goes when it opens.
    description : str
        From the user.
    lithium : Material or None
        Lithium metal, which charging may plate.
    own_materials : tuple of Material
        Materials that the file defines.
    phases : tuple of Path
        Files with phases of the user's own.
    path : Path or None
        File it was read from.
    sha256 : str
        Digest of that file.
    notes : tuple of str
        What reading it brought up: values taken from a BPX file, what was left aside.
    """

    name: str
    anode: Anode
    electrolyte: tuple[ElectrolyteLayer, ...]
    cathode: CompositeCathode
    operation: Operation
    casing: Casing | None = None
    surroundings: Surroundings | None = None
    enclosure: Enclosure | None = None
    description: str = ""
    lithium: Material | None = None
    own_materials: tuple[Material, ...] = ()
    phases: tuple[Path, ...] = ()
    path: Path | None = None
    sha256: str = ""
    notes: tuple[str, ...] = ()

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Contacts between two materials, from the anode to the cathode."""
        from davylamp.cell.contacts import list_contacts

        return list_contacts(self)

    @property
    def balance(self) -> Balance:
        """Capacities, masses and energies, see `davylamp.cell.capacity.balance`."""
        from davylamp.cell.capacity import balance

        return balance(self)

    @property
    def components(self) -> tuple[Component, ...]:
        """Every material of the cell at its place, from the anode to the casing."""
        return tuple(_components(self))


def _components(cell: Cell) -> Iterator[Component]:
    anode, cathode = cell.anode, cell.cathode
    if anode.collector is not None:
        yield Component("anode.collector", "collector", anode.collector.material)
    yield Component("anode", "anode", anode.material)
    if anode.interlayer is not None:
        yield Component("anode.interlayer", "interlayer", anode.interlayer.material)
    for number, layer in enumerate(cell.electrolyte):
        field = f"electrolyte.{number}"
        yield Component(field, "electrolyte", layer.material)
        for name, part in (("filler", layer.filler), ("binder", layer.binder)):
            if part is not None:
                yield Component(f"{field}.{name}", name, part.material)
    for name, part in cathode.parts.items():
        yield Component(f"cathode.{name}", "cathode" if name == "active" else name, part.material)
    if cathode.coating is not None:
        yield Component("cathode.coating", "coating", cathode.coating.material)
    if cathode.collector is not None:
        yield Component("cathode.collector", "collector", cathode.collector.material)
    if cell.casing is not None and cell.casing.material is not None:
        yield Component("casing.material", "case", cell.casing.material)
