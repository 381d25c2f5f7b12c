"""Steps through time in which each volume reacts in steps of its own.

A step of the whole field is made in two passes over

1. reactions: every volume integrates ``dh/dt = s_i(t) + sum(heat dxi/dt)`` on its own, with the
   flow of heat s_i that has come in at the start of the step (first pass), or that came in during
   the step by the first pass (second pass, only of volumes whose reactions feel the difference);
2. conduction: ``dh/dt = (flows) + r_i`` for the field, implicitly, with the mean heating r_i of
   the reactions over the step as a given source.

Conversions come from the reactions, energies from the flows of the conduction, so that heat is
neither lost nor made. Both passes together are of order 2 in the step.

The error of a step is what conduction and reactions disagree about: the enthalpy that flowed in
otherwise than the reactions of the first pass were given, and the error of the conduction. It is
taken as the root of its mean square over the field, weighted by heat capacity. The largest over
all volumes, as a method for all volumes at once controls it, would make each volume that ignites
cost steps of the field. That is not needed: a volume that ignites within a step is integrated
exactly under its flow of heat, so that its energy is right and only its time of ignition carries
the error; times of fronts are sums over many such volumes. No volume may miss more than a limit.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.threads import usable_cores
from davylamp.runaway.field._run import Run

__all__ = ["Split"]

FloatArray = npt.NDArray[np.float64]

_STEPS_PER_CALL: Final = 16
_CHUNK: Final = 2048
_SAFETY: Final = 0.9
#: Largest error of a volume, as temperature over 300 K.
_MOST: Final = 0.3
#: Error of the reactions' own steps, over the tolerance, and at most.
_SUBSTEP_SHARE: Final = 0.3
_SUBSTEP_MOST: Final = 1e-3
#: Change of heat set free that is worth a second pass, over the tolerance.
_WORTH: Final = 0.05
#: Most that heat set free is taken to change with the enthalpy that flows in.
_STRONGEST: Final = 10.0
#: And change of temperature, over 300 K, whatever the reactions felt at the start.
_WORTH_ANYWAY: Final = 0.003


class Split:
    """March of a run; give it back its threads by using it as a context."""

    def __init__(self, run: Run, threads: int | None = None) -> None:
        from davylamp.runaway.field._local import Supply, Volumes
        from davylamp.runaway.lumped._enthalpy import heat_table
        from davylamp.runaway.lumped._run import make_space

        self.run = run
        self.pool = ThreadPoolExecutor(threads or usable_cores())
        a, networks = run.field.arrays, run.field.networks
        n, R = run.state.conversion.shape
        self.inert = a._replace(network=np.full(n, -1, dtype=np.int64))
        self.reacts = a.network >= 0
        self.some = bool(self.reacts.any())
        self.heat = np.zeros((n, R))
        if self.some:
            width = networks.heat.shape[1]
            self.heat[self.reacts, :width] = networks.heat[a.network[self.reacts]]
        capacity = a.mass * a.scale
        self.weight = capacity / math.fsum(capacity)
        slopes, means = np.empty(len(a.table_K)), np.empty(len(a.table_first))
        for m in range(len(means)):
            here = slice(a.table_start[m], a.table_start[m] + a.table_size[m])
            table = heat_table(a.table_first[m], a.table_step[m], a.table_K[here])
            slopes[here], means[m] = table.slope_K, table.mean_K_kg_per_J
        tolerance = min(_SUBSTEP_SHARE * run.tolerance, _SUBSTEP_MOST)
        self.supply = Supply(0.0, tolerance, slopes, means)
        self.volumes = Volumes(
            np.zeros(n),
            run.state.conversion,
            np.zeros(n),
            np.zeros(n),
            self.reacts.copy(),
            np.zeros((n, R)),
            np.zeros(n),
            np.zeros(n),
        )
        # What the kernels for all volumes at once take as the state: enthalpy without reactions.
        self.flowing = run.state._replace(energy=self.volumes.enthalpy, conversion=np.zeros((n, 1)))
        self.spaces = [make_space(networks.max_steps) for _ in range(0, n, _CHUNK)]
        self.substeps = 0
        self.worth = _WORTH * run.tolerance

    def __enter__(self) -> Split:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pool.shutdown()

    def advance(self, begin: float, end: float, signal: FloatArray) -> bool:
        """Make some steps towards the end of a segment; return whether any was short enough."""
        run, clock = self.run, self.run.state.clock
        made = 0
        tried = 0
        mean, peak = run.group_values(self._temperatures(run.state.energy, run.state.conversion))
        while clock[0] < end and made < _STEPS_PER_CALL and tried < 20 * _STEPS_PER_CALL:
            tried += 1
            time, dt = float(clock[0]), float(clock[1])
            left = end - time
            cut = dt >= left * (1.0 - 1e-9)
            if cut:
                dt = left
            elif 2.0 * dt > left:
                dt = 0.5 * left
            if not dt > 1e-14 * max(time, 1e-6):
                return False
            error = self.attempt(dt, time - begin, signal)
            if not error <= 1.0:
                factor = _SAFETY / math.sqrt(error) if 0.0 <= error < math.inf else 0.25
                clock[1] = dt * max(0.2, factor)
                run.state.counts[1] += 1
                clock[4] = 1.0
                continue
            factor = min(3.0, max(0.3, _SAFETY / math.sqrt(max(error, 1e-8))))
            if clock[4] > 0.0:
                factor = min(1.0, factor)
                clock[4] = 0.0
            clock[2], clock[3] = error, dt
            # Steps shortened to end at a knot do not shorten those after it.
            clock[1] = max(dt * factor, clock[1]) if dt < clock[1] else dt * factor
            arrival = end if cut else time + dt
            mean, peak = self._accept(time, arrival, mean, peak)
            made += 1
        return made > 0

    def attempt(self, dt: float, since: float, signal: FloatArray) -> float:
        """Try a step; return its error over the tolerance."""
        from davylamp.runaway.field._arrays import DT, STAGE
        from davylamp.runaway.field._stage import right_side
        from davylamp.runaway.field._temperature import begin

        run, work, volumes = self.run, self.run.work, self.volumes
        state = run.state
        np.einsum("ir,ir->i", self.heat, state.conversion, out=volumes.enthalpy)
        volumes.enthalpy[:] += state.energy
        # Flows at the start: the right side of a stage without anything else in it.
        work.source[:] = 0.0
        work.numbers[DT], work.numbers[STAGE] = 0.0, 0
        work.signal[:] = signal + since * work.signal_slope
        begin(self.inert, run.field.networks, work, self.flowing)
        right_side(self.inert, run.field.networks, run.tableau, work)
        volumes.power[:] = work.right_e
        volumes.power_slope[:] = 0.0
        volumes.wanted[:] = self.reacts
        self.supply = self.supply._replace(dt=dt)
        flowed = self._pass(dt, since, signal)
        if flowed is None:
            return math.inf
        scale = run.field.arrays.scale
        miss = np.where(self.reacts, dt * (flowed - volumes.power), 0.0) / scale
        last = work.stage_e[:, -1] / scale
        square = max(self._mean_square(miss), self._mean_square(last))
        worst = float(np.abs(miss).max())
        error = max(math.sqrt(square) / run.tolerance, (worst / _MOST) ** 2)
        if not error <= 1.0:
            return error
        size = np.abs(miss)
        felt = np.minimum(volumes.response, _STRONGEST) * size
        limit = min(_WORTH_ANYWAY, self.worth / _WORTH)
        volumes.wanted[:] = self.reacts & ((felt > self.worth) | (size > limit))
        if volumes.wanted.any():
            volumes.power_slope[:] = 2.0 * (flowed - volumes.power) / dt
            if self._pass(dt, since, signal) is None:
                return math.inf
        return error

    def _mean_square(self, values: FloatArray) -> float:
        # No product of linear algebra: its threads would wait for the next one on our cores.
        return float(np.sum(self.weight * values * values))

    def _pass(self, dt: float, since: float, signal: FloatArray) -> FloatArray | None:
        """React, conduct, and return the mean flow into each volume [W/kg]; None for failure."""
        from davylamp.runaway.field._arrays import DT
        from davylamp.runaway.field._march import _attempt

        run, work, volumes = self.run, self.run.work, self.volumes
        if self.some and not self._react():
            return None
        work.numbers[DT] = dt
        work.source[:] = volumes.released / dt
        error = _attempt(
            self.inert, run.field.networks, run.tableau, work, self.flowing, signal, since
        )
        if not 0.0 <= error < math.inf:
            return None
        return np.asarray((work.energy - volumes.enthalpy - volumes.released) / dt)

    def _react(self) -> bool:
        from davylamp.runaway.field._local import react

        field, n = self.run.field, self.run.field.count

        def part(low: int) -> int:
            # The kernel lets go of the interpreter's lock, and volumes are on their own.
            space = self.spaces[low // _CHUNK]
            done: int = react(
                low,
                min(low + _CHUNK, n),
                field.arrays,
                field.networks,
                self.supply,
                self.volumes,
                space.work,
                space.curve.old,
                space.curve.new,
            )
            return done

        spent = list(self.pool.map(part, range(0, n, _CHUNK)))
        self.substeps += sum(spent)
        return min(spent) >= 0

    def _temperatures(self, energy: FloatArray, conversion: FloatArray) -> FloatArray:
        from davylamp.runaway.field._temperature import temperatures

        run, work = self.run, self.run.work
        temperatures(
            run.field.arrays,
            run.field.networks,
            energy,
            conversion,
            work.temperature,
            work.slope,
            work.factor,
            work.factor_slope,
        )
        return work.temperature

    def _accept(
        self, time: float, arrival: float, mean: FloatArray, peak: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Take over the step just tried; return the groups' temperatures after it."""
        run, work, state, volumes = self.run, self.run.work, self.run.state, self.volumes
        dt = arrival - time
        after = volumes.after
        energy = work.energy - np.einsum("ir,ir->i", self.heat, after)
        number = int(state.counts[3])
        while number < len(run.snapshots) and run.snapshots[number] <= arrival:
            share = min(1.0, max(0.0, (run.snapshots[number] - time) / dt))
            some = (1.0 - share) * state.conversion + share * after
            run.snapshot_conversion[number] = some
            run.snapshot_K[number] = self._temperatures(
                (1.0 - share) * state.energy + share * energy, some
            )
            number += 1
        state.counts[3] = number
        state.counts[0] += 1
        state.clock[0] = arrival
        state.energy[:] = energy
        state.conversion[:] = after
        last = len(run.tableau.alpha) - 1
        state.heat[:] += work.stage_q[:, :last] @ run.tableau.a[last, :last] + work.stage_q[:, last]
        new_mean, new_peak = run.group_values(self._temperatures(energy, after))
        for times, old, new in (
            (state.mean_time, mean, new_mean),
            (state.peak_time, peak, new_peak),
        ):
            for q, limit in enumerate(run.thresholds):
                crossed = np.isnan(times[:, q]) & (new >= limit)
                share = (limit - old[crossed]) / (new[crossed] - old[crossed])
                times[crossed, q] = time + share * dt
        run.written.time.append(np.array([arrival]))
        run.written.mean.append(new_mean[None, :])
        run.written.peak.append(new_peak[None, :])
        run.written.heat.append(state.heat[None, :].copy())
        return new_mean, new_peak
