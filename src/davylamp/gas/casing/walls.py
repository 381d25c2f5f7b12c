"""Pressure that the walls of cylindrical and prismatic casings stand."""

from __future__ import annotations

import math

from davylamp.core.errors import InputError, OutsideValidityError

__all__ = ["cylinder_Pa", "plate_collapse_Pa", "plate_yield_Pa"]


def cylinder_Pa(diameter_m: float, wall_m: float, strength_Pa: float) -> float:
    """Return the pressure at which the wall of a cylinder reaches a stress [Pa].

    Hoop stress of a thin wall with the mean diameter: ``p = 2 t s / (D - t)``. With the yield
    strength it is the pressure at which the can starts to give, with the tensile strength about
    that at which it tears. Crimps and welds mostly open earlier.

    Parameters
    ----------
    diameter_m, wall_m : float
        Outer diameter and wall [m].
    strength_Pa : float
        Strength at the temperature of the wall [Pa].

    Raises
    ------
    InputError
        If a number is not positive.
    OutsideValidityError
        If the wall is thicker than a tenth of the diameter.

    Examples
    --------
    >>> round(1e-6 * cylinder_Pa(0.018, 0.25e-3, 250e6), 1)
    7.0
    """
    _positive(diameter=diameter_m, wall=wall_m, strength=strength_Pa)
    if wall_m > 0.1 * diameter_m:
        raise OutsideValidityError(
            f"a wall of {wall_m:g} m is not thin beside a diameter of {diameter_m:g} m",
            remedy="give the burst pressure itself",
        )
    return 2.0 * wall_m * strength_Pa / (diameter_m - wall_m)


def plate_yield_Pa(
    length_m: float, width_m: float, wall_m: float, yield_Pa: float
) -> tuple[float, float]:
    """Return bounds of the pressure at which a clamped face starts to yield at its edge [Pa].

    The stress at the middle of the long edge is ``k p b^2 / t^2`` by the theory of thin plates,
    with k = 0.3078 of a square and 0.5 of a long strip; in between it lies between the two. From
    there on the face bulges, and membrane stress takes over: it does not tear yet.

    Parameters
    ----------
    length_m, width_m : float
        Sides of the face [m].
    wall_m : float
        Thickness [m].
    yield_Pa : float
        Yield strength [Pa].

    Raises
    ------
    InputError
        If a number is not positive.

    Examples
    --------
    >>> low, high = plate_yield_Pa(0.148, 0.092, 0.8e-3, 100e6)
    >>> round(1e-3 * low, 1), round(1e-3 * high, 1)
    (15.1, 24.6)
    """
    _positive(length=length_m, width=width_m, wall=wall_m, strength=yield_Pa)
    over = yield_Pa * (wall_m / min(length_m, width_m)) ** 2
    return over / 0.5, over / 0.3078


def plate_collapse_Pa(length_m: float, width_m: float, wall_m: float, yield_Pa: float) -> float:
    """Return the pressure at which a clamped face folds along yield lines [Pa].

    An upper bound of the pressure at which a rigid-plastic plate gives way by bending alone:
    ``48 m / (b^2 (sqrt(3 + (b/a)^2) - b/a)^2)`` with ``m = s t^2 / 4``. Membrane stress lets the
    bulged face carry more.

    Parameters
    ----------
    length_m, width_m, wall_m, yield_Pa : float
        As of `plate_yield_Pa`.

    Raises
    ------
    InputError
        If a number is not positive.

    Examples
    --------
    >>> round(1e-3 * plate_collapse_Pa(0.1, 0.1, 1e-3, 100e6), 1)
    120.0
    """
    _positive(length=length_m, width=width_m, wall=wall_m, strength=yield_Pa)
    a, b = max(length_m, width_m), min(length_m, width_m)
    moment = yield_Pa * wall_m**2 / 4.0
    return 48.0 * moment / (b * (math.sqrt(3.0 + (b / a) ** 2) - b / a)) ** 2


def _positive(**lengths: float) -> None:
    for name, value in lengths.items():
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"a {name} of {value!r} is not above 0")
