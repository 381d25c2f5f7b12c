"""Soft shorts: a filament beside the ions, its electrical signature, and how to read it."""

from __future__ import annotations

from davylamp.dendrites.soft_short.discharge import OpenCircuit, RestingCell
from davylamp.dendrites.soft_short.impedance import (
    Slope,
    blocked_impedance_ohm,
    fit_slope,
    voltammogram_A,
)
from davylamp.dendrites.soft_short.inference import (
    InferredShort,
    short_from_conductances,
    short_from_resistances,
    short_from_self_discharge,
)
from davylamp.dendrites.soft_short.path import (
    LITHIUM_OHM_M,
    ParallelPath,
    filament_area_m2,
    filament_resistance_ohm,
)

__all__ = [
    "LITHIUM_OHM_M",
    "InferredShort",
    "OpenCircuit",
    "ParallelPath",
    "RestingCell",
    "Slope",
    "blocked_impedance_ohm",
    "filament_area_m2",
    "filament_resistance_ohm",
    "fit_slope",
    "short_from_conductances",
    "short_from_resistances",
    "short_from_self_discharge",
    "voltammogram_A",
]
