"""What a reaction network must fulfil before it may be solved."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from davylamp.core.errors import BalanceError, InputError

if TYPE_CHECKING:
    from davylamp.runaway.network import Network, Rate, Species, Step

    _Named = TypeVar("_Named", Species, Step)

__all__ = ["check_network", "element_imbalance"]


def check_network(network: Network) -> None:
    """Raise what `davylamp.runaway.network.Network` promises to raise."""
    species = _unique(network.species, "species")
    steps = _unique(network.steps, "step")
    for item in species.values():
        _check_species(item)
    for step in steps.values():
        _check_step(step, species, steps)


def element_imbalance(step: Step, species: dict[str, Species]) -> dict[str, float]:
    """Return atoms made minus atoms used per mole of step, by element; only what differs.

    Empty where a species has no formula: nothing can be said then.
    """
    made: dict[str, float] = {}
    reacting: dict[str, float] = {}
    for name, amount in step.stoichiometry.items():
        composition = species[name].composition
        if composition is None:
            return {}
        for element in composition:
            atoms = amount * composition[element]
            made[element] = made.get(element, 0.0) + atoms
            reacting[element] = reacting.get(element, 0.0) + abs(atoms)
    from davylamp.runaway.network import BALANCE_TOLERANCE

    largest = max(reacting.values(), default=0.0)
    return {e: n for e, n in made.items() if abs(n) > BALANCE_TOLERANCE * largest}


def _unique(items: Iterable[_Named], what: str) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for item in items:
        if not item.id:
            raise InputError(f"a {what} has no id")
        if item.id in found:
            raise InputError(f"{what} {item.id!r} is given twice", remedy="rename one of them")
        found[item.id] = item
    return found


def _check_species(item: Species) -> None:
    if not (math.isfinite(item.amount_mol_per_kg) and item.amount_mol_per_kg >= 0.0):
        raise InputError(
            f"species {item.id!r}: amount {item.amount_mol_per_kg!r} mol/kg is below 0"
        )
    reference = item.reference_mol_per_kg
    if reference is not None and not (math.isfinite(reference) and reference > 0.0):
        raise InputError(f"species {item.id!r}: reference {reference!r} mol/kg is not positive")


def _check_step(step: Step, species: dict[str, Species], steps: dict[str, Step]) -> None:
    where = f"step {step.id!r}"
    for name, amount in step.stoichiometry.items():
        if name not in species:
            raise InputError(f"{where} names the unknown species {name!r}", remedy="list it")
        if not math.isfinite(amount):
            raise InputError(f"{where}: stoichiometric number {amount!r} of {name!r} is not finite")
    if not (math.isfinite(step.extent_mol_per_kg) and step.extent_mol_per_kg > 0.0):
        raise InputError(f"{where}: extent {step.extent_mol_per_kg!r} mol/kg is not positive")
    missing = element_imbalance(step, species)
    if missing:
        words = ", ".join(f"{amount:+.4g} {element}" for element, amount in missing.items())
        raise BalanceError(
            f"{where} does not balance: {words} per mole of step",
            remedy="correct the stoichiometric numbers, or list the species left out",
        )
    if step.rate is not None:
        _check_rate(step, step.rate, species, steps, where)


def _check_rate(
    step: Step, rate: Rate, species: dict[str, Species], steps: dict[str, Step], where: str
) -> None:
    if not rate.frequency_per_s.value > 0.0:
        raise InputError(
            f"{where}: frequency factor {rate.frequency_per_s.value:g} 1/s is not positive"
        )
    peak = rate.peak_K is not None and rate.heating_rate_K_per_s is not None
    if peak == (rate.activation_energy_J_per_mol is not None):
        raise InputError(f"{where}: give an activation energy, or a peak with its heating rate")
    if not rate.energy_J_per_mol() >= 0.0:
        raise InputError(f"{where}: activation energy {rate.energy_J_per_mol():g} J/mol is below 0")
    for name, order in rate.orders.items():
        if not step.stoichiometry.get(name, 0.0) < 0.0:
            raise InputError(f"{where}: its rate depends on {name!r}, which it does not use up")
        if not (math.isfinite(order) and order >= 0.0):
            raise InputError(f"{where}: order {order!r} in {name!r} is below 0")
        if not (species[name].reference_mol_per_kg or species[name].amount_mol_per_kg):
            raise InputError(
                f"{where}: {name!r} is not there at the start and has no reference amount",
                remedy="give the species a reference amount",
            )
    for name, half in rate.saturation.items():
        if not step.stoichiometry.get(name, 0.0) < 0.0 or name in rate.orders:
            raise InputError(
                f"{where}: its rate saturates in {name!r}, which it does not use up or which has "
                "an order as well"
            )
        if not (math.isfinite(half) and half > 0.0):
            raise InputError(f"{where}: the saturation {half!r} in {name!r} is not positive")
    if rate.discharge is None and not rate.orders:
        raise InputError(
            f"{where}: its rate depends on no species, so that it would never end",
            remedy="give the order of at least one reactant (it may be 0)",
        )
    if rate.layer is not None:
        for name in rate.layer.growth:
            if name not in steps:
                raise InputError(f"{where}: its product layer grows with the unknown step {name!r}")
        if not rate.layer.ceiling > 0.0:
            raise InputError(f"{where}: the ceiling of its product layer is not positive")
        if not rate.layer.scale > 0.0:
            raise InputError(f"{where}: the scale of its product layer is not positive")
    if rate.autocatalysis is not None and not rate.autocatalysis.seed > 0.0:
        raise InputError(f"{where}: the seed of its autocatalysis is not positive: it never starts")
    if rate.gate is not None and not rate.gate.width_K > 0.0:
        raise InputError(f"{where}: the width of its gate is not positive")
    if rate.gate is not None and not 0.0 <= rate.gate.rest <= 1.0:
        raise InputError(f"{where}: the rest of its closed gate is not within 0 and 1")
