"""The worst that gas does at each moment, at a glance, and findings that say the same as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from davylamp.core.evidence import weakest
from davylamp.dossier.findings import Finding
from davylamp.dossier.parts import Column, Table
from davylamp.dossier.severity import Moment, Severity

__all__ = ["merged", "moment_table"]

_BAD = (Severity.DANGER, Severity.WARNING)
_Item = TypeVar("_Item")


def moment_table(findings: Iterable[Finding]) -> Table:
    """Return for each moment its worst finding, what else is bad, and what is open.

    Parameters
    ----------
    findings : iterable of Finding
        Of all sections on gas.
    """
    listed = tuple(findings)
    return Table(
        id="gas-moments",
        title="Gas at each moment",
        columns=(
            Column("moment", "Moment"),
            Column("severity", "Judged"),
            Column("worst", "The worst of it"),
            Column("also", "Also bad"),
            Column("open", "Open questions"),
        ),
        rows=tuple(_row(moment, listed) for moment in Moment),
        note="An open question is never better than unknown; each says what would settle it.",
    )


def _row(moment: Moment, findings: tuple[Finding, ...]) -> tuple[str | float | None, ...]:
    found = sorted(
        (item for item in findings if moment in item.moments), key=lambda item: item.severity.rank
    )
    if not found:
        return moment.value, Severity.UNKNOWN.value, "nothing is known", "–", "–"
    bad = [item for item in found[1:] if item.severity in _BAD]
    gaps = [item for item in found if item.severity is Severity.UNKNOWN]
    return (
        moment.value,
        found[0].severity.value,
        found[0].title,
        "; ".join(item.title for item in bad) or "–",
        float(len(gaps)),
    )


def merged(findings: Sequence[Finding], ident: str) -> Finding:
    """Return findings on one question as one: the worst, with the others in its explanation.

    Nothing is lost: gaps, what settles them, sources and moments are those of all.

    Parameters
    ----------
    findings : sequence of Finding
        At least one.
    ident : str
        Id of the result.
    """
    ordered = sorted(findings, key=lambda item: item.severity.rank)
    first, rest = ordered[0], ordered[1:]
    if not rest:
        return replace(first, id=ident)
    others = " ".join(
        f"{item.title} ({item.severity.value}). {item.explanation}".strip() for item in rest
    )
    return replace(
        first,
        id=ident,
        title=f"{first.title} (and {len(rest)} more)",
        moments=_once(item.moments for item in ordered),
        hazards=_once(item.hazards for item in ordered),
        kind=weakest(item.kind for item in ordered),
        sources=_once(item.sources for item in ordered),
        explanation=f"{first.explanation} Also: {others}".strip(),
        unknown="; ".join(_once([item.unknown] for item in ordered if item.unknown)),
        settle="; ".join(_once([item.settle] for item in ordered if item.settle)),
    )


def _once(groups: Iterable[Iterable[_Item]]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))
