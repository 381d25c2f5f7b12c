"""``davylamp critical``: oven temperature, cooling or size from which on a cell runs away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.cell_source import (
    CellArgument,
    ExampleOption,
    NetworkOption,
    SocOption,
    cell_from,
    charge_from,
    network_from,
)
from davylamp.cli.options import JsonOption, examples
from davylamp.core.constants import ZERO_CELSIUS_K

if TYPE_CHECKING:
    from davylamp.runaway.body import Body
    from davylamp.runaway.critical import CriticalSpread, CriticalValue, Runaway

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp critical cell.yaml --find temperature --coefficient '10 W/m2/K'",
            "davylamp critical --example lagp --find cooling --surroundings '60 degC'",
            "davylamp critical cell.yaml --find size --surroundings '60 degC' --draws 512",
        )
    )(critical)


def critical(
    cell: CellArgument = None,
    example: ExampleOption = None,
    find: Annotated[
        str, typer.Option("--find", metavar="WHAT", help="temperature, cooling or size.")
    ] = "temperature",
    coefficient: Annotated[
        str,
        typer.Option(
            "--coefficient", metavar="H", help="Heat transfer coefficient over the whole surface."
        ),
    ] = "10 W/m2/K",
    surroundings: Annotated[
        str,
        typer.Option("--surroundings", metavar="T", help="Surroundings, for cooling and size."),
    ] = "60 degC",
    rise: Annotated[
        str,
        typer.Option("--rise", metavar="K", help="Above the surroundings this counts as runaway."),
    ] = "100 K",
    within: Annotated[
        str, typer.Option("--within", metavar="TIME", help="Time within which it must happen.")
    ] = "24 h",
    soc: SocOption = None,
    network: NetworkOption = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws", metavar="N", min=2, max=100_000,
            help="Also find it for N draws of what is uncertain.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Critical oven temperature, cooling or size of a cell.

    Found by a scan and bisection, with the definition of runaway stated. Steps whose rate nobody
    knows count at both ends: left out, and at once.
    """
    from davylamp.cli.output import print_json
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity
    from davylamp.runaway.abuse.run import bodies_of
    from davylamp.runaway.cell_body import cell_body
    from davylamp.runaway.critical import Runaway

    if find not in ("temperature", "cooling", "size"):
        raise InputError(
            f"cannot find {find!r}", remedy="write --find temperature, cooling or size"
        )
    rule = Runaway(parse_quantity(rise, "K"), parse_quantity(within, "s"))
    subject = cell_from(cell, example, "critical")
    body = cell_body(subject, state_of_charge=charge_from(soc), network=network_from(network))
    h = parse_quantity(coefficient, "W/m2/K")
    around_K = parse_quantity(surroundings, "K")
    answers = [
        (label, _value(find, end, h, around_K, rule), _spread(find, end, h, around_K, rule, draws))
        for label, end in bodies_of(body)
    ]
    if as_json:
        print_json(
            "critical/1",
            {
                "cell": body.name,
                "coefficient_W_per_m2_K": None if find == "cooling" else h,
                "surroundings_K": None if find == "temperature" else around_K,
                "definition": rule.text,
                "answers": [_record(*answer) for answer in answers],
                "notes": list(body.network.notes),
            },
        )
        return
    _show(body, find, h, around_K, rule, answers)


def _value(find: str, body: Body, h: float, around_K: float, rule: Runaway) -> CriticalValue:
    from davylamp.runaway.critical import critical_cooling, critical_size, critical_temperature
    from davylamp.runaway.lumped import Exchange

    if find == "temperature":
        return critical_temperature(body, Exchange.of(body, h), definition=rule)
    if find == "cooling":
        return critical_cooling(body, around_K, definition=rule)
    return critical_size(body, around_K, h, definition=rule)


def _spread(
    find: str, body: Body, h: float, around_K: float, rule: Runaway, draws: int | None
) -> CriticalSpread | None:
    if draws is None:
        return None
    from davylamp.runaway.critical import (
        critical_cooling_spread,
        critical_size_spread,
        critical_temperature_spread,
    )
    from davylamp.runaway.lumped import Exchange

    if find == "temperature":
        exchange = Exchange.of(body, h)
        return critical_temperature_spread(body, exchange, draws=draws, definition=rule)
    if find == "cooling":
        return critical_cooling_spread(body, around_K, draws=draws, definition=rule)
    return critical_size_spread(body, around_K, h, draws=draws, definition=rule)


def _record(label: str, found: CriticalValue, spread: CriticalSpread | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "label": label,
        "quantity": found.quantity,
        "unit": found.unit,
        "value": found.value,
        "stays": found.stays,
        "runs_away": found.runs_away,
        "searched": list(found.searched),
        "notes": list(found.notes),
    }
    if spread is not None:
        q = spread.quantiles
        record["spread"] = {
            "draws": len(spread.draws),
            "quantile_05": q.low,
            "median": q.median,
            "quantile_95": q.high,
            "draws_with": q.count,
            "always_runs_away": spread.always,
            "never_runs_away_in_range": spread.never,
            "draws_unknown": q.unknown,
        }
    return record


def _show(
    body: Body,
    find: str,
    h: float,
    around_K: float,
    rule: Runaway,
    answers: list[tuple[str, CriticalValue, CriticalSpread | None]],
) -> None:
    from davylamp.cli.output import print_facts, print_notes, print_unknown

    where = {
        "temperature": f"oven, {h:g} W/m2/K and radiation",
        "cooling": f"surroundings at {around_K - ZERO_CELSIUS_K:g} °C",
        "size": f"surroundings at {around_K - ZERO_CELSIUS_K:g} °C, {h:g} W/m2/K and radiation",
    }[find]
    notes: list[str] = []
    for label, found, spread in answers:
        facts = [
            (f"critical {found.quantity}", _text(found.value, found)),
            ("stays / runs away", f"{_text(found.stays, found)} / {_text(found.runs_away, found)}"),
            ("where", where),
            ("runaway is", rule.text),
        ]
        if spread is not None:
            q = spread.quantiles
            ends = ", ".join(_text(value, found) for value in (q.low, q.median, q.high))
            facts.append(("5, 50, 95 %", f"{ends} ({q.count} of {len(spread.draws)} draws)"))
            facts.append(
                (
                    "other draws",
                    f"{spread.always} run away all over the range, {spread.never} nowhere in it, "
                    f"{q.unknown} without an answer",
                )
            )
        print_facts(body.name + (f", {label}" if label else ""), facts)
        notes += found.notes
    print_unknown(body.network.unknown)
    print_notes(dict.fromkeys(notes))


def _text(value: float | None, found: CriticalValue) -> str:
    if value is None:
        return "none"
    if found.quantity == "temperature":
        return f"{value - ZERO_CELSIUS_K:.1f} °C"
    if found.quantity == "cooling":
        return f"{value:.3g} W/m2/K"
    return f"{value:.3g} times its size"
