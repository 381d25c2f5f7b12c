"""Enthalpy of products over temperature, with melting and boiling where they were measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from davylamp.core.composition import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind
from davylamp.runaway.thermal_data import condensed_model, kopp_J_per_mol_K
from davylamp.store.gibbs import GibbsModel
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import PhaseSet

__all__ = ["PhaseHeat", "heats_of"]


@dataclass(frozen=True, slots=True)
class PhaseHeat:
    """One product per mole of formula.

    Parameters
    ----------
    name : str
        Formula or species.
    composition : Composition
        As one formula.
    is_gas : bool
        Whether it is a gas species.
    enthalpy_298_J_per_mol : float
        Formation enthalpy at 298.15 K; not used where there is a model.
    model : GibbsModel or None
        Measured over temperature; None: the heat capacity is the sum over the elements (Kopp).
    scale : float
        Formulas of the model in one formula of the product.
    kind : Kind
        How the formation enthalpy is known.
    origin : str
        Where it comes from.
    """

    name: str
    composition: Composition
    is_gas: bool
    enthalpy_298_J_per_mol: float
    model: GibbsModel | None
    scale: float
    kind: Kind
    origin: str

    def enthalpy_J_per_mol(self, temperature_K: float) -> float:
        """Enthalpy, elements at 298.15 K being zero [J/mol]."""
        if self.model is not None:
            value = self.model.enthalpy_J_per_mol(float(temperature_K), extrapolate=True)
            return self.scale * float(value)
        rise = temperature_K - STANDARD_TEMPERATURE_K
        return self.enthalpy_298_J_per_mol + kopp_J_per_mol_K(self.composition) * rise


def heats_of(phases: PhaseSet) -> Iterator[PhaseHeat]:
    """Yield the products of a phase set, in its order.

    A measured model is used where its formation enthalpy is the one of the phase set: a computed
    enthalpy with a measured heat capacity would mix two scales.
    """
    gases = load_thermochemistry().gases
    for row, name in enumerate(phases.names):
        composition = _formula(phases.elements, tuple(phases.amounts[row].tolist()))
        at_298 = float(phases.enthalpy_eV[row]) * composition.atoms * EV_PER_ATOM_IN_J_PER_MOL
        is_gas = bool(phases.is_gas[row])
        model: GibbsModel | None = None
        scale = 1.0
        if is_gas and name in gases:
            model = gases[name].model
        elif (found := condensed_model(composition)) is not None:
            scale = composition.atoms / found[1]
            own = scale * float(found[0].enthalpy_J_per_mol(STANDARD_TEMPERATURE_K))
            model = found[0] if abs(own - at_298) < 1.0 else None
        yield PhaseHeat(
            name, composition, is_gas, at_298, model, scale, phases.kinds[row], phases.origins[row]
        )


@lru_cache(maxsize=16384)
def _formula(elements: tuple[str, ...], amounts: tuple[float, ...]) -> Composition:
    return Composition(dict(zip(elements, amounts, strict=True)))
