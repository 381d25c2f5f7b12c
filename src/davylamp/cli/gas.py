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
        epilog=examples(
            "davylamp gas --example sulfide",
            "davylamp gas cell.yaml --volume '30 m3' --air-changes '6 1/h'",
            "davylamp gas cell.yaml --volume '1 m3' --cells 12 --html gas.html",
            "davylamp gas --example polymer --json",
        )
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
    from davylamp.core.units import parse_quantity
    from davylamp.gas.assessment import assess_gas, assessment_record

    asked = _enclosed(cell_from(cell, example, "gas"), volume, air_changes, air_flow, cells)
    answer = assess_gas(asked, own=user_phases(phases), until_s=parse_quantity(until, "s"))
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
    from davylamp.core.units import parse_quantity
    from davylamp.gas.assessment import in_enclosure

    def given(option: str, text: str | None, unit: str) -> float | None:
        if text is None:
            return None
        try:
            return parse_quantity(text, unit)
        except InputError as error:
            raise InputError(f"{option}: {error.message}", remedy=error.remedy) from None

    return in_enclosure(
        cell,
        volume_m3=given("--volume", volume, "m3"),
        air_changes_per_s=given("--air-changes", air_changes, "1/s"),
        air_flow_m3_per_s=given("--air-flow", air_flow, "m3/s"),
        cells=cells,
    )
