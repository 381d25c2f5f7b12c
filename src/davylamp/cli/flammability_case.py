"""What ``davylamp flammability`` is asked, and the record of its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from davylamp.cell.model import Cell
from davylamp.core.errors import DavylampError, InputError, MissingDatumError
from davylamp.core.evidence import Unknown
from davylamp.core.units import parse_quantity
from davylamp.gas.mixture import GasMixture, mixture_of
from davylamp.gas.species import find_species

if TYPE_CHECKING:
    from davylamp.gas.burning import Flame, Flammability
    from davylamp.gas.source import GasSource

__all__ = ["Conditions", "conditions_of", "of_cell", "of_mixture", "parse_mixture"]

Tell = Callable[[float, str], None]
#: Share below which a gas without heat data is left out of the flame [1].
_TRACE: Final = 1e-3
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
    press = parse_quantity(pressure, "Pa")
    if not press > 0.0:
        raise InputError(f"--pressure {pressure} must be above 0")
    return Conditions(
        temperature_K=parse_quantity(temperature, "K"),
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
    value = parse_quantity(text, "1")
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
    # Names such as 1,2-dimethoxyethane have commas of their own.
    for part in _split(text):
        name, sign, number = part.replace("=", ":").rpartition(":")
        try:
            amount = float(number.strip().removesuffix("%"))
        except ValueError:
            sign = ""
            amount = 0.0
        if not sign or not name.strip():
            raise InputError(f"{part.strip()!r} is not a gas with its share", remedy=_EXAMPLE)
        ident = find_species(name).id
        if ident in found:
            raise InputError(f"{ident} is named twice", remedy="add its shares up")
        if not 0.0 <= amount < float("inf"):
            raise InputError(f"{number.strip()} of {ident} is not an amount", remedy=_EXAMPLE)
        found[ident] = amount
    if not sum(found.values()) > 0.0:
        raise InputError("the mixture has no gas in it", remedy=_EXAMPLE)
    return found


def _split(text: str) -> list[str]:
    parts: list[str] = []
    for piece in text.split(","):
        if parts and ":" not in parts[-1] and "=" not in parts[-1]:
            parts[-1] += f",{piece}"
        else:
            parts.append(piece)
    return parts


def of_mixture(text: str, asked: Conditions, tell: Tell) -> dict[str, Any]:
    """Return the answer about a mixture."""
    amounts = parse_mixture(text)
    mixture = mixture_of(amounts, asked.temperature_K, asked.pressure_Pa)
    title = "Gas of " + ", ".join(f"{100 * x:.3g} % {n}" for n, x in mixture.fractions.items())
    return {"title": title, "cell": None, **_about(mixture, asked, tell)}


def of_cell(cell: Cell, wanted: str | None, asked: Conditions, tell: Tell) -> dict[str, Any]:
    """Return the answer about the gas of a cell that fails.

    Raises
    ------
    InputError
        If the cell has no such source of gas.
    MissingDatumError
        If no source gives an amount of gas that burns.
    """
    from davylamp.gas.burning import flammability, oxygen_balance
    from davylamp.gas.source import When
    from davylamp.gas.sources import gas_sources

    tell(0.0, "sources of gas")
    everything = gas_sources(cell)
    there = [item for item in everything if item.mol and item.total_mol > 0.0]
    chosen = _chosen(there, everything, wanted)
    mixture = chosen.mixture(asked.temperature_K, asked.pressure_Pa)
    rows = []
    for item in there:
        if item.when is not When.FAILING and item is not chosen:
            continue
        found = flammability(
            item.mixture(asked.temperature_K, asked.pressure_Pa),
            issuer=asked.issuer,
            limits=asked.limits,
        )
        rows.append(
            {
                "id": item.id, "title": item.title, "basis": item.basis.value,
                "total_mol": item.total_mol, "burns": found.burns.value, "lfl": found.lfl,
                "lfl_at_most": found.lfl_at_most, "ufl": found.ufl, "kind": found.kind.value,
            }
        )  # fmt: skip
    about = _about(mixture, asked, tell)
    unknown = about["unknown"]
    try:
        balance: dict[str, Any] | None = oxygen_balance(cell, gas=mixture).record()
    except DavylampError as error:
        balance = None
        unknown.append(
            {"what": f"whether it burns without air: {error.message}",
             "settle": error.remedy or "give what is missing in the cell file"}
        )  # fmt: skip
    if balance is not None:
        unknown.extend(item for item in balance["unknown"] if item not in unknown)
    return {
        "title": f"Gas of {cell.name}: {chosen.title}",
        "cell": {"name": cell.name, "source": chosen.id, "sources": rows, "oxygen": balance},
        **about,
    }


def _chosen(
    there: list[GasSource], everything: tuple[GasSource, ...], wanted: str | None
) -> GasSource:
    from davylamp.gas.burning import oxygen_demand_mol
    from davylamp.gas.source import When

    def demand(item: GasSource) -> float:
        return sum(amount * oxygen_demand_mol(name) for name, amount in item.mol.items())

    if wanted is not None:
        for item in there:
            if item.id == wanted:
                return item
        for item in everything:
            if item.id == wanted:
                gap = item.unknown[0] if item.unknown else None
                raise MissingDatumError(
                    f"the amounts of {wanted} are not known"
                    + ("" if gap is None else f": {gap.what}"),
                    remedy=None if gap is None else gap.settle,
                )
        raise InputError(
            f"the cell has no source of gas {wanted!r}",
            remedy=f"there are {', '.join(item.id for item in there)}",
        )
    failing = [item for item in there if item.when is When.FAILING and demand(item) > 0.0]
    if not failing:
        raise MissingDatumError(
            "no failure of this cell gives a known amount of gas that burns",
            remedy="see 'davylamp gas' for its sources and what is not known of them",
        )
    return max(failing, key=demand)


def _about(mixture: GasMixture, asked: Conditions, tell: Tell) -> dict[str, Any]:
    from davylamp.gas.burning import flammability

    found = flammability(mixture, issuer=asked.issuer, limits=asked.limits)
    gaps: list[Unknown] = list(found.unknown)
    around = _around(found, asked, gaps)
    flames, stoichiometric = _flames(found, asked, gaps)
    velocity = _velocity(stoichiometric, asked, tell, gaps)
    unknown = list(dict.fromkeys((item.what, item.settle) for item in gaps))
    return {
        "mixture": found.record(),
        "around": around,
        "flames": flames,
        "velocity": velocity,
        "unknown": [{"what": what, "settle": settle} for what, settle in unknown],
    }


def _around(found: Flammability, asked: Conditions, gaps: list[Unknown]) -> dict[str, Any]:
    from davylamp.gas.burning import OXYGEN_IN_AIR, SparkOutcome

    oxygen = OXYGEN_IN_AIR if asked.oxygen is None else asked.oxygen
    share = asked.concentration
    outcome = None if share is None else found.outcome(share, oxygen)
    if outcome is SparkOutcome.UNKNOWN and not gaps:
        gaps.append(
            Unknown("whether it burns at this share", "measure its limits in this gas by EN 1839")
        )
    return {
        "oxygen": oxygen,
        "concentration": share,
        "outcome": None if outcome is None else outcome.value,
        "of_lfl": share / found.lfl if share is not None and found.lfl else None,
    }


def _flames(
    found: Flammability, asked: Conditions, gaps: list[Unknown]
) -> tuple[dict[str, Any], Flame | None]:
    from davylamp.gas.burning import Burns, flame, hottest_flame

    empty: dict[str, Any] = {"stoichiometric": None, "hottest": None, "left_out": []}
    if found.burns is Burns.NO or found.fuel_share <= 0.0:
        return empty, None
    bare = [name for name in found.fractions if not find_species(name).nasa]
    kept = {name: part for name, part in found.fractions.items() if name not in bare}
    if sum(found.fractions[name] for name in bare) > _TRACE:
        gaps.append(
            Unknown(
                f"the flame: no heat capacity and enthalpy of {', '.join(bare)} as a gas",
                "measure the pressure in a closed vessel",
            )
        )
        return empty, None
    mixture = mixture_of(kept, asked.temperature_K, asked.pressure_Pa)
    try:
        hottest = hottest_flame(mixture)
        even = hottest if found.oxygen_share > 0.2 else flame(mixture)
    except DavylampError as error:
        gaps.append(
            Unknown(f"the flame: {error.message}", error.remedy or "measure it in a closed vessel")
        )
        return empty, None
    return {"stoichiometric": even.record(), "hottest": hottest.record(), "left_out": bare}, even


def _velocity(
    even: Flame | None, asked: Conditions, tell: Tell, gaps: list[Unknown]
) -> dict[str, Any] | None:
    from davylamp.gas.burning import burning_velocity, deflagration

    if not asked.velocity:
        return None
    if even is None:
        return {"value_m_per_s": None, "mechanism": "", "deflagration_index_Pa_m_per_s": None}
    found = burning_velocity(even, tell=tell)
    gaps.extend(found.unknown)
    value = found.value_m_per_s
    index = None if value is None else deflagration(even, value)
    return {
        **found.record(),
        "deflagration_index_Pa_m_per_s": None if index is None else index.index_Pa_m_per_s,
        "deflagration_notes": [] if index is None else list(index.notes),
    }
