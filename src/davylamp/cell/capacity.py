"""Capacity, balance, energy and lithium inventory of a cell, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from davylamp.cell.anode import anode_figures, is_full_of_lithium
from davylamp.cell.electrodes import (
    AREAL_MASS,
    LENGTH,
    cathode_figures,
    collector_mass,
    collector_thickness,
    layer_mass,
    specific_capacity,
    specific_capacity_of_curve,
)
from davylamp.cell.figures import Figure, absent, combine, design, from_property, total
from davylamp.cell.inventory import (
    INVENTORY,
    anode_lithium,
    cathode_lithium,
    metallic_lithium,
    plated_thickness,
)
from davylamp.cell.model import Cell
from davylamp.cell.potentials import (
    anode_potential,
    lithium_window,
    mean_voltage,
)
from davylamp.cell.whole_cell import ENERGY_DENSITY, SPECIFIC_ENERGY, whole_cell
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import MissingDatumError, OutsideValidityError

__all__ = ["Balance", "ComponentMass", "balance"]

_VOLTAGE: Final = ("V", "V")
_AREAL_ENERGY: Final = ("J/m2", "mWh/cm2")


@dataclass(frozen=True, slots=True)
class ComponentMass:
    """Areal mass of one layer [kg/m2]: field of the cell file, material, figure."""

    field: str
    material: str
    mass: Figure


@dataclass(frozen=True, slots=True)
class Balance:
    """What follows from the design of a cell.

    Figures per area refer to one unit cell, a stack is anode to cathode with collectors and
    without casing. The stack is thickest when charged: its thickness then counts the plated
    lithium, and the energy per volume refers to it.

    Parameters
    ----------
    cathode_capacity, anode_capacity : Figure
        Areal capacities [C/m2]. That of the anode as assembled is the lithium that lithium metal
        brings, or the lithium that a host can still take up.
    n_to_p : Figure
        Their ratio; 0 for an anode-free cell. Below 1 a host plates lithium.
    average_voltage : Figure
        Mean open-circuit voltage of the cell [V].
    current_density : Figure
        Current density on charge [A/m2].
    energy_per_area : Figure
        Capacity times average voltage [J/m2].
    stack_mass : Figure
        Areal mass of the stack [kg/m2].
    stack_thickness, stack_thickness_charged : Figure
        As assembled, and with the plated lithium [m].
    cathode_thickness, cathode_porosity, anode_thickness : Figure
        Of the electrodes as assembled [m, 1, m].
    cathode_active_mass : Figure
        Areal mass of active material [kg/m2].
    specific_energy_stack, energy_density_stack : Figure
        Energy of the stack per mass [J/kg] and volume [J/m3].
    cell_capacity, cell_energy, cell_mass, cell_volume : Figure
        Of the whole cell with its casing [C, J, kg, m3].
    specific_energy_cell, energy_density_cell : Figure
        Energy of the whole cell per mass [J/kg] and volume [J/m3].
    cyclable_lithium : Figure
        Lithium that the cathode gives on a full charge [mol/m2].
    lithium_inventory : Figure
        All lithium in both electrodes [mol/m2].
    metallic_lithium_charged : Figure
        Metallic lithium in the charged cell [mol/m2].
    masses : tuple of ComponentMass
        Areal mass by layer.
    notes : tuple of str
        Contradictions in the design, and what was left out.
    """

    cathode_capacity: Figure
    anode_capacity: Figure
    n_to_p: Figure
    average_voltage: Figure
    current_density: Figure
    energy_per_area: Figure
    stack_mass: Figure
    stack_thickness: Figure
    stack_thickness_charged: Figure
    cathode_thickness: Figure
    cathode_porosity: Figure
    cathode_active_mass: Figure
    anode_thickness: Figure
    specific_energy_stack: Figure
    energy_density_stack: Figure
    cell_capacity: Figure
    cell_energy: Figure
    cell_mass: Figure
    cell_volume: Figure
    specific_energy_cell: Figure
    energy_density_cell: Figure
    cyclable_lithium: Figure
    lithium_inventory: Figure
    metallic_lithium_charged: Figure
    masses: tuple[ComponentMass, ...]
    notes: tuple[str, ...]

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Yield name and figure, in the order above."""
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, Figure):
                yield entry.name, value

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything that would have to be known for all figures."""
        return tuple(dict.fromkeys(what for _, figure in self.figures() for what in figure.missing))


def balance(cell: Cell) -> Balance:
    """Return capacities, balance, energies and lithium inventory of a cell.

    Whatever cannot be computed is None in its figure, which then says what is missing; nothing
    is filled in.
    """
    cathode = cathode_figures(cell)
    anode = anode_figures(cell, cathode.capacity)
    voltage = _average_voltage(cell)
    energy = combine(lambda q, v: q * v, *_AREAL_ENERGY, cathode.capacity, voltage)
    masses = _masses(cell, cathode.mass, anode.mass)
    stack_mass = total([entry.mass for entry in masses], *AREAL_MASS)
    thickness = _stack_thickness(cell, cathode.thickness, anode.thickness)
    charged = total([thickness, plated_thickness(cell, cathode.capacity)], *LENGTH)
    cyclable = combine(lambda q: q / FARADAY_C_PER_MOL, *INVENTORY, cathode.capacity)
    stored = anode_lithium(cell, anode.mass)
    whole = whole_cell(cell, cathode.capacity, energy, stack_mass, charged)
    return Balance(
        cathode_capacity=cathode.capacity,
        anode_capacity=anode.capacity,
        n_to_p=combine(lambda n, p: n / p, "1", "1", anode.capacity, cathode.capacity),
        average_voltage=voltage,
        current_density=_current_density(cell, cathode.capacity),
        energy_per_area=energy,
        stack_mass=stack_mass,
        stack_thickness=thickness,
        stack_thickness_charged=charged,
        cathode_thickness=cathode.thickness,
        cathode_porosity=cathode.porosity,
        cathode_active_mass=cathode.active_mass,
        anode_thickness=anode.thickness,
        specific_energy_stack=combine(lambda e, m: e / m, *SPECIFIC_ENERGY, energy, stack_mass),
        energy_density_stack=combine(lambda e, t: e / t, *ENERGY_DENSITY, energy, charged),
        **whole,
        cyclable_lithium=cyclable,
        lithium_inventory=total([cathode_lithium(cell, cathode.active_mass), stored], *INVENTORY),
        metallic_lithium_charged=metallic_lithium(cell, cathode.capacity, anode.capacity, stored),
        masses=masses,
        notes=(*cathode.notes, *_notes(cell, cathode.capacity, anode.capacity)),
    )


def _average_voltage(cell: Cell) -> Figure:
    material, anode = cell.cathode.active.material, cell.anode
    counter = anode_potential(anode)
    if counter is None:
        return absent(f"potential of {anode.material.id} against Li/Li+", *_VOLTAGE)
    negative = 0.5 * (counter.low_V + counter.high_V)
    if anode.material.ocv and not anode.anode_free:
        curve = anode.material.ocv
        span = anode.material.lithium_range or (curve[0].x, curve[-1].x)
        low, high = max(min(span), curve[0].x), min(max(span), curve[-1].x)
        negative = mean_voltage(curve, low, high) if low < high else negative
    opposite = Figure(negative, *_VOLTAGE, (counter.kind,))
    positive = from_property(material, "average_voltage", *_VOLTAGE)
    own = "average_voltage" in cell.cathode.own_properties
    if material.ocv and material.ocv_datum is not None and not own:
        try:
            charged, discharged, kinds, _ = lithium_window(cell)
            low, high = max(charged, material.ocv[0].x), min(discharged, material.ocv[-1].x)
            mean = mean_voltage(material.ocv, low, high)
        except (MissingDatumError, OutsideValidityError):
            pass
        else:
            source = (material.ocv_datum.source,)
            positive = Figure(mean, *_VOLTAGE, kinds, source, basis="mean of the curve")
    return combine(lambda p, n: p - n, *_VOLTAGE, positive, opposite)


def _masses(cell: Cell, cathode: Figure, anode: Figure) -> tuple[ComponentMass, ...]:
    rows: list[ComponentMass] = []
    negative, positive = cell.anode.collector, cell.cathode.collector
    if negative is not None:
        mass = collector_mass(negative, "anode.collector")
        rows.append(ComponentMass("anode.collector", negative.material.id, mass))
    rows.append(ComponentMass("anode", cell.anode.material.id, anode))
    for number, layer in enumerate(cell.electrolyte):
        rows.append(ComponentMass(f"electrolyte.{number}", layer.material.id, layer_mass(layer)))
    rows.append(ComponentMass("cathode", cell.cathode.active.material.id, cathode))
    if positive is not None:
        mass = collector_mass(positive, "cathode.collector")
        rows.append(ComponentMass("cathode.collector", positive.material.id, mass))
    return tuple(rows)


def _stack_thickness(cell: Cell, cathode: Figure, anode: Figure) -> Figure:
    parts = [anode, *(design(layer.thickness_m, *LENGTH) for layer in cell.electrolyte), cathode]
    if cell.anode.collector is not None:
        parts.append(collector_thickness(cell.anode.collector, "anode.collector"))
    if cell.cathode.collector is not None:
        parts.append(collector_thickness(cell.cathode.collector, "cathode.collector"))
    return total(parts, *LENGTH)


def _current_density(cell: Cell, capacity: Figure) -> Figure:
    operation = cell.operation
    if operation.current_density_A_per_m2 is not None:
        return design(operation.current_density_A_per_m2, "A/m2", "mA/cm2")
    if operation.c_rate_per_h is None:
        return absent("operation.current", "A/m2", "mA/cm2")
    rate = design(operation.c_rate_per_h, "1/h", "1/h")
    return combine(lambda r, q: r * q / 3600.0, "A/m2", "mA/cm2", rate, capacity)


def _notes(cell: Cell, positive: Figure, negative: Figure) -> Iterator[str]:
    for side, electrode in (("anode", cell.anode), ("cathode", cell.cathode)):
        if electrode.collector is None:
            yield f"no {side} collector is given: masses and volumes are without it"
    for number, layer in enumerate(cell.electrolyte):
        if layer.porosity is None:
            yield f"electrolyte layer {number + 1} is taken as dense: no porosity is given"
    if cell.cathode.coating is not None:
        yield "the mass of the particle coating is not counted"
    if not is_full_of_lithium(cell.anode):
        yield f"the swelling of {cell.anode.material.id} on charging is not counted"
        room, needed = negative.value, positive.value
        if room is not None and needed is not None and room < needed:
            yield f"the anode can take up {negative} of the {positive} the cathode gives"
    practical, theory = specific_capacity(cell), specific_capacity_of_curve(cell)
    if theory is not None and practical.value is not None:
        ratio = theory.value / practical.value if theory.value is not None else 1.0
        if abs(ratio - 1.0) > 0.1:
            yield (
                f"the curve of {cell.cathode.active.material.id} gives {theory} between the "
                f"voltage limits, its specific capacity is {practical}"
            )
    try:
        yield from lithium_window(cell)[3]
    except (MissingDatumError, OutsideValidityError) as error:
        yield error.message if isinstance(error, MissingDatumError) else str(error)
