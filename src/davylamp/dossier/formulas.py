"""Formulas and reaction equations as chemists write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition

__all__ = ["equation", "split_formulas", "written"]

_FORMULA = re.compile(r"(?<![\w.&#/-])(?:[A-Z][a-z]?(?:\d+(?:\.\d+)?)?|[()])+\d*(?![\w])")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)")
_SYMBOL = re.compile(r"[A-Z][a-z]?")

# Cations by rising electronegativity as far as they matter here, then the anions.
_ORDER: Final = (
    "Cs", "Rb", "K", "Na", "Li", "Ba", "Sr", "Ca", "Mg", "La", "Y", "Sc", "Zr", "Hf", "Ti", "Ta",
    "Nb", "V", "W", "Mo", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Ag", "Zn", "Cd", "In", "Ga", "Al",
    "B", "Pb", "Sn", "Ge", "Si", "C", "Bi", "Sb", "As", "P", "N", "H", "Te", "Se", "S", "O", "I",
    "Br", "Cl", "F",
)  # fmt: skip
_PLACE: Final = {symbol: place for place, symbol in enumerate(_ORDER)}


def written(composition: Composition) -> str:
    """Return a formula with lithium before the other cations and anions last.

    Examples
    --------
    >>> written(Composition.parse("ClLi6PS5"))
    'Li6PS5Cl'
    >>> written(Composition.parse("LiNi0.8Co0.1Mn0.1O2"))
    'LiMn0.1Co0.1Ni0.8O2'
    """
    ordered = sorted(composition.items(), key=lambda item: (_PLACE.get(item[0], 20), item[0]))
    return "".join(
        element if abs(amount - 1.0) < 1e-9 else f"{element}{amount:.4g}"
        for element, amount in ordered
    )


def equation(
    given: Iterable[tuple[str, float]], made: Iterable[tuple[str, float]], *, digits: int = 3
) -> str:
    """Return ``0.5 A + B -> C``; a negative amount changes sides.

    Examples
    --------
    >>> equation([("Li", 8.0), ("Li6PS5Cl", 1.0)], [("Li2S", 5.0), ("Li3P", 1.0), ("LiCl", 1.0)])
    '8 Li + Li6PS5Cl → 5 Li2S + Li3P + LiCl'
    """
    left = [(name, amount) for name, amount in given if amount > 0.0]
    left += [(name, -amount) for name, amount in made if amount < 0.0]
    right = [(name, amount) for name, amount in made if amount > 0.0]
    right += [(name, -amount) for name, amount in given if amount < 0.0]
    return f"{_sum(left, digits)} → {_sum(right, digits)}"


def split_formulas(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it is a subscript of a chemical formula.

    Examples
    --------
    >>> list(split_formulas("H2S from NCM811"))
    [('H', False), ('2', True), ('S', False), (' from NCM811', False)]
    """
    place = 0
    for match in _FORMULA.finditer(text):
        found = match.group()
        symbols = _SYMBOL.findall(found)
        if not _NUMBER.search(found) or not symbols or found.count("(") != found.count(")"):
            continue
        if any(symbol not in ATOMIC_MASS_G_PER_MOL for symbol in symbols):
            continue
        if match.start() > place:
            yield text[place : match.start()], False
        for piece in _NUMBER.split(found):
            if piece:
                yield piece, piece[0].isdigit()
        place = match.end()
    if place < len(text):
        yield text[place:], False


def _sum(terms: list[tuple[str, float]], digits: int) -> str:
    words = []
    for name, amount in terms:
        shown = f"{amount:.{digits}g}"
        words.append(name if shown == "1" else f"{shown} {name}")
    return " + ".join(words) or "nothing"
