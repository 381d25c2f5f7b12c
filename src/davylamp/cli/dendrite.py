"""``davylamp dendrite``: will lithium get through, by which mechanism, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.dendrites.subject import Subject

__all__ = ["register"]

DrawsOption = Annotated[
    int, typer.Option("--draws", metavar="N", min=100, max=200_000, help="How many draws.")
]
CurrentOption = Annotated[
    str | None,
    typer.Option("--current", metavar="J", help="Current density, such as '0.5 mA/cm2'."),
]
PressureOption = Annotated[
    str | None, typer.Option("--pressure", metavar="P", help="Stack pressure, such as '5 MPa'.")
]
CapacityOption = Annotated[
    str | None,
    typer.Option("--capacity", metavar="Q", help="Lithium plated a charge, such as '3 mAh/cm2'."),
]
WarmthOption = Annotated[
    str | None, typer.Option("--temperature", metavar="T", help="Temperature, such as '60 degC'.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp dendrite --example sulfide",
            "davylamp dendrite cell.yaml --current '1 mA/cm2' --pressure '5 MPa'",
            "davylamp dendrite cell.yaml --html dendrites.html",
            "davylamp dendrite --example polymer --temperature '90 degC' --json",
        )
    )(dendrite)


def dendrite(
    cell: CellArgument = None,
    example: ExampleOption = None,
    current: CurrentOption = None,
    pressure: PressureOption = None,
    temperature: WarmthOption = None,
    capacity: CapacityOption = None,
    draws: DrawsOption = 4000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the draws.")] = 0,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page with bars and map.")
    ] = None,
    notes: Annotated[
        bool,
        typer.Option("--notes", help="Also print what each mechanism leaves out."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Lithium through the separator: the weakest link, its critical current, and how sure it is.

    Every mechanism is worked out from the same draws of what is not exactly known. Ratings fail
    nothing; a mechanism that lacks a number leaves the answer unknown at best.
    """
    from davylamp.dendrites.assessment import assess_dendrites, assessment_record

    subject = _subject(cell, example, current, pressure, temperature, capacity)
    answer = assess_dendrites(subject, draws=draws, seed=seed)
    if html is not None:
        from davylamp.cli.output import write_text
        from davylamp.dossier.dendrite_page import dendrite_html

        write_text(html, dendrite_html(answer))
    if as_json:
        from davylamp.cli.output import print_json

        print_json("dendrite/1", assessment_record(answer))
        return
    from davylamp.cli.dendrite_text import print_assessment

    print_assessment(answer, notes=notes)
    if html is not None:
        from davylamp.cli.output import print_notes

        print_notes((f"Wrote {html}.",))


def _subject(
    cell: Path | None,
    example: str | None,
    current: str | None,
    pressure: str | None,
    temperature: str | None,
    capacity: str | None,
) -> Subject:
    """Return the cell under the conditions of the command line."""
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity
    from davylamp.dendrites.assessment import under

    def given(option: str, text: str | None, unit: str) -> float | None:
        if text is None:
            return None
        try:
            return parse_quantity(text, unit)
        except InputError as error:
            raise InputError(f"{option}: {error.message}", remedy=error.remedy) from None

    return under(
        cell_from(cell, example, "dendrite"),
        current_A_per_m2=given("--current", current, "A/m2"),
        capacity_C_per_m2=given("--capacity", capacity, "C/m2"),
        temperature_K=given("--temperature", temperature, "K"),
        stack_pressure_Pa=given("--pressure", pressure, "Pa"),
    )
