"""Stack pressure and temperature that the conditions of a test state."""

from __future__ import annotations

import re
from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K, ZERO_CELSIUS_K

__all__ = ["stated_pressure_Pa", "stated_temperature_K"]

_PRESSURE: Final = re.compile(
    r"(?:stack pressure (?:of )?)?(\d+(?:\.\d+)?) ?(k|M)Pa(?: stack pressure)?", re.IGNORECASE
)
_NONE: Final = re.compile(r"no (?:stack|external) pressure", re.IGNORECASE)
_TEMPERATURE: Final = re.compile(r"(?:at )?(-?\d+(?:\.\d+)?) ?(degC|°C|K)")
_ROOM: Final = re.compile(r"(?:at )?room temperature", re.IGNORECASE)


def stated_pressure_Pa(conditions: str) -> float | None:
    """Return the stack pressure that the conditions of a test state [Pa], None without one.

    The pressure at which lithium was attached, or powder was pressed, is none.

    Examples
    --------
    >>> stated_pressure_Pa("25 degC, 3 MPa")
    3000000.0
    >>> stated_pressure_Pa("Li attached at 265 MPa isostatic, no stack pressure")
    0.0
    >>> stated_pressure_Pa("Li attached at 265 MPa")
    """
    for clause in _clauses(conditions):
        if _NONE.fullmatch(clause):
            return 0.0
        found = _PRESSURE.fullmatch(clause)
        if found:
            return float(found[1]) * (1e6 if found[2] == "M" else 1e3)
    return None


def stated_temperature_K(conditions: str) -> float | None:
    """Return the temperature that the conditions of a test state [K], None without one.

    Examples
    --------
    >>> stated_temperature_K("25 degC, 3 MPa"), stated_temperature_K("room temperature")
    (298.15, 298.15)
    >>> stated_temperature_K("heated to 175 degC before, dc cycling")
    """
    for clause in _clauses(conditions):
        if _ROOM.fullmatch(clause):
            return STANDARD_TEMPERATURE_K
        found = _TEMPERATURE.fullmatch(clause)
        if found:
            return float(found[1]) + (0.0 if found[2] == "K" else ZERO_CELSIUS_K)
    return None


def _clauses(conditions: str) -> list[str]:
    return [clause.strip() for clause in re.split(r"[,;]", conditions)]
