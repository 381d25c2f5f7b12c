"""The units that are read without pint: SI and what batteries are measured in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from davylamp.core.constants import AVOGADRO_PER_MOL, FARADAY_C_PER_MOL, ZERO_CELSIUS_K

__all__ = ["UNITS", "Dimension", "Unit", "exact"]

#: Exponents of kg, m, s, A, K, mol.
Dimension = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """SI value = factor * number + offset; the factor is exact, so that 30 um is 3e-05 m."""

    dimension: Dimension
    factor: Fraction
    offset: float = 0.0


def exact(factor: float) -> Fraction:
    """Return the decimal number that is meant: 1e-06 is a millionth, not its nearest double."""
    return Fraction(repr(factor))


def _table() -> dict[str, Unit]:
    mass, length, time = (1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0), (0, 0, 1, 0, 0, 0)
    current, temperature, amount = (0, 0, 0, 1, 0, 0), (0, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 1)
    energy, power, pressure = (1, 2, -2, 0, 0, 0), (1, 2, -3, 0, 0, 0), (1, -1, -2, 0, 0, 0)
    charge, voltage, resistance = (0, 0, 1, 1, 0, 0), (1, 2, -3, -1, 0, 0), (1, 2, -3, -2, 0, 0)
    conductance, force, volume = (-1, -2, 3, 2, 0, 0), (1, 1, -2, 0, 0, 0), (0, 3, 0, 0, 0, 0)
    none = (0, 0, 0, 0, 0, 0)
    atm, electronvolt = 101325.0, FARADAY_C_PER_MOL / AVOGADRO_PER_MOL
    rows: tuple[tuple[tuple[int, ...], dict[str, float]], ...] = (
        (mass, {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "ug": 1e-9, "t": 1e3}),
        (length, {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "um": 1e-6, "micron": 1e-6, "nm": 1e-9,
                  "angstrom": 1e-10, "Å": 1e-10}),
        (time, {"s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0, "d": 86400.0, "day": 86400.0}),
        (current, {"A": 1.0, "mA": 1e-3, "uA": 1e-6, "nA": 1e-9}),
        (temperature, {"K": 1.0, "mK": 1e-3}),
        (amount, {"mol": 1.0, "mmol": 1e-3, "umol": 1e-6, "kmol": 1e3}),
        (energy, {"J": 1.0, "kJ": 1e3, "MJ": 1e6, "mJ": 1e-3, "Wh": 3600.0, "mWh": 3.6,
                  "kWh": 3.6e6, "eV": electronvolt, "meV": 1e-3 * electronvolt}),
        (power, {"W": 1.0, "mW": 1e-3, "uW": 1e-6, "kW": 1e3}),
        (pressure, {"Pa": 1.0, "hPa": 1e2, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "bar": 1e5,
                    "mbar": 1e2, "atm": atm, "Torr": atm / 760.0, "torr": atm / 760.0}),
        (charge, {"C": 1.0, "mC": 1e-3, "Ah": 3600.0, "mAh": 3.6, "uAh": 3.6e-3}),
        (voltage, {"V": 1.0, "mV": 1e-3, "uV": 1e-6, "kV": 1e3}),
        (resistance, {"ohm": 1.0, "kohm": 1e3, "Mohm": 1e6, "mohm": 1e-3, "Ω": 1.0, "kΩ": 1e3}),
        (conductance, {"S": 1.0, "mS": 1e-3, "uS": 1e-6, "nS": 1e-9}),
        (force, {"N": 1.0, "mN": 1e-3, "kN": 1e3}),
        (volume, {"L": 1e-3, "l": 1e-3, "mL": 1e-6, "ml": 1e-6, "cc": 1e-6}),
        (none, {"1": 1.0, "%": 1e-2, "percent": 1e-2, "ppm": 1e-6, "ppb": 1e-9}),
    )  # fmt: skip
    units: dict[str, Unit] = {}
    for dimension, names in rows:
        exponents = tuple(float(exponent) for exponent in dimension)
        for name, factor in names.items():
            units[name] = Unit(exponents, exact(factor))
    kelvin = units["K"].dimension
    for name in ("degC", "°C", "℃", "celsius"):
        units[name] = Unit(kelvin, Fraction(1), ZERO_CELSIUS_K)
    for name in ("degF", "°F", "℉"):
        units[name] = Unit(kelvin, Fraction(5, 9), ZERO_CELSIUS_K - 32.0 * 5.0 / 9.0)
    return units


#: Unit by name.
UNITS: Final = _table()
