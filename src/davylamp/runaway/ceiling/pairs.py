"""Where the heat comes from: shared out exactly among components and pairs of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from davylamp.core.errors import InputError
from davylamp.runaway.ceiling.mixture import Compartment
from davylamp.runaway.ceiling.reactants import Reactant
from davylamp.store.user import UserPhase

__all__ = ["MOST_GROUPS", "Group", "PairHeat", "attribute", "groups_of"]

#: More components than this are too many subsets.
MOST_GROUPS: Final = 7
_METALS: Final = frozenset({"collector"})
_LEAN: Final = frozenset({"carbon", "binder"})
_OXIDANTS: Final = {
    "oxide": "oxygen of the electrolyte",
    "sulfide": "sulfur and phosphorus of the electrolyte",
    "halide": "halide and metal of the electrolyte",
    "polymer": "oxygen and fluorine of the polymer",
    "liquid": "liquid electrolyte",
}
#: Strongest taker of electrons first.
_RANK: Final = {
    "cathode": 0,
    "electrolyte": 1,
    "liquid": 1,
    "organic": 2,
    "collector": 3,
    "anode": 4,
}


@dataclass(frozen=True, slots=True)
class Group:
    """A component: name, what it is (``anode``, ``cathode``, ...), reactants."""

    name: str
    sort: str
    reactants: tuple[Reactant, ...]


@dataclass(frozen=True, slots=True)
class PairHeat:
    """Share of the heat that belongs to one component by itself, or to a pair.

    Parameters
    ----------
    partners : tuple of str
        One or two components.
    heat_J : float
        Share of the total [J]; negative where the pair competes for what others would have.
    oxidant : str
        What takes the electrons; empty where one component decomposes by itself.
    alone_J : float
        Heat that the two set free when nothing else is there, beyond what each does by itself [J];
        for one component: by itself.
    """

    partners: tuple[str, ...]
    heat_J: float
    oxidant: str
    alone_J: float


def groups_of(reactants: Sequence[Reactant]) -> tuple[Group, ...]:
    """Return the components: anode, cathode with its coating, each electrolyte, and so on."""
    found: dict[tuple[str, str], list[Reactant]] = {}
    for reactant in reactants:
        if reactant.reacts:
            found.setdefault(_key(reactant), []).append(reactant)
    groups = [Group(_name(key, members), key[0], tuple(members)) for key, members in found.items()]
    if len(groups) > MOST_GROUPS:
        spare = [group for group in groups if group.sort in ("electrolyte", "organic")][1:]
        kept = [group for group in groups if group not in spare]
        together = tuple(reactant for group in spare for reactant in group.reactants)
        name = " + ".join(group.name for group in spare)
        groups = [*kept, Group(name, "electrolyte", together)]
    return tuple(groups)


def _key(reactant: Reactant) -> tuple[str, str]:
    role = reactant.portion.role
    if role in ("cathode", "coating"):
        return "cathode", ""
    if role in _LEAN:
        return "organic", ""
    if role in _METALS:
        return "collector", ""
    if role == "anode":
        return "anode", ""
    if role == "liquid":
        return "liquid", ""
    return "electrolyte", reactant.portion.name


def _name(key: tuple[str, str], members: list[Reactant]) -> str:
    if key[0] == "liquid":
        return "liquid electrolyte"
    names = dict.fromkeys(member.portion.name for member in members)
    return " + ".join(names)


def attribute(groups: Sequence[Group], own: tuple[UserPhase, ...] = ()) -> tuple[PairHeat, ...]:
    """Share the heat of complete reaction out among components and pairs, to the last joule.

    Let q(S) be the heat of the components S alone with one another, and d(S) what S sets free
    beyond all its parts: ``d(S) = sum over T in S of (-1)^(|S|-|T|) q(T)``, so that
    ``q(all) = sum of d(S)``. A component has its d by itself. Each d of two or more is divided
    equally among the pairs in S. Sums are exact and nothing depends on an order; a pair that
    competes for what a third one gives can come out negative.

    Raises
    ------
    InputError
        If there are more than `MOST_GROUPS` components.
    """
    count = len(groups)
    if count > MOST_GROUPS:
        raise InputError(f"{count} components are more than {MOST_GROUPS}, too many to share out")
    everything = Compartment(tuple(r for group in groups for r in group.reactants))
    universe = tuple(everything.elements_mol)
    heat: dict[frozenset[int], float] = {frozenset(): 0.0}
    for size in range(1, count + 1):
        for chosen in combinations(range(count), size):
            together = tuple(r for place in chosen for r in groups[place].reactants)
            heat[frozenset(chosen)] = Compartment(together, own, universe).heat_J()
    gain: dict[frozenset[int], float] = {}
    for members, value in sorted(heat.items(), key=lambda item: len(item[0])):
        smaller = (
            gain[frozenset(part)]
            for size in range(1, len(members))
            for part in combinations(sorted(members), size)
        )
        if members:
            gain[members] = value - sum(smaller)
    rows = [
        PairHeat((groups[i].name,), gain[frozenset((i,))], "", gain[frozenset((i,))])
        for i in range(count)
    ]
    for i, j in combinations(range(count), 2):
        shared = 0.0
        for members, value in gain.items():
            if i in members and j in members:
                shared += value / (len(members) * (len(members) - 1) / 2)
        rows.append(
            PairHeat(
                (groups[i].name, groups[j].name),
                shared,
                _oxidant(groups[i], groups[j]),
                gain[frozenset((i, j))],
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.heat_J))


def _oxidant(a: Group, b: Group) -> str:
    stronger = min((a, b), key=lambda group: _RANK[group.sort])
    if _RANK[a.sort] == _RANK[b.sort]:
        return ""
    material = stronger.reactants[0].portion.material
    if stronger.sort == "cathode":
        if material is not None and material.family == "chalcogen":
            return "sulfur of the cathode"
        return "oxygen of the cathode"
    if stronger.sort in ("electrolyte", "liquid"):
        family = "" if material is None else material.family
        return _OXIDANTS.get(family, f"{stronger.name}")
    return stronger.name
