"""Pressure in the free volume of a casing, and when it vents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ATMOSPHERE_PA, GAS_CONSTANT_J_PER_MOL_K

__all__ = ["ATMOSPHERE_PA", "Venting", "pressure_Pa", "venting"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Venting:
    """When the casing opens.

    Parameters
    ----------
    time_s, temperature_K : float or None
        At the opening; None where the pressure stays below it.
    peak_Pa : float
        Highest pressure above the surroundings if it stayed closed [Pa].
    """

    time_s: float | None
    temperature_K: float | None
    peak_Pa: float


def pressure_Pa(
    temperature_K: npt.ArrayLike, gas_mol: npt.ArrayLike, free_volume_m3: float, start_K: float
) -> FloatArray:
    """Return the absolute pressure of the gas in a closed volume [Pa], as ideal gas.

    ``p = p0 T / T0 + n R T / V``: the gas closed in at the start warms up, and n moles join it.

    Examples
    --------
    >>> round(float(pressure_Pa([600.0], [0.0], 1e-6, 300.0)[0]))
    202650
    """
    T = np.asarray(temperature_K, dtype=np.float64)
    n = np.asarray(gas_mol, dtype=np.float64)
    warmed = ATMOSPHERE_PA * T / start_K
    return np.asarray(warmed + n * GAS_CONSTANT_J_PER_MOL_K * T / free_volume_m3)


def venting(
    time_s: FloatArray, temperature_K: FloatArray, absolute_Pa: FloatArray, vent_Pa: float
) -> Venting:
    """Return when the pressure above the surroundings first reaches `vent_Pa`.

    Examples
    --------
    >>> times, warm = np.array([0.0, 10.0]), np.array([300.0, 400.0])
    >>> venting(times, warm, np.array([101325.0, 301325.0]), 1e5).time_s
    5.0
    """
    above = absolute_Pa - ATMOSPHERE_PA
    peak = float(np.max(above))
    over = np.flatnonzero(above >= vent_Pa)
    if not over.size:
        return Venting(None, None, peak)
    k = int(over[0])
    if k == 0:
        return Venting(float(time_s[0]), float(temperature_K[0]), peak)
    share = (vent_Pa - above[k - 1]) / (above[k] - above[k - 1])
    return Venting(
        float(time_s[k - 1] + share * (time_s[k] - time_s[k - 1])),
        float(temperature_K[k - 1] + share * (temperature_K[k] - temperature_K[k - 1])),
        peak,
    )
