"""How much of which gas, at what pressure, through which vent, and whether it burns or poisons."""

from __future__ import annotations

from davylamp.gas.mixture import GasMixture, dry_air, gas_volume_m3, mixture_of
from davylamp.gas.source import Basis, GasHistory, GasSource, When
from davylamp.gas.species import SPECIES, GasSpecies, find_species

__all__ = [
    "SPECIES",
    "Basis",
    "GasHistory",
    "GasMixture",
    "GasSource",
    "GasSpecies",
    "When",
    "dry_air",
    "find_species",
    "gas_volume_m3",
    "mixture_of",
]
