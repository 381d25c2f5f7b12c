"""Kissinger's relation between the rate of a step and the temperature of its peak on a ramp.

``E b / (R Tp^2) = A exp(-E / (R Tp))`` with the heating rate b: exact for a first-order step, and a
good estimate for others.

References
----------
Kissinger 1957, 10.1021/ac60131a045, equation 6.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError

__all__ = ["energy_over_peak", "kissinger_energy", "peak_of_energy"]

FloatArray = npt.NDArray[np.float64]

_MOST_ROUNDS: Final = 50


def kissinger_energy(frequency_per_s: float, peak_K: float, heating_rate_K_per_s: float) -> float:
    """Activation energy [J/mol] from a peak.

    Raises
    ------
    InputError
        If an argument is not positive.

    Examples
    --------
    >>> round(kissinger_energy(1e13, 473.15, 5.0 / 60.0) / 1000.0, 1)
    137.8
    """
    for name, value in (
        ("frequency factor", frequency_per_s),
        ("peak temperature", peak_K),
        ("heating rate", heating_rate_K_per_s),
    ):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"{name} {value!r} is not positive")
    u = energy_over_peak(math.log(frequency_per_s), peak_K, heating_rate_K_per_s)
    return float(u) * GAS_CONSTANT_J_PER_MOL_K * peak_K


def energy_over_peak(
    ln_frequency: npt.ArrayLike, peak_K: npt.ArrayLike, heating_rate_K_per_s: float
) -> FloatArray:
    """Return ``E / (R Tp)`` from the logarithm of the frequency factor, and the peak.

    Parameters
    ----------
    ln_frequency : array
        Logarithm of the frequency factor over 1/s.
    peak_K : array
        Peak [K].
    heating_rate_K_per_s : float
        Heating rate [K/s].

    Examples
    --------
    >>> energy_over_peak(np.log([1e13, 1e15]), 473.15, 5.0 / 60.0).round(2).tolist()
    [35.02, 39.51]
    """
    # With u = E / (R Tp): u exp(u) = A Tp / b, so u + ln u = ln(A Tp / b); Newton's method. Loading
    # a library of special functions would take longer than a command should wait.
    wanted = np.asarray(ln_frequency) + np.log(peak_K) - math.log(heating_rate_K_per_s)
    u = np.where(
        wanted > 2.0, wanted - np.log(np.maximum(wanted, 2.0)), np.exp(np.minimum(wanted, 0.0))
    )
    for _ in range(_MOST_ROUNDS):
        step = (u + np.log(u) - wanted) / (1.0 + 1.0 / u)
        u = np.maximum(u - step, 0.1 * u)
        if np.all(np.abs(step) <= 1e-14 * u):
            break
    return np.asarray(u)


def peak_of_energy(
    energy_K: npt.ArrayLike, frequency_per_s: npt.ArrayLike, heating_rate_K_per_s: float
) -> FloatArray:
    """Return the peak [K] of a first-order step by Kissinger's relation.

    Parameters
    ----------
    energy_K : array
        Activation energy over the gas constant [K].
    frequency_per_s : array
        Frequency factor [1/s].
    heating_rate_K_per_s : float
        Heating rate [K/s].

    Examples
    --------
    >>> round(float(peak_of_energy(16575.0, 1e13, 5.0 / 60.0)))
    473
    """
    energy = np.asarray(energy_K, dtype=np.float64)
    frequency = np.asarray(frequency_per_s, dtype=np.float64)
    peak = energy / 35.0
    # The logarithm hardly depends on the peak: each round gains more than a digit.
    for _ in range(40):
        peak = energy / np.log(frequency * peak * peak / (energy * heating_rate_K_per_s))
    return np.asarray(peak)
