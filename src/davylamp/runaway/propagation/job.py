"""A propagation run that outlives an interrupt: a folder with input, progress and results.

The folder holds ``job.json`` (what was asked), ``progress.json`` (where it is), ``runs`` (answers
of finished runs by the digest of their input), ``checkpoints`` (of the run under way) and, at the
end, ``result.json``. Every file is replaced as a whole, so that a kill at any moment leaves the
old or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from davylamp.core.errors import InputError, UnreadableFileError
from davylamp.runaway.propagation.job_files import (
    Status,
    no_job,
    note,
    read,
    read_status,
    write,
)
from davylamp.runaway.propagation.module import Module
from davylamp.runaway.propagation.reader import read_module
from davylamp.runaway.propagation.result import Spread
from davylamp.runaway.propagation.run import propagate
from davylamp.runaway.propagation.search import check_tolerance, find_critical
from davylamp.runaway.propagation.vary import quantity

__all__ = ["Job", "Status", "open_job", "read_status", "run_job", "start_job"]

_JOB: Final = "job.json"
_RESULT: Final = "result.json"
#: Seconds between two notes of the progress [s].
_NOTE_EVERY_S: Final = 0.5
#: Seconds without a note after which a process that goes by the same number is not the run [s].
_SILENT_S: Final = 600.0

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for.

    Parameters
    ----------
    folder : Path
        Where everything is kept.
    module : Path
        The module file.
    sha256 : str
        Digest of the module when the job began.
    find : tuple of str
        What to search for, of `davylamp.runaway.propagation.QUANTITIES`.
    layer : int or None
        Layer whose thickness or conductivity is searched for, from 1.
    tolerance : float
        Relative width of the bracket of a search.
    """

    folder: Path
    module: Path
    sha256: str
    find: tuple[str, ...] = ()
    layer: int | None = None
    tolerance: float = 0.02


