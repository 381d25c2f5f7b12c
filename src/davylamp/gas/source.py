"""One source of gas: how much of which, from what, when, and how that is known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.constants import ATMOSPHERE_PA, STANDARD_TEMPERATURE_K
from davylamp.core.errors import BalanceError, InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.core.parameter import Parameter
from davylamp.gas.mixture import GasMixture, element_imbalance, gas_volume_m3, mixture_of
from davylamp.gas.species import find_species

__all__ = ["Basis", "GasHistory", "GasSource", "When", "kind_of"]

FloatArray = npt.NDArray[np.float64]


class When(StrEnum):
    """When the gas comes: making the electrolyte, using the cell, it failing, end of its life."""

    MAKING = "making"
    USING = "using"
    FAILING = "failing"
    END = "end of life"


class Basis(StrEnum):
    """What an amount stands for."""

    CEILING = "ceiling"  #: no more can form, by elements or equilibrium; how fast is not said
    EXPECTED = "expected"  #: of a model with a rate, or of an equilibrium that is reached
    MEASURED = "measured"  #: of a measurement on this material or cell


@dataclass(frozen=True, slots=True)
class GasHistory:
    """Gas set free over time.

    Parameters
    ----------
    time_s : array, shape (n,)
        Ascending [s].
    released_mol : mapping of str to array of shape (n,)
        Moles of each species set free by then; never falls.
    temperature_K : array, shape (n,)
        Of the cell or room [K].
    """

    time_s: FloatArray
    released_mol: Mapping[str, FloatArray]
    temperature_K: FloatArray


@dataclass(frozen=True, slots=True)
class GasSource:
    """Gas of one origin.

    Parameters
    ----------
    id, title : str
        Stable name, ``moisture-making``; in words.
    when : When
        Moment of the cell's life.
    basis : Basis
        What the amounts stand for.
    amounts : mapping of str to Parameter
        Moles of each species [mol] with evidence and distribution. A species that may form in an
        amount that nobody knows is not here but in `unknown`.
    kind : Kind
        Weakest evidence.
    temperature_K : float or None
        At which the gas is set free [K].
    onset_K, onset_V : float or None
        Temperature [K] or potential against Li/Li+ [V] from which it comes.
    duration_s : Parameter or None
        Over how long [s]; None where no rate is known.
    history : GasHistory or None
        Over time, where a model gives it.
    consumed_mol, left_mol : mapping of str to float
        By formula: what was taken up or used, and what is left besides the gas. Both empty where
        the origin is a measurement and not a reaction.
    per_mass_kg, per_capacity_Ah : float or None
        Mass of solid [kg], and capacity of the cell [Ah], that the amounts belong to.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    """

    id: str
    title: str
    when: When
    basis: Basis
    amounts: Mapping[str, Parameter]
    kind: Kind = Kind.UNKNOWN
    temperature_K: float | None = None
    onset_K: float | None = None
    onset_V: float | None = None
    duration_s: Parameter | None = None
    history: GasHistory | None = None
    consumed_mol: Mapping[str, float] = field(default_factory=dict)
    left_mol: Mapping[str, float] = field(default_factory=dict)
    per_mass_kg: float | None = None
    per_capacity_Ah: float | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def __post_init__(self) -> None:
        for name, amount in self.amounts.items():
            if find_species(name).id != name:
                raise InputError(f"source {self.id}: write {find_species(name).id} for {name}")
            if amount.unit != "mol" or amount.value < 0.0:
                raise InputError(f"source {self.id}: {amount.value:g} {amount.unit} of {name}")

    @property
    def mol(self) -> dict[str, float]:
        """Central amount of each species [mol]."""
        return {name: amount.value for name, amount in self.amounts.items()}

    @property
    def total_mol(self) -> float:
        """Central amount of all gas [mol]."""
        return math.fsum(self.mol.values())

    def mixture(
        self, temperature_K: float = STANDARD_TEMPERATURE_K, pressure_Pa: float = ATMOSPHERE_PA
    ) -> GasMixture:
        """Return the central amounts as a mixture at a temperature [K] and pressure [Pa]."""
        return mixture_of(self.mol, temperature_K, pressure_Pa)

    def drawn_mol(self, probability: npt.ArrayLike) -> dict[str, FloatArray]:
        """Return each amount at the given probabilities of its distribution [mol]."""
        return {name: item.quantile(probability) for name, item in self.amounts.items()}

    @property
    def cm3_per_g(self) -> dict[str, float] | None:
        """Volume at 25 degC and 1 bar per gram of solid [cm3/g]; None without a mass."""
        if not self.per_mass_kg:
            return None
        factor = 1e6 / (1e3 * self.per_mass_kg)
        return {name: factor * gas_volume_m3(n) for name, n in self.mol.items()}

    @property
    def litre_per_Ah(self) -> dict[str, float] | None:
        """Volume at 25 degC and 1 bar per ampere hour [L/Ah]; None without a capacity."""
        if not self.per_capacity_Ah:
            return None
        return {name: 1e3 * gas_volume_m3(n) / self.per_capacity_Ah for name, n in self.mol.items()}

    @property
    def closure(self) -> float:
        """Largest imbalance of an element over its amount [1]; 0 where nothing was recorded."""
        if not self.consumed_mol:
            return 0.0
        before = _elements(self.consumed_mol)
        after = _elements(self.left_mol)
        for element, amount in self.mixture().elements_mol.items():
            after[element] = after.get(element, 0.0) + amount
        return element_imbalance(before, after)

    def check_closure(self, tolerance: float = 1e-9) -> None:
        """Raise where elements do not balance.

        Raises
        ------
        BalanceError
            If an element differs by more than `tolerance` of its amount.
        """
        if not self.closure <= tolerance:
            raise BalanceError(
                f"source {self.id}: elements differ by {self.closure:.1e} of their amount"
            )

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "id": self.id,
            "title": self.title,
            "when": self.when.value,
            "basis": self.basis.value,
            "kind": self.kind.value,
            "amounts_mol": {
                name: {"value": item.value, "kind": item.kind.value, "note": item.note}
                for name, item in self.amounts.items()
            },
            "total_mol": self.total_mol,
            "cm3_per_g": self.cm3_per_g,
            "litre_per_Ah": self.litre_per_Ah,
            "temperature_K": self.temperature_K,
            "onset_K": self.onset_K,
            "onset_V": self.onset_V,
            "duration_s": None if self.duration_s is None else self.duration_s.value,
            "sources": list(self.sources),
            "notes": list(self.notes),
            "unknown": unknown_record(self.unknown),
        }


def kind_of(amounts: Mapping[str, Parameter]) -> Kind:
    """Return the weakest evidence of amounts."""
    return weakest(item.kind for item in amounts.values())


def _elements(amounts_mol: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for formula, amount in amounts_mol.items():
        for element, number in Composition.parse(formula).items():
            found[element] = found.get(element, 0.0) + number * amount
    return found
