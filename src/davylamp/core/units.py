"""Quantities typed by people, such as ``30 um`` or ``-40 degC``, as numbers and back.

Common units are read from a small table, because importing pint takes longer than a command
should wait; any other unit name is looked up in pint, one name at a time.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, Final

from davylamp.core.constants import AVOGADRO_PER_MOL, FARADAY_C_PER_MOL, ZERO_CELSIUS_K
from davylamp.core.errors import InputError

__all__ = ["convert_unit", "format_quantity", "parse_quantity"]

#: Exponents of kg, m, s, A, K, mol.
_Dimension = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """SI value = factor * number + offset."""

    dimension: _Dimension
    factor: float
    offset: float = 0.0


_NONE: Final[_Dimension] = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_PER_MOL: Final[_Dimension] = (0.0, 0.0, 0.0, 0.0, 0.0, -1.0)
_MAX_LENGTH: Final = 60
_MAX_EXPONENT: Final = 12.0


def _table() -> dict[str, _Unit]:
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
        (none, {"1": 1.0, "%": 1e-2, "percent": 1e-2, "wt%": 1e-2, "vol%": 1e-2,
                "ppm": 1e-6, "ppb": 1e-9}),
    )  # fmt: skip
    units: dict[str, _Unit] = {}
    for dimension, names in rows:
        exact = tuple(float(exponent) for exponent in dimension)
        for name, factor in names.items():
            units[name] = _Unit(exact, factor)
    kelvin = units["K"].dimension
    for name in ("degC", "°C", "℃", "celsius"):
        units[name] = _Unit(kelvin, 1.0, ZERO_CELSIUS_K)
    for name in ("degF", "°F", "℉"):
        units[name] = _Unit(kelvin, 5.0 / 9.0, ZERO_CELSIUS_K - 32.0 * 5.0 / 9.0)
    return units


_UNITS: Final = _table()
#: What to write for a quantity asked for in a given SI unit: meaning and a good example.
_EXAMPLES: Final[dict[str, tuple[str, str]]] = {
    "m": ("a length", "30 um"),
    "m2": ("an area", "20 cm2"),
    "m3": ("a volume", "5 mL"),
    "kg": ("a mass", "12 g"),
    "K": ("a temperature", "25 degC"),
    "degC": ("a temperature", "25 degC"),
    "V": ("a voltage", "4.3 V"),
    "A/m2": ("a current density", "0.5 mA/cm2"),
    "C/m2": ("an areal capacity", "3 mAh/cm2"),
    "kg/m2": ("a mass per area", "15 mg/cm2"),
    "Pa": ("a pressure", "5 MPa"),
    "S/cm": ("a conductivity", "2.1 mS/cm"),
    "g/cm3": ("a density", "1.86 g/cm3"),
    "mAh/g": ("a specific capacity", "200 mAh/g"),
    "eV": ("an energy per particle", "0.35 eV"),
    "%": ("a percentage", "7 %"),
    "1": ("a number or percentage", "15 %"),
}

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FACTOR = re.compile(
    r"\s*([*/·])?\s*([A-Za-zΩÅ°%℃][A-Za-zΩÅ°℃_]*|1)(?:\s*(?:\*\*|\^)\s*\(?([+-]?\d+(?:\.\d+)?"
    r"(?:/\d+)?)\)?|([+-]?\d+))?"
)
_CLEAN = str.maketrans({"−": "-", "µ": "u", "μ": "u", "Ω": "Ω", "Å": "Å", "²": "2", "³": "3",
                        "⁻": "-", "¹": "1", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
                        "⋅": "·", "∙": "·"})  # fmt: skip


def parse_quantity(text: object, to_unit: str) -> float:
    """Return the number of `to_unit` in a quantity such as ``"30 um"``.

    Parameters
    ----------
    text : str, int or float
        Number and unit. A bare number is taken only where `to_unit` is ``"1"``.
    to_unit : str
        Unit of the result, for example ``"m"`` or ``"C/m2"``.

    Raises
    ------
    InputError
        If the number or unit cannot be read, the unit measures something else, or the number is
        not finite. The remedy shows what to write.

    Examples
    --------
    >>> parse_quantity("30 um", "m")
    3e-05
    >>> round(parse_quantity("-40 degC", "K"), 2)
    233.15
    >>> round(parse_quantity("3 mAh/cm2", "C/m2"), 6)
    108000.0
    """
    meaning, example = _EXAMPLES.get(to_unit, (f"a quantity in {to_unit}", f"1.5 {to_unit}"))
    remedy = f'write {meaning} with its unit, such as "{example}"'
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise InputError(f"{_shown(text)} is not {meaning}", remedy=remedy)
    try:
        clean = (text if isinstance(text, str) else repr(float(text))).translate(_CLEAN).strip()
    except OverflowError:
        raise InputError(f"a number is too large to be {meaning}", remedy=remedy) from None
    if len(clean) > _MAX_LENGTH:
        raise InputError(f"{_shown(clean)} is too long to be a quantity", remedy=remedy)
    match = _NUMBER.match(clean)
    if match is None:
        raise InputError(f"{_shown(text)} does not start with a number", remedy=remedy)
    number, unit_text = float(match.group()), clean[match.end() :].strip()
    if not math.isfinite(number):
        raise InputError(f"{_shown(text)} is not a finite number", remedy=remedy)
    if unit_text.startswith(",") and unit_text[1:2].isdigit():
        raise InputError(
            f"{_shown(text)} has a decimal comma",
            remedy=f"use a full stop: {clean.replace(chr(44), chr(46), 1)!r}",
        )
    if not unit_text and to_unit != "1":
        first = f"{number:g} {example.partition(' ')[2]}"
        raise InputError(f"{_shown(text)} has no unit", remedy=f'write for example "{first}"')
    try:
        value = convert_unit(number, unit_text or "1", to_unit)
    except InputError as error:
        raise InputError(
            f"{_shown(text)}: {error.message}", remedy=error.remedy or remedy
        ) from None
    return value


def convert_unit(value: float, from_unit: str, to_unit: str) -> float:
    """Return `value` in another unit.

    Temperatures are converted as points of the scale; inside a product or quotient
    (``W/m/degC``) a degree Celsius is a kelvin. An energy per mole is also accepted where an
    energy per particle is asked for.

    Raises
    ------
    InputError
        If a unit is unknown, the two measure different things, or the result is not finite.

    Examples
    --------
    >>> convert_unit(2.5, "g/cm3", "kg/m3")
    2500.0
    """
    if from_unit == to_unit:
        return float(value)
    source, target = _unit(from_unit), _unit(to_unit)
    factor = source.factor
    if source.dimension != target.dimension:
        joined = zip(source.dimension, target.dimension, strict=True)
        if tuple(a - b for a, b in joined) != _PER_MOL:
            raise _mismatch(from_unit, to_unit)
        factor /= AVOGADRO_PER_MOL
    result = _times(_times(value, factor) + source.offset - target.offset, 1.0 / target.factor)
    if not math.isfinite(result):
        raise InputError(f"{value} {from_unit} is too large for a number in {to_unit}")
    return result


def format_quantity(value_SI: float, unit: str, *, digits: int = 4) -> str:
    """Return an SI value as text in `unit`, for a reader.

    Parameters
    ----------
    value_SI : float
        Value in the SI unit of the same dimension.
    unit : str
        Unit to show.
    digits : int
        Significant digits.

    Examples
    --------
    >>> format_quantity(3e-5, "um")
    '30 um'
    >>> format_quantity(298.15, "degC")
    '25 degC'
    """
    target = _unit(unit)
    number = f"{_times(value_SI - target.offset, 1.0 / target.factor):.{digits}g}"
    return number if unit == "1" else f"{number} {unit}"


def _times(value: float, factor: float) -> float:
    """Multiply, dividing by a whole number where that is exact: 30 um is then 3e-05 m."""
    inverse = 1.0 / factor
    if factor < 1.0 and inverse < 1e15 and abs(inverse - round(inverse)) <= 1e-12 * inverse:
        return value / round(inverse)
    return value * factor


def _shown(value: object) -> str:
    text = str(value)
    return f"{text[:37]}..." if len(text) > 40 else repr(text) if isinstance(value, str) else text


def _mismatch(from_unit: str, to_unit: str) -> InputError:
    meaning, example = _EXAMPLES.get(to_unit, (f"a quantity in {to_unit}", f"1.5 {to_unit}"))
    remedy = f'write {meaning}, such as "{example}"'
    if from_unit == "C" and to_unit in ("K", "degC"):
        remedy = 'C is the coulomb; write degrees Celsius as "25 degC"'
    if from_unit == "C" and to_unit == "A/m2":
        remedy = 'C is the coulomb; give a rate as "c_rate: 0.1", or a current as "0.5 mA/cm2"'
    return InputError(f"{from_unit} is not the unit of {meaning}", remedy=remedy)


@lru_cache(maxsize=512)
def _unit(text: str) -> _Unit:
    clean = text.translate(_CLEAN).strip()
    if clean in _UNITS:
        return _UNITS[clean]
    if not clean or len(clean) > _MAX_LENGTH:
        raise InputError(f"{_shown(text)} is not a unit")
    dimension, factor, position, alone = _NONE, 1.0, 0, None
    while position < len(clean):
        match = _FACTOR.match(clean, position)
        if match is None:
            raise InputError(f"cannot read the unit {_shown(text)} at {clean[position:][:8]!r}")
        operator, name, *exponents = match.groups()
        given = next((exponent for exponent in exponents if exponent), "1")
        exponent = _exponent(given, text) * (-1.0 if operator == "/" else 1.0)
        part = _named(name)
        # Rounded so that thirds of an exponent still compare equal.
        dimension = tuple(
            round(a + exponent * b, 9) for a, b in zip(dimension, part.dimension, strict=True)
        )
        try:
            factor *= part.factor**exponent
        except OverflowError:
            factor = math.inf
        alone = part if position == 0 and match.end() == len(clean) and given == "1" else None
        position = match.end()
    if not 0.0 < factor < math.inf:
        raise InputError(f"the unit {_shown(text)} is too large or too small")
    return alone if alone is not None and alone.offset else _Unit(dimension, factor)


def _exponent(text: str, unit: str) -> float:
    top, _, bottom = text.partition("/")
    value = float(top) / (float(bottom or 1.0) or math.nan)
    if not abs(value) <= _MAX_EXPONENT:
        raise InputError(f"the exponent {text} in the unit {_shown(unit)} is not credible")
    return value


def _named(name: str) -> _Unit:
    if name in _UNITS:
        return _UNITS[name]
    found = _from_pint(name)
    if found is None:
        close = get_close_matches(name, _UNITS, n=3, cutoff=0.5)
        raise InputError(
            f"unknown unit {_shown(name)}",
            remedy=f"did you mean {', '.join(close)}?" if close else None,
        )
    return found


@cache
def _registry() -> Any:
    from pint import UnitRegistry

    return UnitRegistry()


@lru_cache(maxsize=256)
def _from_pint(name: str) -> _Unit | None:
    """Look up one name that the table lacks; only names reach pint, never an expression."""
    import pint

    registry = _registry()
    try:
        values = [registry.Quantity(number, name).to_base_units() for number in (0.0, 1.0, 2.0)]
    except (pint.errors.PintError, ValueError, TypeError, OverflowError):
        return None
    zero, one, two = (float(value.magnitude) for value in values)
    # A logarithmic unit such as dB has no factor.
    if not math.isclose(two - one, one - zero, rel_tol=1e-9) or one - zero <= 0.0:
        return None
    order = ("[mass]", "[length]", "[time]", "[current]", "[temperature]", "[substance]")
    dimensions = dict(values[1].dimensionality)
    if set(dimensions) - set(order):
        return None
    exponents = [float(dimensions.get(key, 0.0)) for key in order]
    return _Unit(tuple(exponents), one - zero, zero)
