"""From the sources of gas of a cell to the air of the place where it comes out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from davylamp.cell.model import Cell
from davylamp.core.errors import DavylampError, InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.assessment.answer import answer_in_words
from davylamp.gas.assessment.case import case_of, released
from davylamp.gas.assessment.exposure import HOUR_S
from davylamp.gas.assessment.feeding import oxygen_step
from davylamp.gas.assessment.fire import fire_of
from davylamp.gas.assessment.inside import opening_of
from davylamp.gas.assessment.making import BATCH, batch_sources, batch_steps, batches, unopened
from davylamp.gas.assessment.measured import measured_step
from davylamp.gas.assessment.most import BOUNDS, bound_step, most_of_each
from davylamp.gas.assessment.outlet import blast_step, vent_step
from davylamp.gas.assessment.places import place_of
from davylamp.gas.assessment.result import CaseOpening, GasAssessment, GasCase, Step
from davylamp.gas.assessment.seeing import Watched, seen_by, sensor_step, watched, watched_inside
from davylamp.gas.assessment.washing import exhaust_step
from davylamp.gas.source import GasSource, When
from davylamp.store.user import UserPhase

if TYPE_CHECKING:
    from davylamp.gas.sources import HeatRuns
    from davylamp.store.hazards import HazardLimit

__all__ = ["assess_gas"]


#: Told where the cell file does not say how large the cell is.
_NO_SIZE: Final = Unknown(
    "the size of the cell is not given: amounts are of one square metre of one unit cell",
    "give casing.area and casing.unit_cells",
)


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
        If the end of the curves is not a time above zero.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = assess_gas(read_cell(example_path("polymer")))
    >>> {case.when.value for case in found.cases} <= {"making", "using", "failing", "end of life"}
    True
    """
    from davylamp.gas.sources import BOUND_PREFIX, gas_sources

    if not (math.isfinite(until_s) and until_s > 0.0):
        raise InputError(
            f"curves that end at {until_s:g} s show nothing", remedy="give a time above 0 s"
        )
    open_, gaps = batches(cell)
    sources = (
        *batch_sources(open_),
        # What a gas cannot exceed is no gas that comes: see `most_of_each`.
        *(
            source
            for source in gas_sources(cell, own=tuple(own), runs=runs)
            if not source.id.startswith(BOUND_PREFIX)
        ),
    )
    unsized = () if cell.casing is not None and cell.casing.area_m2 else (_NO_SIZE,)
    limits: dict[HazardLimit, None] = {}
    cases: list[GasCase] = []
    for source in sources:
        case = case_of(source, place_of(cell, source.when), until_s=until_s, limits=limits)
        if case is not None:
            sized = source.id.startswith(f"{BATCH}-") or not unsized
            cases.append(case if sized else replace(case, unknown=(*unsized, *case.unknown)))
    cases.sort(key=_order)
    found = GasAssessment(
        cell=cell.name,
        sources=sources,
        cases=tuple(cases),
        openings=(),
        steps=(),
        limits=tuple(limits),
        kind=weakest(source.kind for source in sources),
        notes=tuple(f"{gap.what[0].upper()}{gap.what[1:]}." for gap in unsized),
    )
    found = replace(found, cases=_with_flame(found))
    openings = tuple(_openings(found, cell))
    vents = tuple(_vents(openings, sources, cell))
    watches, failed = _watches(replace(found, openings=openings), cell)
    found, bounds = _bounded(found, cell)
    steps = (*vents, *_balance(cell), *batch_steps(open_), *unopened(gaps), *bounds, *failed)
    steps += tuple(sensor_step(item) for item in watches)
    steps += (measured_step(found),)
    # What a cell gives off in use stays inside it.
    steps += tuple(
        exhaust_step(case) for when in When if when is not When.USING for case in found.at(when)[:1]
    )
    sensors = tuple(item for watch in watches for item in seen_by(watch))
    found = replace(found, openings=openings, steps=steps, sensors=sensors)
    unknown = _grouped((*gaps, *_gaps(found)))
    return replace(found, unknown=unknown, answer=answer_in_words(found))


def _bounded(found: GasAssessment, cell: Cell) -> tuple[GasAssessment, tuple[Step, ...]]:
    """Return the assessment with the most of each toxic gas by elements, and that as a step."""
    from davylamp.runaway.inventory import inventory

    limits = dict.fromkeys(found.limits)
    try:
        stock = inventory(cell)
        bounds = most_of_each(cell, stock, found.cases, limits)
    except DavylampError as error:
        gap = Unknown(
            f"the most of each toxic gas by the elements of the cell: {error.message}",
            error.remedy or "complete the cell file",
        )
        return found, (Step(BOUNDS, "Toxic gas by elements alone", When.FAILING, unknown=(gap,)),)
    energy_J = stock.electrical_energy_J
    found = replace(
        found,
        bounds=bounds,
        limits=tuple(limits),
        capacity_Ah=stock.capacity_C / 3600.0,
        energy_Wh=None if energy_J is None else energy_J / 3600.0,
    )
    return found, (bound_step(bounds, stock),)


