"""Numbers on the command line of venting, read and refused where they cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity

if TYPE_CHECKING:
    from davylamp.cell.model import Cell
    from davylamp.gas.source import GasSource
    from davylamp.gas.vent import VentAnswer

__all__ = ["answer_of_cell", "answer_of_numbers", "composition", "positive", "source_of"]


def positive(option: str, text: str | None, unit: str) -> float | None:
    """Return an option as a number above zero, None for none.

    Raises
    ------
    InputError
        If it is no quantity in `unit`, or not above zero; the option is named.
    """
    if text is None:
        return None
    try:
        value = parse_quantity(text, unit)
    except InputError as error:
        raise InputError(f"{option}: {error.message}", remedy=error.remedy) from None
    if not value > 0.0:
        raise InputError(f"{option} {text} is not above zero", remedy="give a positive value")
    return value


def composition(text: str) -> dict[str, float]:
    """Return shares of gases, ``H2:0.4,CO2:0.6``, summed to one.

    Raises
    ------
    InputError
        If a gas is not known, comes twice, or its share is not a number above zero.
    """
    from davylamp.cli.gas_list import split_gases
    from davylamp.gas.species import find_species

    found: dict[str, float] = {}
    for name, share in split_gases(text):
        ident = find_species(name).id
        part = name if share is None else f"{name}:{share}"
        try:
            value = parse_quantity("1" if share is None else share, "1")
        except InputError as error:
            raise InputError(f"--gas {part}: {error.message}", remedy=error.remedy) from None
        if not value > 0.0:
            raise InputError(f"--gas {part}: the share is not above zero")
        if ident in found:
            raise InputError(f"--gas names {ident} twice", remedy="add both shares")
        found[ident] = value
    total = sum(found.values())
    if not found:
        raise InputError("--gas names no gas", remedy="such as --gas 'H2:0.4,CO2:0.6'")
    return {name: value / total for name, value in found.items()}


def source_of(cell: Cell, wanted: str | None) -> GasSource:
    """Return the source of gas that is asked for, or the one with the most gas as the cell fails.

    Raises
    ------
    InputError
        If there is no such source.
    """
    from davylamp.gas.source import When
    from davylamp.gas.sources import gas_sources

    sources = [item for item in gas_sources(cell) if item.total_mol > 0.0]
    if wanted is not None:
        for item in sources:
            if item.id == wanted:
                return item
        names = ", ".join(item.id for item in sources) or "none"
        raise InputError(f"the cell has no source of gas {wanted!r}", remedy=f"known are {names}")
    failing = [item for item in sources if item.when is When.FAILING]
    if not failing:
        raise InputError("no gas is known that this cell makes as it fails",
                         remedy="give an amount with --gas and --amount")  # fmt: skip
    timed = [item for item in failing if item.history is not None]
    return max(timed or failing, key=lambda item: item.total_mol)


def answer_of_cell(
    cell: Cell, source: GasSource, numbers: Mapping[str, float | None]
) -> VentAnswer:
    """Return what the casing of a cell does, with what the command line overrides."""
    from dataclasses import replace

    from davylamp.cell.model import Casing, Enclosure
    from davylamp.gas.vent import vent_of_cell

    casing = cell.casing or Casing("none")
    names = {
        "volume": "free_volume_m3",
        "area": "vent_area_m2",
        "pressure": "vent_pressure_Pa",
        "spread": "vent_pressure_spread_Pa",
        "burst": "burst_pressure_Pa",
    }
    given: dict[str, Any] = {
        names[key]: value for key, value in numbers.items() if key in names and value
    }
    changed = replace(cell, casing=replace(casing, **given))
    if (box := numbers.get("enclosure")) is not None:
        changed = replace(changed, enclosure=Enclosure(box))
    return vent_of_cell(
        changed,
        source,
        temperature_K=numbers.get("temperature"),
        duration_s=numbers.get("duration"),
        chemical_J=numbers.get("heat"),
    )


def answer_of_numbers(gas: Mapping[str, float], numbers: Mapping[str, float | None]) -> VentAnswer:
    """Return what a casing of plain numbers does.

    Raises
    ------
    InputError
        If amount, temperature or volume is missing.
    """
    from davylamp.core.evidence import Kind, Unknown
    from davylamp.gas.casing import (
        NO_OPENING_PA,
        OpeningPressures,
        opening_pressure_note,
        scattered_Pa,
    )
    from davylamp.gas.mixture import ATMOSPHERE_PA
    from davylamp.gas.vent import DISCHARGE_COEFFICIENT, Surrounds, vent_answer

    for key, example in (("temperature", "'600 degC'"), ("volume", "'50 mL'")):
        if numbers.get(key) is None:
            raise InputError(f"--{key} is not given", remedy=f"such as --{key} {example}")
    amount = numbers.get("amount")
    if amount is None:
        raise InputError("--amount is not given", remedy="such as --amount '0.5 mol'")
    notes: list[str] = []
    unknown: list[Unknown] = []
    pressure, tears = numbers.get("pressure"), numbers.get("burst")
    opens = None if pressure is None else scattered_Pa(pressure, numbers.get("spread"))
    if opens is not None and (warning := opening_pressure_note(opens.value)) is not None:
        notes.append(warning)
        opens = opens if opens.value >= NO_OPENING_PA else None
    burst = None if tears is None else scattered_Pa(tears)
    for found, what, option in (
        (opens, "pressure at which the vent opens", "pressure"),
        (burst, "pressure at which the housing tears", "burst"),
    ):
        if found is None:
            unknown.append(Unknown(what, f"give --{option}, or pump up empty casings"))
    settings: dict[str, Any] = {}
    if (coefficient := numbers.get("discharge")) is not None:
        settings["discharge_coefficient"] = coefficient
    else:
        notes.append(f"discharge coefficient {DISCHARGE_COEFFICIENT.value:g}, assumed")
    return vent_answer(
        {name: share * amount for name, share in gas.items()},
        numbers["temperature"] or 0.0,
        free_volume_m3=numbers["volume"],
        area_m2=numbers.get("area"),
        pressures=OpeningPressures(opens, burst, tuple(notes), tuple(unknown)),
        duration_s=numbers.get("duration"),
        surrounds=Surrounds(
            pressure_Pa=numbers.get("ambient") or ATMOSPHERE_PA,
            enclosure_m3=numbers.get("enclosure"),
        ),
        chemical_J=numbers.get("heat"),
        kind=Kind.ASSUMED,
        **settings,
    )
