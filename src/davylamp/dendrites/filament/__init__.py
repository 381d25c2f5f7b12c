"""Lithium in a flaw: when its pressure cracks the electrolyte, on which area, at which current."""

from __future__ import annotations

from davylamp.dendrites.filament.contact import contact_resistance, layer_conductivity
from davylamp.dendrites.filament.crossing import crossing_charge_C_per_m2
from davylamp.dendrites.filament.current import (
    Seen,
    critical_current_A_per_m2,
    critical_depth_m,
    resistance_seen_ohm_m2,
)
from davylamp.dendrites.filament.flaws import FlawDepth, flaw_depth
from davylamp.dendrites.filament.fracture import (
    critical_overpotential_V,
    flaw_depth_of_strength_m,
    tip_pressure_Pa,
)
from davylamp.dendrites.filament.mechanism import Filament, filament_mechanism
from davylamp.dendrites.filament.population import FlawPopulation, LargestFlaw
from davylamp.dendrites.filament.risk import FilamentRisk
from davylamp.dendrites.filament.toughness import layer_toughness

__all__ = [
    "Filament",
    "FilamentRisk",
    "FlawDepth",
    "FlawPopulation",
    "LargestFlaw",
    "Seen",
    "contact_resistance",
    "critical_current_A_per_m2",
    "critical_depth_m",
    "critical_overpotential_V",
    "crossing_charge_C_per_m2",
    "filament_mechanism",
    "flaw_depth",
    "flaw_depth_of_strength_m",
    "layer_conductivity",
    "layer_toughness",
    "resistance_seen_ohm_m2",
    "tip_pressure_Pa",
]
