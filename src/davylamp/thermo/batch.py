"""Many questions at once: shared phases, compiled simplex, one table as the answer."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.errors import DavylampError, InputError, NoConvergenceError
from davylamp.core.evidence import weakest
from davylamp.thermo import _simplex
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.equilibrium import as_composition
from davylamp.thermo.phases import PhaseSet, check_elements, phase_set
from davylamp.thermo.stability import known_phase, phase_stability
from davylamp.thermo.window import electrochemical_window

__all__ = ["BatchTable", "Progress", "react_many", "stability_many", "window_many"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Given = Composition | Mapping[str, float] | str
#: Called with the number of questions answered so far and their total.
Progress = Callable[[int, int], None]

_REPORT_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class BatchTable:
    """Answers as columns of equal length; a question that failed says why in ``error``.

    Parameters
    ----------
    columns : mapping of str to list
        Values by column; None where there is no answer.
    """

    columns: Mapping[str, list[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def records(self) -> list[dict[str, Any]]:
        """Return the table as one mapping a row."""
        names = list(self.columns)
        return [
            dict(zip(names, row, strict=True)) for row in zip(*self.columns.values(), strict=True)
        ]

    def write(self, path: Path) -> None:
        """Write the table as Parquet or CSV, by the ending of `path`.

        Raises
        ------
        InputError
            If the ending is neither ``.parquet`` nor ``.csv``.
        """
        if path.suffix == ".parquet":
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(
                pa.table({name: list(values) for name, values in self.columns.items()}), path
            )
        elif path.suffix == ".csv":
            with path.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.writer(stream)
                writer.writerow(self.columns)
                writer.writerows(zip(*self.columns.values(), strict=True))
        else:
            raise InputError(
                f"cannot write a table to {path.name!r}", remedy="end its name in .parquet or .csv"
            )


def react_many(
    pairs: Iterable[tuple[Given, Given]],
    conditions: Conditions | None = None,
    *,
    progress: Progress | None = None,
) -> BatchTable:
    """Find the strongest mutual reaction of many pairs of materials.

    The minimum over the mixing ratio is one linear program: the ratio is a variable, its ends the
    equilibria of A and of B.

    Parameters
    ----------
    pairs : iterable of (formula, formula)
        The contacts.
    conditions : Conditions, optional
        Scheme, temperature, gas pressures, exclusions and additions.
    progress : callable, optional
        Called with the number done and the total.

    Returns
    -------
    BatchTable
        Columns ``a``, ``b``, ``mutual_eV_per_atom``, ``total_eV_per_atom`` (at the same mixing
        ratio), ``atom_fraction_a``, ``products``, ``evidence``, ``error``.

    Examples
    --------
    >>> table = react_many([("Li3PS4", "LiCoO2"), ("Li3PS4", "Xx2")])
    >>> [round(value, 2) if value else value for value in table.columns["mutual_eV_per_atom"]]
    [-0.4, None]
    """
    chosen = conditions or Conditions()
    listed = list(pairs)
    shared = _Shared.over([side for pair in listed for side in pair], chosen)
    rows = _each(listed, partial(_react, shared), progress)
    names = (
        "a", "b", "mutual_eV_per_atom", "total_eV_per_atom", "atom_fraction_a", "products",
        "evidence", "error",
    )  # fmt: skip
    head = [(_label(a), _label(b)) for a, b in listed]
    return _table(names, head, rows)


def window_many(
    formulas: Sequence[Given],
    conditions: Conditions | None = None,
    *,
    progress: Progress | None = None,
) -> BatchTable:
    """Find the electrochemical windows of many materials [V against Li/Li+].

    Returns
    -------
    BatchTable
        Columns ``formula``, ``reduction_V``, ``oxidation_V``, ``reduction_products``,
        ``oxidation_products``, ``evidence``, ``error``.
    """

    def ask(formula: Given) -> tuple[Any, ...]:
        window = electrochemical_window(formula, conditions)
        return (
            window.reduction_V,
            window.oxidation_V,
            " + ".join(product.name for product in window.reduction_products),
            " + ".join(product.name for product in window.oxidation_products),
            window.kind.value,
        )

    names = (
        "formula", "reduction_V", "oxidation_V", "reduction_products", "oxidation_products",
        "evidence", "error",
    )  # fmt: skip
    return _table(names, [(_label(item),) for item in formulas], _each(formulas, ask, progress))


def stability_many(
    formulas: Sequence[Given],
    conditions: Conditions | None = None,
    *,
    progress: Progress | None = None,
) -> BatchTable:
    """Find energies above the hull of many materials [eV/atom].

    Returns
    -------
    BatchTable
        Columns ``formula``, ``hull_eV_per_atom``, ``above_hull_eV_per_atom``, ``decomposition``,
        ``evidence``, ``error``.
    """

    def ask(formula: Given) -> tuple[Any, ...]:
        answer = phase_stability(formula, conditions)
        kinds = [phase.kind for phase in answer.decomposition]
        if answer.phase is not None:
            kinds.append(answer.phase.kind)
        names = " + ".join(phase.name for phase in answer.decomposition)
        return answer.hull_eV, answer.above_hull_eV, names, weakest(kinds).value

    names = (
        "formula", "hull_eV_per_atom", "above_hull_eV_per_atom", "decomposition", "evidence",
        "error",
    )  # fmt: skip
    return _table(names, [(_label(item),) for item in formulas], _each(formulas, ask, progress))


class _Shared:
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
    def over(cls, sides: Sequence[Given], conditions: Conditions) -> _Shared:
        elements: set[str] = set()
        for side in set(map(_label, sides)):
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


def _react(shared: _Shared, pair: tuple[Given, Given]) -> tuple[Any, ...]:
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


def _lowest(shared: _Shared, matrix: FloatArray, cost: FloatArray, supply: FloatArray) -> float:
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


def _evidence(shared: _Shared, rows: IntArray, basis: IntArray, amounts: FloatArray) -> str:
    return weakest(
        shared.phases.kinds[int(rows[label])]
        for label, amount in zip(basis, amounts, strict=True)
        if label < len(rows) and amount > 1e-9
    ).value


def _each(
    questions: Sequence[Any], ask: Callable[[Any], tuple[Any, ...]], progress: Progress | None
) -> list[tuple[Any, ...] | str]:
    answers: list[tuple[Any, ...] | str] = []
    for count, question in enumerate(questions, start=1):
        try:
            answers.append(ask(question))
        except DavylampError as error:
            answers.append(error.message)
        if progress is not None and (count % _REPORT_EVERY == 0 or count == len(questions)):
            progress(count, len(questions))
    return answers


def _table(
    names: Sequence[str], heads: Sequence[tuple[str, ...]], answers: Sequence[tuple[Any, ...] | str]
) -> BatchTable:
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for head, answer in zip(heads, answers, strict=True):
        blank = len(names) - len(head) - 1
        body = (*answer, None) if isinstance(answer, tuple) else (*([None] * blank), answer)
        for name, value in zip(names, (*head, *body), strict=True):
            columns[name].append(value)
    return BatchTable(columns)


def _label(given: Given) -> str:
    return given if isinstance(given, str) else as_composition(given).formula
