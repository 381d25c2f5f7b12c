r"""The steady state of a concentrated salt: exact by one quadrature over concentration.

At rest of the profile the anion does not move, so that the current density times the distance from
the plating electrode is

.. math:: J x = \int_{c(0)}^{c(x)} \frac{F D(c)}{(1 - t_+^0(c))(1 - c V)}\,dc ,

and the salt that was put in fixes ``c(0)``. The limiting current has ``c(0) = 0``; where salt
would crystallise at the stripped electrode before, it has ``c(L)`` at the solubility.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte

__all__ = [
    "LimitingCurrent",
    "SteadyState",
    "concentrated_limiting_current",
    "limiting_ratio",
    "steady_state",
]

FloatArray = npt.NDArray[np.float64]

#: Panels of the quadrature over concentration, eight Gauss points each.
_PANELS: Final = 200
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
#: Mean concentrations above which no steady state is looked for, in units of the mean.
_WIDEST: Final = 200.0


@dataclass(frozen=True, slots=True)
class LimitingCurrent:
    """Largest steady current.

    Parameters
    ----------
    current_A_per_m2 : float
        [A/m2]; infinity where no current depletes the salt.
    cause : str
        ``depletion`` at the plating electrode, ``solubility`` at the stripped one, or ``none``.
    plating_mol_per_m3, stripping_mol_per_m3 : float
        Concentrations there at that current [mol/m3].
    extrapolated : bool
        Whether the profile leaves the concentrations at which the properties are known.
    """

    current_A_per_m2: float
    cause: str
    plating_mol_per_m3: float
    stripping_mol_per_m3: float
    extrapolated: bool


@dataclass(frozen=True, slots=True)
class SteadyState:
    """A steady profile.

    Parameters
    ----------
    current_A_per_m2 : float
        Current density [A/m2].
    position_m, concentration_mol_per_m3 : array, shape (n,)
        From the plating to the stripped electrode [m], [mol/m3].
    voltage_V : float
        Between two lithium electrodes, kinetics left out [V]; NaN without a conductivity.
    """

    current_A_per_m2: float
    position_m: FloatArray
    concentration_mol_per_m3: FloatArray
    voltage_V: float


def concentrated_limiting_current(
    electrolyte: SaltElectrolyte, concentration_mol_per_m3: float, thickness_m: float
) -> LimitingCurrent:
    """Return the limiting current of a layer between two lithium electrodes.

    Raises
    ------
    InputError
        If the mean concentration is above the solubility, or a number is not positive.

    Examples
    --------
    >>> from davylamp.dendrites.depletion.electrolyte import constant_electrolyte
    >>> found = concentrated_limiting_current(constant_electrolyte(1e-11, 0.2), 1000.0, 100e-6)
    >>> round(found.current_A_per_m2, 2), found.cause
    (24.12, 'depletion')
    """
    c0 = _mean(electrolyte, concentration_mol_per_m3, thickness_m)
    if np.all(electrolyte.anion_drive(np.linspace(0.0, 2.0 * c0, 17)) <= 0.0):
        return LimitingCurrent(np.inf, "none", c0, c0, not electrolyte.knows(c0, c0))
    top = _top(electrolyte, c0)
    if _mean_between(electrolyte, 0.0, top) >= c0:
        low, high, cause = 0.0, _root(electrolyte, c0, 0.0, c0, top), "depletion"
    elif np.isfinite(electrolyte.highest_mol_per_m3):
        low, high, cause = _lower_root(electrolyte, c0, top), top, "solubility"
    else:
        raise NoConvergenceError(
            f"no steady state of {electrolyte.name} has a mean of {c0:g} mol/m3",
            remedy="give a solubility, or properties that hold to higher concentrations",
        )
    strength = float(_integral(electrolyte, low, high)[-1])
    return LimitingCurrent(
        strength / thickness_m, cause, low, high, not electrolyte.knows(low, high)
    )


def limiting_ratio(electrolyte: SaltElectrolyte, concentration_mol_per_m3: float) -> float:
    """Return the limiting current over that of constant properties at the mean concentration.

    Those leave out the motion of the solvent.

    Infinite limits have a ratio of 1.
    """
    c0 = np.array([concentration_mol_per_m3])
    found = concentrated_limiting_current(electrolyte, concentration_mol_per_m3, 1.0)
    if not np.isfinite(found.current_A_per_m2):
        return 1.0
    drive = 1.0 - float(electrolyte.transference_number(c0)[0])
    plain = 2.0 * FARADAY_C_PER_MOL * c0[0] * float(electrolyte.diffusivity(c0)[0])
    return float(found.current_A_per_m2 * drive / plain)


def steady_state(
    electrolyte: SaltElectrolyte,
    concentration_mol_per_m3: float,
    thickness_m: float,
    current_A_per_m2: float,
    *,
    contact_resistance_ohm_m2: float = 0.0,
    points: int = 101,
) -> SteadyState:
    """Return the profile and voltage at rest for a current below the limiting one.

    Raises
    ------
    InputError
        If the current is not below the limiting one.
    """
    from scipy.optimize import brentq

    c0 = _mean(electrolyte, concentration_mol_per_m3, thickness_m)
    limit = concentrated_limiting_current(electrolyte, c0, thickness_m)
    if not 0.0 < current_A_per_m2 < limit.current_A_per_m2:
        raise InputError(
            f"current {current_A_per_m2:g} A/m2 has no steady state: the limiting current is "
            f"{limit.current_A_per_m2:g} A/m2",
            remedy="lower the current, or ask for the transient",
        )
    strength = current_A_per_m2 * thickness_m

    def short(low: float) -> float:
        high = _root(electrolyte, c0, low, c0, _top(electrolyte, c0))
        return float(_integral(electrolyte, low, high)[-1]) - strength

    low = brentq(short, limit.plating_mol_per_m3, c0 * (1.0 - 1e-12), xtol=1e-13 * c0)
    high = _root(electrolyte, c0, low, c0, _top(electrolyte, c0))
    edges = np.linspace(low, high, _PANELS + 1)
    sums = _integral(electrolyte, low, high)
    at = np.linspace(0.0, 1.0, points)
    from scipy.interpolate import PchipInterpolator

    profile = PchipInterpolator(sums / sums[-1], edges)(at)
    voltage = _voltage(electrolyte, low, high) + current_A_per_m2 * contact_resistance_ohm_m2
    return SteadyState(current_A_per_m2, at * thickness_m, profile, voltage)


def _voltage(electrolyte: SaltElectrolyte, low: float, high: float) -> float:
    if electrolyte.conductivity is None:
        return float("nan")
    c, width = _gauss(low, high)
    drive = electrolyte.anion_drive(c)
    # dx = F D dc / (J drive): the ohmic drop needs no profile.
    ohmic = FARADAY_C_PER_MOL * electrolyte.diffusivity(c) / (drive * electrolyte.conductivity(c))
    thermal = 2.0 * GAS_CONSTANT_J_PER_MOL_K * electrolyte.temperature_K / FARADAY_C_PER_MOL
    factor = np.ones_like(c)
    if electrolyte.thermodynamic_factor is not None:
        factor = electrolyte.thermodynamic_factor(c)
    junction = thermal * (1.0 - electrolyte.transference_number(c)) * factor / c
    return float((width * (ohmic + junction)).sum())


def _mean(electrolyte: SaltElectrolyte, concentration: float, thickness: float) -> float:
    for title, value, unit in (
        ("salt concentration", concentration, "mol/m3"), ("thickness", thickness, "m"),
    ):  # fmt: skip
        if not (np.isfinite(value) and value > 0.0):
            raise InputError(f"{title} {value:g} {unit} is not above zero")
    if concentration >= electrolyte.highest_mol_per_m3:
        raise InputError(
            f"salt concentration {concentration:g} mol/m3 is not below "
            f"{electrolyte.highest_mol_per_m3:g} mol/m3, the most that {electrolyte.name} holds",
            remedy="give the concentration of the dissolved salt",
        )
    return float(concentration)


def _top(electrolyte: SaltElectrolyte, mean: float) -> float:
    top = min(electrolyte.highest_mol_per_m3, _WIDEST * mean)
    if electrolyte.salt_volume_m3_per_mol > 0.0:
        top = min(top, 0.999 / electrolyte.salt_volume_m3_per_mol)
    return top


def _gauss(low: float, high: float) -> tuple[FloatArray, FloatArray]:
    edges = np.linspace(low, high, _PANELS + 1)
    half = 0.5 * np.diff(edges)
    middle = 0.5 * (edges[1:] + edges[:-1])
    points = (middle[:, None] + half[:, None] * _NODES).ravel()
    return points, (half[:, None] * _WEIGHTS).ravel()


def _density(electrolyte: SaltElectrolyte, c: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return FARADAY_C_PER_MOL * electrolyte.diffusivity(c) / electrolyte.anion_drive(c)


def _integral(electrolyte: SaltElectrolyte, low: float, high: float) -> FloatArray:
    """Return ``J x`` at the edges of the panels [A/m]."""
    points, width = _gauss(low, high)
    parts = (width * _density(electrolyte, points)).reshape(_PANELS, -1).sum(axis=1)
    return np.concatenate(([0.0], np.cumsum(parts)))


def _mean_between(electrolyte: SaltElectrolyte, low: float, high: float) -> float:
    points, width = _gauss(low, high)
    weight = width * _density(electrolyte, points)
    return float((weight * points).sum() / weight.sum())


def _root(electrolyte: SaltElectrolyte, mean: float, low: float, start: float, top: float) -> float:
    """Return the concentration at the stripped electrode that makes the mean right."""
    from scipy.optimize import brentq

    if _mean_between(electrolyte, low, top) <= mean:
        return top

    def beyond(high: float) -> float:
        return _mean_between(electrolyte, low, high) - mean

    return float(brentq(beyond, start, top, xtol=1e-13 * start))


def _lower_root(electrolyte: SaltElectrolyte, mean: float, high: float) -> float:
    from scipy.optimize import brentq

    def beyond(low: float) -> float:
        return _mean_between(electrolyte, low, high) - mean

    return float(brentq(beyond, 0.0, mean, xtol=1e-13 * mean))
