"""``davylamp batch``: many contacts from a table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import (
    ExcludeOption,
    IncludeOption,
    JsonOption,
    PhasesOption,
    SchemeOption,
    TemperatureOption,
    conditions_from,
    examples,
)

if TYPE_CHECKING:
    from davylamp.core.composition import Composition

__all__ = ["read_pairs", "register"]

_MAX_BYTES = 100_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp batch pairs.csv --output contacts.parquet",
            "davylamp batch pairs.csv --output contacts.csv --scheme safety",
        )
    )(batch)


def batch(
    file: Annotated[
        Path, typer.Argument(help="CSV with the columns a and b: formulas or names of materials.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Ends in .parquet or .csv.")
    ],
    scheme: SchemeOption = "legacy",
    temperature: TemperatureOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    phases: PhasesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reactions of many pairs, as a table.

    Strongest mutual reaction of each pair of a CSV, to Parquet or CSV.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from davylamp.cli.output import console, print_json, print_notes
    from davylamp.core.errors import InputError
    from davylamp.thermo.batch import BatchTable, react_many

    if output.suffix not in (".parquet", ".csv"):
        raise InputError(
            f"cannot write a table to {output.name!r}", remedy="end its name in .parquet or .csv"
        )
    conditions = conditions_from(scheme, temperature, include, exclude, phases)
    pairs = read_pairs(file)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console(stderr=True)
    ) as progress:
        task = progress.add_task("", total=len(pairs))
        table = react_many(
            [(_given(a), _given(b)) for a, b in pairs],
            conditions,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    # The table names the materials as they were typed.
    named = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    table = BatchTable({**table.columns, **named})
    table.write(output)
    failed = sum(error is not None for error in table.columns["error"])
    if as_json:
        record = {"file": str(output), "pairs": len(table), "without_answer": failed}
        print_json("batch/1", record)
    else:
        print_notes(
            (f"Wrote {len(table)} contacts to {output}; {failed} without an answer, each with its "
             "reason in the column error.",)
        )  # fmt: skip


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of a CSV with the columns ``a`` and ``b``.

    Raises
    ------
    UnreadableFileError
        If the file is missing, too large, or no UTF-8 text.
    CaseFileError
        If a column or a value is missing.
    """
    from davylamp.core.errors import CaseFileError, UnreadableFileError

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableFileError(f"{path} is larger than {_MAX_BYTES // 1_000_000} MB")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError(f"{path} is not UTF-8 text") from None
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UnreadableFileError(f"cannot read {path}: {error.strerror}") from None
    shown = str(path)
    reader = csv.DictReader(text.splitlines())
    try:
        header = [name.strip().casefold() for name in reader.fieldnames or []]
        reader.fieldnames = header
        for name in ("a", "b"):
            if name not in header:
                raise CaseFileError(
                    f"column {name} is missing", file=shown, line=1, field=name,
                    remedy="the first line must be: a,b",
                )  # fmt: skip
        pairs = []
        for row in reader:
            a, b = ((row.get(name) or "").strip() for name in ("a", "b"))
            if not a or not b:
                raise CaseFileError(
                    "a pair needs two materials", file=shown, line=reader.line_num,
                    field="b" if a else "a",
                )  # fmt: skip
            pairs.append((a, b))
    except csv.Error as error:
        raise CaseFileError(f"not a CSV: {error}", file=shown, line=reader.line_num) from None
    if not pairs:
        raise CaseFileError("there are no pairs in the file", file=shown)
    return pairs


def _given(name: str) -> Composition | str:
    """Return the composition of a material of the library; any other text as it is."""
    from davylamp.store.load import load_library

    material = load_library().get(name)
    return name if material is None or material.composition is None else material.composition
