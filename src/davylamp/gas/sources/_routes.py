"""Reactions of lithium metal, per mole, with enthalpies of the liquids that take part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = [
    "ALIASES",
    "DISSOLVING_J_PER_MOL",
    "ETHANOL",
    "ETHANOL_95_MOL_PER_L",
    "LIQUID_J_PER_MOL",
    "NITRIDE",
    "QUENCHES",
    "SOLID_J_PER_MOL",
    "WATER",
    "Route",
]

#: Formation enthalpies of liquids at 298.15 K [J/mol] with bibliography keys: water of the Active
#: Thermochemical Tables, the others of the CRC Handbook, both as compiled in `chemicals` 1.5.2.
LIQUID_J_PER_MOL: Final[Mapping[str, tuple[float, str]]] = {
    "H2O": (-285825.0, "chemicals152"),
    "EtOH": (-277030.0, "chemicals152"),
    "MeOH": (-238400.0, "chemicals152"),
    "IPA": (-318100.0, "chemicals152"),
    "DEC": (-681500.0, "chemicals152"),
}
#: The same of solids that the store of thermochemistry has not: lithium isopropoxide, of the NIST
#: Chemistry WebBook as compiled in `chemicals`.
SOLID_J_PER_MOL: Final[Mapping[str, tuple[float, str]]] = {
    "C3H7OLi": (-499300.0, "chemicals152"),
}
#: Heat that lithium hydroxide sets free as it dissolves in much water [J/mol], of the formation
#: enthalpies of the ions and the solid: -278.5 - 229.99 + 484.93 kJ/mol.
DISSOLVING_J_PER_MOL: Final = (23560.0, "ebbing1990")
#: Ethanol and water in a litre of 95 % ethanol by volume [mol], of the densities of the pure
#: liquids at 20 degC (789.3 and 998.2 g/L); contraction on mixing is left out.
ETHANOL_95_MOL_PER_L: Final = {"EtOH": 0.95 * 789.3 / 46.069, "H2O": 0.05 * 998.2 / 18.015}


@dataclass(frozen=True, slots=True)
class Route:
    """One reaction per mole of lithium: taken up, gas and solids by formula, in words."""

    equation: str
    taken: Mapping[str, float]
    gas: Mapping[str, float]
    left: Mapping[str, float]
    liquid: tuple[str, ...] = ()


WATER: Final = Route("Li + H2O = LiOH + 1/2 H2", {"H2O": 1.0}, {"H2": 0.5}, {"LiOH": 1.0}, ("H2O",))
ETHANOL: Final = Route(
    "Li + C2H5OH = C2H5OLi + 1/2 H2", {"EtOH": 1.0}, {"H2": 0.5}, {"C2H5OLi": 1.0}, ("EtOH",)
)
_MOIST: Final = Route("Li + H2O = LiOH + 1/2 H2", {"H2O": 1.0}, {"H2": 0.5}, {"LiOH": 1.0})
NITRIDE: Final = Route(
    "Li + 1/6 N2 + H2O = LiOH + 1/3 NH3",
    {"N2": 1.0 / 6.0, "H2O": 1.0},
    {"NH3": 1.0 / 3.0},
    {"LiOH": 1.0},
)
#: What lithium may meet: name, in words, reaction.
QUENCHES: Final[Mapping[str, tuple[str, Route]]] = {
    "water": ("water", WATER),
    "ethanol": ("ethanol", ETHANOL),
    "95 % ethanol": ("ethanol of 95 % by volume", ETHANOL),
    "methanol": (
        "methanol",
        Route(
            "Li + CH3OH = CH3OLi + 1/2 H2", {"MeOH": 1.0}, {"H2": 0.5}, {"CH3OLi": 1.0}, ("MeOH",)
        ),
    ),
    "isopropanol": (
        "isopropanol",
        Route(
            "Li + C3H7OH = C3H7OLi + 1/2 H2", {"IPA": 1.0}, {"H2": 0.5}, {"C3H7OLi": 1.0}, ("IPA",)
        ),
    ),
    "diethyl carbonate": (
        "diethyl carbonate",
        Route(
            "Li + 1/2 (C2H5O)2CO = C2H5OLi + 1/2 CO",
            {"DEC": 0.5},
            {"CO": 0.5},
            {"C2H5OLi": 1.0},
            ("DEC",),
        ),
    ),
    "moist air": ("moist air", _MOIST),
    "carbon dioxide": (
        "carbon dioxide",
        Route("Li + 3/4 CO2 = 1/2 Li2CO3 + 1/4 C", {"CO2": 0.75}, {}, {"Li2CO3": 0.5, "C": 0.25}),
    ),
    "nitrogen": (
        "nitrogen",
        Route("Li + 1/6 N2 = 1/3 Li3N", {"N2": 1.0 / 6.0}, {}, {"Li3N": 1.0 / 3.0}),
    ),
}
ALIASES: Final = {
    "H2O": "water", "EtOH": "ethanol", "MeOH": "methanol", "IPA": "isopropanol",
    "2-propanol": "isopropanol", "DEC": "diethyl carbonate", "air": "moist air",
    "CO2": "carbon dioxide", "N2": "nitrogen", "ethanol 95 %": "95 % ethanol",
}  # fmt: skip
