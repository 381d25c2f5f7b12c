"""Whether gas burns: limits of mixtures, flames, burning velocity, oxygen from the cathode."""

from __future__ import annotations

from davylamp.gas.burning.flame import Flame, flame, hottest_flame
from davylamp.gas.burning.flammability import Burns, Flammability, Outcome
from davylamp.gas.burning.fuels import FuelLimits, fuel_limits
from davylamp.gas.burning.judge import flammability
from davylamp.gas.burning.mixing import iso_10156_lfl, le_chatelier, max_inerted_sum
from davylamp.gas.burning.roles import (
    Oxidising,
    Role,
    oxidising_power,
    oxygen_demand_mol,
    role_of,
)
from davylamp.gas.burning.warming import OXYGEN_IN_AIR, WarmLimits, burgess_wheeler, limits_at

__all__ = [
    "OXYGEN_IN_AIR",
    "Burns",
    "Flame",
    "Flammability",
    "FuelLimits",
    "Outcome",
    "Oxidising",
    "Role",
    "WarmLimits",
    "burgess_wheeler",
    "flame",
    "flammability",
    "fuel_limits",
    "hottest_flame",
    "iso_10156_lfl",
    "le_chatelier",
    "limits_at",
    "max_inerted_sum",
    "oxidising_power",
    "oxygen_demand_mol",
    "role_of",
]
