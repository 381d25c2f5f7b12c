"""Charge that drives a crack full of lithium through the layer, once it has started."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.dendrites._checks import require_positive
from davylamp.dendrites.filament.fracture import EDGE_CRACK, LITHIUM_M3_PER_MOL

__all__ = ["crossing_charge_C_per_m2"]

FloatArray = npt.NDArray[np.float64]


def crossing_charge_C_per_m2(
    toughness_Pa_m0p5: npt.ArrayLike,
    youngs_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    flaw_depth_m: npt.ArrayLike,
    layer_thickness_m: npt.ArrayLike,
    *,
    area_factor: npt.ArrayLike = 1.0,
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL,
    geometry: float = EDGE_CRACK,
) -> FloatArray:
    """Charge per electrode area until a crack filled with lithium has crossed the layer [C/m2].

    ``q = (3/2) (F/V_Li) Y sqrt(pi) (K_IC/E') (sqrt(L) - sqrt(a))``, ``E' = E/(1 - nu^2)``

    The crack stays at its critical pressure as it grows, so its opening holds
    ``Y sqrt(pi) K_IC a^1.5 / E'`` of lithium per length (from the energy that it releases). A
    metallic plate of height a on an electrode gathers the current of a width 2a. The charge that
    fills the crack divided by what it gathers, from a to L, does not depend on the current. A
    half-penny gathers ``4 a^2`` and gives the same within 1 %.

    Parameters
    ----------
    toughness_Pa_m0p5 : array
        Fracture toughness [Pa m^0.5].
    youngs_modulus_Pa, poisson_ratio : array
        Of the electrolyte [Pa, 1].
    flaw_depth_m, layer_thickness_m : array
        From where to where [m].
    area_factor : array
        Surface that plates over electrode area.
    molar_volume_m3_per_mol : float
        Molar volume of lithium [m3/mol].
    geometry : float
        Y.

    Returns
    -------
    array
        Zero where the flaw is as deep as the layer.

    Raises
    ------
    InputError
        If a value is not positive, or Poisson's ratio not below one half.

    Notes
    -----
    An order of magnitude, and no bound: a crack that runs dry ahead of its lithium needs less, one
    whose walls react slowly needs more.

    References
    ----------
    Own derivation from Griffith's balance and the potential around a plate on a plane.

    Examples
    --------
    A garnet of 100 um with a flaw of 5 um, in mAh/cm2:

    >>> charge = crossing_charge_C_per_m2(1.25e6, 150e9, 0.26, 5e-6, 1e-4)
    >>> round(float(charge) / 3.6e4, 3)
    0.037
    """
    require_positive("toughness_Pa_m0p5", toughness_Pa_m0p5, "Pa m^0.5")
    require_positive("youngs_modulus_Pa", youngs_modulus_Pa, "Pa")
    require_positive("half minus poisson_ratio", 0.5 - np.asarray(poisson_ratio), "")
    require_positive("flaw_depth_m", flaw_depth_m, "m")
    require_positive("layer_thickness_m", layer_thickness_m, "m")
    require_positive("area_factor", area_factor, "")
    ratio = np.asarray(poisson_ratio, dtype=np.float64)
    stiffness = np.asarray(youngs_modulus_Pa, dtype=np.float64) / (1.0 - ratio**2)
    way = np.sqrt(np.asarray(layer_thickness_m, dtype=np.float64)) - np.sqrt(
        np.asarray(flaw_depth_m, dtype=np.float64)
    )
    lithium = 1.5 * geometry * math.sqrt(math.pi) * np.asarray(toughness_Pa_m0p5) / stiffness
    charge = FARADAY_C_PER_MOL / molar_volume_m3_per_mol * lithium * np.maximum(way, 0.0)
    return np.asarray(charge * np.asarray(area_factor, dtype=np.float64), dtype=np.float64)
