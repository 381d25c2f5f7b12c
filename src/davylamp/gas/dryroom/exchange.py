"""Oxide and H2S to sulfide and water: the exchange of a getter, by measured energies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.gas.dryroom._getter_phases import measured_gibbs_J_per_mol

__all__ = ["GETTERS", "SulfideExchange", "sulfide_exchange"]

#: Oxides of the literature and others: the sulfide that each is expected to turn into.
GETTERS: Final = {
    "ZnO": "ZnS", "Bi2O3": "Bi2S3", "Fe2O3": "FeS", "Fe3O4": "FeS", "CuO": "CuS", "Cu2O": "Cu2S",
    "MnO": "MnS", "MnO2": "MnS", "NiO": "NiS", "Co3O4": "Co3S4", "PbO": "PbS", "Ag2O": "Ag2S",
    "La2O3": "La2O2S", "SnO2": "SnS2", "MoO3": "MoS2", "In2O3": "In2S3", "CaO": "CaS",
    "MgO": "MgS", "Al2O3": "Al2S3",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SulfideExchange:
    """Exchange of the oxygen of one oxide for sulfur, by measured energies.

    Parameters
    ----------
    equation : str
        Balanced, per mole of oxide.
    h2s_mol, water_mol : float
        H2S taken up and water set free, per mole of oxide.
    gibbs_J_per_mol_h2s : float
        Gibbs energy at 1 bar of each gas, per mole of H2S [J/mol].
    residual_Pa : float
        H2S left at equilibrium with both solids in this air [Pa].
    """

    equation: str
    h2s_mol: float
    water_mol: float
    gibbs_J_per_mol_h2s: float
    residual_Pa: float

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "equation": self.equation,
            "gibbs_J_per_mol_h2s": self.gibbs_J_per_mol_h2s,
            "residual_Pa": self.residual_Pa,
            "h2s_mol": self.h2s_mol,
            "water_mol": self.water_mol,
        }


def sulfide_exchange(
    oxide: str, water_Pa: float, temperature_K: float
) -> tuple[SulfideExchange | None, tuple[str, ...]]:
    """Return the exchange with the sulfide expected, sulfur beside it where the metal is reduced.

    ``M_a O_b + b H2S -> a/c M_c S_d + (b - a d/c) S + b H2O``.
    """
    name = GETTERS.get(oxide)
    if name is None:
        return None, ()
    solid, sulfide = Composition.parse(oxide), Composition.parse(name)
    metal = next(element for element in solid if element != "O")
    made = solid[metal] / sulfide[metal]
    water = solid["O"] - made * sulfide.get("O", 0.0)
    spare = water - made * sulfide["S"]
    energies = {}
    for formula in (oxide, name, "H2S", "H2O", "S"):
        found = measured_gibbs_J_per_mol(formula, temperature_K)
        if found is None or spare < -1e-9:
            return None, ()
        energies[formula] = found
    gibbs = (
        made * energies[name][0] + spare * energies["S"][0] + water * energies["H2O"][0]
        - energies[oxide][0] - water * energies["H2S"][0]
    )  # fmt: skip
    work = GAS_CONSTANT_J_PER_MOL_K * temperature_K
    residual = water_Pa * math.exp(gibbs / (water * work))
    right = [_term(made, name), _term(spare, "S"), _term(water, "H2O")]
    equation = f"{oxide} + {_term(water, 'H2S')} -> {' + '.join(term for term in right if term)}"
    sources = tuple(dict.fromkeys(found[2] for found in energies.values()))
    return SulfideExchange(equation, water, water, gibbs / water, residual), sources


def _term(amount: float, name: str) -> str:
    if amount < 1e-9:
        return ""
    return name if abs(amount - 1.0) < 1e-9 else f"{amount:g} {name}"
