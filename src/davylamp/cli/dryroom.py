"""``davylamp dryroom``: humidity, gas of an open batch, getters, water load, glove box."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.cell_source import ExampleOption
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        short_help="Humidity, and gas of a batch that lies open in a dry room.",
        epilog=examples(
            "davylamp dryroom --dew-point '-40 degC' --temperature '22 degC'",
            "davylamp dryroom --ppm 0.5 --json",
            "davylamp dryroom Li6PS5Cl --mass '1 kg' --volume '100 m3' --air-changes '30 1/h' "
            "--dew-point '-40 degC' --time '30 min'",
            "davylamp dryroom Li6PS5Cl --mass '1 kg' --volume '100 m3' --air-changes '30 1/h' "
            "--dew-point '-50 degC' --time '8 h' --released '0.02 cm3/g' --released-in '8 h' "
            "--released-at '-50 degC' --html batch.html",
            "davylamp dryroom cell.yaml --volume '100 m3' --air-changes '30 1/h' --mass '1 kg' "
            "--time '30 min'",
            "davylamp dryroom --getters --dew-point '-40 degC'",
            "davylamp dryroom Li6PS5Cl --getters --released '0.1 cm3/g' --dew-point '-40 degC'",
            "davylamp dryroom --load --dew-point '-40 degC' --people 4 --leakage '20 m3/h' "
            "--supply-dew-point '-60 degC'",
            "davylamp dryroom --glove-box --volume '1 m3' --leak '0.05 %/h' --purge '1 m3/h' "
            "--purge-ppm 0.5 --target-ppm 1",
        ),
    )(dryroom)


def _text(name: str, metavar: str, words: str) -> Any:
    return typer.Option(name, metavar=metavar, help=words)


def dryroom(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[MATERIAL|CELL.YAML]", help="What lies open in the room."),
    ] = None,
    example: ExampleOption = None,
    dew_point: Annotated[
        str | None, _text("--dew-point", "T", "Dew point, over ice below 0 degC: '-40 degC'.")
    ] = None,
    frost_point: Annotated[str | None, _text("--frost-point", "T", "Frost point.")] = None,
    water_dew_point: Annotated[
        str | None, _text("--water-dew-point", "T", "Dew point over supercooled water.")
    ] = None,
    humidity: Annotated[
        str | None, _text("--humidity", "H", "Relative humidity, such as '20 %'.")
    ] = None,
    ppm: Annotated[str | None, _text("--ppm", "N", "Water by volume, in ppm: 0.5.")] = None,
    vapour_pressure: Annotated[
        str | None, _text("--vapour-pressure", "P", "Of water: '12.8 Pa'.")
    ] = None,
    absolute: Annotated[
        str | None, _text("--absolute", "C", "Water in a volume of air: '0.1 g/m3'.")
    ] = None,
    humidity_ratio: Annotated[
        str | None, _text("--humidity-ratio", "W", "Water over dry air by mass: '0.08 g/kg'.")
    ] = None,
    wet_bulb: Annotated[str | None, _text("--wet-bulb", "T", "Wet bulb.")] = None,
    temperature: Annotated[
        str | None, _text("--temperature", "T", "Of the room; 22 degC if left out.")
    ] = None,
    pressure: Annotated[str | None, _text("--pressure", "P", "Of the room; 1 atm.")] = None,
    mass: Annotated[str | None, _text("--mass", "M", "Batch that lies open: '1 kg'.")] = None,
    volume: Annotated[
        str | None, _text("--volume", "V", "Of the room or glove box: '100 m3'.")
    ] = None,
    air_changes: Annotated[
        str | None, _text("--air-changes", "N", "Supply air: '30 1/h'; '0 1/h' for none.")
    ] = None,
    air_flow: Annotated[str | None, _text("--air-flow", "Q", "The same as '3000 m3/h'.")] = None,
    time: Annotated[str | None, _text("--time", "T", "How long it lies open: '30 min'.")] = None,
    limit: Annotated[
        str | None, _text("--limit", "N", "A limit of your own besides, in ppm: 5.")
    ] = None,
    issuer: Annotated[
        str | None, _text("--issuer", "NAME", "Only limits of this issuer, such as ACGIH.")
    ] = None,
    gas: Annotated[str, _text("--gas", "GAS", "Gas of your own measurement (--released).")] = "H2S",
    released: Annotated[
        str | None, _text("--released", "V", "Your own measurement of the gas: '0.1 cm3/g'.")
    ] = None,
    released_in: Annotated[str | None, _text("--released-in", "T", "In this time.")] = None,
    released_at: Annotated[str | None, _text("--released-at", "T", "At this dew point.")] = None,
    getters: Annotated[
        bool, typer.Option("--getters", help="Rank oxides that take H2S up in this air.")
    ] = False,
    oxide: Annotated[
        list[str] | None, _text("--oxide", "F", "Only this oxide; repeat for more.")
    ] = None,
    carbon_dioxide: Annotated[
        str | None, _text("--co2", "X", "Carbon dioxide that reaches the getter: '420 ppm'.")
    ] = None,
    load: Annotated[
        bool, typer.Option("--load", help="Water that a dehumidifier must take out.")
    ] = False,
    people: Annotated[int, typer.Option("--people", metavar="N", min=0, help="In the room.")] = 0,
    person: Annotated[
        str | None, _text("--person", "W", "Water that each gives off; 100 g/h, assumed.")
    ] = None,
    leakage: Annotated[
        str | None, _text("--leakage", "Q", "Outside air that leaks in: '20 m3/h'.")
    ] = None,
    fresh_air: Annotated[
        str | None, _text("--fresh-air", "Q", "Outside air that is dried and let in.")
    ] = None,
    process: Annotated[
        str | None, _text("--process", "W", "Water from materials: '50 g/h'.")
    ] = None,
    outside_temperature: Annotated[
        str, _text("--outside-temperature", "T", "Of the air outside.")
    ] = "25 degC",
    outside_humidity: Annotated[
        str, _text("--outside-humidity", "H", "Relative humidity outside.")
    ] = "50 %",
    supply_dew_point: Annotated[
        str | None, _text("--supply-dew-point", "T", "Of the dry air: gives the flow needed.")
    ] = None,
    supply_flow: Annotated[
        str | None, _text("--supply-flow", "Q", "Of the dry air: gives the dew point needed.")
    ] = None,
    glove_box: Annotated[
        bool, typer.Option("--glove-box", help="Water and oxygen in a glove box over time.")
    ] = False,
    leak: Annotated[
        str | None, _text("--leak", "Q", "Outside air: '0.05 %/h' of the volume, or '1 mL/min'.")
    ] = None,
    purge: Annotated[str | None, _text("--purge", "Q", "Fresh gas: '1 m3/h'.")] = None,
    purge_ppm: Annotated[str, _text("--purge-ppm", "N", "Impurity of the fresh gas.")] = "0",
    purifier: Annotated[
        str | None, _text("--purifier", "Q", "Gas that goes through the purifier: '60 m3/h'.")
    ] = None,
    target_ppm: Annotated[str, _text("--target-ppm", "N", "Concentration wanted.")] = "1",
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page of a batch with its curves."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Dry room and glove box: humidity, gas of an open batch, what keeps it safe.

    With a measure of humidity alone it is converted into all others. With a material or cell the
    gas of an open batch is held against limits: by measurements where air as moist or moister was
    measured, else bounded by the water that comes in and the elements of the solid; what neither
    tells is unknown. --getters, --load and --glove-box ask for these instead.
    """
    options: Mapping[str, Any] = dict(locals())
    from davylamp.cli.dryroom_ask import mode_of
    from davylamp.core.errors import InputError

    mode = mode_of(options)
    if html is not None and mode != "batch":
        raise InputError("--html draws the gas of a batch", remedy="name a material or a cell")
    if mode == "batch":
        from davylamp.cli.dryroom_batch import answer_batch

        answer_batch(options)
    elif mode == "getters":
        from davylamp.cli.dryroom_getters import answer_getters

        answer_getters(options)
    elif mode in ("load", "glove box"):
        from davylamp.cli.dryroom_plant import answer_glove_box, answer_load

        (answer_load if mode == "load" else answer_glove_box)(options)
    else:
        from davylamp.cli.dryroom_text import answer_humidity

        answer_humidity(options)
