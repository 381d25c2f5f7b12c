"""How a number is known: its kind, its source, and the weakest link of an answer."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.errors import InputError

__all__ = ["NOT_REPORTED", "Datum", "Kind", "Unknown", "unknown_record", "weakest"]

NOT_REPORTED: Final = "not reported"
_BOUNDS: Final = ("=", "<", ">", "~")


class Kind(StrEnum):
    """How a number came to be, strongest first.

    ``unknown`` is never stored: it is the kind of an answer for which a number is missing.
    """

    MEASURED = "measured"
    COMPUTED = "computed"
    FITTED = "fitted"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """Position in the order above, 0 for the strongest."""
        return list(Kind).index(self)


def unknown_record(unknown: Iterable[Unknown]) -> list[dict[str, str]]:
    """Return unknowns as JSON types.

    Examples
    --------
    >>> unknown_record([Unknown("a rate", "log it over time")])
    [{'what': 'a rate', 'settle': 'log it over time'}]
    """
    return [{"what": item.what, "settle": item.settle} for item in unknown]


def weakest(kinds: Iterable[Kind]) -> Kind:
    """Return the weakest kind, ``unknown`` when there is none.

    Examples
    --------
    >>> weakest([Kind.MEASURED, Kind.ESTIMATED]).value
    'estimated'
    >>> weakest([]).value
    'unknown'
    """
    return max(kinds, key=lambda kind: kind.rank, default=Kind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Datum:
    """One stored number with all that the evidence rule asks for.

    Parameters
    ----------
    value : float
        The number, in `unit`; the lower end when `upper` is given.
    unit : str
        Unit as stored (each property has one storage unit).
    uncertainty : float or str
        Standard uncertainty in `unit`, a percentage such as ``"7 %"``, or ``"not reported"``.
    source : str
        Key of the bibliography.
    locator : str
        Where in the source: ``"Table 2"``, ``"abstract"``, ``"Fig. 3b"``.
    kind : Kind
        How the number came to be.
    upper : float, optional
        Upper end of a reported range.
    bound : str
        ``"="``, ``"~"`` (about), ``"<"`` or ``">"`` when only a bound is known.
    conditions : str
        Temperature, density, humidity, partner: whatever the number depends on.
    temperature_K : float, optional
        Temperature of the measurement [K].
    note : str
        Anything a reader must know before using it.

    Raises
    ------
    InputError
        If a part that the evidence rule asks for is missing or the value is not finite.
    """

    value: float
    unit: str
    uncertainty: float | str
    source: str
    locator: str
    kind: Kind
    upper: float | None = None
    bound: str = "="
    conditions: str = ""
    temperature_K: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.value, int | float) or not math.isfinite(self.value):
            raise InputError(f"value {self.value!r} is not a finite number")
        if self.upper is not None and not self.upper >= self.value:
            raise InputError(f"range {self.value} to {self.upper} {self.unit} is not in order")
        for name in ("unit", "source", "locator"):
            if not getattr(self, name):
                raise InputError(f"a stored number needs a {name}")
        if self.bound not in _BOUNDS:
            raise InputError(f"bound {self.bound!r} is not one of {', '.join(_BOUNDS)}")
        if self.kind is Kind.UNKNOWN:
            raise InputError("a stored number cannot be of kind 'unknown': leave it out")
        if isinstance(self.uncertainty, str) and self.uncertainty != NOT_REPORTED:
            _percentage(self.uncertainty)

    @property
    def standard_uncertainty(self) -> float | None:
        """Standard uncertainty in `unit`, or None where the source reports none."""
        if isinstance(self.uncertainty, int | float):
            return float(self.uncertainty)
        if self.uncertainty == NOT_REPORTED:
            return None
        return abs(self.value) * _percentage(self.uncertainty) / 100.0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something an answer cannot say, and the measurement that would settle it.

    Parameters
    ----------
    what : str
        What is not known: ``"how fast Li3PS4 gives off H2S at -40 degC dew point"``.
    settle : str
        The measurement or datum that would make it known.

    Raises
    ------
    InputError
        If either is empty: an unknown that nothing settles helps nobody.

    Examples
    --------
    >>> Unknown("rate of H2S release", "log H2S over time in a humidity chamber").what
    'rate of H2S release'
    """

    what: str
    settle: str

    def __post_init__(self) -> None:
        if not self.what.strip() or not self.settle.strip():
            raise InputError("an unknown needs both what is unknown and what would settle it")


def _percentage(text: str) -> float:
    number, _, sign = text.partition("%")
    try:
        if "%" not in text or sign.strip():
            raise ValueError
        return float(number)
    except ValueError:
        raise InputError(
            f"uncertainty {text!r} is neither a number, a percentage nor '{NOT_REPORTED}'"
        ) from None
