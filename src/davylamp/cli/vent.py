"""``davylamp vent``: pressure in a cell, what opens first, and what comes out how fast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from davylamp.cli.cell_source import CellArgument, ExampleOption, cell_from
from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["register"]


#: What sizing by API 520 takes, as its record calls them.
_SI: Final = {
    "flow": "flow_kg_per_s",
    "temperature": "temperature_K",
    "molar-mass": "molar_mass_kg_per_mol",
    "gamma": "heat_capacity_ratio",
    "compressibility": "compressibility",
    "pressure": "pressure_Pa",
    "back": "back_Pa",
    "discharge": "discharge_coefficient",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        short_help="Pressure in a cell, what opens first, what comes out.",
        epilog=examples(
            "davylamp vent --example sulfide",
            "davylamp vent cell.yaml --area '20 mm2' --html vent.html",
            "davylamp vent --gas 'H2:0.4,CO2:0.3,CO:0.2,CH4:0.1' --amount '20 mmol' \\",
            "    --temperature '600 degC' --volume '50 mL' --pressure '8 bar' --area '60 mm2'",
            "davylamp vent --gas H2 --amount '20 mmol' --temperature '800 degC' --volume '5 mL' \\",
            "    --pressure '8 bar' --burst '20 bar' --area '60 mm2' --duration '5 ms' "
            "--enclosure '50 L'",
            "davylamp vent --api520 --flow '24270 kg/h' --temperature 348K \\",
            "    --compressibility 0.9 --molar-mass '51 g/mol' --gamma 1.11 --pressure '670 kPa'",
            "davylamp vent --rank valves.yaml",
        ),
    )(vent)


def _text(name: str, metavar: str, words: str) -> Any:
    return typer.Option(name, metavar=metavar, help=words)


def vent(
    cell: CellArgument = None,
    example: ExampleOption = None,
    source: Annotated[
        str | None, _text("--source", "ID", "Source of gas of the cell; the largest with a rate.")
    ] = None,
    gas: Annotated[
        str | None, _text("--gas", "GAS:X,...", "Gases and their shares, without a cell.")
    ] = None,
    amount: Annotated[str | None, _text("--amount", "N", "Of all gas, such as '20 mmol'.")] = None,
    temperature: Annotated[
        str | None, _text("--temperature", "T", "Of the gas, such as '600 degC'.")
    ] = None,
    volume: Annotated[
        str | None, _text("--volume", "V", "Free volume inside, such as '50 mL'.")
    ] = None,
    pressure: Annotated[
        str | None,
        _text("--pressure", "P", "Above that outside, of opening: '8 bar'; absolute for --api520."),
    ] = None,
    spread: Annotated[
        str | None, _text("--spread", "P", "Standard deviation of it; 15 % if left out.")
    ] = None,
    burst: Annotated[
        str | None, _text("--burst", "P", "Above that outside, at which the housing tears.")
    ] = None,
    area: Annotated[
        str | None, _text("--area", "A", "Open area of the vent, such as '60 mm2'.")
    ] = None,
    discharge: Annotated[
        str | None, _text("--discharge", "C", "Discharge coefficient; 0.8, assumed.")
    ] = None,
    duration: Annotated[
        str | None, _text("--duration", "TIME", "Over which the gas comes, such as '5 ms'.")
    ] = None,
    ambient: Annotated[
        str | None, _text("--ambient", "P", "Absolute pressure outside; 101325 Pa.")
    ] = None,
    enclosure: Annotated[
        str | None, _text("--enclosure", "V", "Air in a closed box around it: '50 L'.")
    ] = None,
    heat: Annotated[
        str | None, _text("--heat", "Q", "Heat of the reaction, as one more bound: '30 kJ'.")
    ] = None,
    api520: Annotated[
        bool, typer.Option("--api520", help="Size a relief valve for gas by API 520 instead.")
    ] = False,
    flow: Annotated[
        str | None, _text("--flow", "M", "Mass flow to relieve, with --api520: '24270 kg/h'.")
    ] = None,
    molar_mass: Annotated[
        str | None, _text("--molar-mass", "M", "Of the gas, with --api520: '51 g/mol'.")
    ] = None,
    gamma: Annotated[
        str | None, _text("--gamma", "G", "cp / cv of the gas, with --api520.")
    ] = None,
    compressibility: Annotated[
        str | None, _text("--compressibility", "Z", "Of the gas, with --api520; 1.")
    ] = None,
    back: Annotated[
        str | None, _text("--back", "P", "Absolute pressure behind the valve, with --api520.")
    ] = None,
    rank: Annotated[
        Path | None,
        typer.Option(
            "--rank", metavar="FILE", help="Rank valves of a YAML file (docs/models/ranking.md)."
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Also write a page with pressure and flow."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Pressure in a cell, what opens first, and what comes out how fast.

    Of a cell and a source of its gas, or of plain numbers. Opening is a probability; flow is choked
    or subsonic and ends at the pressure outside. Where the gas is faster than the vent, the bounds
    count: all gas at constant volume, and the blast of its energy.
    """
    from davylamp.core.errors import InputError

    texts = {
        "amount": (amount, "mol"), "temperature": (temperature, "K"), "volume": (volume, "m3"),
        "pressure": (pressure, "Pa"), "spread": (spread, "Pa"), "burst": (burst, "Pa"),
        "area": (area, "m2"), "discharge": (discharge, "1"), "duration": (duration, "s"),
        "ambient": (ambient, "Pa"), "enclosure": (enclosure, "m3"), "heat": (heat, "J"),
    }  # fmt: skip
    valve = {
        "flow": (flow, "kg/s"), "molar-mass": (molar_mass, "kg/mol"), "gamma": (gamma, "1"),
        "compressibility": (compressibility, "1"), "back": (back, "Pa"),
    }  # fmt: skip
    asked = {
        "a cell": bool(cell or example), "--gas": gas is not None and not api520,
        "--api520": api520, "--rank": rank is not None,
    }  # fmt: skip
    named = [name for name, given in asked.items() if given]
    if len(named) != 1:
        raise InputError(
            f"{' and '.join(named)} cannot be given together" if named else "there is no gas",
            remedy="davylamp vent cell.yaml, or --gas, or --api520, or --rank: one at a time",
        )
    if rank is not None:
        _refuse(texts, "--rank")
        _refuse(valve, "--rank")
        _rank(rank, as_json)
        return
    if api520:
        _refuse({key: value for key, value in texts.items()
                 if key not in ("temperature", "pressure", "discharge")}, "--api520")  # fmt: skip
        _api520(_numbers({**texts, **valve}), gas, as_json)
        return
    _refuse(valve, named[0])
    numbers = _numbers(texts)
    if gas is not None:
        if source is not None:
            raise InputError("--source is of a cell", remedy="leave it out, or name a cell")
        title, answer = _of_numbers(gas, numbers)
    else:
        _refuse({key: texts[key] for key in ("amount", "ambient", "discharge")}, "a cell")
        title, answer = _of_cell(cell, example, source, numbers)
    _show(title, answer, html, as_json)


