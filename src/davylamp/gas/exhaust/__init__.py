"""Exhaust gas made harmless: caustic and acid scrubbing, columns, burning and dilution."""

from __future__ import annotations

from davylamp.gas.exhaust.coefficients import Films, air_diffusion_m2_per_s, onda_films
from davylamp.gas.exhaust.column import Bed, Column, Duty, design_column
from davylamp.gas.exhaust.constants import Packing, find_packing, load_absorption
from davylamp.gas.exhaust.fuel import FuelTreatment, treat_fuel
from davylamp.gas.exhaust.hydraulics import flooding_velocity_m_per_s, pressure_drop_Pa_per_m
from davylamp.gas.exhaust.quench import quench_offgas
from davylamp.gas.exhaust.solution import Solution, base_for_ph, solve_solution
from davylamp.gas.exhaust.targets import Target
from davylamp.gas.exhaust.transfer import enhancement, outlet_fraction, transfer_units
from davylamp.gas.exhaust.treat import AIR_CO2_PPM, DEFAULT_PACKING, treat
from davylamp.gas.exhaust.treatment import TreatedGas, Treatment
from davylamp.gas.exhaust.wash import CAUSTIC, SULFURIC, Reagent, Wash, wash
from davylamp.gas.exhaust.ways import Way, way_note, way_of

__all__ = [
    "AIR_CO2_PPM",
    "CAUSTIC",
    "DEFAULT_PACKING",
    "SULFURIC",
    "Bed",
    "Column",
    "Duty",
    "Films",
    "FuelTreatment",
    "Packing",
    "Reagent",
    "Solution",
    "Target",
    "TreatedGas",
    "Treatment",
    "Wash",
    "Way",
    "air_diffusion_m2_per_s",
    "base_for_ph",
    "design_column",
    "enhancement",
    "find_packing",
    "flooding_velocity_m_per_s",
    "load_absorption",
    "onda_films",
    "outlet_fraction",
    "pressure_drop_Pa_per_m",
    "quench_offgas",
    "solve_solution",
    "transfer_units",
    "treat",
    "treat_fuel",
    "wash",
    "way_note",
    "way_of",
]
