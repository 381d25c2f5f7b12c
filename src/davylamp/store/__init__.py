"""Everything known, with its source: compounds, materials, gases, measured phases, bibliography."""

from davylamp.store.bibliography import Source
from davylamp.store.compounds import CompoundTable, load_compounds
from davylamp.store.load import (
    Store,
    load_library,
    load_sources,
    load_store,
    load_thermochemistry,
)
from davylamp.store.materials import Material, MaterialLibrary
from davylamp.store.user import UserPhase

__all__ = [
    "CompoundTable",
    "Material",
    "MaterialLibrary",
    "Source",
    "Store",
    "UserPhase",
    "load_compounds",
    "load_library",
    "load_sources",
    "load_store",
    "load_thermochemistry",
]
