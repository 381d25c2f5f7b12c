"""A cell of `cell.yaml` as a body that heats up: mass, heat capacity, reactions, stored energy."""

from __future__ import annotations

from typing import Final

from davylamp.cell.model import Cell
from davylamp.runaway.body import Body
from davylamp.runaway.cell_thermal import thermal_properties
from davylamp.runaway.inventory import inventory
from davylamp.runaway.network import Network
from davylamp.runaway.networks.of_cell import cell_network

__all__ = ["cell_body"]

#: Emissivity of a laminated or painted housing, assumed.
_EMISSIVITY: Final = 0.8


def cell_body(
    cell: Cell, *, state_of_charge: float | None = None, network: Network | None = None
) -> Body:
    """Return a cell as a body, whole with its housing where the area of its electrodes is known.

    Parameters
    ----------
    cell : Cell
        The cell.
    state_of_charge : float, optional
        0 to 1; that of the cell file, else fully charged.
    network : Network, optional
        Reactions per kilogram of the body, such as a user's own or one of
        `davylamp.runaway.networks.bounded`; by default those of `cell_network`.

    Returns
    -------
    Body
        Its network may have steps whose rate is unknown: use `Network.with_rates` or `bounded`.

    Raises
    ------
    MissingDatumError
        If a mass or the size of the cell is not known.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> body = cell_body(read_cell(example_path("sulfide")))
    >>> round(1000.0 * body.mass_kg, 1), round(body.electrical_energy_J / 3600.0, 2)
    (26.7, 5.33)
    """
    stock = inventory(cell, state_of_charge)
    thermal = thermal_properties(cell, stock)
    reactions = cell_network(cell, stock) if network is None else network
    notes = [*stock.notes, *thermal.notes]
    notes.append(f"emissivity {_EMISSIVITY:g} of a laminated or painted surface, assumed")
    if stock.electrical_energy_J is None:
        notes.append("the stored electrical energy is not known and counts as none")
    return Body(
        name=cell.name,
        mass_kg=thermal.mass_kg,
        volume_m3=thermal.volume_m3,
        size_m=thermal.size_m,
        surface_m2=thermal.surface_m2,
        heat_capacity=thermal.heat_capacity,
        conductivity=thermal.conductivity,
        network=reactions,
        emissivity=_EMISSIVITY,
        electrical_energy_J=stock.electrical_energy_J or 0.0,
        voltage_V=stock.voltage_V,
        voltage_empty_V=stock.voltage_empty_V,
        notes=tuple(dict.fromkeys(notes)),
    )
