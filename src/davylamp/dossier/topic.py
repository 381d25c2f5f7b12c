"""One question of a dossier: its name, its subject, its hazards, and the finding it ends in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from davylamp.core.errors import DavylampError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.dossier.findings import Finding
from davylamp.dossier.severity import Hazard, Moment, Severity

__all__ = ["Topic"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a finding is about, apart from the answer.

    Parameters
    ----------
    id : str
        Id of the finding.
    subject : str
        Material or contact.
    hazards, moments : tuple
        What it bears on, and when.
    rule : str
        Rule that judges it.
    """

    id: str
    subject: str
    hazards: tuple[Hazard, ...] = ()
    moments: tuple[Moment, ...] = ()
    rule: str = ""

    def finding(
        self,
        title: str,
        severity: Severity,
        *,
        value: float | None = None,
        unit: str = "",
        uncertainty: str = NOT_REPORTED,
        kind: Kind = Kind.UNKNOWN,
        sources: tuple[str, ...] = (),
        explanation: str = "",
        unknown: str = "",
        settle: str = "",
        rule: str | None = None,
    ) -> Finding:
        """Return the finding; `rule` replaces that of the topic."""
        return Finding(
            id=self.id,
            subject=self.subject,
            title=title,
            severity=severity,
            hazards=self.hazards,
            moments=self.moments,
            value=value,
            unit=unit,
            uncertainty=uncertainty,
            kind=kind,
            sources=sources,
            explanation=explanation,
            unknown=unknown,
            settle=settle,
            rule=self.rule if rule is None else rule,
        )

    def unknown(
        self,
        title: str,
        what: str,
        settle: str,
        *,
        kind: Kind = Kind.UNKNOWN,
        sources: tuple[str, ...] = (),
        explanation: str = "",
    ) -> Finding:
        """Return the finding that there is no answer."""
        return self.finding(
            title,
            Severity.UNKNOWN,
            kind=kind,
            sources=sources,
            explanation=explanation,
            unknown=what,
            settle=settle,
        )

    def attempt(
        self, ask: Callable[[], Iterable[Finding]], *, title: str, settle: str
    ) -> tuple[Finding, ...]:
        """Return the findings of `ask`; an unknown one, with the reason, where it raises.

        Parameters
        ----------
        ask : callable
            Puts the question to a room.
        title : str
            Title of the finding to record on failure.
        settle : str
            What would settle it, where the error does not say.
        """
        try:
            return tuple(ask())
        except DavylampError as error:
            return (self.unknown(title, error.message, error.remedy or settle),)
