"""Numbers as text for a reader: few digits, no false zeros, never a bare nan."""

from __future__ import annotations

import math
import re

__all__ = ["number", "pretty_unit", "quantity", "span"]

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MINUS = "\u2212"
_MICROMETRE = re.compile(r"(?<![A-Za-z])um(?=ol|[^A-Za-z]|$)")


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with `digits` significant digits; ``unknown`` when there is none.

    Examples
    --------
    >>> number(456.4), number(-0.31415), number(1.2e-9), number(25000.0), number(float("nan"))
    ('456', '−0.314', '1.2 × 10⁻⁹', '25,000', 'unknown')
    """
    if value is None or not math.isfinite(value):
        return "unknown"
    if value == 0.0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    size = abs(rounded)
    if not 1e-3 <= size < 1e6:
        mantissa, _, exponent = f"{rounded:.{digits - 1}e}".partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        text = f"{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    else:
        places = max(digits - 1 - math.floor(math.log10(size)), 0)
        text = f"{rounded:,.{places}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.replace("-", _MINUS, 1) if rounded < 0.0 else text


def quantity(value: float | None, unit: str, digits: int = 3) -> str:
    """Return number and unit; the unit 1 is not written.

    Examples
    --------
    >>> quantity(456.4, "cm3/g")
    '456 cm³/g'
    >>> quantity(None, "V")
    'unknown'
    """
    text = number(value, digits)
    return text if text == "unknown" or unit in ("", "1") else f"{text} {pretty_unit(unit)}"


def pretty_unit(unit: str) -> str:
    """Return a unit with raised exponents: ``mAh/cm2`` as ``mAh/cm²``."""
    replaced = _MICROMETRE.sub("µm", unit.replace("degC", "°C")).replace("O2", "O₂")
    for letter in ("cm", "m"):
        replaced = replaced.replace(f"{letter}2", f"{letter}²").replace(f"{letter}3", f"{letter}³")
    return replaced.replace("^0.5", "½").replace("*", "·")


def span(low: float, high: float | None, unit: str) -> str:
    """Return a range with two decimals; ``from 0.46 V up`` where it has no upper end.

    Examples
    --------
    >>> span(1.716, 2.31, "V"), span(0.458, None, "V")
    ('1.72 to 2.31 V', 'from 0.46 V up')
    """
    return f"from {low:.2f} {unit} up" if high is None else f"{low:.2f} to {high:.2f} {unit}"
