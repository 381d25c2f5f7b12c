"""Electronic conductivity that Han et al. ask for at a current: a rating and no law."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.materials.electronic import LEAKAGE_RATINGS

__all__ = ["meets_rating", "rated_conductivity_S_per_m", "rated_current_A_per_m2"]

FloatArray = npt.NDArray[np.float64]

_CURRENTS: Final = np.log([current for current, _ in LEAKAGE_RATINGS])
_LIMITS: Final = np.log([limit for _, limit in LEAKAGE_RATINGS])
_SLOPE: Final = float((_LIMITS[1] - _LIMITS[0]) / (_CURRENTS[1] - _CURRENTS[0]))


def rated_conductivity_S_per_m(
    current_A_per_m2: npt.ArrayLike, *, extrapolate: bool = False
) -> FloatArray:
    """Electronic conductivity that an electrolyte is to stay below at a current density [S/m].

    1e-10 S/cm at 1 mA/cm2 and 1e-12 S/cm at 10 mA/cm2, joined by a straight line between the
    logarithms: ``sigma = 1e-8 S/m (10 A/m2 / i)^2``. Only the two ends are published.

    Parameters
    ----------
    current_A_per_m2 : array
        Current density [A/m2].
    extrapolate : bool
        Whether to go on along the line outside 1 to 10 mA/cm2; NaN there otherwise.

    Raises
    ------
    InputError
        If a current is not positive.

    References
    ----------
    Han et al. 2019, 10.1038/s41560-018-0312-z.

    Examples
    --------
    >>> rated = rated_conductivity_S_per_m([10.0, 50.0, 100.0, 1.0])
    >>> [float(f"{value:.3g}") for value in rated]
    [1e-08, 4e-10, 1e-10, nan]
    """
    require_positive("current_A_per_m2", current_A_per_m2, "A/m2")
    logarithm = np.log(np.asarray(current_A_per_m2, dtype=np.float64))
    limit = np.exp(_LIMITS[0] + _SLOPE * (logarithm - _CURRENTS[0]))
    return _within(limit, logarithm, _CURRENTS, extrapolate)


def rated_current_A_per_m2(
    conductivity_S_per_m: npt.ArrayLike, *, extrapolate: bool = False
) -> FloatArray:
    """Return the current density up to which a conductivity meets the rating [A/m2].

    Inverse of `rated_conductivity_S_per_m`.

    Parameters
    ----------
    conductivity_S_per_m : array
        Electronic conductivity [S/m].
    extrapolate : bool
        Whether to go on along the line outside 1e-12 to 1e-10 S/cm; NaN there otherwise.

    Raises
    ------
    InputError
        If a conductivity is not positive.

    Examples
    --------
    >>> round(float(rated_current_A_per_m2(1e-9)), 2)
    31.62
    """
    require_positive("conductivity_S_per_m", conductivity_S_per_m, "S/m")
    logarithm = np.log(np.asarray(conductivity_S_per_m, dtype=np.float64))
    current = np.exp(_CURRENTS[0] + (logarithm - _LIMITS[0]) / _SLOPE)
    return _within(current, logarithm, _LIMITS[::-1], extrapolate)


def meets_rating(conductivity_S_per_m: float, current_A_per_m2: float) -> bool | None:
    """Return whether a conductivity meets the rating at a current; None where it says nothing.

    Outside 1 to 10 mA/cm2 only what follows from the ends: who meets 1e-10 S/cm meets what a
    lower current asks for, who misses 1e-12 S/cm misses what a higher one does.

    Raises
    ------
    InputError
        If the conductivity is negative or the current not positive.

    Examples
    --------
    LLZTO with 2.5e-9 S/cm, at 0.1, 1 and 10 mA/cm2:

    >>> [meets_rating(2.5e-7, current) for current in (1.0, 10.0, 100.0)]
    [None, False, False]
    """
    require_at_least_zero("conductivity_S_per_m", conductivity_S_per_m, "S/m")
    require_positive("current_A_per_m2", current_A_per_m2, "A/m2")
    (low, loose), (high, strict) = LEAKAGE_RATINGS
    if current_A_per_m2 < low:
        return True if conductivity_S_per_m < loose else None
    if current_A_per_m2 > high:
        return False if conductivity_S_per_m >= strict else None
    return bool(conductivity_S_per_m < float(rated_conductivity_S_per_m(current_A_per_m2)))


def _within(
    value: FloatArray, place: FloatArray, ends: FloatArray, extrapolate: bool
) -> FloatArray:
    # A current of exactly 1 mA/cm2 may come from a conversion that rounds.
    slack = 1e-9
    outside = (place < ends[0] - slack) | (place > ends[1] + slack)
    return np.asarray(value if extrapolate else np.where(outside, np.nan, value))
