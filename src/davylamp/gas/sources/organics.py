"""Gas of polymers and binders when they are heated, and vapour of liquids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError, InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._build import unknown_source
from davylamp.gas.sources._ledger import (
    NO_BOUND,
    Flow,
    amount_of,
    closed_gas,
    ledger,
    other_vapours,
)
from davylamp.gas.species import find_species
from davylamp.runaway.inventory import Inventory, Portion

__all__ = ["organic_sources"]

#: Where no decomposition temperature of a polymer is stored [K]; assumed.
_DECOMPOSES_K: Final = 673.15
_SETTLE: Final = "thermogravimetry with mass spectrometry of the gas"


def organic_sources(stock: Inventory, *, capacity_Ah: float | None = None) -> tuple[GasSource, ...]:
    """Return gas of each polymer and binder by itself, and vapour of the liquids.

    A polymer at several places of the cell counts once, with all its mass, and so do the liquids,
    which boil together.

    Parameters
    ----------
    stock : Inventory
        What the cell is made of.
    capacity_Ah : float, optional
        Capacity of what the inventory refers to [Ah].
    """
    polymers: dict[str, list[Portion]] = {}
    liquids: list[Portion] = []
    for portion in stock.active:
        if portion.material is None:
            continue
        if portion.material.family == "polymer":
            polymers.setdefault(portion.name, []).append(portion)
        elif portion.material.family == "liquid":
            liquids.append(portion)
    found = [_decomposed(portions, capacity_Ah) for portions in polymers.values()]
    found.extend(_vapour(liquids, capacity_Ah))
    return tuple(found)


def _decomposed(portions: list[Portion], capacity_Ah: float | None) -> GasSource:
    """Return the equilibrium gas of a polymer by itself at its decomposition temperature."""
    from davylamp.runaway.ceiling import settle

    portion = portions[0]
    assert portion.material is not None
    ident, title = f"heating-polymer-{portion.name}", f"{portion.name} decomposing by itself"
    mass = sum(item.mass_kg for item in portions)
    if portion.composition is None:
        return GasSource(
            id=ident,
            title=title,
            when=When.FAILING,
            basis=Basis.EXPECTED,
            amounts={},
            per_mass_kg=mass,
            unknown=(Unknown(f"which gases {portion.name} gives: it has no formula", _SETTLE),),
        )
    datum = portion.material.get("decomposition_temperature")
    at_K = _DECOMPOSES_K if datum is None else datum.value + ZERO_CELSIUS_K
    moles = sum(item.amount_mol or 0.0 for item in portions)
    elements = {element: number * moles for element, number in portion.composition.items()}
    try:
        settled = settle(elements, at_K)
    except DavylampError as error:
        return unknown_source(ident, title, When.FAILING, error, _SETTLE, mass)
    rows = [(p.name, p.heat.composition, p.amount_mol, p.is_gas) for p in settled.products]
    consumed: list[Flow] = [(portion.composition, moles)]
    gases, left, other = closed_gas(consumed, rows)
    more, gaps = other_vapours(other)
    kinds = [
        settled.kind,
        *(item.kind for item in portions),
        Kind.ASSUMED if datum is None else datum.kind,
    ]
    kind = weakest(kinds)
    note = f"products of equilibrium at {at_K - ZERO_CELSIUS_K:.0f} degC and 1 bar" + (
        ", a temperature assumed for want of one" if datum is None else ""
    )
    sources = () if datum is None else (datum.source,)
    return GasSource(
        id=ident,
        title=title,
        when=When.FAILING,
        basis=Basis.EXPECTED,
        amounts={name: amount_of(n, kind, sources) for name, n in gases.items()},
        kind=kind,
        temperature_K=at_K,
        onset_K=None if datum is None else at_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=mass,
        per_capacity_Ah=capacity_Ah,
        sources=sources,
        notes=(note, NO_BOUND, "part of what the whole cell gives: do not add to it", *more),
        unknown=(
            Unknown(
                f"which gases {portion.name} really gives: monomers, aldehydes and tar come before "
                "equilibrium does",
                _SETTLE,
            ),
            *gaps,
        ),
    )


def _vapour(portions: list[Portion], capacity_Ah: float | None) -> Iterator[GasSource]:
    """Yield all liquids as vapour."""
    if not portions:
        return
    amounts: dict[str, float] = {}
    consumed: list[Flow] = []
    unknown: list[Unknown] = []
    for portion in portions:
        species = _species_of(portion)
        if species is None or portion.composition is None:
            unknown.append(
                Unknown(
                    f"how the vapour of {portion.name} ({1e3 * portion.mass_kg:.3g} g) burns and "
                    "poisons: it is no gas that is known here",
                    "give its limits, or take a liquid that is known",
                )
            )
            continue
        moles = portion.amount_mol or 0.0
        amounts[species] = amounts.get(species, 0.0) + moles
        consumed.append((portion.composition, moles))
    names = ", ".join(dict.fromkeys(item.name for item in portions))
    kind = weakest(item.kind for item in portions) if amounts else Kind.UNKNOWN
    unknown.append(
        Unknown(
            f"how much of {names} leaves as vapour and how much decomposes before",
            "gas chromatography of the gas of a cell that vents",
        )
    )
    yield GasSource(
        id="heating-vapour",
        title=f"vapour of {names}",
        when=When.FAILING,
        basis=Basis.CEILING,
        amounts={name: amount_of(n, kind) for name, n in amounts.items()},
        kind=kind,
        consumed_mol=ledger(consumed),
        left_mol={},
        per_mass_kg=sum(item.mass_kg for item in portions),
        per_capacity_Ah=capacity_Ah,
        notes=("all of it as vapour, none decomposed",),
        unknown=tuple(unknown),
    )


def _species_of(portion: Portion) -> str | None:
    assert portion.material is not None
    for word in (portion.material.id, portion.material.name, *portion.material.aliases):
        try:
            species = find_species(word)
        except InputError:
            continue
        if portion.composition == species.composition:
            return species.id
    return None
