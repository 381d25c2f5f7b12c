"""Everything a cell is made of at a state of charge: what, where, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from davylamp.cell.model import Cell
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway._charge import charge_of
from davylamp.runaway._portions import (
    CASE_ROLE,
    Portion,
    anode_portions,
    casing_portions,
    cathode_portions,
    collector_portions,
    electrolyte_portions,
)

__all__ = ["CASE_ROLE", "Inventory", "Portion", "inventory"]

Basis = Literal["cell", "m2"]


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
        *collector_portions(cell, sheet, "anode", unknown),
        *anode_portions(cell, sheet, charge),
        *electrolyte_portions(cell, sheet),
        *cathode_portions(cell, sheet, charge, unknown),
        *collector_portions(cell, sheet, "cathode", unknown),
    ]
    portions = [_scaled(row, area) for row in rows if row.mass_kg > 0.0]
    if whole:
        portions.extend(casing_portions(cell, sheet, area, unknown))
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
    return replace(row, mass_kg=row.mass_kg * area_m2, amount_mol=amount)
