"""Several designs side by side: figures, differences, and which is better by each rule.

Nothing is called better as long as one of the designs is unknown in that respect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.dossier.findings import Dossier, Finding
from davylamp.dossier.parts import LOWER_BOUND, UPPER_BOUND, Entry
from davylamp.dossier.rules import RULES, Rule
from davylamp.dossier.severity import Hazard, Moment, Severity, worst

if TYPE_CHECKING:
    from davylamp.cell import Cell

__all__ = ["Comparison", "FigureRow", "HazardRow", "RuleRow", "compare", "compare_dossiers"]

Verdict = Literal["better", "alike", "unknown", "not told apart", "not judged", "no preference"]

#: Difference below which two figures are called alike, relative to the larger.
_ALIKE: Final = 0.01
#: Section and key of a figure, and which is better: more, less, or neither.
_FIGURES: Final[tuple[tuple[str, str, str], ...]] = (
    ("cell-capacity", "cell_capacity_Ah", ""),
    ("cell-capacity", "cell_energy_Wh", ""),
    ("cell-capacity", "cathode_capacity_mAh_per_cm2", ""),
    ("cell-capacity", "average_voltage_V", ""),
    ("cell-capacity", "specific_energy_cell_Wh_per_kg", "more"),
    ("cell-capacity", "energy_density_cell_Wh_per_L", "more"),
    ("cell-capacity", "specific_energy_stack_Wh_per_kg", "more"),
    ("cell-capacity", "energy_density_stack_Wh_per_L", "more"),
    ("cell-capacity", "metallic_lithium_charged_mmol_per_cm2", "less"),
    ("cell-heat", "heat_ceiling_J_per_g", "less"),
    ("cell-heat", "heat_ceiling_J_per_Wh", "less"),
    ("cell-heat", "heat_over_liquid", "less"),
    ("cell-heat", "adiabatic_temperature_degC", "less"),
    ("cell-heat", "gas_ceiling_L_per_Wh", "less"),
    ("cell-heat", "arc_T1_degC", "more"),
    ("cell-heat", "arc_T2_degC", "more"),
    ("cell-heat", "arc_T3_degC", "less"),
    ("cell-short", "critical_current_mA_per_cm2", "more"),
    ("cell-short", "short_share_percent", "less"),
    ("cell-gas", "gas_failing_L", ""),
    ("cell-gas-room", "gas_making_idlh_air_m3", ""),
    ("cell-gas-room", "gas_failing_idlh_air_m3", ""),
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of every design.

    Parameters
    ----------
    key, label, unit : str
        As in the dossiers.
    values : tuple of float or None
        One for each design; None where it is not known.
    spans : tuple of (float, float) or None
        Band of each value, where its dossier gives one.
    kinds : tuple of Kind
        How each is known.
    differences : tuple of float or None
        Each less the first.
    verdict : str
        ``better``, ``alike``, ``unknown``, ``not told apart`` (the bands overlap), ``no
        preference`` (neither more nor less is better).
    better : int or None
        Which design, where one is better than all others.
    """

    key: str
    label: str
    unit: str
    values: tuple[float | None, ...]
    spans: tuple[tuple[float, float] | None, ...]
    kinds: tuple[Kind, ...]
    differences: tuple[float | None, ...]
    verdict: Verdict
    better: int | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a rule says of every design.

    Parameters
    ----------
    rule : Rule
        The rule.
    severities : tuple of Severity or None
        The worst finding of each design by this rule; None where it judged nothing.
    findings : tuple of Finding or None
        Those findings.
    unknowns : tuple of int
        Unknown findings of each by this rule, or by none about the same hazard and moment.
    verdict : str
        ``better``, ``alike``, ``unknown``, ``not judged`` (in one of them).
    better : int or None
        Which design, where one is better than all others.
    """

    rule: Rule
    severities: tuple[Severity | None, ...]
    findings: tuple[Finding | None, ...]
    unknowns: tuple[int, ...]
    verdict: Verdict
    better: int | None


@dataclass(frozen=True, slots=True)
class HazardRow:
    """The worst finding of every design on a hazard at a moment; None where none was made."""

    hazard: Hazard
    moment: Moment
    severities: tuple[Severity | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several designs side by side.

    Parameters
    ----------
    dossiers : tuple of Dossier
        Of each design, in the order given.
    labels : tuple of str
        A short name for each: ``A``, ``B``.
    figures, rules, hazards : tuple
        Rows; those in which no design has anything are left out.
    """

    dossiers: tuple[Dossier, ...]
    labels: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    rules: tuple[RuleRow, ...]
    hazards: tuple[HazardRow, ...]

    def words(self, row: FigureRow | RuleRow) -> str:
        """Return the verdict of a row in words."""
        if row.verdict == "better" and row.better is not None:
            return f"{self.labels[row.better]} is better"
        return "–" if row.verdict == "no preference" else row.verdict


def compare(cells: Sequence[Cell | str | Path]) -> Comparison:
    """Judge several designs and set them side by side.

    Raises
    ------
    InputError
        If there are fewer than two.
    CaseFileError, UnreadableFileError
        If a cell file cannot be read.

    Examples
    --------
    >>> from davylamp.cell import example_path
    >>> answer = compare([example_path("sulfide"), example_path("polymer")])
    >>> [row.verdict for row in answer.figures if row.key == "specific_energy_cell_Wh_per_kg"]
    ['better']
    """
    from davylamp.dossier.rooms import assess

    if not 2 <= len(cells) <= 26:
        raise InputError(f"{len(cells)} design to compare", remedy="name two or more, at most 26")
    return compare_dossiers([assess(cell) for cell in cells])


