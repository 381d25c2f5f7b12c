"""Toxic load of a concentration that changes: the dose C^n t beside that of a guideline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.poison.check import checked_quantity
from davylamp.gas.poison.verdict import Verdict
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, HazardTable, load_hazards

__all__ = ["LoadJudgement", "equivalent_ppm", "judge_load", "toxic_load"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LoadJudgement:
    """Dose of a history beside the dose that a guideline allows; made by `judge_load`.

    Parameters
    ----------
    species, quantity : str
        Gas, and ``AEGL-3``.
    exponent : HazardLimit or None
        n of C^n t with its source; None where none is published.
    limit : HazardLimit or None
        Level that gives the dose, ``C^n t`` with its own time.
    dose : float
        Highest of the history over the time of the level, and of the whole history beside the level
        of the longest time [ppm^n s]; nan where n is not known.
    share : float
        Over that of the guideline [1]; nan where not known.
    kind : Kind
        Weakest evidence.
    unknown : tuple of Unknown
        What is missing.
    """

    species: str
    quantity: str
    exponent: HazardLimit | None
    limit: HazardLimit | None
    dose: float
    share: float
    kind: Kind
    unknown: tuple[Unknown, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Below, above, or unknown."""
        return Verdict.of_ratio(self.share)

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "quantity": self.quantity,
            "exponent": self.exponent and self.exponent.record(),
            "limit": self.limit and self.limit.record(),
            "dose": self.dose,
            "share": self.share,
            "verdict": self.verdict.value,
            "kind": self.kind.value,
            "unknown": unknown_record(self.unknown),
        }


def toxic_load(time_s: npt.ArrayLike, ppm: npt.ArrayLike, exponent: float) -> float:
    """Return the integral of C^n over time [ppm^n s], exact for straight lines between points.

    Over a step h from C1 to C2: ``h (C2^(n+1) - C1^(n+1)) / ((n + 1) (C2 - C1))``.

    Parameters
    ----------
    time_s, ppm : array, shape (n,)
        Times, not falling [s], and concentrations [ppm]; nan makes the answer nan.
    exponent : float
        n, at least 1 [1].

    Raises
    ------
    InputError
        If the shapes differ, the history does not last, time falls back or is not finite, a
        concentration is negative or n is below 1.

    Examples
    --------
    >>> toxic_load([0.0, 600.0], [10.0, 10.0], 2.0)
    60000.0
    >>> round(toxic_load([0.0, 600.0], [0.0, 10.0], 2.0), 9)
    20000.0
    """
    times, values = _history(time_s, ppm)
    if not (math.isfinite(exponent) and exponent >= 1.0):
        raise InputError(f"exponent {exponent!r} of a toxic load must be at least 1")
    return float(np.sum(_pieces(np.diff(times), values[:-1], values[1:], exponent)))


