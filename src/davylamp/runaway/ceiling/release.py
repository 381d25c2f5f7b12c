"""Heat and gas of one course of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from davylamp.core.evidence import Kind, weakest
from davylamp.runaway.body import HeatCapacity
from davylamp.runaway.ceiling.adiabatic import Adiabatic, adiabatic
from davylamp.runaway.ceiling.mixture import Compartment, Gas, gases_of, merged
from davylamp.runaway.ceiling.reactants import Reactant, reactant_of
from davylamp.runaway.ceiling.settle import Product
from davylamp.runaway.cell_thermal import heat_capacity_of
from davylamp.runaway.inventory import Inventory
from davylamp.store.user import UserPhase

__all__ = ["Release", "Rules", "compartments_release", "release_of"]


@dataclass(frozen=True, slots=True)
class Release:
    """Heat and gas of one course of events.

    Parameters
    ----------
    name : str
        ``everything``, ``external heating``, ``short circuit``, ``liquid cell``, ...
    title : str
        In words: what meets what.
    heat_J : float
        Most heat of reaction, with everything brought back to 298.15 K, and electrical energy [J].
    electrical_J : float
        Part of it that was stored electrical energy turned into heat before any reaction [J].
    mass_kg : float
        Of the cell [kg].
    energy_J : float or None
        Electrical energy of the full cell [J].
    adiabatic : Adiabatic
        Temperature with no loss of heat, and the products there.
    cold : tuple of Product
        Products of lowest enthalpy at 298.15 K, from which the heat follows.
    kind : Kind
        Weakest evidence of reactants and products.
    notes : tuple of str
        What a reader must know.
    """

    name: str
    title: str
    heat_J: float
    electrical_J: float
    mass_kg: float
    energy_J: float | None
    adiabatic: Adiabatic
    cold: tuple[Product, ...]
    kind: Kind
    notes: tuple[str, ...] = ()

    @property
    def heat_J_per_g(self) -> float:
        """Heat per gram of cell [J/g]."""
        return self.heat_J / self.mass_kg / 1e3

    @property
    def heat_J_per_Wh(self) -> float | None:
        """Heat per watt hour of the full cell [J/Wh]; None where its energy is unknown."""
        return self.heat_J / (self.energy_J / 3600.0) if self.energy_J else None

    @property
    def gases(self) -> tuple[Gas, ...]:
        """Gas at the adiabatic temperature, most first."""
        return gases_of(self.adiabatic.products)


def release_of(
    stock: Inventory,
    name: str,
    title: str,
    energy_J: float | None,
    *,
    collectors: bool = True,
    own: tuple[UserPhase, ...] = (),
) -> Release:
    """Return heat and products when all of an inventory mixes and reacts; see `heat_ceiling`."""
    rules = Rules(collectors, own)
    mixed = Compartment(tuple(r for r in rules.reactants(stock) if r.reacts), own)
    return compartments_release(stock, name, title, [mixed], energy_J)


@dataclass(frozen=True, slots=True)
class Rules:
    """What takes part."""

    collectors: bool
    own: tuple[UserPhase, ...]

    def reactants(self, stock: Inventory) -> tuple[Reactant, ...]:
        """Return everything that may react, whether its enthalpy is known or not."""
        return tuple(
            reactant_of(portion, self.own)
            for portion in stock.active
            if self.collectors or portion.role != "collector"
        )

    def all_of(self, stock: Inventory, name: str, energy_J: float | None) -> Release:
        """Return the release of everything in an inventory."""
        return release_of(
            stock, name, stock.name, energy_J, collectors=self.collectors, own=self.own
        )


def compartments_release(
    stock: Inventory,
    name: str,
    title: str,
    parts: Sequence[Compartment],
    energy_J: float | None,
    electrical_J: float = 0.0,
    notes: tuple[str, ...] = (),
) -> Release:
    """Return heat and products of compartments that share one temperature and mix nothing.

    What is in none of them (housing, materials of unknown enthalpy) takes up heat. Where that is
    anything but housing and collectors, the answer is no ceiling, and its kind is ``unknown``.
    """
    inert, mass = _inert(stock, parts)
    absent = _left_out(stock, parts)
    if absent:
        notes = (*notes, f"no ceiling: what {', '.join(absent)} sets free is not in it")
    cold = merged([(part.coldest(), 1.0) for part in parts])
    reaction = sum(part.heat_J() for part in parts)
    hot = adiabatic(parts, added_J=electrical_J, inert=inert, inert_mass_kg=mass)
    return Release(
        name=name,
        title=title,
        heat_J=reaction + electrical_J,
        electrical_J=electrical_J,
        mass_kg=stock.mass_kg,
        energy_J=energy_J,
        adiabatic=hot,
        cold=cold,
        kind=weakest(
            [
                *(part.kind for part in parts if part.reactants),
                *(product.heat.kind for product in (*cold, *hot.products)),
                *(Kind.UNKNOWN for _ in absent),
            ]
        ),
        notes=notes,
    )


def _left_out(stock: Inventory, parts: Sequence[Compartment]) -> list[str]:
    """Return what may react and is in no compartment, as its energy is unknown."""
    inside = {r.portion.field for part in parts for r in part.reactants}
    names = (
        portion.name
        for portion in stock.active
        if portion.field not in inside and portion.role != "collector"
    )
    return list(dict.fromkeys(names))


def _inert(stock: Inventory, parts: Sequence[Compartment]) -> tuple[HeatCapacity | None, float]:
    """Return heat capacity and mass of what is in no compartment: housing, unknown enthalpies."""
    inside = {r.portion.field for part in parts for r in part.reactants}
    rest = tuple(portion for portion in stock.portions if portion.field not in inside)
    if not rest:
        return None, 0.0
    left = replace(stock, portions=rest)
    return heat_capacity_of(left)[0], left.mass_kg
