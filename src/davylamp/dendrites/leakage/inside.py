"""Lithium that leaking electrons may deposit inside an electrolyte."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import BOLTZMANN_EV_PER_K, FARADAY_C_PER_MOL
from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.dendrites.filament.fracture import LITHIUM_M3_PER_MOL

__all__ = ["YEAR_S", "LithiumInside", "lithium_inside", "warmed_conductivity_S_per_m"]

#: A year of 365.25 days [s].
YEAR_S: Final = 365.25 * 86400.0


@dataclass(frozen=True, slots=True)
class LithiumInside:
    """Upper bound of the lithium deposited inside: every electron that leaks meets an ion there.

    Where the lithium that cycles is known it is not more than that: a cell that nobody charges
    again is then empty.

    Parameters
    ----------
    amount_mol_per_m2 : float
        Per area of the layer [mol/m2].
    thickness_m : float
        The same as a film of dense lithium [m].
    share_of_layer : float
        Its volume over that of the layer.
    share_of_lithium : float or None
        Its amount over the lithium that cycles; None where that is not known.
    empty_after_s : float or None
        Time after which the cell is empty [s]; None where it is not, or not known.
    """

    amount_mol_per_m2: float
    thickness_m: float
    share_of_layer: float
    share_of_lithium: float | None
    empty_after_s: float | None = None


def lithium_inside(
    leakage_A_per_m2: float,
    layer_thickness_m: float,
    *,
    duration_s: float = YEAR_S,
    cyclable_mol_per_m2: float | None = None,
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL,
) -> LithiumInside:
    """Return the lithium that a leakage current may deposit inside over a time.

    ``n = i_e t / F``, at a leakage that does not fall as the cell discharges, and not more than the
    lithium that cycles.

    Parameters
    ----------
    leakage_A_per_m2 : float
        Electronic current density [A/m2].
    layer_thickness_m : float
        Thickness of the layer [m].
    duration_s : float
        Time [s]; a year by default.
    cyclable_mol_per_m2 : float, optional
        Lithium that cycles [mol/m2].
    molar_volume_m3_per_mol : float
        Molar volume of lithium [m3/mol].

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    2 uA/cm2 for a year, in um of lithium:

    >>> round(1e6 * lithium_inside(0.02, 5e-5).thickness_m, 1)
    85.0
    """
    require_at_least_zero("leakage_A_per_m2", leakage_A_per_m2, "A/m2")
    require_positive("layer_thickness_m", layer_thickness_m, "m")
    require_positive("duration_s", duration_s, "s")
    require_positive("molar_volume_m3_per_mol", molar_volume_m3_per_mol, "m3/mol")
    if cyclable_mol_per_m2 is not None:
        require_positive("cyclable_mol_per_m2", cyclable_mol_per_m2, "mol/m2")
    amount = leakage_A_per_m2 * duration_s / FARADAY_C_PER_MOL
    share = empty_s = None
    if cyclable_mol_per_m2 is not None:
        if amount >= cyclable_mol_per_m2:
            amount = cyclable_mol_per_m2
            empty_s = amount * FARADAY_C_PER_MOL / leakage_A_per_m2
        share = amount / cyclable_mol_per_m2
    thickness = amount * molar_volume_m3_per_mol
    return LithiumInside(amount, thickness, thickness / layer_thickness_m, share, empty_s)


def warmed_conductivity_S_per_m(
    conductivity_S_per_m: float,
    activation_energy_eV: float,
    measured_K: float,
    temperature_K: float,
) -> float:
    """Electronic conductivity at another temperature [S/m].

    ``sigma = sigma_0 exp(-(E/k)(1/T - 1/T_0))``

    Parameters
    ----------
    conductivity_S_per_m : float
        As measured [S/m].
    activation_energy_eV : float
        Activation energy [eV].
    measured_K, temperature_K : float
        Temperature of the measurement, and the one asked for [K].

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    >>> round(warmed_conductivity_S_per_m(1e-7, 0.5, 298.15, 333.15) / 1e-7, 1)
    7.7
    """
    require_at_least_zero("conductivity_S_per_m", conductivity_S_per_m, "S/m")
    require_at_least_zero("activation_energy_eV", activation_energy_eV, "eV")
    require_positive("measured_K", measured_K, "K")
    require_positive("temperature_K", temperature_K, "K")
    turn = activation_energy_eV / BOLTZMANN_EV_PER_K
    return conductivity_S_per_m * math.exp(-turn * (1.0 / temperature_K - 1.0 / measured_K))
