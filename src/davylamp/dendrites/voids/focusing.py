"""How much current gathers at the edge of a place where lithium has lost contact."""

from __future__ import annotations

import math
from functools import cache
from typing import Final, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.voids.checks import FloatArray, not_negative, positive

__all__ = ["Shape", "flux_focusing", "width_of_focusing_m"]

Shape = Literal["disc", "strip"]

#: Terms of the expansion over the debonded place.
_TERMS: Final = 40
#: Panels of length pi of the wave number, and nodes of each; beyond follows in closed form.
_PANELS: Final = 380
_NODES: Final = 8
_TAIL: Final = 32
#: Ratio up to which so many terms resolve the edge; beyond, its limit takes over.
_RESOLVED: Final = 200.0


def flux_focusing(
    half_width_m: npt.ArrayLike,
    conductivity_S_per_m: float,
    resistance_ohm_m2: float,
    *,
    shape: Shape = "disc",
) -> FloatArray:
    """Return the current density at the edge of a debonded place over that far away [1].

    A half-space of conductivity kappa meets an equipotential electrode through the area
    resistance Z, except where contact is lost: on a disc of radius a, or on an endless strip of
    half-width a. Only ``b = a/(kappa Z)`` matters. For small b the answer for a disc is
    ``1 + 2 b/pi``; for large b it is ``sqrt(2 b/pi)`` for a disc and ``sqrt(pi b/2)`` for a strip.

    The residual ``dv/dn + v/(kappa Z)`` lives on the debonded place alone and obeys a Fredholm
    equation of the second kind; it is expanded in Legendre polynomials, whose Hankel or cosine
    transforms are Bessel functions (Galerkin).

    Parameters
    ----------
    half_width_m : array
        Radius of the disc or half the width of the strip, 0 or more [m].
    conductivity_S_per_m : float
        Conductivity of the electrolyte [S/m].
    resistance_ohm_m2 : float
        Area resistance of the contact [ohm m2].
    shape : str
        ``disc`` or ``strip``.

    Raises
    ------
    InputError
        If a number is negative, conductivity or resistance is zero, or the shape is not known.

    References
    ----------
    Roy et al., Extreme Mech. Lett. 2021, 10.1016/j.eml.2021.101307 (the question).

    Examples
    --------
    >>> round(float(flux_focusing(30e-6, 0.04, 5e-4, shape="strip")), 2)
    2.04
    >>> round(float(flux_focusing(30e-6, 0.04, 5e-4)), 2)
    1.51
    """
    half = not_negative(half_width_m, "half width", "m")
    length = _length(conductivity_S_per_m, resistance_ohm_m2, shape)
    flat = [_edge(float(value), shape) for value in np.ravel(half / length)]
    return np.asarray(flat, dtype=np.float64).reshape(half.shape)


def width_of_focusing_m(
    factor: float,
    conductivity_S_per_m: float,
    resistance_ohm_m2: float,
    *,
    shape: Shape = "disc",
) -> float:
    """Return the diameter or width whose edge sees `factor` times the even current [m].

    Raises
    ------
    InputError
        If the factor is not above 1 and at most 10.
    """
    from scipy.optimize import brentq

    if not 1.0 < factor <= 10.0:
        raise InputError(f"factor {factor!r} is not between 1 and 10")
    length = _length(conductivity_S_per_m, resistance_ohm_m2, shape)
    high = 2.0 * math.pi * factor**2
    ratio = brentq(lambda ratio: _edge(ratio, shape) - factor, 0.0, high, xtol=1e-10)
    return 2.0 * length * float(ratio)


def _length(conductivity_S_per_m: float, resistance_ohm_m2: float, shape: str) -> float:
    if shape not in get_args(Shape):
        raise InputError(f"shape {shape!r} is not known", remedy="choose disc or strip")
    kappa = float(positive(conductivity_S_per_m, "conductivity", "S/m"))
    return kappa * float(positive(resistance_ohm_m2, "interface resistance", "ohm m2"))


class _Basis(NamedTuple):
    """Transforms of the polynomials, and what the equation needs of them."""

    waves: FloatArray
    weights: FloatArray
    transforms: FloatArray
    norms: FloatArray
    right: FloatArray
    edge: FloatArray
    #: Phase of each transform at large wave numbers s is this over s.
    phases: FloatArray
    signs: FloatArray
    #: Amplitude of the product of two transforms at large s, over its power of s.
    amplitude: float


