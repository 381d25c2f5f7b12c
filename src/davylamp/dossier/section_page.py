"""Sections of a dossier as a page of their own that asks nothing of the outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from davylamp import __version__
from davylamp.dossier.figures import plotly_figure
from davylamp.dossier.html import page_environment, page_plots, page_style
from davylamp.dossier.references import collect_references, used_keys
from davylamp.dossier.rules import RULES

if TYPE_CHECKING:
    from davylamp.core.evidence import Unknown
    from davylamp.dossier.findings import Section

__all__ = ["section_page"]


def section_page(
    sections: Sequence[Section],
    *,
    title: str,
    what: str,
    kicker: str,
    unknown: Sequence[Unknown],
) -> str:
    """Return the page of sections: plots, findings, tables, and what is not known.

    Parameters
    ----------
    sections : sequence of Section
        In order; the lead of the first heads the page.
    title : str
        Name of the cell.
    what, kicker : str
        What the page is about: for the title of the window, and above the heading.
    unknown : sequence of Unknown
        What is not known.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from davylamp.store.load import load_sources

    references = collect_references(used_keys(sections), load_sources())
    used = {finding.rule for section in sections for finding in section.findings}
    page = page_environment().get_template("section.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        sections=sections,
        title=title,
        what=what,
        kicker=kicker,
        lead=sections[0].lead,
        unknown=unknown,
        rules=[rule for rule in RULES.values() if rule.id in used],
        references=references,
        numbers={reference.key: at for at, reference in enumerate(references, start=1)},
        version=__version__,
        style=page_style(),
        **page_plots({plot.id: plotly_figure(plot) for part in sections for plot in part.plots}),
    )
