"""The worst and the best way to lay two crystals on each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.stability.anisotropic import (
    OutOfPlane,
    Plating,
    elastic_slopes_J_per_mol,
    half_spaces,
)
from davylamp.dendrites.stability.critical import growth_edge
from davylamp.dendrites.stability.impedance import HalfSpace

__all__ = ["ContactScan", "scan_contact"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ContactScan:
    """One pair of faces, over every twist between them and every direction of the wave.

    Parameters
    ----------
    twist_rad : array, shape (m,)
        Angle from the electrode's x axis to the electrolyte's, about the normal [rad].
    angle_rad : array, shape (n,)
        Direction of the wave from the electrode's x axis [rad].
    slope_J_per_mol : array, shape (m, n)
        Elastic growth over k [J/mol].
    surface_curvature_J_m_per_mol : float
        Surface part of chi over -k^2.
    """

    twist_rad: FloatArray
    angle_rad: FloatArray
    slope_J_per_mol: FloatArray
    surface_curvature_J_m_per_mol: float

    @property
    def worst_slope_J_per_mol(self) -> FloatArray:
        """Growth in the worst direction of each twist, shape (m,) [J/mol]."""
        return np.asarray(self.slope_J_per_mol.max(axis=1))

    @property
    def stable_twists(self) -> FloatArray:
        """Twists at which no ripple grows in any direction [rad]."""
        return np.asarray(self.twist_rad[self.worst_slope_J_per_mol < 0.0])

    @property
    def critical_wavelength_m(self) -> FloatArray:
        """Wavelength above which ripples grow in the worst direction of each twist, (m,) [m]."""
        return growth_edge(self.worst_slope_J_per_mol, self.surface_curvature_J_m_per_mol)[1]


def scan_contact(
    electrode_Pa: npt.ArrayLike,
    electrolyte_Pa: npt.ArrayLike,
    plating: Plating,
    electrode_axes: npt.ArrayLike,
    electrolyte_axes: npt.ArrayLike,
    *,
    directions: int = 36,
    out_of_plane: OutOfPlane = OutOfPlane.BONDED,
) -> ContactScan:
    """Return growth over twists and directions of the wave for one pair of faces.

    Parameters
    ----------
    electrode_Pa, electrolyte_Pa : array, shape (6, 6)
        Stiffness in the axes of each crystal [Pa].
    plating : Plating
        Volumes, surface energy, charge.
    electrode_axes, electrolyte_axes : array, shape (3, 3)
        Rows: x, y and z of the face in the axes of each crystal; see `surface_frame`.
    directions : int
        Directions over half a turn; twists are as many as over a whole turn.
    out_of_plane : OutOfPlane
        What the front may do at a right angle to the wave.

    Raises
    ------
    InputError
        If a tensor, axes or the number of directions is wrong.

    Examples
    --------
    >>> from davylamp.dendrites.stability import known_crystals, lithium_crystal
    >>> lithium, crystal = lithium_crystal(), known_crystals()["mp-23856"]
    >>> scan = scan_contact(
    ...     lithium.stiffness_Pa, crystal.stiffness_Pa, lithium.plating("010", 0.0914),
    ...     lithium.face("010"), crystal.face("001"), directions=8)
    >>> len(scan.stable_twists)
    16
    """
    if directions < 1:
        raise InputError(f"directions is {directions}, must be at least 1")
    step = np.pi / directions
    whole = np.asarray(np.arange(2 * directions) * step, dtype=np.float64)
    half = whole[:directions]
    lower = half_spaces(electrode_Pa, electrode_axes, half, "electrode")
    upper = half_spaces(electrolyte_Pa, electrolyte_axes, whole, "electrolyte")
    # Direction i of the wave meets the electrolyte at i less the twist.
    twist, wave = np.meshgrid(np.arange(2 * directions), np.arange(directions), indexing="ij")
    of_electrolyte = (wave - twist) % (2 * directions)
    slope = elastic_slopes_J_per_mol(
        _taken(lower, wave.ravel()), _taken(upper, of_electrolyte.ravel()), plating, out_of_plane
    )
    return ContactScan(
        whole, half, slope.real.reshape(twist.shape), plating.surface_curvature_J_m_per_mol
    )


def _taken(solid: HalfSpace, rows: npt.NDArray[np.int64]) -> HalfSpace:
    return HalfSpace(solid.impedance_Pa[rows], solid.stress_Pa[rows])
