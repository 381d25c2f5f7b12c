r"""From a published temperature to the rate of a first-order step.

With frequency factor A and activation energy E, heated at the rate b, it peaks at T_p with
``u exp(u) = A T_p / b``, ``u = E / (R T_p)`` (Kissinger 1957, 10.1021/ac60131a045). Whatever is
known is turned into such a peak, because E can then follow from A draw by draw:

- a **peak** as it is;
- an **onset**: the rate has reached a share f of that at the peak. Before much has reacted,
  ``f = e exp(-E/R (1/T - 1/T_p))``, so that ``T_p = T (1 + (1 - ln f) / u)``. What a laboratory
  calls an onset lies between the first deviation and the tangent: f = 0.05, ln f uncertain by 1;
- a **hold** at T at which it ran off within a time t. What heats itself runs off long before it
  would react away at a steady temperature: without loss after ``t = (R T^2 / E) / (k D)``, with the
  adiabatic rise D (Semenov's induction time), and with none of its heat kept after ``t = 1 / k``.
  So ``k(T) = s / t`` with s between ``T / (u D)`` and 1: the geometric middle with half the span,
  and a factor of ten in t.

A heating rate that was not seen is 5 K/min within a factor of two. By Kissinger's relation that
shifts the peak by ``T_p / (2 + u)`` per unit of ln b, which goes into the peak's uncertainty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, ZERO_CELSIUS_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.runaway.network import Gate, Rate, Transport, kissinger_energy
from davylamp.runaway.survival import Survived, peak_of_energy
from davylamp.store.kinetics import Observation

__all__ = [
    "FREQUENCY",
    "Peak",
    "estimated_rate",
    "peak_of",
    "peak_of_hold",
    "peak_of_onset",
    "self_heating_share",
    "told",
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
#: Adiabatic rise of a charged composite that runs off, assumed [K].
_RISE_K: Final = 1000.0
#: A condition that leaves more than this of a distribution is none.
_NO_CONDITION: Final = 0.999
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


def peak_of_hold(
    hold_K: float, time_s: float, heating_rate_K_per_s: float, share: float = 1.0
) -> float:
    """Return the peak [K] of a step whose rate constant is share/time at the hold's temperature.

    Examples
    --------
    >>> round(peak_of_hold(473.15, 60.0, 5.0 / 60.0))
    460
    """
    energy_K = hold_K * math.log(FREQUENCY.value * time_s / share)
    return float(peak_of_energy(energy_K, FREQUENCY.value, heating_rate_K_per_s))


def self_heating_share(hold_K: float, time_s: float) -> tuple[float, float]:
    """Return by how much less than 1/time the rate constant of what ran off within a time can be.

    The geometric middle between an adiabatic explosion and none of the heat kept, and the
    standard uncertainty of its logarithm: half the span.

    Examples
    --------
    >>> share, spread = self_heating_share(423.15, 60.0)
    >>> round(share, 2), round(spread, 1)
    (0.11, 2.2)
    """
    reduced = math.log(FREQUENCY.value * time_s)
    half = 0.5 * math.log(reduced * _RISE_K / hold_K)
    return math.exp(-half), half


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
        share, half = self_heating_share(middle, seen.duration_s)
        peak = peak_of_hold(middle, seen.duration_s, rate, share)
        per_ln = peak / math.log(FREQUENCY.value * seen.duration_s / share)
        parts += [_LN_HOLD * per_ln, half * per_ln]
        why = f"ran off at {middle:.1f} K within {seen.duration_s:g} s, heating itself"
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
    survived: Observation | None = None,
    seen_K: float | None = None,
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
    survived : Observation, optional
        What cells with these materials survive in use.
    seen_K : float, optional
        Temperature at which the reaction itself was seen [K].
    """
    kind = Kind.ESTIMATED if weakest.rank < Kind.ESTIMATED.rank else weakest
    at_K = Parameter(
        peak.temperature_K,
        "K",
        kind,
        sources,
        locator,
        Distribution("normal", peak.uncertainty_K, 250.0, 1500.0),
        peak.why,
    )
    rate = Rate(
        FREQUENCY,
        None,
        orders,
        peak_K=at_K,
        heating_rate_K_per_s=peak.heating_rate_K_per_s,
        transport=_SUPPLY,
        gate=gate,
        seen_K=seen_K,
    )
    if survived is None or survived.duration_s is None or survived.share is None:
        return rate
    condition = Survived(
        survived.temperature_K,
        survived.duration_s,
        survived.share,
        FREQUENCY,
        at_K,
        peak.heating_rate_K_per_s,
        survived.kind,
        (survived.source,),
    )
    if condition.admissible > _NO_CONDITION:
        return rate
    frequency, middle_K = condition.median
    return replace(
        rate,
        frequency_per_s=replace(FREQUENCY, value=frequency),
        peak_K=replace(at_K, value=middle_K, note=f"{peak.why}; {told(condition)}"),
        survived=condition,
    )


def told(condition: Survived) -> str:
    """Return in words what cells in use say of an estimated rate."""
    return (
        f"only the {100.0 * condition.admissible:.2g} % of its distribution with at most "
        f"{100.0 * condition.share:g} % gone after {condition.time_s / 86400.0:g} days at "
        f"{condition.temperature_K - ZERO_CELSIUS_K:g} degC, as in cells in use"
    )


def _reduced(peak_K: float, heating_rate_K_per_s: float) -> float:
    """E / (R T_p) of a step with the assumed frequency factor."""
    energy = kissinger_energy(FREQUENCY.value, peak_K, heating_rate_K_per_s)
    return energy / (GAS_CONSTANT_J_PER_MOL_K * peak_K)
