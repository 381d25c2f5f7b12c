"""``davylamp compare``: designs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.dossier import Comparison

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp compare a.yaml b.yaml",
            "davylamp compare a.yaml b.yaml --html compare.html",
            "davylamp compare cell.yaml --example polymer --json",
        )
    )(compare)


def compare(
    cells: Annotated[
        list[Path] | None, typer.Argument(metavar="[CELL.YAML]...", help="Two cell files or more.")
    ] = None,
    example: Annotated[
        list[str] | None,
        typer.Option("--example", metavar="NAME", help="A shipped cell; repeat for more."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page as well.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Designs side by side: figures, worst findings, and which is better by each rule.

    Nothing is called better as long as one of the designs is unknown in that respect.
    """
    from davylamp.cell import example_path
    from davylamp.cli.output import print_json, write_text
    from davylamp.core.errors import InputError, UnreadableFileError

    paths = [*(cells or []), *(example_path(name) for name in example or [])]
    if len(paths) < 2:
        raise InputError(
            f"{'one design' if paths else 'no design'} to compare",
            remedy="davylamp compare a.yaml b.yaml, or --example sulfide --example polymer",
        )
    if html is not None and not html.parent.is_dir():
        raise UnreadableFileError(f"there is no folder {html.parent}", remedy="make it first")
    from davylamp.dossier import compare as set_side_by_side
    from davylamp.dossier import comparison_html, comparison_record

    answer = set_side_by_side(paths)
    if html is not None:
        write_text(html, comparison_html(answer))
    if as_json:
        print_json("compare/1", comparison_record(answer))
        return
    _show(answer)
    if html is not None:
        from davylamp.cli.output import print_notes

        print_notes((f"Wrote {html}.",))


def _show(answer: Comparison) -> None:
    from davylamp.cli.output import print_facts, print_notes, print_table
    from davylamp.dossier.numbers import number, quantity
    from davylamp.dossier.palette import GLYPH, WORD
    from davylamp.dossier.severity import Severity

    labels = answer.labels
    print_facts("", list(zip(labels, (item.title for item in answer.dossiers), strict=True)))

    def sign(severity: Severity | None) -> str:
        return "–" if severity is None else f"{GLYPH[severity]} {WORD[severity].lower()}"

    rows = [
        (sign(level), *(str(dossier.counts[level]) for dossier in answer.dossiers))
        for level in Severity
    ]
    places = range(1, len(labels) + 1)
    print_table("Findings", ("", *labels), rows, right=tuple(places))
    print_table(
        "Figures",
        ("", *labels, *(f"{label} − {labels[0]}" for label in labels[1:]), "verdict"),
        [
            (
                row.label,
                *(quantity(value, row.unit) for value in row.values),
                *(number(value) for value in row.differences[1:]),
                answer.words(row),
            )
            for row in answer.figures
        ],
        right=tuple(range(1, 2 * len(labels))),
    )
    print_table(
        "Worst finding by each rule",
        ("rule", *labels, "verdict"),
        [
            (
                row.rule.id,
                *(
                    f"{sign(severity)}{_more(severity, unknown)}"
                    for severity, unknown in zip(row.severities, row.unknowns, strict=True)
                ),
                answer.words(row),
            )
            for row in answer.rules
        ],
    )
    print_notes(
        (
            "Nothing is called better as long as one of the designs is unknown in that respect; "
            "a dash means that nothing was assessed, which is no judgement.",
        )
    )


def _more(severity: object, unknown: int) -> str:
    from davylamp.dossier.severity import Severity

    return f", {unknown} unknown" if unknown and severity is not Severity.UNKNOWN else ""
