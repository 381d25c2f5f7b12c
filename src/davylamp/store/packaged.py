"""Small reviewed tables in YAML that lie beside the code that reads them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

__all__ = ["packaged_yaml"]


def packaged_yaml(package: str, *path: str) -> Any:
    """Return the content of a YAML file of this package.

    Parameters
    ----------
    package : str
        Package beside which it lies, such as ``davylamp.interfaces``.
    *path : str
        Folders below it and name of the file.

    Examples
    --------
    >>> packaged_yaml("davylamp.runaway.operation", "data", "foils.yaml")["foils"][0]["material"]
    'Cu'
    """
    import yaml

    text = files(package).joinpath(*path).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
