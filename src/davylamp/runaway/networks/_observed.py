"""Which published temperature a step takes its rate from."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind
from davylamp.core.parameter import Parameter
from davylamp.runaway.network import Gate, Rate
from davylamp.runaway.networks.peaks import Peak, estimated_rate, peak_of, told
from davylamp.store.kinetics import Observation
from davylamp.store.load import load_kinetics
from davylamp.store.materials import Material

__all__ = ["Known", "lithium_melts", "onset_rate", "oxygen_rate", "rate_for"]

_REACTION: Final = ("onset", "peak", "hold")
#: Routes between what touches in a charged cell, or of one material of it by itself.
_IN_USE: Final = ("solid-solid", "alone")
#: States of charge up to which a cathode counts as discharged, and from which on as charged.
_DISCHARGED: Final = 0.05
_CHARGED: Final = 0.9
#: Extra uncertainty of an onset of oxygen for a lithium content other than the measured one [K].
_OTHER_LITHIUM_K: Final = 20.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the rate of a step.

    Parameters
    ----------
    rate : Rate or None
        None where neither a curve nor a temperature is published.
    peak_K : float or None
        Its peak at the heating rate of the observation [K].
    stable_to_K : float or None
        Highest temperature at which nothing was seen [K].
    sources, notes : tuple of str
        Bibliography keys, and what a reader must know.
    """

    rate: Rate | None
    peak_K: float | None
    stable_to_K: float | None
    sources: tuple[str, ...]
    notes: tuple[str, ...]


def rate_for(
    route: str,
    material: Material,
    partner: Material | None,
    reactants: tuple[str, ...],
    *,
    gate: Gate | None = None,
    prefer: str | None = None,
    charge: float = 1.0,
) -> Known:
    """Return the rate of a route between two materials.

    Of several observations of the same pair the most severe one counts, unless another is
    preferred by its id; the notes tell the others. One with a discharged cathode counts for a
    discharged cell only; one with a charged cathode for any, as the more severe one.

    Parameters
    ----------
    route : str
        Of `davylamp.store.kinetics.Observation`.
    material, partner : Material, Material or None
        What meets.
    reactants : tuple of str
        Species of which the rate is of first order.
    gate : Gate, optional
        Condition of temperature.
    prefer : str, optional
        Id of the observation to take.
    charge : float
        State of charge of the cell, 0 to 1.

    Raises
    ------
    InputError
        If the preferred observation is not one of this pair.
    """
    every = [item for item in load_kinetics().observations if _fits(item, route, material, partner)]
    found = [item for item in every if item.cathode != "discharged" or charge <= _DISCHARGED]
    ranked = sorted(
        ((peak_of(item), item) for item in every if item.seen in _REACTION),
        key=lambda pair: pair[0].temperature_K,
    )
    seen = [pair for pair in ranked if pair[1] in found]
    stable = max((item.temperature_K for item in found if item.seen == "stable"), default=None)
    sources = tuple(dict.fromkeys(item.source for item in every))
    if not seen and not (prefer is not None and ranked):
        lines = [f"{item.conditions} ({item.source})" for item in found]
        lines += [
            f"not used, as this cell is charged: {_short(item)} ({item.source}): {item.conditions}"
            for item in every
            if item not in found
        ]
        return Known(None, None, stable, sources, tuple(lines))
    chosen = (seen or ranked)[0]
    if prefer is not None:
        named = [pair for pair in ranked if pair[1].id == prefer]
        if not named:
            ids = ", ".join(item.id for _, item in ranked)
            raise InputError(f"{prefer!r} is no observation of this pair", remedy=f"known: {ids}")
        chosen = named[0]
    peak, item = chosen
    rate = estimated_rate(
        peak,
        dict.fromkeys(reactants, 1.0),
        sources=(item.source,),
        locator=item.locator,
        weakest=item.kind,
        gate=gate,
        survived=_survived(material) if route in _IN_USE else None,
        seen_K=item.temperature_K,
    )
    others = [other for other in every if other is not item]
    notes = (
        _told(item, peak, rate),
        *_less_charged(charge, item.cathode == "charged"),
        *(f"also seen: {_short(other)} ({other.source}): {other.conditions}" for other in others),
    )
    return Known(rate, peak.temperature_K, None, sources, notes)


