"""``davylamp validate``: published results beside what Davylamp computes."""

from __future__ import annotations

from typing import Annotated

import typer

from davylamp.cli.options import JsonOption, examples

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("davylamp validate", "davylamp validate --group oxygen --json"))(
        validate
    )


def validate(
    group: Annotated[
        str | None, typer.Option("--group", metavar="G", help="Only groups with this in the name.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare published results with ours.

    Every case stays in the list, hit or miss; tolerances were set before looking at the results.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from davylamp.cli.output import console, print_json, print_notes, print_table
    from davylamp.core.errors import InputError
    from davylamp.validation import all_cases, run_cases, value_text

    cases = [
        case for case in all_cases() if group is None or group.casefold() in case.group.casefold()
    ]
    if not cases:
        names = ", ".join(dict.fromkeys(case.group for case in all_cases()))
        raise InputError(f"no group has {group!r} in its name", remedy=f"groups are {names}")
    with Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        console=console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("", total=len(cases))
        results = run_cases(
            cases,
            lambda done, total, name: progress.update(
                task, completed=done, total=total, description=name
            ),
        )
    hits = sum(result.hit for result in results)
    if as_json:
        record = {"hits": hits, "cases": [result.record() for result in results]}
        print_json("validate/1", record)
        return
    for title in dict.fromkeys(result.case.group for result in results):
        rows = [
            (
                result.case.question,
                value_text(result.case.published, result.case.unit),
                value_text(result.computed, result.case.unit),
                "hit" if result.hit else "MISS",
                result.case.source,
            )
            for result in results
            if result.case.group == title
        ]
        print_table(title, ("case", "published", "computed", "", "source"), rows)
    print_notes((f"{hits} of {len(results)} cases hit; misses stay in the list.",))
