"""Parameters of the phase field from what is known of an electrolyte, and back to SI."""

from __future__ import annotations

import math
from typing import Final

from davylamp.core.constants import FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.dendrites.phasefield.model import PUBLISHED, ModelParameters
from davylamp.dendrites.phasefield.setup import Setup

__all__ = [
    "CONDUCTIVITY_S_PER_M",
    "ENERGY_J_PER_MOL",
    "SITES_MOL_PER_M3",
    "current_density_A_per_m2",
    "nernst_einstein_diffusivity_m2_per_s",
    "parameters_for",
]

#: One unit of energy of the published set [J/mol].
ENERGY_J_PER_MOL: Final = FARADAY_C_PER_MOL / PUBLISHED.faraday
#: One unit of concentration of the published set, 1 mol/L over its c0 [mol/m3].
SITES_MOL_PER_M3: Final = 1000.0 / PUBLISHED.reference_concentration
#: Molar volume of lithium metal at which ft2 of the published set is its charge [m3/mol].
LITHIUM_M3_PER_MOL: Final = 1.3e-5
#: One unit of conductivity of the model [S/m].
CONDUCTIVITY_S_PER_M: Final = (
    1e-12 * FARADAY_C_PER_MOL / LITHIUM_M3_PER_MOL / PUBLISHED.charge_per_volume
)
#: Of the published set [S/m]. Metal conducts so well that its potential is even in any case.
_METAL_S_PER_M: Final = PUBLISHED.metal_conductivity * CONDUCTIVITY_S_PER_M
#: Share of sites of metal that a metal at w = 0 leaves empty, as published.
_EMPTY: Final = math.exp(PUBLISHED.solid_energy / PUBLISHED.thermal_energy)


def nernst_einstein_diffusivity_m2_per_s(
    conductivity_S_per_m: float, concentration_mol_per_m3: float, temperature_K: float
) -> float:
    """Return the diffusivity that belongs to a conductivity by lithium alone [m2/s].

    D = sigma R T/(F^2 c), which ties M0 and S2 of the published set: 1.19 S/m at 1 mol/L.

    >>> round(nernst_einstein_diffusivity_m2_per_s(1.19, 1000.0, 300.3) * 1e10, 2)
    3.19
    """
    return (
        conductivity_S_per_m
        * GAS_CONSTANT_J_PER_MOL_K
        * temperature_K
        / (FARADAY_C_PER_MOL**2 * concentration_mol_per_m3)
    )


