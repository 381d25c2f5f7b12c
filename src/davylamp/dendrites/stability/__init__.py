"""Stability of the plating front: Monroe and Newman's theory and its general forms."""

from __future__ import annotations

from davylamp.dendrites.stability.anisotropic import (
    AnisotropicFront,
    OutOfPlane,
    Plating,
    front_stability_anisotropic,
)
from davylamp.dendrites.stability.critical import (
    CriticalRatio,
    Side,
    StabilityMap,
    critical_modulus_ratio,
    critical_wave_number_per_m,
    critical_wavelength_m,
    stability_map,
)
from davylamp.dendrites.stability.crystals import (
    Crystal,
    LithiumCrystal,
    known_crystals,
    lithium_crystal,
)
from davylamp.dendrites.stability.electrode import PUBLISHED_LITHIUM, Electrode
from davylamp.dendrites.stability.front import Front, front_mechanism
from davylamp.dendrites.stability.isotropic import (
    CREDIBLE_BULK_Pa,
    CREDIBLE_SHEAR_Pa,
    chi_deviatoric_J_per_mol_m,
    chi_hydrostatic_J_per_mol_m,
    chi_J_per_mol_m,
    chi_surface_J_per_mol_m,
    elastic_slope_J_per_mol,
    poisson_from_moduli,
    surface_curvature_J_m_per_mol,
)
from davylamp.dendrites.stability.orientations import ContactScan, scan_contact
from davylamp.dendrites.stability.screening import (
    PUBLISHED_WAVE_NUMBER_PER_M,
    Dropped,
    Screening,
    screen_stability,
)
from davylamp.dendrites.stability.stiffness import (
    cubic_stiffness,
    frame,
    hill_moduli,
    isotropic_stiffness,
    rotate_stiffness,
    surface_frame,
)

__all__ = [
    "PUBLISHED_LITHIUM",
    "PUBLISHED_WAVE_NUMBER_PER_M",
    "AnisotropicFront",
    "CREDIBLE_BULK_Pa",
    "CREDIBLE_SHEAR_Pa",
    "ContactScan",
    "CriticalRatio",
    "Crystal",
    "Dropped",
    "Electrode",
    "Front",
    "LithiumCrystal",
    "OutOfPlane",
    "Plating",
    "Screening",
    "Side",
    "StabilityMap",
    "chi_J_per_mol_m",
    "chi_deviatoric_J_per_mol_m",
    "chi_hydrostatic_J_per_mol_m",
    "chi_surface_J_per_mol_m",
    "critical_modulus_ratio",
    "critical_wave_number_per_m",
    "critical_wavelength_m",
    "cubic_stiffness",
    "elastic_slope_J_per_mol",
    "frame",
    "front_mechanism",
    "front_stability_anisotropic",
    "hill_moduli",
    "isotropic_stiffness",
    "known_crystals",
    "lithium_crystal",
    "poisson_from_moduli",
    "rotate_stiffness",
    "scan_contact",
    "screen_stability",
    "stability_map",
    "surface_curvature_J_m_per_mol",
    "surface_frame",
]
