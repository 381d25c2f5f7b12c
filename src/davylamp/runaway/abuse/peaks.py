"""Peaks of a heat flow over temperature, as a laboratory reads them from a DSC curve."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["Peak", "find_peaks"]

FloatArray = npt.NDArray[np.float64]

#: A maximum counts if it stands this share of its height above the deeper of the two valleys
#: beside it: shoulders do not.
_PROMINENCE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Peak:
    """One exothermic peak.

    Parameters
    ----------
    onset_K : float
        Extrapolated onset: where the steepest tangent of the rising side meets zero [K].
    peak_K : float
        Temperature of the maximum [K].
    heat_flow_W_per_kg : float
        At the maximum [W/kg].
    enthalpy_J_per_kg : float
        Heat released between the valleys on both sides [J/kg].
    start_K, end_K : float
        Valleys, or where the heat flow leaves and reaches the detection limit [K].
    """

    onset_K: float
    peak_K: float
    heat_flow_W_per_kg: float
    enthalpy_J_per_kg: float
    start_K: float
    end_K: float

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "onset_K": self.onset_K,
            "peak_K": self.peak_K,
            "heat_flow_W_per_kg": self.heat_flow_W_per_kg,
            "enthalpy_J_per_kg": self.enthalpy_J_per_kg,
            "start_K": self.start_K,
            "end_K": self.end_K,
        }


def find_peaks(
    time_s: FloatArray, temperature_K: FloatArray, heat_flow_W_per_kg: FloatArray, least: float
) -> tuple[Peak, ...]:
    """Return the exothermic peaks of a heat flow above a flat baseline at zero.

    Parameters
    ----------
    time_s, temperature_K, heat_flow_W_per_kg : array, shape (n,)
        Time [s], temperature [K] and heat flow [W/kg], positive when released.
    least : float
        Smallest heat flow that counts [W/kg].

    Examples
    --------
    >>> time = np.linspace(0.0, 400.0, 4001)
    >>> flow = 50.0 * np.exp(-0.5 * ((time - 200.0) / 20.0) ** 2)
    >>> peak, = find_peaks(time, 300.0 + time, flow, 1.0)
    >>> round(peak.peak_K), round(peak.onset_K)
    (500, 460)
    """
    from scipy import signal

    q = np.asarray(heat_flow_W_per_kg, dtype=np.float64)
    # Zeros at both ends let a maximum at the edge count.
    padded = np.concatenate([[0.0], q, [0.0]])
    tops, found = signal.find_peaks(padded, height=least, prominence=max(least, 1e-30))
    keep = found["prominences"] >= _PROMINENCE * found["peak_heights"]
    places = [int(top) - 1 for top in tops[keep]]
    valleys = [0]
    for one, two in pairwise(places):
        valleys.append(one + int(np.argmin(q[one : two + 1])))
    valleys.append(len(q) - 1)
    return tuple(
        _peak(time_s, temperature_K, q, top, valleys[n], valleys[n + 1], least)
        for n, top in enumerate(places)
    )


def _peak(
    time_s: FloatArray,
    temperature_K: FloatArray,
    q: FloatArray,
    top: int,
    left: int,
    right: int,
    least: float,
) -> Peak:
    before = np.flatnonzero(q[left : top + 1] < least)
    start = left + (int(before[-1]) if before.size else 0)
    after = np.flatnonzero(q[top : right + 1] < least)
    end = top + int(after[0]) if after.size else right
    part = slice(start, end + 1)
    middle = 0.5 * (q[part][1:] + q[part][:-1])
    enthalpy = float(np.sum(middle * np.diff(time_s[part])))
    rising = slice(start, top + 1)
    onset = float(temperature_K[start])
    if top - start >= 2:
        slope = np.gradient(q[rising], temperature_K[rising])
        k = int(np.argmax(slope))
        if slope[k] > 0.0:
            place = start + k
            onset = float(temperature_K[place] - q[place] / slope[k])
    return Peak(
        onset,
        float(temperature_K[top]),
        float(q[top]),
        enthalpy,
        float(temperature_K[start]),
        float(temperature_K[end]),
    )
