"""The most gas that a composition can give off to water, whatever the rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)

__all__ = [
    "ACID_OF_HALOGEN",
    "GAS_OF_ANION",
    "LEAST_GAS_PER_ATOM",
    "MOLAR_GAS_CM3",
    "GasCeiling",
    "gas_ceilings",
    "oxide_charge",
]

#: Volume of one mole of ideal gas at 25 degC and 1 bar [cm3].
MOLAR_GAS_CM3: Final = (
    1e6 * GAS_CONSTANT_J_PER_MOL_K * STANDARD_TEMPERATURE_K / STANDARD_PRESSURE_PA
)
#: Least gas that counts [mol per mole of atoms of the solid]: a formula written to three digits can
#: miss its charge balance by about this much, and the difference would leave as a gas.
LEAST_GAS_PER_ATOM: Final = 1e-4
#: Charge that an element keeps in water once water has oxidised or reduced it as far as it can.
_CHARGE: Final[dict[str, int]] = {
    "H": 1, "Li": 1, "Na": 1, "K": 1, "Ag": 1, "Be": 2, "Mg": 2, "Ca": 2, "Sr": 2, "Ba": 2,
    "Zn": 2, "Cd": 2, "B": 3, "Al": 3, "Ga": 3, "In": 3, "Sc": 3, "Y": 3, "La": 3, "Nd": 3,
    "Sm": 3, "Gd": 3, "Tb": 3, "Dy": 3, "Ho": 3, "Er": 3, "Tm": 3, "Yb": 3, "Lu": 3, "Bi": 3,
    "Si": 4, "Ge": 4, "Sn": 4, "Ti": 4, "Zr": 4, "Hf": 4, "Te": 6,
    "P": 5, "As": 5, "Sb": 5, "Nb": 5, "Ta": 5, "Mo": 6, "W": 6,
    "N": -3, "O": -2, "S": -2, "Se": -2, "F": -1, "Cl": -1, "Br": -1, "I": -1,
}  # fmt: skip
#: Gas that each anion leaves as when water takes it, one mole per mole of the element.
GAS_OF_ANION: Final = {"S": "H2S", "Cl": "HCl", "Br": "HBr", "I": "HI", "F": "HF", "N": "NH3"}
#: Those of them that are halogens.
ACID_OF_HALOGEN: Final = {element: GAS_OF_ANION[element] for element in ("F", "Cl", "Br", "I")}
#: A formula written to two digits misses its charge balance by about this much per atom.
_CHARGE_TOLERANCE: Final = 0.005


@dataclass(frozen=True, slots=True)
class GasCeiling:
    """The most of one gas that a composition can give off to water.

    Parameters
    ----------
    species : str
        The gas.
    mol_per_mol : float
        Moles per mole of formula.
    cm3_per_g : float
        Volume at 25 degC and 1 bar per gram of solid [cm3/g].
    """

    species: str
    mol_per_mol: float
    cm3_per_g: float


def oxide_charge(element: str) -> int | None:
    """Return the charge that a cation keeps in water; None for an anion or a variable charge.

    Examples
    --------
    >>> oxide_charge("In")
    3
    """
    charge = _CHARGE.get(element)
    return charge if charge is not None and charge > 0 else None


def gas_ceilings(composition: Composition) -> tuple[GasCeiling, ...] | None:
    """Stoichiometric ceilings of the gases that water can drive out [cm3/g at 25 degC, 1 bar].

    All sulfur as H2S, all halogen as hydrogen halide, all nitrogen as NH3, and hydrogen by
    electron count: with every element at the charge it keeps in water, each two electrons left
    over make one H2 (LiBH4: 1 + 3 + 4 electrons, 4 H2).

    Parameters
    ----------
    composition : Composition
        The solid.

    Returns
    -------
    tuple of GasCeiling or None
        Largest first. None where it cannot be counted: an element of variable charge, or anions
        that are already oxidised (as in a sulfate or nitrate).

    Notes
    -----
    A ceiling is not a rate, and not a prediction: most halide stays behind as lithium halide.

    Examples
    --------
    >>> [(gas.species, round(gas.cm3_per_g)) for gas in gas_ceilings(Composition.parse("Li3PS4"))]
    [('H2S', 551)]
    >>> [gas.mol_per_mol for gas in gas_ceilings(Composition.parse("LiBH4"))]
    [4.0]
    """
    if any(element not in _CHARGE for element in composition):
        return None
    electrons = sum(amount * _CHARGE[element] for element, amount in composition.items())
    if electrons < -_CHARGE_TOLERANCE * composition.atoms:
        return None
    moles = {GAS_OF_ANION[el]: amount for el, amount in composition.items() if el in GAS_OF_ANION}
    if electrons > _CHARGE_TOLERANCE * composition.atoms:
        moles["H2"] = 0.5 * electrons
    per_g = MOLAR_GAS_CM3 / composition.mass_g_per_mol
    ceilings = [GasCeiling(species, n, n * per_g) for species, n in moles.items()]
    return tuple(sorted(ceilings, key=lambda gas: -gas.mol_per_mol))
