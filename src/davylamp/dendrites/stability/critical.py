"""Which modulus and which wavelength make a front stable, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.stability.electrode import PUBLISHED_LITHIUM, Electrode
from davylamp.dendrites.stability.isotropic import (
    elastic_slope_J_per_mol,
    surface_curvature_J_m_per_mol,
)

__all__ = [
    "CriticalRatio",
    "Side",
    "StabilityMap",
    "critical_modulus_ratio",
    "critical_wave_number_per_m",
    "critical_wavelength_m",
    "growth_edge",
    "stability_map",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


class Side(StrEnum):
    """On which side of the critical ratio of moduli a front is stable."""

    BELOW = "below"
    ABOVE = "above"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CriticalRatio:
    """Ratio of shear moduli, electrolyte over electrode, between growth and decay of ripples.

    Parameters
    ----------
    ratio : float
        Gs/Ge; NaN where there is none.
    stable : Side
        Where the front is stable, all ripples of it.
    """

    ratio: float
    stable: Side


def critical_modulus_ratio(
    volume_ratio: float, poisson_ratio: float, electrode: Electrode = PUBLISHED_LITHIUM
) -> CriticalRatio:
    """Return the critical ratio of shear moduli of electrolyte and electrode.

    With g = Gs/Ge and w = (1 - v)/(1 + v) the elastic part of chi vanishes at
    w [A g^2 - C] + 4 B g = 0, where A = 3 - 4 ne, C = 3 - 4 ns, B = 2 - 3 ns + ne (4 ns - 3).
    A, B and C are positive, so there is one positive root for v other than 1: ions that take up
    less room than atoms (v < 1) need an electrolyte softer than it, others a stiffer one.

    Parameters
    ----------
    volume_ratio : float
        Molar volume of the ion in the electrolyte over that of the metal; may be infinite.
    poisson_ratio : float
        Poisson's ratio of the electrolyte.
    electrode : Electrode
        The metal; only its Poisson's ratio matters.

    Examples
    --------
    >>> found = critical_modulus_ratio(0.1, 0.33)
    >>> round(found.ratio, 3), found.stable.value
    (0.697, 'below')
    >>> found = critical_modulus_ratio(float("inf"), 0.33)
    >>> round(found.ratio, 3), found.stable.value
    (1.68, 'above')
    """
    if not volume_ratio >= 0.0:
        raise InputError(f"volume_ratio is {volume_ratio!r}, must be at least 0")
    if not -1.0 < poisson_ratio <= 0.5:
        raise InputError(f"poisson_ratio is {poisson_ratio!r}, must be above -1 and at most 0.5")
    weight = -1.0 if np.isinf(volume_ratio) else (1.0 - volume_ratio) / (1.0 + volume_ratio)
    if weight == 0.0:
        return CriticalRatio(float("nan"), Side.NONE)
    ne, ns = electrode.poisson_ratio, poisson_ratio
    a, c = 3.0 - 4.0 * ne, 3.0 - 4.0 * ns
    b = 2.0 - 3.0 * ns + ne * (4.0 * ns - 3.0)
    root = float(np.sqrt(4.0 * b * b + weight * weight * a * c))
    if weight > 0.0:
        # The other form of the root: no difference of nearly equal numbers as v nears 1.
        return CriticalRatio(weight * c / (2.0 * b + root), Side.BELOW)
    return CriticalRatio((2.0 * b + root) / (-weight * a), Side.ABOVE)


def critical_wave_number_per_m(
    shear_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    volume_ratio: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return the wave number above which surface energy holds every ripple [1/m].

    chi = a k - b k^2 vanishes at k = a/b. Zero where a is not positive: then no ripple grows.

    Parameters
    ----------
    shear_modulus_Pa : array
        Shear modulus of the electrolyte [Pa].
    poisson_ratio : array
        Poisson's ratio of the electrolyte.
    volume_ratio : array
        Molar volume of the ion in the electrolyte over that of the metal.
    electrode : Electrode
        The metal.
    """
    slope = elastic_slope_J_per_mol(shear_modulus_Pa, poisson_ratio, volume_ratio, electrode)
    return growth_edge(slope, surface_curvature_J_m_per_mol(volume_ratio, electrode))[0]


