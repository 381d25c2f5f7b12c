"""The two materials of a contact, however they were named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.store.load import load_library
from davylamp.store.materials import Material

__all__ = ["Given", "Side", "display_formula", "side_of"]

#: Families of covalent molecules, far from the equilibrium of their elements and kept there.
_MOLECULAR: Final = ("polymer", "liquid")
#: Atomic fractions of a formula with rounded amounts agree to this.
_ROUNDED_FORMULA: Final = 0.01
#: What a caller may name a material by.
Given = Material | Composition | Mapping[str, float] | str

# The element sequence of IUPAC's 2005 recommendations (Table VI) from its electropositive end, as
# far as the elements of the compound table go: the order in which formulas are written.
_ORDER: Final = (
    "Cs Rb K Na Li Ra Ba Sr Ca Mg Be Lu Yb Tm Er Ho Dy Tb Gd Eu Sm Pm Nd Pr Ce La Y Sc Hf Zr Ti "
    "Ta Nb V W Mo Cr Re Tc Mn Os Ru Fe Ir Rh Co Pt Pd Ni Au Ag Cu Hg Cd Zn Tl In Ga Al B Pb Sn Ge "
    "Si C Bi Sb As P N H Po Te Se S O At I Br Cl F"
)
_PLACE: Final = {symbol: place for place, symbol in enumerate(_ORDER.split())}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contact.

    Parameters
    ----------
    name : str
        As people call it.
    formula : str
        As written in a reaction equation; empty where none is known.
    composition : Composition or None
        None for a polymer without a defined formula.
    material : Material or None
        The library's entry, where it was named by one.
    """

    name: str
    formula: str
    composition: Composition | None
    material: Material | None

    @property
    def why_not(self) -> str:
        """Why an equilibrium of its elements says nothing about it; empty where it does."""
        if self.composition is None:
            return f"{self.name} has no defined formula"
        if self.material is not None and self.material.family in _MOLECULAR:
            return (
                f"{self.name} is a {self.material.family}, which reacts bond by bond and not to "
                "the equilibrium of its elements"
            )
        return ""

    @property
    def is_lithium(self) -> bool:
        """Whether it is lithium metal."""
        return self.composition is not None and self.composition.elements == ("Li",)


def side_of(given: Given) -> Side:
    """Return the side meant by a library material, its name or alias, or a formula.

    A library name wins over a formula, unless it is itself a formula, with a number in it, of
    another composition than the library's: ``LiC6`` is not graphite.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> side_of("Li3PS4").formula
    'Li3PS4'
    """
    if isinstance(given, Material):
        return _of_material(given)
    if isinstance(given, Composition):
        return _of_composition(given, "")
    if isinstance(given, Mapping):
        return _of_composition(Composition(given), "")
    material = load_library().get(given)
    try:
        composition = Composition.parse(given)
    except InputError as error:
        if material is not None:
            return _of_material(material)
        raise InputError(
            f"{given!r} is neither a material of the library nor a formula: {error.message}",
            remedy="see 'davylamp materials list', or write a formula such as Li6PS5Cl",
        ) from None
    if material is not None and not _is_another(given, composition, material):
        return _of_material(material)
    return _of_composition(composition, given.strip())


def display_formula(composition: Composition) -> str:
    """Return the formula with the electropositive elements first.

    Examples
    --------
    >>> display_formula(Composition.parse("ClLi6PS5"))
    'Li6PS5Cl'
    """
    ordered = sorted(composition.items(), key=lambda item: _PLACE.get(item[0], -1))
    return "".join(
        symbol if abs(amount - 1.0) < 1e-9 else f"{symbol}{amount:.4g}"
        for symbol, amount in ordered
    )


def _is_another(text: str, composition: Composition, material: Material) -> bool:
    """Whether a library name is a formula of another composition, rounding aside."""
    known = material.composition
    if known is None or not any(letter.isdigit() for letter in text):
        return False
    return any(
        abs(composition.fraction(element) - known.fraction(element)) > _ROUNDED_FORMULA
        for element in {*composition, *known}
    )


def _of_material(material: Material) -> Side:
    composition = material.composition
    formula = "" if composition is None else display_formula(composition)
    return Side(material.id, formula, composition, material)


def _of_composition(composition: Composition, text: str) -> Side:
    formula = text or display_formula(composition)
    return Side(formula, formula, composition, None)
