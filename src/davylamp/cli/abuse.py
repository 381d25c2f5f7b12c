"""``davylamp abuse``: abuse tests of a cell, with the figures a laboratory reports."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.cell_source import (
    CellArgument,
    ExampleOption,
    NetworkOption,
    SocOption,
    cell_from,
    network_from,
)
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from collections.abc import Callable

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
    cell: CellArgument = None,
    example: ExampleOption = None,
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
    soc: SocOption = None,
    network: NetworkOption = None,
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
    from davylamp.cli.output import print_json
    from davylamp.cli.progress import progress_bar
    from davylamp.runaway.abuse import run_test

    subject = cell_from(cell, example, "abuse")
    chosen = _chosen(test, tests, standard, soc)
    own = network_from(network)
    results: list[TestResult] = []
    bands: list[tuple[TestBand, ...]] = []
    with progress_bar() as tell:
        for place, item in enumerate(chosen):
            advance = partial(_advance, tell, place, len(chosen), item.label)
            advance(0.0)
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
                        progress=advance,
                    )
                )
            advance(1.0)
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


def _advance(
    tell: Callable[[float, str], None], place: int, count: int, label: str, share: float
) -> None:
    """Tell how much of one test among several is done."""
    tell((place + share) / count, label)


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
    if html is None and csv is None:
        return []
    from davylamp.cli.abuse_page import curves_csv, page
    from davylamp.cli.output import write_text

    written = [] if html is None else [write_text(html, page(results))]
    return written if csv is None else [*written, write_text(csv, curves_csv(results))]
