"""Limits that the gas of a batch is held against, and what can be said of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["LimitAnswer", "RoomLimit", "Verdict", "room_limits"]

#: Limits at work, then those of a moment, then those of an accident.
_WORK: Final = ("TWA", "STEL", "ceiling", "IDLH")
_ACCIDENT: Final = ("AEGL-2", "AEGL-3")
#: Held against the highest moment, whatever time they are stated for.
_MOMENT: Final = ("ceiling", "IDLH", "LFL")


class Verdict(StrEnum):
    """Whether a gas stays below a limit."""

    BELOW = "stays below"  #: by a measurement in air at least as moist, or by water and elements
    ABOVE = "exceeds"  #: by a measurement in air no moister than this
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RoomLimit:
    """A limit as a concentration.

    Parameters
    ----------
    name : str
        ``TWA``, ``IDLH``, ``LFL``...; ``own`` for that of the user.
    ppm : float
        By volume [ppm].
    source : HazardLimit or None
        The stored limit; None for that of the user.
    """

    name: str
    ppm: float
    source: HazardLimit | None = None

    def window_s(self, exposure_s: float) -> float | None:
        """Return the time over which the gas is averaged [s]; None for a limit of any moment."""
        averaging = None if self.source is None else self.source.averaging_s
        if not averaging or self.name in _MOMENT:
            return None
        return min(averaging, exposure_s)

    @property
    def title(self) -> str:
        """In words, with who set it."""
        if self.source is None:
            return f"{self.name} limit"
        averaging = self.source.averaging_s
        over = f" {averaging / 60.0:g} min" if averaging and self.name in _ACCIDENT else ""
        return f"{self.name}{over} ({self.source.issuer})"


@dataclass(frozen=True, slots=True)
class LimitAnswer:
    """What is known of a gas and one limit.

    Parameters
    ----------
    limit : RoomLimit
        The limit.
    verdict : Verdict
        Whether it is exceeded.
    because : str
        Why, in words.
    time_s : float or None
        When it is reached at the measured rate [s]; None where never, or where no rate is known.
    """

    limit: RoomLimit
    verdict: Verdict
    because: str
    time_s: float | None

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "limit": self.limit.name,
            "ppm": self.limit.ppm,
            "averaging_s": None if self.limit.source is None else self.limit.source.averaging_s,
            "issuer": None if self.limit.source is None else self.limit.source.issuer,
            "source": None if self.limit.source is None else self.limit.source.source,
            "verdict": self.verdict.value,
            "because": self.because,
            "time_s": self.time_s,
        }


def room_limits(
    species: str, time_s: float, *, issuer: str | None = None, own_ppm: float | None = None
) -> tuple[RoomLimit, ...]:
    """Return the limits of a gas, lowest first: the cautious of all issuers, or those of one.

    Parameters
    ----------
    species : str
        Id of the gas.
    time_s : float
        Exposure [s]: an AEGL is taken for every time that it is set for up to the next longer one,
        since a burst within a long exposure can pass that of ten minutes alone; beyond the longest
        one ``C t`` stays the same.
    issuer : str, optional
        Only limits of this issuer.
    own_ppm : float, optional
        A limit of the user's own [ppm].

    Raises
    ------
    InputError
        If the user's limit is not positive, or nothing is stored of the issuer.
    """
    table = load_hazards()
    issuers = sorted({item.issuer for item in table.limits})
    if issuer is not None and issuer not in issuers:
        raise InputError(
            f"no limit of {issuer!r} is stored", remedy=f"known are {', '.join(issuers)}"
        )
    found = [
        RoomLimit(name, limit.value, limit)
        for name in _WORK
        if (limit := table.lowest(species, name, issuer=issuer)) is not None
        and limit.value is not None
    ]
    for name in _ACCIDENT:
        times = sorted({item.averaging_s for item in table.of(species, name, issuer)
                        if item.value is not None and item.averaging_s})  # fmt: skip
        if not times:
            continue
        found.extend(_accident(table, species, name, times, time_s, issuer))
    burns = table.lowest(species, "LFL", issuer=issuer)
    if burns is not None and burns.ppm is not None:
        found.append(RoomLimit("LFL", burns.ppm, burns))
    if own_ppm is not None:
        if not (math.isfinite(own_ppm) and own_ppm > 0.0):
            raise InputError(
                f"a limit of {own_ppm:g} ppm is not above 0", remedy="give it in ppm, such as 5"
            )
        found.append(RoomLimit("own", own_ppm))
    return tuple(sorted(found, key=lambda item: item.ppm))


def _accident(
    table: HazardTable,
    species: str,
    name: str,
    times_s: list[float],
    time_s: float,
    issuer: str | None,
) -> list[RoomLimit]:
    found: list[RoomLimit] = []
    for averaging in times_s:
        limit = table.lowest(species, name, averaging, issuer=issuer)
        if limit is not None and limit.value is not None:
            # The same value for a longer time is met with the shorter one.
            if not found or limit.value < found[-1].ppm:
                found.append(RoomLimit(name, limit.value, limit))
            if averaging == times_s[-1] and time_s > averaging:
                # No level reaches this far: C t stays that of the longest one.
                ppm = limit.value * averaging / time_s
                words = f"{limit.issuer}, by C t from {averaging / 60.0:g} min"
                further = replace(limit, value=ppm, averaging_s=time_s, issuer=words)
                found.append(RoomLimit(name, ppm, further))
        if averaging >= time_s:
            break
    return found
