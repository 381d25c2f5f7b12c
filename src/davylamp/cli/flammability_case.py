"""The record of the answer of ``davylamp flammability``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from davylamp.cell.model import Cell
from davylamp.cli.flammability_options import Conditions, parse_mixture
from davylamp.core.errors import DavylampError, InputError, MissingDatumError
from davylamp.core.evidence import Unknown
from davylamp.gas.mixture import GasMixture, mixture_of
from davylamp.gas.species import find_species

if TYPE_CHECKING:
    from davylamp.gas.burning import Flame, Flammability
    from davylamp.gas.source import GasSource

__all__ = ["of_cell", "of_mixture"]

Tell = Callable[[float, str], None]
#: Share below which a gas without heat data is left out of the flame [1].
_TRACE: Final = 1e-3


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
    from davylamp.gas.burning import SparkOutcome
    from davylamp.gas.mixture import AIR_OXYGEN

    oxygen = AIR_OXYGEN if asked.oxygen is None else asked.oxygen
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
