"""What every way of lithium through an electrolyte answers, so that they can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from davylamp.core.evidence import Unknown
from davylamp.core.parameter import Parameter

__all__ = ["Draws", "Mechanism", "NotApplicable", "Role", "Undecided"]

FloatArray = npt.NDArray[np.float64]

#: Values of every parameter by name, shape (n,) each: one entry a draw.
Draws = Mapping[str, FloatArray]


class Role(StrEnum):
    """Whether a mechanism fails a cell, or only rates its materials."""

    #: A physical limit: beyond its critical current lithium gets through by this mechanism.
    LIMIT = "limit"
    #: A figure that the literature asks for, and that working cells are known to break.
    RATING = "rating"


class Mechanism(Protocol):
    """One way for lithium to get through, put to one cell.

    Mechanisms that share a physical quantity share its name in `parameters` (``stack_pressure``,
    ``temperature``, ``flaw_depth``, ``conductivity``, ``interface_resistance``,
    ``layer_thickness``...), so that one draw of it goes to all of them.
    """

    @property
    def id(self) -> str:
        """Stable name: ``filament``, ``salt-depletion``, ``voids``."""
        ...

    @property
    def name(self) -> str:
        """Name for a reader."""
        ...

    @property
    def role(self) -> Role:
        """Limit or rating."""
        ...

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """What it depends on, by name, with evidence and distribution."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know: which resistance, what is extrapolated, what it leaves out."""
        ...

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What it could not take into account."""
        ...

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return the current density from which it lets lithium through, shape (n,) [A/m2].

        Infinity where no current does, zero where it needs none, NaN where it cannot tell.
        """
        ...

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return the charge after which a current above the critical one fails, (n,) [C/m2].

        Infinity below the critical current, NaN where the mechanism says nothing about it.
        """
        ...


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A mechanism that this cell cannot have, and why not."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A mechanism that the cell may have, but for which a number is missing."""

    id: str
    name: str
    unknown: tuple[Unknown, ...]
