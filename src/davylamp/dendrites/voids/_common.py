"""What the mechanisms of voids and of extrusion share: pressure, temperature, creep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.dendrites.mechanism import Draws
from davylamp.dendrites.subject import Subject
from davylamp.dendrites.voids.checks import FloatArray, not_negative
from davylamp.dendrites.voids.creep import (
    CreepLaw,
    activation_energy,
    creep_rate_parameter,
)
from davylamp.dendrites.voids.lithium import MELTING_K, arrhenius

__all__ = [
    "PRESSURE_UNKNOWN",
    "creep_rate",
    "molten",
    "pressure_of",
    "sampled",
    "shared_parameters",
]

PRESSURE_UNKNOWN: Final = Unknown(
    "stack pressure of the cell",
    "a load cell in the stack; give operation.stack_pressure in the cell file",
)
#: What a housing that nobody presses holds a stack with.
_LOOSE: Final = Parameter(
    0.5e6,
    "Pa",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=0.0, high=1e6),
    note="no stack pressure is given: 0 to 1 MPa, as a housing alone may hold",
)


def shared_parameters(subject: Subject, law: CreepLaw) -> dict[str, Parameter]:
    """Return temperature, stack pressure and creep of a cell."""
    pressure = subject.stack_pressure_Pa
    given = "from the cell file"
    return {
        "temperature": exact(subject.temperature_K, "K", note=given),
        "stack_pressure": _LOOSE if pressure is None else exact(pressure, "Pa", note=given),
        "creep_rate": creep_rate_parameter(law),
        "creep_activation_energy": activation_energy(law),
    }


def pressure_of(draws: Draws) -> FloatArray:
    """Return the stack pressure of the draws [Pa].

    Raises
    ------
    InputError
        If one is negative.
    """
    return not_negative(draws["stack_pressure"], "stack pressure", "Pa")


def creep_rate(law: CreepLaw, draws: Draws) -> FloatArray:
    """Return the creep rate of the draws at the strength of the law, at temperature [1/s]."""
    warmth = arrhenius(draws["creep_activation_energy"], draws["temperature"], law.temperature_K)
    return np.asarray(draws["creep_rate"] * warmth, dtype=np.float64)


def molten(draws: Draws) -> FloatArray:
    """Return where lithium is liquid, so that no law here holds."""
    return np.asarray(draws["temperature"] >= MELTING_K)


def sampled(
    parameters: Mapping[str, Parameter], count: int, seed: int = 0
) -> dict[str, FloatArray]:
    """Return independent draws of parameters, the same in each call."""
    if count < 1:
        raise InputError(f"{count} draws are too few", remedy="ask for at least one")
    generator = np.random.default_rng(seed)
    return {name: item.quantile(generator.random(count)) for name, item in parameters.items()}
