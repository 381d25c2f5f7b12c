"""Tests that heat a cell from outside: hot box, ramp, external heater."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, MissingDatumError
from davylamp.runaway.abuse.block import Settings
from davylamp.runaway.abuse.trial import (
    Trial,
    first_self_heating,
    heat_flow_by_step,
    highest_of,
    moment_at,
)
from davylamp.runaway.program import Program

if TYPE_CHECKING:
    from davylamp.runaway.body import Body
    from davylamp.runaway.lumped.exchange import Exchange
    from davylamp.runaway.lumped.history import History

__all__ = [
    "cut_off",
    "exchange_of",
    "heater_power",
    "oven",
    "oven_program",
    "ramp",
    "surface_heater",
]

FloatArray = npt.NDArray[np.float64]

#: How far above the oven the cell counts as heating itself [K].
OVEN_MARGIN_K: Final = 1.0
#: Share of the programmed heating rate at which self-heating counts as an onset.
RAMP_SHARE: Final = 0.1
#: Time after the end of a ramp over which a runaway may run out [s].
_AFTER_S: Final = 600.0
#: Largest power of Table C.2 of GB 38031-2025 [W] by the energy below which it holds [Wh].
_POWERS: Final = ((100.0, 300.0), (400.0, 1000.0), (800.0, 2000.0))
_LARGE_W: Final = 600.0


def exchange_of(body: Body, settings: Settings) -> Exchange:
    """Return the exchange of a body with its surroundings under the settings of a test."""
    from davylamp.runaway.lumped.exchange import Exchange

    conductance = settings.maybe("conductance")
    emissivity = settings.maybe("emissivity")
    if emissivity is None:
        # A whole conductance given by the user has radiation in it.
        emissivity = 0.0 if conductance is not None else body.emissivity
    if conductance is None:
        conductance = settings["coefficient"] * body.surface_m2
    return Exchange(conductance, emissivity * body.surface_m2)


def oven_program(settings: Settings) -> tuple[Program, float, float]:
    """Return the oven's temperature, the end of the hold [s] and its temperature then [K]."""
    start, hot, ambient = settings["start"], settings["temperature"], settings["ambient"]
    if not hot > start:
        raise InputError(
            f"the oven at {hot:g} K is not hotter than the cell at {start:g} K",
            remedy="raise the temperature of the oven",
        )
    warm = (hot - start) / settings["rate"]
    end = warm + settings["hold"]
    return Program((0.0, warm, end, end), (start, hot, hot, ambient)), end, hot


def oven(body: Body, settings: Settings) -> Trial:
    """Run a hot box: the surroundings rise to a temperature, hold it, and return to ambient."""
    from davylamp.runaway.lumped import simulate

    program, end, hot = oven_program(settings)
    history = simulate(
        body,
        start_K=settings["start"],
        duration_s=end + settings["observe"],
        exchange=exchange_of(body, settings),
        surroundings_K=program,
        thresholds_K=(hot + OVEN_MARGIN_K,),
    )
    flow = heat_flow_by_step(history)
    crossed = history.crossings[hot + OVEN_MARGIN_K]
    onset = None if crossed is None or crossed > end else moment_at(history, crossed)
    runaway = first_self_heating(history, flow, settings["runaway_rate"])
    if runaway is not None and (onset is None or runaway.time_s < onset.time_s):
        # It ran away before it had caught up with the oven.
        onset = runaway
    return Trial(history, flow, onset, runaway, highest_of(history))


def ramp(body: Body, settings: Settings) -> Trial:
    """Heat at a constant rate with no loss until the end of the ramp is reached."""
    start, end, rate = settings["start"], settings["end"], settings["rate"]
    if not end > start:
        raise InputError(
            f"the ramp ends at {end:g} K, not above its start at {start:g} K",
            remedy="raise the end of the ramp",
        )
    program = _even_heating(body, start, end, rate)

    def run(power: Program, stop_K: float | None) -> History:
        from davylamp.runaway.lumped import simulate

        return simulate(
            body,
            start_K=start,
            duration_s=(end - start) / rate + _AFTER_S,
            power_W=power,
            stop_K=stop_K,
        )

    history, off = _until_hot(run, program, end)
    flow = heat_flow_by_step(history)
    runaway = first_self_heating(history, flow, settings["runaway_rate"])
    onset = first_self_heating(history, flow, RAMP_SHARE * rate)
    return Trial(history, flow, onset, runaway, highest_of(history), more={"heater_off_s": off})


