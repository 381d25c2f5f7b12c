"""Rise of pressure in a closed box into which gas vents."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.mixture import ATMOSPHERE_PA, GasMixture, dry_air
from davylamp.gas.vent.caloric import Caloric, caloric_of
from davylamp.gas.vent.outcome import Blowdown

__all__ = ["enclosure_course_Pa", "enclosure_rise_Pa"]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K


def enclosure_rise_Pa(
    gas: GasMixture,
    volume_m3: float,
    *,
    enclosure_K: float = STANDARD_TEMPERATURE_K,
    outer_Pa: float = ATMOSPHERE_PA,
) -> tuple[float, float]:
    """Return how far gas that comes into a closed box raises its pressure [Pa].

    Two ends of what is possible without a flame: gas that has cooled to the box, ``n R T / V``, and
    gas that has kept all its energy, enthalpy of the gas as it was, mixed with the air. A flame in
    the box does more; see the room for burning.

    Parameters
    ----------
    gas : GasMixture
        What comes in, at its temperature.
    volume_m3 : float
        Of air in the box [m3].
    enclosure_K, outer_Pa : float
        Its temperature and pressure before [K, Pa].

    Raises
    ------
    InputError
        If there is no volume, or the temperature is not positive.

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> cold, hot = enclosure_rise_Pa(mixture_of({"H2": 1.0}, 298.15), 1.0)
    >>> round(cold)
    2479
    """
    box, air, caloric = _box(gas.amounts_mol, volume_m3, enclosure_K, outer_Pa)
    came = np.array([gas.amounts_mol.get(name, 0.0) for name in caloric.species])
    cold = float(came.sum()) * _R * enclosure_K / volume_m3
    enthalpy = float(came @ caloric.enthalpy_J_per_mol(gas.temperature_K))
    both = box + came
    energy = caloric.internal_energy_J(box, enclosure_K) + enthalpy
    T = caloric.temperature_K(both, energy, max(enclosure_K, 0.5 * gas.temperature_K))
    hot = float(both.sum()) * _R * T / volume_m3 - air.pressure_Pa
    return cold, hot


def enclosure_course_Pa(
    flow: Blowdown,
    volume_m3: float,
    *,
    enclosure_K: float = STANDARD_TEMPERATURE_K,
) -> tuple[FloatArray, FloatArray]:
    """Return the rise of pressure in a closed box over the times of a blowdown [Pa].

    As of `enclosure_rise_Pa`: gas cooled to the box, and gas that keeps the enthalpy that it
    carried out. The pressure that the blowdown works against is taken as that before.
    """
    box, air, caloric = _box(flow.vented_mol, volume_m3, enclosure_K, flow.outer_Pa)
    nothing = np.zeros_like(flow.time_s)
    columns = np.array([flow.vented_mol.get(name, nothing) for name in caloric.species])
    reference = caloric.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)
    start = caloric.internal_energy_J(box, enclosure_K)
    cold = columns.sum(axis=0) * _R * enclosure_K / volume_m3
    hot, T = np.zeros_like(cold), enclosure_K
    for k in range(flow.time_s.size):
        both = box + columns[:, k]
        energy = start + float(flow.enthalpy_out_J[k]) + float(columns[:, k] @ reference)
        T = caloric.temperature_K(both, energy, T)
        hot[k] = float(both.sum()) * _R * T / volume_m3 - air.pressure_Pa
    return cold, hot


def _box(
    species: Iterable[str], volume_m3: float, enclosure_K: float, outer_Pa: float
) -> tuple[FloatArray, GasMixture, Caloric]:
    """Return the air in the box by species, as a mixture, and what all species hold of heat."""
    for value, what in (
        (volume_m3, "volume"),
        (enclosure_K, "temperature"),
        (outer_Pa, "pressure"),
    ):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"a {what} of {value!r} of an enclosure is not above 0")
    air = dry_air(outer_Pa * volume_m3 / (_R * enclosure_K), enclosure_K, outer_Pa)
    names = list(dict.fromkeys((*air.amounts_mol, *species)))
    return np.array([air.amounts_mol.get(name, 0.0) for name in names]), air, caloric_of(names)
