"""Solve for the temperatures of a field by iteration, compiled."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.runaway.field._arrays import FieldArrays, Work
from davylamp.runaway.field._sparse import multiply, substitute

__all__ = ["iterate"]

FloatArray = npt.NDArray[np.float64]


@compiled_leaf
def _product(a: FloatArray, b: FloatArray) -> float:
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


@compiled_leaf
def _update(x: FloatArray, share: float, y: FloatArray) -> None:
    for i in range(len(x)):
        x[i] += share * y[i]


@compiled_leaf
def iterate(field: FieldArrays, work: Work, gamma_dt: float, limit: float, most: int) -> int:
    """Solve for `work.tau`, by conjugate gradients or their stabilised kin (BiCGSTAB).

    Ends when no volume's enthalpy would change by more than `limit` of its scale; returns the
    number of iterations, or -1.

    References
    ----------
    van der Vorst 1992, 10.1137/0913035.
    """
    n = len(field.mass)
    x, residual, direction, image = work.tau, work.residual, work.direction, work.image
    smooth, shadow, smoother, second = work.smooth, work.shadow, work.smoother, work.other_image
    symmetric = field.flags[1] == 0
    for i in range(n):
        x[i] = 0.0
        residual[i] = work.right[i]
        shadow[i] = work.right[i]
        direction[i] = 0.0
        image[i] = 0.0
    rho, alpha, omega = 1.0, 1.0, 1.0
    for number in range(most + 1):
        worst = 0.0
        for i in range(n):
            miss = abs(residual[i]) * gamma_dt / (field.mass[i] * field.scale[i])
            # Written so that what is no number is not passed over.
            if not miss <= worst:
                worst = miss
        if worst <= limit:
            return number
        if not math.isfinite(worst):
            return -1
        if symmetric:
            substitute(field, work, residual, smooth)
            fresh = _product(residual, smooth)
            beta = fresh / rho if number > 0 else 0.0
            rho = fresh
            for i in range(n):
                direction[i] = smooth[i] + beta * direction[i]
            multiply(field, work, direction, image)
            alpha = rho / _product(direction, image)
            _update(x, alpha, direction)
            _update(residual, -alpha, image)
        else:
            fresh = _product(shadow, residual)
            beta = fresh / rho * alpha / omega
            rho = fresh
            for i in range(n):
                direction[i] = residual[i] + beta * (direction[i] - omega * image[i])
            substitute(field, work, direction, smooth)
            multiply(field, work, smooth, image)
            alpha = rho / _product(shadow, image)
            _update(residual, -alpha, image)
            substitute(field, work, residual, smoother)
            multiply(field, work, smoother, second)
            square = _product(second, second)
            omega = _product(second, residual) / square if square > 0.0 else 0.0
            _update(x, alpha, smooth)
            _update(x, omega, smoother)
            _update(residual, -omega, second)
    return -1
