"""Heat in space: blocks of a cell or module that conduct, react and exchange heat."""

from __future__ import annotations

from davylamp.runaway.field.block import Block, Contact, Link, Region, Zone, stacked
from davylamp.runaway.field.boundary import (
    Boundary,
    Convection,
    FixedTemperature,
    Heater,
    HeatFlux,
)
from davylamp.runaway.field.build import Field, build_field
from davylamp.runaway.field.history import FieldHistory
from davylamp.runaway.field.simulate import simulate_field

__all__ = [
    "Block",
    "Boundary",
    "Contact",
    "Convection",
    "Field",
    "FieldHistory",
    "FixedTemperature",
    "HeatFlux",
    "Heater",
    "Link",
    "Region",
    "Zone",
    "build_field",
    "simulate_field",
    "stacked",
]
