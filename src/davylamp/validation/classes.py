"""Published classes of electrolytes against lithium metal."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.interfaces import interphase_class
from davylamp.validation.case import Case

__all__ = ["class_cases"]

_ZHU: Final = "10.1021/acsami.5b07517"
_WANG: Final = "10.1002/anie.201901938"
_REVIEW: Final = "10.1039/d4ee02358g, section 2.2"

_PUBLISHED: Final = (
    ("LGPS", "II", _ZHU),
    ("LATP", "II", _ZHU),
    ("LAGP", "II", _ZHU),
    ("LLTO", "II", _ZHU),
    ("Li3YCl6", "II", _WANG),
    ("Li3PS4", "III", _ZHU),
    ("Li6PS5Cl", "III", _ZHU),
    ("Li7P3S11", "III", _ZHU),
    ("LiPON", "III", _ZHU),
    ("LLZO", "I", _REVIEW),
)


def class_cases() -> tuple[Case, ...]:
    """Return the published classes: I stable, II mixed conducting, III blocking electrons."""
    cases = [
        Case(
            id=f"class-{name}",
            group="Classes of contacts with lithium",
            question=f"class of {name} against lithium",
            published=label,
            compute=partial(_label, name),
            source=source,
            note="Published as stable, or stable within 0.02 eV/atom." if name == "LLZO" else "",
        )
        for name, label, source in _PUBLISHED
    ]
    cases.append(
        Case(
            id="class-LLZO-driving-force",
            group="Classes of contacts with lithium",
            question="driving force of LLZO with lithium (published as at most 20 meV/atom)",
            published=0.0,
            compute=partial(_driving_force_meV, "LLZO"),
            unit="meV/atom",
            tolerance=20.0,
            source=_ZHU,
        )
    )
    return tuple(cases)


def _label(name: str) -> str:
    return interphase_class(name).label


def _driving_force_meV(name: str) -> float:
    force = interphase_class(name).driving_force_meV_per_atom
    return float("nan") if force is None else force
