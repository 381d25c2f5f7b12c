"""Findings on gas inside the cell, and on the steps that only report: vent, sensors, exhaust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import Kind
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gas_moments import merged
from davylamp.dossier.gas_words_at import moment_of
from davylamp.dossier.numbers import quantity
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic
from davylamp.gas.source import When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasAssessment, Step

__all__ = ["opening_findings", "step_findings"]

#: Steps that several moments ask alike.
_ALIKE: Final = frozenset({"sensors", "exhaust"})
_IN_SHARE: Final = "that of the numbers is in the share"
_SETTLE: Final = (
    "measure the pressure at which the casing opens and its free volume, and give them in the cell "
    "file as casing.vent_pressure and casing.free_volume"
)


def opening_findings(answer: GasAssessment) -> Iterator[Finding]:
    """Yield whether the casing opens in use, and whether it tears when the cell fails."""
    found = list(_openings(answer))
    for when in When:
        same = [item for item in found if moment_of(when) in item.moments]
        if same:
            yield merged(same, f"gas-{when.value.replace(' ', '-')}-opening")


def _openings(answer: GasAssessment) -> Iterator[Finding]:
    for opening in answer.openings:
        using = opening.when is When.USING
        rule = "gas-opens" if using else "gas-bursts"
        share = opening.opens_percent if using else opening.tears_percent
        topic = Topic(
            f"gas-{opening.id}-opening", "cell", (Hazard.GAS,), (moment_of(opening.when),), rule
        )
        what, settle = together(opening.unknown)
        explanation = " ".join(
            f"{item.label[0].upper()}{item.label[1:]}: {quantity(item.value, item.unit)}."
            for item in opening.figures
            if item.value is not None
        )
        first = f"; {opening.first}" if opening.first else ""
        if share is None and opening.opens_percent is not None:
            # Nothing is known of the casing but its vent or seam.
            yield topic.finding(
                f"{opening.title}: gas opens the casing in "
                f"{quantity(opening.opens_percent, '%', 2)} of the draws{first}",
                Severity.UNKNOWN if what else Severity.NOTICE,
                value=opening.opens_percent,
                unit="%",
                uncertainty=_IN_SHARE,
                kind=opening.kind,
                sources=keys_of(opening.sources),
                explanation=explanation,
                unknown=what,
                settle=settle,
                rule="",
            )
            continue
        if share is None:
            yield topic.unknown(
                f"{opening.title}: whether the casing {'opens' if using else 'tears'} is not known",
                what or "the pressure inside, or that at which the casing opens",
                settle or _SETTLE,
                kind=opening.kind,
                sources=keys_of(opening.sources),
                explanation=explanation,
            )
            continue
        severity = judge(rule, share)
        if what:
            severity = worst((severity, Severity.UNKNOWN))
        verb = "opens the casing" if using else "tears the casing"
        yield topic.finding(
            f"{opening.title}: gas {verb} in {quantity(share, '%', 2)} of the draws{first}",
            severity,
            value=share,
            unit="%",
            uncertainty=_IN_SHARE,
            kind=opening.kind,
            sources=keys_of(opening.sources),
            explanation=explanation,
            unknown=what,
            settle=settle,
        )


def step_findings(steps: Iterable[Step]) -> Iterator[Finding]:
    """Yield what each step has to say, and what it cannot.

    Sensors, and exhausts, that are judged alike make one finding.
    """
    alike: dict[tuple[str, Severity], list[Finding]] = {}
    for step, finding in zip(*_paired(steps), strict=True):
        kind = step.id.partition("-")[0]
        if kind not in _ALIKE:
            yield finding
            continue
        alike.setdefault((kind, finding.severity), []).append(finding)
    for (kind, severity), same in alike.items():
        yield merged(same, f"gas-{kind}-{severity.value}")


def _paired(steps: Iterable[Step]) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    listed = tuple(steps)
    return listed, tuple(_step_findings(listed))


def _step_findings(steps: Iterable[Step]) -> Iterator[Finding]:
    for step in steps:
        moments = tuple(Moment) if step.when is None else (moment_of(step.when),)
        topic = Topic(f"gas-{step.id}", "cell", (Hazard.GAS,), moments)
        what, settle = together(step.unknown)
        sources = keys_of((*step.sources, *(key for item in step.figures for key in item.sources)))
        if not step.answer:
            yield topic.unknown(
                f"{step.title}: not known",
                what or step.title.lower(),
                settle or "complete the cell file",
                kind=step.kind,
                sources=sources,
            )
            continue
        unknown = bool(what) or step.kind is Kind.UNKNOWN
        severity = Severity.UNKNOWN if unknown else Severity.NOTICE
        yield topic.finding(
            f"{step.title}: {step.answer}",
            Severity.WARNING if step.warns else severity,
            kind=step.kind,
            sources=sources,
            unknown=what or ("how this is known" if unknown else ""),
            settle=settle or ("a measurement on this cell" if unknown else ""),
        )
