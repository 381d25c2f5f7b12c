"""From the sources of gas of a cell to the air of the place where it comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cell.model import Cell
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.assessment.answer import answer_in_words
from davylamp.gas.assessment.exposure import HOUR_S, dilution_of, expose
from davylamp.gas.assessment.fire import fire_of
from davylamp.gas.assessment.places import place_of
from davylamp.gas.assessment.result import GasAssessment, GasCase, Opening, Place, Step
from davylamp.gas.source import GasHistory, GasSource, When
from davylamp.store.user import UserPhase

if TYPE_CHECKING:
    from davylamp.gas.sources import HeatRuns
    from davylamp.store.hazards import HazardLimit

__all__ = ["assess_gas", "case_of"]

#: Gases of less than this share of a source are left out of its case [1].
_TRACE: Final = 1e-9
#: Vapours that are solid in the air of any place.
_CONDENSING: Final = frozenset({"S2"})
#: Share of all gas from which on it counts as coming [1].
_FIRST: Final = 1e-3


def assess_gas(
    cell: Cell,
    *,
    own: Iterable[UserPhase] = (),
    runs: HeatRuns | None = None,
    until_s: float = 2.0 * HOUR_S,
) -> GasAssessment:
    """Follow the gas of a cell from its sources to the air, and say what it does there.

    A step that fails, or for which a number is missing, leaves an unknown with what would settle
    it; the others go on.

    Parameters
    ----------
    cell : Cell
        The cell, with casing, surroundings and enclosure as far as they are given.
    own : iterable of UserPhase
        Phases of the user's own.
    runs : HeatRuns, optional
        Answers on heat that are there already.
    until_s : float
        End of the curves [s].

    Raises
    ------
    InputError
        If the end of the curves is not a time.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = assess_gas(read_cell(example_path("polymer")))
    >>> {case.when.value for case in found.cases} <= {"making", "using", "failing", "end of life"}
    True
    """
    from davylamp.gas.sources import gas_sources

    sources = gas_sources(cell, own=tuple(own), runs=runs)
    limits: dict[HazardLimit, None] = {}
    cases: list[GasCase] = []
    for source in sources:
        case = case_of(source, place_of(cell, source.when), until_s=until_s, limits=limits)
        if case is not None:
            cases.append(case)
    cases.sort(key=_order)
    openings: tuple[Opening, ...] = ()
    steps: tuple[Step, ...] = ()
    found = GasAssessment(
        cell=cell.name,
        sources=sources,
        cases=tuple(cases),
        openings=openings,
        steps=steps,
        limits=tuple(limits),
        kind=weakest(source.kind for source in sources),
        notes=(),
        unknown=tuple(dict.fromkeys(_gaps(sources, cases, openings, steps))),
    )
    return replace(found, answer=answer_in_words(found))


def case_of(
    source: GasSource,
    place: Place,
    *,
    until_s: float = 2.0 * HOUR_S,
    limits: dict[HazardLimit, None] | None = None,
) -> GasCase | None:
    """Return what the gas of a source does to the air of a place; None where it names no gas.

    Parameters
    ----------
    source : GasSource
        The gas.
    place : Place
        Where it goes.
    until_s : float
        End of the curve [s].
    limits : dict of HazardLimit, optional
        Takes up the limits that were used.
    """
    count = place.cells if source.when is not When.MAKING else 1
    most = max(source.mol.values(), default=0.0)
    notes = []
    amounts = {
        name: _times(item, count)
        for name, item in source.amounts.items()
        if item.value > _TRACE * most and name not in _CONDENSING
    }
    settled = [name for name in source.amounts if name in _CONDENSING]
    if settled:
        notes.append(
            f"{source.title[0].upper()}{source.title[1:]}: {', '.join(settled)} condenses to a "
            "smoke as it cools and is not counted in the air."
        )
    if not amounts:
        return None
    unknown = list(source.unknown)
    history = None
    if source.history is not None:
        history = _since_first_gas(source.history, count)
        notes.append(
            f"{source.title[0].upper()}{source.title[1:]}: the time begins with the first gas, and "
            "runs as fast as in the test."
        )
    over = None if source.duration_s is None else source.duration_s.value
    found = None
    try:
        found = expose(place, amounts, history=history, over_s=over, until_s=until_s)
    except DavylampError as error:
        unknown.append(
            Unknown(
                f"the concentration in {place.title}: {error.message}",
                error.remedy or "give the volume and the fresh air of the place",
            )
        )
    if found is not None and limits is not None:
        limits.update(dict.fromkeys(found.limits))
    fire = fire_of(place, amounts)
    lfl = None if fire is None else fire.lfl_percent
    return GasCase(
        id=source.id,
        title=f"{source.title[0].upper()}{source.title[1:]}",
        when=source.when,
        source_ids=(source.id,),
        place=place,
        amounts=amounts,
        basis=source.basis,
        at_once=history is None and not over,
        curve=None if found is None else found.curve,
        levels=() if found is None else found.levels,
        idlh=None if found is None else found.idlh,
        aegl2=None if found is None else found.aegl2,
        aegl3=None if found is None else found.aegl3,
        oxygen_percent=None if found is None else found.oxygen_percent,
        hazards=() if found is None else found.corrosion,
        dilution=dilution_of(place, amounts, lfl),
        fire=fire,
        kind=source.kind,
        sources=source.sources,
        notes=tuple(notes),
        unknown=tuple(unknown),
        unjudged=() if found is None else found.unknown,
    )


def _times(item: Parameter, count: int) -> Parameter:
    """Return an amount of several cells; alike, so that their spreads do not average out."""
    if count == 1:
        return item
    spread = item.distribution
    ends = [None if end is None else count * end for end in (spread.low, spread.high)]
    wide = spread.spread if spread.shape == "decades" else count * spread.spread
    return replace(
        item,
        value=count * item.value,
        distribution=Distribution(spread.shape, wide, ends[0], ends[1]),
    )


def _since_first_gas(history: GasHistory, count: int) -> GasHistory:
    """Return the gas of several cells from the moment on at which the first of it comes."""
    total = np.sum(np.array(list(history.released_mol.values())), axis=0)
    first = max(int(np.argmax(total > _FIRST * total[-1])) - 1, 0)
    return GasHistory(
        history.time_s[first:] - history.time_s[first],
        {name: count * values[first:] for name, values in history.released_mol.items()},
        history.temperature_K[first:],
    )


def _order(case: GasCase) -> tuple[int, float]:
    """Return a key that puts the moments in their order and the worst case of each first."""
    worst = max(
        (index.value for index in (case.idlh, case.aegl2) if index is not None), default=0.0
    )
    fire = case.fire.share_of_lfl if case.fire is not None else None
    return list(When).index(case.when), -max(worst, fire or 0.0)


def _gaps(
    sources: Iterable[GasSource],
    cases: Iterable[GasCase],
    openings: Iterable[Opening],
    steps: Iterable[Step],
) -> Iterator[Unknown]:
    for source in sources:
        yield from source.unknown
        if source.kind is Kind.UNKNOWN and not source.unknown:
            yield Unknown(f"how {source.title} is known", "measure the gas of this cell")
    for case in cases:
        yield from case.unknown
        yield from case.unjudged
        if case.fire is not None:
            yield from case.fire.unknown
    for opening in openings:
        yield from opening.unknown
    for step in steps:
        yield from step.unknown
