"""Everything a cell is made of at a state of charge: what, where, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from davylamp.cell.capacity import Balance
from davylamp.cell.figures import Figure
from davylamp.cell.layers import CompositeCathode, ElectrolyteLayer, Part
from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway._charge import LITHIUM_KG_PER_MOL, Charge, charge_of
from davylamp.runaway.thermal_data import density_of
from davylamp.store.materials import Material

__all__ = ["CASE_ROLE", "Inventory", "Portion", "inventory"]

#: Role of the housing, which heats up and does not react.
CASE_ROLE: Final = "case"
Basis = Literal["cell", "m2"]


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


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a cell is made of at a state of charge.

    Parameters
    ----------
    name : str
        Of the cell.
    basis : {"cell", "m2"}
        Whole cell, where the area of the electrodes is known; else one square metre of one unit
        cell without a housing.
    area_m2 : float
        Electrode area that the portions stand for, all unit cells together [m2].
    state_of_charge : float
        0 to 1.
    portions : tuple of Portion
        From the anode to the housing.
    capacity_C : float
        Charge between empty and full, by the lithium of the cathode [C].
    charge_C : float
        Charge that can still be drawn at this state [C].
    electrical_energy_J : float or None
        Its energy at open circuit [J]; None where a voltage is missing.
    voltage_V, voltage_empty_V : float or None
        Open-circuit voltage of the cell at this state, and empty [V].
    kind : Kind
        Weakest evidence of the masses.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is not in it.
    """

    name: str
    basis: Basis
    area_m2: float
    state_of_charge: float
    portions: tuple[Portion, ...]
    capacity_C: float
    charge_C: float
    electrical_energy_J: float | None
    voltage_V: float | None
    voltage_empty_V: float | None
    kind: Kind
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def mass_kg(self) -> float:
        """Mass of all portions [kg]."""
        return sum(portion.mass_kg for portion in self.portions)

    @property
    def active(self) -> tuple[Portion, ...]:
        """All portions but the housing."""
        return tuple(portion for portion in self.portions if portion.role != CASE_ROLE)

    @property
    def elements_mol(self) -> dict[str, float]:
        """Moles of each element in the portions of known composition [mol]."""
        total: dict[str, float] = {}
        for portion in self.portions:
            for element, number in (portion.composition or {}).items():
                moles = number * (portion.amount_mol or 0.0)
                total[element] = total.get(element, 0.0) + moles
        return total

    def at(self, field: str) -> Portion | None:
        """Return the portion of a field of the cell file; None where there is none."""
        return next((portion for portion in self.portions if portion.field == field), None)


def inventory(cell: Cell, state_of_charge: float | None = None) -> Inventory:
    """Return everything a cell is made of at a state of charge.

    Lithium is conserved: what leaves the cathode lies in the host of the anode, or plated on it.

    Parameters
    ----------
    cell : Cell
        The cell.
    state_of_charge : float, optional
        0 to 1; that of the cell file, else fully charged.

    Raises
    ------
    MissingDatumError
        If the mass of an electrode or of an electrolyte layer is not known.
    OutsideValidityError
        If the state of charge is not between 0 and 1, or the anode lacks the lithium for it.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = inventory(read_cell(example_path("sulfide")))
    >>> [portion.field for portion in found.portions][:3]
    ['anode.collector', 'anode', 'anode.plated']
    """
    sheet = cell.balance
    charge = charge_of(cell, sheet, state_of_charge)
    casing = cell.casing
    whole = casing is not None and casing.area_m2 is not None
    area = 1.0
    if casing is not None and casing.area_m2 is not None:
        area = casing.area_m2 * casing.unit_cells
    unknown: list[Unknown] = list(charge.unknown)
    notes: list[str] = list(charge.notes)
    rows = [
        *_collector(cell, sheet, "anode", unknown),
        *_anode(cell, sheet, charge),
        *_electrolyte(cell, sheet),
        *_cathode(cell, sheet, charge, unknown),
        *_collector(cell, sheet, "cathode", unknown),
    ]
    portions = [_scaled(row, area) for row in rows if row.mass_kg > 0.0]
    if whole:
        portions.extend(_casing(cell, sheet, area, unknown))
    else:
        notes.append(
            "per square metre of one unit cell, without a housing: casing.area is not given"
        )
    return Inventory(
        name=cell.name,
        basis="cell" if whole else "m2",
        area_m2=area,
        state_of_charge=charge.state_of_charge,
        portions=tuple(portions),
        capacity_C=charge.capacity_C_per_m2 * area,
        charge_C=charge.charge_C_per_m2 * area,
        electrical_energy_J=None
        if charge.energy_J_per_m2 is None
        else charge.energy_J_per_m2 * area,
        voltage_V=charge.voltage_V,
        voltage_empty_V=charge.voltage_empty_V,
        kind=weakest(portion.kind for portion in portions),
        notes=tuple(notes),
        unknown=tuple(unknown),
    )


def _scaled(row: Portion, area_m2: float) -> Portion:
    amount = None if row.amount_mol is None else row.amount_mol * area_m2
    return Portion(
        row.field, row.role, row.material, row.composition, row.mass_kg * area_m2, amount, row.kind
    )


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


def _collector(cell: Cell, sheet: Balance, side: str, unknown: list[Unknown]) -> Iterator[Portion]:
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


def _anode(cell: Cell, sheet: Balance, charge: Charge) -> Iterator[Portion]:
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


def _electrolyte(cell: Cell, sheet: Balance) -> Iterator[Portion]:
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


def _cathode(
    cell: Cell, sheet: Balance, charge: Charge, unknown: list[Unknown]
) -> Iterator[Portion]:
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


def _casing(
    cell: Cell, sheet: Balance, area_m2: float, unknown: list[Unknown]
) -> Iterator[Portion]:
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
