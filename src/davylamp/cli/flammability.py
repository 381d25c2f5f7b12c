"""``davylamp flammability``: whether a gas mixture, or the gas of a cell, burns in air."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.cell_source import ExampleOption
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.cli.flammability_options import Conditions

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        short_help="Whether gas burns in air: limits, flame, pressure.",
        epilog=examples(
            "davylamp flammability 'H2:55,CO2:18,CO:11,CH4:10'",
            "davylamp flammability 'H2:55,CO2:18,CO:11,CH4:10' --issuer NFPA --concentration '2 %'",
            "davylamp flammability 'H2:48,N2:52' --temperature '200 degC' --velocity",
            "davylamp flammability 'DMC:5,CO2:95' --limit DMC:4.2:12.9",
            "davylamp flammability --example sulfide --html burning.html",
        ),
    )(flammability)


def flammability(
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[MIXTURE|CELL.YAML]", help="Gases with their shares, or a cell file."
        ),
    ] = None,
    example: ExampleOption = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="ID", help="Of a cell: which of its sources of gas."),
    ] = None,
    temperature: Annotated[
        str, typer.Option("--temperature", metavar="T", help="Before burning.")
    ] = "25 degC",
    pressure: Annotated[
        str, typer.Option("--pressure", metavar="P", help="Before burning.")
    ] = "1 atm",
    oxygen: Annotated[
        str | None,
        typer.Option("--oxygen", metavar="X", help="Oxygen in the gas around, such as '10 %'."),
    ] = None,
    inert: Annotated[
        bool, typer.Option("--inert/--air", help="The gas around has no oxygen, as a glove box.")
    ] = False,
    concentration: Annotated[
        str | None,
        typer.Option("--concentration", metavar="X", help="Share in air: does it burn there?"),
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", metavar="IEC|NFPA", help="Whose limits; else the cautious."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", metavar="GAS:LOW:HIGH", help="Limits of your own [%]; repeat."),
    ] = None,
    velocity: Annotated[
        bool,
        typer.Option(
            "--velocity", help="Also the laminar burning velocity: seconds, kept on disk."
        ),
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write a page.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Whether a gas mixture burns in air: limits, flame, pressure, oxygen it needs.

    Lower and upper limit by Le Chatelier with the inert gases of ISO 10156, moved with temperature;
    adiabatic flame and pressure in a closed volume. Of a cell: the gas of each of its failures, and
    whether the oxygen of its cathode burns it without air.
    """
    from davylamp.cli.flammability_case import of_cell, of_mixture
    from davylamp.cli.flammability_options import conditions_of
    from davylamp.cli.flammability_text import show
    from davylamp.cli.output import print_json, write_text

    asked = conditions_of(
        temperature, pressure, oxygen, inert, concentration, issuer, limit, velocity
    )
    record = _answer(subject, example, source, asked, of_cell, of_mixture)
    if html is not None:
        from davylamp.cli.flammability_html import flammability_html

        write_text(html, flammability_html(record))
        record["html"] = str(html)
    if as_json:
        print_json("flammability/1", record)
        return
    show(record)


def _answer(
    subject: str | None,
    example: str | None,
    source: str | None,
    asked: Conditions,
    of_cell: Any,
    of_mixture: Any,
) -> dict[str, Any]:
    from davylamp.cli.cell_source import cell_from
    from davylamp.cli.progress import progress_bar
    from davylamp.core.errors import InputError

    if subject is not None and _is_gas(subject):
        subject = f"{subject}:1"
    is_mixture = subject is not None and (":" in subject or "=" in subject)
    is_mixture = is_mixture and not Path(subject or "").is_file()
    if is_mixture and example is not None:
        raise InputError(
            "both a mixture and an example are given", remedy="ask one question at a time"
        )
    if is_mixture and source is not None:
        raise InputError("--source is one of a cell", remedy="leave it out, or give a cell file")
    if subject is None and example is None:
        raise InputError(
            "there is neither a mixture nor a cell",
            remedy="davylamp flammability 'H2:55,CO2:18,CO:11,CH4:10', or --example sulfide",
        )
    with progress_bar() as tell:
        if is_mixture:
            record: dict[str, Any] = of_mixture(subject, asked, tell)
        else:
            cell = cell_from(None if subject is None else Path(subject), example, "flammability")
            record = of_cell(cell, source, asked, tell)
    return record


def _is_gas(subject: str) -> bool:
    """Return whether this names one gas, and no file."""
    from davylamp.core.errors import InputError
    from davylamp.gas.species import find_species

    if Path(subject).is_file():
        return False
    try:
        find_species(subject)
    except InputError:
        return False
    return True
