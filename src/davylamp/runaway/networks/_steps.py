"""Write balanced reactions of a cell as the species and steps of a network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from davylamp.core.evidence import Unknown
from davylamp.core.parameter import Distribution, Parameter
from davylamp.runaway.network import Network, Species, Step
from davylamp.runaway.networks._observed import Known
from davylamp.runaway.networks._reaction import Made, Pool, Reaction

__all__ = ["NetworkWriter"]

#: Steps that set free or take up less than this do not change a temperature [J/kg of body].
_SMALLEST_J_PER_KG: Final = 100.0
_SETTLE: Final = "calorimetry (DSC) of the pair at two or more heating rates, with gas analysis"


class NetworkWriter:
    """Collects the steps of a cell; amounts come in moles and leave per kilogram of body.

    Parameters
    ----------
    mass_kg : float
        Of the whole body [kg].
    """

    def __init__(self, mass_kg: float) -> None:
        self._mass_kg = mass_kg
        self._pools: dict[str, Pool] = {}
        self._made: dict[str, Made] = {}
        self._steps: list[Step] = []
        self._lumped: list[Species] = []
        self.unknown: list[Unknown] = []
        self.notes: list[str] = []

    def add(
        self,
        ident: str,
        title: str,
        reaction: Reaction | None,
        pools: Mapping[str, Pool],
        known: Known,
        *,
        partners: tuple[str, ...],
        oxidant: str = "",
        condition: str = "",
    ) -> None:
        """Add a step, or note that nothing reacts."""
        if reaction is None:
            self.notes.append(f"{title}: nothing reacts, by the energies of the phases")
            return
        extent = reaction.extent_mol(pools)
        heat = reaction.heat_J_per_mol * extent / self._mass_kg
        if abs(heat) < _SMALLEST_J_PER_KG:
            self.notes.append(f"{title}: left out, {heat:.0f} J/kg")
            return
        for name in reaction.used:
            self._pools.setdefault(name, pools[name])
        stoichiometry = {name: -number for name, number in reaction.used.items()}
        for item in reaction.made:
            self._made.setdefault(item.id, item)
            stoichiometry[item.id] = stoichiometry.get(item.id, 0.0) + item.number
        spread = reaction.uncertainty_J_per_mol * extent / self._mass_kg
        notes = (
            f"products in equilibrium at {reaction.temperature_K:.0f} K, enthalpies of 298 K",
            *known.notes,
        )
        self._steps.append(
            Step(
                id=ident,
                title=title,
                stoichiometry=stoichiometry,
                extent_mol_per_kg=extent / self._mass_kg,
                heat_J_per_kg=Parameter(
                    heat,
                    "J/kg",
                    reaction.kind,
                    reaction.sources,
                    "equilibrium of the safety scheme",
                    Distribution("normal", spread),
                ),
                rate=known.rate,
                partners=partners,
                oxidant=oxidant,
                condition=condition,
                sources=known.sources,
                notes=notes,
                stable_to_K=known.stable_to_K,
            )
        )
        if known.rate is None:
            self.unknown.append(Unknown(f"the rate of: {title}", _SETTLE))

    def add_lumped(self, step: Step, reactant: Species) -> None:
        """Add a step of a reactant without a formula."""
        self._lumped.append(reactant)
        self._steps.append(step)

    def network(self, name: str) -> Network:
        """Return the network of all steps."""
        species = [
            Species(
                pool.id,
                pool.composition,
                pool.phase,
                pool.start_mol / self._mass_kg,
                pool.available_mol / self._mass_kg,
            )
            for pool in self._pools.values()
        ]
        species.extend(
            Species(item.id, item.composition, item.phase)
            for item in self._made.values()
            if item.id not in self._pools
        )
        species.extend(self._lumped)
        return Network(
            name,
            tuple(species),
            tuple(self._steps),
            tuple(dict.fromkeys(self.unknown)),
            tuple(dict.fromkeys(self.notes)),
        )
