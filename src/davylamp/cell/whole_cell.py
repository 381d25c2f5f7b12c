"""Capacity, energy, mass and volume of the whole cell with its casing."""

from __future__ import annotations

from typing import Final

from davylamp.cell.electrodes import LENGTH, density
from davylamp.cell.figures import Figure, absent, combine, design, total
from davylamp.cell.model import Cell
from davylamp.core.evidence import Kind

__all__ = ["ENERGY_DENSITY", "SPECIFIC_ENERGY", "whole_cell"]

#: Unit inside and for a reader.
SPECIFIC_ENERGY: Final = ("J/kg", "Wh/kg")
ENERGY_DENSITY: Final = ("J/m3", "Wh/L")


def whole_cell(
    cell: Cell, capacity: Figure, energy: Figure, stack_mass: Figure, stack_thickness: Figure
) -> dict[str, Figure]:
    """Return the figures of the whole cell, by the names they have in `Balance`."""
    casing = cell.casing
    area = None if casing is None or casing.area_m2 is None else casing.area_m2 * casing.unit_cells
    face = absent("casing.area", "m2", "cm2") if area is None else design(area, "m2", "cm2")
    stack = combine(lambda m, a: m * a, "kg", "g", stack_mass, face)
    mass = total([stack, _casing_mass(cell)], "kg", "g")
    volume = _cell_volume(cell, stack_thickness)
    whole = combine(lambda e, a: e * a, "J", "Wh", energy, face)
    return {
        "cell_capacity": combine(lambda q, a: q * a, "C", "Ah", capacity, face),
        "cell_energy": whole,
        "cell_mass": mass,
        "cell_volume": volume,
        "specific_energy_cell": combine(lambda e, m: e / m, *SPECIFIC_ENERGY, whole, mass),
        "energy_density_cell": combine(lambda e, v: e / v, *ENERGY_DENSITY, whole, volume),
    }


def _casing_mass(cell: Cell) -> Figure:
    casing = cell.casing
    if casing is None:
        return absent("casing", "kg", "g")
    if casing.mass_kg is not None:
        return design(casing.mass_kg, "kg", "g")
    if casing.type == "none":
        return design(0.0, "kg", "g", basis="no casing")
    wall, area = casing.wall_thickness_m, casing.area_m2
    if casing.type != "pouch" or wall is None or area is None or casing.material is None:
        return absent("casing.mass", "kg", "g")
    rule = Figure(2.0 * wall * area, "m3", "mL", (Kind.ESTIMATED,))
    basis = "two faces of the pouch, without seal and tabs"
    return combine(lambda v, rho: v * rho, "kg", "g", rule, density(casing.material), basis=basis)


def _cell_volume(cell: Cell, stack_thickness: Figure) -> Figure:
    casing = cell.casing
    if casing is None:
        return absent("casing", "m3", "mL")
    if casing.volume_m3 is not None:
        return design(casing.volume_m3, "m3", "mL")
    area, wall = casing.area_m2, casing.wall_thickness_m
    if casing.type == "none":
        wall = 0.0
    if casing.type not in ("pouch", "none") or area is None or wall is None:
        return absent("casing.volume", "m3", "mL")
    walls, number, face = 2.0 * wall, casing.unit_cells, area
    estimated = Figure(walls, *LENGTH, (Kind.ESTIMATED,) if casing.type == "pouch" else ())
    return combine(
        lambda t, w: (number * t + w) * face,
        "m3",
        "mL",
        stack_thickness,
        estimated,
        basis="electrode area x (stack and two walls), without seal and tabs",
    )
