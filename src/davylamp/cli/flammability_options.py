"""Options and mixtures of ``davylamp flammability``: read, and refused where nothing has them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.cli.gas_list import split_gases
from davylamp.cli.options import quantity_from
from davylamp.core.errors import InputError
from davylamp.gas.species import find_species

__all__ = ["Conditions", "conditions_of", "parse_mixture"]

_EXAMPLE: Final = "write gases with their shares, such as 'H2:55,CO2:18,CO:11,CH4:10'"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is asked about a mixture, in SI."""

    temperature_K: float
    pressure_Pa: float
    oxygen: float | None
    concentration: float | None
    issuer: str | None
    limits: Mapping[str, tuple[float, float | None]]
    velocity: bool


def conditions_of(
    temperature: str,
    pressure: str,
    oxygen: str | None,
    inert: bool,
    concentration: str | None,
    issuer: str | None,
    limits: list[str] | None,
    velocity: bool,
) -> Conditions:
    """Return the options of a command line as numbers.

    Raises
    ------
    InputError
        If one is no quantity, or one that nothing has.
    """
    from davylamp.store.hazards import load_hazards

    if oxygen is not None and inert:
        raise InputError("both --oxygen and --inert are given", remedy="--inert is --oxygen 0")
    known = {
        item.issuer.casefold(): item.issuer
        for item in load_hazards().limits
        if item.quantity in ("LFL", "UFL")
    }
    named = None if issuer is None else known.get(issuer.strip().casefold())
    if issuer is not None and named is None:
        raise InputError(
            f"nobody called {issuer!r} gives flammability limits here",
            remedy=f"known are {', '.join(sorted(known.values()))}",
        )
    press = quantity_from("--pressure", pressure, "Pa", above_zero=True)
    kelvin = quantity_from("--temperature", temperature, "K", above_zero=True)
    return Conditions(
        temperature_K=kelvin,
        pressure_Pa=press,
        oxygen=0.0 if inert else _share("--oxygen", oxygen),
        concentration=_share("--concentration", concentration),
        issuer=named,
        limits=dict(_limit(text) for text in limits or []),
        velocity=velocity,
    )


def _share(option: str, text: str | None) -> float | None:
    if text is None:
        return None
    value = quantity_from(option, text, "1")
    if not 0.0 <= value <= 1.0:
        raise InputError(
            f"{option} {text} is not within 0 and 100 %", remedy=f"write {option} '5 %'"
        )
    return value


def _limit(text: str) -> tuple[str, tuple[float, float | None]]:
    parts = text.split(":")
    try:
        numbers = [float(part) / 100.0 for part in parts[1:]]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 2):
        raise InputError(
            f"--limit {text!r} is not a gas with its limits",
            remedy="write DMC:4.2:12.9, in percent",
        )
    return find_species(parts[0]).id, (numbers[0], numbers[1] if len(numbers) == 2 else None)


def parse_mixture(text: str) -> dict[str, float]:
    """Return the amounts of a mixture written as ``H2:55,CO2:18``.

    Raises
    ------
    InputError
        If it is not written so, a gas is not known or named twice, or an amount is not one.

    Examples
    --------
    >>> parse_mixture("H2:55, carbon dioxide:45")
    {'H2': 55.0, 'CO2': 45.0}
    """
    found: dict[str, float] = {}
    for name, number in split_gases(text):
        try:
            amount = float((number or "").removesuffix("%"))
        except ValueError:
            amount = math.nan
        if not name or math.isnan(amount):
            shown = f"{name}:{number}" if number else name
            raise InputError(f"{shown!r} is not a gas with its share", remedy=_EXAMPLE)
        ident = find_species(name).id
        if ident in found:
            raise InputError(f"{ident} is named twice", remedy="add its shares up")
        if not 0.0 <= amount < float("inf"):
            raise InputError(f"{number} of {ident} is not an amount", remedy=_EXAMPLE)
        found[ident] = amount
    if not sum(found.values()) > 0.0:
        raise InputError("the mixture has no gas in it", remedy=_EXAMPLE)
    return found
