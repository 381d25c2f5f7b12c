"""A cell in which nothing reacts."""

from __future__ import annotations

from davylamp.cell import Cell
from davylamp.runaway.body import Body
from davylamp.runaway.network import Network

__all__ = ["inert_body"]


def inert_body(cell: Cell, state_of_charge: float | None = None) -> Body:
    """Return the body of a cell in which nothing reacts: for normal use.

    Raises
    ------
    MissingDatumError
        If its mass or volume is not known.
    """
    from davylamp.runaway.cell_thermal import thermal_properties
    from davylamp.runaway.inventory import inventory

    found = inventory(cell, state_of_charge)
    thermal = thermal_properties(cell, found)
    return Body(
        cell.name,
        thermal.mass_kg,
        thermal.volume_m3,
        thermal.size_m,
        thermal.surface_m2,
        thermal.heat_capacity,
        thermal.conductivity,
        Network("nothing reacts", (), ()),
        notes=thermal.notes,
    )
