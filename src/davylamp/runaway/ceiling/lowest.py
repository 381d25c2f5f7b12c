"""The most heat that a mixture can set free: its products of lowest enthalpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.errors import BalanceError, NoConvergenceError
from davylamp.runaway.ceiling.candidates import candidates
from davylamp.runaway.ceiling.enthalpies import PhaseHeat
from davylamp.runaway.ceiling.settle import Product
from davylamp.store.user import UserPhase
from davylamp.thermo._simplex import OPTIMAL, solve

__all__ = ["lowest_enthalpy"]

#: Above the enthalpy of any substance: an element that no phase holds [eV/atom].
_MISSING_EV = 1e3
_TRACE = 1e-12


def lowest_enthalpy(
    supply_mol: Mapping[str, float],
    *,
    unreacted: Sequence[PhaseHeat] = (),
    own: tuple[UserPhase, ...] = (),
    universe: tuple[str, ...] = (),
) -> tuple[Product, ...]:
    """Return the products of lowest enthalpy at 298.15 K.

    No other set of products sets more heat free, entropy or not, so that what is kept apart can
    never give more than what is mixed.

    Parameters
    ----------
    supply_mol : mapping of str to float
        Moles of each element [mol].
    unreacted : sequence of PhaseHeat
        Reactants as they are: what would only take up heat by reacting may stay.
    own : tuple of UserPhase
        Phases of the user's own.
    universe : tuple of str
        See `davylamp.runaway.ceiling.settle`.

    Examples
    --------
    >>> [(p.name, p.amount_mol) for p in lowest_enthalpy({"Li": 2.0, "O": 1.0})]
    [('Li2O', 1.0)]
    """
    elements = tuple(sorted(el for el, moles in supply_mol.items() if moles > 0.0))
    whole = tuple(sorted({*elements, *universe}))
    field = candidates(whole, STANDARD_TEMPERATURE_K, own, None).within(elements)
    heats = [*field.heats, *unreacted]
    rows = np.array([[h.composition.get(el, 0.0) for el in elements] for h in unreacted])
    formulas = np.vstack([field.matrix, rows.reshape(len(unreacted), len(elements))])
    atoms = formulas.sum(axis=1)
    m = len(elements)
    matrix = np.vstack([np.eye(m), formulas / atoms[:, None]])
    as_they_are = [heat.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K) for heat in unreacted]
    enthalpy = np.concatenate([field.enthalpy_298_J, as_they_are])
    cost = np.concatenate([np.full(m, _MISSING_EV), enthalpy / atoms / EV_PER_ATOM_IN_J_PER_MOL])
    supply = np.array([supply_mol[element] for element in elements])
    total = float(supply.sum())
    basis, inverse = np.arange(m, dtype=np.int64), np.eye(m)
    if solve(matrix, cost, supply / total, basis, inverse) != OPTIMAL:
        raise NoConvergenceError(f"the products of {'-'.join(elements)} were not found")
    moles = np.linalg.solve(np.ascontiguousarray(matrix[basis].T), supply)
    products: list[Product] = []
    for column, amount in zip(basis.tolist(), moles.tolist(), strict=True):
        if amount <= _TRACE * total:
            continue
        if column < m:
            raise BalanceError(f"{elements[column]} is in no phase of the store")
        products.append(Product(heats[column - m], amount / float(atoms[column - m])))
    products.sort(key=lambda p: p.amount_mol * p.heat.composition.mass_g_per_mol, reverse=True)
    return tuple(products)
