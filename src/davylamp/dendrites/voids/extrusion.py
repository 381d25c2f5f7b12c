"""Lithium pressed through a pore: creep along a tube, and when it has crossed a layer."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.dendrites.voids.checks import FloatArray, positive
from davylamp.dendrites.voids.checks import not_negative as at_least_zero
from davylamp.dendrites.voids.creep import CreepLaw
from davylamp.dendrites.voids.lithium import read_table, value_SI

__all__ = ["crossing_pressure_Pa", "crossing_time_s", "filled_length_m", "strength_factor"]

#: Pressure beyond which the tube itself would not stand [Pa]; bounds the answer to 'never'.
_MOST_Pa: Final = 1e12


def filled_length_m(
    time_s: npt.ArrayLike, radius_m: npt.ArrayLike, pressure_Pa: npt.ArrayLike, law: CreepLaw
) -> FloatArray:
    """Return how far lithium has crept into a tube after a time, exact [m].

    ``x^(n+1) = (n+1) K t`` with ``K = r/(n+3) 3^((n+1)/2) rate0 (r p/(2 s0))^n``: the flow of a
    power-law fluid in a round tube that it sticks to, driven by p over the filled length alone.
    """
    time = at_least_zero(time_s, "time", "s")
    n = law.exponent
    return np.asarray(((n + 1.0) * _speed(radius_m, pressure_Pa, law) * time) ** (1.0 / (n + 1.0)))


def crossing_time_s(
    length_m: npt.ArrayLike, radius_m: npt.ArrayLike, pressure_Pa: npt.ArrayLike, law: CreepLaw
) -> FloatArray:
    """Return the time until lithium has crept through a tube of that length [s].

    ``t = L^(n+1)/((n+1) K)``; infinite without pressure.

    Raises
    ------
    InputError
        If a length is not above zero or a pressure negative.

    Examples
    --------
    >>> from davylamp.dendrites.voids.creep import creep_law
    >>> hours = crossing_time_s(500e-6, 10e-6, 25e6, creep_law("roy2021")) / 3600.0
    >>> round(float(hours))
    70
    """
    length = positive(length_m, "length of a pore", "m")
    n = law.exponent
    with np.errstate(divide="ignore", over="ignore"):
        time = length ** (n + 1.0) / ((n + 1.0) * _speed(radius_m, pressure_Pa, law))
    return np.asarray(time, dtype=np.float64)


def crossing_pressure_Pa(
    length_m: npt.ArrayLike, radius_m: npt.ArrayLike, time_s: npt.ArrayLike, law: CreepLaw
) -> FloatArray:
    """Return the pressure that pushes lithium through a tube in a time [Pa]."""
    at_one = crossing_time_s(length_m, radius_m, 1e6, law)
    time = positive(time_s, "time", "s")
    with np.errstate(over="ignore"):
        return np.asarray(np.minimum(1e6 * (at_one / time) ** (1.0 / law.exponent), _MOST_Pa))


def strength_factor(diameter_m: npt.ArrayLike) -> FloatArray:
    """Return by how much small lithium is stronger than bulk lithium [1].

    ``1 + (s_pillar/s_bulk - 1) d_pillar/d`` through the one measured pillar, 105 MPa at 1.39 um,
    and bulk at large d; that it falls with the first power of the size is assumed.

    Examples
    --------
    >>> round(float(strength_factor(1.39e-6)), 2)
    131.25
    """
    diameter = positive(diameter_m, "diameter", "m")
    raw = read_table("lithium.yaml")["size"]
    ratio = value_SI(raw["strength"], "Pa") / value_SI(raw["bulk_strength"], "Pa")
    return np.asarray(1.0 + (ratio - 1.0) * value_SI(raw["diameter"], "m") / diameter)


def _speed(radius_m: npt.ArrayLike, pressure_Pa: npt.ArrayLike, law: CreepLaw) -> FloatArray:
    radius = positive(radius_m, "radius of a pore", "m")
    pressure = at_least_zero(pressure_Pa, "pressure", "Pa")
    n = law.exponent
    wall = (0.5 * radius * pressure / law.strength_Pa) ** n
    return np.asarray(radius / (n + 3.0) * 3.0 ** (0.5 * (n + 1.0)) * law.rate_per_s * wall)