def _edge(ratio: float, shape: Shape) -> float:
    """Return G at the edge, where ``G - K G = 1`` on the debonded place."""
    if ratio < 1e-12:
        return 1.0
    if ratio > _RESOLVED:
        # What is left above the limit falls as the inverse of the ratio.
        above = _edge(_RESOLVED, shape) / _limit(_RESOLVED, shape) - 1.0
        return _limit(ratio, shape) * (1.0 + above * _RESOLVED / ratio)
    basis = _disc() if shape == "disc" else _strip()
    kernel = (basis.transforms * (basis.weights * ratio / (basis.waves + ratio))) @ (
        basis.transforms.T
    )
    # Beyond the last panel the product of two transforms averages to a power of s times the
    # cosine of the difference of their phases; t = 1/s.
    end = 1.0 / (math.pi * _PANELS)
    nodes, weights = np.polynomial.legendre.leggauss(_TAIL)
    t = 0.5 * end * (nodes + 1.0)
    weight = 0.5 * end * weights * basis.amplitude * ratio * t / (1.0 + ratio * t)
    for wave in (np.cos, np.sin):
        part = basis.signs[:, None] * wave(basis.phases[:, None] * t)
        kernel = kernel + (part * weight) @ part.T
    matrix = np.diag(basis.norms) - kernel
    whole, half = (
        float(np.dot(np.linalg.solve(matrix[:n, :n], basis.right[:n]), basis.edge[:n]))
        for n in (_TERMS, _TERMS // 2)
    )
    # The logarithm in the slope at the edge makes the error fall with the square of the terms.
    return (4.0 * whole - half) / 3.0


def _limit(ratio: float, shape: Shape) -> float:
    return math.sqrt(ratio * (2.0 / math.pi if shape == "disc" else 0.5 * math.pi))


@cache
def _grid() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    starts = math.pi * np.arange(_PANELS)
    waves = (starts[:, None] + 0.5 * math.pi * (nodes + 1.0)).ravel()
    return waves, np.tile(0.5 * math.pi * weights, _PANELS)


@cache
def _disc() -> _Basis:
    """Return ``P_n(1 - 2x^2)``, whose Hankel transform is ``J_{2n+1}(s)/s``."""
    waves, weights = _grid()
    n = np.arange(_TERMS, dtype=np.float64)
    order = 2.0 * n + 1.0
    right = np.zeros(_TERMS)
    right[0] = 0.5
    signs = (-1.0) ** n
    return _Basis(
        waves,
        weights / waves,
        _odd_bessel(waves),
        np.asarray(0.5 / order),
        right,
        signs,
        0.5 * order**2,
        signs,
        1.0 / math.pi,
    )


def _odd_bessel(waves: FloatArray) -> FloatArray:
    """Return ``J_{2n+1}(s)``, shape (terms, waves)."""
    from scipy.special import j0, j1, jv

    orders = 2 * np.arange(_TERMS) + 1
    found = np.empty((_TERMS, waves.size))
    # Going up in the order is exact, and far quicker, where the argument exceeds it.
    high = waves > orders[-1]
    found[:, ~high] = jv(orders[:, None], waves[None, ~high])
    s = waves[high]
    below, here = j0(s), j1(s)
    for place, order in enumerate(orders):
        found[place, high] = here
        even = 2.0 * order / s * here - below
        below, here = even, 2.0 * (order + 1.0) / s * even - here
    return found


@cache
def _strip() -> _Basis:
    """Return ``P_{2n}(x)``, whose cosine transform is ``2 (-1)^n j_{2n}(s)``."""
    from scipy.special import spherical_jn

    waves, weights = _grid()
    n = np.arange(_TERMS)
    right = np.zeros(_TERMS)
    right[0] = 2.0
    transforms = [2.0 * (-1.0) ** k * spherical_jn(2 * int(k), waves) for k in n]
    return _Basis(
        waves,
        weights / math.pi,
        np.asarray(transforms),
        np.asarray(2.0 / (4.0 * n + 1.0), dtype=np.float64),
        right,
        np.ones(_TERMS),
        n * (2.0 * n + 1.0),
        np.ones(_TERMS),
        2.0 / math.pi,
    )
