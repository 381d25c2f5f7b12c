"""Reaction mechanisms that Cantera ships, and the fuels that each is meant for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from davylamp.gas.burning.roles import FlameRole, role_of

__all__ = ["MECHANISMS", "Mechanism", "mechanism_for"]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism.

    Parameters
    ----------
    name, file : str
        In words; file that Cantera ships.
    fuels : frozenset of str
        Fuels that it was made for, by id.
    others : frozenset of str
        What else may be in the gas.
    seconds : float
        About how long a flame takes [s].
    without_nitrogen : bool
        Whether the chemistry of nitrogen is left out, which does not move a flame.
    """

    name: str
    file: str
    fuels: frozenset[str]
    others: frozenset[str]
    seconds: float
    without_nitrogen: bool = False

    def phase(self) -> Any:
        """Return a new ``cantera.Solution`` with reactions and transport."""
        import cantera as ct

        whole = ct.Solution(self.file)
        if not self.without_nitrogen:
            return whole
        kept = [
            item for item in whole.species()
            if "N" not in item.composition or item.name == "N2"
        ]  # fmt: skip
        names = {item.name for item in kept}
        reactions = [
            step for step in whole.reactions() if set(step.reactants) | set(step.products) <= names
        ]
        return ct.Solution(
            thermo="ideal-gas",
            kinetics="gas",
            transport_model="mixture-averaged",
            species=kept,
            reactions=reactions,
        )


#: From the smallest to the largest.
MECHANISMS: Final = (
    Mechanism("h2o2", "h2o2.yaml", frozenset({"H2"}), frozenset({"O2", "N2", "Ar", "H2O"}), 1.0),
    Mechanism(
        "GRI-Mech 3.0 without nitrogen chemistry",
        "gri30.yaml",
        frozenset({"H2", "CO", "CH4", "C2H2", "C2H4", "C2H6", "C3H8"}),
        frozenset({"O2", "N2", "Ar", "H2O", "CO2"}),
        15.0,
        without_nitrogen=True,
    ),
)
#: Names in the mechanisms where they differ from the id.
MECHANISM_NAMES: Final = {"Ar": "AR"}


def mechanism_for(species: Iterable[str]) -> Mechanism | None:
    """Return the smallest mechanism in which every gas is at home; None for none.

    Examples
    --------
    >>> mechanism_for(["H2", "O2", "N2"]).name
    'h2o2'
    >>> mechanism_for(["H2S", "O2", "N2"]) is None
    True
    """
    there = set(species)
    fuels = {name for name in there if role_of(name) is FlameRole.FUEL}
    for item in MECHANISMS:
        if fuels <= item.fuels and there - fuels <= item.others:
            return item
    return None
