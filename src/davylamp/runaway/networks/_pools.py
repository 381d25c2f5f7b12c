"""The reactants of a cell that its steps share, from the inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway.ceiling.reactants import Reactant, reactant_of
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.runaway.networks._reaction import Pool
from davylamp.store.materials import Material

__all__ = ["LITHIUM", "OXYGEN", "RESIDUE", "CellPools", "Part", "cell_pools", "oxygen_pool"]

LITHIUM: Final = "lithium"
OXYGEN: Final = "O2"
#: What is left of the cathode when its oxygen has left.
RESIDUE: Final = "cathode without its oxygen"
_METAL: Final = Composition.parse("Li").reduced_key()


@dataclass(frozen=True, slots=True)
class Part:
    """A pool with the material it is made of and its place in the cell."""

    pool: Pool
    material: Material
    field: str
    role: str


@dataclass(frozen=True, slots=True)
class CellPools:
    """Reactants of a cell.

    Parameters
    ----------
    lithium : Pool or None
        Metallic lithium; None without any.
    anode : Part or None
        An anode other than lithium metal.
    cathode : Part or None
        The active material at its state of charge.
    parts : tuple of Part
        Electrolytes, catholyte, binders, carbon.
    liquids : tuple of Portion
        Liquid electrolyte.
    unknown : tuple of Unknown
        What could not be taken in.
    """

    lithium: Pool | None
    anode: Part | None
    cathode: Part | None
    parts: tuple[Part, ...]
    liquids: tuple[Portion, ...]
    unknown: tuple[Unknown, ...]

    def of(self, *roles: str) -> Iterator[Part]:
        """Yield the parts of these roles."""
        return (part for part in self.parts if part.role in roles)


def cell_pools(inventory: Inventory) -> CellPools:
    """Return the reactants of an inventory, and what could not be taken in."""
    unknown: list[Unknown] = []
    metal: list[Reactant] = []
    anode = cathode = None
    parts: list[Part] = []
    liquids: list[Portion] = []
    for portion in inventory.active:
        if portion.role in ("collector", "coating"):
            continue
        if portion.material is not None and portion.material.family == "liquid":
            liquids.append(portion)
            continue
        found = reactant_of(portion)
        unknown.extend(found.unknown)
        part = _part(portion, found)
        if part is None:
            continue
        if portion.composition is not None and portion.composition.reduced_key() == _METAL:
            metal.append(found)
        elif portion.role == "anode":
            anode = part
        elif portion.role == "cathode":
            cathode = part
        else:
            parts.append(part)
    return CellPools(_lithium(metal), anode, cathode, tuple(parts), tuple(liquids), tuple(unknown))


def oxygen_pool(available_mol: float) -> Pool:
    """Return the oxygen that the cathode can give off."""
    return Pool(OXYGEN, Composition.parse("O2"), available_mol, 0.0, Kind.MEASURED, 0.0, "gas")


def _part(portion: Portion, found: Reactant) -> Part | None:
    if (
        found.enthalpy_J is None
        or portion.composition is None
        or portion.material is None
        or not portion.amount_mol
    ):
        return None
    name = "cathode" if portion.role == "cathode" else f"{portion.name} ({portion.field})"
    pool = Pool(
        name,
        portion.composition,
        portion.amount_mol,
        found.enthalpy_J / portion.amount_mol,
        weakest([found.kind, portion.kind]),
        portion.amount_mol,
    )
    return Part(pool, portion.material, portion.field, portion.role)


def _lithium(found: Iterable[Reactant]) -> Pool | None:
    amounts = [
        (item.portion.amount_mol or 0.0) * item.portion.composition.atoms
        for item in found
        if item.portion.composition is not None
    ]
    total = sum(amounts)
    if not total > 0.0:
        return None
    return Pool(LITHIUM, Composition.parse("Li"), total, 0.0, Kind.MEASURED, total)
