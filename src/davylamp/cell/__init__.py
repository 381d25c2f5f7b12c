"""The cell file: `cell.yaml` with units to a validated, frozen `Cell` with its capacities."""

from __future__ import annotations

from typing import Any

from davylamp.cell.bpx import BpxReading, read_bpx
from davylamp.cell.capacity import Balance, ComponentMass, balance
from davylamp.cell.contacts import Contact, Side, list_contacts
from davylamp.cell.examples import example_path, list_examples
from davylamp.cell.figures import Figure
from davylamp.cell.layers import (
    Anode,
    Coating,
    Collector,
    CompositeCathode,
    ElectrolyteLayer,
    Loading,
    Part,
)
from davylamp.cell.model import Casing, Cell, Component, Enclosure, Operation, Surroundings
from davylamp.cell.own_values import USER_SOURCE
from davylamp.cell.potentials import (
    CathodeState,
    PotentialRange,
    anode_potential,
    cathode_potential_range,
    cathode_state,
)
from davylamp.cell.problems import CellFileError, Problem
from davylamp.cell.reader import parse_cell, read_cell

__all__ = [
    "USER_SOURCE",
    "Anode",
    "Balance",
    "BpxReading",
    "Casing",
    "CathodeState",
    "Cell",
    "CellFileError",
    "Coating",
    "Collector",
    "Component",
    "ComponentMass",
    "CompositeCathode",
    "Contact",
    "ElectrolyteLayer",
    "Enclosure",
    "Figure",
    "Loading",
    "Operation",
    "Part",
    "PotentialRange",
    "Problem",
    "Side",
    "Surroundings",
    "anode_potential",
    "balance",
    "cathode_potential_range",
    "cathode_state",
    "cell_schema",
    "example_path",
    "list_contacts",
    "list_examples",
    "parse_cell",
    "read_bpx",
    "read_cell",
]


def cell_schema() -> dict[str, Any]:
    """Return the JSON schema of the cell file, for editors and other programs."""
    from davylamp.cell import schema

    return schema.cell_schema()
