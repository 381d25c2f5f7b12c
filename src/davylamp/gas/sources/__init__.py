"""How much of which gas comes from where: moisture, potential, heat, lithium, and water."""

from __future__ import annotations

from davylamp.gas.sources.bounds import BOUND_PREFIX, toxic_bounds
from davylamp.gas.sources.cathode_gas import powder_area_m2
from davylamp.gas.sources.halides import halide_source
from davylamp.gas.sources.heating import (
    ceiling_sources,
    fire_source,
    heating_sources,
)
from davylamp.gas.sources.lithium import QUENCHES, LithiumQuench, lithium_with
from davylamp.gas.sources.measured import measured_mixture, measured_vent_gas, volume_L_per_Ah
from davylamp.gas.sources.moisture import moisture_source, water_ceiling_source
from davylamp.gas.sources.network_gas import run_sources
from davylamp.gas.sources.opened import opened_sources, wetted_gas
from davylamp.gas.sources.organics import organic_sources
from davylamp.gas.sources.runs import HeatRuns
from davylamp.gas.sources.voltage import voltage_sources
from davylamp.gas.sources.whole import gas_sources

__all__ = [
    "BOUND_PREFIX",
    "QUENCHES",
    "HeatRuns",
    "LithiumQuench",
    "ceiling_sources",
    "fire_source",
    "gas_sources",
    "halide_source",
    "heating_sources",
    "lithium_with",
    "measured_mixture",
    "measured_vent_gas",
    "moisture_source",
    "opened_sources",
    "organic_sources",
    "powder_area_m2",
    "run_sources",
    "toxic_bounds",
    "voltage_sources",
    "volume_L_per_Ah",
    "water_ceiling_source",
    "wetted_gas",
]
