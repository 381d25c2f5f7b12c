"""``davylamp abuse``: abuse tests of a cell, with the figures a laboratory reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.runaway.abuse import AbuseTest, TestResult
    from davylamp.runaway.abuse.bands import TestBand

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp abuse --example sulfide --test arc",
            "davylamp abuse cell.yaml --test oven --standard 'GB 38031' --soc 0.5",
            "davylamp abuse cell.yaml --tests tests.yaml --json",
            "davylamp abuse cell.yaml --test dsc --network mine.yaml --csv curve.csv",
            "davylamp abuse cell.yaml --test arc --draws 1000",
            "davylamp abuse --list",
        )
    )(abuse)


def abuse(
    cell: Annotated[
        Path | None, typer.Argument(metavar="[CELL.YAML]", help="The cell file.")
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="NAME", help="Test a shipped cell, such as sulfide."),
    ] = None,
    test: Annotated[
        list[str] | None,
        typer.Option(
            "--test",
            metavar="TEST",
            help="dsc, arc, oven, ramp, heater, internal_short, nail, external_short or "
            "overcharge; repeat for more.",
        ),
    ] = None,
    tests: Annotated[
        Path | None,
        typer.Option("--tests", metavar="FILE", help="YAML with test blocks of your own."),
    ] = None,
    standard: Annotated[
        str,
        typer.Option("--standard", metavar="S", help="Standard of --test, such as 'UL 1642'."),
    ] = "",
    soc: Annotated[
        str | None,
        typer.Option("--soc", metavar="X", help="State of charge, such as 0.5 or '50 %'."),
    ] = None,
    network: Annotated[
        Path | None,
        typer.Option(
            "--network", metavar="FILE", help="YAML with reactions of your own, used instead."
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            metavar="N",
            min=2,
            max=1_000_000,
            help="Run each test on N draws of what is uncertain: probability and quantiles.",
        ),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write figures and curves there.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write the curves there.")
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="List the tests with their standards.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Run abuse tests of a cell.

    Each ends in what a laboratory reports: onset, runaway, highest temperature, heat, gas and
    venting, with their times. Steps whose rate nobody knows run at both ends: without them, and
    with them at once. What no model can tell is unknown, never a pass.
    """
    if listed:
        _list(as_json)
        return
    from davylamp.core.errors import InputError

    if (cell is None) == (example is None):
        both = "both a cell file and an example are given" if cell else "there is no cell to test"
        raise InputError(both, remedy="davylamp abuse cell.yaml, or davylamp abuse --example lagp")
    chosen = _chosen(test, tests, standard, soc)
    from davylamp.cell import example_path, read_cell
    from davylamp.cli.output import print_json
    from davylamp.runaway.abuse import run_test

    if example is not None:
        cell = example_path(example)
    assert cell is not None
    subject = read_cell(cell)
    own = None
    if network is not None:
        from davylamp.runaway.networks import read_network

        own = read_network(network)
    results: list[TestResult] = []
    bands: list[tuple[TestBand, ...]] = []
    with _progress(len(chosen)) as advance:
        for item in chosen:
            advance(item.label, 0.0)
            results.append(run_test(subject, item, network=own))
            if draws is None:
                bands.append(())
            else:
                from davylamp.runaway.abuse.bands import run_bands

                bands.append(
                    run_bands(
                        subject,
                        item,
                        draws=draws,
                        network=own,
                        progress=partial(advance, item.label),
                    )
                )
            advance(item.label, 1.0)
    written = _write_files(results, html, csv)
    if as_json:
        records = [
            {**result.record(), "bands": [band.record() for band in found]}
            for result, found in zip(results, bands, strict=True)
        ]
        print_json("abuse/1", {"tests": records})
        return
    from davylamp.cli.abuse_text import print_result
    from davylamp.cli.output import print_notes

    for result, found in zip(results, bands, strict=True):
        print_result(result, found)
    print_notes([f"Wrote {path}." for path in written])


def _chosen(
    names: list[str] | None, file: Path | None, standard: str, soc: str | None
) -> list[AbuseTest]:
    """Return the tests of the command line and of the file."""
    from dataclasses import replace

    from davylamp.core.errors import InputError
    from davylamp.runaway.abuse import AbuseTest, find_standard

    if standard and not names:
        raise InputError("--standard needs a test", remedy="add for example --test oven")
    chosen = []
    for name in names or []:
        find_standard(name, standard)
        chosen.append(AbuseTest(name, standard_name=standard))
    if file is not None:
        from davylamp.runaway.abuse import read_tests

        chosen += read_tests(file)
    if not chosen:
        raise InputError(
            "no test is named", remedy="add --test arc, or --tests FILE; davylamp abuse --list"
        )
    if soc is None:
        return chosen
    from davylamp.runaway.abuse import make_test

    share = make_test("arc", state_of_charge=soc).given["state_of_charge"]
    return [
        item
        if "state_of_charge" in item.given or item.test == "overcharge"
        else replace(item, given={**item.given, "state_of_charge": share})
        for item in chosen
    ]


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str, float], None]]:
    """Yield what moves a bar, by the share done of one test; nothing where nobody watches."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from davylamp.cli.output import console

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        done = 0

        def advance(name: str, share: float) -> None:
            nonlocal done
            bar.update(task, completed=done + share, description=name)
            done += share >= 1.0

        yield advance


def _list(as_json: bool) -> None:
    from davylamp.cli.output import print_json, print_notes, print_table
    from davylamp.runaway.abuse import list_tests

    if as_json:
        print_json("abuse-tests/1", {"tests": [item.record() for item in list_tests()]})
        return
    rows = [
        (item.test, item.name or "–", item.edition, item.clause, item.title)
        for item in list_tests()
    ]
    print_table("Tests", ("test", "standard", "edition", "clause", "what"), rows)
    print_notes(("The first standard of a test is taken if none is named.",))


def _write_files(results: list[TestResult], html: Path | None, csv: Path | None) -> list[Path]:
    from davylamp.core.errors import UnreadableFileError

    written: list[Path] = []
    for path in (html, csv):
        if path is None:
            continue
        if path is html:
            from davylamp.cli.abuse_page import page

            text = page(results)
        else:
            from davylamp.cli.abuse_page import curves_csv

            text = curves_csv(results)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UnreadableFileError(
                f"cannot write {path}: {error.strerror}",
                remedy="name a file in a folder that is there",
            ) from None
        written.append(path)
    return written