def _numbers(texts: Mapping[str, tuple[str | None, str]]) -> dict[str, float | None]:
    from davylamp.cli.vent_given import positive

    return {key: positive(f"--{key}", text, unit) for key, (text, unit) in texts.items()}


def _refuse(texts: Mapping[str, tuple[str | None, str]], beside: str) -> None:
    from davylamp.core.errors import InputError

    names = [f"--{key}" for key, (text, _) in texts.items() if text is not None]
    if names:
        raise InputError(
            f"{' and '.join(names)} cannot be used with {beside}", remedy="leave it out"
        )


def _of_numbers(gas: str, numbers: Mapping[str, float | None]) -> tuple[str, Any]:
    from davylamp.cli.vent_given import answer_of_numbers, composition

    return "Gas in a casing", answer_of_numbers(composition(gas), numbers)


def _of_cell(
    cell: Path | None, example: str | None, wanted: str | None, numbers: Mapping[str, float | None]
) -> tuple[str, Any]:
    from davylamp.cli.vent_given import answer_of_cell, source_of

    found = cell_from(cell, example, "vent")
    source = source_of(found, wanted)
    answer = answer_of_cell(found, source, numbers)
    return f"{found.name}: {source.title} ({source.id}, {source.basis.value})", answer


def _show(title: str, answer: Any, html: Path | None, as_json: bool) -> None:
    from davylamp.cli.output import print_json, write_text
    from davylamp.cli.vent_record import vent_record
    from davylamp.cli.vent_text import show_vent
    from davylamp.core.errors import InputError

    record = vent_record(title, answer)
    if html is not None:
        from davylamp.cli.vent_html import vent_html

        if record["flow"] is None:
            raise InputError(
                "a page needs a free volume, an open area and an opening pressure",
                remedy="add --volume, --area and --pressure, or give them in the cell file",
            )
        write_text(html, vent_html(record))
        record["html"] = str(html)
    if as_json:
        print_json("vent/1", record)
        return
    show_vent(record)


def _rank(path: Path, as_json: bool) -> None:
    from davylamp.cli.output import console, print_json
    from davylamp.gas.ranking import rank_file, ranking_text

    ranking = rank_file(path)
    if as_json:
        print_json("vent-rank/1", ranking.record())
        return
    console().print(ranking_text(ranking), soft_wrap=True)


def _api520(numbers: Mapping[str, float | None], gas: str | None, as_json: bool) -> None:
    from davylamp.cli.output import print_json
    from davylamp.cli.vent_text import show_relief
    from davylamp.core.errors import InputError
    from davylamp.gas.mixture import ATMOSPHERE_PA
    from davylamp.gas.vent import relief_area

    values = dict(numbers)
    if gas is not None:
        from davylamp.cli.vent_given import composition
        from davylamp.gas.mixture import mixture_of
        from davylamp.gas.vent import orifice_flow

        mixture = mixture_of(composition(gas), values["temperature"] or 298.15, 1e6)
        values["molar-mass"] = values["molar-mass"] or mixture.molar_mass_kg_per_mol
        values["gamma"] = values["gamma"] or orifice_flow(mixture, 1.0).heat_capacity_ratio
    needed = ("flow", "temperature", "molar-mass", "gamma", "pressure")
    missing = [f"--{key}" for key in needed if values[key] is None]
    if missing:
        raise InputError(
            f"API 520 needs {', '.join(missing)}",
            remedy="--pressure is the absolute one before the valve; --gas gives molar mass and "
            "gamma of a known gas",
        )
    found = relief_area(
        *(values[key] or 0.0 for key in needed),
        back_Pa=values["back"] or ATMOSPHERE_PA,
        compressibility=values["compressibility"] or 1.0,
        discharge_coefficient=values["discharge"] or 0.975,
    )
    if as_json:
        inputs = {_SI[key]: value for key, value in values.items() if key in _SI}
        print_json("vent-api520/1", {**found.record(), "inputs": inputs})
        return
    show_relief(found.record())
