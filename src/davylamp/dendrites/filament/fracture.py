"""When lithium in a flaw cracks the electrolyte: Griffith's criterion in volts."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.dendrites._checks import require_at_least_zero, require_positive

__all__ = [
    "EDGE_CRACK",
    "LITHIUM_M3_PER_MOL",
    "critical_overpotential_V",
    "flaw_depth_of_strength_m",
    "tip_pressure_Pa",
]

FloatArray = npt.NDArray[np.float64]

#: Geometry factor Y of a straight crack at a free surface.
EDGE_CRACK: Final = 1.12
#: Molar volume of lithium that the published numbers use [m3/mol].
LITHIUM_M3_PER_MOL: Final = 1.3e-5


def tip_pressure_Pa(
    overpotential_V: npt.ArrayLike, *, molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL
) -> FloatArray:
    """Pressure of lithium in a flaw that balances an overpotential [Pa].

    ``p = (F / V_Li) eta``: the work of pressing a mole of lithium into the tip equals the
    electrical work that plates it. 135 mV hold 1 GPa.

    Parameters
    ----------
    overpotential_V : array
        Electrolyte at the tip against lithium, as plating drives it [V].
    molar_volume_m3_per_mol : float
        Molar volume of lithium [m3/mol].

    Raises
    ------
    InputError
        If the overpotential is negative or the molar volume not positive.

    Notes
    -----
    Upper bound: lithium that creeps back out of the flaw, and a reaction at the tip with a
    resistance of its own, lower it.

    References
    ----------
    Porz et al. 2017, 10.1002/aenm.201701003.

    Examples
    --------
    >>> round(float(tip_pressure_Pa(1.0)) / 1e9, 3)
    7.422
    """
    require_at_least_zero("overpotential_V", overpotential_V, "V")
    require_positive("molar_volume_m3_per_mol", molar_volume_m3_per_mol, "m3/mol")
    overpotential = np.asarray(overpotential_V, dtype=np.float64)
    return overpotential * (FARADAY_C_PER_MOL / molar_volume_m3_per_mol)


def critical_overpotential_V(
    toughness_Pa_m0p5: npt.ArrayLike,
    flaw_depth_m: npt.ArrayLike,
    *,
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL,
    geometry: float = EDGE_CRACK,
) -> FloatArray:
    """Overpotential at which lithium in a flaw cracks the electrolyte [V].

    ``eta_c = K_IC V_Li / (Y F sqrt(pi a))``

    Parameters
    ----------
    toughness_Pa_m0p5 : array
        Fracture toughness K_IC [Pa m^0.5].
    flaw_depth_m : array
        Depth a of the flaw that lithium fills [m].
    molar_volume_m3_per_mol : float
        Molar volume of lithium [m3/mol].
    geometry : float
        Y; 1.12 for a crack at a surface that is long along it.

    Raises
    ------
    InputError
        If an argument is not positive.

    Notes
    -----
    Linear elasticity, brittle fracture, a pressure that is the same all over the flaw, lithium
    without strength. A half-penny flaw has a Y of about 0.7, which is safer: 1.12 is the bound.

    References
    ----------
    Porz et al. 2017, 10.1002/aenm.201701003.

    Examples
    --------
    >>> round(1e3 * float(critical_overpotential_V(1.25e6, 1e-6)), 1)
    84.8
    """
    require_positive("toughness_Pa_m0p5", toughness_Pa_m0p5, "Pa m^0.5")
    require_positive("flaw_depth_m", flaw_depth_m, "m")
    require_positive("molar_volume_m3_per_mol", molar_volume_m3_per_mol, "m3/mol")
    require_positive("geometry", geometry, "")
    stress = np.asarray(toughness_Pa_m0p5, dtype=np.float64) / (
        geometry * np.sqrt(math.pi * np.asarray(flaw_depth_m, dtype=np.float64))
    )
    return np.asarray(stress * (molar_volume_m3_per_mol / FARADAY_C_PER_MOL), dtype=np.float64)


def flaw_depth_of_strength_m(
    toughness_Pa_m0p5: npt.ArrayLike, strength_Pa: npt.ArrayLike, *, geometry: float = EDGE_CRACK
) -> FloatArray:
    """Depth of the flaw from which a body of that strength broke [m].

    ``a = (K_IC / (Y s))^2 / pi``

    Parameters
    ----------
    toughness_Pa_m0p5 : array
        Fracture toughness [Pa m^0.5].
    strength_Pa : array
        Strength in bending [Pa].
    geometry : float
        Y.

    Raises
    ------
    InputError
        If an argument is not positive.

    Examples
    --------
    LATP, 1.1 MPa m^0.5 and 123 MPa:

    >>> round(1e6 * float(flaw_depth_of_strength_m(1.1e6, 123e6)), 1)
    20.3
    """
    require_positive("toughness_Pa_m0p5", toughness_Pa_m0p5, "Pa m^0.5")
    require_positive("strength_Pa", strength_Pa, "Pa")
    require_positive("geometry", geometry, "")
    ratio = np.asarray(toughness_Pa_m0p5, dtype=np.float64) / (
        geometry * np.asarray(strength_Pa, dtype=np.float64)
    )
    return np.asarray(ratio**2 / math.pi, dtype=np.float64)
