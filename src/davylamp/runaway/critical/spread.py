"""Critical conditions over the distributions of what is uncertain."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.runaway.body import Body
from davylamp.runaway.critical.conditions import How, Quantity, resized
from davylamp.runaway.critical.definition import Runaway
from davylamp.runaway.ensemble.draws import Draws, draw
from davylamp.runaway.ensemble.inputs import TestSpread
from davylamp.runaway.ensemble.statistics import Quantiles, quantiles
from davylamp.runaway.lumped import Exchange, simulate_many

__all__ = [
    "CriticalSpread",
    "critical_cooling_spread",
    "critical_size_spread",
    "critical_temperature_spread",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
#: Given a value for each of some draws: which run away, and which have no answer.
Trial = Callable[[FloatArray, IntArray], tuple[BoolArray, BoolArray]]

_DRAWS: Final = 512


@dataclass(frozen=True, slots=True)
class CriticalSpread:
    """A critical condition over many draws.

    Parameters
    ----------
    quantity, unit : str
        As in `davylamp.runaway.critical.CriticalValue`.
    quantiles : Quantiles
        Over the draws that have an edge within the range; `without` counts those that have none
        there, `unknown` those without an answer.
    value : array, shape (n,)
        The edge of each draw; nan where it has none or no answer.
    always, never : int
        Draws that run away at the safe end of the range already, and nowhere within it.
    definition : Runaway
        What counts as a runaway.
    draws : Draws
        What was drawn.
    """

    quantity: Quantity
    unit: str
    quantiles: Quantiles
    value: FloatArray
    always: int
    never: int
    definition: Runaway
    draws: Draws


def critical_temperature_spread(
    body: Body,
    exchange: Exchange,
    *,
    draws: int = _DRAWS,
    seed: int = 0,
    spread: TestSpread | None = None,
    definition: Runaway | None = None,
    low_K: float = 313.15,
    high_K: float = 673.15,
    step_K: float = 8.0,
    tolerance_K: float = 0.5,
    start_K: float = STANDARD_TEMPERATURE_K,
) -> CriticalSpread:
    """Return the critical temperature of an oven over draws of what is uncertain.

    Arguments as in `davylamp.runaway.critical.critical_temperature` and
    `davylamp.runaway.ensemble.run_ensemble`.
    """
    rule = definition or Runaway()
    drawn = draw(body.network, draws, test=spread or TestSpread.assumed(), seed=seed)

    def trial(oven_K: FloatArray, which: IntArray) -> tuple[BoolArray, BoolArray]:
        happens = np.zeros(len(which), dtype=np.bool_)
        failed = np.zeros(len(which), dtype=np.bool_)
        # Scan and halving meet the same temperatures for many draws.
        for value in np.unique(oven_K):
            here = np.flatnonzero(oven_K == value)
            some = drawn.take(which[here])
            happens[here], failed[here] = _run(
                body, some, exchange, float(value), min(start_K, float(value)), rule, some.exchange
            )
        return happens, failed

    found = _edges(trial, len(drawn), low_K, high_K, step_K, tolerance_K)
    return _spread("temperature", "K", found, rule, drawn)


def critical_cooling_spread(
    body: Body,
    surroundings_K: float,
    *,
    draws: int = _DRAWS,
    seed: int = 0,
    spread: TestSpread | None = None,
    definition: Runaway | None = None,
    low_W_per_m2_K: float = 0.01,
    high_W_per_m2_K: float = 1e5,
    tolerance: float = 0.02,
    start_K: float | None = None,
) -> CriticalSpread:
    """Return the least heat transfer coefficient over draws of what is uncertain.

    Arguments as in `davylamp.runaway.critical.critical_cooling`; the spread of the exchange is
    left out, as the answer is an exchange.
    """
    rule = definition or Runaway()
    drawn = draw(body.network, draws, test=spread or TestSpread.assumed(), seed=seed)
    start = surroundings_K if start_K is None else start_K
    unit = Exchange(body.surface_m2)

    def trial(logarithm: FloatArray, which: IntArray) -> tuple[BoolArray, BoolArray]:
        some = drawn.take(which)
        return _run(body, some, unit, surroundings_K, start, rule, np.exp(logarithm))

    found = _edges(
        trial, len(drawn), math.log(high_W_per_m2_K), math.log(low_W_per_m2_K), math.log(1.5),
        math.log1p(tolerance),
    )  # fmt: skip
    return _spread("cooling", "W/m2/K", found, rule, drawn, logarithmic=True)


def critical_size_spread(
    body: Body,
    surroundings_K: float,
    coefficient_W_per_m2_K: float,
    *,
    how: How = "all",
    draws: int = _DRAWS,
    seed: int = 0,
    spread: TestSpread | None = None,
    definition: Runaway | None = None,
    low: float = 0.05,
    high: float = 50.0,
    tolerance: float = 0.02,
    start_K: float | None = None,
) -> CriticalSpread:
    """Return the critical factor on the size over draws of what is uncertain.

    Arguments as in `davylamp.runaway.critical.critical_size`.
    """
    rule = definition or Runaway()
    drawn = draw(body.network, draws, test=spread or TestSpread.assumed(), seed=seed)
    start = surroundings_K if start_K is None else start_K
    exchange = Exchange.of(body, coefficient_W_per_m2_K)

    def trial(logarithm: FloatArray, which: IntArray) -> tuple[BoolArray, BoolArray]:
        some = drawn.take(which)
        # A larger body of one temperature is one with less exchange per mass.
        share = np.array([_surface_per_mass(body, math.exp(x), how) for x in logarithm])
        return _run(body, some, exchange, surroundings_K, start, rule, share * some.exchange)

    found = _edges(
        trial, len(drawn), math.log(low), math.log(high), math.log(1.25), math.log1p(tolerance)
    )
    return _spread("size", "1", found, rule, drawn, logarithmic=True)


def _surface_per_mass(body: Body, factor: float, how: How) -> float:
    sized = resized(body, factor, how)
    return (sized.surface_m2 / body.surface_m2) / (sized.mass_kg / body.mass_kg)


def _run(
    body: Body,
    draws: Draws,
    exchange: Exchange,
    around_K: float,
    start_K: float,
    rule: Runaway,
    factor: FloatArray,
) -> tuple[BoolArray, BoolArray]:
    limit = around_K + rule.rise_K
    runs = simulate_many(
        body,
        draws.networks,
        start_K=start_K,
        duration_s=rule.duration_s,
        exchange=exchange,
        surroundings_K=around_K,
        stop_K=limit,
        heat_capacity_factor=draws.capacity,
        exchange_factor=factor,
    )
    return np.asarray((runs.status == 1) | (runs.peak_K >= limit)), runs.failed


@dataclass(frozen=True, slots=True)
class _Found:
    stays: FloatArray
    runs_away: FloatArray
    failed: BoolArray


def _edges(trial: Trial, n: int, start: float, end: float, step: float, tolerance: float) -> _Found:
    """Scan and bisect for all draws at once; nan where there is no such side."""
    if not (tolerance > 0.0 and step > 0.0) or start == end:
        raise InputError(f"range {start:g} to {end:g}, step {step:g}, tolerance {tolerance:g}")
    stays, away = np.full(n, np.nan), np.full(n, np.nan)
    failed = np.zeros(n, dtype=np.bool_)
    open_ = np.arange(n)
    count = max(1, math.ceil(abs(end - start) / step))
    for x in np.linspace(start, end, count + 1):
        happens, lost = trial(np.full(len(open_), x), open_)
        failed[open_[lost]] = True
        away[open_[happens & ~lost]] = x
        stays[open_[~happens & ~lost]] = x
        open_ = open_[~happens & ~lost]
        if not len(open_):
            break
    while True:
        width = np.abs(away - stays)
        todo = np.flatnonzero(~failed & (width > tolerance))
        if not len(todo):
            return _Found(stays, away, failed)
        middle = 0.5 * (stays[todo] + away[todo])
        happens, lost = trial(middle, todo)
        failed[todo[lost]] = True
        away[todo[happens & ~lost]] = middle[happens & ~lost]
        stays[todo[~happens & ~lost]] = middle[~happens & ~lost]


def _spread(
    quantity: Quantity,
    unit: str,
    found: _Found,
    rule: Runaway,
    draws: Draws,
    *,
    logarithmic: bool = False,
) -> CriticalSpread:
    middle = 0.5 * (found.stays + found.runs_away)
    value = np.exp(middle) if logarithmic else middle
    value = np.where(found.failed, np.nan, value)
    return CriticalSpread(
        quantity,
        unit,
        quantiles(value, found.failed),
        value,
        int(np.count_nonzero(np.isnan(found.stays) & ~found.failed)),
        int(np.count_nonzero(np.isnan(found.runs_away) & ~found.failed)),
        rule,
        draws,
    )
