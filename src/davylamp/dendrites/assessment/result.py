"""What the assessment of a cell against lithium through its electrolyte holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.dendrites.assessment.current_map import CurrentMap, PressureWindow
from davylamp.dendrites.assessment.measured import MeasuredLimit
from davylamp.dendrites.assessment.spread import Influence, Share, Spread
from davylamp.dendrites.assessment.ways import RATINGS
from davylamp.dendrites.assessment.weakest import WeakestLink
from davylamp.dendrites.interlayers import InterlayerEvidence
from davylamp.dendrites.mechanism import NotApplicable, Role, Undecided

__all__ = ["DendriteAssessment", "MechanismAnswer", "Verdict"]

#: Share of the draws from which on a failure is expected, and from which on it may come.
EXPECTED: Final = 0.5
POSSIBLE: Final = 0.05


class Verdict(StrEnum):
    """Whether the current of the cell drives lithium through, by all mechanisms together."""

    #: In at least half of the draws.
    FAILS = "fails"
    #: In at least one draw of twenty, or a test at no harsher conditions bore less.
    MAY_FAIL = "may fail"
    #: A mechanism, a number or draws are missing, and what is known does not fail.
    UNKNOWN = "unknown"
    #: In fewer than one draw of twenty, with nothing missing.
    HOLDS = "holds"
    #: Charging plates no lithium metal.
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class MechanismAnswer:
    """One mechanism over all draws.

    Parameters
    ----------
    id, name : str
        Stable name; name for a reader.
    role : Role
        Limit or rating.
    critical : Spread
        Critical current [A/m2].
    exceeded : Share or None
        Share of the draws in which the current of the cell reaches it; None where the current is
        not known.
    capacity : Spread or None
        Charge to failure at the current of the cell, over the draws in which it is exceeded
        [C/m2]; None where none is.
    within_charge : Share or None
        Share of all draws that fail before one full charge is plated; None where current or
        capacity is not known.
    influences : tuple of Influence
        Rank correlation of the critical current with each parameter that varies, closest first.
    parameters : mapping of str to Parameter
        What it depends on.
    kind : Kind
        Weakest evidence among them.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What it could not take into account.
    """

    id: str
    name: str
    role: Role
    critical: Spread
    exceeded: Share | None
    capacity: Spread | None
    within_charge: Share | None
    influences: tuple[Influence, ...]
    parameters: Mapping[str, Parameter]
    kind: Kind
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Bibliography keys of its parameters."""
        listed = (source for item in self.parameters.values() for source in item.sources)
        return tuple(dict.fromkeys(listed))


@dataclass(frozen=True, slots=True)
class DendriteAssessment:
    """Will lithium get through: every mechanism, the weakest link, and what is not known.

    Parameters
    ----------
    cell, electrolyte : str
        Name of the cell; electrolyte that faces the anode.
    current_A_per_m2, capacity_C_per_m2, temperature_K, stack_pressure_Pa : float or None
        Conditions under which it was asked [A/m2, C/m2, K, Pa]; None when not known.
    draws, seed : int
        Draws of all parameters.
    mechanisms : tuple of MechanismAnswer
        Limits and ratings that answer.
    weakest : WeakestLink or None
        Over the limits; None where no limit answers.
    influences : tuple of Influence
        Rank correlation of the critical current of the cell with each parameter.
    undecided : tuple of Undecided
        Mechanisms for which a number is missing.
    not_applicable : tuple of NotApplicable
        Mechanisms that the cell cannot have.
    map : CurrentMap or None
        Critical current over flaw depth and stack pressure.
    window : PressureWindow or None
        Stack pressures at which the current of the cell gets through.
    measured : tuple of MeasuredLimit
        Measured currents, beside the mechanisms.
    exceeded_limits : tuple of MeasuredLimit
        Those that the cell exceeds although their test pressed no less and was no colder: no model
        outvotes them.
    interlayer : InterlayerEvidence
        What is known of the layer between anode and electrolyte.
    verdict : Verdict
        All in all.
    kind : Kind
        Weakest evidence behind the weakest link.
    unknown : tuple of Unknown
        Everything that is not known, of all mechanisms and of the cell.
    answer : str
        The answer in a line.
    """

    cell: str
    electrolyte: str
    current_A_per_m2: float | None
    capacity_C_per_m2: float | None
    temperature_K: float
    stack_pressure_Pa: float | None
    draws: int
    seed: int
    mechanisms: tuple[MechanismAnswer, ...]
    weakest: WeakestLink | None
    influences: tuple[Influence, ...]
    undecided: tuple[Undecided, ...]
    not_applicable: tuple[NotApplicable, ...]
    map: CurrentMap | None
    window: PressureWindow | None
    measured: tuple[MeasuredLimit, ...]
    exceeded_limits: tuple[MeasuredLimit, ...]
    interlayer: InterlayerEvidence
    verdict: Verdict
    kind: Kind
    unknown: tuple[Unknown, ...]
    answer: str = ""

    @property
    def limits(self) -> tuple[MechanismAnswer, ...]:
        """Mechanisms that fail a cell."""
        return tuple(item for item in self.mechanisms if item.role is Role.LIMIT)

    @property
    def ratings(self) -> tuple[MechanismAnswer, ...]:
        """Mechanisms that only rate materials."""
        return tuple(item for item in self.mechanisms if item.role is Role.RATING)

    @property
    def undecided_limits(self) -> tuple[Undecided, ...]:
        """Mechanisms without an answer that would fail a cell, and not only rate it."""
        return tuple(item for item in self.undecided if item.id not in RATINGS)

    @property
    def first(self) -> MechanismAnswer | None:
        """The weakest link: the limit that is the lowest in most draws; None without one."""
        name = None if self.weakest is None else self.weakest.name
        return next((item for item in self.limits if item.id == name), None)
