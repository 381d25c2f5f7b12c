"""Figures, shares and curve of the runs of a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.runaway.abuse.changes import changes_of
from davylamp.runaway.abuse.extrapolation import extrapolation
from davylamp.runaway.abuse.pressure import Venting, pressure_Pa, venting
from davylamp.runaway.abuse.result import Curve, Figure, Outcome, Share
from davylamp.runaway.abuse.trial import DISCHARGE, Moment, Trial

if TYPE_CHECKING:
    from davylamp.runaway.network import Network

__all__ = ["Vessel", "figures", "outcome"]

FloatArray = npt.NDArray[np.float64]
_Value = tuple[float | None, float | None]

#: Mode of a calorimeter that follows an exotherm.
_EXOTHERM: Final = 4
#: Figures that belong to single tests: name, title, unit inside and for a reader.
_MORE: Final = (
    ("corrected_highest_K", "highest temperature without the holder", "K", "degC"),
    ("heater_power_W", "power of the heater", "W", "W"),
    ("heater_off_s", "heater switched off after", "s", "min"),
    ("short_ohm", "resistance of the short", "ohm", "mohm"),
    ("cell_ohm", "resistance of the cell", "ohm", "mohm"),
    ("start_current_A", "current at the start", "A", "A"),
    ("peak_joule_W", "largest joule heat in the cell", "W", "W"),
    ("joule_J", "joule heat in the cell", "J", "kJ"),
    ("discharged", "share of the electrical energy set free", "1", "%"),
    ("current_A", "charging current", "A", "A"),
    ("charger_W", "power of the charger", "W", "W"),
    ("charging_s", "time of overcharging", "s", "min"),
    ("overcharge_C", "charge beyond full", "C", "Ah"),
    ("lithium_mol", "lithium taken from the cathode beyond its range", "mol", "mmol"),
    ("charger_heat_J", "heat of the charger in the cell", "J", "kJ"),
)


@dataclass(frozen=True, slots=True)
class Vessel:
    """What the casing holds: free volume [m3] and pressure at which it opens [Pa], if known."""

    free_volume_m3: float | None = None
    vent_pressure_Pa: float | None = None


def figures(test: str, trials: Sequence[Trial], vessel: Vessel) -> tuple[Figure, ...]:
    """Return the figures of a report with one value for each run."""
    first = trials[0]
    vents = [_vent(trial, vessel) for trial in trials]

    def each(
        name: str, title: str, unit: str, show: str, read: Callable[[Trial], _Value], note: str = ""
    ) -> Figure:
        pairs = [read(trial) for trial in trials]
        return Figure(
            name,
            title,
            unit,
            show,
            tuple(value for value, _ in pairs),
            tuple(time for _, time in pairs),
            note=note,
        )

    rows: list[Figure] = []
    scans = test == "dsc"
    if scans:
        rows += _dsc(each)
    elif first.has_onset:
        rows.append(
            each("T1", "onset of self-heating (T1)", "K", "degC", lambda t: _at(t.onset),
                 extrapolation((trial, trial.onset) for trial in trials))
        )  # fmt: skip
    if not scans:
        rows += [
            each("T2", "runaway (T2)", "K", "degC", lambda t: _at(t.runaway),
                 extrapolation((trial, trial.runaway) for trial in trials)),
            each("T3", "highest temperature (T3)", "K", "degC", lambda t: _at(t.highest)),
            each("peak_heating_rate", "largest heating rate", "K/s", "K/min", _peak_rate),
        ]  # fmt: skip
    if first.has_onset and not scans:
        rows.append(each("T1_to_T2", "time from onset to runaway", "s", "min", _between))
    rows += [
        each("peak_heat_flow", "largest heat flow of the reactions", "W/kg", "W/g", _peak_flow),
        each("heat", "heat of the reactions", "J", "kJ", lambda t: (_heat(t), None)),
        each(
            "heat_per_mass", "heat of the reactions per gram of the whole", "J/kg", "J/g",
            lambda t: (_heat(t) / t.history.body.mass_kg, None),
        ),
    ]  # fmt: skip
    for name, title, unit, show in _MORE:
        if any(name in trial.more for trial in trials):
            rows.append(each(name, title, unit, show, _more(name)))
    rows += _gases(trials)
    if not scans:
        # A crucible is no casing.
        rows += _pressures(vessel, vents)
    return tuple(rows)


def outcome(trial: Trial, label: str, vessel: Vessel) -> Outcome:
    """Return curve and shares of a run."""
    shares = _shares(trial)
    moment = trial.runaway or trial.onset
    first = ""
    if moment is not None and moment.heat_flow:
        reactions = [share for share in shares if share.step != DISCHARGE]
        if reactions and (reactions[0].of_heating or 0.0) > 0.0:
            first = reactions[0].step
    history = trial.history
    return Outcome(
        label,
        _curve(trial, vessel),
        shares,
        first,
        trial.peaks,
        history.closure,
        changes_of(history),
    )


def _at(moment: Moment | None) -> _Value:
    return (None, None) if moment is None else (moment.temperature_K, moment.time_s)


def _more(name: str) -> Callable[[Trial], _Value]:
    return lambda trial: (trial.more.get(name), None)


def _peak_rate(trial: Trial) -> _Value:
    history = trial.history
    rate = history.heating_rate_K_per_s
    mode = getattr(history, "mode", None)
    if mode is not None:
        # A calorimeter heats in steps: its own rate says nothing about the cell.
        rate = np.where(np.asarray(mode) == _EXOTHERM, rate, -np.inf)
        if not np.isfinite(rate).any():
            return None, None
    k = int(np.argmax(rate))
    return float(rate[k]), float(history.time_s[k])


def _between(trial: Trial) -> _Value:
    if trial.onset is None or trial.runaway is None:
        return None, None
    return trial.runaway.time_s - trial.onset.time_s, None


def _peak_flow(trial: Trial) -> _Value:
    flow = trial.reaction_heat_flow
    k = int(np.argmax(flow))
    return float(flow[k]), float(trial.history.time_s[k])


def _heat(trial: Trial) -> float:
    heats = trial.history.heat_by_step_J
    return sum(heat for name, heat in heats.items() if name != DISCHARGE)


def _dsc(each: Callable[..., Figure]) -> list[Figure]:
    def first(read: str) -> Callable[[Trial], _Value]:
        return lambda t: (getattr(t.peaks[0], read) if t.peaks else None, None)

    def largest(read: str) -> Callable[[Trial], _Value]:
        def of(trial: Trial) -> _Value:
            if not trial.peaks:
                return None, None
            top = max(trial.peaks, key=lambda peak: peak.heat_flow_W_per_kg)
            return float(getattr(top, read)), None

        return of

    return [
        each("onset", "onset of the first peak", "K", "degC", first("onset_K")),
        each("first_peak", "first peak", "K", "degC", first("peak_K")),
        each("largest_peak", "largest peak", "K", "degC", largest("peak_K")),
        each("enthalpy", "enthalpy of the largest peak", "J/kg", "J/g",
             largest("enthalpy_J_per_kg")),
        each("peaks", "number of peaks", "1", "1", lambda t: (float(len(t.peaks)), None)),
    ]  # fmt: skip


def _gas(trial: Trial) -> FloatArray:
    gases = trial.history.gas_mol()
    total = np.zeros(len(trial.history.time_s))
    for amount in gases.values():
        total = total + amount
    return total


def _gases(trials: Sequence[Trial]) -> list[Figure]:
    names: list[str] = []
    for trial in trials:
        names += [item.id for item in trial.history.body.network.species if item.phase == "gas"]
    if not names:
        unknown = tuple(None for _ in trials)
        return [
            Figure("gas", "gas", "mol", "mmol", unknown, absent="unknown",
                   note="the network names no gas")
        ]  # fmt: skip
    rows = [
        Figure("gas", "gas of the reactions", "mol", "mmol",
               tuple(float(_gas(trial)[-1]) for trial in trials))
    ]  # fmt: skip
    for name in dict.fromkeys(names):
        amounts = []
        for trial in trials:
            found = trial.history.gas_mol().get(name)
            amounts.append(0.0 if found is None else float(found[-1]))
        if max(amounts) > 0.0:
            rows.append(Figure(f"gas {name}", f"  {name}", "mol", "mmol", tuple(amounts)))
    return rows


def _knows_gas(trial: Trial) -> bool:
    return any(item.phase == "gas" for item in trial.history.body.network.species)


def _vent(trial: Trial, vessel: Vessel) -> Venting | None:
    if vessel.free_volume_m3 is None or not _knows_gas(trial):
        return None
    history = trial.history
    pressure = pressure_Pa(
        history.temperature_K, _gas(trial), vessel.free_volume_m3, float(history.temperature_K[0])
    )
    opens = float("inf") if vessel.vent_pressure_Pa is None else vessel.vent_pressure_Pa
    return venting(history.time_s, history.temperature_K, pressure, opens)


def _pressures(vessel: Vessel, vents: Sequence[Venting | None]) -> list[Figure]:
    known = all(vent is not None for vent in vents)
    found = [vent for vent in vents if vent is not None]
    opens = known and vessel.vent_pressure_Pa is not None
    nothing = tuple(None for _ in vents)
    missing = "free volume or gas is not known"
    return [
        Figure(
            "vent",
            "venting",
            "K",
            "degC",
            tuple(vent.temperature_K for vent in found) if opens else nothing,
            tuple(vent.time_s for vent in found) if opens else nothing,
            absent="not reached" if opens else "unknown",
            note="" if opens else (missing if not known else "the vent pressure is not known"),
        ),
        Figure(
            "peak_pressure",
            "pressure above the surroundings, if closed",
            "Pa",
            "bar",
            tuple(vent.peak_Pa for vent in found) if known else nothing,
            absent="unknown",
            note="" if known else missing,
        ),
    ]


def _shares(trial: Trial) -> tuple[Share, ...]:
    history = trial.history
    network: Network = history.body.network
    moment = trial.runaway or trial.onset
    conversion = history.conversion[-1]
    parts: list[float | None] = [None] * len(network.steps)
    if moment is not None and moment.heat_flow:
        conversion = history.at([min(moment.time_s, history.end_s)]).conversion[0]
        total = sum(flow for flow in moment.heat_flow if flow > 0.0)
        if total > 0.0:
            parts = [max(flow, 0.0) / total for flow in moment.heat_flow]
    heats = history.heat_by_step_J
    shares = [
        Share(
            step.id,
            step.title,
            step.kind,
            parts[r],
            float(conversion[r]),
            float(history.conversion[-1, r]),
            heats[step.id],
        )
        for r, step in enumerate(network.steps)
    ]
    return tuple(sorted(shares, key=lambda share: (-(share.of_heating or 0.0), -share.heat_J)))


def _curve(trial: Trial, vessel: Vessel) -> Curve:
    history = trial.history
    gas = _gas(trial)
    pressure = None
    if vessel.free_volume_m3 is not None and _knows_gas(trial):
        start = float(history.temperature_K[0])
        pressure = pressure_Pa(history.temperature_K, gas, vessel.free_volume_m3, start)
    mode = getattr(history, "mode", None)
    return Curve(
        history.time_s,
        history.temperature_K,
        history.heating_rate_K_per_s,
        trial.reaction_heat_flow,
        gas,
        pressure,
        None if mode is None else np.asarray(mode == _EXOTHERM),
        history.gas_mol(),
    )
