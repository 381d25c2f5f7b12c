"""Module files that ship with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from davylamp.core.errors import InputError

__all__ = ["list_modules", "module_path"]


def list_modules() -> tuple[str, ...]:
    """Return the names of the shipped modules.

    Examples
    --------
    >>> "liquid_row" in list_modules()
    True
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def module_path(name: str) -> Path:
    """Return the file of a shipped module.

    Parameters
    ----------
    name : str
        One of `list_modules`, with or without ``.yaml``.

    Raises
    ------
    InputError
        If there is no such module.
    """
    stem = name.removesuffix(".yaml")
    if stem not in list_modules():
        raise InputError(
            f"there is no example {name!r}", remedy=f"choose one of {', '.join(list_modules())}"
        )
    return _folder() / f"{stem}.yaml"


def _folder() -> Path:
    return Path(str(files("davylamp.runaway.propagation") / "examples"))