def critical_wavelength_m(
    shear_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    volume_ratio: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return the wavelength above which ripples grow [m]; infinite where none does.

    Parameters
    ----------
    shear_modulus_Pa, poisson_ratio, volume_ratio, electrode
        As for `critical_wave_number_per_m`.

    Examples
    --------
    Li2WS4, the longest of the published screening:

    >>> from davylamp.dendrites.stability import poisson_from_moduli
    >>> length = critical_wavelength_m(3e9, poisson_from_moduli(3e9, 6e9), 0.055338705)
    >>> round(float(length) * 1e9, 2)
    3.64
    """
    slope = elastic_slope_J_per_mol(shear_modulus_Pa, poisson_ratio, volume_ratio, electrode)
    return growth_edge(slope, surface_curvature_J_m_per_mol(volume_ratio, electrode))[1]


def growth_edge(slope_J_per_mol: Any, curvature_J_m_per_mol: Any) -> tuple[FloatArray, FloatArray]:
    """Return critical wave number [1/m] and wavelength [m] of chi = slope k - curvature k^2."""
    a, b = np.broadcast_arrays(
        np.asarray(slope_J_per_mol, dtype=np.float64),
        np.asarray(curvature_J_m_per_mol, dtype=np.float64),
    )
    grows = a > 0.0
    # Without surface energy every ripple grows where any does.
    wave = np.full(a.shape, np.inf)
    np.divide(a, b, out=wave, where=b > 0.0)
    wave = np.where(grows, wave, 0.0)
    length = np.full(a.shape, np.inf)
    np.divide(2.0 * np.pi, wave, out=length, where=wave > 0.0)
    return np.asarray(wave), np.asarray(length)


@dataclass(frozen=True, slots=True)
class StabilityMap:
    """Stability over ratios of molar volume and of shear modulus.

    Parameters
    ----------
    volume_ratio : array, shape (n,)
        Molar volume of the ion over that of the metal.
    modulus_ratio : array, shape (m,)
        Shear modulus of the electrolyte over that of the metal.
    slope_J_per_mol : array, shape (m, n)
        Elastic part of chi over k [J/mol].
    stable : bool array, shape (m, n)
        Where no ripple grows.
    critical_wavelength_m : array, shape (m, n)
        Wavelength above which ripples grow [m], infinite where stable.
    edge : array, shape (n,)
        Critical ratio of moduli; NaN where there is none.
    """

    volume_ratio: FloatArray
    modulus_ratio: FloatArray
    slope_J_per_mol: FloatArray
    stable: BoolArray
    critical_wavelength_m: FloatArray
    edge: FloatArray


def stability_map(
    volume_ratio: npt.ArrayLike,
    modulus_ratio: npt.ArrayLike,
    poisson_ratio: float,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> StabilityMap:
    """Return the map of stability over both ratios.

    Parameters
    ----------
    volume_ratio : array, shape (n,)
        Ratios of molar volume.
    modulus_ratio : array, shape (m,)
        Ratios of shear modulus.
    poisson_ratio : float
        Poisson's ratio of the electrolyte.
    electrode : Electrode
        The metal.

    Examples
    --------
    >>> found = stability_map([0.1, 4.0], [0.5, 1.0, 3.0], 0.33)
    >>> found.stable.tolist()
    [[True, False], [False, False], [False, True]]
    """
    v = np.atleast_1d(np.asarray(volume_ratio, dtype=np.float64))
    g = np.atleast_1d(np.asarray(modulus_ratio, dtype=np.float64))
    shear = g[:, None] * electrode.shear_modulus_Pa
    slope = elastic_slope_J_per_mol(shear, poisson_ratio, v[None, :], electrode)
    length = growth_edge(slope, surface_curvature_J_m_per_mol(v[None, :], electrode))[1]
    edge = [critical_modulus_ratio(float(x), poisson_ratio, electrode).ratio for x in v]
    return StabilityMap(v, g, slope, slope < 0.0, length, np.array(edge))
