"""Files of a propagation job: replaced as a whole, and where the job is."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from davylamp.core.errors import UnreadableFileError

__all__ = ["Status", "no_job", "note", "read", "read_status", "write"]

_PROGRESS: Final = "progress.json"


@dataclass(frozen=True, slots=True)
class Status:
    """Where a job is.

    Parameters
    ----------
    state : str
        ``waiting``, ``running``, ``done``, ``failed`` or ``interrupted``.
    share : float
        Share done, 0 to 1.
    stage : str
        What is being done, or what went wrong.
    updated_s : float
        When that was noted, in seconds since 1970.
    process : int or None
        Number of the process that runs it.
    """

    state: str
    share: float
    stage: str
    updated_s: float
    process: int | None

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs, as far as can be told."""
        if self.state not in ("running", "waiting") or self.process is None:
            return False
        if os.name != "posix":
            return time.time() - self.updated_s < 600.0
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return not _is_defunct(self.process)


def _is_defunct(process: int) -> bool:
    """Whether a process has ended and only waits to be collected, where the system tells."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return False
    # The state follows the name, which stands in brackets and may hold any of them.
    return stat.rpartition(")")[2].split()[:1] == ["Z"]


def read_status(folder: Path) -> Status:
    """Return where the job of a folder is.

    Raises
    ------
    UnreadableFileError
        If there is none.
    """
    record = read(folder / _PROGRESS, folder)
    try:
        status = Status(
            str(record["state"]),
            float(record["share"]),
            str(record["stage"]),
            float(record["updated_s"]),
            record["process"],
        )
    except (KeyError, TypeError, ValueError):
        raise no_job(folder) from None
    if status.state == "running" and not status.is_alive:
        return replace(status, state="interrupted")
    return status


def note(folder: Path, state: str, share: float, stage: str) -> None:
    """Write down where a job is."""
    write(
        folder / _PROGRESS,
        {
            "state": state,
            "share": round(share, 4),
            "stage": stage,
            "updated_s": round(time.time(), 1),
            "process": os.getpid(),
        },
    )


def write(path: Path, record: Mapping[str, Any]) -> None:
    """Replace a file as a whole."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(record, stream, indent=1, ensure_ascii=False, allow_nan=False)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise UnreadableFileError(f"cannot write {path}: {error.strerror}") from None


def read(path: Path, folder: Path) -> dict[str, Any]:
    """Return the record of a file of a job's folder.

    Raises
    ------
    UnreadableFileError
        If there is none.
    """
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise no_job(folder) from None
    if not isinstance(record, dict):
        raise no_job(folder)
    return record


def no_job(folder: Path) -> UnreadableFileError:
    """Return the error of a folder that holds no job."""
    return UnreadableFileError(
        f"{folder} holds no propagation run",
        remedy="name the folder that was given after --output",
    )
