"""Accelerating-rate calorimeter: heat, wait, seek, and follow what is found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway.body import Body
from davylamp.runaway.lumped.case import (
    Case,
    make_programs,
    make_run,
    network_arrays,
    sample_heat,
)
from davylamp.runaway.lumped.checks import raise_for
from davylamp.runaway.lumped.history import Crossing, History, fields

if TYPE_CHECKING:
    from davylamp.runaway.lumped._enthalpy import Heat
    from davylamp.runaway.lumped._run import Run

__all__ = ["ArcHistory", "ArcSettings", "arc_run", "heat_wait_seek"]

FloatArray = npt.NDArray[np.float64]

#: A calorimeter that has not finished after this time never will [s].
_LONGEST_S = 1e10


@dataclass(frozen=True, slots=True)
class ArcSettings:
    """How the calorimeter is run.

    Parameters
    ----------
    start_K, end_K : float
        First and highest temperature it heats to [K]. An exotherm that is under way there is
        followed to its end.
    step_K : float
        Step of temperature between two searches [K].
    wait_s, seek_s : float
        How long it lets the sample settle, and then looks for self-heating [s].
    sensitivity_K_per_s : float
        Self-heating that counts as an exotherm [K/s]; 0.02 K/min by default.
    phi : float
        Heat capacity of sample and bomb over that of the sample, at 298.15 K.
    runaway_K_per_s : float
        Self-heating that defines T2 [K/s]; 60 K/min by default.
    heater_K_per_s : float
        About how fast a step is heated [K/s]: the heater's power is this times the mean heat
        capacity.
    tolerance : float
        As in `simulate`.

    Raises
    ------
    InputError
        If a number is out of range.
    """

    start_K: float = 323.15
    end_K: float = 673.15
    step_K: float = 5.0
    wait_s: float = 900.0
    seek_s: float = 1200.0
    sensitivity_K_per_s: float = 0.02 / 60.0
    phi: float = 1.0
    runaway_K_per_s: float = 1.0
    heater_K_per_s: float = 5.0 / 60.0
    tolerance: float = 1e-6

    def __post_init__(self) -> None:
        for name in (
            "start_K",
            "end_K",
            "step_K",
            "wait_s",
            "seek_s",
            "sensitivity_K_per_s",
            "runaway_K_per_s",
            "heater_K_per_s",
        ):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"calorimeter: {name} {value!r} is not positive")
        if not self.end_K > self.start_K:
            raise InputError(
                f"calorimeter: it ends at {self.end_K:g} K, not above its start, {self.start_K:g} K"
            )
        if not self.runaway_K_per_s > self.sensitivity_K_per_s:
            raise InputError("calorimeter: the rate that defines T2 is below its sensitivity")


@dataclass(frozen=True, slots=True)
class ArcHistory(History):
    """What the calorimeter saw.

    Parameters
    ----------
    settings : ArcSettings
        How it was run.
    onset : Crossing or None
        T1: where a search first found self-heating at the sensitivity or above. None: none up to
        the end temperature, which says nothing about what is hotter or slower.
    runaway : Crossing or None
        T2: where an exotherm first heats itself at `ArcSettings.runaway_K_per_s`.
    highest : Crossing or None
        T3: highest temperature of the exotherms.
    """

    settings: ArcSettings
    onset: Crossing | None
    runaway: Crossing | None
    highest: Crossing | None

    @property
    def mode(self) -> npt.NDArray[np.int64]:
        """At each output: 1 heats, 2 waits, 3 seeks, 4 follows an exotherm."""
        place = np.searchsorted(self._rows[1:, 0], self.time_s, side="left")
        return self._rows[1:, 2][np.minimum(place, len(self._rows) - 2)].astype(np.int64)

    @property
    def onset_to_runaway_s(self) -> float | None:
        """Time from T1 to T2 [s]."""
        if self.onset is None or self.runaway is None:
            return None
        return self.runaway.time_s - self.onset.time_s

    @property
    def self_heating(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Time [s], temperature [K] and self-heating [K/s] while an exotherm is followed."""
        found = self.mode == 4
        return self.time_s[found], self.temperature_K[found], self.heating_rate_K_per_s[found]

    @property
    def corrected_highest_K(self) -> float | None:
        """T3 without the bomb, ``T1 + phi (T3 - T1)`` [K]; exact for constant heat capacities.

        References
        ----------
        Townsend and Tou 1980, 10.1016/0040-6031(80)85001-5.
        """
        if self.onset is None or self.highest is None:
            return None
        first = self.onset.temperature_K
        return first + self.phi * (self.highest.temperature_K - first)


def heat_wait_seek(
    body: Body,
    settings: ArcSettings | None = None,
    *,
    thresholds_K: tuple[float, ...] = (),
    output_interval_s: float | None = None,
) -> ArcHistory:
    """Return what an accelerating-rate calorimeter sees of a body.

    From the start temperature on: wait, then seek. When the sample heats itself at the sensitivity
    or faster, the calorimeter follows it without exchange of heat until it is slower again; else it
    heats by a step and searches again. A sample that warms by a whole step while the calorimeter
    waits counts as found where the wait began.

    Parameters
    ----------
    body : Body
        Sample; each step of its network needs a rate.
    settings : ArcSettings or None
        Calorimeter; None for the usual ones.
    thresholds_K, output_interval_s
        As in `davylamp.runaway.lumped.simulate`.

    Raises
    ------
    InputError, NoConvergenceError, OutsideValidityError
        As `davylamp.runaway.lumped.simulate`.
    """
    chosen = ArcSettings() if settings is None else settings
    heat = sample_heat(body.heat_capacity, float(chosen.phi))
    case = Case(
        network_arrays(body.network),
        heat,
        arc_run(body, heat, chosen),
        make_programs(None, None, None),
    )
    solution = case.solve(thresholds_K, (chosen.runaway_K_per_s,), record=True)
    summary = solution.summary[0]
    raise_for(int(solution.status[0]), body, summary)
    given = fields(
        body,
        case,
        solution,
        thresholds_K=thresholds_K,
        rate_thresholds_K_per_s=(chosen.runaway_K_per_s,),
        output_interval_s=output_interval_s,
        phi=chosen.phi,
    )
    return ArcHistory(
        **given,
        settings=chosen,
        onset=_found(summary[7], summary[6], summary[12]),
        runaway=given["rate_crossings"][chosen.runaway_K_per_s],
        highest=_found(summary[9], summary[8], 0.0),
    )


def arc_run(body: Body, heat: Heat, settings: ArcSettings) -> Run:
    """Return the numbers of a run with the calorimeter.

    Raises
    ------
    InputError
        If one of them is out of range.
    """
    from davylamp.runaway.lumped._run import CALORIMETER

    run = make_run(
        body,
        heat,
        start_K=settings.start_K,
        duration_s=_LONGEST_S,
        tolerance=settings.tolerance,
    )
    return run._replace(
        calorimeter=CALORIMETER,
        step_K=float(settings.step_K),
        wait_s=float(settings.wait_s),
        seek_s=float(settings.seek_s),
        sensitivity_K_per_s=float(settings.sensitivity_K_per_s),
        end_K=float(settings.end_K),
        heater_W_per_kg=settings.heater_K_per_s / heat.mean_K_kg_per_J,
    )


def _found(time_s: float, temperature_K: float, rate_K_per_s: float) -> Crossing | None:
    if math.isnan(time_s):
        return None
    return Crossing(float(time_s), float(temperature_K), float(rate_K_per_s))
