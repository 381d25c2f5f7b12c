"""Heat in normal use, and the electro-thermal field of a pouch cell with tabs."""

from __future__ import annotations

from davylamp.runaway.operation.cell_pouch import pouch_of
from davylamp.runaway.operation.cooling import Cooling
from davylamp.runaway.operation.entropy import (
    EntropyCoefficient,
    OpenCircuit,
    entropy_coefficient,
    open_circuit,
)
from davylamp.runaway.operation.given import Given
from davylamp.runaway.operation.heat import OperatingHeat, current_from_rate, operating_heat
from davylamp.runaway.operation.heat_part import HeatPart
from davylamp.runaway.operation.inert import inert_body
from davylamp.runaway.operation.pouch import FoilSheet, Pouch, PouchField, Tab, tabs
from davylamp.runaway.operation.pouch_field import solve_pouch
from davylamp.runaway.operation.pybamm_heat import PybammHeat, heat_of_solution, pybamm_heat
from davylamp.runaway.operation.steady import SteadyState, steady_state
from davylamp.runaway.operation.warming import WarmUp, warm_up, warm_up_by

__all__ = [
    "Cooling",
    "EntropyCoefficient",
    "FoilSheet",
    "Given",
    "HeatPart",
    "OpenCircuit",
    "OperatingHeat",
    "Pouch",
    "PouchField",
    "PybammHeat",
    "SteadyState",
    "Tab",
    "WarmUp",
    "current_from_rate",
    "entropy_coefficient",
    "heat_of_solution",
    "inert_body",
    "open_circuit",
    "operating_heat",
    "pouch_of",
    "pybamm_heat",
    "solve_pouch",
    "steady_state",
    "tabs",
    "warm_up",
    "warm_up_by",
]
