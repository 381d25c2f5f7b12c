"""Moist air: dew point, relative humidity, vapour pressure and ppm, one from the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from davylamp.core.constants import ATMOSPHERE_PA, ZERO_CELSIUS_K
from davylamp.core.errors import InputError, OutsideValidityError

__all__ = [
    "ATMOSPHERE_PA",
    "DRY_LIMIT_K",
    "TRIPLE_POINT_K",
    "MoistAir",
    "dew_point_of_pressure_K",
    "moist_air",
    "saturation_pressure_Pa",
]

TRIPLE_POINT_K: Final = 273.16
#: Lowest dew point that is accepted, -100 degC [K].
DRY_LIMIT_K: Final = ZERO_CELSIUS_K - 100.0
_CRITICAL_K: Final = 647.096
_CRITICAL_PA: Final = 22.064e6
#: Pairs of coefficient and exponent, Wagner and Pruss 2002, equation 2.5.
_LIQUID: Final = (
    (-7.85951783, 1.0), (1.84408259, 1.5), (-11.7866497, 3.0),
    (22.6807411, 3.5), (-15.9618719, 4.0), (1.80122502, 7.5),
)  # fmt: skip


def saturation_pressure_Pa(
    temperature_K: float, over: Literal["stable", "water", "ice"] = "stable"
) -> float:
    """Vapour pressure of water over its condensed phase [Pa].

    Parameters
    ----------
    temperature_K : float
        Temperature [K].
    over : {'stable', 'water', 'ice'}
        ``stable``: ice below the triple point (273.16 K), water above. ``water`` below the triple
        point is supercooled water.

    Returns
    -------
    float
        Saturation vapour pressure [Pa], of pure vapour: the presence of air raises it by about
        0.4 % at 1 atm, which is left out.

    Raises
    ------
    OutsideValidityError
        Below 173.15 K (-100 degC), above the critical point, or ice above the triple point.

    References
    ----------
    Ice and supercooled water: Murphy and Koop 2005, 10.1256/qj.04.94, equations 7 and 10. Water:
    Wagner and Pruss 2002 (IAPWS), 10.1063/1.1461829, equation 2.5.

    Examples
    --------
    >>> round(saturation_pressure_Pa(233.15), 2)
    12.84
    >>> round(saturation_pressure_Pa(298.15), 1)
    3169.8
    """
    if not DRY_LIMIT_K - 1e-9 <= temperature_K <= _CRITICAL_K:
        raise OutsideValidityError(
            f"no vapour pressure of water at {temperature_K:g} K "
            f"({temperature_K - ZERO_CELSIUS_K:g} degC)",
            remedy=f"the formulas hold from {DRY_LIMIT_K:g} K (-100 degC) to {_CRITICAL_K:g} K",
        )
    T = temperature_K
    if over == "ice" or (over == "stable" and T < TRIPLE_POINT_K):
        if TRIPLE_POINT_K < T:
            raise OutsideValidityError(f"there is no ice at {T:g} K", remedy="ask over='water'")
        return math.exp(9.550426 - 5723.265 / T + 3.53068 * math.log(T) - 0.00728332 * T)
    if T < TRIPLE_POINT_K:
        supercooled = 53.878 - 1331.22 / T - 9.44523 * math.log(T) + 0.014025 * T
        return math.exp(
            54.842763 - 6763.22 / T - 4.210 * math.log(T) + 0.000367 * T
            + math.tanh(0.0415 * (T - 218.8)) * supercooled
        )  # fmt: skip
    tau = 1.0 - T / _CRITICAL_K
    series = sum(factor * tau**power for factor, power in _LIQUID)
    return _CRITICAL_PA * math.exp(_CRITICAL_K / T * series)


def dew_point_of_pressure_K(vapour_pressure_Pa: float) -> float:
    """Temperature at which vapour of this pressure condenses, to ice below 273.16 K [K].

    Raises
    ------
    InputError
        If the pressure is not positive.
    OutsideValidityError
        If the dew point is below -100 degC or above the critical point.

    Examples
    --------
    >>> round(dew_point_of_pressure_K(12.84), 2)
    233.15
    """
    if not vapour_pressure_Pa > 0.0:
        raise InputError(f"vapour pressure {vapour_pressure_Pa:g} Pa must be positive")
    low, high = DRY_LIMIT_K, _CRITICAL_K
    if not saturation_pressure_Pa(low) <= vapour_pressure_Pa <= saturation_pressure_Pa(high):
        raise OutsideValidityError(
            f"vapour of {vapour_pressure_Pa:g} Pa has no dew point between -100 degC and the "
            "critical point"
        )
    # The pressure rises with temperature throughout, so halving always closes in on it.
    while high - low > 1e-10 * high:
        middle = 0.5 * (low + high)
        if saturation_pressure_Pa(middle) < vapour_pressure_Pa:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@dataclass(frozen=True, slots=True)
class MoistAir:
    """Air with water vapour; build it with `moist_air`.

    Parameters
    ----------
    temperature_K : float
        Temperature of the air [K].
    water_Pa : float
        Partial pressure of water vapour [Pa], 0 for dry air.
    total_Pa : float
        Total pressure [Pa].
    """

    temperature_K: float
    water_Pa: float
    total_Pa: float

    @property
    def dew_point_K(self) -> float | None:
        """Dew point, over ice below 273.16 K [K]; None for air drier than -100 degC."""
        if self.water_Pa < saturation_pressure_Pa(DRY_LIMIT_K):
            return None
        return dew_point_of_pressure_K(self.water_Pa)

    @property
    def relative_humidity(self) -> float:
        """Vapour pressure over that of liquid water at the air's temperature [0 to 1]."""
        return self.water_Pa / saturation_pressure_Pa(self.temperature_K, "water")

    @property
    def water_ppm(self) -> float:
        """Water in parts per million by volume of the moist air."""
        return 1e6 * self.water_Pa / self.total_Pa


