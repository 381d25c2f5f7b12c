"""Options that several commands share, and the conditions they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from davylamp.store.compounds import Scheme
    from davylamp.store.user import UserPhase
    from davylamp.thermo.conditions import Conditions

__all__ = [
    "ExcludeOption",
    "IncludeOption",
    "JsonOption",
    "PhasesOption",
    "SchemeOption",
    "TemperatureOption",
    "conditions_from",
    "examples",
    "quantity_from",
    "temperature_from",
    "user_phases",
]

SchemeOption = Annotated[
    str,
    typer.Option(
        "--scheme",
        metavar="legacy|mp2020|safety",
        help="Energies: legacy reproduces published values, safety is closest to measured heats.",
    ),
]
TemperatureOption = Annotated[
    str | None,
    typer.Option(
        "--temperature",
        metavar="T",
        help="Temperature with its unit, such as '25 degC'; without it entropy is left out.",
    ),
]
IncludeOption = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="F", help="Switch on an optional phase, such as LiS4."),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="F", help="A formula that may not form; repeat for more."),
]
PhasesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--phases", metavar="FILE", help="CSV or JSON with phases of your own; repeat for more."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def examples(*lines: str) -> str:
    """Return the epilog of a command's help: its examples, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def quantity_from(option: str, text: str, unit: str, *, above_zero: bool = False) -> float:
    """Return the number of an option in `unit`.

    Raises
    ------
    InputError
        If it cannot be read, or is not above zero where it must be; the option is named.
    """
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity

    try:
        value = parse_quantity(text, unit)
    except InputError as error:
        raise InputError(f"{option}: {error.message}", remedy=error.remedy) from None
    if above_zero and not value > 0.0:
        zero = "absolute zero" if unit == "K" else "0"
        raise InputError(f"{option} {text} is not above {zero}", remedy="check sign and unit")
    return value


def temperature_from(text: str | None) -> float | None:
    """Return a temperature with unit in kelvin, None for none."""
    if text is None:
        return None
    from davylamp.core.units import parse_quantity

    return parse_quantity(text, "K")


def user_phases(files: list[Path] | None) -> tuple[UserPhase, ...]:
    """Return the phases kept with 'davylamp phases add', and those of the files given."""
    from davylamp.store.user_files import read_phases, stored_phases

    found = {phase.composition.reduced_key(): phase for phase in stored_phases()}
    for path in files or []:
        found.update((phase.composition.reduced_key(), phase) for phase in read_phases(path))
    return tuple(found.values())


def conditions_from(
    scheme: str,
    temperature: str | None = None,
    include: list[str] | None = None,
    exclude: list[str] | None = None,
    phases: list[Path] | None = None,
) -> Conditions:
    """Return the conditions that the options describe."""
    from typing import cast

    from davylamp.thermo.conditions import Conditions

    return Conditions(
        scheme=cast("Scheme", scheme),
        temperature_K=temperature_from(temperature),
        include=frozenset(include or ()),
        exclude=frozenset(exclude or ()),
        user_phases=user_phases(phases),
    )
