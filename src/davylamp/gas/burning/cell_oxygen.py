"""Whether a cell burns without air: oxygen of its charged cathode against what could burn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.cell.model import Cell
from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.burning.roles import oxygen_demand_mol
from davylamp.gas.mixture import GasMixture
from davylamp.materials import release_oxygen
from davylamp.runaway.inventory import Inventory, Portion, inventory

__all__ = ["OxygenBalance", "OxygenTaker", "oxygen_balance"]

#: Temperature of a cell in runaway at which the cathode's products are asked for [K].
_HOT_K: Final = 1000.0
#: Oxygen atoms that one atom binds when it burns: Li2O, CO2, H2O, SO2, P4O10, oxides of metals.
_BINDS: Final = {
    "Li": 0.5, "Na": 0.5, "K": 0.5, "H": 0.5, "C": 2.0, "S": 2.0, "P": 2.5, "B": 1.5, "N": 0.0,
    "O": -1.0, "F": -0.5, "Cl": -0.5, "Br": -0.5, "I": -0.5, "Mg": 1.0, "Ca": 1.0, "Zn": 1.0,
    "Al": 1.5, "Ga": 1.5, "In": 1.5, "Sc": 1.5, "Y": 1.5, "La": 1.5, "Bi": 1.5, "Sb": 1.5,
    "As": 1.5, "Si": 2.0, "Ge": 2.0, "Sn": 2.0, "Ti": 2.0, "Zr": 2.0, "Hf": 2.0, "Nb": 2.5,
    "Ta": 2.5, "V": 2.5, "Ag": 0.0,
}  # fmt: skip
#: Parts that are no fuel: the cathode gives, collectors and the housing only heat up.
_IDLE: Final = frozenset({"cathode", "coating", "collector", "case"})
#: Elements whose share makes an electrolyte burn at all, with the group it is listed under.
_CARBON: Final = frozenset({"C"})


@dataclass(frozen=True, slots=True)
class OxygenTaker:
    """One part of a cell that oxygen burns.

    Parameters
    ----------
    field, name : str
        Field of the cell file; material.
    group : str
        ``lithium``, ``carbon``, ``polymer``, ``sulfide``, ``anode`` or ``electrolyte``.
    oxygen_mol : float or None
        O2 that burns it completely [mol]; None where its formula is not known.
    """

    field: str
    name: str
    group: str
    oxygen_mol: float | None


@dataclass(frozen=True, slots=True)
class OxygenBalance:
    """Oxygen that a charged cathode gives against what it could burn.

    Parameters
    ----------
    cell, basis : str
        Name; ``cell`` or ``m2``.
    state_of_charge : float
        0 to 1.
    temperature_K : float
        At which the cathode's products are those of equilibrium [K].
    released_mol : float or None
        O2 that it gives off by itself [mol]; 0 where that is uphill, None where unknown.
    bound_mol : float or None
        O2 in all of the cathode's oxygen: lithium or carbon that touch it can take more than it
        gives off by itself, never more than this [mol].
    takers : tuple of OxygenTaker
        What could burn.
    gas_mol : float or None
        O2 that burns the vent gas, where one was given [mol]. It comes from the takers and is not
        added to them.
    kind : Kind
        Weakest evidence.
    notes : tuple of str
        What a reader must know.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    cell: str
    basis: str
    state_of_charge: float
    temperature_K: float
    released_mol: float | None
    bound_mol: float | None
    takers: tuple[OxygenTaker, ...]
    gas_mol: float | None
    kind: Kind
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def needed_mol(self) -> float:
        """O2 that burns all takers of known formula [mol]."""
        return math.fsum(item.oxygen_mol for item in self.takers if item.oxygen_mol is not None)

    @property
    def share(self) -> float | None:
        """Share of what could burn that the cathode's oxygen burns, without air [1]."""
        if self.released_mol is None or not self.needed_mol > 0.0:
            return None
        return self.released_mol / self.needed_mol

    @property
    def burns_without_air(self) -> bool | None:
        """Whether the cathode feeds a fire of its own; None where unknown.

        A cathode that gives off no oxygen by itself is no leave: what touches it may take some.
        """
        if self.bound_mol is None or (not self.takers and self.unknown):
            return None
        if not self.bound_mol > 0.0 or not self.takers:
            return False
        return True if self.released_mol is not None and self.released_mol > 0.0 else None

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "cell": self.cell,
            "basis": self.basis,
            "state_of_charge": self.state_of_charge,
            "temperature_K": self.temperature_K,
            "released_mol": self.released_mol,
            "bound_mol": self.bound_mol,
            "needed_mol": self.needed_mol,
            "share": self.share,
            "burns_without_air": self.burns_without_air,
            "gas_mol": self.gas_mol,
            "takers": [
                {"field": t.field, "name": t.name, "group": t.group, "oxygen_mol": t.oxygen_mol}
                for t in self.takers
            ],
            "kind": self.kind.value,
            "notes": list(self.notes),
            "sources": list(self.sources),
            "unknown": unknown_record(self.unknown),
        }


