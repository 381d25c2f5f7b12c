"""Choked and subsonic flow of an ideal gas through an opening, and its thrust."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.mixture import ATMOSPHERE_PA, GasMixture

__all__ = [
    "DISCHARGE_COEFFICIENT",
    "OrificeFlow",
    "area_for_flow_m2",
    "critical_pressure_ratio",
    "mass_flux_kg_per_m2_s",
    "orifice_flow",
]

_R: Final = GAS_CONSTANT_J_PER_MOL_K

#: Share of the open area that the jet fills.
DISCHARGE_COEFFICIENT: Final = Parameter(
    0.8,
    "1",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=0.6, high=1.0),
    note="sharp-edged holes pass about 0.6 in slow flow and 0.85 in choked flow, a rounded nozzle "
    "0.98; of vents of cells no value was checked against a source",
)


@dataclass(frozen=True, slots=True)
class OrificeFlow:
    """Steady flow through an opening.

    Parameters
    ----------
    mass_flow_kg_per_s, molar_flow_mol_per_s : float
        Flow [kg/s, mol/s].
    choked : bool
        Whether the throat is at the speed of sound.
    heat_capacity_ratio : float
        cp / cv of the gas before the opening [1].
    critical_ratio : float
        Outer over inner pressure below which the flow is choked [1].
    throat_pressure_Pa, throat_temperature_K, speed_m_per_s : float
        In the narrowest part of the jet.
    thrust_N : float
        Momentum of the jet and excess of its pressure [N].
    """

    mass_flow_kg_per_s: float
    molar_flow_mol_per_s: float
    choked: bool
    heat_capacity_ratio: float
    critical_ratio: float
    throat_pressure_Pa: float
    throat_temperature_K: float
    speed_m_per_s: float
    thrust_N: float


def critical_pressure_ratio(heat_capacity_ratio: float) -> float:
    """Return the outer over the inner pressure below which flow is choked [1].

    ``(2 / (g + 1)) ** (g / (g - 1))``.

    Raises
    ------
    InputError
        If the ratio of heat capacities is not above 1.

    Examples
    --------
    >>> round(critical_pressure_ratio(1.4), 4)
    0.5283
    """
    g = _gamma(heat_capacity_ratio)
    return float((2.0 / (g + 1.0)) ** (g / (g - 1.0)))


def mass_flux_kg_per_m2_s(
    pressure_Pa: float,
    temperature_K: float,
    molar_mass_kg_per_mol: float,
    heat_capacity_ratio: float,
    outer_Pa: float = ATMOSPHERE_PA,
) -> float:
    """Return the isentropic mass flux of an ideal gas out of a vessel at rest [kg/m2/s].

    Nothing flows where the outer pressure is not below the inner one.

    Parameters
    ----------
    pressure_Pa, temperature_K : float
        Of the gas at rest inside [Pa, K].
    molar_mass_kg_per_mol, heat_capacity_ratio : float
        Of the gas.
    outer_Pa : float
        Absolute pressure outside [Pa].

    Examples
    --------
    >>> round(mass_flux_kg_per_m2_s(1e6, 300.0, 0.029, 1.4))
    2335
    """
    if outer_Pa >= pressure_Pa:
        return 0.0
    g = heat_capacity_ratio
    density_like = molar_mass_kg_per_mol / (_R * temperature_K)
    # Of one less a small number, so that no digits are lost as the pressures come near.
    log_ratio = max(
        math.log1p((outer_Pa - pressure_Pa) / pressure_Pa) if outer_Pa > 0.0 else -math.inf,
        g / (g - 1.0) * math.log(2.0 / (g + 1.0)),
    )
    fall = -math.expm1((g - 1.0) / g * log_ratio)
    return pressure_Pa * math.sqrt(
        2.0 * g / (g - 1.0) * density_like * fall * math.exp(2.0 / g * log_ratio)
    )


def orifice_flow(
    mixture: GasMixture,
    area_m2: float,
    outer_Pa: float = ATMOSPHERE_PA,
    discharge_coefficient: float = DISCHARGE_COEFFICIENT.value,
) -> OrificeFlow:
    """Return the flow of a mixture at rest through an opening.

    The ratio of heat capacities is that of the mixture before the opening; composition does not
    change on the way.

    Raises
    ------
    InputError
        If there is no gas, or area, pressure or coefficient is not credible.

    Examples
    --------
    >>> from davylamp.gas.mixture import dry_air
    >>> flow = orifice_flow(dry_air(1.0, 300.0, 1e6), 1e-4, discharge_coefficient=1.0)
    >>> flow.choked, round(flow.mass_flow_kg_per_s, 3)
    (True, 0.233)
    """
    import numpy as np

    from davylamp.gas.vent.caloric import caloric_of

    _check(area_m2, outer_Pa, discharge_coefficient)
    if not mixture.total_mol > 0.0:
        raise InputError("there is no gas to flow", remedy="give at least one gas")
    amounts = mixture.amounts_mol
    caloric = caloric_of(tuple(amounts))
    T, p = mixture.temperature_K, mixture.pressure_Pa
    g = caloric.heat_capacity_ratio(np.array(list(amounts.values())), T)
    M = mixture.molar_mass_kg_per_mol
    flux = mass_flux_kg_per_m2_s(p, T, M, g, outer_Pa)
    critical = critical_pressure_ratio(g)
    flows = outer_Pa < p
    choked = outer_Pa <= critical * p
    throat_Pa = max(critical * p, outer_Pa) if flows else p
    throat_K = T * (throat_Pa / p) ** ((g - 1.0) / g)
    effective_m2 = discharge_coefficient * area_m2
    mass_flow = flux * effective_m2
    speed = flux * _R * throat_K / (throat_Pa * M)
    return OrificeFlow(
        mass_flow,
        mass_flow / M,
        choked,
        g,
        critical,
        throat_Pa,
        throat_K,
        speed,
        mass_flow * speed + (throat_Pa - outer_Pa) * effective_m2 if flows else 0.0,
    )


def area_for_flow_m2(
    mixture: GasMixture,
    mass_flow_kg_per_s: float,
    outer_Pa: float = ATMOSPHERE_PA,
    discharge_coefficient: float = DISCHARGE_COEFFICIENT.value,
) -> float:
    """Return the open area that passes a mass flow at the state of the mixture [m2].

    Raises
    ------
    InputError
        If the flow is negative, or the mixture is not above the outer pressure.

    Examples
    --------
    >>> from davylamp.gas.mixture import dry_air
    >>> round(1e6 * area_for_flow_m2(dry_air(1.0, 300.0, 1e6), 0.1))
    54
    """
    if not (math.isfinite(mass_flow_kg_per_s) and mass_flow_kg_per_s >= 0.0):
        raise InputError(f"a mass flow of {mass_flow_kg_per_s!r} kg/s is not 0 or more")
    flow = orifice_flow(mixture, 1.0, outer_Pa, discharge_coefficient)
    if not flow.mass_flow_kg_per_s > 0.0:
        raise InputError(
            f"gas at {mixture.pressure_Pa:g} Pa does not flow out against {outer_Pa:g} Pa",
            remedy="give a pressure above that outside",
        )
    return mass_flow_kg_per_s / flow.mass_flow_kg_per_s


def _gamma(heat_capacity_ratio: float) -> float:
    if not (math.isfinite(heat_capacity_ratio) and heat_capacity_ratio > 1.0):
        raise InputError(f"a ratio of heat capacities of {heat_capacity_ratio!r} is not above 1")
    return heat_capacity_ratio


def _check(area_m2: float, outer_Pa: float, discharge_coefficient: float) -> None:
    if not (math.isfinite(area_m2) and area_m2 > 0.0):
        raise InputError(f"an open area of {area_m2!r} m2 is not above 0")
    if not (math.isfinite(outer_Pa) and outer_Pa >= 0.0):
        raise InputError(f"an outer pressure of {outer_Pa!r} Pa is not 0 or more")
    if not 0.0 < discharge_coefficient <= 1.0:
        raise InputError(
            f"a discharge coefficient of {discharge_coefficient!r} is not within 0 and 1"
        )
