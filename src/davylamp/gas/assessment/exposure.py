"""Gas in the air of a place over time, beside every limit, and the air that would dilute it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.parameter import Parameter
from davylamp.gas.assessment.result import Check, Curve, Dilution, Index, Level, Place
from davylamp.gas.source import GasHistory

if TYPE_CHECKING:
    from davylamp.gas.room import RoomHistory
    from davylamp.store.hazards import HazardLimit, HazardTable

__all__ = ["HOUR_S", "Exposure", "dilution_of", "expose", "needs_limit"]

HOUR_S: Final = 3600.0
#: Longest averaging time of a limit [s]; a history at least as long holds every mean.
_SHIFT_S: Final = 10.0 * HOUR_S
#: What is held against a peak, and what against a mean of its own averaging time.
_PEAK: Final = ("IDLH", "ceiling")
_MEAN: Final = ("AEGL-1", "AEGL-2", "AEGL-3", "ERPG-2", "ERPG-3", "STEL", "TWA")
#: Limits of harm within hours.
_ACUTE: Final = ("IDLH", "AEGL-2", "AEGL-3", "ERPG-2", "ERPG-3")
#: Gases that only take the place of oxygen, as far as anyone knows; every other one needs a limit.
_SIMPLE: Final = frozenset({
    "H2", "N2", "Ar", "O2", "H2O", "CH4", "C2H2", "C2H4", "C2H6", "C3H6", "C3H8",
})  # fmt: skip
#: Points of a curve, and gases that it holds at most.
_POINTS: Final = 61
_KEPT: Final = 8
#: Below this no gas does harm, whatever it is [ppm].
_TRACE_PPM: Final = 1e-6
_QUARTER: Final = 0.25


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a release does to the air of a place; the parts of a `GasCase`."""

    curve: Curve
    levels: tuple[Level, ...]
    idlh: Index | None
    aegl2: Index | None
    aegl3: Index | None
    oxygen_percent: float
    limits: tuple[HazardLimit, ...]
    history: RoomHistory


def needs_limit(species: str) -> bool:
    """Return whether a gas does harm by itself, so that one without a limit is an open question.

    Examples
    --------
    >>> needs_limit("H2S"), needs_limit("N2")
    (True, False)
    """
    return species not in _SIMPLE


def expose(
    place: Place,
    amounts: Mapping[str, Parameter],
    *,
    history: GasHistory | None = None,
    over_s: float | None = None,
    until_s: float = 2.0 * HOUR_S,
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

    Raises
    ------
    InputError
        If the place has no volume, or an amount is not one.
    """
    from davylamp.gas.room import Emission, Room, emissions_of_history, room_history
    from davylamp.store.hazards import load_hazards

    room = Room(place.volume_m3, place.air_flow_m3_per_s, place.temperature_K, place.pressure_Pa)
    central = {name: item.value for name, item in amounts.items() if item.value > 0.0}
    if history is not None:
        emissions = tuple(item for item in emissions_of_history(history) if item.species in central)
    elif over_s:
        emissions = tuple(Emission.steady(name, n / over_s, over_s) for name, n in central.items())
    else:
        emissions = tuple(Emission.puff(name, n) for name, n in central.items())
    lasts = 0.0 if history is None else float(history.time_s[-1] - history.time_s[0])
    end = max(until_s, lasts + _SHIFT_S, (over_s or 0.0) + _SHIFT_S)
    told = room_history(room, emissions, end, points=2)
    table = load_hazards()
    peaks, means = told.peak_ppm, _Means(told)
    levels = [_level(name, amounts[name], means, peaks[name], table) for name in told.species]
    levels.sort(key=lambda item: (-_worst(item), -item.peak_ppm))
    used = tuple(dict.fromkeys(check.limit for item in levels for check in item.checks))
    return Exposure(
        curve=_curve(told, levels, until_s),
        levels=tuple(levels),
        idlh=_index(levels, "IDLH", None),
        aegl2=_index(levels, "AEGL-2", HOUR_S),
        aegl3=_index(levels, "AEGL-3", HOUR_S),
        oxygen_percent=1e-4 * float(np.min(told.oxygen_ppm)),
        limits=used,
        history=told,
    )


class _Means:
    """Highest means of a history, each window worked out once for all gases."""

    def __init__(self, told: RoomHistory) -> None:
        self.told = told
        self._of: dict[float, dict[str, float]] = {}

    def over(self, window_s: float) -> dict[str, float]:
        """Return the highest mean of each gas over a window [ppm]."""
        if window_s not in self._of:
            self._of[window_s] = self.told.mean_ppm(window_s)
        return self._of[window_s]


def _level(name: str, amount: Parameter, means: _Means, peak: float, table: HazardTable) -> Level:
    low = high = None
    if amount.distribution.shape != "fixed" and amount.value > 0.0:
        ends = amount.quantile([0.05, 0.95]) / amount.value
        # Dilution is proportional to the amount until gas fills the place.
        low, high = (min(peak * float(end), 1e6) for end in ends)
    return Level(name, peak, low, high, tuple(_checks(name, means, peak, table)))


def _checks(name: str, means: _Means, peak: float, table: HazardTable) -> Iterator[Check]:
    for quantity in (*_PEAK, *_MEAN):
        times = {item.averaging_s for item in table.of(name, quantity)}
        for averaging_s in sorted(times, key=lambda value: value or 0.0):
            limit = table.lowest(name, quantity, averaging_s)
            if limit is None or limit.value is None:
                continue
            ppm = peak
            if quantity in _MEAN and averaging_s:
                ppm = means.over(averaging_s)[name]
            reached = means.told.time_to(name, limit.value) if peak >= limit.value else None
            yield Check(limit, ppm, ppm / limit.value, reached)


def _worst(level: Level) -> float:
    return max((check.ratio for check in level.checks), default=0.0)


def _index(levels: list[Level], quantity: str, averaging_s: float | None) -> Index | None:
    shares: dict[str, float] = {}
    sources: dict[str, None] = {}
    for level in levels:
        for check in level.checks:
            limit = check.limit
            if limit.quantity == quantity and averaging_s in (None, limit.averaging_s):
                shares[level.species] = max(check.ratio, shares.get(level.species, 0.0))
                sources[limit.source] = None
    if not shares:
        return None
    # A gas that another limit of acute harm judges is no gap here.
    missing = tuple(
        level.species
        for level in levels
        if not any(check.limit.quantity in _ACUTE for check in level.checks)
        and level.peak_ppm > _TRACE_PPM
        and needs_limit(level.species)
    )
    return Index(
        math.fsum(shares.values()),
        not missing,
        max(shares, key=lambda name: shares[name]),
        missing,
        tuple(sources),
    )


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
        volume = total * molar / (_QUARTER * 0.01 * lfl_percent)
        found.append(Dilution("a quarter of LFL", volume))
    return tuple(found)
