"""A test on thousands of draws of one body."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway._arrays import NetworkArrays
from davylamp.runaway.body import Body
from davylamp.runaway.lumped.arc import ArcSettings, arc_run
from davylamp.runaway.lumped.case import Case, make_programs, make_run, sample_heat
from davylamp.runaway.lumped.exchange import Exchange
from davylamp.runaway.program import Program

__all__ = ["ArcRuns", "Runs", "heat_wait_seek_many", "simulate_many"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_REASONS: Final = {
    -1: "no step is short enough",
    -2: "too many steps",
    -3: "hotter than the heat capacity is known for",
    -4: "energy does not balance",
    -5: "an amount falls below zero",
}


@dataclass(frozen=True, slots=True)
class Runs:
    """A summary of each of n draws; nan where a draw failed.

    Parameters
    ----------
    status : array of int, shape (n,)
        0 ended, 1 stopped at the temperature asked for, negative: failed.
    peak_K, time_of_peak_s : array, shape (n,)
        As in `davylamp.runaway.lumped.History`.
    end_K, end_s : array, shape (n,)
        Temperature and time at the end [K, s].
    conversion : array, shape (n, R)
        Conversions at the end.
    exchanged_J, supplied_J : array, shape (n,)
        Heat from the surroundings and from the heater [J].
    crossing_s : array, shape (n, levels)
        First time at or above each temperature asked for [s]; nan if never, or failed.
    rate_crossing_s, rate_crossing_K : array, shape (n, rate levels)
        The same for heating rates, and the temperature there.
    closure : array, shape (n,)
        Relative imbalance of energy.
    steps_taken : array of int, shape (n,)
        Steps of the integrator.
    """

    status: IntArray
    peak_K: FloatArray
    time_of_peak_s: FloatArray
    end_K: FloatArray
    end_s: FloatArray
    conversion: FloatArray
    exchanged_J: FloatArray
    supplied_J: FloatArray
    crossing_s: FloatArray
    rate_crossing_s: FloatArray
    rate_crossing_K: FloatArray
    closure: FloatArray
    steps_taken: IntArray

    @property
    def failed(self) -> BoolArray:
        """Which draws have no answer."""
        return np.asarray(self.status < 0)

    @property
    def failures(self) -> dict[str, int]:
        """Number of draws without an answer, by reason."""
        counts = Counter(int(code) for code in self.status[self.failed])
        return {_REASONS[code]: number for code, number in sorted(counts.items())}


@dataclass(frozen=True, slots=True)
class ArcRuns(Runs):
    """The same for the calorimeter; nan where there is none, or a draw failed.

    Parameters
    ----------
    onset_K, onset_s, runaway_K, runaway_s, highest_K, highest_s : array, shape (n,)
        T1, T2 and T3 with their times, as in `davylamp.runaway.lumped.ArcHistory`.
    """

    onset_K: FloatArray
    onset_s: FloatArray
    runaway_K: FloatArray
    runaway_s: FloatArray
    highest_K: FloatArray
    highest_s: FloatArray


def simulate_many(
    body: Body,
    draws: NetworkArrays,
    *,
    start_K: float,
    duration_s: float,
    exchange: Exchange | None = None,
    surroundings_K: Program | float | None = None,
    power_W: Program | float | None = None,
    phi: float = 1.0,
    thresholds_K: tuple[float, ...] = (),
    rate_thresholds_K_per_s: tuple[float, ...] = (),
    stop_K: float | None = None,
    tolerance: float = 1e-6,
    heat_capacity_factor: npt.ArrayLike = 1.0,
    exchange_factor: npt.ArrayLike = 1.0,
    threads: int | None = None,
) -> Runs:
    """Return a summary of `davylamp.runaway.lumped.simulate` for each draw of a network.

    The result does not depend on the number of threads. A draw that fails is reported as failed.

    Parameters
    ----------
    body : Body
        Its network is replaced by the draws.
    draws : NetworkArrays
        One network for each draw.
    heat_capacity_factor, exchange_factor : float or array, shape (n,)
        Factor of each draw on the heat capacity (with latent heats) and on the exchange.
    threads : int or None
        Threads to spread the draws over; None: one for each core that may be used.
    start_K, duration_s, exchange, surroundings_K, power_W, phi, thresholds_K, \