def moist_air(
    temperature_K: float,
    *,
    dew_point_K: float | None = None,
    relative_humidity: float | None = None,
    total_Pa: float = ATMOSPHERE_PA,
) -> MoistAir:
    """Return air of a given dew point or relative humidity.

    Parameters
    ----------
    temperature_K : float
        Temperature of the air [K].
    dew_point_K : float, optional
        Dew point [K], taken over ice below 273.16 K as dry-room instruments state it.
    relative_humidity : float, optional
        Relative humidity as a fraction from 0 to 1, over liquid water; 0 is dry air.
    total_Pa : float
        Total pressure [Pa].

    Returns
    -------
    MoistAir

    Raises
    ------
    InputError
        If neither or both are given, the dew point lies above the temperature, or the relative
        humidity is outside 0 to 1.
    OutsideValidityError
        If the dew point is below -100 degC.

    Examples
    --------
    >>> air = moist_air(298.15, dew_point_K=233.15)
    >>> round(air.water_Pa, 2), round(air.water_ppm, 1)
    (12.84, 126.8)
    """
    if (dew_point_K is None) == (relative_humidity is None):
        raise InputError(
            "give the dew point or the relative humidity, one of them",
            remedy="such as dew_point_K=233.15, or relative_humidity=0.2",
        )
    if not (math.isfinite(total_Pa) and total_Pa > 0.0):
        raise InputError(f"total pressure {total_Pa:g} Pa must be positive")
    limit_Pa = saturation_pressure_Pa(temperature_K, "water")
    if dew_point_K is not None:
        if not math.isfinite(dew_point_K) or dew_point_K > temperature_K + 1e-9:
            raise InputError(
                f"dew point {dew_point_K:g} K lies above the temperature {temperature_K:g} K",
                remedy="water would condense; give a dew point at or below the temperature",
            )
        water_Pa = saturation_pressure_Pa(dew_point_K)
    else:
        assert relative_humidity is not None
        if not 0.0 <= relative_humidity <= 1.0:
            raise InputError(
                f"relative humidity {relative_humidity:g} is outside 0 to 1 (0 to 100 %)",
                remedy="give it as a fraction: 20 % is 0.2",
            )
        water_Pa = relative_humidity * limit_Pa
    if water_Pa > total_Pa:
        raise InputError(
            f"water vapour of {water_Pa:g} Pa exceeds the total pressure {total_Pa:g} Pa",
            remedy="give a lower humidity or a higher total pressure",
        )
    return MoistAir(float(temperature_K), water_Pa, float(total_Pa))
