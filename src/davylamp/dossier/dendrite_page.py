"""Whether lithium gets through, as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from davylamp import __version__
from davylamp.dossier.dendrites import section_of
from davylamp.dossier.figures import plotly_figure
from davylamp.dossier.html import page_environment, page_plots, page_style
from davylamp.dossier.references import collect_references, used_keys
from davylamp.dossier.rules import RULES

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
    from davylamp.store.load import load_sources

    section = section_of(answer)
    references = collect_references(used_keys((section,)), load_sources())
    used = {finding.rule for finding in section.findings}
    page = page_environment().get_template("dendrite.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        answer=answer,
        section=section,
        rules=[rule for rule in RULES.values() if rule.id in used],
        references=references,
        numbers={reference.key: at for at, reference in enumerate(references, start=1)},
        version=__version__,
        style=page_style(),
        **page_plots({plot.id: plotly_figure(plot) for plot in section.plots}),
    )
