"""Three bounding accidents: what meets what, and what heat is put in besides."""

from __future__ import annotations

from collections.abc import Sequence

from davylamp.cell.model import Cell
from davylamp.runaway.ceiling.mixture import Compartment, scaled
from davylamp.runaway.ceiling.reactants import Reactant
from davylamp.store.user import UserPhase

__all__ = ["separator_intact"]

#: Stations of the place where the two reaction fronts meet, and refinements around the best.
_STATIONS = 9
_REFINEMENTS = 3


def separator_intact(
    cell: Cell, reactants: Sequence[Reactant], own: tuple[UserPhase, ...] = ()
) -> tuple[tuple[Compartment, Compartment], float]:
    """Return both sides of a separator that keeps the electrodes apart, and where it divides.

    What touches reacts: the anode with the electrolyte layers from its side on, the cathode with
    those from its own, until the two fronts meet. Where they meet is chosen so that most heat is
    set free: an upper bound. Nothing crosses, gas included.

    Parameters
    ----------
    cell : Cell
        For the thickness of its layers.
    reactants : sequence of Reactant
        All that can react.
    own : tuple of UserPhase
        Phases of the user's own.

    Returns
    -------
    (Compartment, Compartment), float
        Side of the anode and of the cathode; share of the separator's thickness that the anode has.
    """
    layers = cell.electrolyte
    depth = sum(layer.thickness_m for layer in layers)
    edges = [0.0]
    for layer in layers:
        edges.append(edges[-1] + layer.thickness_m / depth)

    universe = tuple(Compartment(tuple(reactants)).elements_mol)

    def sides(place: float) -> tuple[Compartment, Compartment]:
        anode: list[Reactant] = []
        cathode: list[Reactant] = []
        for reactant in reactants:
            field = reactant.portion.field
            if field.startswith("electrolyte."):
                number = int(field.split(".")[1])
                width = edges[number + 1] - edges[number]
                share = min(max((place - edges[number]) / width, 0.0), 1.0)
            else:
                share = 1.0 if field.startswith("anode") else 0.0
            if share > 0.0:
                anode.append(scaled(reactant, share))
            if share < 1.0:
                cathode.append(scaled(reactant, 1.0 - share))
        return Compartment(tuple(anode), own, universe), Compartment(tuple(cathode), own, universe)

    def heat(place: float) -> float:
        return sum(side.heat_J() for side in sides(place))

    grid = [number / (_STATIONS - 1) for number in range(_STATIONS)]
    found = {place: heat(place) for place in grid}
    step = grid[1]
    for _ in range(_REFINEMENTS):
        best = max(found, key=lambda place: found[place])
        step /= 2.0
        for place in (best - step, best + step):
            if 0.0 <= place <= 1.0 and place not in found:
                found[place] = heat(place)
    best = max(found, key=lambda place: found[place])
    return sides(best), best
