"""Gas in the air of a place over time, beside every limit, and the air that would dilute it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.evidence import Unknown, weakest
from davylamp.core.parameter import Parameter
from davylamp.gas.assessment.parts import Check, Curve, Dilution, Index, Level, Place
from davylamp.gas.exhaust.fuel import SAFE_SHARE_OF_LFL
from davylamp.gas.poison import (
    ACUTE,
    WORKPLACE,
    Gap,
    Lacks,
    additive_index,
    corrosion_flags,
    judge_history,
    needs_limit,
)
from davylamp.gas.source import GasHistory

if TYPE_CHECKING:
    from davylamp.gas.poison import ExposureJudgement
    from davylamp.gas.room import RoomHistory
    from davylamp.store.hazards import HazardLimit

__all__ = ["HOUR_S", "Exposure", "dilution_of", "expose"]

HOUR_S: Final = 3600.0
#: Averaging times of AEGL [s].
_AEGL_S: Final = (600.0, 1800.0, HOUR_S, 4.0 * HOUR_S, 8.0 * HOUR_S)
#: Longest averaging time of a limit [s]; a history at least as long holds every mean.
_SHIFT_S: Final = 10.0 * HOUR_S
#: Points of a curve, and gases that it holds at most.
_POINTS: Final = 61
_KEPT: Final = 8
#: Below this no gas is an open question [ppm]: no stored limit of acute harm is below 0.02 ppm.
_TRACE_PPM: Final = 1e-3
#: Below this no surface is flagged [ppm]: the mildest class of electronics ends at some 3 ppb.
_FLAGGED_PPM: Final = 1e-3
#: Share of the limit of a working day up to which a gas without AEGL is left out of their sum [1].
_MILD: Final = 0.1


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a release does to the air of a place; the parts of a `GasCase`."""

    curve: Curve
    levels: tuple[Level, ...]
    idlh: Index | None
    aegl2: Index | None
    aegl3: Index | None
    oxygen_percent: float
    corrosion: tuple[str, ...]
    limits: tuple[HazardLimit, ...]
    unknown: tuple[Unknown, ...]
    history: RoomHistory


@dataclass(frozen=True, slots=True)
class _Means:
    """A history whose running means are worked out once: every limit asks for the same few."""

    history: RoomHistory
    known: dict[float, Mapping[str, float]]

    @property
    def until_s(self) -> float:
        """End [s]."""
        return self.history.until_s

    @property
    def peak_ppm(self) -> Mapping[str, float]:
        """Highest concentration of each gas [ppm]."""
        return self.history.peak_ppm

    def mean_ppm(self, window_s: float) -> Mapping[str, float]:
        """Highest running mean over a window [ppm]."""
        if window_s not in self.known:
            self.known[window_s] = self.history.mean_ppm(window_s)
        return self.known[window_s]


