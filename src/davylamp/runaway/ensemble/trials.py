"""Run a test on every draw: compiled where the test allows it, one after another elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError, OutsideValidityError
from davylamp.runaway.body import Body, HeatCapacity
from davylamp.runaway.ensemble.bodies import network_of
from davylamp.runaway.ensemble.draws import Draws
from davylamp.runaway.ensemble.outcome import Outcome

if TYPE_CHECKING:
    from davylamp.runaway.abuse.block import AbuseTest, Settings
    from davylamp.runaway.abuse.trial import Trial
    from davylamp.runaway.lumped.many import Runs

__all__ = ["COMPILED", "SELF_HEATING_K_PER_S", "Circuit", "run_draws"]

FloatArray = npt.NDArray[np.float64]

#: Tests that run as compiled loops over the draws.
COMPILED: Final = ("arc", "oven")
#: Rates of a self-heating curve [K/s], from 0.024 K/min on.
SELF_HEATING_K_PER_S: Final = tuple(float(10.0 ** (0.25 * n - 3.4)) for n in range(26))


@dataclass(frozen=True, slots=True)
class Circuit:
    """What the electrical tests need of a cell.

    Parameters
    ----------
    resistance_ohm : float
        Of the cell [ohm].
    capacity_C : float or None
        Charge it holds [C].
    """

    resistance_ohm: float
    capacity_C: float | None = None


def run_draws(
    body: Body,
    draws: Draws,
    test: AbuseTest,
    *,
    circuit: Circuit | None = None,
    rates_K_per_s: tuple[float, ...] = (),
    progress: Callable[[float], None] | None = None,
) -> Outcome:
    """Run a test on each draw; a draw that fails is marked, never left out.

    Parameters
    ----------
    body : Body
        Its network is replaced by the draws.
    draws : Draws
        From `davylamp.runaway.ensemble.draw`.
    test : AbuseTest
        Any of `davylamp.runaway.abuse.KINDS`.
    circuit : Circuit, optional
        Needed by shorts and overcharge.
    rates_K_per_s : tuple of float
        Self-heating rates in a calorimeter whose temperatures are asked for [K/s].
    progress : callable, optional
        Called with the share done, 0 to 1.
    """
    settings = test.settings()
    if test.test == "arc":
        return _arc(body, draws, settings, rates_K_per_s)
    if test.test == "oven":
        return _oven(body, draws, settings)
    return _one_by_one(body, draws, test, settings, circuit, progress)


def _arc(body: Body, draws: Draws, settings: Settings, rates: tuple[float, ...]) -> Outcome:
    from davylamp.runaway.abuse.calorimetry import arc_settings
    from davylamp.runaway.lumped import heat_wait_seek_many

    runs = heat_wait_seek_many(
        body,
        draws.networks,
        arc_settings(settings),
        rate_thresholds_K_per_s=rates,
        heat_capacity_factor=draws.capacity,
    )
    return _summary(
        runs,
        onset=(runs.onset_K, runs.onset_s),
        runaway=(runs.runaway_K, runs.runaway_s),
        rates=rates,
        # The last column is that of T2.
        self_heating_K=runs.rate_crossing_K[:, : len(rates)],
    )


def _oven(body: Body, draws: Draws, settings: Settings) -> Outcome:
    from davylamp.runaway.abuse.furnace import OVEN_MARGIN_K, exchange_of, oven_program
    from davylamp.runaway.lumped import simulate_many

    program, end, hot = oven_program(settings)
    runs = simulate_many(
        body,
        draws.networks,
        start_K=settings["start"],
        duration_s=end + settings["observe"],
        exchange=exchange_of(body, settings),
        surroundings_K=program,
        thresholds_K=(hot + OVEN_MARGIN_K,),
        rate_thresholds_K_per_s=(settings["runaway_rate"],),
        heat_capacity_factor=draws.capacity,
        exchange_factor=draws.exchange,
    )
    crossed = runs.crossing_s[:, 0]
    found = crossed <= end
    onset_K = np.where(found, hot + OVEN_MARGIN_K, np.nan)
    onset_s = np.where(found, crossed, np.nan)
    runaway_K, runaway_s = runs.rate_crossing_K[:, 0], runs.rate_crossing_s[:, 0]
    # Some run away before they have caught up with the oven.
    early = np.isfinite(runaway_s) & ~(onset_s <= runaway_s)
    return _summary(
        runs,
        onset=(np.where(early, runaway_K, onset_K), np.where(early, runaway_s, onset_s)),
        runaway=(runaway_K, runaway_s),
    )


def _summary(
    runs: Runs,
    *,
    onset: tuple[FloatArray, FloatArray],
    runaway: tuple[FloatArray, FloatArray],
    rates: tuple[float, ...] = (),
    self_heating_K: FloatArray | None = None,
) -> Outcome:
    return Outcome(
        *onset,
        *runaway,
        runs.peak_K,
        runs.time_of_peak_s,
        runs.conversion,
        runs.failed,
        runs.failures,
        rates,
        np.empty((len(runs.peak_K), 0)) if self_heating_K is None else self_heating_K,
    )


def _one_by_one(
    body: Body,
    draws: Draws,
    test: AbuseTest,
    settings: Settings,
    circuit: Circuit | None,
    progress: Callable[[float], None] | None,
) -> Outcome:
    n, steps = len(draws), len(body.network.steps)
    figures = np.full((n, 6), np.nan)
    conversion = np.full((n, steps), np.nan)
    failed = np.zeros(n, dtype=np.bool_)
    reasons: Counter[str] = Counter()
    run = _runner(test, circuit)
    for k in range(n):
        drawn = replace(
            body,
            network=network_of(body.network, draws, k),
            heat_capacity=_times(body.heat_capacity, float(draws.capacity[k])),
        )
        try:
            trial = run(drawn, _exchanging(settings, body, float(draws.exchange[k])))
        except (NoConvergenceError, OutsideValidityError) as error:
            failed[k] = True
            reasons[error.message.partition(": ")[2] or error.message] += 1
        else:
            figures[k] = _figures(trial)
            conversion[k] = trial.history.conversion[-1, :steps]
        if progress is not None:
            progress((k + 1) / n)
    onset_K, onset_s, runaway_K, runaway_s, peak_K, peak_s = figures.T.copy()
    return Outcome(
        onset_K, onset_s, runaway_K, runaway_s, peak_K, peak_s, conversion, failed, dict(reasons)
    )


def _figures(trial: Trial) -> list[float]:
    nan = float("nan")
    onset, runaway, top = trial.onset, trial.runaway, trial.highest
    return [
        nan if onset is None else onset.temperature_K,
        nan if onset is None else onset.time_s,
        nan if runaway is None else runaway.temperature_K,
        nan if runaway is None else runaway.time_s,
        trial.history.peak_K if top is None else top.temperature_K,
        trial.history.time_of_peak_s if top is None else top.time_s,
    ]


def _runner(test: AbuseTest, circuit: Circuit | None) -> Callable[[Body, Settings], Trial]:
    from davylamp.runaway.abuse import calorimetry, electrical, furnace

    plain: Mapping[str, Callable[[Body, Settings], Trial]] = {
        "arc": calorimetry.arc,
        "dsc": calorimetry.dsc,
        "oven": furnace.oven,
        "ramp": furnace.ramp,
        "heater": furnace.surface_heater,
    }
    if test.test in plain:
        return plain[test.test]
    if circuit is None:
        raise InputError(
            f"the test {test.test!r} needs the resistance of the cell",
            remedy="give it: Circuit(resistance_ohm=0.06)",
        )
    from davylamp.runaway.safeguards import ThermoResponsive

    ohm, capacity = circuit.resistance_ohm, circuit.capacity_C
    # The others are in the body already.
    limits = [item for item in test.safeguards if isinstance(item, ThermoResponsive)]

    def electric(body: Body, settings: Settings) -> Trial:
        if test.test == "overcharge":
            return electrical.overcharge(body, settings, ohm, capacity, all_heat=True)
        return electrical.short(
            body, settings, ohm, outside=test.test == "external_short", safeguards=limits
        )

    return electric


def _times(heat: HeatCapacity, factor: float) -> HeatCapacity:
    if factor == 1.0:
        return heat
    return replace(
        heat,
        value_J_per_kg_K=tuple(value * factor for value in heat.value_J_per_kg_K),
        transitions=tuple(
            replace(change, heat_J_per_kg=change.heat_J_per_kg * factor)
            for change in heat.transitions
        ),
    )


def _exchanging(settings: Settings, body: Body, factor: float) -> Settings:
    """Return the settings with another exchange of heat, convection and radiation alike."""
    from davylamp.runaway.abuse.standards import Setting

    values = dict(settings.values)
    for name in ("coefficient", "conductance", "emissivity"):
        found = values.get(name)
        if found is not None:
            values[name] = replace(found, value=found.value * factor)
    if "conductance" not in values and "emissivity" not in values:
        values["emissivity"] = Setting("emissivity", body.emissivity * factor, "1", "drawn")
    return replace(settings, values=values)
