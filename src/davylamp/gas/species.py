"""The gases and vapours of the room: name, number in the registry of chemicals, formula."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError

__all__ = ["SPECIES", "GasSpecies", "find_species"]


@dataclass(frozen=True, slots=True)
class GasSpecies:
    """One gas or vapour.

    Parameters
    ----------
    id : str
        Formula, or the short name of an organic liquid: ``H2S``, ``DMC``.
    name : str
        In words.
    cas : str
        Number in the registry of the Chemical Abstracts Service.
    composition : Composition
        Elements of one molecule.
    nasa : str
        Name in the file of polynomials that Cantera ships; empty where it is not in there.
    """

    id: str
    name: str
    cas: str
    composition: Composition
    nasa: str = ""

    @property
    def molar_mass_kg_per_mol(self) -> float:
        """Molar mass [kg/mol]."""
        return 1e-3 * self.composition.mass_g_per_mol


#: Id, name, registry number, formula where the id is none, name in Cantera where it is another
#: than the id and ``-`` where there is none.
_ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("H2", "hydrogen", "1333-74-0", "", ""),
    ("H2S", "hydrogen sulfide", "7783-06-4", "", ""),
    ("HCl", "hydrogen chloride", "7647-01-0", "", "HCL"),
    ("HF", "hydrogen fluoride", "7664-39-3", "", ""),
    ("HBr", "hydrogen bromide", "10035-10-6", "", ""),
    ("HI", "hydrogen iodide", "10034-85-2", "", ""),
    ("NH3", "ammonia", "7664-41-7", "", ""),
    ("PH3", "phosphine", "7803-51-2", "", ""),
    ("AsH3", "arsine", "7784-42-1", "", "-"),
    ("SiH4", "silane", "7803-62-5", "", ""),
    ("GeH4", "germane", "7782-65-2", "", "-"),
    ("O2", "oxygen", "7782-44-7", "", ""),
    ("SO2", "sulfur dioxide", "7446-09-5", "", ""),
    ("SO3", "sulfur trioxide", "7446-11-9", "", ""),
    ("S2", "disulfur", "23550-45-0", "", ""),
    ("COS", "carbonyl sulfide", "463-58-1", "", ""),
    ("CS2", "carbon disulfide", "75-15-0", "", ""),
    ("Cl2", "chlorine", "7782-50-5", "", "CL2"),
    ("Br2", "bromine", "7726-95-6", "", ""),
    ("I2", "iodine", "7553-56-2", "", ""),
    ("F2", "fluorine", "7782-41-4", "", ""),
    ("CO", "carbon monoxide", "630-08-0", "", ""),
    ("CO2", "carbon dioxide", "124-38-9", "", ""),
    ("CH4", "methane", "74-82-8", "", ""),
    ("C2H2", "acetylene", "74-86-2", "", "C2H2,acetylene"),
    ("C2H4", "ethylene", "74-85-1", "", ""),
    ("C2H6", "ethane", "74-84-0", "", ""),
    ("C3H6", "propylene", "115-07-1", "", "C3H6,propylene"),
    ("C3H8", "propane", "74-98-6", "", ""),
    ("H2O", "water vapour", "7732-18-5", "", ""),
    ("N2", "nitrogen", "7727-37-9", "", ""),
    ("Ar", "argon", "7440-37-1", "", ""),
    ("He", "helium", "7440-59-7", "", "He"),
    ("HCN", "hydrogen cyanide", "74-90-8", "", ""),
    ("NO", "nitric oxide", "10102-43-9", "", ""),
    ("NO2", "nitrogen dioxide", "10102-44-0", "", ""),
    ("N2O", "nitrous oxide", "10024-97-2", "", ""),
    ("POF3", "phosphoryl fluoride", "13478-20-1", "", "-"),
    ("PF5", "phosphorus pentafluoride", "7647-19-0", "", ""),
    ("SiF4", "silicon tetrafluoride", "7783-61-1", "", ""),
    ("SOF2", "thionyl fluoride", "7783-42-8", "", ""),
    ("SO2F2", "sulfuryl fluoride", "2699-79-8", "", ""),
    ("COF2", "carbonyl fluoride", "353-50-4", "", ""),
    ("COCl2", "phosgene", "75-44-5", "", "COCL2"),
    ("CF4", "tetrafluoromethane", "75-73-0", "", ""),
    ("DMC", "dimethyl carbonate", "616-38-6", "C3H6O3", "-"),
    ("EMC", "ethyl methyl carbonate", "623-53-0", "C4H8O3", "-"),
    ("DEC", "diethyl carbonate", "105-58-8", "C5H10O3", "-"),
    ("EC", "ethylene carbonate", "96-49-1", "C3H4O3", "-"),
    ("PC", "propylene carbonate", "108-32-7", "C4H6O3", "-"),
    ("DME", "1,2-dimethoxyethane", "110-71-4", "C4H10O2", "-"),
    ("DOL", "1,3-dioxolane", "646-06-0", "C3H6O2", "-"),
    ("THF", "tetrahydrofuran", "109-99-9", "C4H8O", "-"),
    ("ACN", "acetonitrile", "75-05-8", "C2H3N", "-"),
    ("EtOH", "ethanol", "64-17-5", "C2H6O", "C2H5OH"),
    ("MeOH", "methanol", "67-56-1", "CH4O", "CH3OH"),
    ("IPA", "isopropanol", "67-63-0", "C3H8O", "-"),
    ("toluene", "toluene", "108-88-3", "C7H8", "-"),
    ("xylene", "o-xylene", "95-47-6", "C8H10", "-"),
    ("heptane", "n-heptane", "142-82-5", "C7H16", "-"),
    ("IBIB", "isobutyl isobutyrate", "97-85-8", "C8H16O2", "-"),
)  # fmt: skip


def _table() -> dict[str, GasSpecies]:
    return {
        row[0]: GasSpecies(
            row[0],
            row[1],
            row[2],
            Composition.parse(row[3] or row[0]),
            "" if row[4] == "-" else row[4] or row[0],
        )
        for row in _ROWS
    }


#: Every species by id.
SPECIES: Final = _table()


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for item in SPECIES.values():
        for word in (item.id, item.name, item.cas, item.nasa):
            if word:
                names[word.casefold()] = item.id
    return names


def find_species(name: str) -> GasSpecies:
    """Return a species by id, name or registry number, in upper or lower case.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> find_species("hydrogen sulfide").id
    'H2S'
    >>> find_species("7647-01-0").id
    'HCl'
    """
    names = _names()
    found = names.get(name.strip().casefold())
    if found is None:
        near = get_close_matches(name.strip().casefold(), names, n=3, cutoff=0.6)
        hint = ", ".join(dict.fromkeys(names[word] for word in near))
        raise InputError(
            f"no gas of the name {name!r} is known",
            remedy=f"did you mean {hint}?" if hint else f"known are {', '.join(SPECIES)}",
        )
    return SPECIES[found]
