"""Quantities typed by people, such as ``30 um`` or ``-40 degC``, as numbers and back.

Common units are read from a small table, because importing pint takes longer than a command
should wait; any other unit name is looked up in pint, one name at a time.
"""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

from davylamp.core._unit_table import UNITS, Dimension, Unit, exact
from davylamp.core.constants import AVOGADRO_PER_MOL
from davylamp.core.errors import InputError

__all__ = ["convert_unit", "format_quantity", "parse_quantity"]

_NONE: Final[Dimension] = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_PER_MOL: Final[Dimension] = (0.0, 0.0, 0.0, 0.0, 0.0, -1.0)
_MAX_LENGTH: Final = 60
_MAX_EXPONENT: Final = 12.0
_SMALLEST: Final = Fraction(1, 10**100)


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
    "s": ("a time", "30 min"),
    "1/s": ("a rate", "5 1/h"),
    "m3/s": ("a flow", "500 m3/h"),
    "mol": ("an amount", "2 mol"),
    "J": ("an energy", "100 Wh"),
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


def parse_quantity(text: object, to_unit: str, show: str = "") -> float:
    """Return the number of `to_unit` in a quantity such as ``"30 um"``.

    Parameters
    ----------
    text : str, int or float
        Number and unit. A bare number is taken only where `to_unit` is ``"1"``.
    to_unit : str
        Unit of the result, for example ``"m"`` or ``"C/m2"``.
    show : str
        Unit that the remedy proposes for a number without one.

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
    remedy = f'write {meaning}{"" if to_unit == "1" else " with its unit"}, such as "{example}"'
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
        first = f"{number:g} {show or example.partition(' ')[2]}"
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
        factor /= exact(AVOGADRO_PER_MOL)
    shift = source.offset - target.offset
    if shift:
        result = _times(_times(value, factor) + shift, 1 / target.factor)
    else:
        result = _times(value, factor / target.factor)
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
    number = f"{_times(value_SI - target.offset, 1 / target.factor):.{digits}g}"
    return number if unit == "1" else f"{number} {unit}"


def _times(value: float, factor: Fraction) -> float:
    try:
        return value * factor.numerator / factor.denominator
    except OverflowError:
        return math.inf


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
def _unit(text: str) -> Unit:
    clean = text.translate(_CLEAN).strip()
    if clean in UNITS:
        return UNITS[clean]
    if not clean or len(clean) > _MAX_LENGTH:
        raise InputError(f"{_shown(text)} is not a unit")
    if clean.endswith("%"):
        raise InputError(
            f"unknown unit {_shown(clean)}",
            remedy='write the sign alone, "15 %"; the field says whether of mass or of volume',
        )
    dimension, factor, position, alone = _NONE, Fraction(1), 0, None
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
        factor *= _power(part.factor, exponent)
        alone = part if position == 0 and match.end() == len(clean) and given == "1" else None
        position = match.end()
    if not _SMALLEST < factor < 1 / _SMALLEST:
        raise InputError(f"the unit {_shown(text)} is too large or too small")
    return alone if alone is not None and alone.offset else Unit(dimension, factor)


def _power(factor: Fraction, exponent: float) -> Fraction:
    if exponent.is_integer():
        return factor ** int(exponent)
    return exact(float(factor) ** exponent)


def _exponent(text: str, unit: str) -> float:
    top, _, bottom = text.partition("/")
    value = float(top) / (float(bottom or 1.0) or math.nan)
    if not abs(value) <= _MAX_EXPONENT:
        raise InputError(f"the exponent {text} in the unit {_shown(unit)} is not credible")
    return value


def _named(name: str) -> Unit:
    if name in UNITS:
        return UNITS[name]
    found = _from_pint(name)
    if found is None:
        close = get_close_matches(name, UNITS, n=3, cutoff=0.5)
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
def _from_pint(name: str) -> Unit | None:
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
    return Unit(tuple(exponents), exact(one - zero), zero)
