"""``davylamp uncertainty``: probability of runaway, quantiles, and which number matters."""

from __future__ import annotations

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
    from davylamp.runaway.abuse.bands import TestBand
    from davylamp.runaway.ensemble import Sensitivity

__all__ = ["register"]

_LISTED = 12


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp uncertainty --example sulfide --test arc --draws 10000",
            "davylamp uncertainty cell.yaml --test oven --matters runaway",
            "davylamp uncertainty cell.yaml --test arc --matters T2 --method morris --json",
        )
    )(uncertainty)


def uncertainty(
    cell: CellArgument = None,
    example: ExampleOption = None,
    test: TestOption = "arc",
    standard: StandardOption = "",
    draws: Annotated[
        int, typer.Option("--draws", metavar="N", min=2, max=1_000_000, help="How many draws.")
    ] = 2000,
    matters: Annotated[
        str | None,
        typer.Option(
            "--matters", metavar="FIGURE",
            help="Which number matters for peak, runaway, T1 or T2.",
        ),
    ] = None,
    method: Annotated[
        str, typer.Option("--method", metavar="M", help="sobol, or morris with fewer runs.")
    ] = "morris",
    size: Annotated[
        int | None,
        typer.Option(
            "--size", metavar="N", min=8,
            help="Trajectories of Morris (64), or base sample of Sobol (512, a power of two).",
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the draws.")] = 0,
    soc: SocOption = None,
    network: NetworkOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Probability of runaway of a cell, and what it hangs on.

    Every number of the reaction network that has a distribution is drawn from it. Draws without
    an answer count as unknown and make the probability a range. Steps whose rate nobody knows
    count at both ends: left out, and at once.
    """
    from davylamp.cli.output import print_json, print_notes
    from davylamp.cli.progress import progress_bar
    from davylamp.core.errors import InputError
    from davylamp.runaway.abuse.bands import run_bands
    from davylamp.runaway.ensemble.run import FIGURES

    if method not in ("sobol", "morris"):
        raise InputError(f"method {method!r} is not known", remedy="write sobol or morris")
    if matters is not None and matters not in FIGURES:
        raise InputError(
            f"figure {matters!r} is not known", remedy=f"choose one of {', '.join(FIGURES)}"
        )
    if matters is not None and method == "sobol" and size is not None and size & (size - 1):
        raise InputError(
            f"a base sample of {size} is not a power of two", remedy="such as --size 512"
        )
    chosen = test_from(test, standard, soc)
    subject = cell_from(cell, example, "uncertainty")
    own = network_from(network)
    with progress_bar() as tell:
        bands = run_bands(
            subject,
            chosen,
            draws=draws,
            network=own,
            seed=seed,
            progress=lambda share: tell(share, ""),
        )
        found = [] if matters is None else _matters(bands, chosen, matters, method, size, seed)
    if as_json:
        print_json(
            "uncertainty/1",
            {
                "test": chosen.label,
                "bands": [band.record() for band in bands],
                "matters": [_record(label, item) for label, item in found],
            },
        )
        return
    from davylamp.cli.abuse_text import print_bands

    print_bands(bands)
    for label, item in found:
        _show(label, item)
    if not found:
        print_notes(("Which number matters: add --matters T2.",))


def _matters(
    bands: tuple[TestBand, ...],
    test: Any,
    figure: str,
    method: Any,
    size: int | None,
    seed: int,
) -> list[tuple[str, Sensitivity]]:
    from davylamp.runaway.ensemble import what_matters

    return [
        (
            band.label,
            what_matters(
                band.ensemble.body, test, figure=figure, method=method, size=size, seed=seed,
                circuit=band.ensemble.circuit,
            ),
        )
        for band in bands
    ]  # fmt: skip


def _record(label: str, found: Sensitivity) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "label": label,
        "figure": found.figure,
        "runs": found.runs,
        "deviation": found.deviation,
        "lost_share": found.lost_share,
        "sobol": [asdict(item) for item in found.sobol],
        "morris": [asdict(item) for item in found.morris],
    }


def _show(label: str, found: Sensitivity) -> None:
    from davylamp.cli.output import print_notes, print_table

    title = f"What matters for {found.figure}" + (f", {label}" if label else "")
    if found.sobol:
        rows = [
            (
                item.name,
                f"{item.first:.2f} ± {item.first_95:.2f}",
                f"{item.total:.2f} ± {item.total_95:.2f}",
            )
            for item in found.sobol[:_LISTED]
        ]
        print_table(title, ("number", "by itself", "with interactions"), rows)
        notes = ["Shares of the variance (Sobol), with 95 % confidence by bootstrap."]
    elif found.morris:
        rows = [
            (
                item.name,
                f"{item.mean:+.3g}",
                f"{item.mean_absolute:.3g} ± {item.mean_absolute_95:.2g}",
            )
            for item in found.morris[:_LISTED]
        ]
        print_table(title, ("number", "mean effect", "mean size"), rows)
        notes = ["Change of the figure [K, or 1] from the 5 to the 95 % quantile of the number."]
    else:
        notes = [f"{title}: nothing, it is the same in every draw."]
    if found.lost_blocks:
        notes.append(
            f"{100.0 * found.lost_share:.0f} % of the groups of runs are left out, as the figure "
            "does not exist in one of their runs."
        )
    print_notes(notes)