def _history(time_s: npt.ArrayLike, ppm: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    times = np.asarray(time_s, dtype=np.float64)
    values = np.asarray(ppm, dtype=np.float64)
    if times.ndim != 1 or times.shape != values.shape:
        raise InputError("a history needs as many concentrations as times")
    if not np.isfinite(times).all() or (np.diff(times) < 0.0).any():
        raise InputError("the times of a history must be finite and must not fall")
    if times.size < 2 or not times[-1] > times[0]:
        raise InputError("a history needs at least two times, one after the other")
    if (values < 0.0).any():
        raise InputError("a concentration in the history is below zero")
    return times, values


def _pieces(
    duration_s: FloatArray, first: FloatArray, last: FloatArray, exponent: float
) -> FloatArray:
    """Return the integral of C^n over straight pieces from one value to another [ppm^n s]."""
    low, high = np.minimum(first, last), np.maximum(first, last)
    with np.errstate(over="ignore", invalid="ignore"):
        rise = high - low
        # Nearly level pieces: the closed form loses its digits, the middle is as good.
        flat = (rise <= 1e-4 * high) | np.isinf(low)
        safe = np.where(flat, 1.0, rise)
        sloped = (high ** (exponent + 1.0) - low ** (exponent + 1.0)) / ((exponent + 1.0) * safe)
        level = (0.5 * (low + high)) ** exponent
        return np.where(duration_s > 0.0, duration_s * np.where(flat, level, sloped), 0.0)


def _highest_load(times: FloatArray, values: FloatArray, exponent: float, window_s: float) -> float:
    """Return the highest toxic load within any window of a time [ppm^n s], exactly.

    It starts or ends at a point of the history, or lies where the concentration is the same at both
    ends: between the points that either end meets, both change along straight lines.
    """
    steps = np.diff(times)
    whole = np.concatenate(([0.0], np.cumsum(_pieces(steps, values[:-1], values[1:], exponent))))
    if window_s >= times[-1] - times[0]:
        return float(whole[-1])

    def at(when: FloatArray) -> tuple[FloatArray, FloatArray]:
        piece = np.clip(np.searchsorted(times, when, side="right") - 1, 0, times.size - 2)
        since = np.clip(when - times[piece], 0.0, steps[piece])
        share = since / np.where(steps[piece] > 0.0, steps[piece], 1.0)
        with np.errstate(invalid="ignore"):
            ppm = values[piece] + share * (values[piece + 1] - values[piece])
        return ppm, whole[piece] + _pieces(since, values[piece], ppm, exponent)

    last = times[-1] - window_s
    starts = np.unique(np.clip(np.concatenate((times, times - window_s)), times[0], last))
    width = np.diff(starts)
    inside = starts[:-1] + width / 3.0, starts[:-1] + 2.0 * width / 3.0
    with np.errstate(invalid="ignore"):
        gaps = [at(begin + window_s)[0] - at(begin)[0] for begin in inside]
        slope = gaps[1] - gaps[0]
        root = 1.0 / 3.0 - gaps[0] / np.where(slope != 0.0, slope, np.nan) / 3.0
    turns = np.isfinite(root) & (root > 0.0) & (root < 1.0)
    starts = np.concatenate((starts, starts[:-1][turns] + (root * width)[turns]))
    with np.errstate(invalid="ignore"):
        return float(np.max(at(starts + window_s)[1] - at(starts)[1]))


def equivalent_ppm(ppm: float, from_s: float, to_s: float, exponent: float) -> float:
    """Return the concentration of the same toxic load over another time [ppm].

    ``C2 = C1 (t1 / t2)^(1/n)``.

    Parameters
    ----------
    ppm, from_s, to_s : float
        Concentration [ppm], its time, and the other [s].
    exponent : float
        n [1].

    Raises
    ------
    InputError
        If a time or n is not positive.

    References
    ----------
    ten Berge, Zwart, Appelman, J. Hazard. Mater. 13 (1986) 301.

    Examples
    --------
    >>> round(equivalent_ppm(1276.0, 3600.0, 1800.0, 2.0))
    1805
    """
    if not (from_s > 0.0 and to_s > 0.0 and exponent > 0.0):
        raise InputError("times and exponent of a toxic load must be above 0")
    return float(ppm * (from_s / to_s) ** (1.0 / exponent))


def judge_load(
    species: str,
    time_s: npt.ArrayLike,
    ppm: npt.ArrayLike,
    quantity: str = "AEGL-3",
    *,
    averaging_s: float | None = None,
    exponent_issuer: str | None = None,
    table: HazardTable | None = None,
) -> LoadJudgement:
    """Hold the toxic load of a history against that of a guideline.

    The highest load within each time that has a level is held against the load of that level, and
    the whole history against that of the longest time: one n alone would let a short exposure have
    more than the level of its own time. Where several n are published, the one that leaves least
    room speaks, unless its issuer is chosen.

    Parameters
    ----------
    species : str
        Id, name or registry number.
    time_s, ppm : array, shape (n,)
        Times [s] and concentrations [ppm].
    quantity : str
        Guideline.
    averaging_s : float, optional
        Only the level of this time of exposure [s], beside the load of the whole history.
    exponent_issuer : str, optional
        Whose n to use.
    table : HazardTable, optional
        Limits; the shipped ones by default.

    Raises
    ------
    InputError
        If the gas, the quantity or the history is not as it should be.

    Examples
    --------
    >>> told = judge_load("HF", [0.0, 3600.0], [44.0, 44.0])
    >>> round(told.share, 6), told.exponent.value
    (1.0, 2.0)
    """
    name = find_species(species).id
    limits = table or load_hazards()
    times, values = _history(time_s, ppm)
    asked = limits.of(name, checked_quantity(quantity), averaging_s=averaging_s)
    found_s = sorted({item.averaging_s for item in asked if item.averaging_s})
    told = (limits.lowest(name, quantity, seconds) for seconds in found_s)
    levels = [item for item in told if item is not None and item.value is not None]
    exponents = [
        item
        for item in limits.of(name, "toxic load exponent", exponent_issuer)
        if item.value is not None
    ]
    missing = []
    if not levels:
        over = "" if averaging_s is None else f" for {averaging_s:g} s"
        missing.append(Unknown(f"{quantity} of {name}{over}", f"a limit {quantity} of {name}"))
    if not exponents:
        missing.append(
            Unknown(
                f"how harm by {name} depends on concentration and time",
                "lethality at several concentrations and times, fitted as C^n t",
            )
        )
    if missing:
        return LoadJudgement(
            name, quantity, exponents[0] if exponents else None, levels[-1] if levels else None,
            math.nan, math.nan, Kind.UNKNOWN, tuple(missing),
        )  # fmt: skip
    judged = [
        _judged(name, quantity, times, values, exponent, level, level is levels[-1])
        for exponent in exponents
        for level in levels
    ]
    # What is not known comes before any number, so that it is never below.
    return max(judged, key=lambda item: math.inf if math.isnan(item.share) else item.share)


def _judged(
    name: str,
    quantity: str,
    times: FloatArray,
    values: FloatArray,
    exponent: HazardLimit,
    level: HazardLimit,
    longest: bool,
) -> LoadJudgement:
    n, ppm, over_s = exponent.value or 1.0, level.value or 0.0, level.averaging_s or 0.0
    window_s = math.inf if longest else over_s
    dose = _highest_load(times, values, n, window_s)
    share = dose / (ppm**n * over_s)
    unknown = (Unknown(f"concentration of {name}", "the whole history"),)
    return LoadJudgement(
        name, quantity, exponent, level, dose, share, weakest((exponent.kind, level.kind)),
        unknown if math.isnan(share) else (),
    )  # fmt: skip
