"""Air and water in a column, and how readily each gas passes from one into the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.gas.exhaust.coefficients import (
    Films,
    air_diffusion_m2_per_s,
    onda_films,
    water_diffusion_m2_per_s,
)
from davylamp.gas.exhaust.constants import Packing, load_absorption
from davylamp.gas.exhaust.solution import Solution
from davylamp.gas.exhaust.transfer import enhancement
from davylamp.gas.mixture import ATMOSPHERE_PA

__all__ = ["ColumnFluids", "column_fluids", "overall_m_per_s"]

_AIR_KG_PER_MOL: Final = 0.0289647
#: Gases that water alone takes up so readily that the gas film decides.
_STRONG: Final = frozenset({"HF", "HCl", "HBr", "HI"})
#: Reactants of the liquid that take up an acid gas at once, and their diffusion [m2/s]; that of
#: the carbonate ion is of phreeqc.dat and stands for sulfite too.
_BASES: Final = {"OH": None, "CO3": 0.955e-9, "SO3": 0.955e-9}
#: Molecules of base that one molecule takes.
_PER_MOLECULE: Final = {"SO2": 1.0, "H2S": 1.0, "Cl2": 2.0, "CO2": 2.0}


@dataclass(frozen=True, slots=True)
class ColumnFluids:
    """Air and water at a temperature and pressure; what is dissolved changes neither.

    Parameters
    ----------
    temperature_K, pressure_Pa : float
        State.
    gas_density_kg_per_m3, gas_viscosity_Pa_s : float
        Of air [kg/m3], [Pa s].
    liquid_density_kg_per_m3, liquid_viscosity_Pa_s, tension_N_per_m : float
        Of water [kg/m3], [Pa s], [N/m].
    """

    temperature_K: float
    pressure_Pa: float
    gas_density_kg_per_m3: float
    gas_viscosity_Pa_s: float
    liquid_density_kg_per_m3: float
    liquid_viscosity_Pa_s: float
    tension_N_per_m: float

    def diffusion_m2_per_s(self, species: str) -> float:
        """Return the diffusion coefficient of a species in the water [m2/s]."""
        return water_diffusion_m2_per_s(species, self.temperature_K, self.liquid_viscosity_Pa_s)

    def films(self, packing: Packing, gas_m_per_s: float, liquid_m_per_s: float, gas: str) -> Films:
        """Return the films of a gas."""
        stored = load_absorption().diffusion_m2_per_s
        # A gas that the gas film alone decides on needs no diffusion in water.
        own = self.diffusion_m2_per_s(gas if gas in stored else "CO2")
        return onda_films(
            packing,
            gas_flux_kg_per_m2_s=gas_m_per_s * self.gas_density_kg_per_m3,
            liquid_flux_kg_per_m2_s=liquid_m_per_s * self.liquid_density_kg_per_m3,
            gas_density_kg_per_m3=self.gas_density_kg_per_m3,
            gas_viscosity_Pa_s=self.gas_viscosity_Pa_s,
            gas_diffusion_m2_per_s=air_diffusion_m2_per_s(
                gas, self.temperature_K, self.pressure_Pa
            ),
            liquid_density_kg_per_m3=self.liquid_density_kg_per_m3,
            liquid_viscosity_Pa_s=self.liquid_viscosity_Pa_s,
            liquid_diffusion_m2_per_s=own,
            surface_tension_N_per_m=self.tension_N_per_m,
        )


@lru_cache(maxsize=64)
def column_fluids(temperature_K: float, pressure_Pa: float = ATMOSPHERE_PA) -> ColumnFluids:
    """Return air and water at a temperature [K] and pressure [Pa]."""
    from chemicals import iapws
    from chemicals.interface import sigma_IAPWS
    from chemicals.viscosity import mu_IAPWS
    from fluids.atmosphere import ATMOSPHERE_1976

    water: Any = iapws
    density = float(water.iapws95_rhol_sat(temperature_K))
    return ColumnFluids(
        temperature_K,
        pressure_Pa,
        pressure_Pa * _AIR_KG_PER_MOL / (GAS_CONSTANT_J_PER_MOL_K * temperature_K),
        float(ATMOSPHERE_1976.viscosity(temperature_K)),
        density,
        float(mu_IAPWS(temperature_K, density)),
        float(sigma_IAPWS(temperature_K)),
    )


def overall_m_per_s(
    gas: str, inlet: float, films: Films, solution: Solution, fluids: ColumnFluids
) -> float:
    """Return the overall coefficient on the gas side, where the gas is richest [m/s].

    Parameters
    ----------
    gas : str
        Id.
    inlet : float
        Mole fraction at the bottom [1].
    films : Films
        Of the packing.
    solution : Solution
        The liquid.
    fluids : ColumnFluids
        Air and water.

    Notes
    -----
    Acid gases react at once with hydroxide, carbonate and sulfite: as much passes as these bring
    to the surface, up to what the gas film lets by. Carbon dioxide reacts with hydroxide at a
    rate, by `enhancement`. Ammonia is taken as merely dissolved, which is the cautious side.

    Raises
    ------
    MissingDatumError
        If a diffusion coefficient is not stored.
    """
    if gas in _STRONG:
        return films.gas_m_per_s
    molar = fluids.pressure_Pa / (GAS_CONSTANT_J_PER_MOL_K * fluids.temperature_K)
    rich = max(inlet, 1e-12) * molar
    own = fluids.diffusion_m2_per_s(gas)
    dissolves = _solubility(gas, fluids.temperature_K)
    resistance = 1.0 / films.gas_m_per_s
    if gas == "NH3":
        return 1.0 / (resistance + 1.0 / (dissolves * films.liquid_m_per_s))
    if gas == "CO2":
        hydroxide = _molar(solution, "OH", fluids)
        hatta = (
            math.sqrt(load_absorption().rates["CO2-OH"].value * hydroxide * own)
            / films.liquid_m_per_s
        )
        reach = fluids.diffusion_m2_per_s("OH") * hydroxide / _PER_MOLECULE[gas]
        factor = enhancement(hatta, 1.0 + reach / (own * dissolves * rich))
        return 1.0 / (resistance + 1.0 / (dissolves * factor * films.liquid_m_per_s))
    reach = _reach(solution, fluids) / _PER_MOLECULE[gas]
    if dissolves > 0.0:
        liquid = 1.0 / (dissolves * films.liquid_m_per_s)
        flux = (rich + reach / (own * dissolves)) / (resistance + liquid)
    else:
        flux = films.liquid_m_per_s * reach / own
    return min(films.gas_m_per_s, flux / rich)


def _molar(solution: Solution, form: str, fluids: ColumnFluids) -> float:
    """Return the concentration of a form [mol/m3]."""
    amount = solution.species_mol.get(form, 0.0) / solution.water_kg
    return amount * fluids.liquid_density_kg_per_m3


def _reach(solution: Solution, fluids: ColumnFluids) -> float:
    """Return diffusion times concentration of the bases in the liquid [mol/m/s]."""
    return math.fsum(
        (fluids.diffusion_m2_per_s(name) if fixed is None else fixed)
        * _molar(solution, name, fluids)
        for name, fixed in _BASES.items()
    )


def _solubility(gas: str, temperature_K: float) -> float:
    """Return dissolved molecules over those of the gas, both by volume [1]; 0 where not known."""
    data = load_absorption()
    log = data.gases[gas].constant.at(temperature_K)
    if gas == "H2S":
        form = next(item for item in data.forms if item.formula == "H2S")
        assert form.constant is not None
        log += form.constant.at(temperature_K)
    elif gas == "Cl2":
        return 0.0
    per_pascal = 1e3 * math.pow(10.0, log) / ATMOSPHERE_PA
    return per_pascal * GAS_CONSTANT_J_PER_MOL_K * temperature_K
