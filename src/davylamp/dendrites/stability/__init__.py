"""Stability of the plating front: Monroe and Newman's theory and its general forms."""

from __future__ import annotations

from davylamp.dendrites.stability.critical import (
    CriticalRatio,
    Side,
    StabilityMap,
    critical_modulus_ratio,
    critical_wave_number_per_m,
    critical_wavelength_m,
    stability_map,
)
from davylamp.dendrites.stability.electrode import PUBLISHED_LITHIUM, Electrode
from davylamp.dendrites.stability.isotropic import (
    chi_deviatoric_J_per_mol_m,
    chi_hydrostatic_J_per_mol_m,
    chi_J_per_mol_m,
    chi_surface_J_per_mol_m,
    elastic_slope_J_per_mol,
    poisson_from_moduli,
    surface_curvature_J_m_per_mol,
)

__all__ = [
    "PUBLISHED_LITHIUM",
    "CriticalRatio",
    "Electrode",
    "Side",
    "StabilityMap",
    "chi_J_per_mol_m",
    "chi_deviatoric_J_per_mol_m",
    "chi_hydrostatic_J_per_mol_m",
    "chi_surface_J_per_mol_m",
    "critical_modulus_ratio",
    "critical_wave_number_per_m",
    "critical_wavelength_m",
    "elastic_slope_J_per_mol",
    "poisson_from_moduli",
    "stability_map",
    "surface_curvature_J_m_per_mol",
]
