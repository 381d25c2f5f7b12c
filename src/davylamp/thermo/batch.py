"""Many questions at once: shared phases, compiled simplex, one table as the answer."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from davylamp.core.errors import DavylampError, InputError
from davylamp.core.evidence import weakest
from davylamp.thermo._batch_reactions import Given, SharedPhases, as_label, strongest_reaction
from davylamp.thermo.conditions import Conditions
from davylamp.thermo.stability import phase_stability
from davylamp.thermo.window import electrochemical_window

__all__ = ["BatchTable", "Progress", "react_many", "stability_many", "window_many"]

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
    shared = SharedPhases.over([side for pair in listed for side in pair], chosen)
    rows = _each(listed, partial(strongest_reaction, shared), progress)
    names = (
        "a", "b", "mutual_eV_per_atom", "total_eV_per_atom", "atom_fraction_a", "products",
        "evidence", "error",
    )  # fmt: skip
    head = [(as_label(a), as_label(b)) for a, b in listed]
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
    return _table(names, [(as_label(item),) for item in formulas], _each(formulas, ask, progress))


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
    return _table(names, [(as_label(item),) for item in formulas], _each(formulas, ask, progress))


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
