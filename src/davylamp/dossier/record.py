"""A dossier as plain JSON types, by a published schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from davylamp.dossier.findings import Dossier, Finding, Section
from davylamp.dossier.parts import Entry, Field, Plot, Table
from davylamp.dossier.severity import Hazard, Moment

__all__ = ["SCHEMA", "dossier_json", "dossier_record", "dossier_schema"]

#: Name and version of the format; the version rises when a key changes its meaning or goes.
SCHEMA: Final = "davylamp.dossier/1"


def dossier_record(dossier: Dossier) -> dict[str, Any]:
    """Return a dossier as mappings, lists, texts and finite numbers."""
    return {
        "schema": SCHEMA,
        "davylamp": dossier.davylamp,
        "created": dossier.created,
        "title": dossier.title,
        "description": dossier.description,
        "file": dossier.file,
        "sha256": dossier.sha256,
        "summary": {
            "severity": dossier.severity.value,
            "counts": {severity.value: count for severity, count in dossier.counts.items()},
            "hazards": [_hazard(dossier, hazard, moment) for hazard in Hazard for moment in Moment],
        },
        "layers": [
            {
                "title": layer.title,
                "thickness_m": layer.thickness_m,
                "parts": [
                    {"field": part.field, "role": part.role, "material": part.material}
                    for part in layer.parts
                ],
            }
            for layer in dossier.layers
        ],
        "sections": [_section(section) for section in dossier.sections],
        "rules": [
            {
                "id": rule.id,
                "quantity": rule.quantity,
                "unit": rule.unit,
                "worse": rule.worse,
                "danger": rule.danger,
                "warning": rule.warning,
                "notice": rule.notice,
                "basis": rule.basis,
                "kind": rule.kind.value,
            }
            for rule in dossier.rules
        ],
        "references": [
            {
                "key": reference.key,
                "text": reference.text,
                "identifier": reference.identifier,
                "url": reference.url,
            }
            for reference in dossier.references
        ],
        "data": dict(dossier.data),
        "cell": dossier.cell,
        "notes": list(dossier.notes),
    }


def dossier_json(dossier: Dossier) -> str:
    """Return a dossier as JSON text; a number that is not finite is refused."""
    return json.dumps(dossier_record(dossier), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def dossier_schema() -> Mapping[str, Any]:
    """Return the JSON schema (draft 2020-12) of `dossier_record`."""
    text = (files("davylamp.dossier") / "dossier.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _hazard(dossier: Dossier, hazard: Hazard, moment: Moment) -> dict[str, Any]:
    severity, count = dossier.hazard(hazard, moment)
    return {
        "hazard": hazard.value,
        "moment": moment.value,
        "severity": None if severity is None else severity.value,
        "findings": count,
    }


def _section(section: Section) -> dict[str, Any]:
    severity = section.severity
    return {
        "id": section.id,
        "title": section.title,
        "group": section.group,
        "lead": section.lead,
        "fields": list(section.fields),
        "severity": None if severity is None else severity.value,
        "findings": [_finding(finding) for finding in section.ordered],
        "entries": [_entry(entry) for entry in section.entries],
        "tables": [_table(table) for table in section.tables],
        "plots": [_plot(plot) for plot in section.plots],
        "notes": list(section.notes),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "subject": finding.subject,
        "title": finding.title,
        "severity": finding.severity.value,
        "hazards": [hazard.value for hazard in finding.hazards],
        "moments": [moment.value for moment in finding.moments],
        "value": finding.value,
        "unit": finding.unit,
        "uncertainty": finding.uncertainty,
        "kind": finding.kind.value,
        "sources": list(finding.sources),
        "explanation": finding.explanation,
        "unknown": finding.unknown,
        "settle": finding.settle,
        "rule": finding.rule,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "label": entry.label,
        "value": entry.value,
        "unit": entry.unit,
        "uncertainty": entry.uncertainty,
        "kind": entry.kind.value,
        "sources": list(entry.sources),
        "note": entry.note,
    }


def _table(table: Table) -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    return {
        "id": table.id,
        "title": table.title,
        "columns": [{"key": column.key, "heading": column.heading} for column in table.columns],
        "rows": [dict(zip(keys, row, strict=True)) for row in table.rows],
        "note": table.note,
    }


def _plot(plot: Plot) -> dict[str, Any]:
    return {
        "id": plot.id,
        "kind": plot.kind.value,
        "title": plot.title,
        "alt": plot.alt,
        "x_title": plot.x_title,
        "y_title": plot.y_title,
        "series": [
            {
                "name": series.name,
                "x": list(series.x),
                "y": list(series.y),
                "upper": list(series.upper),
                "severities": [severity.value for severity in series.severities],
                "text": list(series.text),
                "middle": list(series.middle),
            }
            for series in plot.series
        ],
        "bands": [{"low": b.low, "high": b.high, "label": b.label, "of": b.of} for b in plot.bands],
        "note": plot.note,
        "field": None if plot.field is None else _field(plot.field),
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "x": list(field.x),
        "y": list(field.y),
        "values": [list(row) for row in field.values],
        "title": field.title,
        "contour": field.contour,
        "contour_label": field.contour_label,
        "groups": [list(row) for row in field.groups],
        "group_names": list(field.group_names),
        "marks": [{"x": mark.x, "y": mark.y, "label": mark.label} for mark in field.marks],
        "empty": field.empty,
    }
