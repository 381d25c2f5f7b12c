"""Energy of a casing that tears, its equivalent in TNT, and overpressure against distance."""

from __future__ import annotations

import math
from typing import Final

from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.gas.mixture import ATMOSPHERE_PA, GasMixture
from davylamp.gas.vent.caloric import caloric_of

__all__ = [
    "TNT_J_PER_KG",
    "blast_distance_m",
    "blast_overpressure_Pa",
    "blast_tnt_kg",
    "brode_J",
    "expansion_J",
    "tnt_equivalent_kg",
]

#: By convention a gram of TNT is a thousand thermochemical calories [J/kg]. Others reckon with up
#: to 4.7 MJ/kg, which makes less TNT of the same energy.
TNT_J_PER_KG: Final = 4.184e6

#: Swisdak's fits to Kingery and Bulmash, half-sphere on the ground, side-on pressure: up to which
#: scaled distance [m/kg^(1/3)], and ``ln(p / kPa)`` as a polynomial of its logarithm.
_FITS: Final = (
    (2.9, (7.2106, -2.1069, -0.3229, 0.1117, 0.0685)),
    (23.8, (7.5938, -3.0523, 0.40977, 0.0261, -0.01267)),
    (198.5, (6.0536, -1.4066)),
)
_NEAREST: Final = 0.2


def tnt_equivalent_kg(energy_J: float) -> float:
    """Return the TNT of the same energy [kg].

    Examples
    --------
    >>> round(1e3 * tnt_equivalent_kg(11297.0), 2)
    2.7
    """
    if not (math.isfinite(energy_J) and energy_J >= 0.0):
        raise InputError(f"an energy of {energy_J!r} J is not 0 or more")
    return energy_J / TNT_J_PER_KG


def brode_J(gas: GasMixture, outer_Pa: float = ATMOSPHERE_PA) -> float:
    """Return the energy to raise the pressure of the gas at constant volume [J].

    ``(p - p0) V / (g - 1)``; the largest of the usual measures. Zero where pressure is not above
    that outside.

    References
    ----------
    Brode 1959, as given by Crowl, Understanding Explosions, 2003, 10.1002/9780470925287.app2.
    """
    g = _gamma(gas)
    return max(gas.pressure_Pa - outer_Pa, 0.0) * gas.volume_m3 / (g - 1.0)


def expansion_J(gas: GasMixture, outer_Pa: float = ATMOSPHERE_PA) -> float:
    """Return the work of isentropic expansion to the pressure outside [J].

    ``p V / (g - 1) (1 - (p0 / p) ** ((g - 1) / g))``.

    References
    ----------
    Crowl, Understanding Explosions, 2003, 10.1002/9780470925287.app2.
    """
    if gas.pressure_Pa <= outer_Pa:
        return 0.0
    g = _gamma(gas)
    left = -math.expm1((g - 1.0) / g * math.log(outer_Pa / gas.pressure_Pa))
    return gas.pressure_Pa * gas.volume_m3 / (g - 1.0) * left


def blast_overpressure_Pa(tnt_kg: float, distance_m: float) -> float:
    """Return the side-on overpressure of TNT on the ground at a distance [Pa].

    It holds for a detonation; a casing that tears is slower and makes less close by.

    Raises
    ------
    InputError
        If mass or distance is not positive.
    OutsideValidityError
        If the scaled distance is not within 0.2 and 198.5 m/kg^(1/3).

    References
    ----------
    Swisdak, Simplified Kingery Airblast Calculations, 1994, ADA526744.

    Examples
    --------
    >>> round(1e-3 * blast_overpressure_Pa(10000.0, 500.0), 3)
    5.055
    """
    _mass(tnt_kg)
    if not (math.isfinite(distance_m) and distance_m > 0.0):
        raise InputError(f"a distance of {distance_m!r} m is not above 0")
    scaled = distance_m / tnt_kg ** (1.0 / 3.0)
    if not _NEAREST <= scaled <= _FITS[-1][0]:
        raise OutsideValidityError(
            f"{distance_m:g} m from {tnt_kg:g} kg of TNT is a scaled distance of {scaled:.3g} "
            "m/kg^(1/3), and the correlation holds from 0.2 to 198.5",
            remedy="ask for a distance within "
            f"{_NEAREST * tnt_kg ** (1 / 3):.3g} and {_FITS[-1][0] * tnt_kg ** (1 / 3):.3g} m",
        )
    return _scaled_Pa(scaled)


def blast_distance_m(tnt_kg: float, overpressure_Pa: float) -> float:
    """Return how far from TNT on the ground the overpressure has fallen to a value [m].

    Raises
    ------
    InputError
        If a number is not positive.
    OutsideValidityError
        If the correlation has no such pressure.

    Examples
    --------
    >>> round(blast_distance_m(2.7e-3, 18800.0), 2)
    1.18
    """
    _mass(tnt_kg)
    return _scaled_distance(overpressure_Pa) * float(tnt_kg ** (1.0 / 3.0))


def blast_tnt_kg(overpressure_Pa: float, distance_m: float) -> float:
    """Return the TNT on the ground that makes an overpressure at a distance [kg].

    Raises
    ------
    InputError
        If a number is not positive.
    OutsideValidityError
        If the correlation has no such pressure.
    """
    if not (math.isfinite(distance_m) and distance_m > 0.0):
        raise InputError(f"a distance of {distance_m!r} m is not above 0")
    return float((distance_m / _scaled_distance(overpressure_Pa)) ** 3)


def _scaled_distance(overpressure_Pa: float) -> float:
    if not (math.isfinite(overpressure_Pa) and overpressure_Pa > 0.0):
        raise InputError(f"an overpressure of {overpressure_Pa!r} Pa is not above 0")
    most, least = _scaled_Pa(_NEAREST), _scaled_Pa(_FITS[-1][0])
    if not least <= overpressure_Pa <= most:
        raise OutsideValidityError(
            f"an overpressure of {overpressure_Pa:g} Pa is not within {least:.3g} and {most:.3g} Pa"
        )
    from scipy.optimize import brentq

    logarithm = brentq(
        lambda x: _scaled_Pa(math.exp(x)) - overpressure_Pa,
        math.log(_NEAREST), math.log(_FITS[-1][0]), xtol=1e-12,
    )  # fmt: skip
    return math.exp(logarithm)


def _scaled_Pa(scaled: float) -> float:
    x = math.log(scaled)
    terms = next((row for upper, row in _FITS if scaled <= upper), _FITS[-1][1])
    return 1e3 * math.exp(sum(term * x**k for k, term in enumerate(terms)))


def _gamma(gas: GasMixture) -> float:
    import numpy as np

    if not gas.total_mol > 0.0:
        raise InputError("there is no gas that could expand")
    amounts = gas.amounts_mol
    return caloric_of(tuple(amounts)).heat_capacity_ratio(
        np.array(list(amounts.values())), gas.temperature_K
    )


def _mass(tnt_kg: float) -> None:
    if not (math.isfinite(tnt_kg) and tnt_kg > 0.0):
        raise InputError(f"{tnt_kg!r} kg of TNT is not above 0")
