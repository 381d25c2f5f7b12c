"""``davylamp gas``: gas of a cell from its sources to the room, and what it does there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, PhasesOption, examples

if TYPE_CHECKING:
    from davylamp.cell.model import Cell

__all__ = ["register"]

VolumeOption = Annotated[
    str | None,
    typer.Option("--volume", metavar="V", help="Room or enclosure it opens in, such as '1 m3'."),
]
ChangesOption = Annotated[
    str | None, typer.Option("--air-changes", metavar="N", help="Fresh air, such as '6 1/h'.")
]
FlowOption = Annotated[
    str | None, typer.Option("--air-flow", metavar="Q", help="The same as a flow: '100 m3/h'.")
]
CellsOption = Annotated[
    int | None, typer.Option("--cells", metavar="N", min=1, help="Cells that open at once.")
]
UntilOption = Annotated[
    str, typer.Option("--until", metavar="T", help="End of the curves, such as '30 min'.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        short_help="Gas from its sources to the room, and what it does there.",
        epilog=examples(
            "davylamp gas --example sulfide",
            "davylamp gas cell.yaml --volume '30 m3' --air-changes '6 1/h'",
            "davylamp gas cell.yaml --volume '1 m3' --cells 12 --html gas.html",
            "davylamp gas --example polymer --json",
        ),
    )(gas)


def gas(
    cell: CellArgument = None,
    example: ExampleOption = None,
    volume: VolumeOption = None,
    air_changes: ChangesOption = None,
    air_flow: FlowOption = None,
    cells: CellsOption = None,
    until: UntilOption = "2 h",
    phases: PhasesOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page with the curves.")
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Also print what each number rests on and leaves out.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Gas from its sources to the room: how much, whether it poisons, burns or bursts the cell.

    Every source at every moment of the cell's life, the pressure inside, the air of the place
    where it comes out beside the limits, and the air that would dilute it. Without an enclosure a
    room of 100 m3 without fresh air is assumed, and said to be.
    """
    from davylamp.cli.options import user_phases
    from davylamp.gas.assessment import assess_gas, assessment_record

    until_s = _given("--until", until, "s", "2 h") or 0.0
    asked = _enclosed(cell_from(cell, example, "gas"), volume, air_changes, air_flow, cells)
    answer = assess_gas(asked, own=user_phases(phases), until_s=until_s)
    if html is not None:
        from davylamp.cli.output import write_text
        from davylamp.dossier.gas_page import gas_html

        write_text(html, gas_html(answer))
    if as_json:
        from davylamp.cli.output import print_json

        print_json("gas/1", assessment_record(answer))
        return
    from davylamp.cli.gas_text import print_gas

    print_gas(answer, notes=notes)
    if html is not None:
        from davylamp.cli.output import print_notes

        print_notes((f"Wrote {html}.",))


def _enclosed(
    cell: Cell,
    volume: str | None,
    air_changes: str | None,
    air_flow: str | None,
    cells: int | None,
) -> Cell:
    """Return the cell in the enclosure of the command line."""
    from davylamp.core.errors import InputError
    from davylamp.gas.assessment import in_enclosure

    if air_changes is not None and air_flow is not None:
        raise InputError("--air-changes and --air-flow are given", remedy="give one of them")
    return in_enclosure(
        cell,
        volume_m3=_given("--volume", volume, "m3", "30 m3"),
        air_changes_per_s=_given("--air-changes", air_changes, "1/s", "6 1/h", least="0 1/h"),
        air_flow_m3_per_s=_given("--air-flow", air_flow, "m3/s", "100 m3/h", least="0 m3/h"),
        cells=cells,
    )


def _given(
    option: str, text: str | None, unit: str, example: str, *, least: str = ""
) -> float | None:
    """Return the number of an option, above zero unless `least` allows zero; None for none."""
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity

    if text is None:
        return None
    try:
        value = parse_quantity(text, unit)
    except InputError as error:
        # What a missing unit or a wrong one is answered with suits lengths inside a cell.
        raise InputError(
            f"{option}: {error.message}", remedy=f"write {option} '{example}'"
        ) from None
    if value < 0.0 or (value == 0.0 and not least):
        wanted = f"{least} or more" if least else "above zero"
        raise InputError(f"{option} {text} is not {wanted}", remedy=f"write {option} '{example}'")
    return value
