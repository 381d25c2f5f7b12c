"""What each gas does in a flame: burns, puts out, or feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.gas.species import find_species
from davylamp.store.burning import load_burning

__all__ = [
    "FlameRole",
    "Oxidising",
    "decomposing",
    "nitrogen_equivalence",
    "oxidising_power",
    "oxygen_demand_mol",
    "pyrophoric",
    "role_of",
]


class FlameRole(StrEnum):
    """What a gas does in a flame."""

    FUEL = "fuel"
    INERT = "inert"
    OXIDISER = "oxidiser"


#: Oxidisers of the room. Nitrogen dioxide, chlorine and their like feed a fire as oxygen does.
_OXIDISERS: Final = frozenset({"O2", "Cl2", "F2", "Br2", "N2O", "NO", "NO2", "SO3"})
#: Fully oxidised or noble: nothing in air burns them.
_INERTS: Final = frozenset(
    {"N2", "Ar", "He", "CO2", "H2O", "SO2", "HF", "HCl", "HBr", "HI", "I2", "CF4", "POF3", "PF5",
     "SiF4", "SOF2", "SO2F2", "COF2", "COCl2"}
)  # fmt: skip
#: Fuels that burn without any oxygen, by falling apart: a mixture too rich in air may still burn.
_DECOMPOSING: Final = frozenset({"C2H2", "C2H4", "GeH4", "SiH4", "AsH3"})
#: Fuels that light by themselves in air, pure or with what comes with them.
_PYROPHORIC: Final = frozenset({"PH3", "SiH4", "GeH4"})
#: Oxygen atoms that one atom binds in the products of complete burning; halogens leave as HX.
_OXYGEN_ATOMS: Final = {
    "C": 2.0, "H": 0.5, "S": 2.0, "P": 2.5, "As": 1.5, "Si": 2.0, "Ge": 2.0, "N": 0.0, "O": -1.0,
    "F": -0.5, "Cl": -0.5, "Br": -0.5, "I": -0.5, "Ar": 0.0, "He": 0.0,
}  # fmt: skip
#: Share of such fuels in a mixture up to which they count like others: of pyrophoric ones that of
#: Regulation (EC) 1272/2008, annex I, 2.2.4.3.
_FEW: Final = 0.01
#: Of a gas that is in no list: feeds a fire as much as anything.
_UNTESTED: Final = 40.0
#: Oxidising power above which a gas is called more oxidising than air.
_OXIDISING: Final = 0.235


def role_of(species: str) -> FlameRole:
    """Return what a gas does in a flame; whatever is not known to be inert is a fuel.

    Raises
    ------
    InputError
        If there is no such species.

    Examples
    --------
    >>> role_of("CO").value, role_of("CO2").value
    ('fuel', 'inert')
    """
    ident = find_species(species).id
    if ident in _OXIDISERS:
        return FlameRole.OXIDISER
    return FlameRole.INERT if ident in _INERTS else FlameRole.FUEL


def oxygen_demand_mol(species: str) -> float:
    """Return the O2 that one mole of a gas needs to burn completely [mol/mol]; 0 if it burns not.

    Carbon goes to CO2, hydrogen to H2O, sulfur to SO2, phosphorus to P4O10, nitrogen to N2;
    halogens take hydrogen along.

    Examples
    --------
    >>> oxygen_demand_mol("CH4"), oxygen_demand_mol("H2S"), oxygen_demand_mol("N2")
    (2.0, 1.5, 0.0)
    """
    if role_of(species) is not FlameRole.FUEL:
        return 0.0
    atoms = find_species(species).composition
    return 0.5 * sum(number * _OXYGEN_ATOMS[element] for element, number in atoms.items())


def decomposing(fractions: Mapping[str, float]) -> tuple[str, ...]:
    """Return the gases of a mixture that can burn without oxygen, where they are more than 1 %.

    Examples
    --------
    >>> decomposing({"C2H2": 0.5, "N2": 0.5}), decomposing({"C2H2": 1e-6, "H2": 0.5})
    (('C2H2',), ())
    """
    return _more_than_few(fractions, _DECOMPOSING)


def pyrophoric(fractions: Mapping[str, float]) -> tuple[str, ...]:
    """Return the gases of a mixture that light without a spark, where they are more than 1 %."""
    return _more_than_few(fractions, _PYROPHORIC)


def _more_than_few(fractions: Mapping[str, float], names: frozenset[str]) -> tuple[str, ...]:
    there = tuple(name for name in fractions if name in names)
    return there if sum(fractions[name] for name in there) > _FEW else ()


def nitrogen_equivalence(species: str) -> Datum | None:
    """Return moles of nitrogen that put out as much as one mole of a gas; None where not stored."""
    return load_burning().of("nitrogen_equivalence", species)


@dataclass(frozen=True, slots=True)
class Oxidising:
    """How much a gas mixture feeds a fire.

    Parameters
    ----------
    power : float
        Share of oxygen in nitrogen that feeds a fire as much, by ISO 10156 [1].
    more_than_air : bool
        Whether that is above 23.5 %.
    kind : Kind
        Weakest evidence.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        Gases that were counted as 40 times oxygen since nobody tested them.
    """

    power: float
    more_than_air: bool
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...] = ()


def oxidising_power(fractions: Mapping[str, float]) -> Oxidising:
    """Return how much a mixture feeds a fire, by ISO 10156: ``sum x C / (sum x + sum K B)``.

    Parameters
    ----------
    fractions : mapping of str to float
        Mole fractions by id. Fuels are left out of the sums.

    Examples
    --------
    >>> round(oxidising_power({"O2": 0.21, "N2": 0.79}).power, 3)
    0.21
    """
    table = load_burning()
    strength = amount = inert = 0.0
    data: list[Datum] = []
    unknown: list[Unknown] = []
    for name, share in fractions.items():
        role = role_of(name)
        if role is FlameRole.OXIDISER:
            found = table.of("oxygen_equivalence", name)
            if found is None or found.value >= _UNTESTED:
                unknown.append(
                    Unknown(
                        f"how much {name} feeds a fire; counted as {_UNTESTED:g} times oxygen",
                        "test with ethane by ISO 10156",
                    )
                )
            strength += share * (_UNTESTED if found is None else found.value)
            amount += share
        elif role is FlameRole.INERT:
            found = nitrogen_equivalence(name)
            inert += share * (1.0 if found is None else found.value)
        else:
            continue
        data.extend([found] if found is not None else [])
    power = strength / (amount + inert) if amount + inert > 0.0 else 0.0
    return Oxidising(
        power=power,
        more_than_air=power > _OXIDISING,
        kind=weakest(item.kind for item in data),
        sources=tuple(dict.fromkeys(item.source for item in data)),
        unknown=tuple(unknown),
    )
