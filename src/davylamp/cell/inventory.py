"""Lithium in the electrodes: what cycles, what is there, and what is metal when charged."""

from __future__ import annotations

from typing import Final

from davylamp.cell.anode import is_full_of_lithium
from davylamp.cell.electrodes import DENSITY, LENGTH, density
from davylamp.cell.figures import Figure, absent, combine, design, total
from davylamp.cell.model import Cell
from davylamp.cell.potentials import is_lithium_metal, lithium_window
from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import MissingDatumError, OutsideValidityError

__all__ = [
    "INVENTORY",
    "anode_lithium",
    "cathode_lithium",
    "metallic_lithium",
    "plated_thickness",
]

#: Unit inside and for a reader.
INVENTORY: Final = ("mol/m2", "mmol/cm2")
_LITHIUM_KG_PER_MOL: Final = ATOMIC_MASS_G_PER_MOL["Li"] / 1000.0


def plated_thickness(cell: Cell, capacity: Figure) -> Figure:
    """Thickness of the lithium that a full charge plates [m]; zero where none is plated."""
    if not is_full_of_lithium(cell.anode):
        return design(0.0, *LENGTH, basis="no metallic lithium is plated")
    # Plated lithium is lithium whatever it lies on.
    metal = cell.anode.material if is_lithium_metal(cell.anode.material) else cell.lithium
    lithium = absent("density of Li", *DENSITY) if metal is None else density(metal)
    return combine(
        lambda q, rho: q / FARADAY_C_PER_MOL * _LITHIUM_KG_PER_MOL / rho,
        *LENGTH,
        capacity,
        lithium,
    )


def anode_lithium(cell: Cell, mass: Figure) -> Figure:
    """Return the lithium in the anode as assembled [mol/m2]."""
    composition = cell.anode.material.composition
    if cell.anode.anode_free:
        return design(0.0, *INVENTORY)
    if composition is None:
        return absent(f"formula of {cell.anode.material.id}", *INVENTORY)
    per_kg = 1000.0 * composition.get("Li", 0.0) / composition.mass_g_per_mol
    return combine(lambda m: m * per_kg, *INVENTORY, mass)


def cathode_lithium(cell: Cell, active_mass: Figure) -> Figure:
    """Return the lithium in the discharged cathode [mol/m2]."""
    material = cell.cathode.active.material
    try:
        _, discharged, kinds, _ = lithium_window(cell)
    except (MissingDatumError, OutsideValidityError):
        return absent(f"lithium range of {material.id}", *INVENTORY)
    if not material.host_formula:
        return absent(f"host formula of {material.id}", *INVENTORY)
    host = Composition.parse(material.host_formula).mass_g_per_mol / 1000.0
    content = Figure(discharged, "1", "1", kinds)
    return combine(
        lambda m, x: m * x / (host + x * _LITHIUM_KG_PER_MOL), *INVENTORY, active_mass, content
    )


def metallic_lithium(cell: Cell, cathode: Figure, anode: Figure, stored: Figure) -> Figure:
    """Return the metallic lithium of the charged cell [mol/m2]: plated, and there before.

    A host plates what it has no room for.

    Parameters
    ----------
    cell : Cell
        The cell.
    cathode, anode : Figure
        Areal capacities [C/m2].
    stored : Figure
        Lithium in the anode as assembled [mol/m2].
    """
    if is_full_of_lithium(cell.anode):
        cyclable = combine(lambda q: q / FARADAY_C_PER_MOL, *INVENTORY, cathode)
        return total([cyclable, stored], *INVENTORY)
    return combine(
        lambda p, n: max(0.0, p - n) / FARADAY_C_PER_MOL,
        *INVENTORY,
        cathode,
        anode,
        basis="cathode capacity beyond what the anode can take up",
    )