def expose(
    place: Place,
    amounts: Mapping[str, Parameter],
    *,
    history: GasHistory | None = None,
    over_s: float | None = None,
    until_s: float = 2.0 * HOUR_S,
    quantities: tuple[str, ...] = (*ACUTE, *WORKPLACE),
) -> Exposure:
    """Release gas into a place and hold the concentrations against every limit.

    Parameters
    ----------
    place : Place
        Where it goes.
    amounts : mapping of str to Parameter
        Moles of each gas [mol].
    history : GasHistory, optional
        Over time; without it and `over_s` all comes at once.
    over_s : float, optional
        Time over which it comes evenly [s].
    until_s : float
        End of the curve [s].
    quantities : tuple of str
        Limits that each gas is held against; the sums take theirs anyway.

    Raises
    ------
    InputError
        If the place has no volume, or an amount is not one.
    """
    from davylamp.gas.room import Emission, Room, emissions_of_history, room_history

    room = Room(place.volume_m3, place.air_flow_m3_per_s, place.temperature_K, place.pressure_Pa)
    most = max(item.value for item in amounts.values())
    # Even at once and unmixed with more than the room holds these reach nothing that counts.
    central = {
        name: item.value
        for name, item in amounts.items()
        if item.value == most or room.ppm_of(item.value) > _TRACE_PPM
    }
    if history is not None:
        emissions = tuple(item for item in emissions_of_history(history) if item.species in central)
    elif over_s:
        emissions = tuple(Emission.steady(name, n / over_s, over_s) for name, n in central.items())
    else:
        emissions = tuple(Emission.puff(name, n) for name, n in central.items())
    lasts = 0.0 if history is None else float(history.time_s[-1] - history.time_s[0])
    end = max(until_s, lasts + _SHIFT_S, (over_s or 0.0) + _SHIFT_S)
    told = room_history(room, emissions, end, points=2)
    means = _Means(told, {})
    judged = judge_history(means, quantities=quantities)
    peaks = told.peak_ppm
    levels = [_level(name, amounts[name], told, judged, peaks[name]) for name in told.species]
    levels.sort(key=lambda item: (-_worst(item), -item.peak_ppm))
    traces = tuple(name for name, peak in peaks.items() if peak <= _TRACE_PPM)
    mild = (*traces, *_mild(levels))
    return Exposure(
        curve=_curve(told, levels, until_s),
        levels=tuple(levels),
        idlh=_index(peaks, "IDLH", None, traces),
        aegl2=_worst_index(means, "AEGL-2", mild),
        aegl3=_worst_index(means, "AEGL-3", mild),
        oxygen_percent=1e-4 * float(np.min(told.oxygen_ppm)),
        corrosion=_corrosion(peaks),
        limits=tuple(dict.fromkeys(check.limit for check in judged.checks)),
        unknown=tuple(gap.unknown for gap in judged.gaps if not _beside(gap, traces)),
        history=told,
    )


def _beside(gap: Gap, traces: tuple[str, ...]) -> bool:
    """Return whether a gap is of a trace, or of a stay beyond the eight hours that are judged."""
    return gap.species in traces or gap.lacks is Lacks.LONGER


def _level(
    name: str, amount: Parameter, told: RoomHistory, judged: ExposureJudgement, peak: float
) -> Level:
    low = high = None
    if amount.distribution.shape != "fixed" and amount.value > 0.0:
        ends = amount.quantile([0.05, 0.95]) / amount.value
        # Dilution is proportional to the amount until gas fills the place.
        low, high = (min(peak * float(end), 1e6) for end in ends)
    checks = tuple(
        Check(
            item.limit,
            item.ppm,
            item.ratio,
            told.time_to(name, item.limit.value)
            if item.limit.value is not None and peak >= item.limit.value
            else None,
        )
        for item in judged.of(name)
    )
    return Level(name, peak, low, high, checks)


def _mild(levels: list[Level]) -> Iterator[str]:
    """Yield gases whose peak is far below what a working day allows: a sum can do without them."""
    for level in levels:
        daily = [check.limit.value for check in level.checks if check.limit.quantity == "TWA"]
        if any(value and level.peak_ppm <= _MILD * value for value in daily):
            yield level.species


def _worst(level: Level) -> float:
    return max((check.ratio for check in level.checks), default=0.0)


def _index(
    ppm: Mapping[str, float], quantity: str, averaging_s: float | None, traces: tuple[str, ...]
) -> Index | None:
    """Return the sum over gases; None where no gas has such a limit."""
    found = additive_index(ppm, quantity, averaging_s)
    # Levels fall with time: where one for this time is missing the lowest of all is cautious.
    other = additive_index({name: ppm[name] for name in found.missing}, quantity)
    shares = {**found.shares, **other.shares}
    if not shares:
        return None
    limits = (*found.limits, *other.limits)
    missing = tuple(name for name in other.missing if name not in traces)
    return Index(
        math.fsum(shares.values()),
        found.gases > 0 and not missing,
        max(shares, key=lambda name: shares[name]),
        missing,
        tuple(dict.fromkeys(limit.source for limit in limits)),
        averaging_s,
        weakest(limit.kind for limit in limits),
    )


