"""A dossier: findings about a cell, gathered in sections. Data only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.dossier.parts import Entry, Plot, Table
from davylamp.dossier.severity import Hazard, Moment, Severity, worst

if TYPE_CHECKING:
    from davylamp.dossier.layers import Layer
    from davylamp.dossier.phase_field import PhaseFieldPanel
    from davylamp.dossier.rules import Rule

__all__ = ["Dossier", "Finding", "Reference", "Section"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer, with its number, how it is known, and what is not.

    Parameters
    ----------
    id : str
        Stable name, unique in a dossier: ``contact.0.reaction``.
    subject : str
        Material or contact the finding is about.
    title : str
        The finding in a line.
    severity : Severity
        By the rule named in `rule`.
    hazards : tuple of Hazard
        Which of the three hazards it bears on; may be empty.
    moments : tuple of Moment
        When.
    value : float or None
        The number, in `unit`; None when there is none. Never NaN.
    unit : str
        Unit of `value`, empty when there is no number.
    uncertainty : str
        Standard uncertainty as text, or ``not reported``.
    kind : Kind
        Weakest evidence behind the finding.
    sources : tuple of str
        Bibliography keys.
    explanation : str
        What it means and how it follows.
    unknown : str
        What is not known.
    settle : str
        Which measurement would settle it.
    rule : str
        Id of the rule that set the severity; empty where it follows from the words.

    Raises
    ------
    InputError
        If the value is not finite, or an unknown finding does not say what would settle it.
    """

    id: str
    subject: str
    title: str
    severity: Severity
    hazards: tuple[Hazard, ...] = ()
    moments: tuple[Moment, ...] = ()
    value: float | None = None
    unit: str = ""
    uncertainty: str = NOT_REPORTED
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    explanation: str = ""
    unknown: str = ""
    settle: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise InputError(f"finding {self.id}: {self.value} is not a number to report")
        if self.severity is Severity.UNKNOWN and not (self.unknown and self.settle):
            raise InputError(f"finding {self.id} is unknown and must say what would settle it")


@dataclass(frozen=True, slots=True)
class Section:
    """Findings about one subject, worst first, with what backs them.

    Parameters
    ----------
    id : str
        Unique in a dossier.
    title : str
        Heading.
    group : str
        ``contacts``, ``materials`` or ``cell``.
    lead : str
        One paragraph.
    fields : tuple of str
        Places in the cell that the section speaks of, for the picture: ``anode``,
        ``electrolyte.0``.
    """

    id: str
    title: str
    group: str
    lead: str = ""
    fields: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """Worst severity among the findings; None where it has none to make."""
        if not self.findings:
            return None
        return worst(finding.severity for finding in self.findings)

    @property
    def ordered(self) -> tuple[Finding, ...]:
        """Findings, worst first, otherwise in the order they were made."""
        return tuple(sorted(self.findings, key=lambda finding: finding.severity.rank))


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that the dossier used."""

    key: str
    text: str
    identifier: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that was found about one cell.

    Parameters
    ----------
    title, description : str
        Of the cell.
    created : str
        Date and time [ISO 8601, UTC].
    davylamp : str
        Version of the package.
    file, sha256 : str
        The cell file and its digest; empty for a cell made in Python.
    cell : mapping
        The cell as given, in JSON types.
    layers : tuple of Layer
        For the picture; see `davylamp.dossier.layers`.
    sections : tuple of Section
        In the order of reading.
    rules : tuple of Rule
        Rules that set the severities; see `davylamp.dossier.rules`.
    references : tuple of Reference
        Sources used, by author.
    data : mapping of str to str
        Digests of the data the answers rest on.
    notes : tuple of str
        What reading the cell brought up.
    runs : mapping of str to PhaseFieldPanel
        Animations of phase-field runs, by the id of their section.
    """

    title: str
    created: str
    davylamp: str
    cell: Mapping[str, Any]
    sections: tuple[Section, ...]
    layers: tuple[Layer, ...] = ()
    rules: tuple[Rule, ...] = ()
    references: tuple[Reference, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    file: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = ()
    runs: Mapping[str, PhaseFieldPanel] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, worst first."""
        every = [finding for section in self.sections for finding in section.findings]
        return tuple(sorted(every, key=lambda finding: finding.severity.rank))

    @property
    def counts(self) -> dict[Severity, int]:
        """Number of findings by severity, worst first, zeros kept."""
        found = [finding.severity for finding in self.findings]
        return {severity: found.count(severity) for severity in Severity}

    @property
    def severity(self) -> Severity:
        """The worst severity."""
        return worst(finding.severity for finding in self.findings)

    def at(self, field_name: str) -> Severity | None:
        """Return the worst severity of the sections about one place of the cell."""
        found = [
            section.severity
            for section in self.sections
            if field_name in section.fields and section.severity is not None
        ]
        return worst(found) if found else None

    def hazard(self, hazard: Hazard, moment: Moment) -> tuple[Severity | None, int]:
        """Return worst severity and number of the findings on a hazard at a moment.

        None means that nothing was assessed, which is no judgement.
        """
        found = [
            finding.severity
            for finding in self.findings
            if hazard in finding.hazards and moment in finding.moments
        ]
        return (worst(found), len(found)) if found else (None, 0)