def oxygen_rate(material: Material, reactant: str, charge: float = 1.0) -> Known:
    """Return the rate at which a charged cathode loses oxygen, from its stored onsets."""
    known = onset_rate(material, "oxygen_onset_temperature", reactant, extra_K=_OTHER_LITHIUM_K)
    if known.rate is None:
        return known
    lithium = f"{_OTHER_LITHIUM_K:g} K more uncertain for the lithium content of this cell"
    return replace(known, notes=(*known.notes, lithium, *_less_charged(charge, True)))


def onset_rate(material: Material, prop: str, reactant: str, *, extra_K: float = 0.0) -> Known:
    """Return the rate of a material by itself, from the lowest of its stored onsets.

    Parameters
    ----------
    material : Material
        The material.
    prop : str
        Property that holds the onsets [degC]; one that is a lower bound says that nothing was seen
        below.
    reactant : str
        Its species.
    extra_K : float
        Standard uncertainty added to the reported one [K].
    """
    onsets: tuple[Datum, ...] = material.all(prop)
    sources = tuple(dict.fromkeys(datum.source for datum in onsets))
    seen = sorted((d for d in onsets if d.bound != ">"), key=lambda datum: datum.value)
    if not seen:
        bounds = [datum.value + ZERO_CELSIUS_K for datum in onsets]
        notes = tuple(f"{datum.conditions} ({datum.source})" for datum in onsets)
        return Known(None, None, max(bounds, default=None), sources, notes)
    datum = seen[0]
    item = Observation(
        id=datum.source,
        route="alone",
        materials=(),
        partners=(),
        seen="onset",
        temperature_K=datum.value + ZERO_CELSIUS_K,
        upper_K=None if datum.upper is None else datum.upper + ZERO_CELSIUS_K,
        uncertainty_K=math.hypot(datum.standard_uncertainty or 0.0, extra_K) or None,
        heating_rate_K_per_s=None,
        duration_s=None,
        source=datum.source,
        locator=datum.locator,
        kind=datum.kind,
        conditions=datum.conditions or "by itself",
        note=datum.note,
    )
    peak = peak_of(item)
    rate = estimated_rate(
        peak,
        {reactant: 1.0},
        sources=(datum.source,),
        locator=datum.locator,
        weakest=datum.kind,
        survived=_survived(material),
        seen_K=item.temperature_K,
    )
    return Known(rate, peak.temperature_K, None, sources, (_told(item, peak, rate),))


def lithium_melts() -> Gate:
    """Return the condition that lithium has melted: only then does it wet a solid."""
    from davylamp.store.load import load_library

    stored = load_library()["Li"].get("melting_temperature")
    value = 180.5 if stored is None else stored.value
    return Gate(
        Parameter(
            value + ZERO_CELSIUS_K,
            "K",
            Kind.ASSUMED if stored is None else stored.kind,
            () if stored is None else (stored.source,),
            "" if stored is None else stored.locator,
        ),
        width_K=2.0,
        reason="lithium has melted and wets the solid",
    )


def _fits(item: Observation, route: str, material: Material, partner: Material | None) -> bool:
    if item.route != route or material.id not in item.materials:
        return False
    if partner is None:
        return not item.partners
    return partner.id in item.partners or partner.family in item.partners


def _short(item: Observation) -> str:
    return f"{item.seen} {item.temperature_K - ZERO_CELSIUS_K:.0f} degC"


def _less_charged(charge: float, seen_charged: bool) -> tuple[str, ...]:
    if not seen_charged or charge >= _CHARGED:
        return ()
    return (
        f"seen with a charged cathode: at a state of charge of {charge:g} it has more lithium and "
        "reacts later, so that the rate is an upper estimate",
    )


def _survived(material: Material) -> Observation | None:
    """Return what cells with a material survive in use; an entry of its own comes first."""
    used = [item for item in load_kinetics().observations if item.seen == "use"]
    own = [item for item in used if material.id in item.materials]
    return next(iter(own or [item for item in used if not item.materials]), None)


def _told(item: Observation, peak: Peak, rate: Rate) -> str:
    text = f"rate from {_short(item)} ({item.source}): {item.conditions}; {peak.why}; peak "
    text += f"{peak.temperature_K - ZERO_CELSIUS_K:.0f} degC +- {peak.uncertainty_K:.0f} K"
    if rate.survived is not None and rate.peak_K is not None:
        middle = rate.peak_K.value - ZERO_CELSIUS_K
        text += f"; of these {told(rate.survived)} (assumed): middle {middle:.0f} degC"
    return text + (f"; {item.note}" if item.note else "")
