"""Gas of heating: all that can react, what touches, a fire from outside, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from davylamp.cell.model import Cell
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._build import known_sources, unknown_source
from davylamp.gas.sources._ledger import (
    NO_BOUND,
    Flow,
    Product,
    amount_of,
    closed_gas,
    elements_of,
    ledger,
    other_vapours,
)
from davylamp.gas.sources.bounds import bound_words
from davylamp.gas.sources.network_gas import run_sources
from davylamp.gas.sources.runs import HeatRuns
from davylamp.store.user import UserPhase

if TYPE_CHECKING:
    from davylamp.runaway.abuse import TestResult
    from davylamp.runaway.ceiling import HeatCeiling, Reactant, Release

__all__ = ["FIRE_K", "ceiling_sources", "fire_source", "heating_sources"]

#: Temperature of a cell in a fire from outside [K]; assumed.
FIRE_K: Final = 1100.0
_SETTLE: Final = "heat a charged cell in a closed vessel and analyse the gas"


def heating_sources(
    cell: Cell,
    *,
    own: tuple[UserPhase, ...] = (),
    runs: HeatRuns | None = None,
    capacity_Ah: float | None = None,
) -> tuple[GasSource, ...]:
    """Return the gas of a cell that is heated or heats itself.

    Parameters
    ----------
    cell : Cell
        The cell.
    own, runs
        As `davylamp.gas.sources.gas_sources`.
    capacity_Ah : float, optional
        Capacity of what the answers refer to [Ah].

    Returns
    -------
    tuple of GasSource
        ``heating-everything``, ``heating-contacts``, ``heating-fire`` where the cell by itself
        stays colder, and one ``heating-run-...``
        for each run of a test. They tell of the same gas in other ways: never add them up.
    """
    from davylamp.runaway.ceiling import heat_ceiling

    given = runs or HeatRuns()
    found: list[GasSource] = []
    try:
        ceiling = given.ceiling or heat_ceiling(cell, pairs=False, own=own)
        found.extend(ceiling_sources(ceiling, capacity_Ah))
        if ceiling.everything.adiabatic.temperature_K < FIRE_K:
            found.append(fire_source(ceiling, own=own, capacity_Ah=capacity_Ah))
    except DavylampError as error:
        title = "gas when everything in the cell reacts"
        found.append(
            unknown_source("heating-everything", title, When.FAILING, error, _SETTLE, None)
        )
    try:
        tests = given.tests if given.tests is not None else (_arc(cell),)
        for test in tests:
            found.extend(run_sources(test, capacity_Ah))
    except DavylampError as error:
        title = "gas over time as the cell heats itself"
        found.append(unknown_source("heating-run", title, When.FAILING, error, _SETTLE, None))
    return tuple(found)


def _arc(cell: Cell) -> TestResult:
    from davylamp.runaway.abuse import AbuseTest, run_test

    return run_test(cell, AbuseTest("arc"))


def ceiling_sources(
    ceiling: HeatCeiling, capacity_Ah: float | None = None
) -> tuple[GasSource, ...]:
    """Return the equilibrium gas of everything mixed, and of what touches with a whole separator.

    At the adiabatic temperature and 1 bar, gases mixed ideally. The heat is a ceiling, the gas is
    not: see `toxic_bounds` for what each toxic gas cannot exceed.
    """
    rows = (
        (
            "heating-everything",
            "equilibrium once everything that can react has",
            ceiling.everything,
        ),
        (
            "heating-contacts",
            "equilibrium of what touches with a whole separator",
            ceiling.external_heating,
        ),
    )
    return tuple(
        _release_source(ident, title, release, ceiling.reactants, ceiling, capacity_Ah)
        for ident, title, release in rows
    )


def fire_source(
    ceiling: HeatCeiling,
    temperature_K: float = FIRE_K,
    *,
    own: tuple[UserPhase, ...] = (),
    capacity_Ah: float | None = None,
) -> GasSource:
    """Return the equilibrium gas of everything mixed and held at the temperature of a fire.

    A cell that heats itself little still gives off gas when it is heated from outside.
    """
    from davylamp.runaway.ceiling import settle

    reacting = [item for item in ceiling.reactants if item.reacts]
    consumed = _flows(reacting)
    settled = settle(elements_of(consumed), temperature_K, own=own)
    rows = [(p.name, p.heat.composition, p.amount_mol, p.is_gas) for p in settled.products]
    note = (
        f"held at {temperature_K - ZERO_CELSIUS_K:.0f} degC from outside, a temperature assumed "
        "for a fire; air does not take part"
    )
    kind = weakest([settled.kind, ceiling.kind])
    return _equilibrium_source(
        "heating-fire",
        "equilibrium of everything mixed in a fire from outside",
        rows,
        consumed,
        kind,
        temperature_K,
        ceiling,
        capacity_Ah,
        (note,),
    )


def _release_source(
    ident: str,
    title: str,
    release: Release,
    reactants: Sequence[Reactant],
    ceiling: HeatCeiling,
    capacity_Ah: float | None,
) -> GasSource:
    hot = release.adiabatic
    rows = [(p.name, p.heat.composition, p.amount_mol, p.is_gas) for p in hot.products]
    words = "at least " if hot.at_least else ""
    note = f"at the adiabatic temperature, {words}{hot.temperature_K - ZERO_CELSIUS_K:.0f} degC"
    return _equilibrium_source(
        ident,
        title,
        rows,
        _flows([item for item in reactants if item.reacts]),
        release.kind,
        hot.temperature_K,
        ceiling,
        capacity_Ah,
        (note, *release.notes),
    )


def _flows(reactants: Sequence[Reactant]) -> list[Flow]:
    return [
        (item.portion.composition, item.portion.amount_mol)
        for item in reactants
        if item.portion.composition is not None and item.portion.amount_mol
    ]


def _equilibrium_source(
    ident: str,
    title: str,
    rows: Sequence[Product],
    consumed: Sequence[Flow],
    kind: Kind,
    temperature_K: float,
    ceiling: HeatCeiling,
    capacity_Ah: float | None,
    notes: tuple[str, ...],
) -> GasSource:
    gases, left, other = closed_gas(consumed, rows)
    more, gaps = other_vapours(other)
    notes = (*notes, NO_BOUND, *more)
    if not gases:
        notes = (
            *notes,
            "equilibrium makes no gas at this temperature and 1 bar; what leaves on the way to it, "
            "such as oxygen of the cathode, is in the runs",
        )
    unknown = [
        Unknown(
            "how much of it forms before the cell is cold again, and which gases leave before "
            "equilibrium is reached",
            _SETTLE,
        ),
        *gaps,
    ]
    most = bound_words(ceiling.inventory)
    if most:
        unknown.append(
            Unknown(
                "how much of each toxic gas leaves; by elements no more, with water and air from "
                f"outside, than {most}",
                _SETTLE,
            )
        )
    for item in ceiling.reactants:
        if not item.reacts:
            unknown.extend(item.unknown)
    sources = known_sources(key for item in ceiling.reactants for key in item.sources)
    return GasSource(
        id=ident,
        title=title,
        when=When.FAILING,
        basis=Basis.EXPECTED,
        amounts={name: amount_of(n, kind, sources) for name, n in gases.items()},
        kind=kind,
        temperature_K=temperature_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=ceiling.inventory.mass_kg,
        per_capacity_Ah=capacity_Ah,
        sources=sources,
        notes=notes,
        unknown=tuple(dict.fromkeys(unknown)),
    )
