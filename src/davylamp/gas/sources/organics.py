"""Gas of polymers, binders and liquids when they are heated, and the fluorine of their salts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError, InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._ledger import (
    Flow,
    amount_of,
    closed,
    ledger,
    other_vapours,
    rest_of,
    split_gas,
)
from davylamp.gas.sources.moisture import unknown_source
from davylamp.gas.species import find_species
from davylamp.runaway.inventory import Inventory, Portion

__all__ = ["organic_sources"]

_WATER: Final = Composition.parse("H2O")
#: Where no decomposition temperature of a polymer is stored [K]; assumed.
_DECOMPOSES_K: Final = 673.15
_SETTLE: Final = "thermogravimetry with mass spectrometry of the gas"


def organic_sources(stock: Inventory, *, capacity_Ah: float | None = None) -> tuple[GasSource, ...]:
    """Return gas of each polymer and binder by itself, vapour of each liquid, and HF of fluorine.

    Parameters
    ----------
    stock : Inventory
        What the cell is made of.
    capacity_Ah : float, optional
        Capacity of what the inventory refers to [Ah].
    """
    found: list[GasSource] = []
    for portion in stock.active:
        if portion.material is None or portion.composition is None or not portion.amount_mol:
            continue
        if portion.material.family == "liquid":
            found.append(_vapour(portion, capacity_Ah))
        elif portion.material.family == "polymer":
            found.append(_decomposed(portion, capacity_Ah))
        if portion.material.family in ("polymer", "liquid", "salt"):
            found.extend(_fluorine(portion, capacity_Ah))
    return tuple(found)


def _decomposed(portion: Portion, capacity_Ah: float | None) -> GasSource:
    """Return the equilibrium gas of a polymer by itself at its decomposition temperature."""
    from davylamp.runaway.ceiling import settle

    assert portion.composition is not None
    assert portion.material is not None
    ident = f"heating-polymer-{portion.field}"
    title = f"{portion.name} ({portion.field}) decomposing by itself"
    datum = portion.material.get("decomposition_temperature")
    at_K = _DECOMPOSES_K if datum is None else datum.value + ZERO_CELSIUS_K
    moles = portion.amount_mol or 0.0
    elements = {element: number * moles for element, number in portion.composition.items()}
    try:
        settled = settle(elements, at_K)
    except DavylampError as error:
        return unknown_source(ident, title, When.FAILING, error, _SETTLE, portion.mass_kg)
    rows = [(p.name, p.heat.composition, p.amount_mol, p.is_gas) for p in settled.products]
    consumed: list[Flow] = [(portion.composition, moles)]
    exact = closed(consumed, [(c, n) for _, c, n, _ in rows])
    gases, left, other = split_gas(
        [(n, c, amount, g) for (n, c, _, g), amount in zip(rows, exact, strict=True)]
    )
    more, gaps = other_vapours(other)
    kinds = [settled.kind, portion.kind, Kind.ASSUMED if datum is None else datum.kind]
    kind = weakest(kinds)
    note = f"products of equilibrium at {at_K - ZERO_CELSIUS_K:.0f} degC and 1 bar" + (
        ", a temperature assumed for want of one" if datum is None else ""
    )
    sources = () if datum is None else (datum.source,)
    return GasSource(
        id=ident,
        title=title,
        when=When.FAILING,
        basis=Basis.CEILING,
        amounts={name: amount_of(n, kind, sources) for name, n in gases.items()},
        kind=kind,
        temperature_K=at_K,
        onset_K=None if datum is None else at_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=portion.mass_kg,
        per_capacity_Ah=capacity_Ah,
        sources=sources,
        notes=(note, "part of what the whole cell gives: do not add to it", *more),
        unknown=(
            Unknown(
                f"which gases {portion.name} really gives: monomers, aldehydes and tar come before "
                "equilibrium does",
                _SETTLE,
            ),
            *gaps,
        ),
    )


def _vapour(portion: Portion, capacity_Ah: float | None) -> GasSource:
    """Return all of a liquid as vapour."""
    assert portion.composition is not None
    assert portion.material is not None
    moles = portion.amount_mol or 0.0
    ident, title = f"heating-vapour-{portion.field}", f"vapour of {portion.name} ({portion.field})"
    species = _species_of(portion)
    if species is None:
        return GasSource(
            id=ident,
            title=title,
            when=When.FAILING,
            basis=Basis.CEILING,
            amounts={},
            per_mass_kg=portion.mass_kg,
            notes=(f"{moles:.3g} mol of vapour if all of it boils",),
            unknown=(
                Unknown(f"how the vapour of {portion.name} burns and poisons: it is no gas that "
                        "is known here", "give its limits, or take a liquid that is known"),
            ),
        )  # fmt: skip
    return GasSource(
        id=ident,
        title=title,
        when=When.FAILING,
        basis=Basis.CEILING,
        amounts={species: amount_of(moles, portion.kind)},
        kind=portion.kind,
        consumed_mol=ledger([(portion.composition, moles)]),
        left_mol={},
        per_mass_kg=portion.mass_kg,
        per_capacity_Ah=capacity_Ah,
        notes=("all of it as vapour, none decomposed",),
        unknown=(
            Unknown(
                f"how much of {portion.name} leaves as vapour and how much decomposes before",
                "gas chromatography of the gas of a cell that vents",
            ),
        ),
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


def _fluorine(portion: Portion, capacity_Ah: float | None) -> Iterator[GasSource]:
    """Yield all fluorine of a salt, polymer or liquid as HF."""
    assert portion.composition is not None
    moles = portion.amount_mol or 0.0
    fluorine = portion.composition.get("F", 0.0) * moles
    if not fluorine > 0.0:
        return
    hydrogen = portion.composition.get("H", 0.0) * moles
    gases = {"HF": fluorine}
    consumed: list[Flow] = [(portion.composition, moles)]
    water = max(0.5 * (fluorine - hydrogen), 0.0)
    if water > 0.0:
        consumed.append((_WATER, water))
    unknown = [
        Unknown(
            f"how much of the fluorine of {portion.name} leaves as HF",
            "lead the gas of a burning cell through a solution and titrate fluoride",
        )
    ]
    if "P" in portion.composition:
        most = min(portion.composition["P"] * moles, fluorine / 3.0)
        unknown.append(
            Unknown(
                f"how much POF3 and PF5 {portion.name} gives: at most {most:.3g} mol",
                "infrared spectroscopy of the gas of a burning cell",
            )
        )
    yield GasSource(
        id=f"heating-fluorine-{portion.field}",
        title=f"all fluorine of {portion.name} ({portion.field}) as HF",
        when=When.FAILING,
        basis=Basis.CEILING,
        amounts={"HF": amount_of(fluorine, Kind.ESTIMATED)},
        kind=Kind.ESTIMATED,
        consumed_mol=ledger(consumed),
        left_mol=ledger(rest_of(consumed, gases)),
        per_mass_kg=portion.mass_kg,
        per_capacity_Ah=capacity_Ah,
        notes=(
            "counted from the elements; equilibrium binds most fluorine as LiF, while liquid cells "
            "were measured to give 20 to 200 mg of HF per watt hour",
        ),
        unknown=tuple(unknown),
    )
