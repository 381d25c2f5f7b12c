"""What a soft short does to an impedance spectrum and to a voltammogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.dendrites.soft_short.path import ParallelPath

__all__ = ["Slope", "blocked_impedance_ohm", "fit_slope", "voltammogram_A"]

FloatArray = npt.NDArray[np.float64]
ComplexArray = npt.NDArray[np.complex128]


def blocked_impedance_ohm(
    frequency_Hz: npt.ArrayLike,
    path: ParallelPath,
    *,
    cpe_S_s_n: float,
    cpe_exponent: float,
    transfer_ohm: float = np.inf,
) -> ComplexArray:
    """Impedance of a short beside an electrolyte with electrodes that store charge [ohm].

    ``1/Z = 1/R_short + 1/(R_ion + 1/(1/R_ct + Q (j w)^n))``

    Blocking electrodes, and full cells at rest, have an infinite `transfer_ohm`: without a short
    the spectrum then rises for ever towards low frequency, with one it bends back to R_short.
    Between lithium electrodes it ends at the parallel resistance instead, and the short hides
    in the change from before.

    Parameters
    ----------
    frequency_Hz : array
        Frequency [Hz].
    path : ParallelPath
        Ions and short [ohm].
    cpe_S_s_n : float
        Q of the constant-phase element [S s^n].
    cpe_exponent : float
        n, above 0 up to 1 (a capacitor).
    transfer_ohm : float
        Charge transfer beside the constant-phase element [ohm].

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    >>> path = ParallelPath(50.0, 1000.0)
    >>> z = blocked_impedance_ohm([1e-7, 1e7], path, cpe_S_s_n=1e-3, cpe_exponent=0.9)
    >>> [round(float(value.real), 1) for value in z]
    [1000.0, 47.6]
    """
    require_positive("frequency_Hz", frequency_Hz, "Hz")
    require_positive("cpe_S_s_n", cpe_S_s_n, "S s^n")
    require_positive("transfer_ohm", transfer_ohm, "ohm")
    if not 0.0 < cpe_exponent <= 1.0:
        raise InputError(f"cpe_exponent {cpe_exponent:g} must lie above 0 and up to 1")
    omega = 2.0 * np.pi * np.asarray(frequency_Hz, dtype=np.float64)
    electrode = 1.0 / (1.0 / transfer_ohm + cpe_S_s_n * (1j * omega) ** cpe_exponent)
    total = 1.0 / path.short_ohm + 1.0 / (path.ionic_ohm + electrode)
    return np.asarray(1.0 / total, dtype=np.complex128)


def voltammogram_A(
    potential_V: npt.ArrayLike,
    scan_rate_V_per_s: npt.ArrayLike,
    path: ParallelPath,
    *,
    capacitance_F: float = 0.0,
) -> FloatArray:
    """Return the current of a symmetric lithium cell in slow cyclic voltammetry [A].

    ``I = U (1/R_ion + 1/R_short) + C dU/dt``, for potentials so small that the electrodes answer
    in proportion. A softly shorted cell is a straight line of higher slope; what is curved or
    opens into a loop is not the short.

    Parameters
    ----------
    potential_V : array
        Cell voltage [V].
    scan_rate_V_per_s : array
        Its rate with sign [V/s].
    path : ParallelPath
        Ions and short [ohm].
    capacitance_F : float
        Of both electrodes in series [F].

    Raises
    ------
    InputError
        If the capacitance is negative.

    References
    ----------
    Wang et al. 2022, 10.1016/j.joule.2022.05.020, who propose the method (abstract read).

    Examples
    --------
    >>> float(voltammogram_A(0.01, 1e-4, ParallelPath(50.0, 50.0)))
    0.0004
    """
    require_at_least_zero("capacitance_F", capacitance_F, "F")
    potential = np.asarray(potential_V, dtype=np.float64)
    rate = np.asarray(scan_rate_V_per_s, dtype=np.float64)
    return np.asarray(potential * path.conductance_S + capacitance_F * rate, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Slope:
    """Slope of a voltammogram with its standard uncertainty [S], and the scatter about it [A]."""

    conductance_S: float
    uncertainty_S: float
    scatter_A: float


def fit_slope(potential_V: npt.ArrayLike, current_A: npt.ArrayLike) -> Slope:
    """Return the slope of a voltammogram by least squares.

    Parameters
    ----------
    potential_V, current_A : array, shape (n,)
        Whole cycles, both ways: the charging of the electrodes then cancels [V, A].

    Raises
    ------
    InputError
        If there are fewer than three points, the lengths differ, a value is not finite, or all
        potentials are the same.

    Examples
    --------
    >>> round(fit_slope([-0.1, 0.0, 0.1], [-0.002, 0.0, 0.002]).conductance_S, 6)
    0.02
    """
    potential = np.asarray(potential_V, dtype=np.float64).ravel()
    current = np.asarray(current_A, dtype=np.float64).ravel()
    if potential.size < 3 or potential.size != current.size:
        raise InputError("potential_V and current_A need three or more points, as many of both")
    if not (np.isfinite(potential).all() and np.isfinite(current).all()):
        raise InputError("potential_V and current_A must be finite")
    centred = potential - potential.mean()
    square = float(centred @ centred)
    if not square > 0.0:
        raise InputError("potential_V does not change")
    slope = float(centred @ (current - current.mean())) / square
    rest = current - current.mean() - slope * centred
    variance = float(rest @ rest) / (potential.size - 2)
    return Slope(slope, (variance / square) ** 0.5, variance**0.5)
