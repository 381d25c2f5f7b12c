"""How each gas is taken out of an exhaust: caustic, acid, fire, or something not modelled here."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from davylamp.core.evidence import Unknown
from davylamp.gas.species import find_species

__all__ = ["Way", "unknown_of", "way_note", "way_of"]


class Way(StrEnum):
    """What takes a gas out."""

    CAUSTIC = "caustic"  #: absorbed by caustic soda
    ACID = "acid"  #: absorbed by sulfuric acid
    OXIDISE = "oxidise"  #: not by caustic: an oxidising scrubber or a dry bed
    BURN = "burn or dilute"  #: not soluble, burns
    PASSES = "passes"  #: harmless to the scrubber, stays in the gas
    UNKNOWN = "unknown"  #: reacts with caustic at a rate or to an extent that is not known here


_CAUSTIC: Final = frozenset({"HF", "HCl", "HBr", "HI", "H2S", "SO2", "Cl2"})
_OXIDISE: Final = frozenset({"PH3", "AsH3", "SiH4", "GeH4"})
_BURN: Final = frozenset({
    "H2", "CO", "CH4", "C2H2", "C2H4", "C2H6", "C3H6", "C3H8", "DMC", "EMC", "DEC", "EC", "PC",
    "DME", "DOL", "THF", "ACN", "EtOH", "MeOH", "IPA", "toluene", "xylene", "heptane", "IBIB",
})  # fmt: skip
_PASSES: Final = frozenset({"N2", "O2", "Ar", "He", "H2O", "CO2", "CF4", "N2O"})


def way_of(gas: str) -> Way:
    """Return how a gas is taken out.

    Raises
    ------
    InputError
        If there is no such gas.

    Examples
    --------
    >>> way_of("H2S").value, way_of("PH3").value
    ('caustic', 'oxidise')
    """
    ident = find_species(gas).id
    if ident == "NH3":
        return Way.ACID
    for names, way in (
        (_CAUSTIC, Way.CAUSTIC),
        (_OXIDISE, Way.OXIDISE),
        (_BURN, Way.BURN),
        (_PASSES, Way.PASSES),
    ):
        if ident in names:
            return way
    return Way.UNKNOWN


def way_note(gas: str) -> str:
    """Return what to know about a gas in a scrubber, empty for nothing special."""
    ident = find_species(gas).id
    if way_of(ident) is Way.OXIDISE:
        return (
            f"{ident} is not absorbed by caustic: it needs an oxidising scrubber, a burn box or a "
            "dry bed of metal oxide."
        )
    return {
        "NH3": "Ammonia is not absorbed by caustic, which drives it out: it needs an acid scrubber "
        "of its own.",
        "HF": "Hydrofluoric acid eats glass and ceramic: plastic column and packing.",
        "H2S": "Spent liquor with sulfide gives its hydrogen sulfide back when acid is added.",
        "Cl2": "Chlorine becomes chloride and hypochlorite, which sets chlorine free again with "
        "acid, makes chloramines with ammonia, and oxidises sulfide and sulfite with heat.",
        "SO2": "Sulfite is oxidised to sulfate by air; that takes no caustic from sulfite, and one "
        "more NaOH from hydrogen sulfite.",
    }.get(ident, "")


def unknown_of(gas: str) -> Unknown | None:
    """Return what is not known of a gas in caustic, None where all that matters is."""
    ident = find_species(gas).id
    if way_of(ident) is not Way.UNKNOWN:
        return None
    return Unknown(
        f"how much {ident} caustic takes up",
        f"measure {ident} before and after the scrubber; until then count it as not absorbed, and "
        "the caustic as a lower bound",
    )
