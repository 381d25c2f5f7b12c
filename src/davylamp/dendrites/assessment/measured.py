"""Measured critical currents beside the mechanisms, each with the conditions of its test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from davylamp.cell.own_values import is_own
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Datum, Kind, Unknown
from davylamp.core.units import convert_unit, format_quantity
from davylamp.dendrites.conditions import stated_pressure_Pa, stated_temperature_K
from davylamp.dendrites.subject import Subject
from davylamp.store.load import load_library

__all__ = [
    "CAUTION",
    "MeasuredLimit",
    "exceeded_limits",
    "highest_void_pressure_Pa",
    "measured_gaps",
    "measured_limits",
    "own_tests",
]

#: Why these figures stand beside the mechanisms and not among them.
CAUTION: Final = (
    "A critical current density is no material property: it depends on pressure, temperature, "
    "density, surface, capacity per step and the lithium itself. Compare only inside one study."
)
_STRIPPING: Final = "stripping_current_density"
_MEANING: Final = {
    "critical_current_density": "critical current density",
    _STRIPPING: "current at which stripping leaves no voids",
}
#: A test was under the conditions of the cell within this share of its pressure, and so many K.
_SAME_PRESSURE: Final = 0.1
_SAME_K: Final = 5.0


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
    own : bool
        Whether the user gave it for this cell.
    """

    name: str
    what: str
    material: str
    datum: Datum
    current_A_per_m2: float
    upper_A_per_m2: float | None
    own: bool = False

    @property
    def pressure_Pa(self) -> float | None:
        """Stack pressure of the test [Pa]; None where it is not told."""
        return stated_pressure_Pa(self.datum.conditions)

    @property
    def temperature_K(self) -> float | None:
        """Temperature of the test [K]; None where it is not told."""
        told = self.datum.temperature_K
        return stated_temperature_K(self.datum.conditions) if told is None else told

    @property
    def conditions(self) -> str:
        """Conditions of the test, with its temperature; empty where none are told."""
        told, warm = self.datum.conditions, self.temperature_K
        if warm is None or stated_temperature_K(told) is not None:
            return told
        celsius = format_quantity(warm, "degC", digits=3).replace("degC", "°C")
        return f"{told}, {celsius}" if told else celsius

    @property
    def words(self) -> str:
        """The current with its conditions, for a reader."""
        sign = {"=": "", "~": "about "}.get(self.datum.bound, f"{self.datum.bound} ")
        text = sign + format_quantity(self.current_A_per_m2, "mA/cm2", digits=2)
        told = self.conditions or "conditions not told"
        return f"{text.replace('cm2', 'cm²')} ({told})"


def measured_limits(subject: Subject) -> tuple[MeasuredLimit, ...]:
    """Return the measured limits of the electrolyte that faces the anode."""
    material = subject.material
    library = load_library()
    stored = library.get(material.id)
    return tuple(
        limit_of(
            name,
            meaning,
            material.id,
            datum,
            own=is_own(datum) or stored is None or datum not in stored.all(name),
        )
        for name, meaning in _MEANING.items()
        for datum in material.all(name)
    )


def limit_of(
    name: str, what: str, material: str, datum: Datum, *, own: bool = False
) -> MeasuredLimit:
    """Return a stored current as a limit in SI units."""
    upper = None if datum.upper is None else convert_unit(datum.upper, datum.unit, "A/m2")
    return MeasuredLimit(
        name, what, material, datum, convert_unit(datum.value, datum.unit, "A/m2"), upper, own
    )


def own_tests(subject: Subject, limits: Iterable[MeasuredLimit]) -> tuple[MeasuredLimit, ...]:
    """Return what the user measured at the temperature and stack pressure of the cell."""
    return tuple(item for item in limits if item.own and _same_conditions(item, subject))


