r"""What cells survive in use, as a condition on estimated rates.

A rate that is estimated from one temperature is a guess at another one: with the frequency factor
uncertain by decades, and the temperature by tens of kelvin, part of the distribution says that the
materials would consume each other in a cell that is merely used. Cells are used. Of all pairs of
frequency factor A and peak temperature T_p only those count for which, at the temperature T_u that
a cell survives for the time t_u, no more than the share x has reacted:

    A exp(-E / (R T_u)) t_u <= -ln(1 - x),     E from A and T_p by Kissinger's relation.

E grows with T_p, so that this is a least peak for each A. What is left is drawn exactly
(Rosenblatt): first A from its marginal distribution, then T_p from its own above the least one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Parameter
from davylamp.runaway.kissinger import peak_of_energy

__all__ = ["Survived", "peak_of_energy"]

FloatArray = npt.NDArray[np.float64]

_NORMAL: Final = NormalDist()
#: Stations of the distribution of the frequency factor.
_STATIONS: Final = 401
#: Probability cut off on either side, as for a `Distribution`.
_TAIL: Final = 1e-4
#: Probability below which a number of double precision is not told from none.
_LEAST: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Survived:
    """A time at a temperature that a step was seen to survive, and what it is a condition on.

    Parameters
    ----------
    temperature_K, time_s : float
        What was survived [K, s].
    share : float
        Most that can have reacted by then [1].
    frequency_per_s, peak_K : Parameter
        What the step's own observation says of its frequency factor and its peak, before this
        condition; the peak with a ``normal`` distribution.
    heating_rate_K_per_s : float
        Of the peak [K/s].
    kind : Kind
        How the survival is known.
    sources : tuple of str
        Bibliography keys.

    Raises
    ------
    InputError
        If a number is out of range.
    """

    temperature_K: float
    time_s: float
    share: float
    frequency_per_s: Parameter
    peak_K: Parameter
    heating_rate_K_per_s: float
    kind: Kind
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.temperature_K > 0.0 and self.time_s > 0.0 and 0.0 < self.share < 1.0):
            raise InputError(
                f"survival of {self.time_s:g} s at {self.temperature_K:g} K with a share of "
                f"{self.share:g} is not possible"
            )
        if self.peak_K.distribution.shape != "normal" or not self.peak_K.distribution.spread > 0.0:
            raise InputError("survival conditions a peak with a normal distribution only")

    def least_peak_K(self, frequency_per_s: npt.ArrayLike) -> FloatArray:
        """Return the least peak [K] for a frequency factor that lets the cell survive."""
        frequency = np.asarray(frequency_per_s, dtype=np.float64)
        allowed = -math.log1p(-self.share) / self.time_s
        energy_K = self.temperature_K * np.log(np.maximum(frequency / allowed, 1.0 + 1e-9))
        return peak_of_energy(energy_K, frequency, self.heating_rate_K_per_s)

    @property
    def admissible(self) -> float:
        """Share of the distribution without this condition that meets it [1]."""
        return float(np.mean(self._table()[1]))

    @property
    def median(self) -> tuple[float, float]:
        """Frequency factor [1/s] and peak [K] in the middle of what meets the condition."""
        frequency, peak = self.draw([0.5], [0.5])
        return float(frequency[0]), float(peak[0])

    def draw(
        self, frequency_share: npt.ArrayLike, peak_share: npt.ArrayLike
    ) -> tuple[FloatArray, FloatArray]:
        """Return frequency factors [1/s] and peaks [K] that meet the condition.

        Parameters
        ----------
        frequency_share, peak_share : array, shape (n,)
            Places in the conditional distributions, 0 to 1: independent and even for draws.
        """
        first = np.clip(np.asarray(frequency_share, dtype=np.float64), _TAIL, 1.0 - _TAIL)
        second = np.clip(np.asarray(peak_share, dtype=np.float64), _TAIL, 1.0 - _TAIL)
        places, weight = self._table()
        below = np.concatenate([[0.0], np.cumsum(weight)])
        edges = np.linspace(0.0, 1.0, len(places) + 1)
        frequency = self._frequencies(np.interp(first, below / below[-1], edges))
        centre, spread = self.peak_K.value, self.peak_K.distribution.spread
        least = (self.least_peak_K(frequency) - centre) / spread
        # From the upper tail, where the digits are.
        above = np.maximum((1.0 - second) * _upper(least), _LEAST)
        peak = centre - spread * np.array([_NORMAL.inv_cdf(p) for p in above.tolist()])
        return frequency, np.maximum(peak, centre + spread * least)

    def _table(self) -> tuple[FloatArray, FloatArray]:
        """Places in the distribution of the frequency factor, and the share that survives there."""
        places = (np.arange(_STATIONS) + 0.5) / _STATIONS
        least = self.least_peak_K(self._frequencies(places))
        spread = self.peak_K.distribution.spread
        return places, np.maximum(_upper((least - self.peak_K.value) / spread), _LEAST)

    def _frequencies(self, share: FloatArray) -> FloatArray:
        spread = self.frequency_per_s.distribution
        if spread.shape != "decades":
            return self.frequency_per_s.quantile(share)
        # The same as `quantile`, without waiting for a library of special functions.
        cut = np.clip(share, _TAIL, 1.0 - _TAIL)
        normal = np.array([_NORMAL.inv_cdf(p) for p in cut.tolist()])
        value = self.frequency_per_s.value * 10.0 ** (spread.spread * normal)
        return np.asarray(np.clip(value, spread.low, spread.high))


def _upper(z: FloatArray) -> FloatArray:
    """Probability of a normal number above z."""
    return np.array([0.5 * math.erfc(item / math.sqrt(2.0)) for item in z.tolist()])
