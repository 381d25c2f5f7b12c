"""``davylamp validate``: every published case beside our answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.validation import CaseResult

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp validate",
            "davylamp validate --group windows",
            "davylamp validate --json",
            "davylamp validate --markdown validation.md",
        )
    )(validate)


def validate(
    group: Annotated[
        str | None, typer.Option("--group", help="Only groups whose name contains this.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", help="Also write the table to this file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run every published case and show hits and misses; nothing is tuned to pass."""
    from davylamp.cli.output import console, print_json, print_notes, print_table
    from davylamp.core.errors import InputError
    from davylamp.validation import all_cases, as_markdown, run_cases, value_text

    cases = all_cases()
    if group is not None:
        groups = sorted({case.group for case in cases})
        cases = tuple(case for case in cases if group.casefold() in case.group.casefold())
        if not cases:
            raise InputError(f"no group contains {group!r}", remedy=f"groups: {'; '.join(groups)}")
    from rich.progress import Progress

    with Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("validating", total=len(cases))
        results = run_cases(cases, lambda done, _total, _name: bar.update(task, completed=done))
    if markdown is not None:
        markdown.write_text(as_markdown(results), encoding="utf-8")
    hits = sum(result.hit for result in results)
    if as_json:
        print_json(
            "validation/1",
            {
                "cases": len(results),
                "hits": hits,
                "misses": len(results) - hits,
                "results": [result.record() for result in results],
            },
        )
        return
    by_group: dict[str, list[CaseResult]] = {}
    for result in results:
        by_group.setdefault(result.case.group, []).append(result)
    for name, members in by_group.items():
        print_table(
            name,
            ("question", "published", "computed", "difference", "", "source"),
            [
                (
                    result.case.question,
                    value_text(result.case.published, result.case.unit),
                    value_text(result.computed, result.case.unit),
                    value_text(result.difference, ""),
                    "hit" if result.hit else "MISS",
                    result.case.source,
                )
                for result in members
            ],
            right=(1, 2, 3),
        )
    print_notes(
        [
            f"{result.case.id}: {result.case.note}"
            for result in results
            if result.case.note and not result.hit
        ]
    )
    print_notes([f"{hits} of {len(results)} cases hit."])