def _same_conditions(limit: MeasuredLimit, subject: Subject) -> bool:
    pressed, warm, cell_Pa = limit.pressure_Pa, limit.temperature_K, subject.stack_pressure_Pa
    if pressed is None or warm is None or cell_Pa is None:
        return False
    near = abs(pressed - cell_Pa) <= _SAME_PRESSURE * cell_Pa
    return near and abs(warm - subject.temperature_K) <= _SAME_K


def settled_names(tests: Iterable[MeasuredLimit]) -> frozenset[str]:
    """Return the properties that tests of the user's own settle: measured, and no upper bound."""
    return frozenset(
        item.name
        for item in tests
        if item.datum.kind is Kind.MEASURED and item.datum.bound in ("=", "~", ">")
    )


def _reached(limits: Iterable[MeasuredLimit], subject: Subject) -> tuple[MeasuredLimit, ...]:
    """Return the limits that the current of the cell reaches and no test of its own replaces."""
    listed = tuple(limits)
    if subject.current_A_per_m2 is None or not subject.plates_lithium:
        return ()
    local = subject.current_A_per_m2 / (subject.cell.anode.area_factor or 1.0)
    tests = own_tests(subject, listed)
    settled = settled_names(tests)
    return tuple(
        item
        for item in listed
        if item not in tests
        and item.name not in settled
        and item.datum.bound != ">"
        and local >= item.current_A_per_m2
    )


def _no_harsher(limit: MeasuredLimit, subject: Subject) -> bool:
    """Return whether a test pressed no less and was no colder: what failed there fails here."""
    pressed = limit.pressure_Pa
    warm = STANDARD_TEMPERATURE_K if limit.temperature_K is None else limit.temperature_K
    # Nobody presses a cell whose file tells no pressure.
    cell_Pa = subject.stack_pressure_Pa or 0.0
    enough = pressed is not None and pressed >= (1.0 - _SAME_PRESSURE) * cell_Pa
    return enough and warm >= subject.temperature_K - _SAME_K


def exceeded_limits(subject: Subject, limits: Iterable[MeasuredLimit]) -> tuple[MeasuredLimit, ...]:
    """Return the limits that the cell exceeds although their test pressed no less, nor was colder.

    Models do not outvote these. A test of which no temperature is told was at room temperature.
    """
    return tuple(item for item in _reached(limits, subject) if _no_harsher(item, subject))


def measured_gaps(subject: Subject, limits: Iterable[MeasuredLimit]) -> tuple[Unknown, ...]:
    """Return what lower currents under other conditions, or half-told tests, leave open."""
    listed = tuple(limits)
    gaps: list[Unknown] = []
    for name, what in _MEANING.items():
        field = f"{subject.field}.properties.{name}"
        other = [
            item
            for item in _reached(listed, subject)
            if item.name == name and not _no_harsher(item, subject)
        ]
        if other:
            lowest = min(other, key=lambda item: item.current_A_per_m2)
            gaps.append(
                Unknown(
                    f"the {what} of {lowest.material} as this cell is run: the cell exceeds "
                    f"{lowest.words}",
                    "measure it at the temperature and stack pressure of the cell, and give "
                    f"{field} with both",
                )
            )
        if subject.stack_pressure_Pa is not None and any(
            item.own
            and item.name == name
            and (item.pressure_Pa is None or item.temperature_K is None)
            for item in listed
        ):
            gaps.append(
                Unknown(
                    f"at which temperature and stack pressure {field} was measured",
                    'add for example "temperature: 25 degC" and "conditions: 3 MPa" to it',
                )
            )
    return tuple(gaps)


def highest_void_pressure_Pa(subject: Subject, limits: Iterable[MeasuredLimit]) -> float | None:
    """Return the highest pressure under which less current than the cell's left voids [Pa]."""
    found = [
        item.pressure_Pa
        for item in _reached(limits, subject)
        if item.name == _STRIPPING and item.pressure_Pa is not None
    ]
    return max(found, default=None)
