r"""From a published temperature to the rate of a first-order step.

With frequency factor A and activation energy E, heated at the rate b, it peaks at T_p with
``u exp(u) = A T_p / b``, ``u = E / (R T_p)`` (Kissinger 1957, 10.1021/ac60131a045). Whatever is
known is turned into such a peak, because E can then follow from A draw by draw:

- a **peak** as it is;
- an **onset**: the rate has reached a share f of that at the peak. Before much has reacted,
  ``f = e exp(-E/R (1/T - 1/T_p))``, so that ``T_p = T (1 + (1 - ln f) / u)``. What a laboratory
  calls an onset lies between the first deviation and the tangent: f = 0.05, ln f uncertain by 1;
- a **hold** at T for a time t: ``k(T) = 1 / t``, uncertain by a factor of ten in t.

A heating rate that was not seen is 5 K/min within a factor of two. By Kissinger's relation that
shifts the peak by ``T_p / (2 + u)`` per unit of ln b, which goes into the peak's uncertainty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.runaway.network import Gate, Rate, Transport, kissinger_energy
from davylamp.runaway.parameter import Distribution, Parameter
from davylamp.store.kinetics import Observation

__all__ = [
    "FREQUENCY",
    "Peak",
    "estimated_rate",
    "peak_of",
    "peak_of_hold",
    "peak_of_onset",
]

#: Frequency factor where only a temperature is known, and two decades either way [1/s].
FREQUENCY: Final = Parameter(
    1e13,
    "1/s",
    Kind.ESTIMATED,
    (),
    "",
    Distribution("decades", 1.0, 1e11, 1e15),
    "of the order of a lattice vibration; two standard uncertainties are two decades",
)
#: Heating rate where none was seen [K/s], and the logarithm of the factor it is uncertain by.
_HEATING_K_PER_S: Final = 5.0 / 60.0
_LN_HEATING: Final = math.log(2.0)
#: Share of the peak's rate at what is called the onset, and the uncertainty of its logarithm.
_ONSET_SHARE: Final = 0.05
_LN_ONSET: Final = 1.0
#: Logarithm of the factor that the time of a hold is uncertain by.
_LN_HOLD: Final = math.log(10.0)
#: Uncertainty of a temperature for which none was reported [K].
_TEMPERATURE_K: Final = 10.0
#: Largest rate constant: a run of a solid-state cell was over in about 5 ms.
_SUPPLY: Final = Transport(
    Parameter(
        200.0,
        "1/s",
        Kind.ASSUMED,
        (),
        "",
        Distribution("decades", 0.5, 2.0, 2e4),
        "supply by diffusion: the fastest run seen of a solid-state cell lasted about 5 ms",
    )
)


@dataclass(frozen=True, slots=True)
class Peak:
    """Peak temperature of a first-order step [K], its standard uncertainty [K], heating rate [K/s].

    `why` says how it was found.
    """

    temperature_K: float
    uncertainty_K: float
    heating_rate_K_per_s: float
    why: str


def peak_of_onset(
    onset_K: float, heating_rate_K_per_s: float, share: float = _ONSET_SHARE
) -> float:
    """Return the peak [K] of a first-order step that has reached `share` of its peak rate.

    Examples
    --------
    >>> round(peak_of_onset(473.15, 5.0 / 60.0))
    527
    """
    if not 0.0 < share < 1.0:
        raise InputError(f"share {share:g} is not between 0 and 1")
    peak = onset_K
    # u hardly depends on the peak: each round gains two digits.
    for _ in range(20):
        peak = onset_K * (1.0 + (1.0 - math.log(share)) / _reduced(peak, heating_rate_K_per_s))
    return peak


def peak_of_hold(hold_K: float, time_s: float, heating_rate_K_per_s: float) -> float:
    """Return the peak [K] of a step whose rate constant is 1/time at the temperature of the hold.

    Examples
    --------
    >>> round(peak_of_hold(473.15, 60.0, 5.0 / 60.0))
    460
    """
    reduced = math.log(FREQUENCY.value * time_s)
    energy_K = reduced * hold_K
    peak = hold_K
    for _ in range(60):
        peak = energy_K / math.log(
            FREQUENCY.value * peak * peak / (energy_K * heating_rate_K_per_s)
        )
    return peak


def peak_of(seen: Observation) -> Peak:
    """Return the peak that an observation stands for.

    Raises
    ------
    InputError
        If it is not of a reaction.
    """
    heating = seen.heating_rate_K_per_s
    rate = _HEATING_K_PER_S if heating is None else heating
    middle, spread = seen.temperature_K, seen.uncertainty_K or _TEMPERATURE_K
    if seen.upper_K is not None:
        # A range is taken as plus and minus one standard uncertainty.
        middle, spread = 0.5 * (middle + seen.upper_K), 0.5 * (seen.upper_K - middle)
    parts = [spread]
    if seen.seen == "onset":
        # The lower end of a range of onsets is the onset.
        peak = peak_of_onset(seen.temperature_K, rate)
        parts.append(_LN_ONSET * peak / _reduced(peak, rate))
        why = f"onset at {seen.temperature_K:.1f} K read as 5 % of the rate at the peak"
    elif seen.seen == "peak":
        peak, why = middle, f"peak at {middle:.1f} K"
    elif seen.seen == "hold" and seen.duration_s is not None:
        peak = peak_of_hold(middle, seen.duration_s, rate)
        parts.append(_LN_HOLD * peak / math.log(FREQUENCY.value * seen.duration_s))
        why = f"ran off at {middle:.1f} K within {seen.duration_s:g} s"
    else:
        raise InputError(f"{seen.id} is no observation of a reaction")
    if heating is None:
        if seen.seen != "hold":
            parts.append(_LN_HEATING * peak / (2.0 + _reduced(peak, rate)))
            why += "; heating rate not seen, 5 K/min within a factor of two assumed"
    else:
        why += f" at {60.0 * rate:g} K/min"
    return Peak(peak, math.hypot(*parts), rate, why)


def estimated_rate(
    peak: Peak,
    orders: dict[str, float],
    *,
    sources: tuple[str, ...],
    locator: str,
    weakest: Kind,
    gate: Gate | None = None,
) -> Rate:
    """Return the rate law of a step of which a temperature is known.

    Parameters
    ----------
    peak : Peak
        Peak on heating.
    orders : dict
        Order by reactant.
    sources, locator
        Where the temperature comes from.
    weakest : Kind
        How the temperature is known; the rate is never better than ``estimated``.
    gate : Gate, optional
        Condition of temperature.
    """
    kind = Kind.ESTIMATED if weakest.rank < Kind.ESTIMATED.rank else weakest
    return Rate(
        FREQUENCY,
        None,
        orders,
        peak_K=Parameter(
            peak.temperature_K,
            "K",
            kind,
            sources,
            locator,
            Distribution("normal", peak.uncertainty_K, 250.0, 1500.0),
            peak.why,
        ),
        heating_rate_K_per_s=peak.heating_rate_K_per_s,
        transport=_SUPPLY,
        gate=gate,
    )


def _reduced(peak_K: float, heating_rate_K_per_s: float) -> float:
    """E / (R T_p) of a step with the assumed frequency factor."""
    energy = kissinger_energy(FREQUENCY.value, peak_K, heating_rate_K_per_s)
    return energy / (GAS_CONSTANT_J_PER_MOL_K * peak_K)
