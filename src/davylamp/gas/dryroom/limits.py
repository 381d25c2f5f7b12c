"""Limits that the gas of a batch is held against, and what can be said of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.store.hazards import HazardLimit, load_hazards

__all__ = ["LimitAnswer", "RoomLimit", "Verdict", "room_limits"]

#: Limits at work, then those of a moment, then those of an accident.
_WORK: Final = ("TWA", "STEL", "ceiling", "IDLH")
_ACCIDENT: Final = ("AEGL-2", "AEGL-3")
#: Held against the highest moment, whatever time they are stated for.
_MOMENT: Final = ("ceiling", "IDLH", "LFL")
_PPM_PER_PERCENT: Final = 1e4


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
        Exposure [s]: an AEGL is taken for the next longer time that it is set for; beyond the
        longest one ``C t`` stays the same.
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
        averaging = next((value for value in times if value >= time_s), times[-1])
        limit = table.lowest(species, name, averaging, issuer=issuer)
        if limit is not None and limit.value is not None:
            if time_s > averaging:
                # No level reaches this far: C t stays that of the longest one.
                limit = replace(
                    limit,
                    value=limit.value * averaging / time_s,
                    averaging_s=time_s,
                    issuer=f"{limit.issuer}, by C t from {averaging / 60.0:g} min",
                )
            found.append(RoomLimit(name, limit.value or 0.0, limit))
    burns = table.lowest(species, "LFL", issuer=issuer)
    if burns is not None and burns.value is not None:
        found.append(RoomLimit("LFL", burns.value * _PPM_PER_PERCENT, burns))
    if own_ppm is not None:
        if not own_ppm > 0.0:
            raise InputError(f"a limit of {own_ppm:g} ppm is not above 0")
        found.append(RoomLimit("own", own_ppm))
    return tuple(sorted(found, key=lambda item: item.ppm))
