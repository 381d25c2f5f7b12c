"""Keep the state of a run in a file, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, UnreadableFileError

__all__ = ["fingerprint", "load", "save"]

#: Changes when a run of an older file would no longer go on as it began.
_FORMAT = 1


def fingerprint(*parts: Any) -> str:
    """Digest of the arrays and numbers that a run depends on."""
    digest = hashlib.sha256(str(_FORMAT).encode())
    for part in parts:
        if isinstance(part, tuple):
            digest.update(fingerprint(*part).encode())
        elif isinstance(part, np.ndarray):
            digest.update(str((part.shape, part.dtype.str)).encode())
            digest.update(np.ascontiguousarray(part).tobytes())
        else:
            digest.update(repr(part).encode())
    return digest.hexdigest()


def save(path: Path, mark: str, arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Write a checkpoint: the old one stays until the new one is whole on the disk."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        np.savez(file, mark=np.array(mark), **arrays)  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path, mark: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a checkpoint.

    Raises
    ------
    UnreadableFileError
        If it is not one.
    InputError
        If it belongs to another run.
    """
    import zipfile

    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableFileError(
            f"{path} is not a checkpoint: {error}", remedy="delete it and run from the start"
        ) from error
    if str(arrays.pop("mark", "")) != mark:
        raise InputError(
            f"checkpoint {path} belongs to a run with other input",
            remedy="use the same input as before, or delete it and run from the start",
        )
    return arrays
