"""``davylamp operate``: heat in normal use, and the field of a pouch cell with tabs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from davylamp.cell import Cell
    from davylamp.runaway.operation import Cooling, Given, PouchField

__all__ = ["rate_from", "register"]

_RATE = re.compile(r"(?:(?P<times>\d+\.?\d*|\.\d+)\s*C?|C\s*/\s*(?P<by>\d+\.?\d*|\.\d+))")
_MAX_BYTES = 5_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp operate --example sulfide --rate 1C",
            "davylamp operate cell.yaml --rate C/3 --charge --interface '20 ohm*cm2'",
            "davylamp operate cell.yaml --rate 3C --tabs opposite --resistance '30 ohm*cm2'",
            "davylamp operate cell.yaml --rate 1C --pybamm ORegan2022 --json",
        )
    )(operate)


def operate(
    cell: CellArgument = None,
    example: ExampleOption = None,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar="C", help="Rate, such as 1C or C/3.")
    ] = None,
    current: Annotated[
        str | None, typer.Option("--current", metavar="I", help="Current, such as '2 A'.")
    ] = None,
    charge: Annotated[bool, typer.Option("--charge", help="Charge; without it discharge.")] = False,
    soc: Annotated[
        str | None, typer.Option("--soc", metavar="S", help="State of charge, such as '50 %'.")
    ] = None,
    temperature: Annotated[
        str | None,
        typer.Option("--temperature", metavar="T", help="Around the cell; else of the cell file."),
    ] = None,
    cooling: Annotated[
        str, typer.Option("--cooling", metavar="H", help="Heat transfer coefficient.")
    ] = "10 W/m2/K",
    resistance: Annotated[
        str | None,
        typer.Option("--resistance", metavar="R", help="Of the whole cell, measured, per area."),
    ] = None,
    interface: Annotated[
        str | None, typer.Option("--interface", metavar="R", help="Of all interfaces, per area.")
    ] = None,
    reaction: Annotated[
        str | None, typer.Option("--reaction", metavar="R", help="Charge transfer, per area.")
    ] = None,
    overpotential: Annotated[
        str | None,
        typer.Option("--overpotential", metavar="V", help="Of the reaction, such as '20 mV'."),
    ] = None,
    entropy: Annotated[
        str | None, typer.Option("--entropy", metavar="E", help="dU/dT, such as '-0.1 mV/K'.")
    ] = None,
    activation: Annotated[
        str | None,
        typer.Option("--activation", metavar="E", help="Of the resistances given, '0.3 eV'."),
    ] = None,
    tabs: Annotated[
        str | None,
        typer.Option("--tabs", metavar="same|opposite|long", help="Field of a pouch with tabs."),
    ] = None,
    tab_width: Annotated[
        str | None, typer.Option("--tab-width", metavar="W", help="Width of each tab.")
    ] = None,
    aspect: Annotated[
        float | None, typer.Option("--aspect", metavar="A", help="Height over width; else 1.5.")
    ] = None,
    contact: Annotated[
        Path | None,
        typer.Option("--contact", metavar="CSV", help="Map of the share in contact, 0 to 1."),
    ] = None,
    pybamm: Annotated[
        str | None,
        typer.Option("--pybamm", metavar="SET|BPX", help="Heat from PyBaMM as well."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Heat in normal use, by source, and how warm it makes the cell.

    Ohmic, interface, reaction and entropic heat at a current; steady temperature and a whole
    charge or discharge; with --tabs the temperature and current over the face of a pouch cell.
    """
    from davylamp.cli.operate_output import print_answer, record
    from davylamp.cli.output import print_json
    from davylamp.core.errors import DavylampError, InputError
    from davylamp.core.units import parse_quantity
    from davylamp.runaway.operation import (
        Cooling,
        Given,
        steady_state,
        warm_up,
    )

    subject = cell_from(cell, example, "operate")
    if tabs is None and (contact, tab_width, aspect) != (None, None, None):
        raise InputError("a map of contact and sizes of tabs need --tabs")

    def number(text: str | None, unit: str) -> float | None:
        return None if text is None else parse_quantity(text, unit)

    given = Given(
        interface_ohm_m2=number(interface, "ohm*m2"),
        reaction_ohm_m2=number(reaction, "ohm*m2"),
        overpotential_V=number(overpotential, "V"),
        total_ohm_m2=number(resistance, "ohm*m2"),
        entropy_V_per_K=number(entropy, "V/K"),
        activation_energy_eV=number(activation, "eV") or 0.0,
        reference_K=number(temperature, "K") or subject.operation.temperature_K,
    )
    air = Cooling(parse_quantity(cooling, "W/m2/K"), number(temperature, "K"))
    state = number(soc, "1")
    ask = {
        "current_A": number(current, "A"),
        "c_rate_per_h": None if rate is None else rate_from(rate),
        "charge": charge,
    }
    steady = steady_state(subject, **ask, state_of_charge=state, cooling=air, given=given)  # type: ignore[arg-type]
    course, why = None, ""
    if steady.heat.current_A:
        try:
            course = warm_up(subject, **ask, cooling=air, given=given)  # type: ignore[arg-type]
        except DavylampError as error:
            why = error.message
    field = None if tabs is None else _field(
        subject, steady.heat.current_A, tabs, aspect, number(tab_width, "m"), contact, air, given,
        steady.heat.state_of_charge,
    )  # fmt: skip
    borrowed = None
    if pybamm is not None:
        borrowed = _pybamm(subject, pybamm, steady.heat.current_A, air)
    answer = (steady, air, course, why, field, borrowed)
    if as_json:
        print_json("operate/1", record(*answer))
    else:
        print_answer(*answer)


