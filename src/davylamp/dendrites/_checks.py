"""Refuse numbers that no flaw, contact or short can have, and say which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = ["require_at_least_zero", "require_positive"]


def require_positive(name: str, value: npt.ArrayLike, unit: str) -> None:
    """Refuse a value that is not above zero; infinity passes.

    Raises
    ------
    InputError
        If any is zero, negative or not a number.

    Examples
    --------
    >>> require_positive("thickness_m", 1e-5, "m")
    """
    numbers = np.asarray(value, dtype=np.float64)
    wrong = ~(numbers > 0.0)
    if wrong.any():
        raise InputError(
            f"{name} {float(numbers[wrong][0]):g} {unit} is not positive",
            remedy=f"give {name} above zero",
        )


def require_at_least_zero(name: str, value: npt.ArrayLike, unit: str) -> None:
    """Refuse a value below zero; infinity passes.

    Raises
    ------
    InputError
        If any is negative or not a number.
    """
    numbers = np.asarray(value, dtype=np.float64)
    wrong = ~(numbers >= 0.0)
    if wrong.any():
        raise InputError(
            f"{name} {float(numbers[wrong][0]):g} {unit} is below zero",
            remedy=f"give {name} of at least zero",
        )
