"""Files of a phase-field run: each replaced as a whole, so that a kill leaves the old or the new.

A run's folder holds::

    case.yaml       the case file as it was read
    manifest.json   case, digest, grid, units, the outputs so far, and how the run stands
    series.csv      a line for each output and for moments between: tip, front, charge, errors
    fields/N.npz    fields of output N, from 00000: eta, concentration, potential; (ny, nx) each
    regions.npz     share of each cell in a grain boundary and in the interlayer, if any
    checkpoint.npz  the state to go on from, in double precision
    lock            held by the process that runs
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, UnreadableFileError

__all__ = [
    "CASE",
    "CHECKPOINT",
    "FIELDS_FOLDER",
    "MANIFEST",
    "OWN",
    "REGIONS",
    "SERIES",
    "alone",
    "field_path",
    "load_arrays",
    "no_run",
    "read_json",
    "save_arrays",
    "write_json",
    "write_words",
]

CASE: Final = "case.yaml"
MANIFEST: Final = "manifest.json"
SERIES: Final = "series.csv"
CHECKPOINT: Final = "checkpoint.npz"
REGIONS: Final = "regions.npz"
FIELDS_FOLDER: Final = "fields"
_LOCK: Final = "lock"
#: What a run makes before its manifest.
OWN: Final = frozenset({FIELDS_FOLDER, _LOCK, f"{MANIFEST}.part"})


def field_path(folder: Path, number: int) -> Path:
    """Return the file of an output's fields."""
    return folder / FIELDS_FOLDER / f"{number:05d}.npz"


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Replace a JSON file as a whole."""
    text = json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False)
    _replace(path, lambda stream: _write(stream, text.encode()))


def write_words(path: Path, text: str) -> None:
    """Replace a text file as a whole."""
    _replace(path, lambda stream: _write(stream, text.encode()))


def save_arrays(
    path: Path, arrays: Mapping[str, npt.NDArray[Any]], *, packed: bool = False
) -> None:
    """Replace an ``.npz`` file as a whole."""
    save: Any = np.savez_compressed if packed else np.savez
    _replace(path, lambda stream: save(stream, **arrays))


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(data)


def _replace(path: Path, fill: Callable[[IO[bytes]], None]) -> None:
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> UnreadableFileError:
    """Return the error of a file that the system will not take."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UnreadableFileError(
            f"cannot write {path}: the disk is full",
            remedy="make room and go on with --resume; fewer outputs need less",
        )
    return UnreadableFileError(
        f"cannot write {path}: {error.strerror or error}",
        remedy="name a folder that can be written after --output, or mend it and go on with "
        "--resume",
    )


def load_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of an ``.npz`` file.

    Raises
    ------
    UnreadableFileError
        If it is missing or not one.
    """
    import zipfile
    import zlib

    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(
            f"{path} cannot be read: {reason}", remedy="run the case anew with --force"
        ) from None


def read_json(path: Path, folder: Path) -> dict[str, Any]:
    """Return the record of a file of a run's folder.

    Raises
    ------
    UnreadableFileError
        If there is none.
    """
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise no_run(folder) from None
    if not isinstance(record, dict):
        raise no_run(folder)
    return record


def no_run(folder: Path) -> UnreadableFileError:
    """Return the error of a folder that holds no run."""
    return UnreadableFileError(
        f"{folder} holds no phase-field run",
        remedy="name the folder that was given after --output, such as planar-phasefield",
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which the system frees when the process ends in any way.

    Raises
    ------
    InputError
        If another process holds it.
    """
    path = folder / _LOCK
    try:
        stream = path.open("a")
    except OSError as error:
        raise cannot_write(path, error) from None
    with stream:
        try:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"another process runs in {folder}",
                remedy="wait for it, or choose another folder with --output",
            ) from None
        except (ImportError, OSError):
            # A system or a disk without locks: nothing tells of another process.
            pass
        yield
