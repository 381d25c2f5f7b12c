"""Measured critical currents beside the mechanisms, each with the conditions of its test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.evidence import Datum
from davylamp.core.units import convert_unit
from davylamp.dendrites.subject import Subject

__all__ = ["CAUTION", "MeasuredLimit", "measured_limits"]

#: Why these figures stand beside the mechanisms and not among them.
CAUTION: Final = (
    "A critical current density is no material property: it depends on pressure, temperature, "
    "density, surface, capacity per step and the lithium itself. Compare only inside one study."
)
_MEANING: Final = {
    "critical_current_density": "critical current density",
    "stripping_current_density": "current at which stripping leaves no voids",
}


@dataclass(frozen=True, slots=True)
class MeasuredLimit:
    """One measured current, with what it depends on.

    Parameters
    ----------
    name : str
        Name of the property: ``critical_current_density``.
    what : str
        What was measured, for a reader.
    material : str
        Electrolyte, or what lies on it.
    datum : Datum
        As stored.
    current_A_per_m2, upper_A_per_m2 : float, float or None
        The current, or the range [A/m2].
    """

    name: str
    what: str
    material: str
    datum: Datum
    current_A_per_m2: float
    upper_A_per_m2: float | None


def measured_limits(subject: Subject) -> tuple[MeasuredLimit, ...]:
    """Return the measured limits of the electrolyte that faces the anode."""
    return tuple(
        limit_of(name, meaning, subject.material.id, datum)
        for name, meaning in _MEANING.items()
        for datum in subject.material.all(name)
    )


def limit_of(name: str, what: str, material: str, datum: Datum) -> MeasuredLimit:
    """Return a stored current as a limit in SI units."""
    upper = None if datum.upper is None else convert_unit(datum.upper, datum.unit, "A/m2")
    return MeasuredLimit(
        name, what, material, datum, convert_unit(datum.value, datum.unit, "A/m2"), upper
    )
