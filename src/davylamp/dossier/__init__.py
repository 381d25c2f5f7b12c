"""One dossier about one cell: findings with number, evidence and sources, as JSON, text, HTML."""

from davylamp.dossier.compare import Comparison, compare, compare_dossiers
from davylamp.dossier.compare_record import comparison_html, comparison_record
from davylamp.dossier.findings import Dossier, Finding, Reference, Section
from davylamp.dossier.html import dossier_html
from davylamp.dossier.layers import Layer, Part, layers_of, layers_svg
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import (
    Band,
    Column,
    Entry,
    Field,
    Mark,
    Plot,
    PlotKind,
    Series,
    Table,
)
from davylamp.dossier.record import SCHEMA, dossier_json, dossier_record, dossier_schema
from davylamp.dossier.rooms import assess
from davylamp.dossier.rules import RULES, Rule, judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.terminal import print_dossier

__all__ = [
    "RULES",
    "SCHEMA",
    "Band",
    "Column",
    "Comparison",
    "Dossier",
    "Entry",
    "Field",
    "Finding",
    "Hazard",
    "Layer",
    "Mark",
    "Moment",
    "Part",
    "Plot",
    "PlotKind",
    "Reference",
    "Rule",
    "Section",
    "Series",
    "Severity",
    "Table",
    "assess",
    "compare",
    "compare_dossiers",
    "comparison_html",
    "comparison_record",
    "dossier_html",
    "dossier_json",
    "dossier_record",
    "dossier_schema",
    "judge",
    "layers_of",
    "layers_svg",
    "number",
    "print_dossier",
    "quantity",
    "worst",
]
