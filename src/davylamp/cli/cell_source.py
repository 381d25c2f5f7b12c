"""The cell of a command line, a file or a shipped example, and the test it is put to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from davylamp.cell.model import Cell
    from davylamp.runaway.abuse import AbuseTest
    from davylamp.runaway.network import Network

__all__ = [
    "CellArgument",
    "ExampleOption",
    "NetworkOption",
    "SocOption",
    "StandardOption",
    "TestOption",
    "cell_from",
    "charge_from",
    "network_from",
    "test_from",
]

CellArgument = Annotated[Path | None, typer.Argument(metavar="[CELL.YAML]", help="The cell file.")]
ExampleOption = Annotated[
    str | None, typer.Option("--example", metavar="NAME", help="A shipped cell, such as sulfide.")
]
SocOption = Annotated[
    str | None, typer.Option("--soc", metavar="X", help="State of charge, such as 0.5 or '50 %'.")
]
NetworkOption = Annotated[
    Path | None,
    typer.Option(
        "--network", metavar="FILE", help="YAML with reactions of your own, used instead."
    ),
]

TestOption = Annotated[
    str, typer.Option("--test", metavar="TEST", help="A test of 'davylamp abuse --list'.")
]
StandardOption = Annotated[
    str, typer.Option("--standard", metavar="S", help="Its standard, such as 'UL 1642'.")
]


def cell_from(cell: Path | None, example: str | None, command: str) -> Cell:
    """Return the cell that a command line names.

    Raises
    ------
    InputError
        If it names none, or two.
    """
    from davylamp.cell import example_path, read_cell
    from davylamp.core.errors import InputError

    if cell is not None and example is None:
        return read_cell(cell)
    if cell is None and example is not None:
        return read_cell(example_path(example))
    both = "both a cell file and an example are given" if cell else "there is no cell"
    raise InputError(
        both, remedy=f"davylamp {command} cell.yaml, or davylamp {command} --example lagp"
    )


def charge_from(text: str | None) -> float | None:
    """Return a state of charge, 0 to 1; None for none.

    Raises
    ------
    InputError
        If it is not a share.
    """
    if text is None:
        return None
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity

    share = parse_quantity(text, "1")
    if not 0.0 <= share <= 1.0:
        raise InputError(f"a state of charge of {text} is not within 0 and 100 %")
    return share


def network_from(path: Path | None) -> Network | None:
    """Return the user's own network; None for none."""
    if path is None:
        return None
    from davylamp.runaway.networks import read_network

    return read_network(path)


def test_from(test: str, standard: str, soc: str | None) -> AbuseTest:
    """Return the abuse test that a command line names, at a state of charge."""
    from davylamp.runaway.abuse import AbuseTest

    charge = charge_from(soc)
    return AbuseTest(test, {} if charge is None else {"state_of_charge": charge}, standard)
