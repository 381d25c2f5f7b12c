"""A comparison as plain JSON types, and as one HTML file."""

from __future__ import annotations

from typing import Any, Final

from davylamp.dossier.compare import Comparison
from davylamp.dossier.html import page_environment, page_style

__all__ = ["SCHEMA", "comparison_html", "comparison_record"]

SCHEMA: Final = "compare/1"


def comparison_record(answer: Comparison) -> dict[str, Any]:
    """Return a comparison as mappings, lists, texts and finite numbers."""
    return {
        "designs": [
            {
                "label": label,
                "title": dossier.title,
                "file": dossier.file,
                "sha256": dossier.sha256,
                "severity": dossier.severity.value,
                "counts": {key.value: count for key, count in dossier.counts.items()},
            }
            for label, dossier in zip(answer.labels, answer.dossiers, strict=True)
        ],
        "figures": [
            {
                "key": row.key,
                "label": row.label,
                "unit": row.unit,
                "values": list(row.values),
                "spans": [None if span is None else list(span) for span in row.spans],
                "kinds": [kind.value for kind in row.kinds],
                "differences_from_first": list(row.differences),
                "verdict": row.verdict,
                "better": None if row.better is None else answer.labels[row.better],
            }
            for row in answer.figures
        ],
        "rules": [
            {
                "rule": row.rule.id,
                "quantity": row.rule.quantity,
                "severities": [None if item is None else item.value for item in row.severities],
                "findings": [
                    None
                    if item is None
                    else {
                        "subject": item.subject,
                        "title": item.title,
                        "value": item.value,
                        "unit": item.unit,
                    }
                    for item in row.findings
                ],
                "unknown": list(row.unknowns),
                "verdict": row.verdict,
                "better": None if row.better is None else answer.labels[row.better],
            }
            for row in answer.rules
        ],
        "hazards": [
            {
                "hazard": row.hazard.value,
                "moment": row.moment.value,
                "severities": [None if item is None else item.value for item in row.severities],
            }
            for row in answer.hazards
        ],
    }


def comparison_html(answer: Comparison) -> str:
    """Return the page of a comparison, which asks nothing of the outside."""
    page = page_environment().get_template("compare.html.j2")
    first = answer.dossiers[0]
    return page.render(
        answer=answer, style=page_style(), davylamp=first.davylamp, created=first.created
    )
