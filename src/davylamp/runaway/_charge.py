"""Lithium and electrical energy of a cell at a state of charge, per area of one unit cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from davylamp.cell.anode import is_full_of_lithium
from davylamp.cell.capacity import Balance
from davylamp.cell.model import Cell
from davylamp.cell.potentials import cathode_state, is_lithium_metal, lithium_window
from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind, Unknown
from davylamp.store.load import load_library
from davylamp.store.materials import CapacityPoint, Material

__all__ = ["LITHIUM_KG_PER_MOL", "Charge", "charge_of", "held_integral"]

LITHIUM_KG_PER_MOL: Final = ATOMIC_MASS_G_PER_MOL["Li"] / 1000.0


@dataclass(frozen=True, slots=True)
class Charge:
    """State of the electrodes, per area of one unit cell.

    Parameters
    ----------
    state_of_charge : float
        0 to 1.
    composition : Composition
        Of the cathode material, per host formula.
    host_mol_per_m2 : float
        Host formulas of the cathode [mol/m2].
    in_host_mol_per_m2, plated_mol_per_m2 : float
        Lithium that the host of the anode has taken up since assembly, and that lies plated
        [mol/m2].
    from_anode_mol_per_m2 : float
        Lithium that the anode as built has lost [mol/m2].
    plated_material : Material
        Lithium.
    capacity_C_per_m2, charge_C_per_m2 : float
        From full to empty, and from here to empty [C/m2].
    energy_J_per_m2 : float or None
        Electrical energy from here to empty, at open circuit [J/m2].
    voltage_V, voltage_empty_V : float or None
        Open-circuit voltage here and empty [V].
    kind : Kind
        Weakest evidence.
    notes, unknown : tuple
        What a reader must know, and what is not known.
    """

    state_of_charge: float
    composition: Composition
    host_mol_per_m2: float
    in_host_mol_per_m2: float
    plated_mol_per_m2: float
    from_anode_mol_per_m2: float
    plated_material: Material
    capacity_C_per_m2: float
    charge_C_per_m2: float
    energy_J_per_m2: float | None
    voltage_V: float | None
    voltage_empty_V: float | None
    kind: Kind
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def charge_of(cell: Cell, sheet: Balance, state_of_charge: float | None) -> Charge:
    """Return the state of both electrodes; lithium is conserved from assembly on.

    Raises
    ------
    MissingDatumError
        If the mass, the host formula or the lithium range of the cathode is not known.
    OutsideValidityError
        If the anode as built lacks the lithium that the state asks for.
    """
    state = cathode_state(cell, state_of_charge)
    charged, discharged, kinds, _ = lithium_window(cell)
    material = cell.cathode.active.material
    host = Composition.parse(material.host_formula)
    made = _lithium_as_made(material, host, discharged)
    if sheet.cathode_active_mass.value is None:
        raise MissingDatumError(
            "the mass of the cathode is not known: "
            f"{', '.join(sheet.cathode_active_mass.missing)} missing",
            remedy="give cathode.loading, or thickness and porosity",
        )
    units = sheet.cathode_active_mass.value / (
        host.mass_g_per_mol / 1000.0 + made * LITHIUM_KG_PER_MOL
    )
    moved = units * (made - state.lithium)
    room = 0.0
    if not is_full_of_lithium(cell.anode):
        room = (sheet.anode_capacity.value or 0.0) / FARADAY_C_PER_MOL
    in_host = min(max(moved, 0.0), room)
    lost = max(-moved, 0.0)
    metal = _metal(cell)
    if lost > 0.0 and lost > _strippable(cell, sheet):
        raise OutsideValidityError(
            f"at a state of charge of {state.state_of_charge:g} the cathode needs "
            f"{lost:.4g} mol/m2 of lithium, more than the anode was built with",
            remedy="make the anode thicker",
        )
    drawn = units * (discharged - state.lithium)
    full = units * (discharged - charged) * FARADAY_C_PER_MOL
    plated = max(moved - in_host, 0.0)
    volts = _voltages(cell, state.lithium, discharged, in_host, plated)
    energy = _energy(cell, state.lithium, discharged, in_host, drawn, plated)
    notes, unknown = list(state.notes), []
    practical = sheet.cathode_capacity.value
    if practical is not None and abs(full / practical - 1.0) > 0.05:
        notes.append(
            f"lithium between the voltage limits makes {full / 36000.0:.3g} mAh/cm2, the capacity "
            f"of the cell file {practical / 36000.0:.3g}: the lithium counts here"
        )
    if energy is None:
        unknown.append(
            Unknown("the stored electrical energy", "measure the open-circuit voltage of the cell")
        )
    return Charge(
        state.state_of_charge,
        state.composition,
        units,
        in_host,
        plated,
        lost,
        metal,
        full,
        drawn * FARADAY_C_PER_MOL,
        energy,
        volts[0],
        volts[1],
        max((state.kind, *kinds, sheet.cathode_active_mass.kind), key=lambda kind: kind.rank),
        tuple(notes),
        tuple(unknown),
    )


def _lithium_as_made(material: Material, host: Composition, discharged: float) -> float:
    """Lithium per host formula as built in; that of the discharged state where it is not known."""
    made = material.composition
    frame = [element for element in host if element != "Li"]
    if made is None or not frame or frame[0] not in made:
        return discharged
    return made.get("Li", 0.0) * host[frame[0]] / made[frame[0]]


def _metal(cell: Cell) -> Material:
    if is_lithium_metal(cell.anode.material):
        return cell.anode.material
    return cell.lithium if cell.lithium is not None else load_library()["Li"]


def _strippable(cell: Cell, sheet: Balance) -> float:
    """Lithium that can leave the anode as built [mol/m2]; only metal is stripped here."""
    mass = next(entry.mass for entry in sheet.masses if entry.field == "anode").value
    if mass is None or not is_lithium_metal(cell.anode.material):
        return 0.0
    return mass / LITHIUM_KG_PER_MOL


def held_integral(curve: tuple[CapacityPoint, ...], low: float, high: float) -> float:
    """Integral of the voltage over the lithium content [V]; beyond the curve its end is held."""
    x = np.array([point.x for point in curve])
    volts = np.array([point.voltage_V for point in curve])
    inner = x[(x > low) & (x < high)]
    stations = np.concatenate([[low], inner, [high]])
    return float(np.trapezoid(np.interp(stations, x, volts), stations))


def _mean_voltage(material: Material, low: float, high: float) -> float | None:
    """Mean voltage against Li/Li+ between two lithium contents [V]; the voltage where they meet."""
    if material.ocv:
        if high - low < 1e-9:
            x = [point.x for point in material.ocv]
            return float(np.interp(low, x, [point.voltage_V for point in material.ocv]))
        return held_integral(material.ocv, low, high) / (high - low)
    datum = material.get("average_voltage")
    return None if datum is None else datum.value


def _anode_contents(cell: Cell, in_host: float, drawn: float) -> tuple[float, float] | None:
    """Lithium per host formula of the anode after and before drawing [1]; None for metal."""
    material = cell.anode.material
    mass = cell.balance
    if is_full_of_lithium(cell.anode) or material.composition is None or not material.host_formula:
        return None
    host = Composition.parse(material.host_formula)
    frame = next((element for element in host if element != "Li"), None)
    area = next(entry.mass for entry in mass.masses if entry.field == "anode").value
    if frame is None or area is None or frame not in material.composition:
        return None
    per_host = material.composition[frame] / host[frame]
    units = area / (material.composition.mass_g_per_mol / 1000.0) * per_host
    if not units > 0.0:
        return None
    start = material.composition.get("Li", 0.0) / per_host
    now = start + in_host / units
    return now - drawn / units, now


def _energy(
    cell: Cell,
    lithium: float,
    discharged: float,
    in_host: float,
    drawn: float,
    plated: float,
) -> float | None:
    """F times the integral of the voltage of the cell [J/m2]; plated lithium leaves first."""
    positive = _mean_voltage(cell.cathode.active.material, lithium, discharged)
    if positive is None:
        return None
    total = positive * drawn
    from_host = max(drawn - plated, 0.0)
    contents = _anode_contents(cell, in_host, from_host)
    if contents is not None and from_host > 0.0:
        negative = _mean_voltage(cell.anode.material, *contents)
        if negative is None:
            return None
        total -= negative * from_host
    elif contents is None and not (is_full_of_lithium(cell.anode)):
        negative = _mean_voltage(cell.anode.material, 0.0, 0.0)
        if negative is None:
            return None
        total -= negative * from_host
    return FARADAY_C_PER_MOL * total


def _voltages(
    cell: Cell, lithium: float, discharged: float, in_host: float, plated: float
) -> tuple[float | None, float | None]:
    """Open-circuit voltage here, and empty [V]."""
    contents = _anode_contents(cell, in_host, 0.0)
    here = 0.0 if plated > 0.0 or is_full_of_lithium(cell.anode) else None
    empty: float | None = 0.0 if is_full_of_lithium(cell.anode) else None
    if empty is None:
        start = _anode_contents(cell, 0.0, 0.0)
        empty = _mean_voltage(cell.anode.material, *(start or (0.0, 0.0)))
        if here is None:
            here = _mean_voltage(cell.anode.material, *(contents or (0.0, 0.0)))
    answers: list[float | None] = []
    for content, negative in ((lithium, here), (discharged, empty)):
        positive = _mean_voltage(cell.cathode.active.material, content, content)
        answers.append(None if positive is None or negative is None else positive - negative)
    return answers[0], answers[1]
