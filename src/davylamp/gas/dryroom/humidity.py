"""Humidity of air in every unit that a dry room uses, right down to a frost point of -100 degC."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, ZERO_CELSIUS_K
from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.gas.dryroom._psychro import psychrolib_si
from davylamp.materials.humidity import (
    ATMOSPHERE_PA,
    DRY_LIMIT_K,
    TRIPLE_POINT_K,
    MoistAir,
    dew_point_of_pressure_K,
    saturation_pressure_Pa,
)

__all__ = ["MEASURES", "WATER_KG_PER_MOL", "Humidity", "humidity"]

#: Molar mass of water [kg/mol].
WATER_KG_PER_MOL: Final = 0.01801528
#: Molar mass of water over that of dry air, as in the ASHRAE Handbook of Fundamentals 2017.
_MASS_RATIO: Final = 0.621945
#: Humidity ratio below which psychrolib takes this value instead.
_PSYCHROLIB_FLOOR: Final = 1e-7
#: What humidity can be given as: argument, what it is in words.
MEASURES: Final = {
    "dew_point_K": "dew point",
    "frost_point_K": "frost point",
    "water_dew_point_K": "dew point over supercooled water",
    "relative_humidity": "relative humidity",
    "water_ppm": "water by volume",
    "water_Pa": "vapour pressure",
    "water_kg_per_m3": "absolute humidity",
    "humidity_ratio": "humidity ratio",
    "wet_bulb_K": "wet bulb",
}


@dataclass(frozen=True, slots=True)
class Humidity:
    """Air with water vapour, told in every usual measure; build it with `humidity`.

    Parameters
    ----------
    air : MoistAir
        Temperature [K], vapour pressure and total pressure [Pa].
    """

    air: MoistAir

    @property
    def frost_point_K(self) -> float | None:
        """Temperature at which ice forms [K]; None above the triple point or below -100 degC."""
        dew = self.air.dew_point_K
        return None if dew is None or dew > TRIPLE_POINT_K else dew

    @property
    def water_dew_point_K(self) -> float | None:
        """Temperature at which liquid water forms, supercooled below 273.16 K [K].

        None where it would be below -100 degC.
        """
        return _dew_over_water_K(self.air.water_Pa)

    @property
    def water_kg_per_m3(self) -> float:
        """Mass of vapour in a volume of the air [kg/m3]."""
        return (
            self.air.water_Pa
            * WATER_KG_PER_MOL
            / (GAS_CONSTANT_J_PER_MOL_K * self.air.temperature_K)
        )

    @property
    def humidity_ratio(self) -> float:
        """Mass of vapour over that of dry air [kg/kg]; inf for pure vapour."""
        dry_Pa = self.air.total_Pa - self.air.water_Pa
        return _MASS_RATIO * self.air.water_Pa / dry_Pa if dry_Pa > 0.0 else math.inf

    @property
    def wet_bulb_K(self) -> float | None:
        """Thermodynamic wet bulb [K]; None outside -100 to 200 degC.

        psychrolib holds the humidity ratio at 1e-7 or more, which moves this by less than 0.001 K.
        """
        celsius = self.air.temperature_K - ZERO_CELSIUS_K
        if not -100.0 <= celsius <= 200.0 or not math.isfinite(self.humidity_ratio):
            return None
        psychro = psychrolib_si()
        value = psychro.GetTWetBulbFromHumRatio(celsius, self.humidity_ratio, self.air.total_Pa)
        return float(value) + ZERO_CELSIUS_K

    @property
    def enthalpy_J_per_kg(self) -> float:
        """Enthalpy per kilogram of dry air, zero for dry air and liquid water at 0 degC [J/kg]."""
        celsius = self.air.temperature_K - ZERO_CELSIUS_K
        return float(psychrolib_si().GetMoistAirEnthalpy(celsius, self.humidity_ratio))

    def record(self) -> dict[str, float | None]:
        """Return every measure as JSON types."""
        air = self.air
        return {
            "temperature_K": air.temperature_K,
            "total_Pa": air.total_Pa,
            "dew_point_K": air.dew_point_K,
            "frost_point_K": self.frost_point_K,
            "water_dew_point_K": self.water_dew_point_K,
            "relative_humidity": air.relative_humidity,
            "water_ppm": air.water_ppm,
            "water_Pa": air.water_Pa,
            "water_kg_per_m3": self.water_kg_per_m3,
            "humidity_ratio": self.humidity_ratio,
            "wet_bulb_K": self.wet_bulb_K,
            "enthalpy_J_per_kg": self.enthalpy_J_per_kg,
        }


def humidity(
    temperature_K: float,
    *,
    total_Pa: float = ATMOSPHERE_PA,
    dew_point_K: float | None = None,
    frost_point_K: float | None = None,
    water_dew_point_K: float | None = None,
    relative_humidity: float | None = None,
    water_ppm: float | None = None,
    water_Pa: float | None = None,
    water_kg_per_m3: float | None = None,
    humidity_ratio: float | None = None,
    wet_bulb_K: float | None = None,
) -> Humidity:
    """Return the humidity of air from any one measure of it.

    Parameters
    ----------
    temperature_K, total_Pa : float
        Temperature [K] and total pressure [Pa].
    dew_point_K, frost_point_K, water_dew_point_K : float, optional
        Dew point as dry rooms state it (over ice below 273.16 K), frost point, and dew point over
        supercooled water, as chilled mirrors may show down to about -35 degC [K].
    relative_humidity : float, optional
        Over liquid water [0 to 1].
    water_ppm : float, optional
        By volume of the moist air, or of an inert gas in its place [ppm].
    water_Pa, water_kg_per_m3, humidity_ratio : float, optional
        Vapour pressure [Pa], absolute humidity [kg/m3], mass of vapour over dry air [1].
    wet_bulb_K : float, optional
        Thermodynamic wet bulb [K].

    Raises
    ------
    InputError
        If not exactly one measure is given, or it is impossible: negative, above saturation.
    OutsideValidityError
        If a dew point is below -100 degC.

    Notes
    -----
    Vapour is an ideal gas, and the enhancement of its saturation pressure by air (0.4 % at 1 atm)
    is left out.

    References
    ----------
    Vapour pressure: 10.1256/qj.04.94 and 10.1063/1.1461829. Wet bulb and enthalpy: ASHRAE Handbook
    of Fundamentals 2017, chapter 1, equations 30, 33 and 35, by psychrolib.

    Examples
    --------
    >>> room = humidity(295.15, dew_point_K=233.15)
    >>> round(room.air.water_ppm, 1), round(1e3 * room.humidity_ratio, 3)
    (126.8, 0.079)
    """
    given = {
        name: value
        for name, value in (
            ("dew_point_K", dew_point_K), ("frost_point_K", frost_point_K),
            ("water_dew_point_K", water_dew_point_K), ("relative_humidity", relative_humidity),
            ("water_ppm", water_ppm), ("water_Pa", water_Pa), ("water_kg_per_m3", water_kg_per_m3),
            ("humidity_ratio", humidity_ratio), ("wet_bulb_K", wet_bulb_K),
        )
        if value is not None
    }  # fmt: skip
    if len(given) != 1:
        named = ", ".join(MEASURES[name] for name in given) or "none"
        raise InputError(
            f"give one measure of humidity, not {len(given)} ({named})",
            remedy=f"one of: {', '.join(MEASURES.values())}",
        )
    if not (math.isfinite(total_Pa) and total_Pa > 0.0):
        raise InputError(f"total pressure {total_Pa:g} Pa must be positive")
    limit_Pa = saturation_pressure_Pa(temperature_K, "water")
    ((name, value),) = given.items()
    vapour_Pa = _vapour_Pa(name, value, temperature_K, total_Pa, limit_Pa)
    # Liquid water may be supercooled, so the limit is that over water.
    if vapour_Pa > limit_Pa * (1.0 + 1e-9):
        raise InputError(
            f"{MEASURES[name]} {value:g} is {100.0 * vapour_Pa / limit_Pa:.4g} % relative humidity "
            f"at {temperature_K - ZERO_CELSIUS_K:g} degC",
            remedy="water would condense: no air holds more than 100 %",
        )
    if vapour_Pa > total_Pa:
        raise InputError(
            f"water vapour of {vapour_Pa:g} Pa exceeds the total pressure {total_Pa:g} Pa"
        )
    return Humidity(MoistAir(float(temperature_K), vapour_Pa, float(total_Pa)))


def _vapour_Pa(
    name: str, value: float, temperature_K: float, total_Pa: float, limit_Pa: float
) -> float:
    if not math.isfinite(value) or value < 0.0:
        celsius = name.endswith("_K")
        shown = f"{value - ZERO_CELSIUS_K:g} degC" if celsius else f"{value:g}"
        raise InputError(
            f"{MEASURES[name]} {shown} is not possible",
            remedy="check sign and unit" if celsius else "give 0 or more",
        )
    if name == "frost_point_K" and value > TRIPLE_POINT_K:
        raise InputError(
            f"frost point {value - ZERO_CELSIUS_K:g} degC lies above 0.01 degC",
            remedy="there is no ice: give the dew point",
        )
    if name in ("dew_point_K", "frost_point_K", "water_dew_point_K", "wet_bulb_K"):
        if value > temperature_K + 1e-9:
            raise InputError(
                f"{MEASURES[name]} {value - ZERO_CELSIUS_K:g} degC lies above the temperature "
                f"{temperature_K - ZERO_CELSIUS_K:g} degC",
                remedy="water would condense; give one at or below the temperature",
            )
        if name == "wet_bulb_K":
            return _from_wet_bulb_Pa(value, temperature_K, total_Pa)
        return saturation_pressure_Pa(value, "water" if name == "water_dew_point_K" else "stable")
    if name == "relative_humidity":
        if value > 1.0:
            raise InputError(
                f"relative humidity {100.0 * value:g} % is outside 0 to 100 %",
                remedy="no air holds more than 100 %; as a fraction 20 % is 0.2",
            )
        return value * limit_Pa
    if name == "water_ppm":
        return 1e-6 * value * total_Pa
    if name == "water_Pa":
        return value
    if name == "humidity_ratio":
        return total_Pa * value / (_MASS_RATIO + value)
    return value / WATER_KG_PER_MOL * GAS_CONSTANT_J_PER_MOL_K * temperature_K


def _from_wet_bulb_Pa(wet_bulb_K: float, temperature_K: float, total_Pa: float) -> float:
    celsius, wet = temperature_K - ZERO_CELSIUS_K, wet_bulb_K - ZERO_CELSIUS_K
    if not (-100.0 <= wet <= celsius <= 200.0):
        raise OutsideValidityError(
            f"no wet bulb of {wet:g} degC in air of {celsius:g} degC",
            remedy="psychrometry is known from -100 to 200 degC",
        )
    ratio = float(psychrolib_si().GetHumRatioFromTWetBulb(celsius, wet, total_Pa))
    if ratio <= _PSYCHROLIB_FLOOR:
        raise InputError(
            f"a wet bulb of {wet:g} degC in air of {celsius:g} degC lies below that of dry air",
            remedy="give the dew point or ppm: in dry air the wet bulb says nothing of the water",
        )
    return total_Pa * ratio / (_MASS_RATIO + ratio)


def _dew_over_water_K(vapour_Pa: float) -> float | None:
    if vapour_Pa < saturation_pressure_Pa(DRY_LIMIT_K, "water"):
        return None
    if vapour_Pa >= saturation_pressure_Pa(TRIPLE_POINT_K, "water"):
        return dew_point_of_pressure_K(vapour_Pa)
    low, high = DRY_LIMIT_K, TRIPLE_POINT_K
    while high - low > 1e-10 * high:
        middle = 0.5 * (low + high)
        if saturation_pressure_Pa(middle, "water") < vapour_Pa:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