def surface_heater(body: Body, settings: Settings) -> Trial:
    """Heat with a constant power until the cell reaches a temperature."""
    start, duration = settings["start"], settings["duration"]
    power = settings.maybe("power") or heater_power(body)
    exchange = exchange_of(body, settings)

    def run(program: Program, stop_K: float | None) -> History:
        from davylamp.runaway.lumped import simulate

        return simulate(
            body,
            start_K=start,
            duration_s=duration,
            exchange=exchange,
            surroundings_K=settings["ambient"],
            power_W=program,
            stop_K=stop_K,
        )

    history, off = _until_hot(run, Program((0.0, duration), (power, power)), settings["stop"])
    flow = heat_flow_by_step(history)
    runaway = first_self_heating(history, flow, settings["runaway_rate"])
    more = {"heater_power_W": power, "heater_off_s": off}
    top = highest_of(history)
    return Trial(history, flow, None, runaway, top, has_onset=False, more=more)


def heater_power(body: Body) -> float:
    """Return the largest heating power that Table C.2 of GB 38031-2025 has for a cell [W].

    Raises
    ------
    MissingDatumError
        If the energy of the cell is not known.
    """
    energy_Wh = body.electrical_energy_J / 3600.0
    if not energy_Wh > 0.0:
        raise MissingDatumError(
            f"the electrical energy of {body.name} is not known, or it is empty: no heating power",
            remedy='give it in the test block: "power: 300 W"',
        )
    return next((power for below, power in _POWERS if energy_Wh < below), _LARGE_W)


def cut_off(program: Program, time_s: float) -> Program:
    """Return a program that is zero from a time on.

    Examples
    --------
    >>> cut_off(Program((0.0, 10.0), (5.0, 5.0)), 4.0)
    Program(time_s=(0.0, 4.0, 4.0), value=(5.0, 5.0, 0.0))
    """
    before = [(t, v) for t, v in zip(program.time_s, program.value, strict=True) if t < time_s]
    last = float(program.at(np.nextafter(time_s, -np.inf)))
    knots = [*before, (time_s, last), (time_s, 0.0)]
    return Program(tuple(t for t, _ in knots), tuple(v for _, v in knots))


def _until_hot(
    run: Callable[[Program, float | None], History], program: Program, off_K: float
) -> tuple[History, float]:
    """Run until a temperature is reached, and again with the heater off from then on.

    Returns the run and when the heater went off [s]. A runaway does not switch it off before that
    temperature: a cell that heats itself by little must not end up cooler than an inert one.
    """
    off = min(run(program, off_K).end_s, program.time_s[-1])
    # Up to that moment both runs are the same.
    return run(cut_off(program, off), None), off


def _even_heating(body: Body, start_K: float, end_K: float, rate_K_per_s: float) -> Program:
    """Return the power that heats an inert body at an even rate, changes of phase included [W]."""
    capacity = body.heat_capacity
    knots = {start_K, end_K, *capacity.temperature_K}
    for change in capacity.transitions:
        half = change.width_K / 2.0
        knots |= {change.temperature_K - half, change.temperature_K + half}
    edges = sorted(knot for knot in knots if start_K <= knot <= end_K)
    times: list[float] = []
    powers: list[float] = []
    for low, high in pairwise(edges):
        middle = 0.5 * (low + high)
        latent = sum(
            change.heat_J_per_kg / change.width_K
            for change in capacity.transitions
            if abs(middle - change.temperature_K) < change.width_K / 2.0
        )
        for temperature in (low, high):
            times.append((temperature - start_K) / rate_K_per_s)
            powers.append(body.mass_kg * rate_K_per_s * (capacity.at(temperature) + latent))
    return Program(tuple(times), tuple(powers))
