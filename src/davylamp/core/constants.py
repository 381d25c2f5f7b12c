"""Physical constants (CODATA 2018; the first five are exact in the SI)."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ATMOSPHERE_PA",
    "AVOGADRO_PER_MOL",
    "BOLTZMANN_EV_PER_K",
    "CM3_PER_MOL_PER_A3",
    "EV_PER_ATOM_IN_J_PER_MOL",
    "FARADAY_C_PER_MOL",
    "GAS_CONSTANT_J_PER_MOL_K",
    "STANDARD_PRESSURE_PA",
    "STANDARD_TEMPERATURE_K",
    "STEFAN_BOLTZMANN_W_PER_M2_K4",
    "ZERO_CELSIUS_K",
]

AVOGADRO_PER_MOL: Final = 6.02214076e23
FARADAY_C_PER_MOL: Final = 96485.33212331001
GAS_CONSTANT_J_PER_MOL_K: Final = 8.31446261815324
BOLTZMANN_EV_PER_K: Final = GAS_CONSTANT_J_PER_MOL_K / FARADAY_C_PER_MOL
#: One eV per particle is this many J per mole of particles.
EV_PER_ATOM_IN_J_PER_MOL: Final = FARADAY_C_PER_MOL
#: One cubic angstrom per particle is this many cm3 per mole of particles.
CM3_PER_MOL_PER_A3: Final = AVOGADRO_PER_MOL * 1e-24
ZERO_CELSIUS_K: Final = 273.15
STANDARD_TEMPERATURE_K: Final = 298.15
STANDARD_PRESSURE_PA: Final = 1.0e5
#: Standard atmosphere.
ATMOSPHERE_PA: Final = 101325.0
STEFAN_BOLTZMANN_W_PER_M2_K4: Final = 5.670374419e-8
