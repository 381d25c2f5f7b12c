"""Phases and gases that a mixture may settle to, with their Gibbs energies at a temperature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.runaway.ceiling.enthalpies import PhaseHeat, heats_of
from davylamp.runaway.ceiling.vapours import vapours
from davylamp.store.gibbs import GibbsModel
from davylamp.store.load import load_thermochemistry
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions, phase_set

__all__ = ["Candidates", "candidates"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Condensed phases and gases at one temperature, per mole of formula.

    Parameters
    ----------
    elements : tuple of str, length m
        In alphabetical order.
    heats : tuple of PhaseHeat, length n
        What each is.
    matrix : array, shape (n, m)
        Atoms per formula.
    gibbs_J : array, shape (n,)
        Gibbs energies [J/mol].
    gas : bool array, shape (n,)
        Which of them mix in the gas.
    atoms : array, shape (n,)
        Atoms per formula.
    enthalpy_298_J : array, shape (n,)
        Enthalpies at 298.15 K [J/mol].
    """

    elements: tuple[str, ...]
    heats: tuple[PhaseHeat, ...]
    matrix: FloatArray
    gibbs_J: FloatArray
    gas: npt.NDArray[np.bool_]
    atoms: FloatArray
    enthalpy_298_J: FloatArray

    def within(self, elements: tuple[str, ...]) -> Candidates:
        """Return the candidates that hold no element outside `elements`."""
        if elements == self.elements:
            return self
        columns = [self.elements.index(element) for element in elements]
        rows = np.flatnonzero(np.abs(self.matrix[:, columns].sum(axis=1) - self.atoms) < 1e-9)
        return Candidates(
            elements,
            tuple(self.heats[row] for row in rows),
            np.ascontiguousarray(self.matrix[rows][:, columns]),
            self.gibbs_J[rows],
            self.gas[rows],
            self.atoms[rows],
            self.enthalpy_298_J[rows],
        )


@dataclass(frozen=True, slots=True)
class _Base:
    """Candidates over some elements, whatever the temperature."""

    heats: tuple[PhaseHeat, ...]
    matrix: FloatArray
    gas: npt.NDArray[np.bool_]
    keep: npt.NDArray[np.int64]
    boiling: tuple[tuple[int, GibbsModel], ...]
    enthalpy_298_J: FloatArray


@lru_cache(maxsize=32)
def _base(
    elements: tuple[str, ...], own: tuple[UserPhase, ...], only: frozenset[str] | None
) -> _Base:
    phases = phase_set(elements, Conditions("safety", STANDARD_TEMPERATURE_K, user_phases=own))
    heats = [*heats_of(phases), *_vapour_heats(elements)]
    gas = np.array([*phases.is_gas.tolist(), *[True] * (len(heats) - len(phases))], dtype=bool)
    keep = [row for row, heat in enumerate(heats) if only is None or heat.name in only]
    data = load_thermochemistry()
    alone = {heats[row].composition.elements for row in keep if gas[row]}
    # The reference of an element that has boiled is a gas by itself: the mixture has it then.
    boiling = tuple(
        (place, data.elements[heats[row].composition.elements[0]].model)
        for place, row in enumerate(keep)
        if not gas[row]
        and len(heats[row].composition) == 1
        and heats[row].composition.elements in alone
        and heats[row].composition.elements[0] in data.elements
    )
    chosen = tuple(heats[row] for row in keep)
    matrix = np.array([[heat.composition.get(el, 0.0) for el in elements] for heat in chosen])
    enthalpy = np.array([heat.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K) for heat in chosen])
    return _Base(chosen, matrix, gas[keep], np.array(keep, dtype=np.int64), boiling, enthalpy)


def _vapour_heats(elements: tuple[str, ...]) -> list[PhaseHeat]:
    wanted = set(elements)
    return [
        PhaseHeat(name, composition, True, 0.0, model, 1.0, model.kind, model.source)
        for name, (composition, model) in vapours().items()
        if wanted.issuperset(composition)
    ]


@lru_cache(maxsize=64)
def candidates(
    elements: tuple[str, ...],
    temperature_K: float,
    own: tuple[UserPhase, ...],
    only: frozenset[str] | None,
) -> Candidates:
    """Return what a mixture of `elements` may settle to at a temperature and 1 bar.

    All of the ``safety`` scheme and the vapours of lithium, or of these the names in `only`.
    """
    base = _base(elements, own, only)
    phases = phase_set(elements, Conditions("safety", temperature_K, user_phases=own))
    solids = phases.gibbs_eV * phases.atoms * EV_PER_ATOM_IN_J_PER_MOL
    wanted = set(elements)
    vapour = [
        float(model.gibbs_J_per_mol(temperature_K, extrapolate=True))
        for composition, model in vapours().values()
        if wanted.issuperset(composition)
    ]
    gibbs = np.concatenate([solids, vapour])[base.keep]
    gone = [place for place, model in base.boiling if model.phase(temperature_K).startswith("gas")]
    left = np.setdiff1d(np.arange(len(gibbs)), gone)
    return Candidates(
        elements,
        tuple(base.heats[row] for row in left),
        base.matrix[left],
        gibbs[left],
        base.gas[left],
        base.matrix[left].sum(axis=1),
        base.enthalpy_298_J[left],
    )
