"""The short list of gases that a flame may leave, by the elements that go in."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.gas.phase import gas_phase
from davylamp.gas.species import find_species

__all__ = ["burning_phase", "combustion_products", "to_equilibrium"]

#: Names in Cantera's file and formulas, by the element that brings them; radicals count above
#: 2000 K, and rich flames leave fuel behind.
_PRODUCTS: Final[tuple[tuple[str, str], ...]] = (
    ("H2", "H2"), ("O2", "O2"), ("N2", "N2"), ("Ar", "Ar"), ("He", "He"), ("H2O", "H2O"),
    ("OH", "HO"), ("H", "H"), ("O", "O"), ("N", "N"), ("HO2", "HO2"), ("NO", "NO"), ("NO2", "NO2"),
    ("N2O", "N2O"), ("NH3", "NH3"), ("NH2", "NH2"), ("NH", "NH"), ("CO", "CO"), ("CO2", "CO2"),
    ("CH4", "CH4"), ("CH3", "CH3"), ("C2H2,acetylene", "C2H2"), ("C2H4", "C2H4"), ("HCN", "CHN"),
    ("C2H", "C2H"), ("H2S", "H2S"), ("SO2", "SO2"), ("SO", "SO"), ("SH", "HS"), ("S", "S"),
    ("S2", "S2"), ("SO3", "SO3"), ("COS", "COS"), ("CS2", "CS2"), ("CS", "CS"),
    ("HCL", "HCl"), ("CL", "Cl"), ("CL2", "Cl2"), ("HF", "HF"), ("F", "F"), ("COF2", "COF2"),
    ("CF4", "CF4"), ("HBr", "HBr"), ("Br", "Br"), ("Br2", "Br2"), ("HI", "HI"), ("I", "I"),
    ("I2", "I2"), ("P4O10", "P4O10"), ("PO2", "PO2"), ("PO", "PO"), ("P2", "P2"), ("PF3", "PF3"),
    ("SiO", "SiO"), ("SiO2", "SiO2"), ("SiF4", "SiF4"),
)  # fmt: skip
#: Cantera's warning of a temperature below 300 K.
_COLD: Final = r".*Temperature \([12]?\d?\d(\.\d*)? K\) outside valid range"
_COMPOSITIONS: Final = {name: frozenset(Composition.parse(text)) for name, text in _PRODUCTS}


def combustion_products(elements: Iterable[str]) -> tuple[str, ...]:
    """Return the names in Cantera's file of what burning these elements may leave.

    Examples
    --------
    >>> combustion_products({"H", "O"})
    ('H2', 'O2', 'H2O', 'OH', 'H', 'O', 'HO2')
    """
    there = set(elements)
    return tuple(name for name, made_of in _COMPOSITIONS.items() if made_of <= there)


def burning_phase(species: Iterable[str]) -> Any:
    """Return a new ``cantera.Solution`` of these gases, air and all that they may burn to.

    Raises
    ------
    MissingDatumError
        If a gas has no polynomials.
    """
    there = list(dict.fromkeys((*species, "O2", "N2", "Ar")))
    elements = {element for name in there for element in find_species(name).composition}
    return gas_phase(there, further=combustion_products(elements))


def to_equilibrium(phase: Any, kept: str) -> None:
    """Bring a phase to equilibrium with ``HP``, ``UV`` or ``TP`` kept.

    Polynomials of gases with sulfur, halogens and phosphorus begin at 300 K. Cantera warns of
    every state below that, be it by two kelvin, which the laws of a cold gas do not mind.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _COLD, UserWarning)
        phase.equilibrate(kept)
