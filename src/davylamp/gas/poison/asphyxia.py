"""Oxygen that is left where gas takes the place of air, and what that does to people."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.mixture import AIR_OXYGEN
from davylamp.gas.poison.verdict import Verdict, checked_ppm
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["AIR_OXYGEN_PERCENT", "OxygenState", "judge_oxygen", "oxygen_left_percent"]

#: Oxygen in dry air by volume [%] (ISO 2533).
AIR_OXYGEN_PERCENT: Final = 100.0 * AIR_OXYGEN


@dataclass(frozen=True, slots=True)
class OxygenState:
    """Oxygen in the air; made by `judge_oxygen`.

    Parameters
    ----------
    percent : float
        Oxygen by volume [%]; nan where it is not known.
    deficient, excess : Verdict
        ``above``: too little, and too much.
    deficiency_limit, excess_limit : HazardLimit or None
        What it was held against.
    effect : str
        What people feel; empty where nothing is told.
    effect_limit : HazardLimit or None
        Where that is from.
    kind : Kind
        Weakest evidence of the limits.
    unknown : tuple of Unknown
        What cannot be said.
    """

    percent: float
    deficient: Verdict
    excess: Verdict
    deficiency_limit: HazardLimit | None
    excess_limit: HazardLimit | None
    effect: str = ""
    effect_limit: HazardLimit | None = None
    kind: Kind = Kind.UNKNOWN
    unknown: tuple[Unknown, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "oxygen_percent": None if math.isnan(self.percent) else self.percent,
            "deficient": self.deficient.value,
            "excess": self.excess.value,
            "deficiency_limit": self.deficiency_limit and self.deficiency_limit.record(),
            "excess_limit": self.excess_limit and self.excess_limit.record(),
            "effect": self.effect,
            "kind": self.kind.value,
            "unknown": unknown_record(self.unknown),
        }


def oxygen_left_percent(ppm: Mapping[str, float]) -> float:
    """Return the oxygen by volume of air in which gases take their share of the place [%].

    ``20.946 (1 - sum x_i) + x_O2``, over all gases that were added to dry air, oxygen included.

    Parameters
    ----------
    ppm : mapping of str to float
        Gases added [ppm]; nan makes the answer nan.

    Raises
    ------
    InputError
        If a concentration is negative, or they add up to more than the whole.

    Examples
    --------
    >>> round(oxygen_left_percent({"N2": 500_000.0}), 3)
    10.473
    """
    shares = {find_species(name).id: 1e-6 * checked_ppm(name, value) for name, value in ppm.items()}
    total = math.fsum(shares.values())
    if total > 1.0 + 1e-9:
        raise InputError(f"gases of {1e6 * total:g} ppm together are more than all of the air")
    return AIR_OXYGEN_PERCENT * max(1.0 - total, 0.0) + 100.0 * shares.get("O2", 0.0)


def judge_oxygen(percent: float, *, table: HazardTable | None = None) -> OxygenState:
    """Hold the oxygen in air at sea level against what people need and fires love.

    Parameters
    ----------
    percent : float
        Oxygen by volume [%]; nan is unknown.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If it is not from 0 to 100.

    Examples
    --------
    >>> state = judge_oxygen(9.0)
    >>> state.deficient.value, state.effect
    ('above', 'fainting, unconsciousness, nausea and vomiting')
    """
    if not math.isnan(percent) and not 0.0 <= percent <= 100.0:
        raise InputError(f"{percent:g} % of oxygen is not a share")
    limits = table or load_hazards()
    low = limits.lowest("O2", "oxygen deficiency")
    high = limits.lowest("O2", "oxygen excess")
    effect = _effect(percent, limits)
    used = [item for item in (low, high, effect) if item is not None]
    unknown: tuple[Unknown, ...] = ()
    if math.isnan(percent):
        unknown = (Unknown("oxygen in the air", "an oxygen sensor, or the amounts of all gases"),)
    return OxygenState(
        percent=percent,
        deficient=_verdict(percent, low, below=True),
        excess=_verdict(percent, high, below=False),
        deficiency_limit=low,
        excess_limit=high,
        effect=effect.note if effect else "",
        effect_limit=effect,
        kind=weakest(item.kind for item in used),
        unknown=unknown,
    )


def _verdict(percent: float, limit: HazardLimit | None, *, below: bool) -> Verdict:
    if limit is None or limit.value is None or math.isnan(percent):
        return Verdict.UNKNOWN
    bad = percent < limit.value if below else percent > limit.value
    return Verdict.ABOVE if bad else Verdict.BELOW


def _effect(percent: float, table: HazardTable) -> HazardLimit | None:
    """Return the mildest range that the share does not lie above; between two ranges the graver."""
    if math.isnan(percent):
        return None
    ranges = sorted(
        (item for item in table.of("O2", "oxygen effect") if item.value is not None),
        key=lambda item: item.upper or item.value or 0.0,
    )
    milder = [*(item.value or 0.0 for item in ranges[1:]), 0.0]
    for item, next_percent in zip(ranges, milder, strict=True):
        if percent <= (item.upper or item.value or 0.0) or percent < next_percent:
            return item
    return None
