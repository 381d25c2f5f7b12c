"""``davylamp safeguard``: an abuse test without and with safeguards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.cell_source import (
    CellArgument,
    ExampleOption,
    NetworkOption,
    SocOption,
    StandardOption,
    TestOption,
    cell_from,
    network_from,
    test_from,
)
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.runaway.abuse import TestResult

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp safeguard --example sulfide --test arc --filler 'Mg(OH)2' --share '10 %'",
            "davylamp safeguard cell.yaml --test nail --with safeguards.yaml --json",
        )
    )(safeguard)


def safeguard(
    cell: CellArgument = None,
    example: ExampleOption = None,
    test: TestOption = "arc",
    standard: StandardOption = "",
    file: Annotated[
        Path | None,
        typer.Option("--with", metavar="FILE", help="YAML with a 'safeguards:' list."),
    ] = None,
    filler: Annotated[
        str | None,
        typer.Option("--filler", metavar="F", help="An endothermic filler: Mg(OH)2, Al(OH)3."),
    ] = None,
    share: Annotated[
        str, typer.Option("--share", metavar="X", help="Its mass over that of the cell with it.")
    ] = "5 %",
    soc: SocOption = None,
    network: NetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what safeguards change in an abuse test.

    A thermo-responsive electrolyte, a flame retardant or an endothermic filler: every figure of
    the test without and with them.
    """
    from dataclasses import replace

    from davylamp.cli.output import print_json, print_notes, print_table, print_unknown
    from davylamp.core.errors import InputError
    from davylamp.runaway.abuse import run_test

    plain = test_from(test, standard, soc)
    chosen = _safeguards(file, filler, share)
    if not chosen:
        raise InputError("no safeguard is named", remedy="add --filler 'Mg(OH)2' or --with FILE")
    subject, own = cell_from(cell, example, "safeguard"), network_from(network)
    without = run_test(subject, plain, network=own)
    guarded = run_test(subject, replace(plain, safeguards=chosen), network=own)
    notes = [note for note in guarded.notes if note not in without.notes]
    if as_json:
        record = {"without": without.record(), "with": guarded.record(), "notes": notes}
        print_json("safeguard/1", record)
        return
    rows = _rows(without, guarded)
    print_table(f"{without.body}: {plain.label}", ("figure", "without", "with"), rows)
    print_unknown([item for item in guarded.unknown if item not in without.unknown])
    print_notes(notes)


def _safeguards(file: Path | None, filler: str | None, share: str) -> tuple[Any, ...]:
    from davylamp.runaway.safeguards import read_safeguards

    found: list[Any] = []
    if file is not None:
        from davylamp.cell.yaml_tree import load_yaml, read_text

        tree = load_yaml(read_text(file, str(file)), str(file))
        data = tree.data
        if isinstance(data, dict) and "safeguards" in data:
            found += read_safeguards(data["safeguards"], str(file), tree=tree)
        else:
            found += read_safeguards(data, str(file), tree=tree, at=())
    if filler is not None:
        entry = {"kind": "endothermic-filler", "material": filler, "mass_fraction": share}
        found += read_safeguards([entry], "--filler")
    return tuple(found)


def _rows(without: TestResult, guarded: TestResult) -> list[tuple[str, str, str]]:
    from davylamp.cli.abuse_text import figure_text

    after = {figure.name: figure for figure in guarded.figures}
    rows = []
    for figure in without.figures:
        if figure.name in after:
            rows.append(
                (figure.title, figure_text(figure)[0], figure_text(after.pop(figure.name))[0])
            )
    rows += [(figure.title, "–", figure_text(figure)[0]) for figure in after.values()]
    return rows
