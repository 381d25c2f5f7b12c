"""The strongest reaction of a pair as one linear program, over phases shared by many pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.errors import DavylampError, NoConvergenceError
from davylamp.core.evidence import weakest
from davylamp.thermo import _simplex
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.equilibrium import as_composition
from davylamp.thermo.phases import PhaseSet, check_elements, phase_set
from davylamp.thermo.stability import known_phase

__all__ = ["Given", "SharedPhases", "as_label", "strongest_reaction"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Given = Composition | Mapping[str, float] | str


def as_label(given: Given) -> str:
    """Return a material as it was given, or its formula."""
    return given if isinstance(given, str) else as_composition(given).formula


class SharedPhases:
    """What the questions of one batch have in common."""

    def __init__(self, phases: PhaseSet) -> None:
        self.phases = phases
        self.fractions = phases.fractions
        bits = np.uint64(1) << np.arange(len(phases.elements), dtype=np.uint64)
        self.masks = np.where(phases.amounts > 0.0, bits, np.uint64(0)).sum(axis=1)
        self.bits = dict(zip(phases.elements, bits, strict=True))
        self.solve, _ = _simplex.compiled()
        self.systems: dict[int, tuple[IntArray, IntArray, FloatArray, FloatArray]] = {}
        self.known: dict[Composition, float | None] = {}
        self.parsed: dict[str, Composition] = {}

    @classmethod
    def over(cls, sides: Sequence[Given], conditions: Conditions) -> SharedPhases:
        elements: set[str] = set()
        for side in {as_label(side) for side in sides}:
            try:
                composition = Composition.parse(side)
                check_elements(composition.elements, conditions)
                elements.update(composition)
            except DavylampError:
                continue  # reported with its own row
        return cls(phase_set(sorted(elements or {"Li"}), conditions))

    def composition(self, given: Given) -> Composition:
        if not isinstance(given, str):
            return as_composition(given)
        if given not in self.parsed:
            self.parsed[given] = Composition.parse(given)
        return self.parsed[given]

    def system(self, elements: set[str]) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
        """Return element columns, phase rows, fractions and costs of one chemical system."""
        if missing := elements - set(self.bits):
            check_elements(sorted(missing), self.phases.conditions)
        mask = int(sum(self.bits[element] for element in elements))
        if mask not in self.systems:
            columns = np.flatnonzero([el in elements for el in self.phases.elements])
            rows = np.flatnonzero((self.masks & ~np.uint64(mask)) == 0)
            self.systems[mask] = (
                columns,
                rows,
                np.ascontiguousarray(self.fractions[np.ix_(rows, columns)]),
                self.phases.gibbs_eV[rows],
            )
        return self.systems[mask]

    def own_energy(self, side: Composition) -> float | None:
        if side not in self.known:
            phase = known_phase(side, self.phases.conditions)
            self.known[side] = None if phase is None else phase.gibbs_eV
        return self.known[side]


def strongest_reaction(shared: SharedPhases, pair: tuple[Given, Given]) -> tuple[Any, ...]:
    """Return mutual and total energy [eV/atom], share of A, products and evidence of one pair."""
    a, b = (shared.composition(side) for side in pair)
    columns, rows, matrix, cost = shared.system({*a, *b})
    size = len(columns)
    names = shared.phases.elements
    unit_a = np.array([a.fraction(names[column]) for column in columns])
    unit_b = np.array([b.fraction(names[column]) for column in columns])
    hull_a = _lowest(shared, matrix, cost, unit_a)
    hull_b = _lowest(shared, matrix, cost, unit_b)
    # Two more columns take the starting materials at their hulls; one more row makes their shares
    # add up to one. Starting from pure B and its elements the basis is feasible.
    count = len(rows)
    joint = np.zeros((count + 2, size + 1))
    joint[:count, :size] = matrix
    joint[count, :size], joint[count, size] = -unit_a, 1.0
    joint[count + 1, :size], joint[count + 1, size] = -unit_b, 1.0
    joint_cost = np.concatenate([cost, [-hull_a, -hull_b]])
    basis = np.append(np.arange(size), count + 1)
    inverse = np.eye(size + 1)
    inverse[:size, size] = unit_b
    supply = np.zeros(size + 1)
    supply[size] = 1.0
    _check(shared.solve(joint, joint_cost, supply, basis, inverse))
    amounts = np.linalg.solve(joint[basis].T, supply)
    # Pure A or B is always a choice, so anything above zero is round-off.
    energy = min(float(joint_cost[basis] @ amounts), 0.0)
    share = float(sum(amount for amount, row in zip(amounts, basis, strict=True) if row == count))
    own_a, own_b = shared.own_energy(a), shared.own_energy(b)
    total = None
    if own_a is not None and own_b is not None:
        total = energy + share * (hull_a - own_a) + (1.0 - share) * (hull_b - own_b)
    equation = _equation(shared.phases, rows, basis, amounts)
    return energy, total, share, equation, _evidence(shared, rows, basis, amounts)


def _lowest(
    shared: SharedPhases, matrix: FloatArray, cost: FloatArray, supply: FloatArray
) -> float:
    size = len(supply)
    basis = np.arange(size)
    inverse = np.eye(size)
    _check(shared.solve(matrix, cost, supply, basis, inverse))
    return float(cost[basis] @ np.linalg.solve(matrix[basis].T, supply))


def _check(status: int) -> None:
    if status != _simplex.OPTIMAL:
        raise NoConvergenceError("the equilibrium does not converge")


def _equation(phases: PhaseSet, rows: IntArray, basis: IntArray, amounts: FloatArray) -> str:
    parts = []
    for place in np.argsort(-amounts, kind="stable"):
        label = int(basis[place])
        if label < len(rows) and amounts[place] > 1e-9:
            row = int(rows[label])
            moles = float(amounts[place]) / float(phases.amounts[row].sum())
            parts.append(f"{moles:.4g} {phases.names[row]}")
    return " + ".join(parts)


def _evidence(shared: SharedPhases, rows: IntArray, basis: IntArray, amounts: FloatArray) -> str:
    return weakest(
        shared.phases.kinds[int(rows[label])]
        for label, amount in zip(basis, amounts, strict=True)
        if label < len(rows) and amount > 1e-9
    ).value
