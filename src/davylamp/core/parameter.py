"""A number of a model with its evidence and the distribution that stands for what is not known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind

__all__ = ["Distribution", "Parameter", "exact"]

FloatArray = npt.NDArray[np.float64]
Shape = Literal["fixed", "normal", "decades", "uniform"]

#: Probability cut off on either side, so that no draw is absurd.
_TAIL: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Distribution:
    """What a parameter may be.

    Parameters
    ----------
    shape : str
        ``fixed``; ``normal`` with the standard uncertainty `spread`; ``decades``: normal in the
        common logarithm with the standard uncertainty `spread`; ``uniform`` from `low` to `high`.
    spread : float
        Standard uncertainty, in the parameter's unit or in decades.
    low, high : float or None
        Bounds of the parameter, which no draw leaves; needed for ``uniform``.
    """

    shape: Shape = "fixed"
    spread: float = 0.0
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.shape not in ("fixed", "normal", "decades", "uniform"):
            raise InputError(f"distribution {self.shape!r} is not known")
        if not (math.isfinite(self.spread) and self.spread >= 0.0):
            raise InputError(f"spread {self.spread!r} is not a number of at least 0")
        if self.shape == "uniform" and (self.low is None or self.high is None):
            raise InputError("a uniform distribution needs a low and a high end")
        if self.low is not None and self.high is not None and not self.low <= self.high:
            raise InputError(f"range {self.low:g} to {self.high:g} is not in order")

    def quantile(self, centre: float, probability: npt.ArrayLike) -> FloatArray:
        """Return the values below which the given shares of all draws lie.

        Parameters
        ----------
        centre : float
            Median of the parameter.
        probability : array, shape (n,)
            From 0 to 1.

        Examples
        --------
        >>> Distribution("decades", 2.0).quantile(1e13, [0.5]).tolist()
        [10000000000000.0]
        """
        from scipy.special import ndtri

        share = np.clip(np.asarray(probability, dtype=np.float64), _TAIL, 1.0 - _TAIL)
        if self.shape == "uniform":
            # `__post_init__` has made sure of both ends.
            low, high = float(self.low or 0.0), float(self.high or 0.0)
            return np.asarray(low + share * (high - low), dtype=np.float64)
        value = np.full_like(share, centre)
        if self.shape == "normal":
            value = value + self.spread * ndtri(share)
        elif self.shape == "decades":
            value = value * 10.0 ** (self.spread * ndtri(share))
        return np.asarray(np.clip(value, self.low, self.high), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number with unit, evidence and distribution.

    Parameters
    ----------
    value : float
        In SI `unit`.
    unit : str
        SI unit: ``"1/s"``, ``"J/mol"``, ``"K"``, ``"J/kg"``, ``"1"``.
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys; empty only for ``assumed`` and for what the user gave.
    locator : str
        Where in the source.
    distribution : Distribution
        What it may be.
    note : str
        What a reader must know.
    """

    value: float
    unit: str
    kind: Kind = Kind.ASSUMED
    sources: tuple[str, ...] = ()
    locator: str = ""
    distribution: Distribution = Distribution()
    note: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise InputError(f"{self.value!r} {self.unit} is not a finite number")

    def quantile(self, probability: npt.ArrayLike) -> FloatArray:
        """Return values of the distribution at the given probabilities, in `unit`."""
        return self.distribution.quantile(self.value, probability)


def exact(value: float, unit: str, kind: Kind = Kind.ASSUMED, note: str = "") -> Parameter:
    """Return a number without a distribution: of a definition, a test case or a user's design."""
    return Parameter(float(value), unit, kind, note=note)
