"""Concentrations of gases held against every limit of exposure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.poison.asphyxia import OxygenState, judge_oxygen, oxygen_left_percent
from davylamp.gas.poison.check import ACUTE, WORKPLACE, Gap, Lacks, LimitCheck, checked_quantity
from davylamp.gas.poison.reach import Mean, within_reach
from davylamp.gas.poison.traits import needs_limit
from davylamp.gas.poison.verdict import Verdict, checked_ppm, worst_verdict
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardTable, load_hazards

__all__ = [
    "ACUTE",
    "WORKPLACE",
    "ExposureJudgement",
    "History",
    "LimitCheck",
    "judge_exposure",
    "judge_history",
]

#: A gas without any of these has not been judged by anyone for an accident.
_HARM: Final = frozenset({"IDLH", "AEGL-2", "AEGL-3", "ERPG-2", "ERPG-3"})
#: Held against the highest concentration of any moment, whatever time it was derived for.
_PEAK: Final = frozenset({"IDLH", "ceiling"})


class History(Protocol):
    """What a history of concentrations must offer; `davylamp.gas.room.RoomHistory` does."""

    @property
    def until_s(self) -> float:
        """End [s]."""

    @property
    def peak_ppm(self) -> Mapping[str, float]:
        """Highest concentration of each gas [ppm]."""

    def mean_ppm(self, window_s: float) -> Mapping[str, float]:
        """Highest running mean over a window not longer than the history [ppm]."""


@dataclass(frozen=True, slots=True)
class ExposureJudgement:
    """Gases beside their limits; made by `judge_exposure` and `judge_history`.

    Parameters
    ----------
    peak_ppm : mapping of str to float
        Highest concentration of each gas [ppm].
    checks : tuple of LimitCheck
        Every comparison, the worst first.
    oxygen : OxygenState
        Oxygen of the air that the gases leave.
    gaps : tuple of Gap
        Gases without a limit or a concentration, and means that the history is too short for.
    """

    peak_ppm: Mapping[str, float]
    checks: tuple[LimitCheck, ...]
    oxygen: OxygenState
    gaps: tuple[Gap, ...]

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What cannot be said, in words."""
        return tuple(gap.unknown for gap in self.gaps)

    @property
    def worst(self) -> LimitCheck | None:
        """The comparison of the highest ratio; None where there is none."""
        return self.checks[0] if self.checks else None

    def of(self, species: str, quantity: str | None = None) -> tuple[LimitCheck, ...]:
        """Return the comparisons of one gas."""
        name = find_species(species).id
        return tuple(
            item
            for item in self.checks
            if item.species == name and (quantity is None or item.limit.quantity == quantity)
        )

    def verdict(self, *quantities: str) -> Verdict:
        """Return the answer over some limits, by default all of them and oxygen.

        Above if anything is above; else unknown if anything is not known; below only where every
        gas that can harm has one of these limits and stays under it. Of no gases at all nothing
        is known.
        """
        answers = [
            item.verdict
            for item in self.checks
            if not quantities or item.limit.quantity in quantities
        ]
        if not quantities:
            answers += [self.oxygen.deficient, self.oxygen.excess]
        told = all(self._held(name, quantities) for name in self.peak_ppm)
        if not self.peak_ppm or (self.unknown if not quantities else not told):
            answers.append(Verdict.UNKNOWN)
        return worst_verdict(answers) if answers else Verdict.BELOW

    def _held(self, name: str, quantities: tuple[str, ...]) -> bool:
        """Return whether a gas has been held against one of the limits, or needs none."""
        if self.peak_ppm[name] <= 0.0 or not needs_limit(name):
            return True
        asked = _HARM.intersection(quantities) or set(quantities)
        return any(item.species == name and item.limit.quantity in asked for item in self.checks)

    @property
    def kind(self) -> Kind:
        """Weakest evidence of the limits."""
        return weakest(item.limit.kind for item in self.checks)

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "peak_ppm": dict(self.peak_ppm),
            "verdict": self.verdict().value,
            "kind": self.kind.value,
            "checks": [item.record() for item in self.checks],
            "oxygen": self.oxygen.record(),
            "unknown": unknown_record(self.unknown),
        }


def judge_exposure(
    ppm: Mapping[str, float],
    *,
    duration_s: float | None = None,
    quantities: Iterable[str] = ACUTE,
    issuer: str | None = None,
    table: HazardTable | None = None,
) -> ExposureJudgement:
    """Hold constant concentrations against limits.

    Parameters
    ----------
    ppm : mapping of str to float
        Concentration of each gas that was added to air [ppm]; nan where it is not known.
    duration_s : float, optional
        How long people breathe it [s], with clean air before and after; without it as long as any
        limit asks.
    quantities : iterable of str
        Limits to hold against.
    issuer : str, optional
        Only limits of this issuer; without it the lowest of all.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If a gas is not known, a concentration is negative, the time is not positive and finite, or
        a limit is none of exposure.

    Examples
    --------
    >>> judged = judge_exposure({"HF": 245.0}, quantities=("IDLH",))
    >>> judged.verdict().value, round(judged.worst.ratio, 1)
    ('above', 8.2)
    >>> judge_exposure({"POF3": 1e-3}).verdict().value
    'unknown'
    """
    if duration_s is not None and not 0.0 < duration_s < math.inf:
        raise InputError(
            f"time of exposure {duration_s!r} s must be above 0 s and finite",
            remedy="leave it out for as long as any limit asks",
        )
    peaks = _peaks(ppm)

    def mean(name: str, window_s: float) -> tuple[float, bool]:
        share = 1.0 if duration_s is None else min(duration_s / window_s, 1.0)
        return share * peaks[name], True

    return _judged(peaks, mean, duration_s, tuple(quantities), issuer, table)


