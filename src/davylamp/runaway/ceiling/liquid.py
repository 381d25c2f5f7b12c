"""The liquid cell that heat is held against, and liquid in the pores of a solid one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Parameter
from davylamp.runaway._charge import LITHIUM_KG_PER_MOL
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.store.load import load_library
from davylamp.store.materials import Material

__all__ = ["BASELINE", "LiquidDesign", "liquid_cell", "pore_volume_m3", "with_liquid"]


def _assumed(value: float, unit: str, note: str) -> Parameter:
    return Parameter(value, unit, Kind.ASSUMED, note=note)


@dataclass(frozen=True, slots=True)
class LiquidDesign:
    """Design of the liquid cell of equal capacity; every number is typical and assumed.

    Parameters
    ----------
    electrolyte_kg_per_C : Parameter
        Electrolyte per capacity [kg/C].
    salt_share, carbonate_share : Parameter
        Mass share of LiPF6, and of ethylene carbonate in the solvent; the rest is dimethyl
        carbonate.
    density_kg_per_m3 : Parameter
        Of the electrolyte [kg/m3].
    n_to_p : Parameter
        Capacity of the graphite over that of the cathode.
    separator_kg_per_m2 : Parameter
        Polyethylene per electrode area [kg/m2].
    carbon_share, binder_share : Parameter
        Mass of carbon and of PVDF per mass of active material in the cathode.
    anode_binder_share : Parameter
        Mass of binder (as PVDF) per mass of graphite.
    copper_kg_per_m2, aluminium_kg_per_m2 : Parameter
        Collectors, where the solid cell has none of its own [kg/m2].
    """

    electrolyte_kg_per_C: Parameter
    salt_share: Parameter
    carbonate_share: Parameter
    density_kg_per_m3: Parameter
    n_to_p: Parameter
    separator_kg_per_m2: Parameter
    carbon_share: Parameter
    binder_share: Parameter
    anode_binder_share: Parameter
    copper_kg_per_m2: Parameter
    aluminium_kg_per_m2: Parameter

    def table(self) -> tuple[tuple[str, Parameter], ...]:
        """Return name and number of every assumption."""
        return (
            ("electrolyte per capacity", self.electrolyte_kg_per_C),
            ("LiPF6 in the electrolyte", self.salt_share),
            ("EC in the solvent", self.carbonate_share),
            ("density of the electrolyte", self.density_kg_per_m3),
            ("graphite over cathode capacity", self.n_to_p),
            ("polyethylene separator", self.separator_kg_per_m2),
            ("carbon per active material", self.carbon_share),
            ("PVDF per active material", self.binder_share),
            ("binder per graphite", self.anode_binder_share),
            ("copper", self.copper_kg_per_m2),
            ("aluminium", self.aluminium_kg_per_m2),
        )


BASELINE: Final = LiquidDesign(
    electrolyte_kg_per_C=_assumed(2.0e-3 / 3600.0, "kg/C", "2 g/Ah"),
    salt_share=_assumed(0.12, "1", "about 1 mol/L LiPF6"),
    carbonate_share=_assumed(0.5, "1", "EC to DMC 1 to 1 by mass"),
    density_kg_per_m3=_assumed(1280.0, "kg/m3", "1 mol/L LiPF6 in EC and DMC"),
    n_to_p=_assumed(1.1, "1", "graphite 10 % in excess"),
    separator_kg_per_m2=_assumed(7.0e-3, "kg/m2", "12 um of 40 % porosity"),
    carbon_share=_assumed(0.02, "1", "2 % carbon"),
    binder_share=_assumed(0.02, "1", "2 % PVDF"),
    anode_binder_share=_assumed(0.03, "1", "3 % binder"),
    copper_kg_per_m2=_assumed(0.0358, "kg/m2", "half of 8 um copper"),
    aluminium_kg_per_m2=_assumed(0.0162, "kg/m2", "half of 12 um aluminium"),
)


def _portion(field: str, role: str, name: str, mass_kg: float) -> Portion:
    material = load_library()[name]
    amount = None
    if material.composition is not None:
        amount = 1000.0 * mass_kg / material.composition.mass_g_per_mol
    return Portion(field, role, material, material.composition, mass_kg, amount, Kind.ASSUMED)


def electrolyte_portions(mass_kg: float, design: LiquidDesign = BASELINE) -> tuple[Portion, ...]:
    """Return the salt and the solvents of a mass of liquid electrolyte."""
    salt = design.salt_share.value
    cyclic = (1.0 - salt) * design.carbonate_share.value
    shares = (("LiPF6", salt), ("EC", cyclic), ("DMC", 1.0 - salt - cyclic))
    return tuple(
        _portion(f"liquid.{name}", "liquid", name, mass_kg * share) for name, share in shares
    )


def pore_volume_m3(cell: Cell, inventory: Inventory) -> float:
    """Return the volume of the pores of cathode and electrolyte layers [m3].

    Raises
    ------
    MissingDatumError
        If thickness or porosity of the cathode is not known.
    """
    sheet = cell.balance
    thickness, porosity = sheet.cathode_thickness.value, sheet.cathode_porosity.value
    if thickness is None or porosity is None:
        missing = (*sheet.cathode_thickness.missing, *sheet.cathode_porosity.missing)
        raise MissingDatumError(
            f"the pores of the cathode are not known: {', '.join(missing)} missing",
            remedy="give cathode.thickness and cathode.porosity",
        )
    deep = thickness * porosity
    deep += sum(layer.thickness_m * (layer.porosity or 0.0) for layer in cell.electrolyte)
    return deep * inventory.area_m2


def with_liquid(
    cell: Cell, inventory: Inventory, share: float, design: LiquidDesign = BASELINE
) -> Inventory:
    """Return the inventory with a share of all pores filled by liquid electrolyte.

    Raises
    ------
    InputError
        If the share is not between 0 and 1.
    """
    if not 0.0 <= share <= 1.0:
        raise InputError(
            f"a liquid share of {share:g} is not between 0 and 1",
            remedy="give the share of the pores that liquid fills, such as 0.1",
        )
    if share <= 0.0:
        return inventory
    mass = share * pore_volume_m3(cell, inventory) * design.density_kg_per_m3.value
    return replace(inventory, portions=(*inventory.portions, *electrolyte_portions(mass, design)))


def liquid_cell(cell: Cell, inventory: Inventory, design: LiquidDesign = BASELINE) -> Inventory:
    """Return a liquid cell of equal capacity in the same state of charge and housing.

    The same active material and loading, charged to the same lithium content; graphite takes up
    the lithium that has left the cathode since assembly.

    Raises
    ------
    MissingDatumError
        If the cathode brings no lithium, so that graphite could not be its anode.
    """
    active = inventory.at("cathode.active")
    if active is None or active.amount_mol is None or active.composition is None:
        raise MissingDatumError("the cathode has no composition to hold a liquid cell against")
    moved = _lithium_lost(active)
    full = _lithium_made(active)
    if full is None or full <= 0.0:
        raise MissingDatumError(
            f"{active.name} brings no lithium: there is no such cell with graphite",
            remedy="compare with the cell that has lithium in its cathode",
        )
    graphite = load_library()["graphite"]
    top = graphite.lithium_range[0] if graphite.lithium_range else 1.0
    hosts = design.n_to_p.value * inventory.capacity_C / FARADAY_C_PER_MOL / top
    host_kg = hosts * Composition.parse(graphite.host_formula).mass_g_per_mol / 1000.0
    area = inventory.area_m2
    kept = [p for p in inventory.portions if p.role in ("case", "coating")]
    foils = {
        p.field: p
        for p in inventory.portions
        if p.role == "collector" and p.composition is not None
    }
    portions = [
        foils.get("anode.collector")
        or _portion("anode.collector", "collector", "Cu", design.copper_kg_per_m2.value * area),
        _graphite(graphite, hosts, host_kg, moved),
        _portion("anode.binder", "binder", "PVDF", design.anode_binder_share.value * host_kg),
        _portion(
            "electrolyte.0",
            "electrolyte",
            "polyethylene",
            design.separator_kg_per_m2.value * area,
        ),
        *electrolyte_portions(design.electrolyte_kg_per_C.value * inventory.capacity_C, design),
        active,
        _portion(
            "cathode.carbon", "carbon", "carbon-black", design.carbon_share.value * active.mass_kg
        ),
        _portion("cathode.binder", "binder", "PVDF", design.binder_share.value * active.mass_kg),
        foils.get("cathode.collector")
        or _portion(
            "cathode.collector", "collector", "Al", design.aluminium_kg_per_m2.value * area
        ),
        *kept,
    ]
    return replace(
        inventory,
        name=f"graphite | EC-DMC LiPF6 | {active.name}",
        portions=tuple(portions),
        electrical_energy_J=None,
        voltage_V=None,
        voltage_empty_V=None,
        kind=Kind.ASSUMED,
        notes=(),
        unknown=(),
    )


def _graphite(material: Material, hosts: float, host_kg: float, lithium_mol: float) -> Portion:
    host = Composition.parse(material.host_formula)
    if lithium_mol <= 0.0:
        return Portion("anode", "anode", material, host, host_kg, hosts, Kind.ASSUMED)
    return Portion(
        "anode",
        "anode",
        material,
        host + Composition({"Li": lithium_mol / hosts}),
        host_kg + lithium_mol * LITHIUM_KG_PER_MOL,
        hosts,
        Kind.ASSUMED,
    )


def _lithium_made(active: Portion) -> float | None:
    """Return the lithium in the cathode as made [mol]."""
    material = active.material
    if material is None or material.composition is None or active.composition is None:
        return None
    frame = next((element for element in active.composition if element != "Li"), None)
    if frame is None or frame not in material.composition:
        return None
    units = (active.amount_mol or 0.0) * active.composition[frame] / material.composition[frame]
    return units * material.composition.get("Li", 0.0)


def _lithium_lost(active: Portion) -> float:
    """Return the lithium that has left the cathode since assembly [mol]."""
    made = _lithium_made(active)
    if made is None or active.composition is None:
        return 0.0
    return max(made - active.composition.get("Li", 0.0) * (active.amount_mol or 0.0), 0.0)