def compare_dossiers(dossiers: Sequence[Dossier]) -> Comparison:
    """Set dossiers side by side that were made before.

    Raises
    ------
    InputError
        If there are fewer than two.
    """
    if len(dossiers) < 2:
        raise InputError("there is nothing to compare with", remedy="give two or more")
    made = tuple(dossiers)
    return Comparison(
        made,
        tuple(chr(ord("A") + place) for place in range(len(made))),
        tuple(figure for item in _FIGURES if (figure := _figure(made, *item)) is not None),
        tuple(row for rule in RULES.values() if (row := _rule(made, rule)) is not None),
        tuple(line for line in _hazards(made) if any(line.severities)),
    )


def _hazards(dossiers: tuple[Dossier, ...]) -> Iterator[HazardRow]:
    for hazard in Hazard:
        for moment in Moment:
            found = tuple(dossier.hazard(hazard, moment)[0] for dossier in dossiers)
            yield HazardRow(hazard, moment, found)


def _figure(dossiers: tuple[Dossier, ...], section: str, key: str, wanted: str) -> FigureRow | None:
    entries = [_entry(dossier, section, key) for dossier in dossiers]
    first = next((entry for entry in entries if entry is not None), None)
    if first is None:
        return None
    values = tuple(None if entry is None else entry.value for entry in entries)
    spans = tuple(_span(dossier, section, key) for dossier in dossiers)
    reference = values[0]
    differences = tuple(
        None if value is None or reference is None else value - reference for value in values
    )
    verdict, better = _judge_figure(values, spans, wanted)
    if any(
        entry is not None and entry.uncertainty in (LOWER_BOUND, UPPER_BOUND) for entry in entries
    ):
        # What may be higher, or lower, by any amount cannot be called better.
        verdict, better = "unknown", None
    kinds = tuple(Kind.UNKNOWN if entry is None else entry.kind for entry in entries)
    return FigureRow(
        key, first.label, first.unit, values, spans, kinds, differences, verdict, better
    )


def _entry(dossier: Dossier, section: str, key: str) -> Entry | None:
    for part in dossier.sections:
        if part.id == section:
            return next((entry for entry in part.entries if entry.key == key), None)
    return None


def _span(dossier: Dossier, section: str, key: str) -> tuple[float, float] | None:
    low = _entry(dossier, section, f"{key}_low")
    high = _entry(dossier, section, f"{key}_high")
    if low is None or high is None or low.value is None or high.value is None:
        return None
    return low.value, high.value


def _judge_figure(
    values: tuple[float | None, ...],
    spans: tuple[tuple[float, float] | None, ...],
    wanted: str,
) -> tuple[Verdict, int | None]:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return "unknown", None
    if not wanted:
        return "no preference", None
    sign = 1.0 if wanted == "more" else -1.0
    order = sorted(range(len(known)), key=lambda place: -sign * known[place])
    best, next_best = order[0], order[1]
    if abs(known[best] - known[next_best]) <= _ALIKE * max(abs(value) for value in known):
        return "alike", None
    first = spans[best]
    for place in order[1:]:
        other = spans[place]
        # Without a band a number stands for itself.
        low, high = first or (known[best], known[best])
        least, most = other or (known[place], known[place])
        if low <= most and least <= high:
            return "not told apart", None
    return "better", best


def _rule(dossiers: tuple[Dossier, ...], rule: Rule) -> RuleRow | None:
    judged = [
        [finding for finding in dossier.findings if finding.rule == rule.id] for dossier in dossiers
    ]
    if not any(judged):
        return None
    # What is unknown is often not told by a number, and so names no rule: it counts with every
    # rule that speaks of the same hazard at the same moment.
    told = {
        (hazard, moment)
        for found in judged
        for finding in found
        for hazard in finding.hazards
        for moment in finding.moments
    }
    severities = tuple(
        worst(finding.severity for finding in found) if found else None for found in judged
    )
    unknowns = tuple(
        sum(
            finding.severity is Severity.UNKNOWN
            and (finding.rule == rule.id or (not finding.rule and _about(finding, told)))
            for finding in dossier.findings
        )
        for dossier in dossiers
    )
    # Findings of a dossier come worst first.
    heads = tuple(found[0] if found else None for found in judged)
    verdict, better = _judge_rule(severities, unknowns)
    return RuleRow(rule, severities, heads, unknowns, verdict, better)


def _about(finding: Finding, told: set[tuple[Hazard, Moment]]) -> bool:
    return any((hazard, moment) in told for hazard in finding.hazards for moment in finding.moments)


def _judge_rule(
    severities: tuple[Severity | None, ...], unknowns: tuple[int, ...]
) -> tuple[Verdict, int | None]:
    known = [severity for severity in severities if severity is not None]
    if len(known) < len(severities):
        return "not judged", None
    if any(unknowns):
        return "unknown", None
    ranks = [severity.rank for severity in known]
    best = max(ranks)
    if ranks.count(best) > 1:
        return "alike", None
    return "better", ranks.index(best)
