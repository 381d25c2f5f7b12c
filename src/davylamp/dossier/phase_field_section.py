"""Section of a dossier on a phase-field run that is shown beside the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from davylamp.dossier.findings import Finding, Section
from davylamp.dossier.severity import Hazard, Moment, Severity

if TYPE_CHECKING:
    from davylamp.dossier.phase_field import PhaseFieldPanel

__all__ = ["PHASE_FIELD_SECTION", "phase_field_section"]

#: Id of the section.
PHASE_FIELD_SECTION: Final = "cell-phase-field"


def phase_field_section(panel: PhaseFieldPanel) -> Section:
    """Return the section of a run, with its outcome as a finding that judges nothing."""
    finding = Finding(
        id="phase-field-outcome",
        subject=panel.title,
        title=panel.lead.rstrip("."),
        severity=Severity.NOTICE,
        hazards=(Hazard.SHORT,),
        moments=(Moment.USING,),
        kind=panel.evidence,
        sources=tuple(dict.fromkeys(key for item in panel.parameters for key in item.sources)),
        explanation=(
            "A simulation of its own case, with the parameters of the table below and not with "
            "those of the cell: it shows how lithium grows, and judges nothing."
        ),
        unknown="how far the parameters of the case hold for this cell",
        settle="measure exchange current, diffusivity and conductivity of this electrolyte",
    )
    return Section(
        id=PHASE_FIELD_SECTION,
        title=f"Phase field: {panel.title}",
        group="cell",
        findings=(finding,),
        entries=(*panel.entries, *panel.parameters),
        plots=panel.plots,
        notes=tuple(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in panel.notes),
    )
