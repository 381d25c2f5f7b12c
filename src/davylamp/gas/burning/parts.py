"""A mixture taken apart by what its gases do in a flame."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.burning.fuels import FuelLimits, GivenLimits, fuel_limits
from davylamp.gas.burning.roles import (
    FlameRole,
    Oxidising,
    nitrogen_equivalence,
    oxidising_power,
    role_of,
)
from davylamp.gas.burning.warming import WarmLimits, limits_at
from davylamp.gas.mixture import AIR_OXYGEN

__all__ = ["Parts", "take_apart"]

#: Oxygen among all that is not fuel, above which upper limits of air no longer hold [1].
_ENRICHED: Final = AIR_OXYGEN + 1e-3
#: Lower limit that a trace without one is given: below that of any gas known (CS2, 0.6 %) [1].
_LOWEST_LFL: Final = 0.005
#: Largest part of what the other fuels bring to the limit that traces may add [1].
_TRACE: Final = 0.02
#: Share up to which an oxidiser other than oxygen is a trace [1].
_TRACE_OXIDISER: Final = 1e-3


@dataclass(slots=True)
class Parts:
    """A mixture taken apart by what its gases do."""

    fuels: dict[str, float]
    inerts: dict[str, float]
    oxidisers: dict[str, float]
    equivalence: dict[str, float]
    limits: list[FuelLimits]
    warm: list[WarmLimits]
    oxidising: Oxidising | None
    kinds: list[Kind] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def fuel_share(self) -> float:
        """Share of all fuels [1]."""
        return math.fsum(self.fuels.values())

    @property
    def enriched(self) -> bool:
        """Whether what is not fuel is richer in oxygen than air."""
        rest = 1.0 - self.fuel_share
        return rest > 1e-12 and self.oxidisers.get("O2", 0.0) / rest > _ENRICHED

    @property
    def foreign(self) -> list[str]:
        """Oxidisers other than oxygen."""
        return [name for name in self.oxidisers if name != "O2"]


def take_apart(
    shares: Mapping[str, float],
    issuer: str | None,
    given: GivenLimits | None,
    temperature_K: float,
    pressure_Pa: float,
) -> Parts:
    """Return a mixture by roles, with the limits of its fuels at a temperature [K]."""
    by_role: dict[FlameRole, dict[str, float]] = {role: {} for role in FlameRole}
    for name, share in shares.items():
        by_role[role_of(name)][name] = share
    fuels, inerts, oxidisers = (
        by_role[r] for r in (FlameRole.FUEL, FlameRole.INERT, FlameRole.OXIDISER)
    )
    found_limits = [fuel_limits(name, issuer, given) for name in fuels]
    limits, traces = _with_traces(fuels, found_limits)
    odd = {name: share for name, share in oxidisers.items() if name != "O2"}
    if odd and math.fsum(odd.values()) <= _TRACE_OXIDISER:
        # So little moves no limit: it counts with the inerts.
        inerts = {**inerts, **odd}
        oxidisers = {name: share for name, share in oxidisers.items() if name == "O2"}
    warm = [
        limits_at(item.species, item.lfl, item.ufl, temperature_K, pressure_Pa) for item in limits
    ]
    # Oxygen takes the place of air, as nitrogen does: it is counted with the inerts.
    calm = dict(inerts)
    if "O2" in oxidisers:
        calm["O2"] = oxidisers["O2"]
    data = {name: nitrogen_equivalence(name) for name in calm}
    parts = Parts(
        fuels=fuels,
        inerts=calm,
        oxidisers=oxidisers,
        equivalence={name: 1.0 if found is None else found.value for name, found in data.items()},
        limits=limits,
        warm=warm,
        oxidising=oxidising_power(shares) if oxidisers else None,
    )
    parts.kinds = [item.kind for item in limits if item.lfl is not None]
    parts.kinds += [Kind.ASSUMED if found is None else found.kind for found in data.values()]
    parts.sources = [key for item in limits for key in item.sources]
    parts.sources += [found.source for found in data.values() if found is not None]
    parts.unknown = [gap for item in limits for gap in item.unknown]
    if traces:
        parts.notes.append(
            f"traces without stored limits ({', '.join(traces)}) are counted as burning from "
            f"{100 * _LOWEST_LFL:g} % on, less than any gas known"
        )
    if parts.foreign:
        parts.unknown.append(
            Unknown(
                f"how the mixture burns with {', '.join(parts.foreign)}: the rules hold for air",
                "measure its limits by EN 1839",
            )
        )
    return parts


def _with_traces(
    fuels: Mapping[str, float], limits: list[FuelLimits]
) -> tuple[list[FuelLimits], list[str]]:
    """Return the limits with those of traces filled in from the safe side, and which these are."""
    known = math.fsum(fuels[item.species] / item.lfl for item in limits if item.lfl is not None)
    missing = [item.species for item in limits if item.lfl is None]
    if not missing:
        return limits, []
    if math.fsum(fuels[name] for name in missing) / _LOWEST_LFL > _TRACE * known:
        return limits, []
    filled = [
        FuelLimits(item.species, _LOWEST_LFL, 1.0, "assumed for a trace", Kind.ASSUMED)
        if item.lfl is None
        else item
        for item in limits
    ]
    return filled, missing
