"""A slab from which salt is drawn at one face and set free at the other: exact response in time."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["depletion_fourier", "surface_response"]

FloatArray = npt.NDArray[np.float64]

#: Fourier number above which the cosine series is the shorter one.
_SWITCH: Final = 0.05
#: Odd modes: the seventh has decayed to 1e-37 of the first at the switch.
_MODES: Final = np.arange(1.0, 14.0, 2.0)
#: Images of the far face: the third adds 1e-25 at the switch.
_IMAGES: Final = (1.0, 2.0, 3.0)
_ITERATIONS: Final = 60
#: Step of sqrt(Fourier number), relative, below which the search ends.
_STEP: Final = 4e-16


def surface_response(fourier: npt.ArrayLike) -> FloatArray:
    r"""Return how far the plating face has depleted, as a share of its steady depletion.

    .. math:: \theta(T) = 1 - \frac{8}{\pi^2} \sum_{n\,odd} \frac{e^{-n^2\pi^2 T}}{n^2},
       \qquad T = D t / L^2

    and at short times its images, :math:`4\sqrt{T}\,[1/\sqrt{\pi} + 2\sum_n (-1)^n
    \mathrm{ierfc}(n/(2\sqrt{T}))]`. The surface concentration is :math:`c_0 (1 - (J/J^*)\,\theta)`.

    Parameters
    ----------
    fourier : array
        ``D t / L2``, 0 or more [1].

    Examples
    --------
    >>> float(surface_response(1.0).round(6)), float(surface_response(0.0))
    (0.999958, 0.0)
    """
    number = np.asarray(fourier, dtype=np.float64)
    return np.where(number > _SWITCH, 1.0 - _remaining(number), _early(number))


def depletion_fourier(ratio: npt.ArrayLike) -> FloatArray:
    """Return ``D t / L2`` at which the plating face is empty; infinity for a ratio of 1 or less.

    Parameters
    ----------
    ratio : array
        Current over limiting current [1].

    Examples
    --------
    >>> depletion_fourier([1.0, 2.0]).round(6).tolist()
    [inf, 0.049183]
    """
    current = np.asarray(ratio, dtype=np.float64)
    above = (current > 1.0) & np.isfinite(current)
    safe = np.where(above, current, 2.0)
    target = np.log1p(-1.0 / safe)
    # In sqrt(T) the early law is a line and the late one a parabola; Sand's time lies below the
    # root, from where Newton's steps never leave the domain.
    root = math.sqrt(math.pi) / (4.0 * safe)
    for _ in range(_ITERATIONS):
        number = root * root
        late = number > _SWITCH
        early = _early(number)
        left = np.where(late, _remaining(number), 1.0 - early)
        slope = -2.0 * root * np.where(late, _late_rate(number), _early_rate(number)) / left
        step = (target - np.where(late, np.log(left), np.log1p(-early))) / slope
        root = root + step
        if np.all(np.abs(step) <= _STEP * root):
            break
    time = np.where(above, root * root, np.where(current > 1.0, 0.0, np.inf))
    return np.asarray(np.where(np.isnan(current), np.nan, time))


def _remaining(number: FloatArray) -> FloatArray:
    """Return ``1 - theta`` by the cosine series."""
    late = np.maximum(number, _SWITCH)[..., None]
    terms = np.exp(-((_MODES * math.pi) ** 2) * late) / _MODES**2
    return np.asarray(8.0 / math.pi**2 * terms.sum(axis=-1))


def _late_rate(number: FloatArray) -> FloatArray:
    late = np.maximum(number, _SWITCH)[..., None]
    return np.asarray(8.0 * np.exp(-((_MODES * math.pi) ** 2) * late).sum(axis=-1))


def _early(number: FloatArray) -> FloatArray:
    from scipy.special import erfc

    root = np.sqrt(np.minimum(number, _SWITCH))
    total = np.full_like(root, 1.0 / math.sqrt(math.pi))
    inverse = 0.5 / np.maximum(root, 1e-150)
    for image in _IMAGES:
        far = image * inverse
        ierfc = np.exp(-far * far) / math.sqrt(math.pi) - far * erfc(far)
        total = total + 2.0 * (-1.0) ** image * ierfc
    return np.asarray(4.0 * root * total)


def _early_rate(number: FloatArray) -> FloatArray:
    root = np.sqrt(np.minimum(number, _SWITCH))
    inverse = 0.5 / np.maximum(root, 1e-150)
    total = np.ones_like(root)
    for image in _IMAGES:
        total = total + 2.0 * (-1.0) ** image * np.exp(-((image * inverse) ** 2))
    return np.asarray(2.0 * total / (math.sqrt(math.pi) * np.maximum(root, 1e-150)))
