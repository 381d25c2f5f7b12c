"""Reactants brought together in one or more compartments: heat, products and temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, weakest
from davylamp.runaway.ceiling.enthalpies import PhaseHeat
from davylamp.runaway.ceiling.lowest import lowest_enthalpy
from davylamp.runaway.ceiling.reactants import Reactant
from davylamp.runaway.ceiling.settle import Product, Settled, settle
from davylamp.runaway.ceiling.vapours import vapours
from davylamp.store.user import UserPhase

__all__ = ["Compartment", "Gas", "gases_of", "merged", "scaled"]

#: Litres of ideal gas per mole at 25 degC and 1 bar.
LITRE_PER_MOL: Final = (
    1e3 * GAS_CONSTANT_J_PER_MOL_K * STANDARD_TEMPERATURE_K / STANDARD_PRESSURE_PA
)
#: Gas species below this share of all gas are not listed.
_LISTED: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Gas:
    """A gas species: moles, litres at 25 degC and 1 bar, and whether it condenses on cooling."""

    species: str
    mol: float
    litre: float
    condenses: bool


@dataclass(frozen=True, slots=True)
class Compartment:
    """Reactants that mix completely with one another and with nothing else.

    Parameters
    ----------
    reactants : tuple of Reactant
        Those with an enthalpy.
    own : tuple of UserPhase
        Phases of the user's own among the products.
    universe : tuple of str
        Elements of the whole question, see `settle`.
    """

    reactants: tuple[Reactant, ...]
    own: tuple[UserPhase, ...] = ()
    universe: tuple[str, ...] = ()

    @property
    def elements_mol(self) -> dict[str, float]:
        """Moles of each element [mol]."""
        total: dict[str, float] = {}
        for reactant in self.reactants:
            portion = reactant.portion
            for element, number in (portion.composition or {}).items():
                moles = number * (portion.amount_mol or 0.0)
                total[element] = total.get(element, 0.0) + moles
        return total

    @property
    def enthalpy_J(self) -> float:
        """Enthalpy of the reactants at 298.15 K [J]."""
        return sum(reactant.enthalpy_J or 0.0 for reactant in self.reactants)

    @property
    def kind(self) -> Kind:
        """Weakest evidence of the reactants."""
        return weakest(reactant.kind for reactant in self.reactants)

    def settled(self, temperature_K: float = STANDARD_TEMPERATURE_K) -> Settled | None:
        """Return the products at a temperature; None for an empty compartment."""
        elements = self.elements_mol
        if not elements:
            return None
        return settle(elements, temperature_K, own=self.own, universe=self.universe)

    def coldest(self) -> tuple[Product, ...]:
        """Return the products of lowest enthalpy at 298.15 K; a reactant may stay as it is."""
        elements = self.elements_mol
        if not elements:
            return ()
        unreacted = tuple(_as_it_is(reactant) for reactant in self.reactants)
        return lowest_enthalpy(elements, unreacted=unreacted, own=self.own, universe=self.universe)

    def heat_J(self) -> float:
        """Most heat that the mixture can set free, brought back to 298.15 K [J], never negative."""
        after = sum(
            product.amount_mol * product.heat.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)
            for product in self.coldest()
        )
        return self.enthalpy_J - after


def _as_it_is(reactant: Reactant) -> PhaseHeat:
    portion = reactant.portion
    composition, amount = portion.composition, portion.amount_mol
    if composition is None or not amount:
        raise MissingDatumError(f"{portion.name} has no composition")
    per_mol = (reactant.enthalpy_J or 0.0) / amount
    return PhaseHeat(
        f"{portion.name} (as it is)", composition, False, per_mol, None, 1.0, reactant.kind,
        reactant.basis,
    )  # fmt: skip


def scaled(reactant: Reactant, share: float) -> Reactant:
    """Return a share of a reactant."""
    portion = reactant.portion
    amount = None if portion.amount_mol is None else portion.amount_mol * share
    enthalpy = None if reactant.enthalpy_J is None else reactant.enthalpy_J * share
    return replace(
        reactant,
        portion=replace(portion, mass_kg=portion.mass_kg * share, amount_mol=amount),
        enthalpy_J=enthalpy,
    )


def merged(parts: Sequence[tuple[Sequence[Product], float]]) -> tuple[Product, ...]:
    """Return the products of several mixtures, each times a factor, summed by phase."""
    found: dict[tuple[str, bool], Product] = {}
    for products, factor in parts:
        for product in products:
            key = (product.name, product.is_gas)
            before = found[key].amount_mol if key in found else 0.0
            amount = before + factor * product.amount_mol
            if amount > 0.0:
                found[key] = Product(product.heat, amount)
    return tuple(
        sorted(
            found.values(),
            key=lambda item: item.amount_mol * item.heat.composition.mass_g_per_mol,
            reverse=True,
        )
    )


def gases_of(products: Sequence[Product]) -> tuple[Gas, ...]:
    """Return the gases among products, most first; traces are left out."""
    gases = [product for product in products if product.is_gas]
    total = sum(product.amount_mol for product in gases)
    condensing = vapours()
    return tuple(
        Gas(
            item.name,
            item.amount_mol,
            LITRE_PER_MOL * item.amount_mol,
            item.name in condensing or item.name == "H2O",
        )
        for item in sorted(gases, key=lambda item: -item.amount_mol)
        if item.amount_mol > _LISTED * total
    )
