"""Mechanisms beside a current that the user measured under the conditions of the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.evidence import Unknown
from davylamp.core.parameter import Parameter
from davylamp.dendrites.assessment.measured import (
    MeasuredLimit,
    measured_limits,
    own_tests,
    settled_names,
)
from davylamp.dendrites.assessment.ways import Ways
from davylamp.dendrites.mechanism import Draws, Mechanism, Role
from davylamp.dendrites.subject import Subject, stored_parameter

__all__ = ["HOW_TO_SETTLE", "TestedMechanism", "with_own_tests"]

FloatArray = npt.NDArray[np.float64]

#: Which measurements of the user settle what the limits leave open.
HOW_TO_SETTLE: Final = (
    "Your own stripping_current_density and critical_current_density under "
    "electrolyte[0].properties, with kind, source, temperature and conditions (such as '3 MPa') of "
    "the cell, settle what voids, filaments, salt and pores leave open, and lower their currents."
)
#: Mechanisms that a test speaks of. One that asks for time and not for current keeps its own.
_SPEAKS_OF: Final = {
    "stripping_current_density": ("voids",),
    "critical_current_density": ("filament", "salt-depletion", "extrusion"),
}
_WITHOUT_CURRENT: Final = frozenset({"extrusion"})


@dataclass(frozen=True, slots=True)
class TestedMechanism:
    """A mechanism whose critical current is no higher than a measured one; a `Mechanism`.

    Parameters
    ----------
    mechanism : Mechanism
        The model.
    name_of_current : str
        Parameter that holds the measured current; empty where the test tells of no current.
    current : Parameter or None
        Measured current [A/m2].
    note : str
        What was measured.
    settles : bool
        Whether the measurement settles what the model leaves open.
    """

    #: Not a test class, whatever its name.
    __test__ = False

    mechanism: Mechanism
    name_of_current: str
    current: Parameter | None
    note: str
    settles: bool

    @property
    def id(self) -> str:
        """That of the model."""
        return self.mechanism.id

    @property
    def name(self) -> str:
        """That of the model."""
        return self.mechanism.name

    @property
    def role(self) -> Role:
        """That of the model."""
        return self.mechanism.role

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Those of the model, and the measured current."""
        if self.current is None:
            return self.mechanism.parameters
        return {**self.mechanism.parameters, self.name_of_current: self.current}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was measured, before those of the model."""
        return (self.note, *self.mechanism.notes)

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """That of the model, unless the measurement settles it."""
        return () if self.settles else self.mechanism.unknown

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return the lower of model and measurement, (n,) [A/m2]; NaN where the model has none."""
        model = np.asarray(self.mechanism.critical_current_A_per_m2(draws), dtype=np.float64)
        if self.current is None:
            return model
        return np.minimum(model, draws[self.name_of_current])

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return the charge to failure of the model; NaN where only the measurement fails."""
        model = np.asarray(self.mechanism.critical_current_A_per_m2(draws), dtype=np.float64)
        charge = np.asarray(self.mechanism.failure_capacity_C_per_m2(draws, current_A_per_m2))
        if self.current is None:
            return charge
        only = (model > current_A_per_m2) & (draws[self.name_of_current] <= current_A_per_m2)
        return np.where(only, np.nan, charge)


def with_own_tests(subject: Subject, ways: Ways) -> Ways:
    """Return the ways with what the user measured at the cell's temperature and stack pressure.

    A measured current lowers the critical current of the mechanisms that it speaks of and never
    raises one; where it is measured, with a source, it settles what they leave open.
    """
    tests = own_tests(subject, measured_limits(subject))
    if not tests:
        return ways
    return replace(
        ways, mechanisms=tuple(_tested(subject, item, tests) for item in ways.mechanisms)
    )


def _tested(subject: Subject, mechanism: Mechanism, tests: tuple[MeasuredLimit, ...]) -> Mechanism:
    for name, spoken_of in _SPEAKS_OF.items():
        about = [item for item in tests if item.name == name]
        if mechanism.id not in spoken_of or not about:
            continue
        lowest = min(about, key=lambda item: item.current_A_per_m2)
        settles = name in settled_names(about)
        note = f"Measured for this cell: {lowest.what} {lowest.words}"
        if mechanism.id in _WITHOUT_CURRENT:
            note += (
                "; that it shorted no sooner stands for pores and cracks, for as long as it took"
            )
            return TestedMechanism(
                mechanism, "", None, note, settles and not _porosity_open(subject)
            )
        note += "; the lower of model and measurement counts, for the area and charge of that test"
        return TestedMechanism(
            mechanism, f"measured_{name}", _parameter(subject, lowest), note, settles
        )
    return mechanism


def _porosity_open(subject: Subject) -> bool:
    return subject.layer.porosity is None


def _parameter(subject: Subject, limit: MeasuredLimit) -> Parameter | None:
    """Return the measured current with its distribution; a bound is taken as it is."""
    datum = limit.datum
    alone = replace(subject.material, properties={limit.name: (replace(datum, bound="="),)})
    found = stored_parameter(alone, limit.name, "A/m2")
    if found is None or datum.bound in ("=", "~"):
        return found
    note = f"a bound ({datum.bound}), taken as the current itself"
    return Parameter(found.value, found.unit, found.kind, found.sources, found.locator, note=note)
