"""Whether gas burns: limits of mixtures, flames, burning velocity, oxygen from the cathode."""

from __future__ import annotations

from davylamp.gas.burning.cell_oxygen import OxygenBalance, OxygenTaker, oxygen_balance
from davylamp.gas.burning.crossing import LimitCrossing, lfl_crossing
from davylamp.gas.burning.deflagration import Deflagration, deflagration
from davylamp.gas.burning.flame import Flame, flame, hottest_flame
from davylamp.gas.burning.flammability import Burns, Flammability, SparkOutcome
from davylamp.gas.burning.fuels import FuelLimits, fuel_limits
from davylamp.gas.burning.judge import flammability
from davylamp.gas.burning.mixing import iso_10156_lfl, le_chatelier, max_inerted_sum
from davylamp.gas.burning.roles import (
    FlameRole,
    Oxidising,
    oxidising_power,
    oxygen_demand_mol,
    role_of,
)
from davylamp.gas.burning.velocity import BurningVelocity, burning_velocity
from davylamp.gas.burning.warming import WarmLimits, burgess_wheeler, limits_at

__all__ = [
    "BurningVelocity",
    "Burns",
    "Deflagration",
    "Flame",
    "FlameRole",
    "Flammability",
    "FuelLimits",
    "LimitCrossing",
    "Oxidising",
    "OxygenBalance",
    "OxygenTaker",
    "SparkOutcome",
    "WarmLimits",
    "burgess_wheeler",
    "burning_velocity",
    "deflagration",
    "flame",
    "flammability",
    "fuel_limits",
    "hottest_flame",
    "iso_10156_lfl",
    "le_chatelier",
    "lfl_crossing",
    "limits_at",
    "max_inerted_sum",
    "oxidising_power",
    "oxygen_balance",
    "oxygen_demand_mol",
    "role_of",
]
