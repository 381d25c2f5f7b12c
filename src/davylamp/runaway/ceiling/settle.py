"""What a mixture of elements settles to at a temperature and 1 bar, its gases mixed.

The equilibrium engine takes each gas as a phase of its own. Here all gases form one ideal mixture,
as they do in a hot cell: the program gains gas mixtures as further columns, each the best one at
the chemical potentials found so far, until none can lower the Gibbs energy any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import BalanceError, NoConvergenceError
from davylamp.core.evidence import Kind, weakest
from davylamp.runaway.ceiling._polish import polish
from davylamp.runaway.ceiling.candidates import Candidates, candidates
from davylamp.runaway.ceiling.enthalpies import PhaseHeat
from davylamp.store.user import UserPhase
from davylamp.thermo._simplex import OPTIMAL, solve

__all__ = ["Product", "Settled", "settle"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
#: Largest gain of Gibbs energy still to be had from another gas mixture [RT].
_GAS_TOLERANCE: Final = 1e-6
_MOST_ROUNDS: Final = 400
#: Cost of an element that no phase holds [eV/atom]: above any chemical potential.
_MISSING_EV: Final = 1e3
#: Largest element imbalance accepted, relative to the mixture.
_BALANCE: Final = 1e-9
#: Amounts below this share of the mixture are round-off.
_TRACE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Product:
    """A phase or gas of the settled mixture, its amount [mol of formula] and energies."""

    heat: PhaseHeat
    amount_mol: float

    @property
    def name(self) -> str:
        """Formula or species."""
        return self.heat.name

    @property
    def is_gas(self) -> bool:
        """Whether it is in the gas."""
        return self.heat.is_gas


@dataclass(frozen=True, slots=True)
class Settled:
    """Products at a temperature.

    Parameters
    ----------
    temperature_K : float
        At which they are in equilibrium [K].
    products : tuple of Product
        Largest mass first.
    gibbs_J : float
        Gibbs energy [J].
    """

    temperature_K: float
    products: tuple[Product, ...]
    gibbs_J: float

    def enthalpy_J(self, temperature_K: float | None = None) -> float:
        """Enthalpy of these products [J]; at another temperature with the amounts held."""
        at_K = self.temperature_K if temperature_K is None else temperature_K
        return float(sum(p.amount_mol * p.heat.enthalpy_J_per_mol(at_K) for p in self.products))

    @property
    def kind(self) -> Kind:
        """Weakest evidence among the products."""
        return weakest(product.heat.kind for product in self.products)

    @property
    def elements_mol(self) -> dict[str, float]:
        """Moles of each element [mol]."""
        total: dict[str, float] = {}
        for product in self.products:
            for element, number in product.heat.composition.items():
                total[element] = total.get(element, 0.0) + number * product.amount_mol
        return total


def settle(
    supply_mol: Mapping[str, float],
    temperature_K: float,
    *,
    own: tuple[UserPhase, ...] = (),
    only: frozenset[str] | None = None,
    universe: tuple[str, ...] = (),
) -> Settled:
    """Return the products of lowest Gibbs energy at a temperature and 1 bar.

    Parameters
    ----------
    supply_mol : mapping of str to float
        Moles of each element [mol].
    temperature_K : float
        298.15 to 1800 K, the range of the Gibbs energies of solids.
    own : tuple of UserPhase
        Phases of the user's own.
    only : frozenset of str, optional
        Names of the phases and gases to choose from; all of the store by default.
    universe : tuple of str
        Further elements of the question that this mixture is one of: changes nothing but the time,
        as candidates are then gathered once for all of them.

    Raises
    ------
    MissingDatumError
        If an element has no compound in the store.
    OutsideValidityError
        If the temperature is outside the range.
    NoConvergenceError
        If no equilibrium was found; `BalanceError` if elements do not balance.

    Examples
    --------
    >>> [p.name for p in settle({"Li": 2.0, "O": 1.0}, 298.15).products]
    ['Li2O']
    """
    elements = tuple(sorted(el for el, moles in supply_mol.items() if moles > 0.0))
    whole = tuple(sorted({*elements, *universe}))
    field = candidates(whole, float(temperature_K), own, only).within(elements)
    supply = np.array([supply_mol[element] for element in elements])
    total = float(supply.sum())
    amounts = _minimise(field, supply / total, temperature_K)
    rows = np.flatnonzero(amounts * field.atoms > _TRACE)
    products = [Product(field.heats[row], float(amounts[row]) * total) for row in rows]
    products.sort(key=lambda p: p.amount_mol * p.heat.composition.mass_g_per_mol, reverse=True)
    answer = Settled(
        float(temperature_K), tuple(products), _gibbs_J(field, amounts, temperature_K) * total
    )
    found = answer.elements_mol
    for element in elements:
        if abs(found.get(element, 0.0) - supply_mol[element]) > _BALANCE * total:
            raise BalanceError(
                f"{element} does not balance at {temperature_K:g} K: "
                f"{supply_mol[element]:.10g} mol given, {found.get(element, 0.0):.10g} mol found"
            )
    return answer


def _gibbs_J(field: Candidates, amounts: FloatArray, temperature_K: float) -> float:
    total = float(field.gibbs_J @ amounts)
    gases = amounts[field.gas]
    gases = gases[gases > 0.0]
    if len(gases):
        share = gases / gases.sum()
        total += GAS_CONSTANT_J_PER_MOL_K * temperature_K * float(gases @ np.log(share))
    return total


def _minimise(field: Candidates, supply: FloatArray, temperature_K: float) -> FloatArray:
    """Return moles of each candidate for one mole of atoms, by column generation."""
    work = GAS_CONSTANT_J_PER_MOL_K * temperature_K
    solid = np.flatnonzero(~field.gas)
    gases = np.flatnonzero(field.gas)
    m = len(supply)
    # Per mole of atoms and in eV, as the simplex expects; the elements by themselves, at a cost
    # that none has, are where it starts.
    atoms = field.atoms[solid]
    room = m + len(solid) + _MOST_ROUNDS
    matrix, cost = np.zeros((room, m)), np.full(room, _MISSING_EV)
    matrix[:m] = np.eye(m)
    matrix[m : m + len(solid)] = field.matrix[solid] / atoms[:, None]
    cost[m : m + len(solid)] = field.gibbs_J[solid] / atoms / EV_PER_ATOM_IN_J_PER_MOL
    mixtures: list[FloatArray] = []
    basis, inverse = np.arange(m, dtype=np.int64), np.eye(m)
    level = 0.05
    for _ in range(_MOST_ROUNDS):
        used = m + len(solid) + len(mixtures)
        status = solve(matrix[:used], cost[:used], supply, basis, inverse)
        if status != OPTIMAL:
            break
        prices = (cost[basis] @ inverse) * EV_PER_ATOM_IN_J_PER_MOL
        mixture, excess = _best_gas(field, gases, prices, work)
        if excess <= level:
            moles = np.maximum(inverse @ supply, 0.0)
            rough = _collect(field, solid, gases, mixtures, basis, moles)
            fine = polish(
                field.matrix, field.gibbs_J / work, gases, solid, supply, rough, prices / work
            )
            if fine is not None:
                return fine
            if excess <= _GAS_TOLERANCE:
                return rough
            level = max(0.1 * level, _GAS_TOLERANCE)
        share = mixture[mixture > 0.0]
        energy = float(field.gibbs_J[gases] @ mixture) + work * float(share @ np.log(share))
        row = mixture @ field.matrix[gases]
        matrix[used] = row / row.sum()
        cost[used] = energy / row.sum() / EV_PER_ATOM_IN_J_PER_MOL
        mixtures.append(mixture / row.sum())
    raise NoConvergenceError(
        f"the equilibrium of {'-'.join(field.elements)} at {temperature_K:g} K was not found"
    )


def _best_gas(
    field: Candidates, gases: IntArray, prices: FloatArray, work: float
) -> tuple[FloatArray, float]:
    """Return the ideal gas that gains most at these potentials, and its gain over RT."""
    if not len(gases):
        return np.empty(0), -np.inf
    gain = (field.matrix[gases] @ prices - field.gibbs_J[gases]) / work
    top = float(gain.max())
    weights = np.exp(gain - top)
    total = float(weights.sum())
    return weights / total, top + float(np.log(total))


def _collect(
    field: Candidates,
    solid: IntArray,
    gases: IntArray,
    mixtures: list[FloatArray],
    basis: IntArray,
    moles: FloatArray,
) -> FloatArray:
    """Return moles of formula of each candidate from moles of atoms of the columns in use."""
    amounts = np.zeros(len(field.heats))
    m = len(field.elements)
    for column, amount in zip(basis.tolist(), moles.tolist(), strict=True):
        if column < m:
            if amount > _BALANCE:
                raise NoConvergenceError(f"{field.elements[column]} is in no phase of the store")
        elif column < m + len(solid):
            row = solid[column - m]
            amounts[row] += amount / field.atoms[row]
        else:
            amounts[gases] += amount * mixtures[column - m - len(solid)]
    return amounts
