"""Gas from its sources to the room: how much, whether the cell opens, whether it poisons or burns.

Where a step has no answer the sections say so in an unknown finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.errors import DavylampError
from davylamp.dossier.findings import Section
from davylamp.dossier.gas_bounds import bound_table, measured_table
from davylamp.dossier.gas_entries import inside_entries, outside_entries
from davylamp.dossier.gas_findings import case_findings
from davylamp.dossier.gas_inside import opening_findings, step_findings
from davylamp.dossier.gas_moments import moment_table
from davylamp.dossier.gas_plots import amounts_plot, history_plot
from davylamp.dossier.gas_tables import (
    case_table,
    dilution_table,
    limit_table,
    sensor_table,
    source_table,
)
from davylamp.dossier.parts import Plot
from davylamp.dossier.question import Question
from davylamp.dossier.severity import Hazard, Moment
from davylamp.dossier.topic import Topic
from davylamp.gas.source import When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasAssessment, Step

__all__ = ["GAS_SECTION", "MOMENT_SECTION", "ROOM_SECTION", "gas_sections", "sections_of"]

#: Ids of the sections.
MOMENT_SECTION: Final = "cell-gas-moments"
GAS_SECTION: Final = "cell-gas"
ROOM_SECTION: Final = "cell-gas-room"
_MOMENT_TITLE: Final = "Gas at each moment"
_TITLE: Final = "Gas: sources, pressure and vent"
_ROOM_TITLE: Final = "Gas in the room: poison, fire, sensors, exhaust"
_LEAD: Final = (
    "Moles of each gas at each moment of the cell's life, what they do to the casing, and how they "
    "leave it. A ceiling is the most that elements and equilibrium allow; where no rate is known "
    "all of it is taken to come at once."
)
_ROOM_LEAD: Final = (
    "The gas in the air of the place where it comes out, evenly mixed, beside the limits that "
    "agencies publish. A gas without a limit, or without an amount, is unknown and never harmless."
)
#: Steps that belong to the cell itself; every other one to the room.
_INSIDE: Final = frozenset({"vent", "blast", "balance"})


def _is_inside(step: Step) -> bool:
    return step.id.partition("-")[0] in _INSIDE


def gas_sections(question: Question) -> Iterator[Section]:
    """Yield the sections on gas of a cell."""
    from davylamp.gas.assessment import assess_gas

    topic = Topic("gas-failed", "cell", (Hazard.GAS,), tuple(Moment))
    try:
        answer = assess_gas(question.cell, own=question.user_phases, runs=question.gas_runs)
    except DavylampError as error:
        gap = topic.unknown(
            "How much gas the cell gives off is not known",
            error.message,
            error.remedy or "complete the cell file",
        )
        yield Section(GAS_SECTION, _TITLE, "cell", _LEAD, findings=(gap,))
        return
    yield from sections_of(answer)


def sections_of(answer: GasAssessment) -> tuple[Section, ...]:
    """Return the sections of an assessment: at a glance, inside the cell, and in the room."""
    drawn = amounts_plot(answer)
    histories = tuple(_histories(answer))
    inside = tuple(step for step in answer.steps if _is_inside(step))
    outside = tuple(step for step in answer.steps if not _is_inside(step))
    in_cell = (*opening_findings(answer), *step_findings(inside))
    in_room = (*case_findings(answer), *step_findings(outside))
    return (
        Section(
            id=MOMENT_SECTION,
            title=_MOMENT_TITLE,
            group="cell",
            lead=answer.answer,
            tables=(moment_table((*in_cell, *in_room)),),
            plots=histories[:1],
        ),
        Section(
            id=GAS_SECTION,
            title=_TITLE,
            group="cell",
            lead=_LEAD,
            findings=in_cell,
            entries=tuple(inside_entries(answer, inside)),
            tables=(source_table(answer),),
            plots=() if drawn is None else (drawn,),
            notes=tuple(dict.fromkeys(_inside_notes(answer))),
        ),
        Section(
            id=ROOM_SECTION,
            title=_ROOM_TITLE,
            group="cell",
            lead=_ROOM_LEAD,
            findings=in_room,
            entries=tuple(outside_entries(answer, outside)),
            tables=(
                case_table(answer),
                *((bound_table(answer),) if answer.bounds else ()),
                dilution_table(answer),
                *((sensor_table(answer),) if answer.sensors else ()),
                measured_table(answer),
                limit_table(answer),
            ),
            plots=histories[1:],
            notes=tuple(dict.fromkeys(_room_notes(answer))),
        ),
    )


def _histories(answer: GasAssessment) -> Iterator[Plot]:
    """Yield a history for the worst case of each moment, that of the failing cell first."""
    for when in sorted(When, key=lambda item: item is not When.FAILING):
        for case in answer.at(when):
            plot = history_plot(case)
            if plot is not None:
                yield plot
                break


def _inside_notes(answer: GasAssessment) -> Iterator[str]:
    yield from answer.notes
    for source in answer.sources:
        # What a run over time rests on stands with the heat.
        for note in () if source.history is not None else source.notes:
            yield f"{source.title}: {note.rstrip('.')}."
    for opening in answer.openings:
        yield from opening.notes
    for step in answer.steps:
        if _is_inside(step):
            yield from step.notes


def _room_notes(answer: GasAssessment) -> Iterator[str]:
    for case in answer.cases:
        yield from case.notes
        if case.fire is not None:
            yield from case.fire.notes
    for step in answer.steps:
        if not _is_inside(step):
            yield from step.notes
