"""Electrons that leak through an electrolyte: rating, self-discharge, lithium deposited inside."""

from __future__ import annotations

from davylamp.dendrites.leakage.answer import CellLeakage, cell_leakage
from davylamp.dendrites.leakage.inside import (
    LithiumInside,
    lithium_inside,
    warmed_conductivity_S_per_m,
)
from davylamp.dendrites.leakage.mechanism import Leakage, leakage_mechanism
from davylamp.dendrites.leakage.rating import (
    meets_rating,
    rated_conductivity_S_per_m,
    rated_current_A_per_m2,
)

__all__ = [
    "CellLeakage",
    "Leakage",
    "LithiumInside",
    "cell_leakage",
    "leakage_mechanism",
    "lithium_inside",
    "meets_rating",
    "rated_conductivity_S_per_m",
    "rated_current_A_per_m2",
    "warmed_conductivity_S_per_m",
]
