"""Film coefficients and wetted area of a dumped packing, and diffusion in air.

References
----------
.. [1] K. Onda, H. Takeuchi, Y. Okumoto, *Mass transfer coefficients between gas and liquid phases
   in packed columns*, J. Chem. Eng. Japan 1 (1968) 56, 10.1252/jcej.1.56.
.. [2] B. E. Poling, J. M. Prausnitz, J. P. O'Connell, *The Properties of Gases and Liquids*, 5th
   edition, McGraw-Hill 2001, chapter 11.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.gas.exhaust.constants import Packing, load_absorption
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.species import find_species

__all__ = ["Films", "air_diffusion_m2_per_s", "onda_films", "water_diffusion_m2_per_s"]

_GRAVITY: Final = 9.80665
_LENNARD_JONES: Final = "Poling et al. (2001)"
#: Air as one molecule: diameter [1e-10 m], energy over Boltzmann's constant [K], molar mass
#: [g/mol]; of [2]_, appendix B, and not checked against it.
_AIR: Final = (3.711, 78.6, 28.96)


@dataclass(frozen=True, slots=True)
class Films:
    """Film coefficients of a packing under given flows.

    Parameters
    ----------
    wetted_area_per_m : float
        Wetted surface over volume [m2/m3].
    gas_m_per_s, liquid_m_per_s : float
        Film coefficients [m/s].
    """

    wetted_area_per_m: float
    gas_m_per_s: float
    liquid_m_per_s: float


@lru_cache(maxsize=256)
def air_diffusion_m2_per_s(
    gas: str, temperature_K: float, pressure_Pa: float = ATMOSPHERE_PA
) -> float:
    """Return the diffusion coefficient of a gas in air, by Chapman and Enskog [m2/s].

    Raises
    ------
    MissingDatumError
        If the diameter and energy of its molecule are not known.

    Examples
    --------
    >>> round(1e4 * air_diffusion_m2_per_s("CO2", 293.15), 2)
    0.15
    """
    from chemicals.lennard_jones import (
        Stockmayer,
        collision_integral_Neufeld_Janzen_Aziz,
        molecular_diameter,
    )

    species = find_species(gas)
    diameter = molecular_diameter(CASRN=species.cas, method=_LENNARD_JONES)
    energy = Stockmayer(CASRN=species.cas, method=_LENNARD_JONES)
    if diameter is None or energy is None:
        raise MissingDatumError(
            f"how fast {species.name} diffuses in air is not known",
            remedy="give the height of a transfer unit",
        )
    reduced = temperature_K / math.sqrt(energy * _AIR[1])
    integral = collision_integral_Neufeld_Janzen_Aziz(reduced)
    mass = 2.0 / (1.0 / (1e3 * species.molar_mass_kg_per_mol) + 1.0 / _AIR[2])
    distance = 0.5 * (diameter + _AIR[0])
    bar = 1e-5 * pressure_Pa
    return float(1e-4 * 2.66e-3 * temperature_K**1.5 / (bar * mass**0.5 * distance**2 * integral))


def water_diffusion_m2_per_s(species: str, temperature_K: float, viscosity_Pa_s: float) -> float:
    """Return a stored diffusion coefficient in water, moved to a temperature [m2/s].

    Moved as T over the viscosity of water, from 25 degC.

    Raises
    ------
    MissingDatumError
        If none is stored.
    """
    stored = load_absorption().diffusion_m2_per_s.get(species)
    if stored is None:
        raise MissingDatumError(
            f"how fast {species} diffuses in water is not known",
            remedy="give the height of a transfer unit",
        )
    return stored.value * temperature_K / STANDARD_TEMPERATURE_K * 0.890e-3 / viscosity_Pa_s


def onda_films(
    packing: Packing,
    *,
    gas_flux_kg_per_m2_s: float,
    liquid_flux_kg_per_m2_s: float,
    gas_density_kg_per_m3: float,
    gas_viscosity_Pa_s: float,
    gas_diffusion_m2_per_s: float,
    liquid_density_kg_per_m3: float,
    liquid_viscosity_Pa_s: float,
    liquid_diffusion_m2_per_s: float,
    surface_tension_N_per_m: float,
) -> Films:
    """Return film coefficients and wetted area by the correlations of Onda.

    Parameters
    ----------
    packing : Packing
        The packing.
    gas_flux_kg_per_m2_s, liquid_flux_kg_per_m2_s : float
        Mass flows over the cross-section [kg/m2/s].
    gas_density_kg_per_m3, gas_viscosity_Pa_s, gas_diffusion_m2_per_s : float
        Of the gas [kg/m3], [Pa s], [m2/s].
    liquid_density_kg_per_m3, liquid_viscosity_Pa_s, liquid_diffusion_m2_per_s : float
        Of the liquid [kg/m3], [Pa s], [m2/s].
    surface_tension_N_per_m : float
        Of the liquid [N/m].

    Raises
    ------
    InputError
        If a flow or property is not above 0.
    """
    given = (
        gas_flux_kg_per_m2_s, liquid_flux_kg_per_m2_s, gas_density_kg_per_m3, gas_viscosity_Pa_s,
        gas_diffusion_m2_per_s, liquid_density_kg_per_m3, liquid_viscosity_Pa_s,
        liquid_diffusion_m2_per_s, surface_tension_N_per_m,
    )  # fmt: skip
    if not all(math.isfinite(value) and value > 0.0 for value in given):
        raise InputError("a flow or property of the column is not above 0")
    area, size = packing.area_per_m, packing.size_m
    flux = liquid_flux_kg_per_m2_s
    reynolds = flux / (area * liquid_viscosity_Pa_s)
    froude = flux**2 * area / (liquid_density_kg_per_m3**2 * _GRAVITY)
    weber = flux**2 / (liquid_density_kg_per_m3 * surface_tension_N_per_m * area)
    tension = (packing.critical_tension_N_per_m / surface_tension_N_per_m) ** 0.75
    wetted = area * -math.expm1(-1.45 * tension * reynolds**0.1 * froude**-0.05 * weber**0.2)
    scale = (liquid_viscosity_Pa_s * _GRAVITY / liquid_density_kg_per_m3) ** (1.0 / 3.0)
    liquid = (
        0.0051
        * scale
        * (flux / (wetted * liquid_viscosity_Pa_s)) ** (2.0 / 3.0)
        * (liquid_viscosity_Pa_s / (liquid_density_kg_per_m3 * liquid_diffusion_m2_per_s)) ** -0.5
        * (area * size) ** 0.4
    )
    gas = (
        (5.23 if size > 0.015 else 2.0)
        * area
        * gas_diffusion_m2_per_s
        * (gas_flux_kg_per_m2_s / (area * gas_viscosity_Pa_s)) ** 0.7
        * (gas_viscosity_Pa_s / (gas_density_kg_per_m3 * gas_diffusion_m2_per_s)) ** (1.0 / 3.0)
        * (area * size) ** -2.0
    )
    return Films(wetted, gas, liquid)
