"""The linear program of equilibrium over a fixed set of phases and open elements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.thermo import _simplex
from davylamp.thermo.phases import PhaseSet

__all__ = ["Program", "Solution"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Amounts below this share of the mixture are round-off of a degenerate basis.
_ROUND_OFF = 1e-12
#: More corners than any mixing profile of real materials has.
_MAX_CORNERS = 400


@dataclass(frozen=True, slots=True)
class Solution:
    """Optimal basis of one program.

    Parameters
    ----------
    energy_eV : float
        Optimum [eV per mole of the supply's closed atoms].
    basis : int array, shape (m,)
        Rows of the phase set in the basis; from ``len(phases)`` on, the reservoirs.
    amounts : array, shape (m,)
        Moles of atoms of each basic phase, not negative.
    prices_eV : array, shape (m,)
        Chemical potentials of the closed elements [eV/atom]; a subgradient where they jump.
    """

    energy_eV: float
    basis: IntArray
    amounts: FloatArray
    prices_eV: FloatArray


class Program:
    """Equilibria over one phase set, some elements held at a chemical potential.

    Parameters
    ----------
    phases : PhaseSet
        Candidate phases.
    open_potentials_eV : mapping of str to float
        Chemical potential of each open element [eV/atom], on the scale of the phase set.
    unlimited : sequence of str
        Names of phases supplied without limit, such as water vapour from moist air at the
        pressure of the conditions: the mixture may take any amount of them.
    use_compiled : bool
        Compile the simplex; worth it from some hundreds of questions on.

    Raises
    ------
    InputError
        If an open element is not among the elements, or none is left closed.
    NoConvergenceError
        If at the given potential an open element would condense without limit.
    """

    def __init__(
        self,
        phases: PhaseSet,
        open_potentials_eV: Mapping[str, float] | None = None,
        *,
        unlimited: Sequence[str] = (),
        use_compiled: bool = False,
    ) -> None:
        potentials = dict(open_potentials_eV or {})
        if unknown := set(potentials) - set(phases.elements):
            raise InputError(f"open element {', '.join(sorted(unknown))} is not in the system")
        self.phases = phases
        self.open = tuple(element for element in phases.elements if element in potentials)
        self.closed = tuple(element for element in phases.elements if element not in potentials)
        if not self.closed:
            raise InputError("every element is open: nothing is left to balance")
        kernels = _simplex.compiled() if use_compiled else (_simplex.solve, _simplex.trace)
        self._solve: Callable[..., int] = kernels[0]
        self._trace: Callable[..., int] = kernels[1]
        closed_columns = [phases.elements.index(element) for element in self.closed]
        open_columns = [phases.elements.index(element) for element in self.open]
        fractions = phases.fractions
        self._matrix = np.ascontiguousarray(fractions[:, closed_columns])
        self._open_fractions = fractions[:, open_columns]
        # Columns of pure open elements carry nothing that is balanced.
        self._rows = np.flatnonzero(self._matrix.sum(axis=1) > 1e-12)
        self._drop = np.setdiff1d(np.arange(len(phases)), self._rows)
        self.supplied = tuple(_row_named(phases, name) for name in unlimited)
        # Taking from a reservoir is a phase of negative composition.
        self._matrix = np.ascontiguousarray(
            np.vstack([self._matrix[self._rows], -self._matrix[list(self.supplied)]])
        )
        self._labels = np.concatenate(
            [self._rows, len(phases) + np.arange(len(self.supplied))]
        ).astype(np.int64)
        self.set_potentials(potentials)
        # The elements lead the phase set, so each closed one has a unit column.
        place = {int(row): position for position, row in enumerate(self._rows)}
        self._start = np.array([place[column] for column in closed_columns], dtype=np.int64)

    def set_potentials(self, potentials_eV: Mapping[str, float]) -> None:
        """Hold the open elements at other chemical potentials [eV/atom]."""
        self.potentials_eV = dict(potentials_eV)
        values = np.array([potentials_eV[element] for element in self.open])
        cost = self.phases.gibbs_eV - self._open_fractions @ values
        condensing = self._drop[cost[self._drop] < -1e-9] if len(self._drop) else self._drop
        if len(condensing):
            name = self.phases.names[int(condensing[0])]
            raise NoConvergenceError(
                f"at this chemical potential {name} forms without limit",
                remedy="lower the potential (for lithium: a voltage of 0 V or more)",
            )
        self._cost = np.concatenate([cost[self._rows], -cost[list(self.supplied)]])

    def solve(self, supply: FloatArray, start: IntArray | None = None) -> Solution:
        """Solve for amounts of the closed elements.

        Parameters
        ----------
        supply : array, shape (m,)
            Moles of each closed element, in the order of `closed`.
        start : int array, optional
            Rows of a basis that is feasible for this supply.

        Raises
        ------
        NoConvergenceError
            If the simplex stalls or the program has no bound.
        """
        if start is None:
            basis = self._start.copy()
            inverse = np.eye(len(basis))
        else:
            basis = np.searchsorted(self._labels, start).astype(np.int64)
            inverse = np.linalg.inv(np.ascontiguousarray(self._matrix[basis].T))
        status = self._solve(self._matrix, self._cost, supply, basis, inverse)
        if status != _simplex.OPTIMAL:
            reason = "has no lower bound" if status == _simplex.UNBOUNDED else "does not converge"
            raise NoConvergenceError(
                f"the equilibrium over {'-'.join(self.phases.elements)} {reason}"
            )
        return self._solutions(basis[None], supply[None])[0]

    def enthalpy_eV(self, solution: Solution) -> float:
        """Return the enthalpy of a solution at 298.15 K [eV], reservoirs left out."""
        inside = solution.basis < len(self.phases)
        return float(self.phases.enthalpy_eV[solution.basis[inside]] @ solution.amounts[inside])

    def path(
        self, supply: FloatArray, direction: FloatArray, span: float, start: Solution
    ) -> list[tuple[float, IntArray]] | None:
        """Follow the optimum along ``supply + t direction``, t from 0 to `span`.

        Parameters
        ----------
        supply, direction : array, shape (m,)
            Where to start and where to go.
        span : float
            How far.
        start : Solution
            The optimum at `supply`.

        Returns
        -------
        list of (t, basis) or None
            From each t on the basis is optimal, the first t being 0; None where ties could not
            be resolved.
        """
        basis = np.searchsorted(self._labels, start.basis).astype(np.int64)
        inverse = np.linalg.inv(np.ascontiguousarray(self._matrix[basis].T))
        steps = np.zeros(_MAX_CORNERS)
        bases = np.zeros((_MAX_CORNERS + 1, len(basis)), dtype=np.int64)
        count = self._trace(
            self._matrix, self._cost, supply, direction, span, basis, inverse, steps, bases
        )
        if count < 0:
            return None
        places = [0.0, *(float(t) for t in steps[:count])]
        return [(t, self._labels[bases[place]]) for place, t in enumerate(places)]

    def at(self, labels: IntArray, supplies: FloatArray) -> list[Solution]:
        """Return the solutions of known bases for other supplies.

        Parameters
        ----------
        labels : int array, shape (k, m)
            Rows of each basis.
        supplies : array, shape (k, m)
            Amounts of the closed elements for each.
        """
        return self._solutions(np.searchsorted(self._labels, labels), supplies)

    def _solutions(self, bases: IntArray, supplies: FloatArray) -> list[Solution]:
        rows = self._matrix[bases]
        costs = self._cost[bases]
        amounts = np.linalg.solve(rows.transpose(0, 2, 1), supplies[..., None])[..., 0]
        prices = np.linalg.solve(rows, costs[..., None])[..., 0]
        totals = supplies.sum(axis=1, keepdims=True)
        if np.any(amounts < -1e-9 * totals):
            raise NoConvergenceError("an equilibrium amount came out negative")
        amounts = np.where(amounts < _ROUND_OFF * totals, 0.0, amounts)
        energies = np.einsum("km,km->k", costs, amounts)
        return [
            Solution(float(energy), basis, amount, price)
            for energy, basis, amount, price in zip(
                energies, self._labels[bases], amounts, prices, strict=True
            )
        ]


def _row_named(phases: PhaseSet, name: str) -> int:
    rows = [row for row, known in enumerate(phases.names) if known == name]
    if not rows:
        raise InputError(f"{name} is not among the phases of {'-'.join(phases.elements)}")
    # H2O is the name of liquid water too; what a reservoir supplies is the vapour.
    return next((row for row in rows if phases.is_gas[row]), rows[0])
