"""Anand's viscoplasticity of lithium: creep that hardens towards a saturated strength."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.dendrites.voids.checks import FloatArray, not_negative, positive
from davylamp.dendrites.voids.lithium import read_table, value_SI

__all__ = ["AnandLaw", "anand_history", "anand_law"]

#: Nodes of a quadrature that is exact to round-off for the smooth integrand of creep.
_NODES: Final = 64


@dataclass(frozen=True, slots=True)
class AnandLaw:
    """``rate = rate0 (|s|/S)^(1/m)``, ``dS/de = H0 |1 - S/S*|^a sign(1 - S/S*)``.

    ``e`` is the accumulated plastic strain, so that the strength follows in closed form:
    ``(1 - S/S*)^(1-a) = (1 - S0/S*)^(1-a) + (a-1) H0 e/S*`` for ``a > 1`` and ``S0 < S*``.

    Parameters
    ----------
    rate_per_s : float
        ``rate0`` [1/s].
    sensitivity : float
        ``m``, 0 to 1.
    initial_Pa, saturated_Pa : float
        ``S0`` and ``S*`` [Pa].
    hardening_Pa : float
        ``H0`` [Pa].
    exponent : float
        ``a``, above 1.
    modulus_Pa : float
        Young's modulus [Pa].
    kind : Kind
        How it is known.
    source : str
        Bibliography key.

    References
    ----------
    Anand and Narayan, J. Electrochem. Soc. 2019, 10.1149/2.0861906jes.

    Examples
    --------
    >>> law = anand_law()
    >>> round(float(law.strength_Pa(0.0)) / 1e6, 3), round(float(law.strength_Pa(1e3)) / 1e6, 2)
    (2.0, 8.0)
    """

    rate_per_s: float
    sensitivity: float
    initial_Pa: float
    saturated_Pa: float
    hardening_Pa: float
    exponent: float
    modulus_Pa: float
    kind: Kind = Kind.ASSUMED
    source: str = ""

    def __post_init__(self) -> None:
        for value, name, unit in (
            (self.rate_per_s, "rate", "1/s"),
            (self.initial_Pa, "initial strength", "Pa"),
            (self.hardening_Pa, "hardening", "Pa"),
            (self.modulus_Pa, "Young's modulus", "Pa"),
        ):
            positive(value, name, unit)
        if not 0.0 < self.sensitivity <= 1.0:
            raise InputError(f"rate sensitivity {self.sensitivity!r} is not between 0 and 1")
        if not self.exponent > 1.0:
            raise InputError(f"hardening exponent {self.exponent!r} is not above 1")
        if not self.saturated_Pa > self.initial_Pa:
            raise InputError(
                f"saturated strength {self.saturated_Pa:g} Pa is not above the initial one, "
                f"{self.initial_Pa:g} Pa"
            )

    def strength_Pa(self, plastic_strain: FloatArray | float) -> FloatArray:
        """Return the strength after an accumulated plastic strain, exact [Pa]."""
        strain = not_negative(plastic_strain, "plastic strain", "")
        power = 1.0 - self.exponent
        rest = (1.0 - self.initial_Pa / self.saturated_Pa) ** power
        rest = rest - power * self.hardening_Pa * strain / self.saturated_Pa
        return np.asarray(self.saturated_Pa * (1.0 - rest ** (1.0 / power)), dtype=np.float64)

    def stress_Pa(self, plastic_strain: FloatArray | float, rate_per_s: float) -> FloatArray:
        """Return the flow stress after a plastic strain at a plastic strain rate, exact [Pa]."""
        rate = not_negative(rate_per_s, "strain rate", "1/s")
        return np.asarray(self.strength_Pa(plastic_strain) * (rate / self.rate_per_s) ** self.m)

    @property
    def m(self) -> float:
        """Rate sensitivity."""
        return self.sensitivity

    def rate_at(
        self, stress_Pa: FloatArray | float, plastic_strain: float = math.inf
    ) -> FloatArray:
        """Return the plastic strain rate under a stress; of steady creep by default [1/s]."""
        stress = not_negative(stress_Pa, "stress", "Pa")
        strength = (
            np.asarray(self.saturated_Pa)
            if math.isinf(plastic_strain)
            else self.strength_Pa(plastic_strain)
        )
        return np.asarray(self.rate_per_s * (stress / strength) ** (1.0 / self.m))

    def creep_time_s(self, stress_Pa: float, plastic_strain: float) -> float:
        """Return the time to creep to a plastic strain under a constant stress [s].

        ``t = 1/rate0 integral (S(e)/s)^(1/m) de``: a smooth integral, exact to round-off.
        """
        stress = float(positive(stress_Pa, "stress", "Pa"))
        strain = float(not_negative(plastic_strain, "plastic strain", ""))
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        at = 0.5 * strain * (nodes + 1.0)
        slowness = (self.strength_Pa(at) / stress) ** (1.0 / self.m)
        return float(0.5 * strain * np.dot(weights, slowness) / self.rate_per_s)


@cache
def anand_law() -> AnandLaw:
    """Return the stored constants of lithium."""
    raw = read_table("lithium.yaml")["anand"]
    return AnandLaw(
        rate_per_s=value_SI(raw["rate"], "1/s"),
        sensitivity=float(raw["sensitivity"]),
        initial_Pa=value_SI(raw["initial_strength"], "Pa"),
        saturated_Pa=value_SI(raw["saturated_strength"], "Pa"),
        hardening_Pa=value_SI(raw["hardening"], "Pa"),
        exponent=float(raw["hardening_exponent"]),
        modulus_Pa=value_SI(raw["youngs_modulus"], "Pa"),
        kind=Kind(raw["kind"]),
        source=raw["source"],
    )


def anand_history(
    law: AnandLaw, times_s: Sequence[float], strain: Sequence[float], *, steps: int = 200
) -> FloatArray:
    """Return the stress over a history of uniaxial strain, elastic and plastic parts together.

    ``ds/dt = E (de/dt - rate sign(s))`` by the implicit midpoint rule, second order; strain is
    linear between the given times. Each step is one bracketed root, so it always converges.

    Parameters
    ----------
    law : AnandLaw
        The law.
    times_s, strain : sequence of float
        Ascending times [s] and the strain at each; the first is the unloaded start.
    steps : int
        Steps between two given times.

    Returns
    -------
    array
        Stress at each given time [Pa].

    Raises
    ------
    InputError
        If the times do not ascend, or the two differ in length.
    """
    times = [float(t) for t in times_s]
    strains = [float(e) for e in strain]
    if len(times) != len(strains) or len(times) < 2:
        raise InputError("times and strains must be as many, and at least two")
    if any(not after > before for before, after in pairwise(times)):
        raise InputError("times of a strain history must ascend")
    if steps < 1:
        raise InputError(f"{steps} steps are too few", remedy="give at least one")
    plastic, gathered = 0.0, 0.0
    stresses = [law.modulus_Pa * strains[0]]
    for place in range(1, len(times)):
        width = (times[place] - times[place - 1]) / steps
        slope = (strains[place] - strains[place - 1]) / steps
        for count in range(steps):
            middle = strains[place - 1] + (count + 0.5) * slope
            change = _step(law, middle - plastic, gathered, width)
            plastic += change
            gathered += abs(change)
        stresses.append(law.modulus_Pa * (strains[place] - plastic))
    return np.asarray(stresses)


def _step(law: AnandLaw, elastic: float, gathered: float, width_s: float) -> float:
    """Return the change of plastic strain over a step; `elastic` is that of its middle."""
    from scipy.optimize import brentq

    size = abs(elastic)
    if size < 1e-15:
        return 0.0

    def excess(change: float) -> float:
        stress = law.modulus_Pa * max(size - 0.5 * change, 0.0)
        return change - width_s * float(law.rate_at(stress, gathered + 0.5 * change))

    # At twice the elastic strain the stress of the middle is gone, and with it the rate.
    root = float(brentq(excess, 0.0, 2.0 * size, xtol=1e-16, rtol=8.9e-16))
    return math.copysign(root, elastic)
