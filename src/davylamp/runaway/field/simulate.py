"""Run a thermal field through time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import BalanceError, InputError, NoConvergenceError
from davylamp.runaway.field.build import Field
from davylamp.runaway.field.history import FieldHistory

__all__ = ["simulate_field"]

FloatArray = npt.NDArray[np.float64]

#: Energy that may be missing, over what was turned over.
_CLOSURE_LIMIT: Final = 1e-8
#: Steps between two looks at the clock, by number of volumes.
_STEPS_PER_CALL: Final = 4096
_LONGEST_S: Final = 1e12


@dataclass(slots=True)
class _Written:
    """Pieces of the history, call by call."""

    time: list[FloatArray] = field(default_factory=list)
    mean: list[FloatArray] = field(default_factory=list)
    peak: list[FloatArray] = field(default_factory=list)
    heat: list[FloatArray] = field(default_factory=list)


def simulate_field(
    field: Field,
    *,
    start_K: float,
    duration_s: float,
    thresholds_K: Sequence[float] = (),
    output_times_s: Sequence[float] = (),
    tolerance: float = 1e-4,
    progress: Callable[[float], None] | None = None,
    checkpoint: Path | str | None = None,
    checkpoint_every_s: float = 30.0,
    resume: bool = True,
) -> FieldHistory:
    """Return the history of a field from time 0.

    Parameters
    ----------
    field : Field
        From `davylamp.runaway.field.build_field`.
    start_K : float
        Temperature of the blocks without one of their own [K].
    duration_s : float
        Until when [s].
    thresholds_K : sequence of float
        Limits whose first passing by the mean and maximum of each group is dated [K].
    output_times_s : sequence of float
        Times at which all temperatures and conversions are kept [s].
    tolerance : float
        Error of a step: the largest of the conversions' errors and of the temperatures' over
        300 K.
    progress : callable, optional
        Called with the share of the time that has passed.
    checkpoint : path, optional
        File that keeps the state, so that an interrupted run goes on without loss.
    checkpoint_every_s : float
        Seconds of computing between two checkpoints [s].
    resume : bool
        Go on from the checkpoint if it is there; the result is the same to the last digit.

    Raises
    ------
    InputError
        If a number is out of range, or the checkpoint belongs to another run.
    NoConvergenceError
        If the steps become too short or a number is not finite.
    BalanceError
        If energy or the amount of a species does not close.
    """
    from davylamp.runaway._rosenbrock import rodas4p
    from davylamp.runaway.field._march import ARRIVED, FULL, Record, march

    wall = time.perf_counter()
    _check(start_K, duration_s, tolerance)
    thresholds = np.array(sorted({float(value) for value in thresholds_K}))
    snapshots = np.array(sorted({float(value) for value in output_times_s}))
    if len(snapshots) and not (snapshots[0] >= 0.0 and snapshots[-1] <= duration_s):
        raise InputError(f"output times must lie between 0 and {duration_s:g} s")
    run = _Run(field, start_K, thresholds, snapshots, duration_s, tolerance)
    path = None if checkpoint is None else Path(checkpoint)
    if path is not None and resume and path.exists():
        run.restore(path)
    tableau = rodas4p()
    saved = time.perf_counter()
    most = max(1, min(_STEPS_PER_CALL, 2_000_000 // field.count))
    groups, accounts = len(field.group_names), len(run.state.heat)
    record = Record(
        np.empty(most),
        np.empty((most, groups)),
        np.empty((most, groups)),
        np.empty((most, accounts)),
        snapshots,
        run.snapshot_K,
        run.snapshot_conversion,
    )
    stops = _stops(field, duration_s)
    while run.state.clock[0] < duration_s:
        now = run.state.clock[0]
        end = min(stop for stop in stops if stop > now)
        begin = max((stop for stop in stops if stop <= now), default=0.0)
        signal, run.work.signal_slope[:] = _signals(field, begin, end)
        status, written = march(
            field.arrays,
            field.networks,
            tableau,
            run.work,
            run.state,
            record,
            thresholds,
            signal,
            begin,
            end,
            most,
        )
        run.keep(record, written)
        if status not in (ARRIVED, FULL) or (status == FULL and not written):
            raise NoConvergenceError(
                f"the steps became too short at {run.state.clock[0]:.6g} s "
                f"({run.state.clock[1]:.3g} s), with up to {run.hottest_K():.4g} K",
                remedy="check the rates and heat capacities there, or loosen the tolerance",
            )
        if progress is not None:
            progress(float(run.state.clock[0] / duration_s))
        if path is not None and time.perf_counter() - saved >= checkpoint_every_s:
            run.save(path)
            saved = time.perf_counter()
    history = run.history(time.perf_counter() - wall)
    if path is not None:
        path.unlink(missing_ok=True)
    return history


def _check(start_K: float, duration_s: float, tolerance: float) -> None:
    if not (math.isfinite(start_K) and start_K > 0.0):
        raise InputError(f"start at {start_K!r} K")
    if not (math.isfinite(duration_s) and 0.0 < duration_s < _LONGEST_S):
        raise InputError(f"duration {duration_s!r} s is not positive")
    if not 1e-12 <= tolerance <= 0.1:
        raise InputError(f"tolerance {tolerance!r} is not between 1e-12 and 0.1")


def _stops(field: Field, duration_s: float) -> list[float]:
    """Return the times at which a step has to end: knots of programs and the end."""
    knots = {time for program in field.signals for time in program.time_s}
    return sorted({0.0, duration_s, *(t for t in knots if 0.0 < t < duration_s)})


def _signals(field: Field, begin: float, end: float) -> tuple[FloatArray, FloatArray]:
    """Values at the start of a segment, and slopes, of all programs: linear in between."""
    thirds = np.array([begin + (end - begin) / 3.0, begin + (end - begin) * 2.0 / 3.0])
    values = np.array([program.at(thirds) for program in field.signals]).reshape(-1, 2)
    slope = (values[:, 1] - values[:, 0]) / (thirds[1] - thirds[0])
    # Taken inside of the segment, as the value at a jump belongs to what follows.
    return values[:, 0] - slope * (thirds[0] - begin), slope


class _Run:
    """State of a run and what it has written."""

    def __init__(
        self,
        field: Field,
        start_K: float,
        thresholds: FloatArray,
        snapshots: FloatArray,
        duration_s: float,
        tolerance: float,
    ) -> None:
        from davylamp.runaway._rosenbrock import rodas4p
        from davylamp.runaway.field._arrays import TOLERANCE, State, make_work
        from davylamp.runaway.field.checkpoint import fingerprint

        self.field = field
        n, R = field.count, max(field.networks.max_steps, 1)
        groups = len(field.group_names)
        accounts = len(field.boundary_names) + len(field.contact_names)
        stages = len(rodas4p().alpha)
        start = np.where(np.isnan(field.start_K), start_K, field.start_K)[field.order]
        energy = self._enthalpy(start)
        nan = np.full((groups, len(thresholds)), np.nan)
        self.initial_K = start
        self.initial = energy.copy()
        self.thresholds = thresholds
        self.snapshots = snapshots
        self.tolerance = tolerance
        self.work = make_work(field.arrays, R, stages, accounts, len(field.signals))
        self.work.numbers[TOLERANCE] = tolerance
        self.state = State(
            energy,
            np.zeros((n, R)),
            np.zeros(accounts),
            np.array([0.0, 1e-6 * duration_s, 0.0, 0.0, 0.0]),
            np.zeros(4, dtype=np.int64),
            nan,
            nan.copy(),
        )
        self.snapshot_K = np.zeros((len(snapshots), n))
        self.snapshot_conversion = np.zeros((len(snapshots), n, R))
        self.written = _Written()
        self._first()
        self.mark = fingerprint(
            tuple(field.arrays),
            tuple(field.networks),
            start,
            duration_s,
            thresholds,
            snapshots,
            tolerance,
            tuple((p.time_s, p.value) for p in field.signals),
        )

    def _enthalpy(self, temperature_K: FloatArray) -> FloatArray:
        """Enthalpy by the very tables that give the temperature back [J/kg]."""
        a = self.field.arrays
        energy = np.empty(len(temperature_K))
        for m in range(len(a.table_first)):
            first, size = a.table_start[m], a.table_size[m]
            table = a.table_K[first : first + size]
            here = a.material == m
            T = temperature_K[here]
            cell = np.clip(np.searchsorted(table, T, side="right") - 1, 0, size - 2)
            share = (T - table[cell]) / (table[cell + 1] - table[cell])
            energy[here] = a.table_first[m] + a.table_step[m] * (cell + share)
        return energy

    def _group_values(self, temperature_K: FloatArray) -> tuple[FloatArray, FloatArray]:
        a = self.field.arrays
        begin = a.group_start[:-1]
        values = temperature_K[a.group_volume]
        mean = np.add.reduceat(values * a.group_weight, begin)
        return mean, np.maximum.reduceat(values, begin)

    def _first(self) -> None:
        mean, peak = self._group_values(self.initial_K)
        for number, limit in enumerate(self.thresholds):
            self.state.mean_time[mean >= limit, number] = 0.0
            self.state.peak_time[peak >= limit, number] = 0.0
        self.written.time.append(np.zeros(1))
        self.written.mean.append(mean[None, :])
        self.written.peak.append(peak[None, :])
        self.written.heat.append(np.zeros((1, len(self.state.heat))))

    def keep(self, record: Any, count: int) -> None:
        """Keep what a call has recorded."""
        self.written.time.append(record.time[:count].copy())
        self.written.mean.append(record.mean[:count].copy())
        self.written.peak.append(record.peak[:count].copy())
        self.written.heat.append(record.heat[:count].copy())

    def hottest_K(self) -> float:
        return float(self.written.peak[-1][-1].max()) if len(self.written.peak[-1]) else math.nan

    def save(self, path: Path) -> None:
        from davylamp.runaway.field.checkpoint import save

        arrays = {f"state_{name}": value for name, value in self.state._asdict().items()}
        for name in ("time", "mean", "peak", "heat"):
            arrays[f"written_{name}"] = np.concatenate(getattr(self.written, name))
        arrays["snapshot_K"] = self.snapshot_K
        arrays["snapshot_conversion"] = self.snapshot_conversion
        save(path, self.mark, arrays)

    def restore(self, path: Path) -> None:
        from davylamp.runaway.field.checkpoint import load

        arrays = load(path, self.mark)
        for name, value in self.state._asdict().items():
            value[...] = arrays[f"state_{name}"]
        for name in ("time", "mean", "peak", "heat"):
            setattr(self.written, name, [arrays[f"written_{name}"]])
        self.snapshot_K[...] = arrays["snapshot_K"]
        self.snapshot_conversion[...] = arrays["snapshot_conversion"]

    def history(self, wall_s: float) -> FieldHistory:
        from davylamp.runaway.field._volume import temperatures

        field, state, work = self.field, self.state, self.work
        n = field.count
        temperatures(
            0,
            n,
            field.arrays,
            field.networks,
            state.energy,
            state.conversion,
            work.temperature,
            work.slope,
            work.factor,
            work.factor_slope,
        )
        back = np.empty(n, dtype=np.int64)
        back[field.order] = np.arange(n)
        heat = self._reaction_heat()
        closure = self._balance(heat)
        return FieldHistory(
            field=field,
            time_s=np.concatenate(self.written.time),
            mean_K=np.concatenate(self.written.mean),
            maximum_K=np.concatenate(self.written.peak),
            heat_J=np.concatenate(self.written.heat),
            thresholds_K=tuple(self.thresholds.tolist()),
            mean_crossing_s=state.mean_time,
            maximum_crossing_s=state.peak_time,
            snapshot_s=self.snapshots,
            snapshot_K=self.snapshot_K[:, back],
            snapshot_conversion=self.snapshot_conversion[:, back],
            final_K=work.temperature[back].copy(),
            final_conversion=state.conversion[back],
            reaction_heat_J=heat[back],
            closure=closure,
            steps=int(state.counts[0]),
            rejected=int(state.counts[1]),
            iterations=int(state.counts[2]),
            wall_s=wall_s,
            peak_memory_bytes=_peak_memory_bytes(),
        )

    def _reaction_heat(self) -> FloatArray:
        """Heat set free in each volume [J], in the kernels' order."""
        a, networks = self.field.arrays, self.field.networks
        heat = np.zeros(len(a.mass))
        some = a.network >= 0
        if some.any():
            R = networks.max_steps
            heat[some] = a.mass[some] * np.sum(
                networks.heat[a.network[some]] * self.state.conversion[some, :R], axis=1
            )
        return heat

    def _balance(self, heat: FloatArray) -> float:
        """Check energy and amounts; return what energy misses."""
        a, state = self.field.arrays, self.state
        boundaries = len(self.field.boundary_names)
        if not (np.all(np.isfinite(state.energy)) and np.all(np.isfinite(state.conversion))):
            raise NoConvergenceError("a state of the field is not finite")
        gained = math.fsum(a.mass * (state.energy - self.initial))
        came = math.fsum(state.heat[:boundaries])
        turned = math.fsum(np.abs(heat)) + math.fsum(np.abs(state.heat[:boundaries]))
        turned += math.fsum(a.mass * np.abs(state.energy - self.initial))
        # A field at rest turns nothing over: a tenth of a kelvin is what counts then.
        closure = abs(gained - came) / (turned + math.fsum(a.mass * a.scale) / 3000.0)
        if not closure <= _CLOSURE_LIMIT:
            raise BalanceError(
                f"energy does not close: {gained:.9g} J gained, {came:.9g} J came in "
                f"(relative {closure:.2g}, allowed {_CLOSURE_LIMIT:g})"
            )
        self._check_amounts()
        return closure

    def _check_amounts(self) -> None:
        """Raise where more of a species was used than there was."""
        a, networks = self.field.arrays, self.field.networks
        allowed = max(1e-3, 20.0 * self.tolerance)
        for k, network in enumerate(self.field.network_list):
            here = a.network == k
            xi = self.state.conversion[here][:, : networks.max_steps]
            amounts = networks.start[k] + xi @ networks.change[k].T
            names = [item.id for item in network.species]
            lowest = amounts[:, : len(names)].min(axis=0, initial=0.0)
            for name, value in zip(names, lowest, strict=True):
                if value < -allowed:
                    raise BalanceError(
                        f"{network.name}: {value:.3g} of the reference amount of {name!r} is left, "
                        f"below zero by more than {allowed:g}",
                        remedy="tighten the tolerance",
                    )


def _peak_memory_bytes() -> int:
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    import resource

    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
