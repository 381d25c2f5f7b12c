"""Davylamp judges how safe a solid-state lithium battery is.

The functions of this package are loaded when they are first used, so that importing it is cheap.

Examples
--------
>>> import davylamp
>>> window = davylamp.window("Li3PS4")
>>> round(window.reduction_V, 2), round(window.oxidation_V, 2)
(1.72, 2.42)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "assess",
    "coat",
    "hydrolyse",
    "materials",
    "oxygen",
    "react",
    "read_cell",
    "stability",
    "window",
]

if TYPE_CHECKING:
    from davylamp import materials
    from davylamp.cell import read_cell
    from davylamp.dossier import assess
    from davylamp.interfaces import assess_contact as react
    from davylamp.interfaces import rank_coatings as coat
    from davylamp.materials import hydrolyse
    from davylamp.materials import release_oxygen as oxygen
    from davylamp.thermo import electrochemical_window as window
    from davylamp.thermo import phase_stability as stability

_HOME = {
    "assess": ("davylamp.dossier", "assess"),
    "coat": ("davylamp.interfaces", "rank_coatings"),
    "hydrolyse": ("davylamp.materials", "hydrolyse"),
    "oxygen": ("davylamp.materials", "release_oxygen"),
    "react": ("davylamp.interfaces", "assess_contact"),
    "read_cell": ("davylamp.cell", "read_cell"),
    "stability": ("davylamp.thermo", "phase_stability"),
    "window": ("davylamp.thermo", "electrochemical_window"),
}


def __getattr__(name: str) -> Any:
    if name == "materials":
        return import_module("davylamp.materials")
    if name not in _HOME:
        raise AttributeError(f"module 'davylamp' has no attribute {name!r}")
    module, attribute = _HOME[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
