"""Tests of a calorimeter: ramp in a DSC, heat-wait-seek in an ARC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from davylamp.core.errors import InputError
from davylamp.runaway.abuse.block import Settings
from davylamp.runaway.abuse.peaks import find_peaks
from davylamp.runaway.abuse.trial import Moment, Trial, heat_flow_by_step, moment_at
from davylamp.runaway.program import Program

if TYPE_CHECKING:
    from davylamp.runaway.body import Body
    from davylamp.runaway.lumped import ArcSettings

__all__ = ["arc", "arc_settings", "dsc"]

#: Time in which the sample follows its furnace [s]: so short that it has its temperature.
_LAG_S: Final = 1e-3
#: Heat flows are differences of conversions, which need more digits than a temperature.
_TOLERANCE: Final = 1e-9
#: Points of a DSC curve.
_POINTS: Final = 2001


def arc_settings(settings: Settings) -> ArcSettings:
    """Return how the calorimeter is run."""
    from davylamp.runaway.lumped import ArcSettings

    return ArcSettings(
        start_K=settings["start"],
        end_K=settings["end"],
        step_K=settings["step"],
        wait_s=settings["wait"],
        seek_s=settings["seek"],
        sensitivity_K_per_s=settings["sensitivity"],
        phi=settings["phi"],
        runaway_K_per_s=settings["runaway_rate"],
        heater_K_per_s=settings["heating"],
    )


def arc(body: Body, settings: Settings) -> Trial:
    """Run heat-wait-seek: T1 is the onset, T2 the runaway, T3 the highest temperature."""
    from davylamp.runaway.lumped import heat_wait_seek

    history = heat_wait_seek(body, arc_settings(settings))
    top = history.highest
    corrected = history.corrected_highest_K if settings["phi"] > 1.0 else None
    return Trial(
        history,
        heat_flow_by_step(history),
        None if history.onset is None else moment_at(history, history.onset.time_s),
        None if history.runaway is None else moment_at(history, history.runaway.time_s),
        None if top is None else Moment(top.time_s, top.temperature_K),
        more={} if corrected is None else {"corrected_highest_K": corrected},
    )


def dsc(body: Body, settings: Settings) -> Trial:
    r"""Run a ramp in which the sample has the temperature of its furnace.

    Heat flow is that of the reactions, ``q = sum_r H_r dxi_r/dt``, with the heat capacity of the
    sample taken off as the baseline; melting is not in it.

    Parameters
    ----------
    body : Body
        What the sample is of; per gram of it.
    settings : Settings
        Of the test.
    """
    from davylamp.runaway.lumped import Exchange, simulate

    start, end, rate = settings["start"], settings["end"], settings["rate"]
    if not end > start:
        raise InputError(
            f"the ramp ends at {end:g} K, not above its start at {start:g} K",
            remedy="raise the end of the ramp",
        )
    duration = (end - start) / rate
    history = simulate(
        body,
        start_K=start,
        duration_s=duration,
        exchange=Exchange(body.mass_kg * body.heat_capacity.at(start) / _LAG_S),
        surroundings_K=Program.ramp(start, rate, end),
        output_interval_s=duration / (_POINTS - 1),
        tolerance=_TOLERANCE,
    )
    flow = heat_flow_by_step(history)
    # Means over an interval belong to its middle.
    times = 0.5 * (history.time_s[1:] + history.time_s[:-1])
    middle = 0.5 * (history.temperature_K[1:] + history.temperature_K[:-1])
    peaks = find_peaks(times, middle, flow[1:].sum(axis=1), settings["sensitivity"])
    onset = None
    if peaks:
        first = peaks[0]
        onset = Moment((first.onset_K - start) / rate, first.onset_K)
    return Trial(history, flow, onset, None, peaks=peaks)
