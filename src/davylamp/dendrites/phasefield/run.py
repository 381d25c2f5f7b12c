"""Run a phase-field case into a folder, from the start or from where it was cut off."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.dendrites.phasefield.case import FIELDS, PhaseFieldCase
from davylamp.dendrites.phasefield.run_files import (
    CASE,
    CHECKPOINT,
    FIELDS_FOLDER,
    MANIFEST,
    OWN,
    REGIONS,
    SERIES,
    alone,
    cannot_write,
    save_arrays,
    write_json,
    write_words,
)
from davylamp.dendrites.phasefield.run_read import SCHEMA, Run, open_run

__all__ = ["bytes_needed", "case_digest", "run_case"]

Progress = Callable[[float, str], None]

#: Room to leave free on the disk beyond what a run needs [bytes].
_SPARE: Final = 50_000_000


def run_case(
    case: PhaseFieldCase,
    directory: str | Path,
    *,
    resume: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    checkpoint_every_s: float = 30.0,
) -> Run:
    """Run a case and keep its fields, or go on with a run that was cut off.

    A run that was interrupted or killed, and gone on with, ends with the same fields, bit by bit,
    as one that was not.

    Parameters
    ----------
    case : PhaseFieldCase
        What to run.
    directory : str or Path
        Folder of the run; made where it is not there.
    resume : bool
        Go on with the run of the folder; one that is finished is returned as it is.
    force : bool
        Delete a run that the folder holds, and begin anew.
    progress : callable, optional
        Told the share done [0 to 1] and what is being done.
    checkpoint_every_s : float
        Seconds of computing between two checkpoints [s].

    Returns
    -------
    Run

    Raises
    ------
    InputError
        If the folder holds a run and neither `resume` nor `force` is given, the case has changed
        since the run began, another process runs in the folder, or the disk has no room.
    UnreadableFileError
        If the folder cannot be written.
    NoConvergenceError
        If a time step or a field cannot be solved.
    """
    from davylamp.dendrites.phasefield.march import March

    folder = Path(directory)
    manifest = _begin(case, folder, resume=resume, force=force)
    if manifest is not None and manifest["state"] == "done":
        return open_run(folder)
    _check_room(case, folder)
    with alone(folder):
        if manifest is None:
            _clear(folder)
            manifest = _new_manifest(case)
            # First of all, so that whatever cuts it off, the folder is known for a run's.
            write_json(folder / MANIFEST, manifest)
            write_words(folder / CASE, case.text)
            _save_regions(case, folder)
        began = time.monotonic()
        before = float(manifest["wall_s"])

        def close(state: str, reason: str = "") -> None:
            manifest["state"], manifest["reason"] = state, reason
            manifest["wall_s"] = round(before + time.monotonic() - began, 3)
            write_json(folder / MANIFEST, manifest)

        close("running")
        march = None
        try:
            march = March(case, folder, manifest, progress, checkpoint_every_s)
            march.run()
        except KeyboardInterrupt:
            if march is not None:
                march.keep()
            close("interrupted")
            raise
        except Exception as error:
            close("failed", str(error))
            raise
        finally:
            if march is not None:
                march.close()
        close("done")
    return open_run(folder)


def bytes_needed(case: PhaseFieldCase) -> int:
    """Return the most that a run of a case takes on the disk [bytes].

    Examples
    --------
    >>> from davylamp.dendrites.phasefield.case import PhaseFieldCase
    >>> bytes_needed(PhaseFieldCase("a", (400, 400), 2.5e-7, 1.0, 0.2, (0.0, 1.0)))
    15360000
    """
    nx, ny = case.cells
    fields = len(FIELDS) * nx * ny * (4 if case.single else 8)
    # Two checkpoints lie side by side while one replaces the other.
    return fields * len(case.output_s) + 2 * 3 * 8 * nx * ny + 3 * 8 * nx * ny


def case_digest(case: PhaseFieldCase) -> str:
    """Return the digest of all that the numbers of a run depend on, by the case file."""
    text = json.dumps(case.record(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _begin(
    case: PhaseFieldCase, folder: Path, *, resume: bool, force: bool
) -> dict[str, Any] | None:
    """Return the manifest of the run to go on with, None to begin anew."""
    if resume and force:
        raise InputError("a run cannot both go on and begin anew", remedy="give one of the two")
    if resume:
        run = open_run(folder)
        _check_unchanged(case, run)
        return run.manifest
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise InputError(
            f"{folder} is not a folder", remedy="name a folder after --output"
        ) from None
    except OSError as error:
        raise cannot_write(folder, error) from None
    there = (folder / MANIFEST).exists()
    if there and not force:
        state = open_run(folder).state
        raise InputError(
            f"{folder} holds a run already, {'finished' if state == 'done' else 'not finished'}",
            remedy="go on with --resume, delete it and begin anew with --force, or choose another "
            "folder with --output",
        )
    if not there and any(item.name not in OWN for item in folder.iterdir()):
        raise InputError(
            f"{folder} holds other files", remedy="choose an empty folder with --output"
        )
    return None


def _check_unchanged(case: PhaseFieldCase, run: Run) -> None:
    """Refuse to go on with a run of another case, naming what differs."""
    now = json.loads(json.dumps(case.record()))
    before = run.manifest.get("case") or {}
    if now == before:
        return
    differ = [
        f"{name} was {_shown(before.get(name))}, is {_shown(now.get(name))}"
        for name in sorted({*now, *before})
        if now.get(name) != before.get(name)
    ]
    raise InputError(
        f"the case has changed since the run in {run.folder} began: {'; '.join(differ)}",
        remedy=f"undo the change ({run.folder / CASE} is the case as it was), or begin anew with "
        "--force or another --output",
    )


def _shown(value: object) -> str:
    text = "not given" if value is None else json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _check_room(case: PhaseFieldCase, folder: Path) -> None:
    """Refuse a run that would fill the disk."""
    free, need = shutil.disk_usage(folder).free, bytes_needed(case)
    if need + _SPARE > free:
        raise InputError(
            f"the run may take {need / 1e6:,.0f} MB, and {folder} has {free / 1e6:,.0f} MB left",
            remedy="make room, keep fewer outputs (output.interval), or name a folder on another "
            "disk with --output",
        )


def _clear(folder: Path) -> None:
    """Delete the files of a run, and nothing else."""
    try:
        for name in (MANIFEST, CHECKPOINT, SERIES, CASE, REGIONS):
            (folder / name).unlink(missing_ok=True)
            (folder / f"{name}.part").unlink(missing_ok=True)
        fields = folder / FIELDS_FOLDER
        for path in fields.glob("*.npz*") if fields.is_dir() else ():
            path.unlink()
        fields.mkdir(exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None


def _save_regions(case: PhaseFieldCase, folder: Path) -> None:
    import numpy as np

    from davylamp.dendrites.phasefield.case_regions import boundary_share, interlayer_share

    if case.grains is None and case.interlayer is None:
        return
    shares = {"grain_boundary": boundary_share(case), "interlayer": interlayer_share(case)}
    save_arrays(
        folder / REGIONS,
        {name: share.astype(np.float32) for name, share in shares.items()},
        packed=True,
    )


def _new_manifest(case: PhaseFieldCase) -> dict[str, Any]:
    from davylamp.dendrites.phasefield.case_setup import case_evidence, interface_width_m
    from davylamp.dendrites.phasefield.series import COLUMNS

    return {
        "schema": SCHEMA,
        "davylamp": version("davylamp"),
        "name": case.name,
        "description": case.description,
        "state": "running",
        "reason": "",
        "started": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "wall_s": 0.0,
        "sha256": case_digest(case),
        "case": json.loads(json.dumps(case.record())),
        "grid": {
            "cells": list(case.cells),
            "spacing_um": 1e6 * case.spacing_m,
            "order": "(ny, nx): x across the electrolyte from the lithium, y along the electrode",
            "front_width_um": 1e6 * interface_width_m(case),
        },
        "fields": {name: {"unit": unit, "what": what} for name, (unit, what) in FIELDS.items()},
        "series": dict(COLUMNS),
        "evidence": case_evidence(case),
        "notes": list(case.notes),
        "outputs": [],
        "reached_s": None,
        "result": None,
    }
