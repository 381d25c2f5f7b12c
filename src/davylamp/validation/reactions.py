"""Published reaction energies of interfaces."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.thermo import interface_reaction
from davylamp.validation.case import Case

__all__ = ["reaction_cases"]

#: Set beforehand: published energies are read to about 5 meV, snapshots differ by as much again.
TOLERANCE_MEV: Final = 10.0
_ZHU: Final = "10.1039/C5TA08574H"
_CROSS: Final = "pymatgen 2026 on the same legacy energies"

_PUBLISHED: Final = (
    ("Li3PS4", "LiCoO2", -400.0, _ZHU, "Published as 'about'."),
    ("Li3PS4", "Li0.5CoO2", -565.0, _ZHU, "Published as 'about'."),
    ("Li7La3Zr2O12", "LiCoO2", -1.0, _ZHU, ""),
    ("Li6PS5Cl", "LiCoO2", -320.0, _CROSS, "Another code on the same data, not a publication."),
)


def reaction_cases() -> tuple[Case, ...]:
    """Return the strongest mutual reactions of published contacts, legacy energies."""
    return tuple(
        Case(
            id=f"reaction-{a}-{b}",
            group="Reaction energies of contacts",
            question=f"strongest mutual reaction of {a} with {b}",
            published=published,
            compute=partial(_lowest_meV, a, b),
            unit="meV/atom",
            tolerance=TOLERANCE_MEV,
            source=source,
            note=note,
        )
        for a, b, published, source, note in _PUBLISHED
    )


def _lowest_meV(a: str, b: str) -> float:
    return 1000.0 * interface_reaction(a, b).strongest.mutual_eV
