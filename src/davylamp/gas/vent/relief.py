"""Relief area of a valve by API 520, and the vent that a rate of gas needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from davylamp.core.errors import InputError
from davylamp.gas.mixture import ATMOSPHERE_PA, GasMixture
from davylamp.gas.vent.flow import area_for_flow_m2, orifice_flow

__all__ = ["ReliefArea", "needed_area_m2", "relief_area"]


@dataclass(frozen=True, slots=True)
class ReliefArea:
    """Area of a relief valve.

    Parameters
    ----------
    area_m2 : float
        Least open area [m2].
    critical : bool
        Whether the flow is choked.
    mass_flow_kg_per_s : float
        Flow that it passes [kg/s].
    """

    area_m2: float
    critical: bool
    mass_flow_kg_per_s: float

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "area_m2": self.area_m2,
            "critical": self.critical,
            "mass_flow_kg_per_s": self.mass_flow_kg_per_s,
            "method": "API 520, gas or vapour",
        }


def relief_area(
    mass_flow_kg_per_s: float,
    temperature_K: float,
    molar_mass_kg_per_mol: float,
    heat_capacity_ratio: float,
    pressure_Pa: float,
    *,
    back_Pa: float = ATMOSPHERE_PA,
    compressibility: float = 1.0,
    discharge_coefficient: float = 0.975,
    back_pressure_factor: float = 1.0,
    rupture_disk_factor: float = 1.0,
) -> ReliefArea:
    """Return the area that API 520 asks of a valve for gas or vapour, by the library `fluids`.

    Parameters
    ----------
    mass_flow_kg_per_s : float
        To be let out [kg/s].
    temperature_K : float
        Before the valve [K].
    molar_mass_kg_per_mol, heat_capacity_ratio, compressibility : float
        Of the gas.
    pressure_Pa, back_Pa : float
        Absolute pressure before and behind the valve [Pa].
    discharge_coefficient : float
        0.975 for a valve, 0.62 for a rupture disk alone.
    back_pressure_factor, rupture_disk_factor : float
        ``Kb`` and ``Kc`` of the standard.

    Raises
    ------
    InputError
        If a number is not credible or nothing would flow.

    References
    ----------
    API Standard 520, Part 1: Sizing and Selection.

    Examples
    --------
    >>> area = relief_area(24270 / 3600, 348.0, 0.051, 1.11, 670e3, compressibility=0.9)
    >>> round(1e6 * area.area_m2), area.critical
    (3699, True)
    """
    for value, what in (
        (mass_flow_kg_per_s, "mass flow"),
        (temperature_K, "temperature"),
        (molar_mass_kg_per_mol, "molar mass"),
        (pressure_Pa, "pressure"),
        (compressibility, "compressibility"),
        (discharge_coefficient, "discharge coefficient"),
        (back_pressure_factor, "factor of back pressure"),
        (rupture_disk_factor, "factor of a rupture disk"),
    ):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"a {what} of {value!r} is not above 0")
    if not (math.isfinite(heat_capacity_ratio) and heat_capacity_ratio > 1.0):
        raise InputError(f"a ratio of heat capacities of {heat_capacity_ratio!r} is not above 1")
    if not 0.0 <= back_Pa < pressure_Pa:
        raise InputError(
            f"nothing flows from {pressure_Pa:g} Pa against {back_Pa:g} Pa",
            remedy="give a pressure above that behind the valve",
        )
    from fluids.compressible import is_critical_flow
    from fluids.safety_valve import API520_A_g

    area = API520_A_g(
        m=mass_flow_kg_per_s,
        T=temperature_K,
        Z=compressibility,
        MW=1e3 * molar_mass_kg_per_mol,
        k=heat_capacity_ratio,
        P1=pressure_Pa,
        P2=back_Pa,
        Kd=discharge_coefficient,
        Kb=back_pressure_factor,
        Kc=rupture_disk_factor,
    )
    critical = bool(is_critical_flow(pressure_Pa, back_Pa, heat_capacity_ratio))
    return ReliefArea(float(area), critical, mass_flow_kg_per_s)


def needed_area_m2(
    mixture: GasMixture,
    rate_mol_per_s: float,
    limit_Pa: float,
    *,
    outer_Pa: float = ATMOSPHERE_PA,
    discharge_coefficient: float | None = None,
) -> float:
    """Return the open area that holds a casing at a pressure while gas is made at a rate [m2].

    Steady: as much leaves as is made, at the temperature of the mixture. It is not safe for gas
    that is made in about the time in which the casing empties; see `compare_times`.

    Parameters
    ----------
    mixture : GasMixture
        Composition and temperature of the gas.
    rate_mol_per_s : float
        Made [mol/s].
    limit_Pa : float
        Pressure above that outside that must not be passed [Pa].
    outer_Pa : float
        Pressure outside [Pa].
    discharge_coefficient : float or None
        That of `DISCHARGE_COEFFICIENT` if None.

    Raises
    ------
    InputError
        If a number is not credible.

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> hot = mixture_of({"H2": 1.0, "CO2": 1.0}, 900.0)
    >>> round(1e6 * needed_area_m2(hot, 1.0, 8e5), 1)
    27.6
    """
    if not (math.isfinite(rate_mol_per_s) and rate_mol_per_s >= 0.0):
        raise InputError(f"a rate of {rate_mol_per_s!r} mol/s is not 0 or more")
    if not (math.isfinite(limit_Pa) and limit_Pa > 0.0):
        raise InputError(f"a limit of {limit_Pa!r} Pa is not above 0")
    inside = mixture.at(pressure_Pa=outer_Pa + limit_Pa)
    flow = rate_mol_per_s * inside.molar_mass_kg_per_mol
    if discharge_coefficient is None:
        return area_for_flow_m2(inside, flow, outer_Pa)
    per_m2 = orifice_flow(inside, 1.0, outer_Pa, discharge_coefficient)
    return flow / per_m2.mass_flow_kg_per_s
