"""What the assessment of the gas of a cell holds: cases from a source to the air of a place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.gas.assessment.parts import Curve, Dilution, Fire, GasFigure, Index, Level, Place
from davylamp.gas.source import Basis, GasSource, When

if TYPE_CHECKING:
    from davylamp.gas.assessment.most import Most
    from davylamp.store.hazards import HazardLimit

__all__ = ["LEADING", "CaseOpening", "GasAssessment", "GasCase", "Seen", "Step"]

#: Cases of a moment that are told in full.
LEADING: Final = 2


@dataclass(frozen=True, slots=True)
class CaseOpening:
    """Whether the gas of a source opens the casing, and what gives way.

    Parameters
    ----------
    id, title : str
        Stable name; in words.
    when : When
        Moment.
    source_id : str
        Whose gas it is.
    opens_percent : float or None
        Share of the draws in which it opens at all [%]; None where that cannot be told.
    tears_percent : float or None
        Share of the draws in which the casing tears before a vent opens, or has none [%].
    first : str
        What gives way first, in words; empty where that cannot be told.
    figures : tuple of GasFigure
        Pressures, temperatures, times.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    """

    id: str
    title: str
    when: When
    source_id: str
    opens_percent: float | None = None
    tears_percent: float | None = None
    first: str = ""
    figures: tuple[GasFigure, ...] = ()
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One question on the way: its numbers, and what it cannot say.

    Parameters
    ----------
    id, title : str
        ``exhaust-moisture-making-Li3PS4``; in words.
    when : When or None
        Moment that it belongs to; None for every one.
    answer : str
        In a line; empty where there is none.
    figures : tuple of GasFigure
        Its numbers.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    warns : bool
        Whether the answer is bad news.
    """

    id: str
    title: str
    when: When | None = None
    answer: str = ""
    figures: tuple[GasFigure, ...] = ()
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    warns: bool = False

    def figure(self, key: str) -> GasFigure | None:
        """Return the figure of a key, None where there is none."""
        return next((item for item in self.figures if item.key == key), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one kind of sensor makes of the gas of a case.

    Parameters
    ----------
    case_id, case : str
        Id and title of the case.
    sensor, title : str
        Id of the kind of sensor; in words.
    by_gas : str
        Gas that makes up most of its reading.
    unit : str
        Of the readings: ``ppm``, ``% of LFL`` or ``Pa``.
    warn, alarm : float or None
        Readings at which to warn and alarm; None where no limit gives one.
    basis : str
        Where the warning comes from.
    reads : float
        Highest reading.
    leads_s : mapping of str to float or None
        Time from being seen until an event [s]; None where no rate is known.
    works : bool or None
        Whether the air suits it; None where that is not known.
    kind : Kind
        Weakest evidence of its numbers.
    sources : tuple of str
        Bibliography keys.
    """

    case_id: str
    case: str
    sensor: str
    title: str
    by_gas: str
    unit: str
    warn: float | None
    alarm: float | None
    basis: str
    reads: float
    leads_s: Mapping[str, float | None]
    works: bool | None
    kind: Kind
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GasCase:
    """Gas of one source, or of several together, in the place where it comes out.

    Parameters
    ----------
    id, title : str
        Stable name; in words.
    when : When
        Moment of the cell's life.
    source_ids : tuple of str
        Sources whose gas is taken together.
    place : Place
        Where it goes.
    amounts : mapping of str to Parameter
        Moles of each gas that come into the place, of all its cells [mol].
    basis : Basis
        What the amounts stand for.
    way : str
        By what they are known, in words: ``by equilibrium``.
    capped : bool
        Whether no more gas can come, of the named gases or of others with toxic elements.
    at_once : bool
        Whether all is taken to come in one puff, since no rate is known: an upper bound of the
        peak.
    curve : Curve or None
        Concentrations over time.
    levels : tuple of Level
        Each gas, the one that matters most first.
    idlh, aegl2, aegl3 : Index or None
        Sums over gases against IDLH (peak), and AEGL-2 and AEGL-3 (means of 60 min); None where
        no gas has such a limit.
    oxygen_percent : float or None
        Lowest share of oxygen in the air of the place [%].
    hazards : tuple of str
        What corrodes or otherwise harms, in words.
    dilution : tuple of Dilution
        Air that would be needed.
    fire : Fire or None
        Whether it burns.
    kind : Kind
        Weakest evidence of the amounts.
    sources : tuple of str
        Bibliography keys of the amounts.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said of the amounts.
    unjudged : tuple of Unknown
        What cannot be said of the harm they do: gases without a limit.
    """

    id: str
    title: str
    when: When
    source_ids: tuple[str, ...]
    place: Place
    amounts: Mapping[str, Parameter]
    basis: Basis
    way: str = "by a model"
    capped: bool = False
    at_once: bool = True
    curve: Curve | None = None
    levels: tuple[Level, ...] = ()
    idlh: Index | None = None
    aegl2: Index | None = None
    aegl3: Index | None = None
    oxygen_percent: float | None = None
    hazards: tuple[str, ...] = ()
    dilution: tuple[Dilution, ...] = ()
    fire: Fire | None = None
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    unjudged: tuple[Unknown, ...] = ()

    @property
    def amounts_mol(self) -> dict[str, float]:
        """Central amount of each gas [mol]."""
        return {name: item.value for name, item in self.amounts.items()}

    @property
    def harm(self) -> float:
        """Highest of the sums over IDLH and AEGL-2 and of the share of the lower limit [1]."""
        sums = (index.value for index in (self.idlh, self.aegl2) if index is not None)
        return max((*sums, self.burning))

    @property
    def burning(self) -> float:
        """Share of the lower flammability limit that its place reaches [1]; 0 where none is."""
        share = None if self.fire is None else self.fire.share_of_lfl
        return share or 0.0

    @property
    def total_mol(self) -> float:
        """All gas [mol]."""
        return math.fsum(self.amounts_mol.values())


@dataclass(frozen=True, slots=True)
class GasAssessment:
    """The gas of a cell from its sources to the exhaust.

    Parameters
    ----------
    cell : str
        Name of the cell.
    sources : tuple of GasSource
        Every source that was asked about.
    cases : tuple of GasCase
        What they do in the places where the gas comes out, worst first within each moment.
    openings : tuple of CaseOpening
        Whether the casing opens, by source.
    steps : tuple of Step
        Vent, dry room, sensors, exhaust, bounds of an explosion.
    sensors : tuple of Seen
        Sensors that see the worst case of each moment.
    limits : tuple of HazardLimit
        Every limit that was used, with source, edition and date.
    bounds : tuple of Most
        The most of each toxic gas by the elements of the failing cell, worst first.
    capacity_Ah, energy_Wh : float or None
        Of what the amounts refer to [Ah], [Wh].
    kind : Kind
        Weakest evidence.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said of the cell as a whole.
    answer : str
        The answer in a line.
    """

    cell: str
    sources: tuple[GasSource, ...]
    cases: tuple[GasCase, ...]
    openings: tuple[CaseOpening, ...]
    steps: tuple[Step, ...]
    sensors: tuple[Seen, ...] = ()
    limits: tuple[HazardLimit, ...] = ()
    bounds: tuple[Most, ...] = ()
    capacity_Ah: float | None = None
    energy_Wh: float | None = None
    kind: Kind = Kind.UNKNOWN
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = field(default=())
    answer: str = ""

    def at(self, when: When) -> tuple[GasCase, ...]:
        """Return the cases of a moment, worst first."""
        return tuple(case for case in self.cases if case.when is when)

    @property
    def leading(self) -> tuple[GasCase, ...]:
        """Of each moment the case that poisons most, and the one that burns most or the next."""
        return tuple(case for when in When for case in self._leading_at(when))

    def _leading_at(self, when: When) -> tuple[GasCase, ...]:
        cases = self.at(when)
        if not cases:
            return ()
        rest = sorted(cases[1:], key=lambda case: -case.burning)
        return (cases[0], *rest[: LEADING - 1])

    def fiercest(self, when: When) -> GasCase | None:
        """Return the case of a moment that comes nearest to its lower flammability limit."""
        burning = [case for case in self.at(when) if case.burning > 0.0]
        return max(burning, key=lambda case: case.burning, default=None)

    def step(self, ident: str) -> Step | None:
        """Return the step of an id, None where it was not asked."""
        return next((item for item in self.steps if item.id == ident), None)
