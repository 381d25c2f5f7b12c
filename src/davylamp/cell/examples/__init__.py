"""Cell files that ship with the package, one for each class of electrolyte."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from davylamp.core.errors import InputError

__all__ = ["example_path", "list_examples"]


def list_examples() -> tuple[str, ...]:
    """Return the names of the shipped cells.

    Examples
    --------
    >>> "sulfide" in list_examples()
    True
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def example_path(name: str) -> Path:
    """Return the file of a shipped cell.

    Parameters
    ----------
    name : str
        One of `list_examples`, with or without ``.yaml``.

    Raises
    ------
    InputError
        If there is no such example.
    """
    stem = name.removesuffix(".yaml")
    if stem not in list_examples():
        raise InputError(
            f"there is no example {name!r}", remedy=f"choose one of {', '.join(list_examples())}"
        )
    return _folder() / f"{stem}.yaml"


def _folder() -> Path:
    return Path(str(files("davylamp.cell") / "examples"))
