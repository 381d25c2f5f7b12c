"""The most of each toxic gas that the elements of a cell can make, whatever the reaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._ledger import Flow, amount_of, elements_of, ledger, rest_of
from davylamp.gas.species import SPECIES
from davylamp.runaway.inventory import Inventory, Portion

__all__ = ["BOUNDED", "BOUND_PREFIX", "bound_words", "toxic_bounds"]

#: Gases that are bounded by the elements of the cell.
BOUNDED: Final = (
    "HF", "POF3", "H2S", "SO2", "HCl", "Cl2", "HBr", "Br2", "HI", "I2", "HCN", "NH3", "PH3",
    "AsH3", "CO",
)  # fmt: skip
#: How the ids of these sources begin.
BOUND_PREFIX: Final = "bound-"
#: Elements that air and water bring.
_OUTSIDE: Final = frozenset({"H", "O"})
_WATER: Final = Composition.parse("H2O")
_OXYGEN: Final = Composition.parse("O2")
_SETTLE: Final = "burn a cell, and lead its gas past an infrared spectrometer or through a solution"


def toxic_bounds(
    stock: Inventory, *, capacity_Ah: float | None = None, species: tuple[str, ...] = BOUNDED
) -> tuple[GasSource, ...]:
    """Return for each toxic gas the most that the elements of a cell can make of it.

    Every atom of fluorine as HF, of sulfur as H2S or as SO2, of nitrogen as HCN or as NH3, of
    chlorine as HCl, of carbon as CO, and so on: one source for each gas, and each takes the element
    for itself, so that they cannot all be true at once and must not be added up. Hydrogen and
    oxygen come from the cell first, then from water and air. Unlike the composition of an
    equilibrium, which can hold less of a gas than leaves on the way to it, this is a bound.

    Parameters
    ----------
    stock : Inventory
        What the cell is made of; the housing is left out.
    capacity_Ah : float, optional
        Capacity of what the inventory refers to [Ah].
    species : tuple of str
        Gases to bound, by id.

    Returns
    -------
    tuple of GasSource
        ``bound-HF`` and so on, for the gases that the cell holds the elements of, or may hold: a
        solid without a formula leaves each of them unknown.

    Notes
    -----
    Left out are nitrogen of the air, the plastics of the housing, and gases that are not named.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.runaway.inventory import inventory
    >>> found = toxic_bounds(inventory(read_cell(example_path("sulfide"))))
    >>> [source.id for source in found][:2]
    ['bound-H2S', 'bound-SO2']
    """
    found = (_bound(name, stock, capacity_Ah) for name in species)
    return tuple(source for source in found if source is not None)


def bound_words(stock: Inventory, species: tuple[str, ...] = BOUNDED) -> str:
    """Return the bounds in words, empty where the cell holds none of the elements."""
    found = toxic_bounds(stock, species=species)
    return ", ".join(f"{name} {n:.2g} mol" for source in found for name, n in source.mol.items())


def _bound(name: str, stock: Inventory, capacity_Ah: float | None) -> GasSource | None:
    gas = SPECIES[name].composition
    own = {element: number for element, number in gas.items() if element not in _OUTSIDE}
    holding = [item for item in stock.active if own.keys() & set(item.composition or {})]
    consumed: list[Flow] = [
        (item.composition, item.amount_mol or 0.0)
        for item in holding
        if item.composition is not None
    ]
    there = elements_of(consumed)
    moles = min(there.get(element, 0.0) / number for element, number in own.items())
    hidden = [item for item in stock.active if item.composition is None and not _metal(item)]
    title = f"no more {name} than this: all {' and '.join(own)} of the cell as {name}"
    unknown = tuple(_unknown(name, stock, hidden))
    if not moles > 0.0:
        if not hidden:
            return None
        return GasSource(
            id=f"{BOUND_PREFIX}{name}",
            title=title,
            when=When.FAILING,
            basis=Basis.CEILING,
            amounts={},
            unknown=unknown,
        )
    water = max(0.5 * (gas.get("H", 0.0) * moles - there.get("H", 0.0)), 0.0)
    oxygen = max(gas.get("O", 0.0) * moles - there.get("O", 0.0) - water, 0.0)
    consumed += [(item, n) for item, n in ((_WATER, water), (_OXYGEN, 0.5 * oxygen)) if n > 0.0]
    kind = weakest([Kind.ESTIMATED, *(item.kind for item in holding)])
    if hidden:
        kind = Kind.UNKNOWN
    names = ", ".join(dict.fromkeys(item.name for item in holding))
    return GasSource(
        id=f"{BOUND_PREFIX}{name}",
        title=title,
        when=When.FAILING,
        basis=Basis.CEILING,
        amounts={name: amount_of(moles, kind)},
        kind=kind,
        consumed_mol=ledger(consumed),
        left_mol=ledger(rest_of(consumed, {name: moles})),
        per_mass_kg=sum(item.mass_kg for item in holding),
        per_capacity_Ah=capacity_Ah,
        notes=tuple(_notes(name, gas, moles, names, stock)),
        unknown=unknown,
    )


def _notes(
    name: str, gas: Composition, moles: float, names: str, stock: Inventory
) -> Iterator[str]:
    yield (
        f"counted from the elements of {names}; another gas of the same element takes from it: "
        "never add the bounds up"
    )
    cell = elements_of(
        (item.composition, item.amount_mol or 0.0)
        for item in stock.active
        if item.composition is not None
    )
    alone = min(cell.get(element, 0.0) / number for element, number in gas.items())
    if alone < moles * (1.0 - 1e-9):
        yield f"without water and air from outside no more than {alone:.3g} mol"
    if name == "HF":
        yield (
            "equilibrium binds most fluorine as LiF, while liquid cells were measured to give 20 "
            "to 200 mg of HF per watt hour"
        )


def _unknown(name: str, stock: Inventory, hidden: list[Portion]) -> Iterator[Unknown]:
    for item in hidden:
        yield Unknown(
            f"what {item.name} ({item.field}) adds to the most {name}: it has no formula",
            "give its composition",
        )
    yield Unknown(f"how much {name} really leaves: this is what it cannot exceed", _SETTLE)
    if any(item not in stock.active for item in stock.portions):
        yield Unknown(
            f"what the plastics of the housing add to the most {name}",
            "burn the empty housing and analyse the gas",
        )


def _metal(portion: Portion) -> bool:
    return portion.material is not None and portion.material.family in ("metal", "alloy")
