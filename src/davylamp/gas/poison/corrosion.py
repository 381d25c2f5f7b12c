"""Which gases eat what: electronics by class, metals and skin in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.evidence import Kind
from davylamp.gas.poison.traits import CORROSIVE
from davylamp.gas.poison.verdict import checked_ppm
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["SURFACES", "CorrosionFlag", "corrosion_flags"]

SURFACES: Final = ("electronics", "copper", "aluminium", "steel", "skin")
_CLASSES: Final = ("G1", "G2", "G3")
_WORDS: Final = {"G1": "mild", "G2": "moderate", "G3": "harsh", "GX": "severe"}
_ACIDS: Final = frozenset({"HF", "HCl", "HBr", "HI"})
_HALOGENS: Final = frozenset({"F2", "Cl2", "Br2", "I2"})
#: Give hydrogen fluoride or chloride with the moisture of the air.
_FUMING: Final = frozenset({
    "POF3", "PF5", "PF3", "PCl3", "SiF4", "SOF2", "COF2", "COCl2", "BF3", "BCl3", "SiCl4", "TiCl4",
    "GeCl4",
})  # fmt: skip
#: Chemistry of textbooks, without numbers: what a group of gases does to a surface.
_EFFECTS: Final[tuple[tuple[frozenset[str], str, str], ...]] = (
    (_ACIDS | _FUMING, "copper", "acid in the film of water; chlorides and fluorides keep eating"),
    (_ACIDS | _FUMING, "aluminium", "breaks the oxide film: pits"),
    (_ACIDS | _FUMING, "steel", "rust, and pits in stainless steel"),
    (frozenset({"H2S"}), "copper", "black sulfide; also on silver and brass"),
    (frozenset({"H2S"}), "steel", "sulfide, and cracks of hardened steel by hydrogen"),
    (frozenset({"SO2", "SO3"}), "copper", "sulfurous and sulfuric acid in the film of water"),
    (frozenset({"SO2", "SO3"}), "steel", "sulfurous and sulfuric acid: rust"),
    (frozenset({"NH3"}), "copper", "cracks brass under stress, dissolves the oxide"),
    (frozenset({"PH3", "AsH3"}), "copper", "phosphide and arsenide"),
    (_HALOGENS, "copper", "halide"),
    (_HALOGENS, "aluminium", "halide; pits, and burns where it is hot"),
    (_HALOGENS, "steel", "halide; burns where it is hot"),
    (frozenset({"NO2", "N2O4"}), "steel", "nitric acid in the film of water"),
    (frozenset({"NO2", "N2O4"}), "copper", "nitric acid in the film of water"),
    (frozenset({"C2H2"}), "copper", "explosive acetylide"),
)
_SKIN: Final = {
    "HF": "burns that hurt late and poison by fluoride; calcium gluconate at hand",
    "F2": "burns at once, then as hydrogen fluoride",
}
_SKIN_WORDS: Final = "burns moist skin, eyes and airways"


@dataclass(frozen=True, slots=True)
class CorrosionFlag:
    """One gas on one surface.

    Parameters
    ----------
    species, surface : str
        Gas, and one of `SURFACES`.
    words : str
        What it does.
    severity : str
        Class of ISA-71.04 on electronics: ``G1`` to ``GX``; empty elsewhere and where not known.
    ppm : float
        Concentration [ppm].
    limit : HazardLimit or None
        Upper end of the class, or of G3 where it is beyond.
    kind : Kind
        How it is known; ``unknown`` where the concentration or the class is missing.
    """

    species: str
    surface: str
    words: str
    severity: str
    ppm: float
    limit: HazardLimit | None
    kind: Kind

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "surface": self.surface,
            "words": self.words,
            "severity": self.severity,
            "ppm": self.ppm,
            "limit": self.limit and self.limit.record(),
            "kind": self.kind.value,
        }


def corrosion_flags(
    ppm: Mapping[str, float], *, table: HazardTable | None = None
) -> tuple[CorrosionFlag, ...]:
    """Return what gases in the air corrode.

    The classes of electronics belong to air of months; a puff of an hour does less than its class
    says, but halides that it leaves go on eating. Metals are flagged in words, without a threshold:
    none is sourced.

    Parameters
    ----------
    ppm : mapping of str to float
        Concentrations [ppm]; nan where not known.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If a gas is not known or a concentration is negative.

    Examples
    --------
    >>> [(flag.surface, flag.severity) for flag in corrosion_flags({"H2S": 1.0})]
    [('electronics', 'GX'), ('copper', ''), ('steel', ''), ('skin', '')]
    >>> corrosion_flags({"N2": 1e5})
    ()
    """
    limits = table or load_hazards()
    found: list[CorrosionFlag] = []
    for given, value in ppm.items():
        name = find_species(given).id
        amount = checked_ppm(name, value)
        if not amount <= 0.0:
            found.extend(_flags(name, amount, limits))
    return tuple(found)


def _flags(name: str, ppm: float, table: HazardTable) -> Iterator[CorrosionFlag]:
    told = Kind.UNKNOWN if math.isnan(ppm) else Kind.ASSUMED
    electronics = _electronics(name, ppm, table)
    if electronics is not None:
        yield electronics
    for group, surface, words in _EFFECTS:
        if name in group:
            yield CorrosionFlag(name, surface, words, "", ppm, None, told)
    if name in CORROSIVE:
        words = _SKIN.get(name, _SKIN_WORDS)
        if name in _FUMING:
            words += ", as the acid that it gives with water"
        yield CorrosionFlag(name, "skin", words, "", ppm, None, told)


def _electronics(name: str, ppm: float, table: HazardTable) -> CorrosionFlag | None:
    limits = [(mark, table.lowest(name, f"electronics {mark}")) for mark in _CLASSES]
    classes = [(mark, limit) for mark, limit in limits if limit and limit.value is not None]
    if not classes or math.isnan(ppm):
        if name not in CORROSIVE:
            return None
        words = "no class is stored" if not classes else "the concentration is not known"
        return CorrosionFlag(name, "electronics", words, "", ppm, None, Kind.UNKNOWN)
    mark, limit = next(
        ((mark, limit) for mark, limit in classes if ppm < (limit.value or 0.0)),
        ("GX", classes[-1][1]),
    )
    words = f"{_WORDS[mark]} by the concentration of {name} alone, as a mean of months"
    return CorrosionFlag(name, "electronics", words, mark, ppm, limit, limit.kind)
