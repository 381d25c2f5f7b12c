"""Mass, thickness and capacity of the anode, per area."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from davylamp.cell.electrodes import (
    AREAL_CAPACITY,
    AREAL_MASS,
    LENGTH,
    SHARE,
    SPECIFIC_CAPACITY,
    ElectrodeFigures,
    density,
)
from davylamp.cell.figures import Figure, absent, combine, design, from_property
from davylamp.cell.layers import Anode
from davylamp.cell.model import Cell
from davylamp.cell.potentials import is_lithium_metal
from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.evidence import Kind
from davylamp.store.materials import Material

__all__ = ["anode_figures", "anode_specific_capacity", "is_full_of_lithium"]

_LITHIUM_KG_PER_MOL: Final = ATOMIC_MASS_G_PER_MOL["Li"] / 1000.0


def is_full_of_lithium(anode: Anode) -> bool:
    """Return whether further lithium can only be plated: lithium metal, no anode, full alloys."""
    if anode.anode_free or is_lithium_metal(anode.material):
        return True
    host = _host(anode.material)
    return host is not None and _room(anode.material, host[0]) is None


def anode_specific_capacity(anode: Anode) -> Figure:
    """Return the specific capacity of the anode material as assembled [C/kg].

    For lithium, and for an alloy full of it, the lithium that can be stripped. For a host, the
    lithium that it can still take up: its lithium range less what its formula already holds,
    because stored specific capacities count per mass of the empty host. The user's own value
    comes first.
    """
    material = anode.material
    if is_lithium_metal(material) and "specific_capacity" not in anode.own_properties:
        value = FARADAY_C_PER_MOL / _LITHIUM_KG_PER_MOL
        return Figure(value, *SPECIFIC_CAPACITY, (Kind.COMPUTED,), basis="Faraday's law")
    host = _host(material)
    if "specific_capacity" in anode.own_properties or host is None:
        return from_property(material, "specific_capacity", *SPECIFIC_CAPACITY)
    content, mass_kg_per_mol = host
    room = _room(material, content)
    if room is None:
        span = material.lithium_range or (content, 0.0)
        change, basis = content - min(span), f"Faraday's law, x from {content:.3g} down"
    else:
        change, basis = room, f"Faraday's law, x from {content:.3g} to {content + room:.3g}"
    datum = material.ocv_datum
    return Figure(
        change * FARADAY_C_PER_MOL / mass_kg_per_mol,
        *SPECIFIC_CAPACITY,
        (Kind.ASSUMED if datum is None else datum.kind,),
        () if datum is None else (datum.source,),
        basis=basis,
    )


def anode_figures(cell: Cell, cathode_capacity: Figure) -> ElectrodeFigures:
    """Return the figures of the anode as assembled.

    The capacity of lithium metal, and of an alloy full of lithium, is the lithium it brings;
    that of a host is what it can still take up.
    """
    anode = cell.anode
    pores = design(anode.porosity or 0.0, *SHARE, basis="dense unless the cell file says otherwise")
    if anode.anode_free:
        nothing = design(0.0, *AREAL_MASS, basis="anode-free")
        empty = design(0.0, *AREAL_CAPACITY, basis="anode-free")
        return ElectrodeFigures(empty, nothing, nothing, design(0.0, *LENGTH), pores)
    dense = density(anode.material)
    specific = anode_specific_capacity(anode)
    given = anode.loading
    capacity: Figure | None = None
    mass: Figure | None = None
    if anode.n_to_p is not None:
        ratio = design(anode.n_to_p, "1", "1")
        capacity = combine(lambda r, q: r * q, *AREAL_CAPACITY, ratio, cathode_capacity)
    elif given is not None and given.capacity_C_per_m2 is not None:
        capacity = replace(design(given.capacity_C_per_m2, *AREAL_CAPACITY), kinds=(Kind.ASSUMED,))
    elif given is not None and given.mass_kg_per_m2 is not None:
        mass = design(given.mass_kg_per_m2, *AREAL_MASS)
    # A loading says how much there is; the thickness alone would take the anode as dense.
    by_capacity = given is not None and capacity is not None and specific.value is not None
    if mass is None and anode.thickness_m is not None and not by_capacity:
        mass = combine(
            lambda t, rho, p: t * rho * (1.0 - p),
            *AREAL_MASS,
            design(anode.thickness_m, *LENGTH),
            dense,
            pores,
            basis="thickness x density",
        )
    if mass is None:
        reached = capacity or absent("anode.thickness", *AREAL_CAPACITY)
        mass = combine(
            lambda q, c: q / c, *AREAL_MASS, reached, specific, basis="capacity / specific capacity"
        )
    if capacity is None:
        capacity = combine(
            lambda m, c: m * c, *AREAL_CAPACITY, mass, specific, basis="mass x specific capacity"
        )
    if anode.thickness_m is not None:
        thickness = design(anode.thickness_m, *LENGTH)
    else:
        thickness = combine(
            lambda m, rho, p: m / (rho * (1.0 - p)),
            *LENGTH,
            mass,
            dense,
            pores,
            basis="mass / density",
        )
    return ElectrodeFigures(capacity, mass, mass, thickness, pores)


def _host(material: Material) -> tuple[float, float] | None:
    """Return lithium per host formula as made, and mass as made per host formula [kg/mol]."""
    made = material.composition
    if made is None or not material.host_formula or material.lithium_range is None:
        return None
    host = Composition.parse(material.host_formula)
    frame = [element for element in host if element != "Li"]
    if not frame or any(element not in made for element in frame):
        return None
    units = made[frame[0]] / host[frame[0]]
    return made.get("Li", 0.0) / units, made.mass_g_per_mol / units / 1000.0


def _room(material: Material, content: float) -> float | None:
    """Return the lithium that still fits per host formula, None when it is full."""
    ends = [max(material.lithium_range or (0.0,))]
    ends += [material.ocv[-1].x] if material.ocv else []
    return next((end - content for end in ends if end > content + 1e-9), None)
