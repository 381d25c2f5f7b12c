"""Formation enthalpies at 298.15 K of the store, by formula."""

from __future__ import annotations

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.store.load import load_thermochemistry

__all__ = ["gas_J_per_mol", "solid_J_per_mol"]


def gas_J_per_mol(species: str) -> tuple[float, str]:
    """Return formation enthalpy of a gas [J/mol] and its bibliography key; 0 for an element."""
    if len(Composition.parse(species)) == 1 and species in ("H2", "N2", "O2", "Cl2", "F2"):
        return 0.0, ""
    model = load_thermochemistry().gases[species].model
    return float(model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)), model.source


def solid_J_per_mol(formula: str) -> tuple[float, str] | None:
    """Return formation enthalpy of a measured solid [J/mol of formula] and its key, else None."""
    composition = Composition.parse(formula)
    if len(composition) == 1:
        return 0.0, ""
    found = load_thermochemistry().measured.get(composition.reduced_key())
    if found is None:
        return None
    scale = composition.atoms / found.composition.atoms
    value = float(found.model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K))
    return scale * value, found.model.source