def _with_flame(found: GasAssessment) -> tuple[GasCase, ...]:
    """Return the cases, that which burns most of each moment with its flame."""
    fierce = {case.id for when in When if (case := found.fiercest(when)) is not None}
    return tuple(
        replace(case, fire=fire_of(case.place, case.amounts, flames=True))
        if case.id in fierce
        else case
        for case in found.cases
    )


def _openings(found: GasAssessment, cell: Cell) -> Iterator[CaseOpening]:
    """Yield whether the casing opens: by every source in use, by the worst ones in failing."""
    by_id = {source.id: source for source in found.sources}
    for source in found.sources:
        if source.when is When.USING and source.amounts:
            yield opening_of(cell, source)
    failing = [case for case in found.leading if case.when is When.FAILING]
    # That over time tells when the casing opens, whatever the others say of how much.
    timed = [case for case in found.at(When.FAILING) if not case.at_once and case not in failing]
    wanted = (*failing, *timed[:1])
    if cell.casing is None or not cell.casing.free_volume_m3:
        # Without a volume every source would leave the same question open.
        wanted = wanted[:1]
    for case in wanted:
        yield opening_of(cell, by_id[case.source_ids[0]])


def _vents(
    openings: tuple[CaseOpening, ...], sources: tuple[GasSource, ...], cell: Cell
) -> Iterator[Step]:
    """Yield the flow through the vent by the gas over time, and the bounds by the most gas."""
    by_id = {source.id: source for source in sources}
    failing = [item for item in openings if item.when is When.FAILING]
    if not failing or cell.casing is None or not cell.casing.free_volume_m3:
        return
    timed = next((item for item in failing if by_id[item.source_id].duration_s), failing[0])
    yield vent_step(cell, by_id[timed.source_id], timed)
    blasts = [blast_step(cell, by_id[item.source_id]) for item in failing]
    yield max(blasts, key=_energy_kJ)


def _energy_kJ(step: Step) -> float:
    found = step.figure("energy_kJ")
    return -1.0 if found is None or found.value is None else found.value


def _balance(cell: Cell) -> Iterator[Step]:
    """Yield whether the cathode feeds a fire."""
    from davylamp.gas.burning import oxygen_balance

    try:
        answer = oxygen_balance(cell)
    except DavylampError as error:
        gap = Unknown(f"the oxygen of the cathode: {error.message}", error.remedy or "see the file")
        yield Step("balance", "Oxygen from the cathode", When.FAILING, unknown=(gap,))
        return
    yield oxygen_step(answer)


def _watches(found: GasAssessment, cell: Cell) -> tuple[list[Watched], list[Step]]:
    """Return sensors for the worst case of each moment, and where there is no answer."""
    by_id = {source.id: source for source in found.sources}
    watches: list[Watched] = []
    failed: list[Step] = []
    for opening in _opened_first(found):
        source = by_id[opening.source_id]
        case = next((item for item in found.cases if item.id == source.id), None)
        if case is None or cell.casing is None or not cell.casing.free_volume_m3:
            continue
        try:
            watches.append(watched_inside(case, source, cell.casing, opening))
        except DavylampError as error:
            failed.append(_failed("sensors-headspace", "Sensors in the headspace", case, error))
    for case in (case for when in When for case in found.at(when)[:1]):
        came = released(by_id[case.source_ids[0]], case.place)
        try:
            watches.append(watched(case, came, cell.surroundings))
        except DavylampError as error:
            failed.append(_failed("sensors", "Sensors", case, error))
    return watches, failed


def _opened_first(found: GasAssessment) -> Iterator[CaseOpening]:
    """Yield the opening that sensors inside a failing cell are asked about: one with a time."""
    by_id = {source.id: source for source in found.sources}
    failing = [item for item in found.openings if item.when is When.FAILING]
    timed = [item for item in failing if by_id[item.source_id].duration_s is not None]
    yield from (timed or failing)[:1]


def _failed(ident: str, title: str, case: GasCase, error: DavylampError) -> Step:
    gap = Unknown(f"{title.lower()}: {error.message}", error.remedy or "complete the cell file")
    return Step(f"{ident}-{case.id}", f"{title} for: {case.title}", case.when, unknown=(gap,))


def _order(case: GasCase) -> tuple[int, float, float]:
    """Return a key that puts the moments in their order and what poisons most first."""
    poison = (index.value for index in (case.idlh, case.aegl2) if index is not None)
    return list(When).index(case.when), -max(poison, default=0.0), -case.burning


def _grouped(gaps: Iterable[Unknown]) -> tuple[Unknown, ...]:
    """Return what one measurement settles as one unknown."""
    by_settle: dict[str, dict[str, None]] = {}
    for gap in gaps:
        by_settle.setdefault(gap.settle, {})[gap.what] = None
    return tuple(Unknown("; ".join(whats), settle) for settle, whats in by_settle.items())


def _gaps(found: GasAssessment) -> Iterator[Unknown]:
    for source in found.sources:
        yield from source.unknown
        if source.kind is Kind.UNKNOWN and not source.unknown:
            yield Unknown(f"how {source.title} is known", "measure the gas of this cell")
    for case in found.cases:
        yield from case.unknown
        yield from case.unjudged
        if case.fire is not None:
            yield from case.fire.unknown
    for opening in found.openings:
        yield from opening.unknown
    for step in found.steps:
        yield from step.unknown
