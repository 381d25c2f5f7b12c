"""Checks of numbers given to the models of voids and stack pressure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["FloatArray", "not_negative", "positive"]

FloatArray = npt.NDArray[np.float64]


def positive(value: npt.ArrayLike, name: str, unit: str) -> FloatArray:
    """Return an array of numbers above zero.

    Raises
    ------
    InputError
        If one is zero, negative or not finite.
    """
    array = np.asarray(value, dtype=np.float64)
    wrong = ~(np.isfinite(array) & (array > 0.0))
    if wrong.any():
        raise InputError(
            f"{name} {array[wrong].flat[0]:g} {unit} is not above zero",
            remedy=f"give a {name} above zero",
        )
    return array


def not_negative(value: npt.ArrayLike, name: str, unit: str) -> FloatArray:
    """Return an array of numbers of at least zero.

    Raises
    ------
    InputError
        If one is negative or not finite.
    """
    array = np.asarray(value, dtype=np.float64)
    wrong = ~(np.isfinite(array) & (array >= 0.0))
    if wrong.any():
        raise InputError(
            f"{name} {array[wrong].flat[0]:g} {unit} is negative or not a number",
            remedy=f"give a {name} of at least zero",
        )
    return array
