"""Thermal properties of a whole cell: mass, size, heat capacity and conductivity."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from davylamp.cell.model import Cell
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway._cell_layers import layered_conductivity
from davylamp.runaway.body import REFERENCE_K, Conductivity, HeatCapacity, Transition
from davylamp.runaway.inventory import Inventory
from davylamp.runaway.thermal_data import PortionHeat, heat_of

__all__ = ["CellThermal", "heat_capacity_of", "thermal_properties"]

#: Stations of the heat capacity [K]; changes of phase add their own.
_STATIONS_K: Final = (250.0, REFERENCE_K, 350.0, 400.0, 450.0, *np.arange(500.0, 1501.0, 100.0))
#: Range of temperature over which a change of phase is spread [K].
_WIDTH_K: Final = 2.0
#: Height over diameter of a cylindrical cell of which only the volume is known.
_SLENDERNESS: Final = 65.0 / 18.0


@dataclass(frozen=True, slots=True)
class CellThermal:
    """Answer of `thermal_properties`, for the basis of the inventory.

    Parameters
    ----------
    mass_kg, volume_m3 : float
        Of everything, housing included [kg, m3].
    size_m : tuple of float
        Width, height, thickness; layers lie across the thickness [m].
    surface_m2 : float
        Of the box [m2].
    heat_capacity : HeatCapacity
        Per kilogram of it all.
    conductivity : Conductivity
        In the plane (x, y) and through the layers (z).
    shares : mapping of str to float
        Share of the heat capacity at 25 degC by kind of evidence.
    kind : Kind
        Weakest of heat capacity, size and conductivity.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What was replaced by a stand-in or left out.
    """

    mass_kg: float
    volume_m3: float
    size_m: tuple[float, float, float]
    surface_m2: float
    heat_capacity: HeatCapacity
    conductivity: Conductivity
    shares: Mapping[str, float]
    kind: Kind
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def thermal_properties(cell: Cell, inventory: Inventory) -> CellThermal:
    """Return the thermal properties of a cell in the state of an inventory.

    Heat capacities add by mass. Conductivities of the layers add in series through the cell and
    in parallel along it; a mixed layer has the geometric mean of its materials by volume (a
    common estimate between the bounds in series and in parallel), and its pores take away
    ``(1 - p) / (1 + p / 2)`` (Maxwell, pores that conduct nothing). Layers touch perfectly.

    Raises
    ------
    MissingDatumError
        If neither the volume of the cell nor the thickness of its stack is known.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.runaway.inventory import inventory
    >>> cell = read_cell(example_path("sulfide"))
    >>> found = thermal_properties(cell, inventory(cell))
    >>> 800.0 < found.heat_capacity.at(298.15) < 1300.0
    True
    >>> [change.name for change in found.heat_capacity.transitions][:1]
    ['Li melts']
    """
    heat, shares, heat_unknown = heat_capacity_of(inventory)
    volume, size, surface, shape_notes = _shape(cell, inventory)
    conductivity, layer_unknown = layered_conductivity(cell, inventory)
    return CellThermal(
        mass_kg=inventory.mass_kg,
        volume_m3=volume,
        size_m=size,
        surface_m2=surface,
        heat_capacity=heat,
        conductivity=conductivity,
        shares=shares,
        kind=weakest([heat.kind, conductivity.kind]),
        notes=(heat.note, conductivity.note, *shape_notes),
        unknown=(*heat_unknown, *layer_unknown),
    )


def heat_capacity_of(
    inventory: Inventory,
) -> tuple[HeatCapacity, dict[str, float], tuple[Unknown, ...]]:
    """Return the heat capacity per kilogram, its shares by kind of evidence, and what is unknown.

    Melting is in it where it was measured over temperature (lithium, aluminium, sulfur); boiling
    is not, and the note says from where on.
    """
    first = [
        (portion, heat_of(portion.material, portion.composition, np.array([REFERENCE_K])))
        for portion in inventory.portions
    ]
    total = inventory.mass_kg
    stations = set(_STATIONS_K)
    melting: dict[tuple[str, float], float] = {}
    for portion, heat in first:
        for step, per_kg in heat.steps:
            verb = "melts" if step.after in ("L", "l", "liquid") else "changes phase"
            key = (f"{portion.name} {verb}", step.temperature_K)
            melting[key] = melting.get(key, 0.0) + portion.mass_kg / total * per_kg
            stations |= {step.temperature_K - _WIDTH_K / 2.0, step.temperature_K + _WIDTH_K / 2.0}
    grid = np.array(sorted(stations))
    value = np.zeros_like(grid)
    shares: dict[str, float] = {}
    start = 0.0
    for portion, heat in first:
        weight = portion.mass_kg / total
        value += weight * heat_of(portion.material, portion.composition, grid).value_J_per_kg_K
        here = weight * float(heat.value_J_per_kg_K[0])
        start += here
        shares[heat.kind.value] = shares.get(heat.kind.value, 0.0) + here
    shares = {kind: share / start for kind, share in sorted(shares.items())}
    heats = [heat for _, heat in first]
    unknown = tuple(
        Unknown(f"the heat capacity of {portion.name}", "measure it by DSC against sapphire")
        for portion, heat in first
        if not heat.found
    )
    capacity = HeatCapacity(
        temperature_K=tuple(grid.tolist()),
        value_J_per_kg_K=tuple(value.tolist()),
        transitions=tuple(
            Transition(name, at_K, per_kg, _WIDTH_K)
            for (name, at_K), per_kg in sorted(melting.items(), key=lambda item: item[0][1])
        ),
        kind=weakest(heat.kind for heat in heats),
        sources=tuple(dict.fromkeys(source for heat in heats for source in heat.sources)),
        note=_heat_note(heats, shares),
    )
    return capacity, shares, unknown


def _heat_note(heats: list[PortionHeat], shares: Mapping[str, float]) -> str:
    parts = ", ".join(f"{100.0 * share:.0f} % {kind}" for kind, share in shares.items())
    text = f"heat capacity at 25 degC by evidence: {parts}"
    boils = min((heat.boils_K for heat in heats if heat.boils_K is not None), default=None)
    if boils is not None:
        text += f"; boiling, from {boils - ZERO_CELSIUS_K:.0f} degC on, is not in it"
    return text


def _shape(
    cell: Cell, inventory: Inventory
) -> tuple[float, tuple[float, float, float], float, tuple[str, ...]]:
    """Return volume [m3], size [m], surface [m2] and notes."""
    sheet, casing = cell.balance, cell.casing
    thickness = sheet.stack_thickness_charged.value
    volume = sheet.cell_volume.value if inventory.basis == "cell" else None
    notes: list[str] = []
    if volume is None:
        if thickness is None:
            raise MissingDatumError(
                f"the volume of {cell.name} is not known: "
                f"{', '.join(sheet.stack_thickness_charged.missing)} missing",
                remedy="give casing.volume, or the thickness of every layer",
            )
        volume = thickness * inventory.area_m2
        notes.append("volume of the stack alone: that of the housing is not known")
    if inventory.basis == "m2":
        deep = volume
        return volume, (1.0, 1.0, deep), 2.0, (*notes, "surface: both faces of one square metre")
    if casing is not None and casing.type == "cylindrical":
        diameter = (4.0 * volume / (math.pi * _SLENDERNESS)) ** (1.0 / 3.0)
        height = _SLENDERNESS * diameter
        surface = math.pi * diameter * (height + diameter / 2.0)
        notes.append("shape: a cylinder 65 to 18 of this volume, assumed; layers across its width")
        return volume, (diameter, height, diameter), surface, tuple(notes)
    face = inventory.area_m2 if casing is None or casing.area_m2 is None else casing.area_m2
    side = math.sqrt(face)
    deep = volume / face
    notes.append("shape: a square of the electrode area, assumed")
    return volume, (side, side, deep), 2.0 * face + 4.0 * side * deep, tuple(notes)