def rate_from(text: str) -> float:
    """Return a rate [1/h] from ``1C``, ``0.5C``, ``C/3`` or a bare number.

    Examples
    --------
    >>> rate_from("C/4"), rate_from("2 C"), rate_from("0.5")
    (0.25, 2.0, 0.5)
    """
    from davylamp.core.errors import InputError

    found = _RATE.fullmatch(text.strip())
    value = 0.0
    if found is not None and found["times"] is not None:
        value = float(found["times"])
    elif found is not None and float(found["by"]) > 0.0:
        value = 1.0 / float(found["by"])
    if not value > 0.0:
        raise InputError(f"{text!r} is not a rate above 0", remedy="write 1C, 0.5C or C/3")
    return value


def _field(
    cell: Cell,
    current_A: float,
    arrangement: str,
    aspect: float | None,
    tab_width_m: float | None,
    contact: Path | None,
    cooling: Cooling,
    given: Given,
    state_of_charge: float,
) -> PouchField:
    from davylamp.runaway.operation import pouch_of, solve_pouch

    pouch, signed = pouch_of(
        cell,
        current_A=abs(current_A),
        charge=current_A < 0.0,
        state_of_charge=state_of_charge,
        arrangement=arrangement,  # type: ignore[arg-type]
        aspect=aspect,
        tab_width_m=tab_width_m,
        cooling=cooling,
        given=given,
    )
    if contact is None:
        return solve_pouch(pouch, signed)
    shares = _map(contact)
    return solve_pouch(pouch, signed, cells=(shares.shape[1], shares.shape[0]), contact=shares)


def _map(path: Path) -> npt.NDArray[np.float64]:
    """Read a map of contact: rows of numbers from the top of the cell down, as one draws it."""
    import csv

    import numpy as np

    from davylamp.cell.yaml_tree import read_text
    from davylamp.core.errors import CaseFileError

    shown = str(path)
    rows: list[list[float]] = []
    for line, row in enumerate(
        csv.reader(read_text(path, shown, limit=_MAX_BYTES).splitlines()), 1
    ):
        if not any(item.strip() for item in row):
            continue
        try:
            rows.append([float(item) for item in row])
        except ValueError:
            raise CaseFileError(
                "a share of contact is not a number", file=shown, line=line,
                remedy="numbers from 0 to 1, separated by commas",
            ) from None  # fmt: skip
        if len(rows[-1]) != len(rows[0]):
            raise CaseFileError(
                f"{len(rows[-1])} numbers, the first row has {len(rows[0])}", file=shown, line=line
            )
    if not rows:
        raise CaseFileError("there is no number in the map", file=shown)
    return np.array(rows[::-1])


def _pybamm(cell: Cell, parameters: str, current_A: float, cooling: Cooling) -> object:
    from davylamp.core.errors import InputError
    from davylamp.runaway.operation import current_from_rate, pybamm_heat, warm_up_by

    if not current_A:
        raise InputError("the current is zero: PyBaMM has nothing to compute")
    one_C = current_from_rate(cell, 1.0)
    heat = pybamm_heat(parameters, c_rate_per_h=abs(current_A) / one_C, charge=current_A < 0.0)
    program = heat.program(3600.0 * one_C)
    return heat, program, warm_up_by(cell, program, cooling=cooling)
