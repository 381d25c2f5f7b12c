"""``davylamp deplete``: from which current, and when, a polymer electrolyte runs out of salt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from davylamp.cli.deplete_case import DepletionCase
    from davylamp.dendrites.depletion import Segment, Transient

__all__ = ["register"]

#: Segments above which a run is worth a bar.
_LONG = 20


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp deplete --example polymer",
            "davylamp deplete cell.yaml --html depletion.html",
            "davylamp deplete --material PEO-LiTFSI --ratio 0.05 --thickness 50um "
            "--current '1 mA/cm2'",
            "davylamp deplete --concentration '1 mol/L' --diffusivity '1e-11 m2/s' "
            "--transference 0.2 \\",
            "    --thickness 100um --current '5 mA/cm2' --pulse '10 s' --rest '60 s' --repeat 30",
            "davylamp deplete --single-ion --thickness 50um",
        )
    )(deplete)


def deplete(
    cell: CellArgument = None,
    example: ExampleOption = None,
    material: Annotated[
        str | None, typer.Option("--material", metavar="NAME", help="A stored salt in a polymer.")
    ] = None,
    method: Annotated[
        str | None,
        typer.Option("--method", metavar="SET", help="Which set of its properties; see --sets."),
    ] = None,
    sets: Annotated[
        bool, typer.Option("--sets", help="List the stored sets of properties.")
    ] = False,
    concentration: Annotated[
        str | None,
        typer.Option("--concentration", metavar="C", help="Salt, such as '1 mol/L'."),
    ] = None,
    ratio: Annotated[
        str | None,
        typer.Option("--ratio", metavar="R", help="Salt per ether oxygen instead, such as 0.05."),
    ] = None,
    diffusivity: Annotated[
        str | None,
        typer.Option("--diffusivity", metavar="D", help="Salt diffusivity, such as '1e-11 m2/s'."),
    ] = None,
    transference: Annotated[
        str | None,
        typer.Option("--transference", metavar="T", help="Transference number of lithium."),
    ] = None,
    conductivity: Annotated[
        str | None,
        typer.Option("--conductivity", metavar="K", help="For the voltage, such as '1 mS/cm'."),
    ] = None,
    thickness: Annotated[
        str | None, typer.Option("--thickness", metavar="L", help="Of the layer, such as 50um.")
    ] = None,
    temperature: Annotated[
        str | None, typer.Option("--temperature", metavar="T", help="Such as '70 degC'.")
    ] = None,
    current: Annotated[
        str | None, typer.Option("--current", metavar="J", help="Such as '1 mA/cm2'.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option("--duration", metavar="TIME", help="How long it flows.")
    ] = None,
    pulse: Annotated[
        str | None, typer.Option("--pulse", metavar="TIME", help="Length of a pulse instead.")
    ] = None,
    rest: Annotated[
        str | None, typer.Option("--rest", metavar="TIME", help="Rest after each pulse.")
    ] = None,
    rise: Annotated[
        str | None,
        typer.Option("--rise", metavar="J", help="Rise of the current after each --duration."),
    ] = None,
    repeat: Annotated[
        int,
        typer.Option(
            "--repeat", metavar="N", min=1, max=100_000, help="Number of pulses or steps."
        ),
    ] = 10,
    time_step: Annotated[
        str | None,
        typer.Option("--time-step", metavar="TIME", help="A fixed one; else it follows the error."),
    ] = None,
    single_ion: Annotated[
        bool, typer.Option("--single-ion", help="List the single-ion conductors of the store.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Also write a page with profiles and voltage."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Limiting current, Sand's time and depletion of a polymer electrolyte.

    Of a cell, of a stored salt in a polymer, or from plain numbers. Lithium is plated at a constant
    current or in pulses; the cell fails where the plating electrode runs out of salt.
    """
    from davylamp.cli import deplete_case as cases
    from davylamp.cli.deplete_options import Numbers, number, positive, refuse_unused
    from davylamp.cli.deplete_record import record_of
    from davylamp.cli.deplete_text import show_case, show_sets, show_single_ion
    from davylamp.cli.output import print_json, write_text
    from davylamp.core.errors import InputError

    if sets and single_ion:
        raise InputError("--sets and --single-ion are given", remedy="ask one question at a time")
    length_m = positive("--thickness", thickness, "m")
    if sets:
        show_sets(as_json)
        return
    if single_ion:
        show_single_ion(50e-6 if length_m is None else length_m, as_json)
        return
    plain = Numbers(
        concentration_mol_per_m3=number("--concentration", concentration, "mol/m3"),
        ratio=number("--ratio", ratio, "1"),
        diffusivity_m2_per_s=number("--diffusivity", diffusivity, "m2/s"),
        transference_number=number("--transference", transference, "1"),
        conductivity_S_per_m=positive("--conductivity", conductivity, "S/m"),
        thickness_m=length_m,
        temperature_K=positive("--temperature", temperature, "K"),
        current_A_per_m2=number("--current", current, "A/m2"),
    )
    if cell is not None or example is not None:
        refuse_unused(
            {"--material": material}, "cannot be given with a cell", "ask one question at a time"
        )
        case = cases.of_cell(cell_from(cell, example, "deplete"), plain, method)
    elif material is not None:
        case = cases.of_material(material, plain, method)
    else:
        case = cases.of_numbers(plain, method)
    run = None
    if case.electrolyte is not None and case.current_A_per_m2 is not None:
        program = cases.program_of(
            case,
            positive("--duration", duration, "s"),
            positive("--pulse", pulse, "s"),
            positive("--rest", rest, "s"),
            number("--rise", rise, "A/m2"),
            repeat,
        )
        run = _run(case, program, positive("--time-step", time_step, "s"))
    else:
        if html is not None:
            raise InputError(
                "a page needs a current and an electrolyte with known salt",
                remedy="add --current '1 mA/cm2'",
            )
        if case.electrolyte is not None:
            refuse_unused(
                {"--duration": duration, "--pulse": pulse, "--rest": rest, "--rise": rise,
                 "--time-step": time_step},
                "cannot be used without a current", "add --current '1 mA/cm2'",
            )  # fmt: skip
    record: dict[str, Any] = record_of(case, run)
    if html is not None:
        from davylamp.cli.deplete_html import depletion_html

        assert run is not None
        write_text(html, depletion_html(record, run))
        record["html"] = str(html)
    if as_json:
        print_json("deplete/1", record)
        return
    show_case(record)


def _run(case: DepletionCase, program: Sequence[Segment], step_s: float | None) -> Transient:
    from davylamp.cli.progress import progress_bar
    from davylamp.dendrites.depletion import simulate

    assert case.electrolyte is not None
    total = sum(segment.duration_s for segment in program)
    arguments = (
        case.electrolyte, case.concentration_mol_per_m3, case.thickness_m, program,
    )  # fmt: skip
    if len(program) < _LONG:
        return simulate(*arguments, step_s=step_s)
    with progress_bar() as tell:
        return simulate(
            *arguments,
            step_s=step_s,
            on_step=lambda time_s: tell(time_s / total, f"{time_s:.0f} of {total:.0f} s"),
        )
