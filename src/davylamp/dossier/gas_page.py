"""The gas of a cell, as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from davylamp.dossier.gas import sections_of
from davylamp.dossier.section_page import section_page

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasAssessment

__all__ = ["gas_html"]


def gas_html(answer: GasAssessment) -> str:
    """Return the page of an assessment: amounts, concentrations over time, what is not known.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    return section_page(
        sections_of(answer),
        title=answer.cell,
        what="gas",
        kicker="gas from the reaction to the room",
        unknown=answer.unknown,
    )