def start_job(
    folder: Path,
    module: Path,
    *,
    find: tuple[str, ...] = (),
    layer: int | None = None,
    tolerance: float = 0.02,
) -> Job:
    """Make the folder of a job and check its input; what was finished there before is kept.

    Raises
    ------
    InputError
        If a job runs in the folder, or the module has nothing of what is searched for.
    UnreadableFileError
        If the folder cannot be written.
    CellFileError
        If the module file is wrong.
    """
    check_tolerance(tolerance)
    module_read = read_module(module)
    for name in find:
        quantity(module_read, name, layer)
    if (folder / _JOB).exists() and read_status(folder).is_alive:
        raise InputError(
            f"a run is under way in {folder}",
            remedy=f"watch it with 'davylamp propagate --status {folder}', or choose another "
            "folder with --output",
        )
    try:
        (folder / "runs").mkdir(parents=True, exist_ok=True)
        (folder / "checkpoints").mkdir(exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UnreadableFileError(
            f"{folder} is not a folder", remedy="name a folder after --output"
        ) from None
    except OSError as error:
        raise UnreadableFileError(
            f"cannot write {folder}: {error.strerror}",
            remedy="name a folder that can be written after --output",
        ) from None
    job = Job(folder, module.resolve(), module_read.sha256, find, layer, tolerance)
    (folder / _RESULT).unlink(missing_ok=True)
    write(
        folder / _JOB,
        {
            "schema": "davylamp.propagation-job",
            "davylamp": version("davylamp"),
            "module": str(job.module),
            "sha256": job.sha256,
            "find": list(find),
            "layer": layer,
            "tolerance": tolerance,
        },
    )
    note(folder, "waiting", 0.0, "not begun")
    return job


def open_job(folder: Path) -> Job:
    """Return the job of a folder.

    Raises
    ------
    UnreadableFileError
        If there is none.
    """
    record = read(folder / _JOB, folder)
    try:
        return Job(
            folder,
            Path(record["module"]),
            str(record["sha256"]),
            tuple(record["find"]),
            record["layer"],
            float(record["tolerance"]),
        )
    except (KeyError, TypeError, ValueError):
        raise no_job(folder) from None


def run_job(
    job: Job, progress: Progress | None = None, *, checkpoint_every_s: float = 5.0
) -> dict[str, Any]:
    """Run a job from where it is, and return its result as JSON types.

    Parameters
    ----------
    job : Job
        From `start_job` or `open_job`.
    progress : callable, optional
        Told the share done [0 to 1] and what is being done.
    checkpoint_every_s : float
        Seconds of computing between two checkpoints [s].

    Raises
    ------
    InputError
        If another process runs the job, or the module file, or one that it names, has changed
        since it began.
    """
    _check_alone(job)
    module = read_module(job.module)
    if module.sha256 != job.sha256:
        raise InputError(
            f"{job.module} or a file that it names has changed since the run in {job.folder} began",
            remedy="start anew, without --resume",
        )
    notes = _Notes(job.folder, progress, checkpoint_every_s)
    try:
        result = _run(job, module, notes)
    except KeyboardInterrupt:
        note(job.folder, "interrupted", notes.share, notes.stage)
        raise
    except Exception as error:
        note(job.folder, "failed", notes.share, str(error))
        raise
    write(job.folder / _RESULT, result)
    note(job.folder, "done", 1.0, "finished")
    return result


def _check_alone(job: Job) -> None:
    """Refuse to work in a folder in which another process does."""
    try:
        status = read_status(job.folder)
    except UnreadableFileError:
        return
    # One that has said nothing for long is another program that got the number after a restart.
    recent = time.time() - status.updated_s < _SILENT_S
    if status.state == "running" and status.is_alive and recent and status.process != os.getpid():
        raise InputError(
            f"process {status.process} runs in {job.folder}",
            remedy=f"watch it with 'davylamp propagate --status {job.folder}', or end it first",
        )


def _run(job: Job, module: Module, notes: _Notes) -> dict[str, Any]:
    parts = 1 + 4 * len(job.find)
    record = _once(job.folder, module, notes.part(0.0, 1.0 / parts), notes.every_s)
    critical = []
    for number, name in enumerate(job.find):
        first = (1 + 4 * number) / parts
        whole = notes.part(first, 4.0 / parts)

        def run(variant: Module, whole: Progress = whole) -> tuple[Spread, int]:
            def tell(share: float, stage: str) -> None:
                whole(-1.0, stage)

            answer = _once(job.folder, variant, tell, notes.every_s)
            worst = max(case["ran_away"] for case in answer["scenarios"])
            return Spread(answer["spread"]), worst

        found = find_critical(
            module,
            quantity(module, name, job.layer),
            run,
            tolerance=job.tolerance,
            progress=whole,
        )
        critical.append(found.record())
    return {"propagation": record, "critical": critical}


def _once(folder: Path, module: Module, progress: Progress, every_s: float) -> dict[str, Any]:
    """Return the record of a run; of one that was finished before, as it was."""
    key = _key(module)
    kept = folder / "runs" / f"{key}.json"
    finished = _finished(kept)
    if finished is not None:
        return finished
    # One folder for each run, so that a checkpoint never meets another's input.
    place = folder / "checkpoints" / key
    place.mkdir(parents=True, exist_ok=True)
    # Through JSON, so that a run kept and one just made are the same to the last digit.
    answer = propagate(module, progress=progress, checkpoints=place, checkpoint_every_s=every_s)
    record: dict[str, Any] = json.loads(json.dumps(answer.record()))
    write(kept, record)
    for left in place.glob("*"):
        left.unlink()
    place.rmdir()
    return record


def _finished(kept: Path) -> dict[str, Any] | None:
    """Return the record of a finished run; None where there is none, or a damaged one."""
    try:
        record = json.loads(kept.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return record if isinstance(record, dict) and {"spread", "scenarios"} <= set(record) else None


def _key(module: Module) -> str:
    """Return a digest of all that a run depends on; floats are written to the last digit."""
    text = f"{version('davylamp')} {replace(module, path=None)!r}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class _Notes:
    """Tells the progress to the caller, and writes it down now and then."""

    def __init__(self, folder: Path, progress: Progress | None, every_s: float) -> None:
        self.folder = folder
        self.every_s = every_s
        self.progress = progress
        self.share = 0.0
        self.stage = ""
        self.noted = 0.0
        self.tell(0.0, "begin")

    def part(self, start: float, width: float) -> Progress:
        """Return the teller of a part of the work; a negative share leaves it where it is."""

        def told(share: float, stage: str) -> None:
            self.tell(self.share if share < 0.0 else start + width * share, stage)

        return told

    def tell(self, share: float, stage: str) -> None:
        """Note a share and what is being done."""
        self.share, self.stage = max(self.share, share), stage
        now = time.monotonic()
        if now - self.noted >= _NOTE_EVERY_S or not self.noted:
            self.noted = now
            note(self.folder, "running", self.share, stage)
        if self.progress is not None:
            self.progress(self.share, stage)
