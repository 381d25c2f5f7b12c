"""The time series of a run: a line of numbers for a state, written as the run goes."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

from davylamp.core.errors import UnreadableFileError
from davylamp.dendrites.phasefield.run_files import cannot_write, write_words

__all__ = ["COLUMNS", "SeriesFile"]

#: Columns of `series.csv`, and what they are.
COLUMNS: Final[dict[str, str]] = {
    "step": "number of the time step",
    "time_s": "simulated time",
    "time_step_s": "length of the next time step",
    "tip_um": "foremost lithium, distance from the left wall",
    "front_um": "front, mean over the height",
    "lithium_um": "lithium as a flat layer of the same amount",
    "charge_C_per_m2": "charge plated since the start, per area of the electrode",
    "current_A_per_m2": "mean current density since the line before",
    "lithium_error": "lithium from nothing so far, over what passed the walls; at outputs",
    "charge_error": "charge from nothing so far, over what passed the walls; at outputs",
    "iterations": "iterations of Newton's method a step so far; at outputs",
}


class SeriesFile:
    """The file of a time series, open for further lines.

    Parameters
    ----------
    path : Path
        ``series.csv``.
    last_step : int or None
        Lines of later steps are cut off; None begins anew.

    Raises
    ------
    UnreadableFileError
        If there are no lines to go on from, or the file cannot be written.
    """

    def __init__(self, path: Path, last_step: int | None) -> None:
        self.path = path
        kept = [] if last_step is None else _until(path, last_step)
        if last_step is not None and not kept:
            raise UnreadableFileError(f"{path} is damaged", remedy="begin anew with --force")
        #: Numbers of the first and the last line, by column; empty without one.
        self.first: dict[str, float] = dict(kept[0]) if kept else {}
        self.last: dict[str, float] = dict(kept[-1]) if kept else {}
        lines = [",".join(COLUMNS)]
        lines += [",".join(_text(row.get(name)) for name in COLUMNS) for row in kept]
        write_words(path, "\n".join(lines) + "\n")
        try:
            self.stream: IO[str] = path.open("a", encoding="utf-8", newline="")
        except OSError as error:
            raise cannot_write(path, error) from None

    def add(self, row: Mapping[str, float]) -> None:
        """Write a line; columns that `row` lacks stay empty."""
        try:
            self.stream.write(",".join(_text(row.get(name)) for name in COLUMNS) + "\n")
            self.stream.flush()
        except OSError as error:
            raise cannot_write(self.path, error) from None
        self.last = dict(row)
        self.first = self.first or self.last

    def keep(self) -> None:
        """Have the lines on the disk before anything that counts on them."""
        try:
            os.fsync(self.stream.fileno())
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def close(self) -> None:
        """Close the file."""
        self.stream.close()


def _text(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else repr(float(value))


def _until(path: Path, last_step: int) -> list[dict[str, float]]:
    """Return the whole lines of a file up to a step, none where it is damaged."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    kept: list[dict[str, float]] = []
    for row in rows:
        try:
            numbers = {
                name: int(cell) if name == "step" else float(cell)
                for name, cell in row.items()
                if name in COLUMNS and cell
            }
        except ValueError:
            break
        if "step" not in numbers or "time_s" not in numbers or numbers["step"] > last_step:
            break
        kept.append(numbers)
    return kept