def parameters_for(
    conductivity_S_per_m: float,
    exchange_current_A_per_m2: float,
    temperature_K: float,
    *,
    concentration_mol_per_m3: float = 1000.0,
    sites_mol_per_m3: float = SITES_MOL_PER_M3,
    diffusivity_m2_per_s: float | None = None,
    interface_width_um: float = 4.394449154672439 * PUBLISHED.interface_length_um,
    interface_mobility_per_s: float = PUBLISHED.interface_mobility,
) -> ModelParameters:
    """Return parameters of the model from numbers in SI.

    The unit of energy is RT, so that diffusion and migration obey Einstein's relation exactly. (In
    the published set, where RT is 0.987, diffusion is 1.3 % too slow beside migration.) Charge and
    lithium are tied exactly: dv is the lithium of metal, 1/(1.3e-5 m3/mol), over the
    sites, and ft2 the charge of the same lithium. (In the published set the metal holds 3.5 %
    more lithium than it takes charge.) What is numerical, and no property of a material:
    `interface_width_um`, which the cells of a grid must resolve, and `interface_mobility_per_s`,
    which only has to be fast beside the reaction. The height of the double well stays as published,
    so that the model has no surface energy of its own to fit.

    Parameters
    ----------
    conductivity_S_per_m : float
        Of the electrolyte, by lithium ions [S/m].
    exchange_current_A_per_m2 : float
        i0 at the given concentration, of the anodic branch [A/m2]: Ls = i0 V_Li/(6 F l), with the
        length l of the interface, from the speed of a sharp front. The cathodic branch counts
        (1 - h) beside, so that its rate is half as high.
    temperature_K : float
        [K].
    concentration_mol_per_m3 : float
        Of lithium in the electrolyte that can move [mol/m3].
    sites_mol_per_m3 : float
        Of sites for it [mol/m3]; more than the concentration.
    diffusivity_m2_per_s : float, optional
        Of lithium ions when dilute [m2/s]; by Nernst and Einstein where not given.
    interface_width_um : float
        From eta = 0.9 to 0.1 [um].
    interface_mobility_per_s : float
        L [1/s].

    Raises
    ------
    InputError
        A number that is not above zero, or more lithium than sites.

    Notes
    -----
    The model lets ions deplete as in a solution. In a ceramic the framework holds the concentration
    of lithium nearly constant; give sites little above the concentration, which makes depletion
    costly, and read speeds set by migration, not depletion, from it.

    Examples
    --------
    >>> p = parameters_for(1.19, 1500.0, 300.3)
    >>> round(p.electrolyte_conductivity / PUBLISHED.electrolyte_conductivity, 3)
    1.0
    >>> round(p.ion_mobility / PUBLISHED.ion_mobility, 2)
    1.0
    """
    for name, value in (
        ("conductivity", conductivity_S_per_m),
        ("exchange current", exchange_current_A_per_m2),
        ("temperature", temperature_K),
        ("concentration", concentration_mol_per_m3),
        ("concentration of sites", sites_mol_per_m3),
        ("width of the interface", interface_width_um),
        ("mobility of the interface", interface_mobility_per_s),
        ("diffusivity", 1.0 if diffusivity_m2_per_s is None else diffusivity_m2_per_s),
    ):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"{name} of the phase-field model is {value}, not above zero")
    share = concentration_mol_per_m3 / sites_mol_per_m3
    if share >= 1.0:
        raise InputError(
            f"{concentration_mol_per_m3:g} mol/m3 of lithium on {sites_mol_per_m3:g} mol/m3 of "
            "sites in the phase-field model",
            remedy="Give more sites than lithium.",
        )
    length_um = interface_width_um / math.log(81.0)
    if diffusivity_m2_per_s is None:
        diffusivity_m2_per_s = nernst_einstein_diffusivity_m2_per_s(
            conductivity_S_per_m, concentration_mol_per_m3, temperature_K
        )
    charge_C_per_m3 = FARADAY_C_PER_MOL / LITHIUM_M3_PER_MOL
    speed_um_per_s = 1e6 * exchange_current_A_per_m2 / charge_C_per_m3
    return ModelParameters(
        gradient_energy=2.0 * PUBLISHED.barrier * length_um**2,
        barrier=PUBLISHED.barrier,
        interface_mobility=interface_mobility_per_s,
        reaction=speed_um_per_s / (6.0 * length_um),
        ion_mobility=1e12 * diffusivity_m2_per_s,
        metal_conductivity=_METAL_S_PER_M / CONDUCTIVITY_S_PER_M,
        electrolyte_conductivity=conductivity_S_per_m / CONDUCTIVITY_S_PER_M,
        solid_energy=math.log(_EMPTY),
        liquid_energy=math.log((1.0 - share) / share),
        site_ratio=1.0 / (LITHIUM_M3_PER_MOL * sites_mol_per_m3),
        thermal_energy=1.0,
        faraday=FARADAY_C_PER_MOL / (GAS_CONSTANT_J_PER_MOL_K * temperature_K),
        charge_per_volume=PUBLISHED.charge_per_volume,
        reference_concentration=share,
    )


def current_density_A_per_m2(setup: Setup, charge_scaled: float, duration_s: float) -> float:
    """Return the mean current density of a charge that passed the walls in a time [A/m2].

    `charge_scaled` as `Balance.charge_passed` tells it, per um of depth.
    """
    area_um = setup.ny * setup.dx_um
    return 1e6 * CONDUCTIVITY_S_PER_M * charge_scaled / (area_um * duration_s)
