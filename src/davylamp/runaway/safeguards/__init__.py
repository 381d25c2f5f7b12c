"""Safeguards: what a thermo-responsive electrolyte, a flame retardant and a filler change."""

from __future__ import annotations

from davylamp.runaway.safeguards.apply import Safeguard, apply_safeguards
from davylamp.runaway.safeguards.effect import Change, SafeguardEffect, safeguard_effect
from davylamp.runaway.safeguards.filler import EndothermicFiller
from davylamp.runaway.safeguards.fillers import Filler, filler_data, filler_names
from davylamp.runaway.safeguards.flame_retardant import FlameRetardant
from davylamp.runaway.safeguards.reader import SafeguardSpec, build_safeguards, read_safeguards
from davylamp.runaway.safeguards.thermo_responsive import ThermoResponsive, resistance_factor

__all__ = [
    "Change",
    "EndothermicFiller",
    "Filler",
    "FlameRetardant",
    "Safeguard",
    "SafeguardEffect",
    "SafeguardSpec",
    "ThermoResponsive",
    "apply_safeguards",
    "build_safeguards",
    "filler_data",
    "filler_names",
    "read_safeguards",
    "resistance_factor",
    "safeguard_effect",
]
