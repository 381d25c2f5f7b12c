"""Whether lithium gets through, as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from davylamp.dossier.dendrites import section_of
from davylamp.dossier.section_page import section_page

if TYPE_CHECKING:
    from davylamp.dendrites.assessment import DendriteAssessment

__all__ = ["dendrite_html"]


def dendrite_html(answer: DendriteAssessment) -> str:
    """Return the page of an assessment: bars, map, findings, tables and what is not known.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    return section_page(
        (section_of(answer),),
        title=answer.cell,
        what="lithium through the separator",
        kicker="will lithium get through",
        unknown=answer.unknown,
    )
