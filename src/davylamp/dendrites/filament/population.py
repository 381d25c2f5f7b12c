"""The largest flaw on an area: Weibull's weakest link, in depths and in currents."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.parameter import Distribution
from davylamp.dendrites._checks import require_positive

__all__ = ["FlawPopulation", "LargestFlaw"]

FloatArray = npt.NDArray[np.float64]
#: Standard deviation of the logarithm of a Frechet variable of shape 1.
_GUMBEL_DEVIATION: Final = math.pi / math.sqrt(6.0)


@dataclass(frozen=True, slots=True)
class FlawPopulation:
    """Surface flaws of a brittle layer, independent of each other and alike all over it.

    The strength s of an area A fails with ``P = 1 - exp(-(A/A0)(s/s0)^m)``. As ``s`` goes with
    ``a^-1/2``, the largest flaw on A is deeper than a with
    ``P = 1 - exp(-(A/A0)(a/a0)^(-m/2))``: Frechet's law.

    Parameters
    ----------
    depth_m : float
        a0: depth of the flaw that is the largest on `area_m2` in 63 of 100 samples [m].
    area_m2 : float
        A0 [m2].
    weibull_modulus : float
        m, of the strength; infinite where every sample has the same largest flaw.

    Raises
    ------
    InputError
        If one is not positive.

    References
    ----------
    Weibull 1951, A statistical distribution function of wide applicability, J. Appl. Mech. 18.

    Examples
    --------
    Ten times the area, ten times the flaws: with m = 8 the typical largest is 1.8 times deeper.

    >>> flaws = FlawPopulation(5e-6, 1e-4, 8.0)
    >>> round(float(flaws.typical_depth_m(1e-3)) / 5e-6, 2)
    1.78
    """

    depth_m: float
    area_m2: float
    weibull_modulus: float

    def __post_init__(self) -> None:
        require_positive("depth_m", self.depth_m, "m")
        require_positive("area_m2", self.area_m2, "m2")
        require_positive("weibull_modulus", self.weibull_modulus, "")
        if not (math.isfinite(self.depth_m) and math.isfinite(self.area_m2)):
            raise InputError("depth_m and area_m2 of flaws must be finite")

    def typical_depth_m(self, area_m2: npt.ArrayLike) -> FloatArray:
        """Return a0 of another area: the depth exceeded on 63 of 100 samples of it [m].

        ``a0(A) = a0 (A/A0)^(2/m)``
        """
        require_positive("area_m2", area_m2, "m2")
        ratio = np.asarray(area_m2, dtype=np.float64) / self.area_m2
        return np.asarray(self.depth_m * ratio ** (2.0 / self.weibull_modulus), dtype=np.float64)

    def share_with_deeper(self, depth_m: npt.ArrayLike, area_m2: npt.ArrayLike) -> FloatArray:
        """Return the probability that an area has a flaw deeper than `depth_m`."""
        require_positive("depth_m", depth_m, "m")
        require_positive("area_m2", area_m2, "m2")
        ratio = np.asarray(depth_m, dtype=np.float64) / self.depth_m
        share = np.asarray(area_m2, dtype=np.float64) / self.area_m2
        with np.errstate(over="ignore"):
            expected = share * ratio ** (-0.5 * self.weibull_modulus)
        return np.asarray(-np.expm1(-expected), dtype=np.float64)

    def largest_depth_m(self, area_m2: npt.ArrayLike, probability: npt.ArrayLike) -> FloatArray:
        """Return the depth that the largest flaw of an area stays below with a probability [m].

        ``a = a0 ((A/A0) / -ln P)^(2/m)``

        Raises
        ------
        InputError
            If a probability does not lie between 0 and 1, ends excluded.
        """
        require_positive("area_m2", area_m2, "m2")
        share = np.asarray(probability, dtype=np.float64)
        if not ((share > 0.0) & (share < 1.0)).all():
            raise InputError(f"probability {probability!r} must lie between 0 and 1")
        ratio = np.asarray(area_m2, dtype=np.float64) / (self.area_m2 * -np.log(share))
        return np.asarray(self.depth_m * ratio ** (2.0 / self.weibull_modulus), dtype=np.float64)

    def largest(self, area_m2: float) -> LargestFlaw:
        """Return the distribution of the largest flaw on an area, for a parameter."""
        return LargestFlaw.of((self,), area_m2)


@dataclass(frozen=True, slots=True)
class LargestFlaw(Distribution):
    """Depth of the largest flaw on an area.

    With several populations, one of them holds, each as likely as the others: so it stands for
    a Weibull modulus of which only the range is known.

    `shape` and `spread` (decades) describe it to readers who know the plain shapes alone.

    Parameters
    ----------
    populations : tuple of FlawPopulation
        What the flaws may be.
    on_area_m2 : float
        Area [m2].
    """

    populations: tuple[FlawPopulation, ...] = ()
    on_area_m2: float = 1e-4

    @classmethod
    def of(
        cls,
        populations: tuple[FlawPopulation, ...],
        area_m2: float,
        *,
        low_m: float | None = None,
        high_m: float | None = None,
    ) -> LargestFlaw:
        """Return the distribution on an area, with bounds that no draw leaves [m]."""
        if not populations:
            raise InputError("the largest flaw needs at least one population")
        require_positive("area_m2", area_m2, "m2")
        per_modulus = [
            2.0 * _GUMBEL_DEVIATION / (one.weibull_modulus * math.log(10.0)) for one in populations
        ]
        typical = [math.log10(float(one.typical_depth_m(area_m2))) for one in populations]
        middle = sum(typical) / len(typical)
        variance = sum(w**2 + (t - middle) ** 2 for w, t in zip(per_modulus, typical, strict=True))
        return cls(
            "decades",
            math.sqrt(variance / len(populations)),
            low_m,
            high_m,
            populations,
            area_m2,
        )

    def median_m(self) -> float:
        """Return the depth that half of all samples stay below [m]."""
        return float(self.quantile(0.0, [0.5])[0])

    def quantile(self, centre: float, probability: npt.ArrayLike) -> FloatArray:
        """Return the depths below which the given shares of samples lie [m]; needs no centre."""
        share = np.clip(np.asarray(probability, dtype=np.float64), 1e-4, 1.0 - 1e-4)
        ends = np.stack([one.largest_depth_m(self.on_area_m2, share) for one in self.populations])
        low, high = np.log(ends.min(axis=0)), np.log(ends.max(axis=0))
        # The mixture's quantile lies between those of its parts.
        for _ in range(60 if len(self.populations) > 1 else 0):
            middle = 0.5 * (low + high)
            below = np.mean(
                [
                    1.0 - one.share_with_deeper(np.exp(middle), self.on_area_m2)
                    for one in self.populations
                ],
                axis=0,
            )
            low, high = np.where(below < share, middle, low), np.where(below < share, high, middle)
        return np.asarray(np.clip(np.exp(0.5 * (low + high)), self.low, self.high))
