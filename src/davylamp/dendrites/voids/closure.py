"""How fast a void in creeping lithium closes under pressure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.dendrites.voids.checks import FloatArray, not_negative, positive
from davylamp.dendrites.voids.creep import CreepLaw

__all__ = ["capillary_pressure_Pa", "closing_rate_per_s"]


def closing_rate_per_s(
    pressure_Pa: npt.ArrayLike, law: CreepLaw, *, porosity: npt.ArrayLike = 0.0
) -> FloatArray:
    """Return ``-da/dt / a`` of a spherical void of radius a, exact [1/s].

    ``(rate0/2) [3 p / (2 n s0 (1 - f^(1/n)))]^n``: incompressible flow ``v = a^2 (da/dt)/r^2``,
    balance of forces in a shell of which the void is the share f, pressure p outside. A half
    sphere on a plane along which lithium slips freely closes at the same rate, by symmetry.

    Parameters
    ----------
    pressure_Pa : array
        Pressure far away above that in the void [Pa].
    law : CreepLaw
        Creep at its reference temperature.
    porosity : array
        ``f``; 0 for a void alone in a large body.

    Raises
    ------
    InputError
        If a pressure is negative or a porosity not below one.

    References
    ----------
    Wilkinson and Ashby, Acta Metall. 1975 (pressure sintering); derived here anew.

    Examples
    --------
    >>> from davylamp.dendrites.voids.creep import creep_law
    >>> round(float(closing_rate_per_s(3e6, creep_law("roy2021"))), 6)
    0.002952
    """
    from davylamp.core.errors import InputError

    pressure = not_negative(pressure_Pa, "pressure", "Pa")
    share = not_negative(porosity, "porosity", "")
    if np.any(share >= 1.0):
        raise InputError("a porosity of one leaves nothing to flow", remedy="give it below 1")
    n = law.exponent
    stress = 1.5 * pressure / (n * (1.0 - share ** (1.0 / n)))
    return np.asarray(0.5 * law.rate_per_s * (stress / law.strength_Pa) ** n, dtype=np.float64)


def capillary_pressure_Pa(radius_m: npt.ArrayLike, surface_energy_J_per_m2: float) -> FloatArray:
    """Return the pressure ``2 gamma / a`` by which surface tension closes a void [Pa]."""
    radius = positive(radius_m, "radius", "m")
    tension = not_negative(surface_energy_J_per_m2, "surface energy", "J/m2")
    return np.asarray(2.0 * tension / radius, dtype=np.float64)
