"""A flame retardant: part of the fuel does not burn in the gas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.runaway.body import Body
from davylamp.runaway.network import Network, Species, Step
from davylamp.runaway.safeguards.dilution import scaled

__all__ = ["FlameRetardant"]

_UNBURNT = " (unburnt)"


@dataclass(frozen=True, slots=True)
class FlameRetardant:
    """Radical scavengers keep a share of the fuel from burning.

    The step still uses up its fuel at its rate, but the share turns into unburnt fuel, uses up no
    oxygen and gives no heat, so that elements and energy stay balanced. The share has no
    published value for a cell; it is the user's.

    Parameters
    ----------
    efficiency : float
        Share that does not burn, from 0 to below 1.
    steps : tuple of str
        Steps it acts on; empty for every step in which gaseous oxygen meets a gas, or a compound
        of carbon and hydrogen.
    name : str
        For notes.
    """

    efficiency: float
    steps: tuple[str, ...] = ()
    name: str = "flame retardant"

    def __post_init__(self) -> None:
        if not 0.0 <= self.efficiency < 1.0:
            raise InputError(
                f"{self.name}: efficiency {self.efficiency!r} is not from 0 to below 1",
                remedy="no retardant stops all combustion: give the share that does not burn",
            )

    def apply(self, body: Body) -> Body:
        """Return the body with less combustion.

        Raises
        ------
        InputError
            If a step named is not one of the network, or burns nothing.
        """
        network = body.network
        species = {item.id: item for item in network.species}
        known = {step.id: step for step in network.steps}
        for name in self.steps:
            if name not in known:
                raise InputError(
                    f"{self.name}: there is no step {name!r}",
                    remedy=f"name one of: {', '.join(known)}",
                )
            if not _fuels(known[name], species):
                raise InputError(f"{self.name}: step {name!r} burns nothing in gaseous oxygen")
        chosen = self.steps or tuple(step.id for step in network.steps if _burns_gas(step, species))
        if not chosen or self.efficiency == 0.0:
            note = f"{self.name}: nothing burns in the gas in this network: it changes nothing"
            return replace(body, notes=(*body.notes, note))
        added: dict[str, Species] = {}
        steps = tuple(
            self._held_back(step, species, added) if step.id in chosen else step
            for step in network.steps
        )
        note = (
            f"{self.name}: {100.0 * self.efficiency:.3g} % of the fuel of {', '.join(chosen)} "
            "does not burn (assumed), and stays as flammable gas"
        )
        unknown = Unknown(
            f"how much of the fuel {self.name} keeps from burning in this cell",
            "heat of combustion of the vented gas with and without it, in a cone or bomb "
            "calorimeter",
        )
        changed = Network(
            network.name,
            (*network.species, *added.values()),
            steps,
            (*network.unknown, unknown),
            (*network.notes, note),
        )
        return replace(body, network=changed)

    def _held_back(
        self, step: Step, species: dict[str, Species], added: dict[str, Species]
    ) -> Step:
        fuels = _fuels(step, species)
        burnt = 1.0 - self.efficiency
        amounts = {
            name: amount if name in fuels else amount * burnt
            for name, amount in step.stoichiometry.items()
        }
        for name in fuels:
            unburnt = name + _UNBURNT
            fuel = species[name]
            if unburnt not in species:
                added[unburnt] = Species(unburnt, fuel.composition, fuel.phase)
            amounts[unburnt] = (
                amounts.get(unburnt, 0.0) - step.stoichiometry[name] * self.efficiency
            )
        return replace(step, stoichiometry=amounts, heat_J_per_kg=scaled(step.heat_J_per_kg, burnt))


def _fuels(step: Step, species: dict[str, Species]) -> tuple[str, ...]:
    """Reactants that burn in gaseous oxygen; none where there is none."""
    reactants = [name for name, amount in step.stoichiometry.items() if amount < 0.0]
    oxygen = [name for name in reactants if _is_oxygen(species[name])]
    return tuple(name for name in reactants if name not in oxygen) if oxygen else ()


def _burns_gas(step: Step, species: dict[str, Species]) -> bool:
    return any(
        species[name].phase == "gas" or _is_organic(species[name]) for name in _fuels(step, species)
    )


def _is_oxygen(item: Species) -> bool:
    return item.phase == "gas" and item.composition is not None and set(item.composition) == {"O"}


def _is_organic(item: Species) -> bool:
    return item.composition is not None and {"C", "H"} <= set(item.composition)
