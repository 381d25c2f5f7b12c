"""Numbers that follow from a cell, each with its evidence and what it lacks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from davylamp.core.evidence import Datum, Kind, weakest
from davylamp.core.units import convert_unit, format_quantity
from davylamp.store.materials import Material

__all__ = ["Figure", "absent", "combine", "design", "from_datum", "from_property", "total"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in SI units, or the reason why there is none.

    Parameters
    ----------
    value : float or None
        In `unit`; None when something is missing.
    unit : str
        SI unit.
    show : str
        Unit for a reader.
    kinds : tuple of Kind
        Evidence of the data behind it. The dimensions of the design itself do not count: they
        say what is to be built.
    sources : tuple of str
        Bibliography keys of those data.
    missing : tuple of str
        What would have to be known.
    basis : str
        How it follows.
    """

    value: float | None
    unit: str
    show: str
    kinds: tuple[Kind, ...] = ()
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    basis: str = ""

    @property
    def kind(self) -> Kind:
        """Weakest evidence: ``assumed`` for the design alone, ``unknown`` without a value."""
        if self.value is None:
            return Kind.UNKNOWN
        return weakest(self.kinds) if self.kinds else Kind.ASSUMED

    def in_unit(self, unit: str) -> float | None:
        """Return the value in another unit, None where there is none."""
        return None if self.value is None else convert_unit(self.value, self.unit, unit)

    def __str__(self) -> str:
        return "unknown" if self.value is None else format_quantity(self.value, self.show)


def design(value: float, unit: str, show: str, basis: str = "given in the cell file") -> Figure:
    """Return a number that the design itself fixes."""
    return Figure(float(value), unit, show, basis=basis)


def absent(what: str, unit: str, show: str) -> Figure:
    """Return the figure that is unknown because `what` is missing."""
    return Figure(None, unit, show, missing=(what,))


def from_property(material: Material, name: str, unit: str, show: str) -> Figure:
    """Return the first value of a property in SI units, unknown when the library has none."""
    datum = material.get(name)
    if datum is None:
        return absent(f"{name.replace('_', ' ')} of {material.id}", unit, show)
    return from_datum(datum, unit, show, f"{name.replace('_', ' ')} of {material.id}")


def from_datum(datum: Datum, unit: str, show: str, basis: str) -> Figure:
    """Return a stored number in SI units."""
    value = convert_unit(datum.value, datum.unit, unit)
    return Figure(value, unit, show, (datum.kind,), (datum.source,), basis=basis)


def combine(
    formula: Callable[..., float], unit: str, show: str, *figures: Figure, basis: str = ""
) -> Figure:
    """Return `formula` of the values of `figures`; unknown when one of them is.

    Evidence, sources and what is missing are gathered from all of them. What follows from stored
    numbers is computed at best: nobody measured it on this cell.
    """
    values = [figure.value for figure in figures]
    kinds = any(figure.kinds for figure in figures)
    missing = _gather(figure.missing for figure in figures)
    known = [value for value in values if value is not None]
    value: float | None = None
    if len(known) == len(values):
        try:
            value = formula(*known)
        except (ZeroDivisionError, OverflowError):
            value = math.nan
        # Absurd input, such as a loading of 1e-300, must not come out as a number.
        if not math.isfinite(value):
            value, missing = None, (*missing, f"a credible design ({basis or 'out of range'})")
    return Figure(
        value,
        unit,
        show,
        _gather([*(figure.kinds for figure in figures), (Kind.COMPUTED,)] if kinds else ()),
        _gather(figure.sources for figure in figures),
        missing,
        basis,
    )


def total(figures: list[Figure], unit: str, show: str, basis: str = "") -> Figure:
    """Return the sum of the figures; unknown when one of them is."""
    return combine(lambda *values: float(sum(values)), unit, show, *figures, basis=basis)


def _gather(groups: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))
