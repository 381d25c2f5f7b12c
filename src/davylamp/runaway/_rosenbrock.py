"""Coefficients of stiffly accurate Rosenbrock methods, in the form without matrix products.

Stage i solves ``(1/(gamma dt) - J) u_i = f(t + alpha_i dt, y + sum_j a_ij u_j) +
sum_j c_ij u_j / dt + gamma_i dt df/dt``. The argument of the last stage is the embedded solution,
and the result is that argument plus the last ``u``, which is hence the estimate of the error.
Between ``y0`` and ``y1`` the solution at the share s of the step is
``y0 (1-s) + s (y1 + (1-s) (d_0 + s d_1))`` with ``d_k = sum_j dense_kj u_j``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Tableau", "rodas4p", "two_stages"]

FloatArray = npt.NDArray[np.float64]


class Tableau(NamedTuple):
    """Coefficients of a method with s stages, of order 4 with an embedded one of order 3."""

    gamma: float  #: diagonal
    a: FloatArray  #: arguments of the stages, shape (s, s)
    c: FloatArray  #: coupling of the stages, shape (s, s)
    alpha: FloatArray  #: times of the stages, shape (s,)
    gamma_sum: FloatArray  #: factors of df/dt, shape (s,)
    dense: FloatArray  #: dense output of order 3, shape (2, s)


def _lower(rows: tuple[tuple[float, ...], ...]) -> FloatArray:
    size = len(rows)
    matrix = np.zeros((size, size))
    for i, row in enumerate(rows):
        matrix[i, : len(row)] = row
    return matrix


def rodas4p() -> Tableau:
    """Return Rodas4P: six stages, L-stable, of order 4 for linear parabolic problems too.

    Its better known relative Rodas4 loses order where the temperature of a boundary changes with
    time; this one does not.

    References
    ----------
    Steinebach 1995, order reduction of ROW methods for DAEs and method of lines applications,
    preprint 1741, TH Darmstadt; the digits are those of the program RODAS, method 3.
    """
    fifth = (-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401)
    return Tableau(
        0.25,
        _lower(
            (
                (),
                (3.0,),
                (1.831036793486759, 0.4955183967433795),
                (2.304376582692669, -0.05249275245743001, -1.176798761832782),
                fifth,
                (*fifth, 1.0),
            )
        ),
        _lower(
            (
                (),
                (-12.0,),
                (-8.791795173947035, -2.207865586973518),
                (10.81793056857153, 6.780270611428266, 19.53485944642410),
                (34.19095006749676, 15.49671153725963, 54.74760875964130, 14.16005392148534),
                (
                    34.62605830930532,
                    15.30084976114473,
                    56.99955578662667,
                    18.40807009793095,
                    -5.714285714285717,
                ),
            )
        ),
        np.array([0.0, 0.75, 0.21, 0.63, 1.0, 1.0]),
        np.array([0.25, -0.5, -0.023504, -0.0362, 0.0, 0.0]),
        np.array(
            [
                [
                    25.09876703708589,
                    11.62013104361867,
                    28.49148307714626,
                    -5.664021568594133,
                    0.0,
                    0.0,
                ],
                [
                    1.638054557396973,
                    -0.7373619806678748,
                    8.477918219238990,
                    15.99253148779520,
                    -1.882352941176471,
                    0.0,
                ],
            ]
        ),
    )


def two_stages() -> Tableau:
    """Return the stiffly accurate method of two stages and order 2 that is L-stable.

    With ``b_2 = gamma`` and the result as argument of a further stage the conditions of order
    leave ``gamma = 1 - 1/sqrt(2)``; the embedded solution has order 1, and dense output is linear.

    References
    ----------
    Hairer and Wanner 1996, 10.1007/978-3-642-05221-7, section IV.7.
    """
    gamma = 1.0 - math.sqrt(0.5)
    return Tableau(
        gamma,
        _lower(((), (1.0 / gamma,))),
        _lower(((), (-1.0 / gamma,))),
        np.array([0.0, 1.0]),
        np.array([gamma, 0.0]),
        np.zeros((2, 2)),
    )
