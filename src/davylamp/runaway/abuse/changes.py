"""How much of each species a run starts and ends with."""

from __future__ import annotations

from dataclasses import dataclass

from davylamp.core.composition import Composition
from davylamp.runaway.lumped.history import History

__all__ = ["Change", "changes_of"]


@dataclass(frozen=True, slots=True)
class Change:
    """Amount of one species of a network at the start and at the end of a run.

    Parameters
    ----------
    species : str
        Id within the network.
    composition : Composition or None
        Formula; None where it has none.
    phase : str
        ``solid``, ``liquid`` or ``gas``.
    start_mol, end_mol : float
        Amounts [mol].
    """

    species: str
    composition: Composition | None
    phase: str
    start_mol: float
    end_mol: float


def changes_of(history: History) -> tuple[Change, ...]:
    """Return the change of every species that a step uses up or makes."""
    network, mass = history.body.network, history.body.mass_kg
    taking_part = {name for step in network.steps for name in step.stoichiometry}
    return tuple(
        Change(
            item.id,
            item.composition,
            item.phase,
            mass * item.amount_mol_per_kg,
            float(history.species_mol(item.id)[-1]),
        )
        for item in network.species
        if item.id in taking_part
    )
