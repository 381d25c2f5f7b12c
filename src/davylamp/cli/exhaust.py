"""``davylamp exhaust``: reagent, column and flame that make an exhaust harmless."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, examples, quantity_from

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        short_help="Caustic, column and flame that make an exhaust harmless.",
        epilog=examples(
            "davylamp exhaust --gas 'H2S:1e-3 mol,CO2:0.01 mol' --removal '99 %'",
            "davylamp exhaust --gas 'HF:50 ppm,HCl:20 ppm' --flow '500 m3/h' --duration '1 h'",
            "davylamp exhaust --lithium '10 g' --quench '95 % ethanol'",
            "davylamp exhaust --example sulfide --json",
        ),
    )(exhaust)


def exhaust(
    cell: CellArgument = None,
    example: ExampleOption = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="ID", help="One source of gas of the cell, in full."),
    ] = None,
    gas: Annotated[
        list[str] | None,
        typer.Option("--gas", metavar="GAS:N", help="Gases: mol, L, g, or ppm of the exhaust."),
    ] = None,
    lithium: Annotated[
        str | None,
        typer.Option("--lithium", metavar="M", help="Lithium metal to be quenched, such as 10 g."),
    ] = None,
    quench: Annotated[
        str, typer.Option("--quench", metavar="NAME", help="What lithium is quenched with.")
    ] = "95 % ethanol",
    duration: Annotated[
        str | None,
        typer.Option("--duration", metavar="TIME", help="Over how long the gas comes: 1 h."),
    ] = None,
    flow: Annotated[
        str | None,
        typer.Option("--flow", metavar="Q", help="Air that carries it, such as '500 m3/h'."),
    ] = None,
    air: Annotated[
        str | None, typer.Option("--air", metavar="V", help="Volume of that air instead: 10 m3.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", metavar="GAS:C", help="What may leave: 'H2S:1 ppm,HF:3 mg/m3'."),
    ] = None,
    removal: Annotated[
        list[str] | None,
        typer.Option("--removal", metavar="X", help="Share taken out: '99 %' or 'HF:99 %'."),
    ] = None,
    caustic: Annotated[
        str, typer.Option("--caustic", metavar="C", help="Strength of the caustic soda.")
    ] = "1 mol/L",
    ph: Annotated[
        float | None,
        typer.Option("--ph", metavar="PH", help="pH of the liquor; the mildest that will do."),
    ] = None,
    co2_share: Annotated[
        str | None,
        typer.Option("--co2-share", metavar="X", help="Share of carbon dioxide taken up."),
    ] = None,
    packing: Annotated[
        str | None, typer.Option("--packing", metavar="NAME", help="Packing of the column.")
    ] = None,
    temperature: Annotated[
        str, typer.Option("--temperature", metavar="T", help="Temperature of the scrubber.")
    ] = "25 degC",
    as_json: JsonOption = False,
) -> None:
    """Exhaust gas made harmless: caustic and acid scrubbing, packed column, burning, dilution.

    Caustic soda takes up HF, HCl, HBr, HI, H2S, SO2 and Cl2, and carbon dioxide with them; what it
    does not take up is said. A gas without a limit or removal must come down to its lowest stored
    limit at the workplace. Without a duration the reagent is known and the column is not.
    """
    from dataclasses import replace

    from davylamp.cli.exhaust_cell import cell_exhausts
    from davylamp.cli.exhaust_given import amounts_mol, limits_ppm, mol_per_litre, removals
    from davylamp.cli.exhaust_text import show_exhausts, show_treatment
    from davylamp.cli.output import print_json
    from davylamp.core.errors import InputError
    from davylamp.core.evidence import unknown_record
    from davylamp.gas.exhaust import DEFAULT_PACKING, treat
    from davylamp.gas.mixture import ATMOSPHERE_PA, gas_volume_m3

    named = [
        what
        for what, value in (("a cell", cell or example), ("--gas", gas), ("--lithium", lithium))
        if value
    ]
    if len(named) != 1:
        raise InputError(
            " and ".join(named) + " cannot be given together" if named else "there is no gas",
            remedy="davylamp exhaust cell.yaml, --gas 'H2S:1e-3 mol', or --lithium '10 g'",
        )
    if source is not None and not (cell or example):
        raise InputError("--source is one of a cell", remedy="name a cell or leave it out")
    kelvin = quantity_from("--temperature", temperature, "K", above_zero=True)
    lasts = (
        None if duration is None else quantity_from("--duration", duration, "s", above_zero=True)
    )
    volume = None if air is None else quantity_from("--air", air, "m3", above_zero=True)
    moving = None if flow is None else quantity_from("--flow", flow, "m3/s", above_zero=True)
    options: dict[str, Any] = {
        "air_m3_per_s": moving,
        "air_m3": volume,
        "limit_ppm": limits_ppm(limit or ()),
        "removal": removals(removal or ()),
        # A kilogram of water to the litre: good to a percent up to 5 mol/L.
        "caustic_mol_per_kg": mol_per_litre(caustic),
        "ph": ph,
        "co2_share": None if co2_share is None else quantity_from("--co2-share", co2_share, "1"),
        "temperature_K": kelvin,
        "packing": DEFAULT_PACKING if packing is None else packing,
    }
    if gas:
        if moving is not None and lasts is not None:
            carried: float | None = moving * lasts
        else:
            carried = volume
        moles = None if carried is None else carried / gas_volume_m3(1.0, kelvin, ATMOSPHERE_PA)
        single = treat(amounts_mol(gas, moles), lasts, **options)
        came: dict[str, str | None] = {"title": "Exhaust"}
    elif lithium:
        from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL
        from davylamp.gas.exhaust import quench_offgas
        from davylamp.gas.sources import lithium_with

        grams = 1e3 * quantity_from("--lithium", lithium, "kg", above_zero=True)
        found = lithium_with(quench, grams / ATOMIC_MASS_G_PER_MOL["Li"])
        offgas = quench_offgas(found, kelvin)
        single = treat(offgas, lasts, **options)
        single = replace(single, notes=(*offgas.notes, *single.notes))
        came = {"title": f"{lithium} of lithium in {found.quench}"}
    else:
        listed, gaps = cell_exhausts(cell_from(cell, example, "exhaust"), source, lasts, options)
        if source is None:
            if as_json:
                print_json(
                    "exhaust/1",
                    {
                        "sources": [item.record() for item in listed],
                        "unknown": unknown_record(gaps),
                    },
                )
            else:
                show_exhausts(listed, gaps)
            return
        single, came = listed[0].treatment, listed[0].record()
        del came["treatment"]
    if as_json:
        print_json("exhaust/1", {**came, **single.record()})
    else:
        show_treatment(came, single)
