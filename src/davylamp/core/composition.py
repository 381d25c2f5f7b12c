"""Chemical compositions: amounts of elements, parsed from formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from davylamp.core.errors import InputError

__all__ = ["ATOMIC_MASS_G_PER_MOL", "Composition", "CompositionKey"]

#: Elements with atomic fractions to six digits: equal for multiples of one composition.
CompositionKey = tuple[tuple[str, float], ...]

#: Standard atomic weights [g/mol], IUPAC 2021 abridged, 10.1515/pac-2019-0603.
ATOMIC_MASS_G_PER_MOL: Final[dict[str, float]] = {
    "H": 1.008, "He": 4.0026, "Li": 6.94, "Be": 9.0122, "B": 10.81, "C": 12.011, "N": 14.007,
    "O": 15.999, "F": 18.998, "Ne": 20.180, "Na": 22.990, "Mg": 24.305, "Al": 26.982,
    "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "Ar": 39.95, "K": 39.098, "Ca": 40.078,
    "Sc": 44.956, "Ti": 47.867, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845,
    "Co": 58.933, "Ni": 58.693, "Cu": 63.546, "Zn": 65.38, "Ga": 69.723, "Ge": 72.630,
    "As": 74.922, "Se": 78.971, "Br": 79.904, "Kr": 83.798, "Rb": 85.468, "Sr": 87.62,
    "Y": 88.906, "Zr": 91.224, "Nb": 92.906, "Mo": 95.95, "Ru": 101.07, "Rh": 102.91,
    "Pd": 106.42, "Ag": 107.87, "Cd": 112.41, "In": 114.82, "Sn": 118.71, "Sb": 121.76,
    "Te": 127.60, "I": 126.90, "Xe": 131.29, "Cs": 132.91, "Ba": 137.33, "La": 138.91,
    "Ce": 140.12, "Pr": 140.91, "Nd": 144.24, "Sm": 150.36, "Eu": 151.96, "Gd": 157.25,
    "Tb": 158.93, "Dy": 162.50, "Ho": 164.93, "Er": 167.26, "Tm": 168.93, "Yb": 173.05,
    "Lu": 174.97, "Hf": 178.49, "Ta": 180.95, "W": 183.84, "Re": 186.21, "Os": 190.23,
    "Ir": 192.22, "Pt": 195.08, "Au": 196.97, "Hg": 200.59, "Tl": 204.38, "Pb": 207.2,
    "Bi": 208.98,
}  # fmt: skip

_TOKEN = re.compile(r"\s*(?:([A-Z][a-z]?)|([(\[{])|([)\]}]))\s*(\d*\.?\d*)")
# A full stop is a hydrate dot only before water and not after a digit: "Li1.3Al" is a decimal.
_HYDRATE = re.compile(r"[·•*]|(?<!\d)\.(?=\d*H2O)")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_MAX_LENGTH: Final = 200
_MAX_DEPTH: Final = 20


class Composition(Mapping[str, float]):
    """Immutable amounts of elements [mol per mole of formula].

    Zero amounts are dropped; order is alphabetical, so that equal compositions are equal and
    hash alike however the formula was written.

    Parameters
    ----------
    amounts : mapping of str to float
        Amount of each element; must be finite and not negative.

    Raises
    ------
    InputError
        If an element is unknown, an amount negative or not finite, or nothing is left.

    Examples
    --------
    >>> Composition.parse("Li6PS5Cl")["S"]
    5.0
    >>> Composition.parse("Al2(SO4)3") == Composition.parse("Al2 S3 O12")
    True
    >>> Composition.parse("LiOH.H2O").formula
    'H3LiO2'
    """

    __slots__ = ("_amounts", "_hash", "_key")

    def __init__(self, amounts: Mapping[str, float]) -> None:
        clean: dict[str, float] = {}
        for element in sorted(amounts):
            amount = float(amounts[element])
            if element not in ATOMIC_MASS_G_PER_MOL:
                raise InputError(f"{element!r} is not an element Davylamp knows")
            if not math.isfinite(amount) or amount < 0.0:
                raise InputError(f"amount of {element} is {amount}, must be finite and >= 0")
            if amount > 0.0:
                clean[element] = amount
        if not clean:
            raise InputError("a composition needs at least one element")
        self._amounts = clean
        self._hash = hash(tuple(clean.items()))
        self._key: CompositionKey | None = None

    @classmethod
    def parse(cls, formula: str) -> Composition:
        """Parse a formula with decimals, brackets and hydrate dots.

        After a digit a hydrate needs the middle dot: ``CuSO4·5H2O``.

        Parameters
        ----------
        formula : str
            For example ``Li1.3Al0.3Ti1.7(PO4)3`` or ``LiOH.H2O``.

        Raises
        ------
        InputError
            With the place at which the formula cannot be read.
        """
        return _parsed(formula)

    def __getitem__(self, element: str) -> float:
        return self._amounts[element]

    def __iter__(self) -> Iterator[str]:
        return iter(self._amounts)

    def __len__(self) -> int:
        return len(self._amounts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Composition) and self._amounts == other._amounts

    def __repr__(self) -> str:
        return f"Composition({self.formula!r})"

    def __mul__(self, factor: float) -> Composition:
        return Composition({element: amount * factor for element, amount in self.items()})

    __rmul__ = __mul__

    def __add__(self, other: Composition) -> Composition:
        total = dict(self._amounts)
        for element, amount in other.items():
            total[element] = total.get(element, 0.0) + amount
        return Composition(total)

    @property
    def elements(self) -> tuple[str, ...]:
        """Elements in alphabetical order."""
        return tuple(self._amounts)

    @property
    def atoms(self) -> float:
        """Atoms per formula."""
        return sum(self._amounts.values())

    @property
    def mass_g_per_mol(self) -> float:
        """Molar mass [g/mol]."""
        return sum(amount * ATOMIC_MASS_G_PER_MOL[el] for el, amount in self.items())

    @property
    def formula(self) -> str:
        """Formula with elements in alphabetical order, amounts to six digits."""
        return "".join(f"{el}{_amount_text(amount)}" for el, amount in self.items())

    def fraction(self, element: str) -> float:
        """Atomic fraction of `element`, 0 when absent."""
        return self._amounts.get(element, 0.0) / self.atoms

    def reduced_key(self) -> CompositionKey:
        """Return a key shared by every multiple of the composition.

        Examples
        --------
        >>> Composition.parse("Li2O2").reduced_key() == Composition.parse("LiO").reduced_key()
        True
        """
        if self._key is None:
            atoms = self.atoms
            self._key = tuple(
                (element, round(amount / atoms, 6)) for element, amount in self.items()
            )
        return self._key

    def per_atom(self) -> Composition:
        """Return the composition scaled to one mole of atoms."""
        return self * (1.0 / self.atoms)


@lru_cache(maxsize=8192)
def _parsed(formula: str) -> Composition:
    text = formula.strip().translate(_SUBSCRIPTS)
    if not text:
        raise InputError("the formula is empty", remedy="write one such as Li6PS5Cl")
    if len(text) > _MAX_LENGTH:
        raise InputError(f"the formula is {len(text)} characters long, at most {_MAX_LENGTH}")
    total: dict[str, float] = {}
    for part in _HYDRATE.split(text):
        lead = re.match(r"\s*(\d+\.?\d*)?", part)
        factor = float(lead.group(1)) if lead and lead.group(1) else 1.0
        body = part[lead.end() :] if lead else part
        for element, amount in _parse_group(body, formula).items():
            total[element] = total.get(element, 0.0) + factor * amount
    return Composition(total)


def _amount_text(amount: float) -> str:
    return "" if abs(amount - 1.0) < 1e-12 else f"{amount:.6g}"


def _parse_group(text: str, formula: str) -> dict[str, float]:
    stack: list[dict[str, float]] = [{}]
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            raise InputError(
                f"cannot read formula {formula!r} at {text[position : position + 8]!r}",
                remedy="element symbols are case-sensitive, as in Li6PS5Cl",
            )
        element, opening, closing, digits = match.groups()
        try:
            count = float(digits) if digits else 1.0
        except ValueError:
            raise InputError(f"cannot read the number {digits!r} in formula {formula!r}") from None
        if element:
            if element not in ATOMIC_MASS_G_PER_MOL:
                raise InputError(
                    f"{element!r} in formula {formula!r} is not an element Davylamp knows"
                )
            stack[-1][element] = stack[-1].get(element, 0.0) + count
        elif opening:
            if digits or len(stack) > _MAX_DEPTH:
                raise InputError(f"misplaced bracket in formula {formula!r}")
            stack.append({})
        elif closing:
            if len(stack) == 1:
                raise InputError(f"a bracket in formula {formula!r} closes without opening")
            group = stack.pop()
            for name, amount in group.items():
                stack[-1][name] = stack[-1].get(name, 0.0) + amount * count
        position = match.end()
    if len(stack) > 1:
        raise InputError(f"a bracket in formula {formula!r} is not closed")
    return stack[0]
