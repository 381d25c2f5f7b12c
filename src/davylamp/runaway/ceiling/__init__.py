"""The ceiling of heat: everything in a cell that can react does."""

from __future__ import annotations

from davylamp.runaway.ceiling.adiabatic import Adiabatic, adiabatic
from davylamp.runaway.ceiling.liquid import BASELINE, LiquidDesign, liquid_cell, with_liquid
from davylamp.runaway.ceiling.lowest import lowest_enthalpy
from davylamp.runaway.ceiling.mixture import Compartment, Gas
from davylamp.runaway.ceiling.pairs import PairHeat, attribute
from davylamp.runaway.ceiling.reactants import Reactant, reactant_of
from davylamp.runaway.ceiling.release import Release, release_of
from davylamp.runaway.ceiling.settle import Product, Settled, settle
from davylamp.runaway.ceiling.whole import HeatCeiling, heat_ceiling

__all__ = [
    "BASELINE",
    "Adiabatic",
    "Compartment",
    "Gas",
    "HeatCeiling",
    "LiquidDesign",
    "PairHeat",
    "Product",
    "Reactant",
    "Release",
    "Settled",
    "adiabatic",
    "attribute",
    "heat_ceiling",
    "liquid_cell",
    "lowest_enthalpy",
    "reactant_of",
    "release_of",
    "settle",
    "with_liquid",
]
