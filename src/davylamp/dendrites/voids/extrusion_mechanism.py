"""Lithium pressed through the pores of the electrolyte by the stack pressure, of one cell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import numpy as np

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.dendrites.mechanism import Draws, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject
from davylamp.dendrites.voids._common import (
    PRESSURE_UNKNOWN,
    creep_rate,
    molten,
    pressure_of,
    sampled,
    shared_parameters,
)
from davylamp.dendrites.voids.checks import FloatArray
from davylamp.dendrites.voids.creep import POOLED, CreepLaw, creep_law
from davylamp.dendrites.voids.extrusion import crossing_pressure_Pa, crossing_time_s
from davylamp.dendrites.voids.lithium import MELTING_K
from davylamp.dendrites.voids.published import measured_pressure

__all__ = ["LIFE_S", "ExtrusionMechanism", "extrusion_mechanism"]

_ID: Final = "extrusion"
_NAME: Final = "Extrusion through pores"
#: Life that a cell is asked to stand under its stack pressure: ten years [s].
LIFE_S: Final = 3.156e8
#: Throat between three touching equal spheres over their diameter: (2/sqrt(3) - 1)/2.
_THROAT: Final = 0.5 * (2.0 / math.sqrt(3.0) - 1.0)

_RADIUS: Final = Parameter(
    1e-6,
    "m",
    Kind.ASSUMED,
    distribution=Distribution("decades", 0.5, low=1e-9, high=1e-4),
    note="radius of the widest pore that leads through the layer, 0.1 to 10 um",
)
_POROSITY: Final = Parameter(
    0.1,
    "1",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=0.0, high=0.2),
    note="no porosity is given: 0 to 20 %",
)
_CLOSURE: Final = Parameter(
    0.065,
    "1",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=0.03, high=0.10),
    note="porosity below which no pore leads through the layer, 3 to 10 %",
)
_TORTUOSITY: Final = Parameter(
    2.0,
    "1",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=1.0, high=3.0),
    note="length of the pore over the thickness of the layer",
)
_NOTES: Final = (
    "It asks for time, not for current: 0 where the stack pressure alone pushes lithium through "
    "within the life, infinite where it does not.",
    "Bulk lithium creeps faster than lithium in a pore of a micrometre, which is far stronger; the "
    "size effect is left out, on the side of caution. So is that lithium may not wet the pore.",
    "Cracks that pressure opens are left out, and are faster where they form: cells have shorted "
    "at pressures that most draws here stand for years.",
)


@dataclass(frozen=True, slots=True)
class ExtrusionMechanism:
    """Creep of lithium through an open pore under the stack pressure.

    Parameters
    ----------
    law : CreepLaw
        Creep of lithium.
    parameters : mapping of str to Parameter
        ``stack_pressure``, ``temperature``, ``creep_rate``, ``creep_activation_energy``,
        ``layer_thickness``, ``pore_radius``, ``porosity``, ``pore_closure``, ``tortuosity``.
    life_s : float
        Time that the cell is asked to stand [s].
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What it could not take into account.
    """

    law: CreepLaw
    parameters: Mapping[str, Parameter]
    life_s: float = LIFE_S
    notes: tuple[str, ...] = _NOTES
    unknown: tuple[Unknown, ...] = ()

    id: ClassVar[str] = _ID
    name: ClassVar[str] = _NAME
    role: ClassVar[Role] = Role.LIMIT

    def sample(self, count: int, seed: int = 0) -> dict[str, FloatArray]:
        """Return independent draws of its parameters, the same in each call."""
        return sampled(self.parameters, count, seed)

    def time_to_short_s(self, draws: Draws) -> FloatArray:
        """Return the time until lithium has crossed the layer, (n,) [s]; NaN where molten."""
        rate = creep_rate(self.law, draws)
        one = replace(self.law, rate_per_s=1.0)
        length = draws["layer_thickness"] * draws["tortuosity"]
        time = crossing_time_s(length, draws["pore_radius"], pressure_of(draws), one) / rate
        closed = draws["porosity"] < draws["pore_closure"]
        return np.where(molten(draws), np.nan, np.where(closed, np.inf, time))

    def pressure_limit_Pa(self, draws: Draws) -> FloatArray:
        """Return the pressure that pushes lithium through within the life, (n,) [Pa]."""
        rate = creep_rate(self.law, draws)
        one = replace(self.law, rate_per_s=1.0)
        length = draws["layer_thickness"] * draws["tortuosity"]
        pressure = crossing_pressure_Pa(length, draws["pore_radius"], self.life_s * rate, one)
        closed = draws["porosity"] < draws["pore_closure"]
        return np.where(molten(draws), np.nan, np.where(closed, np.inf, pressure))

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return 0 where lithium crosses within the life, infinity where not, (n,) [A/m2]."""
        time = self.time_to_short_s(draws)
        current = np.where(time <= self.life_s, 0.0, np.inf)
        return np.where(np.isnan(time), np.nan, current)

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return the charge that passes until lithium has crossed, (n,) [C/m2]."""
        time = self.time_to_short_s(draws)
        charge = np.where(time <= self.life_s, time * abs(current_A_per_m2), np.inf)
        return np.where(np.isnan(time), np.nan, charge)


def extrusion_mechanism(
    subject: Subject, *, creep: str = POOLED, life_s: float = LIFE_S
) -> ExtrusionMechanism | NotApplicable | Undecided:
    """Return lithium pressed through pores as a mechanism of a cell.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    creep : str
        One of `davylamp.dendrites.voids.creep_laws`; by default all of them alike.
    life_s : float
        Time that the cell is asked to stand [s].

    Raises
    ------
    InputError
        If the law is not known or the life not above zero.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> extrusion_mechanism(subject_of(read_cell(example_path("sulfide")))).id
    'extrusion'
    """
    law = creep_law(creep)
    if not (math.isfinite(life_s) and life_s > 0.0):
        raise InputError(f"life {life_s!r} s is not above zero")
    layer = subject.layer
    if not subject.plates_lithium:
        reason = (
            f"the anode of {subject.cell.anode.material.id} holds no lithium metal that could creep"
        )
        return NotApplicable(_ID, _NAME, reason)
    if layer.material.family == "polymer" and not layer.porosity:
        reason = (
            "a polymer without pores: it thins under pressure instead, which no mechanism counts"
        )
        return NotApplicable(_ID, _NAME, reason)
    if subject.stack_pressure_Pa is None:
        return Undecided(_ID, _NAME, (PRESSURE_UNKNOWN,))
    if subject.temperature_K >= MELTING_K:
        what = f"whether lithium, molten at {subject.temperature_K:.0f} K, wets the pores"
        return Undecided(_ID, _NAME, (Unknown(what, "contact angle of lithium on it"),))
    parameters = {
        **shared_parameters(subject, law),
        "layer_thickness": exact(layer.thickness_m, "m", note="from the cell file"),
        "pore_radius": _pore_radius(subject),
        "porosity": _POROSITY
        if layer.porosity is None
        else exact(layer.porosity, "1", note="from the cell file"),
        "pore_closure": _CLOSURE,
        "tortuosity": _TORTUOSITY,
    }
    unknown = [
        Unknown(
            "the widest pore that leads through the electrolyte",
            "X-ray tomography of the layer, or gas permeation through it",
        ),
        Unknown(
            "cracks through which lithium passes sooner than through pores",
            "a symmetric cell held under the stack pressure without current",
        ),
    ]
    if layer.porosity is None:
        unknown.append(
            Unknown("porosity of the electrolyte", "weigh and measure the pressed layer")
        )
    notes = (*_NOTES, *measured_pressure(layer.material.id))
    return ExtrusionMechanism(law, parameters, life_s, notes, tuple(unknown))


def _pore_radius(subject: Subject) -> Parameter:
    grain = subject.layer.grain_size_m
    if grain is None:
        return _RADIUS
    return Parameter(
        _THROAT * grain,
        "m",
        Kind.ESTIMATED,
        distribution=Distribution("decades", 0.5, low=1e-9, high=1e-3),
        note="throat between three touching grains of the given size",
    )
