"""Questions put to one material: what moist air, heat, charge and a potential make of it."""

from davylamp.materials.air_reaction import AirReaction, GasPressure, GasYield
from davylamp.materials.ceilings import GasCeiling, gas_ceilings
from davylamp.materials.charged import ChargedCathode, charged_cathode
from davylamp.materials.decomposition import Decomposition, decompose
from davylamp.materials.electronic import ElectronicLeakage, LeakageRating, electronic_leakage
from davylamp.materials.exchange import OxygenExchange, oxygen_exchange, rank_sulfides
from davylamp.materials.humidity import MoistAir, moist_air
from davylamp.materials.ionic import IonicConductivity, ionic_conductivity
from davylamp.materials.layer_resistance import LayerResistance, layer_resistances
from davylamp.materials.moisture import Hydrolysis, hydrolyse
from davylamp.materials.moisture_rank import FamilyMoisture, MoistureRanking, rank_moisture
from davylamp.materials.oxygen import OxygenRelease, release_oxygen
from davylamp.materials.oxygen_order import (
    OxygenOrder,
    PairVerdict,
    compare_oxygen_release,
    oxygen_against_lithium,
)
from davylamp.materials.polymers import Combustion, PolymerAnswer, describe_polymer
from davylamp.materials.temperature_search import GasOnset

__all__ = [
    "AirReaction",
    "ChargedCathode",
    "Combustion",
    "Decomposition",
    "ElectronicLeakage",
    "FamilyMoisture",
    "GasCeiling",
    "GasOnset",
    "GasPressure",
    "GasYield",
    "Hydrolysis",
    "IonicConductivity",
    "LayerResistance",
    "LeakageRating",
    "MoistAir",
    "MoistureRanking",
    "OxygenExchange",
    "OxygenOrder",
    "OxygenRelease",
    "PairVerdict",
    "PolymerAnswer",
    "charged_cathode",
    "compare_oxygen_release",
    "decompose",
    "describe_polymer",
    "electronic_leakage",
    "gas_ceilings",
    "hydrolyse",
    "ionic_conductivity",
    "layer_resistances",
    "moist_air",
    "oxygen_against_lithium",
    "oxygen_exchange",
    "rank_moisture",
    "rank_sulfides",
    "release_oxygen",
]
