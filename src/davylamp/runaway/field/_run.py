"""State of a run of a field, what it has written, and what is made of it in the end."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import BalanceError, NoConvergenceError
from davylamp.runaway.field.build import Field
from davylamp.runaway.field.history import FieldHistory

__all__ = ["MARCHES", "Run"]

FloatArray = npt.NDArray[np.float64]

#: Ways through time.
MARCHES: Final = ("monolithic", "split")

#: Energy that may be missing, over what was turned over.
_CLOSURE_LIMIT: Final = 1e-8


@dataclass(slots=True)
class _Written:
    """Pieces of the history, call by call."""

    time: list[FloatArray] = field(default_factory=list)
    mean: list[FloatArray] = field(default_factory=list)
    peak: list[FloatArray] = field(default_factory=list)
    heat: list[FloatArray] = field(default_factory=list)


class Run:
    """State of a run and what it has written."""

    def __init__(
        self,
        field: Field,
        start_K: float,
        thresholds: FloatArray,
        snapshots: FloatArray,
        duration_s: float,
        tolerance: float,
        method: str,
    ) -> None:
        from davylamp.runaway._rosenbrock import rodas4p, two_stages
        from davylamp.runaway.field._arrays import TOLERANCE, State, make_work
        from davylamp.runaway.field.checkpoint import fingerprint

        self.field = field
        n, R = field.count, max(field.networks.max_steps, 1)
        groups = len(field.group_names)
        accounts = len(field.boundary_names) + len(field.contact_names)
        self.method = method
        self.tableau = two_stages() if method == "split" else rodas4p()
        start = np.where(np.isnan(field.start_K), start_K, field.start_K)[field.order]
        energy = self._enthalpy(start)
        nan = np.full((groups, len(thresholds)), np.nan)
        self.initial_K = start
        self.initial = energy.copy()
        self.thresholds = thresholds
        self.snapshots = snapshots
        self.tolerance = tolerance
        # The split march eliminates no conversions from the equations of its fluxes.
        room = 1 if method == "split" else R
        stages = len(self.tableau.alpha)
        self.work = make_work(field.arrays, room, stages, accounts, len(field.signals))
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
            method,
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

    def group_values(self, temperature_K: FloatArray) -> tuple[FloatArray, FloatArray]:
        a = self.field.arrays
        begin = a.group_start[:-1]
        values = temperature_K[a.group_volume]
        mean = np.add.reduceat(values * a.group_weight, begin)
        return mean, np.maximum.reduceat(values, begin)

    def _first(self) -> None:
        mean, peak = self.group_values(self.initial_K)
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
        from davylamp.runaway.field._temperature import temperatures

        field, state, work = self.field, self.state, self.work
        n = field.count
        temperatures(
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
