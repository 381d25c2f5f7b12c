"""Measured heats of whole cells put beside the ceiling of heat."""

from __future__ import annotations

from functools import cache
from typing import Final

from davylamp.cell import Cell, parse_cell
from davylamp.runaway.ceiling import (
    Compartment,
    Reactant,
    heat_ceiling,
    liquid_cell,
    reactant_of,
)
from davylamp.runaway.ceiling.mixture import scaled
from davylamp.runaway.inventory import Inventory, inventory
from davylamp.validation.case import Case

__all__ = ["heat_ceiling_cases"]

_GROUP: Final = "Ceiling of heat"
#: A cell of square centimetres as tests use them; what the papers do not say is assumed.
_CELL: Final = """
anode: {{material: Li, thickness: 20 um}}
electrolyte:
  - {{material: {electrolyte}, thickness: {thickness}, porosity: 5 %}}
cathode:
  fractions: weight
  active: {{material: {cathode}, fraction: {active} %, particle_diameter: 5 um}}
  {mixed}
  carbon: {{material: carbon black, fraction: 5 %}}
  binder: {{material: PVDF, fraction: 5 %}}
  loading: 2 mAh/cm2
  porosity: 20 %
operation: {{voltage_min: 3.0 V, voltage_max: {voltage} V, c_rate: 0.1, temperature: 25 degC}}
"""


def heat_ceiling_cases() -> tuple[Case, ...]:
    """Return the published heats of whole cells.

    Tolerances were set before any result was seen: a tenth where a figure is given as 'about' or
    without an uncertainty, 0.05 for a share given to two digits.
    """
    return (
        Case(
            id="ceiling-nmc811-llzo",
            group=_GROUP,
            question="heat of Li, LLZO and charged NMC811 with PVDF per capacity",
            published=15.0,
            compute=_per_capacity,
            unit="J/mAh",
            tolerance=1.5,
            source="10.1021/acsami.5c13030",
            note="measured by DSC up to 500 degC in a sealed crucible, computed as a ceiling: all "
            "that can react does, at any temperature. Not the same quantity; a computed value "
            "below the measured one would be an error, one above it need not be. Shares of carbon "
            "and PVDF and the excess of lithium (20 um) are assumed.",
        ),
        Case(
            id="ceiling-llzno-against-liquid",
            group=_GROUP,
            question="heat of a garnet cell over that of a liquid cell of equal capacity",
            published=0.30,
            compute=_garnet_against_liquid,
            unit="1",
            tolerance=0.05,
            source="ACS Appl. Mater. Interfaces 2017, 9, 1507",
            note="measured by DSC with the materials of a cell together; its electrodes were not "
            "seen, LiCoO2 and lithium are assumed. The ceiling lets lithium reduce the garnet's "
            "and the cathode's oxides completely, which a DSC up to some hundred degC does not.",
        ),
        Case(
            id="ceiling-lsps-against-liquid",
            group=_GROUP,
            question="a Li10SnP2S12 cell gives more than three times the heat of a liquid one",
            published="yes",
            compute=_sulfide_against_liquid,
            source="10.1039/d4ee02358g, section 4.1, after ACS Energy Lett. 2022, 8, 398",
            note="inferred there from calorimetry of a cell; what the heats are divided by was not "
            "seen. Here per equal capacity, everything reacting in both, NMC811 assumed.",
        ),
        Case(
            id="ceiling-nmc811-graphite",
            group=_GROUP,
            question="heat of charged NMC811, lithiated graphite and electrolyte, no separator",
            published=1139.0,
            compute=_mixed_liquid,
            unit="J/g",
            tolerance=114.0,
            source="Linking DSC/TGA to Cell Levels: NMC811-Graphite Micro-Cell, abstract",
            note="by DSC; which mass it is per was not seen: per gram of coatings and electrolyte "
            "here, without collectors and separator. Measured is what reacts on heating in a "
            "crucible, computed what could.",
        ),
        Case(
            id="ceiling-nmc811-graphite-separator",
            group=_GROUP,
            question="the same with a separator that keeps the oxygen from the anode",
            published=618.0,
            compute=_separated_liquid,
            unit="J/g",
            tolerance=62.0,
            source="Linking DSC/TGA to Cell Levels: NMC811-Graphite Micro-Cell, abstract",
            note="computed with half of the electrolyte on each side and nothing crossing, not "
            "even gas; otherwise as above.",
        ),
    )


def _cell(cathode: str, electrolyte: str, voltage: str, catholyte: bool, thickness: str) -> Cell:
    mixed = f"catholyte: {{material: {electrolyte}, fraction: 20 %}}" if catholyte else ""
    text = _CELL.format(
        cathode=cathode,
        electrolyte=electrolyte,
        voltage=voltage,
        active=70 if catholyte else 90,
        mixed=mixed,
        thickness=thickness,
    )
    return parse_cell(text, "validation")


def _per_capacity() -> float:
    cell = _cell("NCM811", "LLZO", "4.3", False, "100 um")
    answer = heat_ceiling(cell, pairs=False, collectors=False)
    return answer.everything.heat_J / (answer.inventory.capacity_C / 3.6)


def _garnet_against_liquid() -> float:
    cell = _cell("LiCoO2", "LLZNO", "4.2", False, "100 um")
    found = heat_ceiling(cell, pairs=False, collectors=False).against_liquid
    return float("nan") if found is None else found


def _sulfide_against_liquid() -> str:
    cell = _cell("NCM811", "Li10SnP2S12", "4.25", True, "100 um")
    found = heat_ceiling(cell, pairs=False, collectors=False).against_liquid
    if found is None:
        return "unknown"
    return "yes" if found > 3.0 else f"no, {found:.2f} times"


@cache
def _liquid() -> Inventory:
    cell = _cell("NCM811", "LLZO", "4.25", False, "100 um")
    return liquid_cell(cell, inventory(cell))


def _reacting() -> list[Reactant]:
    kept = [p for p in _liquid().active if p.role != "collector" and p.name != "polyethylene"]
    return [reactant for reactant in map(reactant_of, kept) if reactant.reacts]


def _mixed_liquid() -> float:
    parts = _reacting()
    mass = sum(reactant.portion.mass_kg for reactant in parts)
    return Compartment(tuple(parts)).heat_J() / mass / 1e3


def _separated_liquid() -> float:
    parts = _reacting()
    mass = sum(reactant.portion.mass_kg for reactant in parts)
    sides: tuple[list[Reactant], list[Reactant]] = ([], [])
    for reactant in parts:
        if reactant.portion.role == "liquid":
            for side in sides:
                side.append(scaled(reactant, 0.5))
        else:
            sides[0 if reactant.portion.field.startswith("anode") else 1].append(reactant)
    return sum(Compartment(tuple(side)).heat_J() for side in sides) / mass / 1e3
