"""Lower and upper limit of a mixture by Le Chatelier and ISO 10156, and its limiting oxygen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from davylamp.core.evidence import Unknown
from davylamp.gas.burning.mixing import iso_10156_lfl, le_chatelier
from davylamp.gas.burning.parts import Parts
from davylamp.gas.burning.roles import decomposing, oxygen_demand_mol
from davylamp.gas.burning.warming import WarmLimits
from davylamp.gas.mixture import AIR_OXYGEN, ATMOSPHERE_PA

__all__ = ["MixtureLimits"]

#: Pressure up to which an upper limit at 1 atm holds [Pa].
_ATMOSPHERIC_PA: Final = 110e3
_HYDROCARBONS: Final = frozenset({"CH4", "C2H6", "C3H6", "C3H8", "heptane", "toluene", "xylene"})
#: Points by which an upper limit of a hydrocarbon rises for a tenfold pressure [1].
_PER_DECADE: Final = 0.206


class MixtureLimits:
    """Limits of the mixture by the rules."""

    def __init__(self, parts: Parts, pressure_Pa: float) -> None:
        self.unknown: list[Unknown] = []
        self.lfl: float | None = None
        self.lfl_diluted: float | None = None
        self.lfl_burgess_wheeler: float | None = None
        self.ufl: float | None = None
        self.ufl_burgess_wheeler: float | None = None
        self.limiting_oxygen: float | None = None
        self.crossed = False
        warm = {item.species: item for item in parts.warm}
        low = {name: item.lfl for name, item in warm.items() if item.lfl is not None}
        known = {name: share for name, share in parts.fuels.items() if name in low}
        # Fuels without a limit only help the others to burn: without them the limit is a bound.
        calm = {
            **parts.inerts,
            **{name: share for name, share in parts.fuels.items() if name not in low},
            **{name: parts.oxidisers[name] for name in parts.foreign},
        }
        weights = {name: parts.equivalence.get(name, 1.0) for name in calm}
        self.lfl_at_most = _lower(known, calm, low, weights) if known else None
        complete = len(known) == len(parts.fuels) and not parts.foreign
        if complete:
            self.lfl = self.lfl_at_most
            self.lfl_diluted = _lower(known, {}, low, {})
            other = {name: item.lfl_burgess_wheeler for name, item in warm.items()}
            cold = {name: value for name, value in other.items() if value is not None}
            self.lfl_burgess_wheeler = _lower(known, calm, cold, weights)
            demand = math.fsum(s * oxygen_demand_mol(name) for name, s in known.items())
            self.limiting_oxygen = demand * (self.lfl_diluted or 0.0)
            high = {name: item.ufl for name, item in warm.items() if item.ufl is not None}
            if len(high) == len(known) and not decomposing(known):
                # A flame at the upper limit in air lives on what oxygen is left there.
                left = AIR_OXYGEN * (1.0 - le_chatelier(known, high))
                self.limiting_oxygen = min(self.limiting_oxygen, left)
            self._set_upper(parts, warm, pressure_Pa)
            if self.ufl is not None and self.lfl is not None and self.lfl >= self.ufl:
                self.crossed, self.ufl, self.ufl_burgess_wheeler = True, None, None

    def _set_upper(self, parts: Parts, warm: Mapping[str, WarmLimits], pressure_Pa: float) -> None:
        if any(item.ufl is None for item in warm.values()):
            return
        if parts.enriched:
            self.unknown.append(
                Unknown(
                    "the upper limit: the mixture brings more oxygen than air does",
                    "measure it in that much oxygen by EN 1839",
                )
            )
            return
        if pressure_Pa > _ATMOSPHERIC_PA and (odd := set(parts.fuels) - _HYDROCARBONS):
            self.unknown.append(
                Unknown(
                    f"the upper limit at {pressure_Pa / 1e5:g} bar: it rises with pressure, by how "
                    f"much is not known of {', '.join(sorted(odd))}",
                    "measure it at that pressure by EN 1839",
                )
            )
            return
        rise = max(0.0, _PER_DECADE * math.log10(pressure_Pa / ATMOSPHERE_PA))
        if pressure_Pa <= _ATMOSPHERIC_PA:
            rise = 0.0
        first = {n: min(1.0, (item.ufl or 0.0) + rise) for n, item in warm.items()}
        second = {n: min(1.0, (item.ufl_burgess_wheeler or 0.0) + rise) for n, item in warm.items()}
        self.ufl = self._upper(parts, first)
        self.ufl_burgess_wheeler = self._upper(parts, second)

    def _upper(self, parts: Parts, limits: Mapping[str, float]) -> float:
        share = min(1.0, le_chatelier(parts.fuels, limits) / parts.fuel_share)
        there, needed = parts.oxidisers.get("O2", 0.0), self.limiting_oxygen or 0.0
        if there < needed < AIR_OXYGEN and not decomposing(parts.fuels):
            # The mixture itself has too little oxygen: it burns only with air.
            share = min(share, (AIR_OXYGEN - needed) / (AIR_OXYGEN - there))
        return share


def _lower(
    fuels: Mapping[str, float],
    inerts: Mapping[str, float],
    limits: Mapping[str, float],
    equivalence: Mapping[str, float],
) -> float:
    if any(limits[name] <= 0.0 for name in fuels):
        # Hot enough to react in any amount.
        return 0.0
    if not inerts:
        return le_chatelier(fuels, limits) / math.fsum(fuels.values())
    return iso_10156_lfl(fuels, inerts, limits, equivalence)
