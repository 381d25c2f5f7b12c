"""Water or oxygen in a glove box: leak, purge, purifier, and the time to reach some ppm."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["GloveBox", "antechamber_ppm"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GloveBox:
    """One impurity, water or oxygen, in a well-mixed box at constant pressure.

    ``V dx/dt = L x_out + P x_purge + S - (L + P + R e) x``: the box leaks, is purged, and its gas
    goes round through a purifier.

    Parameters
    ----------
    volume_m3 : float
        Free volume [m3].
    outside_ppm : float
        Of the impurity in the air outside [ppm]: 209,460 for oxygen.
    leak_m3_per_s : float
        Outside air that comes in, through leaks and gloves [m3/s].
    purge_m3_per_s, purge_ppm : float
        Fresh gas [m3/s] and what it holds of the impurity [ppm].
    purifier_m3_per_s, purifier_efficiency : float
        Gas that goes through the purifier [m3/s], and the share of the impurity it takes [1].
    source_m3_per_s : float
        Impurity that things inside give off, as gas [m3/s].

    Raises
    ------
    InputError
        If a number is negative, the volume is not positive or the efficiency is above 1.

    Examples
    --------
    >>> box = GloveBox(1.0, 209460.0, leak_m3_per_s=0.0005 / 3600, purge_m3_per_s=1e-3,
    ...                purge_ppm=0.5)
    >>> round(box.steady_ppm), round(box.time_to_s(40.0, start_ppm=209460.0) / 3600, 1)
    (30, 2.8)
    """

    volume_m3: float
    outside_ppm: float
    leak_m3_per_s: float = 0.0
    purge_m3_per_s: float = 0.0
    purge_ppm: float = 0.0
    purifier_m3_per_s: float = 0.0
    purifier_efficiency: float = 1.0
    source_m3_per_s: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.volume_m3) and self.volume_m3 > 0.0):
            raise InputError(f"volume of a glove box {self.volume_m3!r} m3 must be above 0 m3")
        for name in ("outside_ppm", "leak_m3_per_s", "purge_m3_per_s", "purge_ppm",
                     "purifier_m3_per_s", "source_m3_per_s"):  # fmt: skip
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0.0):
                raise InputError(f"{name.replace('_', ' ')} {value!r} must not be negative")
        if max(self.outside_ppm, self.purge_ppm) > 1e6:
            raise InputError("no gas holds more than 1,000,000 ppm of an impurity")
        if not 0.0 <= self.purifier_efficiency <= 1.0:
            raise InputError(f"efficiency {self.purifier_efficiency!r} is not within 0 and 1")

    @property
    def exchange_per_s(self) -> float:
        """Rate at which the box forgets where it started [1/s]."""
        taken = self.purifier_m3_per_s * self.purifier_efficiency
        return (self.leak_m3_per_s + self.purge_m3_per_s + taken) / self.volume_m3

    @property
    def _income(self) -> float:
        return (
            self.leak_m3_per_s * self.outside_ppm
            + self.purge_m3_per_s * self.purge_ppm
            + 1e6 * self.source_m3_per_s
        ) / self.volume_m3

    @property
    def steady_ppm(self) -> float:
        """Concentration that it ends at [ppm]; inf where nothing is taken out."""
        if self.exchange_per_s > 0.0:
            return self._income / self.exchange_per_s
        return math.inf if self._income > 0.0 else math.nan

    def ppm(self, time_s: npt.ArrayLike, start_ppm: float) -> FloatArray:
        """Return the concentration over time from a start [ppm]."""
        time = np.asarray(time_s, dtype=np.float64)
        z = self.exchange_per_s * time
        safe = np.where(z > 0.0, z, 1.0)
        growth = np.where(z > 0.0, -np.expm1(-z) / safe, 1.0)
        return np.asarray(start_ppm * np.exp(-z) + self._income * time * growth, dtype=np.float64)

    def time_to_s(self, target_ppm: float, start_ppm: float) -> float | None:
        """Return the time after which the box is at a concentration [s]; None where it never is.

        Raises
        ------
        InputError
            If a concentration is negative.
        """
        if not (target_ppm >= 0.0 and start_ppm >= 0.0):
            raise InputError("a concentration is not negative")
        end = self.steady_ppm
        if math.isclose(target_ppm, start_ppm, rel_tol=1e-12):
            return 0.0
        if math.isnan(end):
            return None
        if math.isinf(end):
            return (target_ppm - start_ppm) / self._income if target_ppm > start_ppm else None
        share = (target_ppm - end) / (start_ppm - end) if start_ppm != end else math.inf
        return -math.log(share) / self.exchange_per_s if 0.0 < share < 1.0 else None

    def purge_needed_m3_per_s(self, target_ppm: float) -> float | None:
        """Return the purge that ends at a concentration [m3/s]; None where no purge reaches it."""
        over = target_ppm - self.purge_ppm
        taken = self.leak_m3_per_s + self.purifier_m3_per_s * self.purifier_efficiency
        income = self.leak_m3_per_s * self.outside_ppm + 1e6 * self.source_m3_per_s
        short = income - taken * target_ppm
        if short <= 0.0:
            return 0.0
        return short / over if over > 0.0 else None


def antechamber_ppm(
    start_ppm: float, pressure_ratio: float, cycles: int, purge_ppm: float = 0.0
) -> float:
    """Return what is left in an antechamber after cycles of evacuation and refill [ppm].

    ``x = x_purge + (x_0 - x_purge) r^n`` with r the pressure after over that before pumping. Water
    that walls and parts hold comes on top, and is not in it.

    Raises
    ------
    InputError
        If the ratio is not within 0 and 1, or a number is negative.

    Examples
    --------
    >>> round(antechamber_ppm(209460.0, 0.01, 3), 2)
    0.21
    """
    if not 0.0 <= pressure_ratio < 1.0:
        raise InputError(
            f"pressure ratio {pressure_ratio!r} is not from 0 to below 1",
            remedy="give the pressure after pumping over that before",
        )
    if cycles < 0 or not (start_ppm >= 0.0 and purge_ppm >= 0.0):
        raise InputError("cycles and concentrations must not be negative")
    return purge_ppm + (start_ppm - purge_ppm) * pressure_ratio**cycles