def judge_history(
    history: History,
    *,
    quantities: Iterable[str] = ACUTE,
    issuer: str | None = None,
    oxygen_percent: float | None = None,
    table: HazardTable | None = None,
) -> ExposureJudgement:
    """Hold a history of concentrations against limits by its running means.

    A limit for a longer time than the history is held against the history with clean air around it.
    That is a lower bound: it can say above, and otherwise leaves the answer unknown.

    Parameters
    ----------
    history : History
        Concentrations over time, as `davylamp.gas.room.room_history` gives them.
    quantities, issuer, table
        As for `judge_exposure`.
    oxygen_percent : float, optional
        Least oxygen in the air [%]; without it what the highest concentrations leave when they come
        together, which is cautious.

    Raises
    ------
    InputError
        If a gas is not known, a concentration is negative, a limit is none of exposure or the
        history does not last.
    """
    peaks = _peaks(history.peak_ppm)
    until_s = float(history.until_s)
    if not 0.0 < until_s < math.inf:
        raise InputError(f"a history of {until_s!r} s does not last")
    means: dict[float, Mapping[str, float]] = {}

    def mean(name: str, window_s: float) -> tuple[float, bool]:
        shorter = min(window_s, until_s)
        if shorter not in means:
            means[shorter] = history.mean_ppm(shorter)
        return means[shorter][name] * shorter / window_s, window_s <= until_s

    return _judged(peaks, mean, until_s, tuple(quantities), issuer, table, oxygen_percent)


def _peaks(ppm: Mapping[str, float]) -> dict[str, float]:
    peaks = {find_species(name).id: checked_ppm(name, value) for name, value in ppm.items()}
    if len(peaks) < len(ppm):
        raise InputError("a gas is given twice, by two of its names")
    return peaks


def _judged(
    peaks: dict[str, float],
    mean: Mean,
    lasts_s: float | None,
    quantities: tuple[str, ...],
    issuer: str | None,
    table: HazardTable | None,
    oxygen_percent: float | None = None,
) -> ExposureJudgement:
    for quantity in quantities:
        checked_quantity(quantity)
    limits = table or load_hazards()
    checks: list[LimitCheck] = []
    lacking: list[Gap] = []
    for name, peak in peaks.items():
        found, gaps = within_reach(
            name, peak, mean, lasts_s, list(_checks(name, peak, mean, quantities, issuer, limits))
        )
        checks.extend(found)
        lacking.extend([*_gaps(name, peak, found, quantities), *gaps])
    checks.sort(key=lambda item: -item.ratio if item.ratio == item.ratio else -math.inf)
    oxygen = _oxygen_left(peaks) if oxygen_percent is None else oxygen_percent
    return ExposureJudgement(
        peaks, tuple(checks), judge_oxygen(oxygen, table=limits), tuple(lacking)
    )


def _oxygen_left(peaks: Mapping[str, float]) -> float:
    """Return the oxygen beside all peaks together [%], which may add up to more than there is."""
    total = math.fsum(peaks.values())
    scale = 1e6 / total if total > 1e6 else 1.0
    return oxygen_left_percent({name: value * scale for name, value in peaks.items()})


def _checks(
    name: str,
    peak: float,
    mean: Mean,
    quantities: tuple[str, ...],
    issuer: str | None,
    table: HazardTable,
) -> Iterator[LimitCheck]:
    for quantity in quantities:
        times = sorted({item.averaging_s or 0.0 for item in table.of(name, quantity, issuer)})
        for time_s in times:
            limit = table.lowest(name, quantity, time_s, issuer=issuer)
            if limit is None or limit.value is None:
                continue
            ppm, complete = peak, True
            if quantity not in _PEAK and time_s > 0.0:
                ppm, complete = mean(name, time_s)
            ratio = ppm / limit.value
            verdict = Verdict.of_ratio(ratio)
            if not complete and verdict is Verdict.BELOW:
                verdict = Verdict.UNKNOWN
            yield LimitCheck(limit, ppm, ratio, verdict, complete)


def _gaps(
    name: str, peak: float, checks: list[LimitCheck], quantities: tuple[str, ...]
) -> Iterator[Gap]:
    if math.isnan(peak):
        gap = Unknown(f"concentration of {name}", f"the amount of {name}, or a sensor for it")
        yield Gap(name, Lacks.AMOUNT, gap)
    asked = _HARM.intersection(quantities) or set(quantities)
    judged = any(item.limit.quantity in asked for item in checks)
    if not judged and not peak <= 0.0 and needs_limit(name):
        limits = ", ".join(sorted(asked))
        gap = Unknown(
            f"how much {name} harms", f"a limit for {name} ({limits}), or tests of its toxicity"
        )
        yield Gap(name, Lacks.LIMIT, gap)
    if any(not item.complete and item.verdict is Verdict.UNKNOWN for item in checks):
        longest = max(item.limit.averaging_s or 0.0 for item in checks)
        gap = Unknown(
            f"mean of {name} over the longest time of a limit",
            f"a history of at least {longest:g} s",
        )
        yield Gap(name, Lacks.HISTORY, gap)