def oxygen_balance(
    cell: Cell,
    state_of_charge: float | None = None,
    *,
    temperature_K: float = _HOT_K,
    gas: GasMixture | None = None,
    stock: Inventory | None = None,
) -> OxygenBalance:
    """Return the oxygen that the charged cathode of a cell gives against what could burn in it.

    Parameters
    ----------
    cell : Cell
        The cell.
    state_of_charge : float, optional
        0 to 1; that of the cell file, else fully charged.
    temperature_K : float
        Of the cell in runaway [K].
    gas : GasMixture, optional
        Vent gas, to say how much oxygen burns that.
    stock : Inventory, optional
        What the cell is made of, where that has been worked out already.

    Raises
    ------
    MissingDatumError
        If the mass of a layer is not known.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = oxygen_balance(read_cell(example_path("sulfide")))
    >>> found.burns_without_air
    True
    """
    there = inventory(cell, state_of_charge) if stock is None else stock
    takers: list[OxygenTaker] = []
    unknown: list[Unknown] = list(there.unknown)
    kinds: list[Kind] = [there.kind]
    for portion in there.portions:
        if portion.role in _IDLE:
            continue
        taken = _demand(portion)
        if taken is None:
            unknown.append(
                Unknown(
                    f"how much oxygen burns {portion.name} ({portion.field})",
                    "give its elements, or measure its heat of combustion",
                )
            )
        elif not taken > 0.0:
            continue
        takers.append(OxygenTaker(portion.field, portion.name, _group(portion), taken))
    released, bound, notes, sources, more, kind = _given(cell, there, temperature_K)
    return OxygenBalance(
        cell=there.name,
        basis=there.basis,
        state_of_charge=there.state_of_charge,
        temperature_K=temperature_K,
        released_mol=released,
        bound_mol=bound,
        takers=tuple(takers),
        gas_mol=None if gas is None else _gas_demand(gas.amounts_mol),
        kind=weakest([*kinds, kind]),
        notes=notes,
        sources=sources,
        unknown=(*unknown, *more),
    )


def _given(
    cell: Cell, there: Inventory, temperature_K: float
) -> tuple[float | None, float | None, tuple[str, ...], tuple[str, ...], tuple[Unknown, ...], Kind]:
    portion = there.at("cathode.active")
    made = None if portion is None else portion.composition
    if portion is None or made is None or portion.amount_mol is None:
        gap = Unknown("the oxygen of the cathode: its formula is not known", "give its formula")
        return None, None, (), (), (gap,), Kind.UNKNOWN
    bound = 0.5 * made.get("O", 0.0) * portion.amount_mol
    if not bound > 0.0:
        return 0.0, 0.0, ("the cathode holds no oxygen",), (), (), Kind.COMPUTED
    answer = release_oxygen(
        cell.cathode.active.material, made.get("Li", 0.0), temperature_K=temperature_K
    )
    per_mol, downhill = answer.oxygen_mol_per_mol, answer.is_downhill
    if per_mol is None or downhill is None:
        return None, bound, (), answer.sources, answer.unknown, Kind.UNKNOWN
    if not downhill:
        note = (
            f"at {temperature_K:g} K {answer.name} gives off no oxygen by itself; lithium and "
            "carbon that touch it can still take some"
        )
        gap = Unknown(
            f"how much oxygen fuel takes from {answer.name} that touches it",
            "heat the charged cathode with the electrolyte or lithium in a calorimeter",
        )
        return 0.0, bound, (note,), answer.sources, (gap,), answer.kind
    note = "less burns where the oxygen escapes through the vent before it meets fuel"
    return per_mol * portion.amount_mol, bound, (note,), answer.sources, (), answer.kind


def _demand(portion: Portion) -> float | None:
    """Return the O2 that burns a portion [mol]; None where its elements do not say."""
    made, amount = portion.composition, portion.amount_mol
    if made is None or amount is None or any(element not in _BINDS for element in made):
        return None
    atoms = math.fsum(number * _BINDS[element] for element, number in made.items())
    # What is an oxide already may come out at a hair above nothing.
    return 0.5 * amount * atoms if atoms > 1e-6 * made.atoms else 0.0


def _group(portion: Portion) -> str:
    made = portion.composition or Composition({})
    if made and set(made) == {"Li"}:
        return "lithium"
    if set(made) == _CARBON or portion.role == "carbon":
        return "carbon"
    if made.get("C", 0.0) > 0.0 and made.get("H", 0.0) > 0.0:
        return "polymer"
    if portion.role == "anode":
        return "anode"
    return "sulfide" if made.get("S", 0.0) > 0.0 else "electrolyte"


def _gas_demand(amounts_mol: Mapping[str, float]) -> float:
    return math.fsum(amount * oxygen_demand_mol(name) for name, amount in amounts_mol.items())
