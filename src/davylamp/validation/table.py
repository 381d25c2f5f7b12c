"""The validation table as text."""

from __future__ import annotations

import math
from collections.abc import Sequence

from davylamp.validation.case import CaseResult

__all__ = ["as_markdown", "value_text"]


def value_text(value: float | str | None, unit: str) -> str:
    """Return a number with its unit to four digits, words as they are, a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "unknown"
    shown = 0.0 if abs(value) < 5e-7 else value
    return f"{shown:.4g} {unit}".strip()


def as_markdown(results: Sequence[CaseResult]) -> str:
    """Return every case as Markdown tables, one a group, with the count of hits."""
    hits = sum(result.hit for result in results)
    lines = [f"**{hits} of {len(results)} cases hit.** Misses stay in the table.", ""]
    groups = list(dict.fromkeys(result.case.group for result in results))
    for group in groups:
        lines.extend([f"## {group}", ""])
        lines.append("| case | published | computed | difference | tolerance | | source |")
        lines.append("|---|---|---|---|---|---|---|")
        members = [result for result in results if result.case.group == group]
        for result in members:
            case = result.case
            number = isinstance(case.published, float)
            cells = (
                case.question,
                value_text(case.published, case.unit),
                value_text(result.computed, case.unit),
                value_text(result.difference, case.unit),
                value_text(case.tolerance, case.unit) if number else "–",
                "hit" if result.hit else "**miss**",
                case.source,
            )
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
        notes = [f"- *{r.case.question}*: {r.case.note}" for r in members if r.case.note]
        if notes:
            lines.extend([*notes, ""])
    return "\n".join(lines)
