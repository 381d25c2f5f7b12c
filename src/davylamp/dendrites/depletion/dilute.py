r"""Salt depletion with constant properties: limiting current, Sand's time, a finite cell.

A salt of two monovalent ions between two lithium electrodes a distance `L` apart, plated at
``x = 0`` and stripped at ``x = L``. The anion does not react, so that a current `J` needs the
gradient :math:`dc/dx = (1 - t_+) J / (F D)` at both electrodes. It empties the plating electrode
above :math:`J^* = 2 F c_0 D / ((1 - t_+) L)`, and then at a time that is Sand's,

.. math:: \tau = \frac{\pi D (F c_0)^2}{4 J^2 (1 - t_+)^2} = \frac{\pi L^2}{16 D} (J^*/J)^2,

as long as the layer is thick; a finite cell takes longer. All functions are vectorised.

References
----------
Sand, Philos. Mag. 1 (1901) 45-79, 10.1080/14786440109462590;
Newman and Balsara, Electrochemical Systems, 4th edition, ISBN 978-1-119-51460-2.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.dendrites.depletion._slab import depletion_fourier, surface_response

__all__ = [
    "concentration_profile",
    "depletion_capacity",
    "depletion_time",
    "limiting_current",
    "nernst_einstein_diffusivity",
    "sand_time",
    "sand_time_of_cell",
    "surface_concentration",
]

FloatArray = npt.NDArray[np.float64]

#: Fourier number above which the cosine series of a profile is the shorter one.
_SWITCH: Final = 0.05
_MODES: Final = np.arange(1.0, 14.0, 2.0)
_IMAGES: Final = 4


def limiting_current(
    concentration_mol_per_m3: npt.ArrayLike,
    diffusivity_m2_per_s: npt.ArrayLike,
    transference_number: npt.ArrayLike,
    thickness_m: npt.ArrayLike,
) -> FloatArray:
    """Return ``J* = 2 F c0 D / ((1 - t+) L)`` [A/m2]; infinity for ``t+ = 1``.

    Parameters
    ----------
    concentration_mol_per_m3 : array
        Mean salt concentration [mol/m3].
    diffusivity_m2_per_s : array
        Salt diffusivity [m2/s].
    transference_number : array
        Of lithium, at most 1; may be negative [1].
    thickness_m : array
        Distance of the electrodes [m].

    Raises
    ------
    InputError
        If a number has no meaning; the message names it.

    Examples
    --------
    >>> round(float(limiting_current(1000.0, 1e-11, 0.2, 100e-6)), 2)
    24.12
    """
    c0 = _positive("salt concentration", concentration_mol_per_m3, "mol/m3")
    diffusivity = _positive("diffusivity", diffusivity_m2_per_s, "m2/s")
    length = _positive("thickness", thickness_m, "m")
    anion = 1.0 - _transference(transference_number)
    numerator = 2.0 * FARADAY_C_PER_MOL * c0 * diffusivity / length
    with np.errstate(divide="ignore"):
        return np.asarray(numerator / anion)


def sand_time(
    current_A_per_m2: npt.ArrayLike,
    concentration_mol_per_m3: npt.ArrayLike,
    diffusivity_m2_per_s: npt.ArrayLike,
    transference_number: npt.ArrayLike,
) -> FloatArray:
    """Return Sand's time ``pi D (F c0)2 / (4 J2 (1 - t+)2)`` of a thick layer [s].

    It is finite for every current, also for those that never deplete a finite cell: use
    `depletion_time` for a cell.

    Examples
    --------
    >>> round(float(sand_time(48.242666, 1000.0, 1e-11, 0.2)), 3)
    49.087
    """
    current = _positive("current", current_A_per_m2, "A/m2")
    c0 = _positive("salt concentration", concentration_mol_per_m3, "mol/m3")
    diffusivity = _positive("diffusivity", diffusivity_m2_per_s, "m2/s")
    anion = 1.0 - _transference(transference_number)
    with np.errstate(divide="ignore"):
        scaled = FARADAY_C_PER_MOL * c0 / (current * anion)
    return np.asarray(math.pi * diffusivity * scaled**2 / 4.0)


def sand_time_of_cell(
    ratio: npt.ArrayLike, diffusivity_m2_per_s: npt.ArrayLike, thickness_m: npt.ArrayLike
) -> FloatArray:
    """Return Sand's time from the ratio of current to limiting current, ``pi L2/(16 D r2)`` [s].

    Examples
    --------
    >>> round(float(sand_time_of_cell(2.0, 1e-11, 100e-6)), 3)
    49.087
    """
    share = _positive("ratio of current to limiting current", ratio, "1")
    diffusivity = _positive("diffusivity", diffusivity_m2_per_s, "m2/s")
    length = _positive("thickness", thickness_m, "m")
    return np.asarray(math.pi * length**2 / (16.0 * diffusivity * share**2))


def depletion_time(
    ratio: npt.ArrayLike, diffusivity_m2_per_s: npt.ArrayLike, thickness_m: npt.ArrayLike
) -> FloatArray:
    """Return when the plating electrode of a finite cell has run out of salt [s].

    The root of the exact series; infinity for a current of the limiting one or less, NaN for NaN.

    Parameters
    ----------
    ratio : array
        Current over limiting current [1].
    diffusivity_m2_per_s, thickness_m : array
        Salt diffusivity [m2/s], distance of the electrodes [m].

    Examples
    --------
    >>> depletion_time([1.0, 1.01, 2.0], 1e-11, 100e-6).round(1).tolist()
    [inf, 446.3, 49.2]
    """
    diffusivity = _positive("diffusivity", diffusivity_m2_per_s, "m2/s")
    length = _positive("thickness", thickness_m, "m")
    return np.asarray(depletion_fourier(ratio) * length**2 / diffusivity)


def depletion_capacity(
    current_A_per_m2: npt.ArrayLike,
    concentration_mol_per_m3: npt.ArrayLike,
    diffusivity_m2_per_s: npt.ArrayLike,
    transference_number: npt.ArrayLike,
    thickness_m: npt.ArrayLike,
) -> FloatArray:
    """Return the charge plated when the plating electrode has run out of salt [C/m2].

    Infinity where it never does.

    Examples
    --------
    >>> capacity = depletion_capacity(48.242666, 1000.0, 1e-11, 0.2, 100e-6)
    >>> round(float(capacity) / 36.0, 2)   # uAh/cm2
    65.91
    """
    current = _positive("current", current_A_per_m2, "A/m2")
    limit = limiting_current(
        concentration_mol_per_m3, diffusivity_m2_per_s, transference_number, thickness_m
    )
    return current * depletion_time(current / limit, diffusivity_m2_per_s, thickness_m)


def concentration_profile(
    position: npt.ArrayLike, fourier: float, ratio: float, concentration_mol_per_m3: float = 1.0
) -> FloatArray:
    """Return the salt concentration across a finite cell, exact series [mol/m3].

    Negative values mean that the cell has run out of salt before: the solution ends there.

    Parameters
    ----------
    position : array
        From the plating electrode, in units of the thickness, 0 to 1.
    fourier : float
        Time in units of ``L2/D`` [1].
    ratio : float
        Current over limiting current [1].
    concentration_mol_per_m3 : float
        Mean salt concentration [mol/m3].

    Examples
    --------
    >>> concentration_profile([0.0, 0.5, 1.0], 5.0, 0.5).round(6).tolist()
    [0.5, 1.0, 1.5]
    """
    x = np.asarray(position, dtype=np.float64)
    if np.any((x < 0.0) | (x > 1.0)) or not fourier >= 0.0:
        raise InputError("a profile needs positions from 0 to 1 and a time of at least 0")
    if fourier > _SWITCH:
        angle = np.cos(_MODES * math.pi * x[..., None])
        decay = np.exp(-((_MODES * math.pi) ** 2) * fourier) / _MODES**2
        change = 2.0 * x - 1.0 + 8.0 / math.pi**2 * (angle * decay).sum(axis=-1)
    else:
        change = _early_change(1.0 - x, fourier) - _early_change(x, fourier)
    return np.asarray(concentration_mol_per_m3 * (1.0 + ratio * change))


def nernst_einstein_diffusivity(
    conductivity_S_per_m: npt.ArrayLike,
    transference_number: npt.ArrayLike,
    concentration_mol_per_m3: npt.ArrayLike,
    temperature_K: npt.ArrayLike,
) -> FloatArray:
    r"""Return the salt diffusivity of an ideal, fully dissociated solution [m2/s].

    :math:`D = 2 t_+ (1 - t_+) \kappa R T / (F^2 c)`: an estimate where none was measured. Pairs of
    ions diffuse without conducting, so that the true one may be larger.

    Examples
    --------
    >>> float(nernst_einstein_diffusivity(0.1, 0.2, 1000.0, 363.15)).__round__(14)
    1.038e-11
    """
    share = _transference(transference_number)
    thermal = GAS_CONSTANT_J_PER_MOL_K * _positive("temperature", temperature_K, "K")
    kappa = _positive("conductivity", conductivity_S_per_m, "S/m")
    c0 = _positive("salt concentration", concentration_mol_per_m3, "mol/m3")
    return np.asarray(2.0 * share * (1.0 - share) * kappa * thermal / (FARADAY_C_PER_MOL**2 * c0))


def _early_change(distance: FloatArray, fourier: float) -> FloatArray:
    """Return the change near one electrode at short times, by images of both."""
    from scipy.special import erfc

    if fourier <= 0.0:
        return np.zeros_like(distance)
    root = math.sqrt(fourier)
    total = np.zeros_like(distance)
    # Both faces are closed to salt: the source at 0 has images at all even distances.
    for image in range(-_IMAGES, _IMAGES + 1):
        far = np.abs(distance + 2.0 * image) / (2.0 * root)
        total += np.exp(-far * far) / math.sqrt(math.pi) - far * erfc(far)
    return np.asarray(4.0 * root * total)


def _positive(name: str, value: npt.ArrayLike, unit: str) -> FloatArray:
    array = np.asarray(value, dtype=np.float64)
    wrong = ~(array > 0.0) & ~np.isnan(array)
    if np.any(wrong):
        shown = float(np.atleast_1d(array)[np.atleast_1d(wrong)][0])
        raise InputError(
            f"{name} {shown:g} {unit} is not above zero", remedy=f"give a positive {name}"
        )
    return array


def _transference(value: npt.ArrayLike) -> FloatArray:
    array = np.asarray(value, dtype=np.float64)
    if np.any(array > 1.0):
        raise InputError(
            f"transference number {float(array.max()):g} is above one",
            remedy="give the share of the current that lithium carries: at most 1, below 0 where "
            "it moves in negative complexes",
        )
    return array


def surface_concentration(fourier: npt.ArrayLike, ratio: npt.ArrayLike) -> FloatArray:
    """Return the concentration at the plating electrode over the mean one [1]."""
    return 1.0 - np.asarray(ratio, dtype=np.float64) * surface_response(fourier)
