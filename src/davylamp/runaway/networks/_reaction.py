"""One step of a network from the equilibrium engine: what forms, and the heat it sets free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from davylamp.core.composition import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.interfaces.classes import REACTION_ERROR
from davylamp.thermo import Conditions, PhaseAmount, equilibrium, interface_reaction

__all__ = ["Made", "Pool", "Reaction", "react", "react_with_gas"]

#: Amounts below this per mole of step are round-off.
_LEAST: Final = 1e-9
#: Temperatures of products: the range of the Gibbs energies of solids [K].
_RANGE_K: Final = (298.15, 1500.0)


@dataclass(frozen=True, slots=True)
class Pool:
    """What the steps of a cell share.

    Parameters
    ----------
    id : str
        Name of the species.
    composition : Composition
        One formula.
    available_mol : float
        At the start, or as much as an earlier step can make [mol].
    enthalpy_J_per_mol : float
        At 298.15 K, elements being zero [J/mol].
    kind : Kind
        How the enthalpy is known.
    start_mol : float
        At the start [mol].
    phase : str
        ``solid``, ``liquid`` or ``gas``.
    """

    id: str
    composition: Composition
    available_mol: float
    enthalpy_J_per_mol: float
    kind: Kind
    start_mol: float
    phase: Literal["solid", "liquid", "gas"] = "solid"


@dataclass(frozen=True, slots=True)
class Made:
    """A product: its composition, moles per mole of step, enthalpy [J/mol], and what it is."""

    id: str
    composition: Composition
    number: float
    enthalpy_J_per_mol: float
    phase: Literal["solid", "liquid", "gas"]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A balanced step.

    Parameters
    ----------
    used : mapping of str to float
        Moles of each pool per mole of step.
    made : tuple of Made
        Products.
    heat_J_per_mol : float
        Set free per mole of step [J/mol].
    uncertainty_J_per_mol : float
        Standard uncertainty of the heat [J/mol].
    kind : Kind
        Weakest evidence of the enthalpies.
    temperature_K : float
        At which the products are in equilibrium [K].
    sources : tuple of str
        Where the enthalpies of the products come from.
    """

    used: Mapping[str, float]
    made: tuple[Made, ...]
    heat_J_per_mol: float
    uncertainty_J_per_mol: float
    kind: Kind
    temperature_K: float
    sources: tuple[str, ...]

    @property
    def gases(self) -> tuple[Made, ...]:
        """The gases among the products."""
        return tuple(item for item in self.made if item.phase == "gas")

    def extent_mol(self, pools: Mapping[str, Pool]) -> float:
        """Return the moles of step that the scarcest reactant allows."""
        return min(pools[name].available_mol / number for name, number in self.used.items())


def react(pools: Sequence[Pool], temperature_K: float) -> Reaction | None:
    """Return the step in which pools react in the amounts available; None if nothing does."""
    first = pools[0]
    if not all(pool.available_mol > 0.0 for pool in pools):
        return None
    return _balanced({pool.id: pool.available_mol / first.available_mol for pool in pools},
                     pools, temperature_K)  # fmt: skip


def react_with_gas(solid: Pool, gas: Pool, temperature_K: float) -> Reaction | None:
    """Return the step of a solid with a gas that comes from outside; None if nothing does.

    The surface meets the gas in excess: of all mixing ratios the one is taken that gives the most
    gas, or, where none does, the most heat.
    """
    if not (solid.available_mol > 0.0 and gas.available_mol > 0.0):
        return None
    profile = interface_reaction(solid.composition, gas.composition, _conditions(temperature_K))
    inner = [point for point in profile.profile if 1e-6 < point.fraction_a < 1.0 - 1e-6]
    if not inner:
        return None

    def gases(index: int) -> tuple[float, float]:
        point = inner[index]
        other = sum(
            item.amount_mol
            for item in point.products
            if item.is_gas and item.composition.reduced_key() != gas.composition.reduced_key()
        )
        return other, -point.mutual_enthalpy_eV

    best = inner[max(range(len(inner)), key=gases)]
    a, b = profile.moles(best.fraction_a)
    return _balanced({solid.id: 1.0, gas.id: b / a}, (solid, gas), temperature_K)


def _conditions(temperature_K: float) -> Conditions:
    low, high = _RANGE_K
    return Conditions("safety", min(max(temperature_K, low), high))


def _balanced(
    used: Mapping[str, float], pools: Sequence[Pool], temperature_K: float
) -> Reaction | None:
    mixture = sum(
        (pool.composition * used[pool.id] for pool in pools[1:]),
        pools[0].composition * used[pools[0].id],
    )
    conditions = _conditions(temperature_K)
    try:
        phases = equilibrium(mixture, conditions).phases
    except InputError:
        # A phase without a volume has no entropy: leave the entropy out.
        phases = equilibrium(mixture, Conditions("safety")).phases
    left = dict(used)
    products = []
    for phase in phases:
        if phase.amount_mol < _LEAST:
            continue
        same = next((pool for pool in pools if _same(pool, phase)), None)
        if same is None:
            products.append(phase)
        else:
            # What is in excess stays what it was.
            atoms = phase.composition.atoms / same.composition.atoms
            left[same.id] -= phase.amount_mol * atoms
    consumed = {name: number for name, number in left.items() if number > _LEAST}
    if not consumed or not products:
        return None
    scale = next(iter(consumed.values()))
    consumed = {name: number / scale for name, number in consumed.items()}
    by_id = {pool.id: pool for pool in pools}
    made = tuple(
        Made(
            phase.name,
            phase.composition,
            phase.amount_mol / scale,
            phase.enthalpy_J_per_mol,
            "gas" if phase.is_gas else "solid",
        )
        for phase in products
    )
    start = sum(by_id[name].enthalpy_J_per_mol * number for name, number in consumed.items())
    end = sum(item.enthalpy_J_per_mol * item.number for item in made)
    atoms = sum(by_id[name].composition.atoms * number for name, number in consumed.items())
    return Reaction(
        used=consumed,
        made=made,
        heat_J_per_mol=start - end,
        uncertainty_J_per_mol=REACTION_ERROR.value * 1e-3 * EV_PER_ATOM_IN_J_PER_MOL * atoms,
        kind=weakest(
            [Kind.COMPUTED, *(by_id[n].kind for n in consumed), *(phase.kind for phase in products)]
        ),
        temperature_K=conditions.temperature_K or temperature_K,
        sources=tuple(dict.fromkeys(phase.origin for phase in products if phase.origin)),
    )


def _same(pool: Pool, phase: PhaseAmount) -> bool:
    return pool.composition.reduced_key() == phase.composition.reduced_key() and (
        (pool.phase == "gas") == phase.is_gas
    )