rate_thresholds_K_per_s, stop_K, tolerance
        As in `davylamp.runaway.lumped.simulate`.

    Raises
    ------
    InputError
        If an argument is out of range.
    """
    heat = sample_heat(body.heat_capacity, float(phi))
    run = make_run(
        body,
        heat,
        start_K=start_K,
        duration_s=duration_s,
        tolerance=tolerance,
        exchange=exchange,
        stop_K=stop_K,
    )
    case = Case(draws, heat, run, make_programs(exchange, surroundings_K, power_W))
    given, _ = _solve(
        body,
        case,
        thresholds_K,
        rate_thresholds_K_per_s,
        heat_capacity_factor,
        exchange_factor,
        threads,
    )
    return Runs(**given)


def heat_wait_seek_many(
    body: Body,
    draws: NetworkArrays,
    settings: ArcSettings | None = None,
    *,
    thresholds_K: tuple[float, ...] = (),
    rate_thresholds_K_per_s: tuple[float, ...] = (),
    heat_capacity_factor: npt.ArrayLike = 1.0,
    threads: int | None = None,
) -> ArcRuns:
    """Return a summary of `davylamp.runaway.lumped.heat_wait_seek` for each draw of a network.

    Arguments as in `simulate_many`. Rates are those of an exotherm; the last column of their
    crossings is that of T2.

    Raises
    ------
    InputError
        If an argument is out of range.
    """
    chosen = ArcSettings() if settings is None else settings
    heat = sample_heat(body.heat_capacity, float(chosen.phi))
    case = Case(draws, heat, arc_run(body, heat, chosen), make_programs(None, None, None))
    given, summary = _solve(
        body,
        case,
        thresholds_K,
        (*rate_thresholds_K_per_s, chosen.runaway_K_per_s),
        heat_capacity_factor,
        1.0,
        threads,
    )
    return ArcRuns(
        **given,
        onset_K=summary[:, 6],
        onset_s=summary[:, 7],
        runaway_K=given["rate_crossing_K"][:, -1],
        runaway_s=given["rate_crossing_s"][:, -1],
        highest_K=summary[:, 8],
        highest_s=summary[:, 9],
    )


def _solve(
    body: Body,
    case: Case,
    levels_K: tuple[float, ...],
    levels_K_per_s: tuple[float, ...],
    heat_capacity_factor: npt.ArrayLike,
    exchange_factor: npt.ArrayLike,
    threads: int | None,
) -> tuple[dict[str, Any], FloatArray]:
    n, levels = len(case.networks.steps), len(levels_K)
    solution = case.solve(
        levels_K,
        levels_K_per_s,
        capacity=_factor(heat_capacity_factor, n, "heat capacity", positive=True),
        exchange=_factor(exchange_factor, n, "exchange", positive=False),
        threads=threads,
    )
    status, summary = solution.status, solution.summary
    crossing, state = solution.crossing, solution.final
    steps_taken = summary[:, 10].astype(np.int64)
    failed = status < 0
    crossing[failed] = summary[failed] = state[failed] = np.nan
    return {
        "status": status,
        "peak_K": summary[:, 0],
        "time_of_peak_s": summary[:, 1],
        "end_K": summary[:, 5],
        "end_s": summary[:, 4],
        "conversion": state[:, :-3],
        "exchanged_J": state[:, -2] * body.mass_kg,
        "supplied_J": state[:, -1] * body.mass_kg,
        "crossing_s": crossing[:, :levels, 0],
        "rate_crossing_s": crossing[:, levels:, 0],
        "rate_crossing_K": crossing[:, levels:, 1],
        "closure": summary[:, 2],
        "steps_taken": steps_taken,
    }, summary


def _factor(given: npt.ArrayLike, n: int, name: str, *, positive: bool) -> FloatArray:
    values = np.asarray(given, dtype=np.float64)
    if values.ndim > 1 or (values.ndim == 1 and len(values) != n):
        raise InputError(f"{name}: {values.shape} factors for {n} draws")
    if not np.all(np.isfinite(values)) or not np.all(values > 0.0 if positive else values >= 0.0):
        raise InputError(f"{name}: a factor is out of range")
    return np.ascontiguousarray(np.broadcast_to(values, (n,)))
