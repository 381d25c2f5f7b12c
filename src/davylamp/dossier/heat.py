"""Heat of the whole cell: the most there is, and how it would begin."""

from __future__ import annotations

from davylamp.dossier.findings import Section
from davylamp.dossier.heat_arc import Calorimetry, calorimetry
from davylamp.dossier.heat_ceiling import CeilingAnswer, ceiling_answer
from davylamp.dossier.question import Question

__all__ = ["HEAT_SECTION", "heat_section"]

#: Id of the section.
HEAT_SECTION = "cell-heat"
_LEAD = (
    "The ceiling is thermodynamics alone: how much heat there is if everything that can react "
    "does. The calorimeter follows the reactions of which a rate is known or estimated, in a cell "
    "that loses no heat; what has no known rate is left out in one run and taken to go at once in "
    "the other, and the first onset lies between."
)


def heat_section(question: Question) -> Section:
    """Return the section on the heat of the whole cell.

    Where a model has no answer the section says so in an unknown finding.
    """
    ceiling: CeilingAnswer = ceiling_answer(question)
    arc: Calorimetry = calorimetry(question)
    return Section(
        id=HEAT_SECTION,
        title="Heat: ceiling and self-heating",
        group="cell",
        lead=_LEAD,
        findings=(*ceiling.findings, *arc.findings),
        entries=(*ceiling.entries, *arc.entries),
        tables=arc.tables,
        plots=(*ceiling.plots, *arc.plots),
        notes=tuple(dict.fromkeys((*ceiling.notes, *arc.notes))),
    )
