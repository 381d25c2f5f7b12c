"""Voids on stripping, creep of lithium, and the window of stack pressure."""

from __future__ import annotations

from davylamp.dendrites.voids.anand import AnandLaw, anand_history, anand_law
from davylamp.dendrites.voids.closure import capillary_pressure_Pa, closing_rate_per_s
from davylamp.dendrites.voids.creep import CreepLaw, creep_law, creep_laws
from davylamp.dendrites.voids.extrusion import (
    crossing_pressure_Pa,
    crossing_time_s,
    filled_length_m,
    strength_factor,
)
from davylamp.dendrites.voids.extrusion_mechanism import ExtrusionMechanism, extrusion_mechanism
from davylamp.dendrites.voids.focusing import flux_focusing, width_of_focusing_m
from davylamp.dendrites.voids.lithium import (
    SelfDiffusion,
    molar_volume_m3_per_mol,
    self_diffusion,
)
from davylamp.dendrites.voids.mechanism import VoidMechanism, void_mechanism
from davylamp.dendrites.voids.published import (
    PressureFigure,
    StrippingFigure,
    pressure_figures,
    stripping_figures,
)
from davylamp.dendrites.voids.stripping import VoidBalance

__all__ = [
    "AnandLaw",
    "CreepLaw",
    "ExtrusionMechanism",
    "PressureFigure",
    "SelfDiffusion",
    "StrippingFigure",
    "VoidBalance",
    "VoidMechanism",
    "anand_history",
    "anand_law",
    "capillary_pressure_Pa",
    "closing_rate_per_s",
    "creep_law",
    "creep_laws",
    "crossing_pressure_Pa",
    "crossing_time_s",
    "extrusion_mechanism",
    "filled_length_m",
    "flux_focusing",
    "molar_volume_m3_per_mol",
    "pressure_figures",
    "self_diffusion",
    "strength_factor",
    "stripping_figures",
    "void_mechanism",
    "width_of_focusing_m",
]