def _worst_index(told: _Means, quantity: str, traces: tuple[str, ...]) -> Index | None:
    """Return the sum at the averaging time at which it is highest; None without any limit."""
    found = [_index(told.mean_ppm(time_s), quantity, time_s, traces) for time_s in _AEGL_S]
    known = [index for index in found if index is not None]
    return max(known, key=lambda index: index.value, default=None)


def _corrosion(peaks: Mapping[str, float]) -> tuple[str, ...]:
    """Return what each gas eats, one sentence for each gas: the worst of electronics first."""
    words: dict[str, list[str]] = {}
    for flag in corrosion_flags({n: p for n, p in peaks.items() if p > _FLAGGED_PPM}):
        told = f"{flag.surface} ({flag.severity})" if flag.severity else flag.surface
        words.setdefault(flag.species, []).append(f"{told}: {flag.words}")
    return tuple(f"{name} on {'; on '.join(listed)}" for name, listed in words.items())


def _curve(told: RoomHistory, levels: list[Level], until_s: float) -> Curve:
    times = np.linspace(0.0, until_s, _POINTS)
    values = told.at(times)
    kept = [level.species for level in levels[:_KEPT]]
    return Curve(
        tuple(float(t) for t in times),
        {name: tuple(float(v) for v in values[name]) for name in kept},
    )


def dilution_of(
    place: Place, amounts: Mapping[str, Parameter], lfl_percent: float | None
) -> tuple[Dilution, ...]:
    """Return the air that brings all gas down to IDLH, AEGL-2 and a quarter of its LFL.

    ``V = sum_i(n_i / x_i) R T / p`` with the limits x: the sum of concentration over limit is
    then one. What gas takes of the volume itself is left out, which asks for more air.

    Parameters
    ----------
    place : Place
        Its temperature and pressure count, its volume does not.
    amounts : mapping of str to Parameter
        Moles [mol].
    lfl_percent : float or None
        Lower flammability limit of the gas as it comes [%].

    Examples
    --------
    >>> from davylamp.core.parameter import exact
    >>> lab = Place("room", "room", 100.0)
    >>> found = dilution_of(lab, {"H2": exact(1.0, "mol")}, 4.0)
    >>> round(found[-1].volume_m3, 3)
    2.447
    """
    from davylamp.store.hazards import load_hazards

    table = load_hazards()
    molar = GAS_CONSTANT_J_PER_MOL_K * place.temperature_K / place.pressure_Pa
    central = {name: item.value for name, item in amounts.items() if item.value > 0.0}
    found = []
    for quantity, averaging_s, words in (
        ("IDLH", None, "IDLH"),
        ("AEGL-2", HOUR_S, "AEGL-2 (60 min)"),
    ):
        needed: dict[str, float] = {}
        sources: dict[str, None] = {}
        missing = []
        for name, amount in central.items():
            limit = table.lowest(name, quantity, averaging_s)
            if limit is not None and limit.value is not None:
                needed[name] = 1e6 * amount * molar / limit.value
                sources[limit.source] = None
            elif needs_limit(name):
                missing.append(name)
        if needed or missing:
            found.append(
                Dilution(
                    words,
                    math.fsum(needed.values()) if needed else None,
                    max(needed, key=lambda name: needed[name]) if needed else "",
                    not missing,
                    tuple(missing),
                    tuple(sources),
                )
            )
    total = math.fsum(central.values())
    if lfl_percent is not None and total > 0.0:
        volume = total * molar / (SAFE_SHARE_OF_LFL * 0.01 * lfl_percent)
        found.append(Dilution("a quarter of LFL", volume))
    return tuple(found)
