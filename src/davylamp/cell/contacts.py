"""The contacts between two materials of a cell, with the potentials they see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.cell.electrodes import cathode_figures, density
from davylamp.cell.figures import Figure, absent, combine, design
from davylamp.cell.model import Cell
from davylamp.cell.potentials import PotentialRange, anode_potential, cathode_potential_range
from davylamp.core.evidence import Kind
from davylamp.store.materials import Material

__all__ = ["Contact", "Side", "list_contacts"]

_SUFFIX: Final = {
    "coating gap": " (bare)",
    "interlayer gap": " (bare)",
    "cross-talk": " (broken separator)",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contact.

    Parameters
    ----------
    material : Material
        What is there.
    role : str
        ``anode``, ``interlayer``, ``electrolyte``, ``catholyte``, ``coating``, ``cathode``,
        ``carbon``, ``filler``, ``binder`` or ``collector``.
    field : str
        Field of the cell file.
    """

    material: Material
    role: str
    field: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Two materials that touch.

    Parameters
    ----------
    side_a, side_b : Side
        The one nearer to the anode first.
    region : str
        ``anode``, ``separator``, ``cathode``, ``coating gap`` and ``interlayer gap``: where a
        coating or interlayer leaves the electrode bare, or ``cross-talk``: the two electrodes,
        which meet only once the electrolyte between them is broken or what one gives off crosses
        over.
    potential : PotentialRange or None
        Potential of the contact over the operating window [V against Li/Li+]. Inside the
        separator only its bounds, the two electrodes, are known. None when unknown.
    area_ratio : Figure
        Area of the contact over the area of the electrode.
    """

    side_a: Side
    side_b: Side
    region: str
    potential: PotentialRange | None
    area_ratio: Figure

    @property
    def label(self) -> str:
        """Both materials, as ``Li | Li6PS5Cl``."""
        plain = f"{self.side_a.material.id} | {self.side_b.material.id}"
        return plain + _SUFFIX.get(self.region, "")


def list_contacts(cell: Cell) -> tuple[Contact, ...]:
    """Return the contacts of a cell from the anode to the cathode.

    Last stands the one that a sound cell does not have: anode and cathode, the bounding accident.
    A contact of a material with itself, as between a separator and the same catholyte, is no
    contact and is left out.
    """
    return tuple(
        contact
        for contact in (
            *_anode_side(cell),
            *_separator(cell),
            *_cathode_side(cell),
            _cross_talk(cell),
        )
        if contact.side_a.material.id != contact.side_b.material.id
    )


def _anode_side(cell: Cell) -> Iterator[Contact]:
    anode, first = cell.anode, cell.electrolyte[0]
    potential = anode_potential(anode)
    flat = design(1.0, "1", "1", basis="geometric area")
    negative = Side(anode.material, "anode", "anode")
    layer = Side(first.material, "electrolyte", "electrolyte.0")
    if anode.collector is not None:
        collector = Side(anode.collector.material, "collector", "anode.collector")
        yield Contact(collector, negative, "anode", potential, flat)
        if anode.anode_free and anode.interlayer is None:
            yield Contact(collector, layer, "anode", potential, flat)
    if anode.interlayer is None:
        yield Contact(negative, layer, "anode", potential, flat)
    else:
        between = Side(anode.interlayer.material, "interlayer", "anode.interlayer")
        if anode.anode_free and anode.collector is not None:
            # Before the first charge no lithium lies between them.
            collector = Side(anode.collector.material, "collector", "anode.collector")
            yield Contact(collector, between, "anode", potential, flat)
        yield Contact(negative, between, "anode", potential, flat)
        yield Contact(between, layer, "anode", potential, flat)
        # A thin layer has gaps: what it is there to prevent is judged as well.
        gap = absent("anode.interlayer: what share of the contact it leaves bare", "1", "1")
        if anode.anode_free and anode.collector is not None:
            collector = Side(anode.collector.material, "collector", "anode.collector")
            yield Contact(collector, layer, "interlayer gap", potential, gap)
        yield Contact(negative, layer, "interlayer gap", potential, gap)
    unknown = absent("electrolyte.0: how filler and binder are distributed", "1", "1")
    for name, part in (("filler", first.filler), ("binder", first.binder)):
        if part is not None:
            mixed = Side(part.material, name, f"electrolyte.0.{name}")
            yield Contact(negative, mixed, "anode", potential, unknown)


def _separator(cell: Cell) -> Iterator[Contact]:
    low, high = anode_potential(cell.anode), cathode_potential_range(cell)
    between = None
    if low is not None and high is not None:
        between = PotentialRange(low.low_V, high.high_V, high.kind)
    flat = design(1.0, "1", "1", basis="geometric area")
    sides = [
        Side(layer.material, "electrolyte", f"electrolyte.{number}")
        for number, layer in enumerate(cell.electrolyte)
    ]
    for number, side in enumerate(sides):
        if number:
            yield Contact(sides[number - 1], side, "separator", between, flat)
        unknown = absent(f"{side.field}: how filler and binder are distributed", "1", "1")
        layer = cell.electrolyte[number]
        for name, part in (("filler", layer.filler), ("binder", layer.binder)):
            if part is not None:
                mixed = Side(part.material, name, f"{side.field}.{name}")
                yield Contact(side, mixed, "separator", between, unknown)


def _cathode_side(cell: Cell) -> Iterator[Contact]:
    cathode, last = cell.cathode, len(cell.electrolyte) - 1
    potential = cathode_potential_range(cell)
    flat = design(1.0, "1", "1", basis="geometric area")
    particles = _particle_area(cell)
    mixed = absent("cathode: how carbon and binder are distributed", "1", "1")
    layer = Side(cell.electrolyte[last].material, "electrolyte", f"electrolyte.{last}")
    active = Side(cathode.active.material, "cathode", "cathode.active")
    # What faces the electrolyte is the coating where the particles have one.
    face, inner = active, flat
    if cathode.coating is not None:
        face = Side(cathode.coating.material, "coating", "cathode.coating")
        inner = particles
    ion: Side | None = None
    if cathode.catholyte is not None:
        ion = Side(cathode.catholyte.material, "catholyte", "cathode.catholyte")
        yield Contact(layer, ion, "cathode", potential, flat)
    # With the electrolyte of the layer in the cathode too, the particles are where they meet.
    if ion is None or ion.material.id != layer.material.id:
        yield Contact(layer, face, "cathode", potential, flat)
    if ion is not None:
        yield Contact(ion, face, "cathode", potential, particles)
    conductor = ion or layer
    if face is not active:
        yield Contact(face, active, "cathode", potential, inner)
        # No coating covers everything: what it is there to prevent is judged as well.
        bare = absent("cathode.coating: what share of the particles it leaves bare", "1", "1")
        yield Contact(conductor, active, "coating gap", potential, bare)
    for name in ("carbon", "binder"):
        part = cathode.parts.get(name)
        if part is not None:
            side = Side(part.material, name, f"cathode.{name}")
            yield Contact(conductor, side, "cathode", potential, mixed)
    if cathode.collector is not None:
        foil = Side(cathode.collector.material, "collector", "cathode.collector")
        yield Contact(active, foil, "cathode", potential, flat)
        if ion is not None:
            yield Contact(ion, foil, "cathode", potential, flat)


def _cross_talk(cell: Cell) -> Contact:
    negative = Side(cell.anode.material, "anode", "anode")
    active = Side(cell.cathode.active.material, "cathode", "cathode.active")
    broken = absent("how much of the electrolyte is broken", "1", "1")
    # Neither electrode holds a potential once they are shorted.
    return Contact(negative, active, "cross-talk", None, broken)


def _particle_area(cell: Cell) -> Figure:
    """Surface of the active particles over the electrode area: 6 m / (rho d), spheres."""
    diameter = cell.cathode.particle_diameter_m
    if diameter is None:
        return absent("cathode.active.particle_diameter", "1", "1")
    size = Figure(diameter, "m", "um", (Kind.ESTIMATED,))
    return combine(
        lambda m, rho, d: 6.0 * m / (rho * d),
        "1",
        "1",
        cathode_figures(cell).active_mass,
        density(cell.cathode.active.material),
        size,
        basis="whole surface of equal spheres, an upper bound of the contact",
    )
