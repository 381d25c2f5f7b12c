"""Phase-field cases that ship with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from davylamp.core.errors import InputError

__all__ = ["case_path", "list_cases"]


def list_cases() -> tuple[str, ...]:
    """Return the names of the shipped cases.

    Examples
    --------
    >>> "planar" in list_cases()
    True
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def case_path(name: str) -> Path:
    """Return the file of a shipped case.

    Parameters
    ----------
    name : str
        One of `list_cases`, with or without ``.yaml``.

    Raises
    ------
    InputError
        If there is no such case.
    """
    stem = name.removesuffix(".yaml")
    if stem not in list_cases():
        raise InputError(
            f"there is no example {name!r}", remedy=f"choose one of {', '.join(list_cases())}"
        )
    return _folder() / f"{stem}.yaml"


def _folder() -> Path:
    return Path(str(files("davylamp.dendrites.phasefield") / "examples"))
