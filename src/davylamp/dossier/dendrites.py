"""Short circuits: will lithium get through, by which mechanism, and what is not known of that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.errors import DavylampError
from davylamp.dendrites.assessment.answer import current_in_words
from davylamp.dendrites.assessment.tested import HOW_TO_SETTLE
from davylamp.dossier.dendrite_entries import (
    interlayer_table,
    measured_table,
    mechanism_table,
    short_entries,
)
from davylamp.dossier.dendrite_findings import (
    no_plating_finding,
    pressure_finding,
    rating_findings,
    undecided_findings,
    weakest_finding,
)
from davylamp.dossier.dendrite_parameters import parameter_table
from davylamp.dossier.dendrite_plots import limits_plot, map_plot
from davylamp.dossier.findings import Finding, Section
from davylamp.dossier.numbers import number
from davylamp.dossier.question import Question
from davylamp.dossier.severity import Hazard, Moment
from davylamp.dossier.short import current_findings, leakage_findings
from davylamp.dossier.topic import Topic

if TYPE_CHECKING:
    from davylamp.dendrites.assessment import DendriteAssessment

__all__ = ["SHORT_SECTION", "section_of", "short_section"]

#: Id of the section.
SHORT_SECTION: Final = "cell-short"
_TITLE: Final = "Short circuits: will lithium get through"
_LEAD: Final = (
    "Every mechanism that lets lithium through a separator has a critical current of its own, "
    "worked out from the same draws of all that is not exactly known. The lowest in a draw is the "
    "weakest link. Ratings are figures of the literature that working cells are known to break; "
    "they fail nothing."
)


def short_section(question: Question) -> Section:
    """Return the section on short circuits.

    Where a model has no answer the section says so in an unknown finding.
    """
    from davylamp.dendrites.assessment import assess_dendrites

    cell = question.cell
    fields = tuple(f"electrolyte.{place}" for place in range(len(cell.electrolyte)))
    topic = Topic("short-failed", "cell", (Hazard.SHORT,), (Moment.USING,))
    try:
        answer = assess_dendrites(cell)
    except DavylampError as error:
        gap = topic.unknown(
            "Whether lithium gets through is not known",
            error.message,
            error.remedy or "complete the cell file",
        )
        return Section(
            SHORT_SECTION, _TITLE, "cell", _LEAD, fields, findings=(gap, *_stored(question))
        )
    return section_of(answer, fields, tuple(_stored(question)))


def section_of(
    answer: DendriteAssessment, fields: tuple[str, ...] = (), stored: tuple[Finding, ...] = ()
) -> Section:
    """Return the section of an assessment.

    Parameters
    ----------
    answer : DendriteAssessment
        The assessment.
    fields : tuple of str
        Layers of the separator in the cell file.
    stored : tuple of Finding
        What stored conductivities and currents say by themselves.
    """
    from davylamp.dendrites.assessment import Verdict

    if answer.verdict is Verdict.NOT_APPLICABLE:
        findings = (no_plating_finding(answer), *rating_findings(answer), *stored)
        return Section(SHORT_SECTION, _TITLE, "cell", "", fields, findings=findings)
    chart = map_plot(answer)
    return Section(
        id=SHORT_SECTION,
        title=_TITLE,
        group="cell",
        lead=f"{answer.answer} {_LEAD}",
        fields=fields,
        findings=(*_findings(answer), *stored),
        entries=tuple(short_entries(answer)),
        tables=(
            mechanism_table(answer),
            *measured_table(answer),
            *interlayer_table(answer),
            parameter_table(answer),
        ),
        plots=(limits_plot(answer), *((chart,) if chart is not None else ())),
        notes=tuple(dict.fromkeys(_notes(answer))),
    )


def _notes(answer: DendriteAssessment) -> Iterator[str]:
    for absent in answer.not_applicable:
        yield f"{absent.name} does not apply: {absent.reason.rstrip('.')}."
    for item in answer.limits:
        for note in item.notes:
            yield f"{item.name}: {note.rstrip('.')}."
    yield from _between(answer)
    if any(item.unknown for item in answer.limits):
        yield HOW_TO_SETTLE


def _between(answer: DendriteAssessment) -> Iterator[str]:
    """Yield what is known of a layer or host between lithium and electrolyte."""
    found = answer.interlayer
    if found.area_factor > 1.0 and found.local_current_A_per_m2 is not None:
        local = current_in_words(found.local_current_A_per_m2)
        yield (
            f"Host: the surface is {number(found.area_factor)} times the electrode, so that the "
            f"local current is no less than {local}."
        )
    if found.diffusion_current_A_per_m2 is not None:
        most = current_in_words(found.diffusion_current_A_per_m2)
        yield f"Interlayer: {found.interlayer} carries at most {most} of lithium by diffusion."
    if not found.figures:
        for note in found.notes:
            yield f"Interlayer: {note.rstrip('.')}."


def _findings(answer: DendriteAssessment) -> Iterator[Finding]:
    yield weakest_finding(answer)
    yield from pressure_finding(answer)
    yield from undecided_findings(answer)
    yield from rating_findings(answer)


def _stored(question: Question) -> Iterator[Finding]:
    """Yield what stored conductivities and currents say by themselves."""
    yield from leakage_findings(question)
    yield from current_findings(question)
