"""What goes in and what comes out of a reaction, by formulas that keep every digit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.errors import BalanceError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.gas.species import SPECIES

__all__ = [
    "NO_BOUND",
    "Flow",
    "Product",
    "amount_of",
    "closed",
    "closed_gas",
    "elements_of",
    "formula_of",
    "ledger",
    "other_vapours",
    "rest_of",
    "split_gas",
]

#: A composition and moles of it.
Flow = tuple[Composition, float]
#: Name, composition, moles, and whether it is a gas.
Product = tuple[str, Composition, float, bool]
#: What must be said of every composition by equilibrium.
NO_BOUND: Final = (
    "a composition at equilibrium, not a bound: reactions on the way to it can give more gas, and "
    "more of each toxic one"
)
#: Largest relative imbalance of an element that rounding of an equilibrium may leave.
_ROUNDING: Final = 1e-5
#: Share of the largest element below which an element of the rest is the round-off of a formula.
_NOTHING: Final = 1e-13
#: Share of all gas below which a species counts as left behind: a part per billion.
_TRACE: Final = 1e-9


def formula_of(composition: Composition) -> str:
    """Return a formula from which the same composition is read back, digit for digit.

    Examples
    --------
    >>> formula_of(Composition({"Li": 1.0 / 3.0, "O": 2.0}))
    'Li0.3333333333333333O2'
    """
    return "".join(
        element
        if amount == 1.0
        else f"{element}{np.format_float_positional(amount, unique=True, trim='-')}"
        for element, amount in composition.items()
    )


def ledger(flows: Iterable[Flow]) -> dict[str, float]:
    """Return moles by formula; those of equal formulas are added."""
    found: dict[str, float] = {}
    for composition, amount in flows:
        if amount > 0.0:
            formula = formula_of(composition)
            found[formula] = found.get(formula, 0.0) + amount
    return found


def elements_of(flows: Iterable[Flow]) -> dict[str, float]:
    """Return moles of each element."""
    found: dict[str, float] = {}
    for composition, amount in flows:
        for element, number in composition.items():
            found[element] = found.get(element, 0.0) + number * amount
    return found


def rest_of(consumed: Sequence[Flow], gases_mol: Mapping[str, float]) -> list[Flow]:
    """Return what is left when gases leave: one formula for all of it, whatever its phases.

    Raises
    ------
    BalanceError
        If the gases hold more of an element than there is.
    """
    there = elements_of(consumed)
    left = dict(there)
    for name, amount in gases_mol.items():
        for element, number in SPECIES[name].composition.items():
            left[element] = left.get(element, 0.0) - number * amount
    largest = max(there.values(), default=0.0)
    for element, amount in left.items():
        if amount < -_ROUNDING * max(there.get(element, 0.0), 1e-300):
            raise BalanceError(f"gas would take {-amount:g} mol of {element} more than there is")
    kept = {el: n for el, n in left.items() if n > _NOTHING * max(largest, there.get(el, 0.0))}
    return [(Composition(kept), 1.0)] if kept else []


def closed(consumed: Sequence[Flow], products: Sequence[Flow]) -> list[float]:
    """Return the amounts of products with the round-off of an equilibrium taken out.

    Amounts change by the least sum of squared relative changes that makes every element balance.

    Raises
    ------
    BalanceError
        If more than round-off is missing.
    """
    there = elements_of(consumed)
    elements = sorted({*there, *(el for comp, _ in products for el in comp)})
    supply = np.array([there.get(element, 0.0) for element in elements])
    matrix = np.array([[comp.get(el, 0.0) for comp, _ in products] for el in elements])
    amounts = np.array([amount for _, amount in products])
    if not len(amounts):
        return []
    for _ in range(3):
        missing = supply - matrix @ amounts
        scale = np.maximum(supply, 1e-300)
        if float(np.max(np.abs(missing) / scale)) > _ROUNDING:
            worst = elements[int(np.argmax(np.abs(missing) / scale))]
            raise BalanceError(f"{worst} of the products does not balance")
        # Rows over their supply, so that a trace element counts as much as the main one.
        weighted = (matrix * amounts) / scale[:, None]
        step, *_ = np.linalg.lstsq(weighted, missing / scale, rcond=1e-13)
        amounts = amounts * (1.0 + step)
    return [float(amount) for amount in amounts]


def closed_gas(
    consumed: Sequence[Flow], products: Sequence[Product]
) -> tuple[dict[str, float], list[Flow], list[str]]:
    """Return products whose round-off is taken out, split as by `split_gas`.

    Raises
    ------
    BalanceError
        If more than round-off is missing.
    """
    exact = closed(consumed, [(composition, n) for _, composition, n, _ in products])
    return split_gas(
        [(name, c, n, is_gas) for (name, c, _, is_gas), n in zip(products, exact, strict=True)]
    )


def split_gas(products: Sequence[Product]) -> tuple[dict[str, float], list[Flow], list[str]]:
    """Return moles of the gases that the room knows, what is left, and names of other vapours.

    Parameters
    ----------
    products : sequence of Product
        Products of an equilibrium.
    """
    gases: dict[str, float] = {}
    left: list[Flow] = []
    other: list[str] = []
    least = _TRACE * sum(amount for _, _, amount, is_gas in products if is_gas)
    for name, composition, amount, is_gas in products:
        if (
            is_gas
            and amount > least
            and name in SPECIES
            and SPECIES[name].composition == composition
        ):
            gases[name] = gases.get(name, 0.0) + amount
        else:
            left.append((composition, amount))
            if is_gas and amount > least:
                other.append(name)
    return gases, left, other


def other_vapours(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[Unknown, ...]]:
    """Return note and unknown on vapours that the room has no limits for.

    Those of lithium and its salts condense to dust; others, such as P4 or PF3, stay toxic gases.
    """
    every = sorted(set(names))
    if not every:
        return (), ()
    note = f"vapours besides, counted as left behind: {', '.join(every)}"
    toxic = [name for name in every if not name.startswith("Li")]
    if not toxic:
        return (note,), ()
    listed = ", ".join(toxic)
    gap = Unknown(
        f"what {listed} do to people: they form too, and no limits of them are stored",
        f"find limits of {listed}, or keep people out of the gas",
    )
    return (note,), (gap,)


def amount_of(
    value_mol: float, kind: Kind, sources: Iterable[str] = (), note: str = ""
) -> Parameter:
    """Return an amount without a spread: a bound, or a model's one answer [mol]."""
    return Parameter(float(value_mol), "mol", kind, tuple(dict.fromkeys(sources)), note=note)
