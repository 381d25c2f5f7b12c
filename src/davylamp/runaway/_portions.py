"""The portions of a cell, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.cell.capacity import Balance
from davylamp.cell.figures import Figure
from davylamp.cell.layers import CompositeCathode, ElectrolyteLayer, Part
from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway._charge import LITHIUM_KG_PER_MOL, Charge
from davylamp.runaway.thermal_data import density_of
from davylamp.store.materials import Material

__all__ = [
    "CASE_ROLE",
    "Portion",
    "anode_portions",
    "casing_portions",
    "cathode_portions",
    "collector_portions",
    "electrolyte_portions",
]

#: Role of the housing, which heats up and does not react.
CASE_ROLE: Final = "case"


@dataclass(frozen=True, slots=True)
class Portion:
    """One material at one place.

    Parameters
    ----------
    field : str
        Field of the cell file; ``anode.plated`` is the lithium that charging has plated.
    role : str
        ``anode``, ``electrolyte``, ``filler``, ``binder``, ``cathode``, ``catholyte``, ``carbon``,
        ``coating``, ``collector`` or ``case``.
    material : Material or None
        What it is; None for a housing of unknown material.
    composition : Composition or None
        As it is at the state of charge, one formula; None where the material has none.
    mass_kg : float
        Mass [kg].
    amount_mol : float or None
        Moles of `composition` [mol]; None without one.
    kind : Kind
        How the mass is known.
    """

    field: str
    role: str
    material: Material | None
    composition: Composition | None
    mass_kg: float
    amount_mol: float | None
    kind: Kind

    @property
    def name(self) -> str:
        """Name of the material."""
        return "housing" if self.material is None else self.material.id

    @property
    def volume_m3(self) -> float | None:
        """Volume of the dense material [m3]; None without a density."""
        density = density_of(self.material)
        return None if density is None else self.mass_kg / density.value


def _portion(field: str, role: str, material: Material, mass_kg: float, kind: Kind) -> Portion:
    made = material.composition
    amount = None if made is None else 1000.0 * mass_kg / made.mass_g_per_mol
    return Portion(field, role, material, made, mass_kg, amount, kind)


def _need(figure: Figure, what: str) -> float:
    if figure.value is None:
        raise MissingDatumError(
            f"the mass of {what} is not known: {', '.join(figure.missing)} missing",
            remedy="give what is missing in the cell file",
        )
    return figure.value


def _mass(sheet: Balance, field: str) -> Figure:
    return next(entry.mass for entry in sheet.masses if entry.field == field)


def collector_portions(
    cell: Cell, sheet: Balance, side: str, unknown: list[Unknown]
) -> Iterator[Portion]:
    """Yield the collector of an electrode [per m2 of one unit cell]."""
    electrode = cell.anode if side == "anode" else cell.cathode
    if electrode.collector is None:
        return
    field = f"{side}.collector"
    figure = _mass(sheet, field)
    if figure.value is None:
        unknown.append(
            Unknown(f"the mass of the {side} collector", f"give {', '.join(figure.missing)}")
        )
        return
    yield _portion(field, "collector", electrode.collector.material, figure.value, figure.kind)


def anode_portions(cell: Cell, sheet: Balance, charge: Charge) -> Iterator[Portion]:
    """Yield the anode, with the lithium in its host, and what is plated on it [per m2]."""
    figure = _mass(sheet, "anode")
    mass = _need(figure, "the anode")
    made = _portion("anode", "anode", cell.anode.material, mass, figure.kind)
    if made.composition is None or made.amount_mol is None or charge.in_host_mol_per_m2 <= 0.0:
        stripped = -charge.from_anode_mol_per_m2 * LITHIUM_KG_PER_MOL
        yield _portion("anode", "anode", cell.anode.material, mass + stripped, figure.kind)
    else:
        lithium = Composition({"Li": charge.in_host_mol_per_m2 / made.amount_mol})
        yield Portion(
            "anode",
            "anode",
            cell.anode.material,
            made.composition + lithium,
            mass + charge.in_host_mol_per_m2 * LITHIUM_KG_PER_MOL,
            made.amount_mol,
            figure.kind,
        )
    if charge.plated_mol_per_m2 > 0.0:
        yield _portion(
            "anode.plated",
            "anode",
            charge.plated_material,
            charge.plated_mol_per_m2 * LITHIUM_KG_PER_MOL,
            charge.kind,
        )


def electrolyte_portions(cell: Cell, sheet: Balance) -> Iterator[Portion]:
    """Yield the layers of electrolyte with their fillers and binders [per m2]."""
    for number, layer in enumerate(cell.electrolyte):
        field = f"electrolyte.{number}"
        figure = _mass(sheet, field)
        mass = _need(figure, f"electrolyte layer {number + 1}")
        for name, material, share in _layer_parts(layer):
            place = field if name == "electrolyte" else f"{field}.{name}"
            yield _portion(place, name, material, mass * share, figure.kind)


def _layer_parts(layer: ElectrolyteLayer) -> list[tuple[str, Material, float]]:
    mixed = [("filler", layer.filler), ("binder", layer.binder)]
    given = [(name, part) for name, part in mixed if part is not None]
    rest = 1.0 - sum(part.fraction for _, part in given)
    parts = [("electrolyte", layer.material, rest)]
    return parts + [(name, part.material, part.fraction) for name, part in given]


def cathode_portions(
    cell: Cell, sheet: Balance, charge: Charge, unknown: list[Unknown]
) -> Iterator[Portion]:
    """Yield the parts of the composite cathode [per m2]."""
    cathode = cell.cathode
    active = _need(sheet.cathode_active_mass, "the cathode")
    kind = sheet.cathode_active_mass.kind
    material = cathode.active.material
    mass = charge.host_mol_per_m2 * charge.composition.mass_g_per_mol / 1000.0
    yield Portion(
        "cathode.active",
        "cathode",
        material,
        charge.composition,
        mass,
        charge.host_mol_per_m2,
        weakest([kind, charge.kind]),
    )
    for name, part in cathode.parts.items():
        if name != "active":
            share = _weight(cathode, part) / _weight(cathode, cathode.active)
            yield _portion(f"cathode.{name}", name, part.material, active * share, kind)
    if cathode.coating is not None:
        yield from _coating(cell, active, unknown)


def _weight(cathode: CompositeCathode, part: Part) -> float:
    """Return the share of the mass, up to a factor common to all parts."""
    if cathode.fraction_basis != "volume":
        return part.fraction
    return part.fraction * part.material.require("density").value


def _coating(cell: Cell, active_kg_per_m2: float, unknown: list[Unknown]) -> Iterator[Portion]:
    coating, diameter = cell.cathode.coating, cell.cathode.particle_diameter_m
    if coating is None:
        return
    own, core = density_of(coating.material), density_of(cell.cathode.active.material)
    if coating.thickness_m is None or diameter is None or own is None or core is None:
        unknown.append(
            Unknown(
                f"the mass of the {coating.material.id} coating",
                "give its thickness, its density and the diameter of the particles",
            )
        )
        return
    # A thin shell around equal spheres: surface 6 m / (rho d) times thickness.
    volume = 6.0 * active_kg_per_m2 / (core.value * diameter) * coating.thickness_m
    yield _portion(
        "cathode.coating",
        "coating",
        coating.material,
        volume * own.value,
        weakest([Kind.ESTIMATED, own.kind]),
    )


def casing_portions(
    cell: Cell, sheet: Balance, area_m2: float, unknown: list[Unknown]
) -> Iterator[Portion]:
    """Yield the housing of a whole cell."""
    casing = cell.casing
    stack, whole = sheet.stack_mass, sheet.cell_mass
    if casing is None or casing.type == "none":
        return
    mass = casing.mass_kg
    if mass is None and stack.value is not None and whole.value is not None:
        mass = whole.value - stack.value * area_m2
    if mass is None or not mass > 0.0:
        unknown.append(Unknown("the mass of the housing", "weigh it, and give casing.mass"))
        return
    kind = Kind.ASSUMED if casing.mass_kg is not None else whole.kind
    yield Portion("casing", CASE_ROLE, casing.material, None, mass, None, kind)
