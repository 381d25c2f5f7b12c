"""A phase-field case as the solver receives it: SI units, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from davylamp.core.parameter import Parameter

__all__ = [
    "FIELDS",
    "Boundary",
    "Factors",
    "Flaw",
    "Grains",
    "Interlayer",
    "Nucleus",
    "PhaseFieldCase",
]

#: What a run keeps of each output: name, unit, and what it is.
FIELDS: Final[dict[str, tuple[str, str]]] = {
    "eta": ("1", "order parameter: 1 in lithium, 0 in the electrolyte"),
    "concentration": ("1", "lithium ions in the electrolyte, over their initial concentration"),
    "potential": ("V", "electric potential"),
}


@dataclass(frozen=True, slots=True)
class Factors:
    """What a region multiplies of the electrolyte around it [1]."""

    diffusivity: float = 1.0
    conductivity: float = 1.0
    reaction: float = 1.0

    def items(self) -> tuple[tuple[str, float], ...]:
        """Return name and factor of each."""
        return (
            ("diffusivity", self.diffusivity),
            ("conductivity", self.conductivity),
            ("reaction", self.reaction),
        )


@dataclass(frozen=True, slots=True)
class Nucleus:
    """A disc of lithium at the start: centre [m] and radius [m]."""

    x_m: float
    y_m: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw filled with lithium: a wedge into the electrolyte [m].

    Parameters
    ----------
    y_m : float
        Height of its middle [m].
    depth_m : float
        From the surface of the lithium to its tip [m].
    width_m : float
        Where it opens [m].
    """

    y_m: float
    depth_m: float
    width_m: float


@dataclass(frozen=True, slots=True)
class Boundary:
    """A straight grain boundary from one point to another, (x, y) each [m]."""

    start_m: tuple[float, float]
    end_m: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Grains:
    """Grain boundaries, drawn one by one or as a pattern of grains.

    Parameters
    ----------
    boundaries : tuple of Boundary
        Drawn one by one.
    size_m : float or None
        Mean edge of the grains of a pattern, the root of their mean area [m].
    seed : int
        Of the pattern.
    width_m : float
        Width of a boundary [m].
    factors : Factors
        Of the boundary over the grain.
    """

    boundaries: tuple[Boundary, ...] = ()
    size_m: float | None = None
    seed: int = 0
    width_m: float = 1e-6
    factors: Factors = Factors()


@dataclass(frozen=True, slots=True)
class Interlayer:
    """A layer on the flat lithium: thickness [m] and what it multiplies."""

    thickness_m: float
    factors: Factors = Factors()


@dataclass(frozen=True, slots=True)
class PhaseFieldCase:
    """What is simulated, how finely, and what is kept.

    Parameters
    ----------
    name, description : str
        From the user.
    cells : tuple of int
        Cells across the electrolyte and along the electrode; one along it in one dimension.
    spacing_m : float
        Edge of a cell [m].
    duration_s : float
        Time to simulate [s].
    voltage_V : float
        Between the lithium and the other side [V].
    parameter_set : str
        Published parameters that hold where `electrolyte` says nothing.
    electrolyte : mapping of str to Parameter
        Values that replace those of the set: ``conductivity`` [S/m], ``diffusivity`` [m2/s],
        ``reaction_rate`` [1/s], ``temperature`` [K]; with an ``exchange_current`` [A/m2], and
        ``concentration`` and ``sites`` [mol/m3], all of it.
    thickness_m : float
        Of the flat lithium at the start [m].
    edge_m : float or None
        Decay length of the surface of the lithium at the start; at rest by default [m].
    nuclei, flaws : tuple
        Further lithium at the start.
    grains, interlayer : Grains, Interlayer or None
        What the electrolyte holds besides itself.
    noise : float
        Amplitude of the noise at the front, in the units of the set.
    seed : int
        Of the noise.
    output_s : tuple of float
        Times at which fields are kept, ascending, the start and the end among them [s].
    single : bool
        Whether fields are kept in single precision; the state to go on from is always double.
    max_step_s : float or None
        Longest time step [s].
    tolerance : float or None
        Relative tolerance of the integration in time.
    path : Path or None
        File it was read from.
    text : str
        Text of that file.
    notes : tuple of str
        What a reader must know.
    """

    name: str
    cells: tuple[int, int]
    spacing_m: float
    duration_s: float
    voltage_V: float
    output_s: tuple[float, ...]
    parameter_set: str = "hong2018"
    electrolyte: Mapping[str, Parameter] = field(default_factory=dict)
    thickness_m: float = 0.0
    edge_m: float | None = None
    nuclei: tuple[Nucleus, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    grains: Grains | None = None
    interlayer: Interlayer | None = None
    noise: float = 0.0
    seed: int = 0
    single: bool = True
    max_step_s: float | None = None
    tolerance: float | None = None
    description: str = ""
    path: Path | None = None
    text: str = ""
    notes: tuple[str, ...] = ()

    @property
    def length_m(self) -> float:
        """From the left wall to the right one [m]."""
        return self.cells[0] * self.spacing_m

    @property
    def height_m(self) -> float:
        """Along the electrode [m]."""
        return self.cells[1] * self.spacing_m

    @property
    def is_plane(self) -> bool:
        """Whether it has two dimensions."""
        return self.cells[1] > 1

    def record(self) -> dict[str, Any]:
        """Return all that a run depends on as JSON types, by the field of the case file.

        Name, description and notes are left out: changing them changes no number.
        """
        grains, layer = self.grains, self.interlayer
        return {
            "grid.cells": list(self.cells),
            "grid.spacing_m": self.spacing_m,
            "duration_s": self.duration_s,
            "voltage_V": self.voltage_V,
            "electrolyte.parameters": self.parameter_set,
            **{f"electrolyte.{name}": item.value for name, item in self.electrolyte.items()},
            "lithium.thickness_m": self.thickness_m,
            "lithium.edge_m": self.edge_m,
            "lithium.nuclei_m": [[n.x_m, n.y_m, n.radius_m] for n in self.nuclei],
            "lithium.flaws_m": [[f.y_m, f.depth_m, f.width_m] for f in self.flaws],
            "grains": None
            if grains is None
            else {
                "boundaries_m": [[*b.start_m, *b.end_m] for b in grains.boundaries],
                "size_m": grains.size_m,
                "seed": grains.seed,
                "width_m": grains.width_m,
                **dict(grains.factors.items()),
            },
            "interlayer": None
            if layer is None
            else {"thickness_m": layer.thickness_m, **dict(layer.factors.items())},
            "noise.amplitude": self.noise,
            "noise.seed": self.seed,
            "output.times_s": list(self.output_s),
            "output.precision": "single" if self.single else "double",
            "numerics.max_time_step_s": self.max_step_s,
            "numerics.tolerance": self.tolerance,
        }
