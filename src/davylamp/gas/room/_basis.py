"""The two functions that concentrations in a room are made of, exact for small arguments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["decay", "decay_integral", "growth", "growth_integral"]

FloatArray = npt.NDArray[np.float64]

#: Below, a Taylor series is exact to rounding where the closed form loses digits.
_SMALL = 0.05
#: In place of zero, where both functions are one.
_TINY = 1e-300


def decay(z: FloatArray, *, sealed: bool = False) -> FloatArray:
    """Return exp(-z): what is left of the concentration there was; 1/(1 + z) where sealed."""
    return np.asarray(1.0 / (1.0 + z) if sealed else np.exp(-z), dtype=np.float64)


def growth(z: FloatArray, *, sealed: bool = False) -> FloatArray:
    """Return (1 - exp(-z))/z: mean share left while gas comes in; 1/(1 + z) where sealed."""
    if sealed:
        return np.asarray(1.0 / (1.0 + z), dtype=np.float64)
    some = np.maximum(z, _TINY)
    return np.asarray(np.expm1(-some) / -some, dtype=np.float64)


def decay_integral(z: FloatArray, *, sealed: bool = False) -> FloatArray:
    """Return the mean of `decay` from 0 to z."""
    if not sealed:
        return growth(z)
    some = np.maximum(z, _TINY)
    return np.asarray(np.log1p(some) / some, dtype=np.float64)


def growth_integral(z: FloatArray, *, sealed: bool = False) -> FloatArray:
    """Return the integral of u growth(u) from 0 to z, over z squared: 1/2 for z = 0."""
    alternating, far = -1.0, np.maximum(z, _SMALL)
    if sealed:
        # z - log(1 + z) = z^2/2 - z^3/3 + ...
        terms = [alternating**k / (k + 2.0) for k in range(14)]
        closed = (far - np.log1p(far)) / far**2
    else:
        terms, factorial = [], 2.0
        for k in range(10):
            terms.append(alternating**k / factorial)
            factorial *= k + 3.0
        closed = (far + np.expm1(-far)) / far**2
    near = np.minimum(z, _SMALL)
    series = np.polynomial.polynomial.polyval(near, np.asarray(terms))
    return np.asarray(np.where(z < _SMALL, series, closed), dtype=np.float64)
