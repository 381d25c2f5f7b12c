"""A run on disk, read again: fields, time series, and what came out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.dendrites.phasefield.run_files import (
    FIELDS_FOLDER,
    MANIFEST,
    REGIONS,
    SERIES,
    load_arrays,
    no_run,
    read_json,
)

__all__ = ["SCHEMA", "Output", "Run", "open_run"]

#: What `manifest.json` calls itself.
SCHEMA: Final = "davylamp.phase-field-run/1"

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Output:
    """Fields kept at one time."""

    number: int
    time_s: float
    step: int
    path: Path


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it lies in its folder, finished or not.

    Parameters
    ----------
    folder : Path
        Where it lies.
    manifest : dict
        What `manifest.json` says.
    outputs : tuple of Output
        In the order of time.
    """

    folder: Path
    manifest: dict[str, Any]
    outputs: tuple[Output, ...]

    @property
    def name(self) -> str:
        """Name of the case."""
        return str(self.manifest["name"])

    @property
    def state(self) -> str:
        """``running`` (or killed), ``interrupted``, ``failed`` or ``done``."""
        return str(self.manifest["state"])

    @property
    def cells(self) -> tuple[int, int]:
        """Cells across the electrolyte and along the electrode."""
        nx, ny = self.manifest["grid"]["cells"]
        return int(nx), int(ny)

    @property
    def spacing_um(self) -> float:
        """Edge of a cell [um]."""
        return float(self.manifest["grid"]["spacing_um"])

    def fields(self, number: int) -> dict[str, FloatArray]:
        """Return the fields of an output by name, shape (ny, nx) each.

        Raises
        ------
        UnreadableFileError
            If the file is damaged.
        """
        arrays = load_arrays(self.outputs[number].path)
        return {name: np.asarray(array, dtype=np.float64) for name, array in arrays.items()}

    def regions(self) -> dict[str, FloatArray] | None:
        """Return the share of each cell in a grain boundary and in the interlayer.

        None where the case has neither.
        """
        path = self.folder / REGIONS
        if not path.exists():
            return None
        return {name: array.astype(np.float64) for name, array in load_arrays(path).items()}

    def series(self) -> dict[str, FloatArray]:
        """Return the columns of `series.csv`; what was not known is not a number."""
        with (self.folder / SERIES).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        head, body = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
        columns = zip(*body, strict=True) if body else [() for _ in head]
        return {
            name: np.array([float(cell) if cell else np.nan for cell in column])
            for name, column in zip(head, columns, strict=True)
        }


def open_run(folder: str | Path) -> Run:
    """Return the run of a folder.

    Raises
    ------
    UnreadableFileError
        If there is none.
    """
    folder = Path(folder)
    manifest = read_json(folder / MANIFEST, folder)
    if manifest.get("schema") != SCHEMA:
        raise no_run(folder)
    try:
        outputs = tuple(
            Output(
                int(entry["number"]),
                float(entry["time_s"]),
                int(entry["step"]),
                folder / FIELDS_FOLDER / str(entry["file"]),
            )
            for entry in manifest["outputs"]
        )
        run = Run(folder, manifest, outputs)
        _ = (run.name, run.state, run.cells, run.spacing_um)
    except (KeyError, TypeError, ValueError):
        raise no_run(folder) from None
    return run
