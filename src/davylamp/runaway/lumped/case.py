"""A body and its test, as the arrays a kernel reads."""

from __future__ import annotations

import functools
import math
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import STEFAN_BOLTZMANN_W_PER_M2_K4
from davylamp.core.errors import InputError
from davylamp.core.threads import usable_cores
from davylamp.runaway.body import REFERENCE_K, Body, HeatCapacity
from davylamp.runaway.lumped.checks import MOST_STEPS, check_balance
from davylamp.runaway.lumped.exchange import Exchange
from davylamp.runaway.network import Network
from davylamp.runaway.program import Program

if TYPE_CHECKING:
    from davylamp.runaway._arrays import NetworkArrays
    from davylamp.runaway.lumped._enthalpy import Heat
    from davylamp.runaway.lumped._run import Programs, Run, Space

__all__ = [
    "Case",
    "Solution",
    "make_programs",
    "make_run",
    "network_arrays",
    "sample_heat",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_KEPT: Final = 8
_CHUNK: Final = 32
_FIRST_ROWS: Final = 512
_packed: OrderedDict[int, tuple[Network, NetworkArrays]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Solution:
    """What the kernel gives back for K runs."""

    status: IntArray  #: (K,)
    summary: FloatArray  #: (K, SUMMARY)
    crossing: FloatArray  #: (K, levels, 3)
    final: FloatArray  #: (K, N)
    rows: FloatArray  #: record of the last run


@dataclass(frozen=True, slots=True)
class Case:
    """A test of K networks in the same body, as arguments of the kernel."""

    networks: NetworkArrays
    heat: Heat
    run: Run
    programs: Programs

    def solve(
        self,
        levels_K: Sequence[float],
        levels_K_per_s: Sequence[float],
        *,
        capacity: FloatArray | None = None,
        exchange: FloatArray | None = None,
        threads: int | None = None,
        record: bool = False,
    ) -> Solution:
        """Integrate each network, spread over the cores; the record is of a single one.

        Each run is a calculation of its own, so that threads change nothing but the time.
        """
        from davylamp.runaway.lumped._integrate import integrate
        from davylamp.runaway.lumped._run import COLUMNS, FULL, SUMMARY, make_space

        count = len(self.networks.steps)
        solution = Solution(
            np.zeros(count, dtype=np.int64),
            np.zeros((count, SUMMARY)),
            np.zeros((count, len(levels_K) + len(levels_K_per_s), 3)),
            np.zeros((count, self.networks.max_steps + 3)),
            np.zeros((0, 0)),
        )
        levels = np.array(levels_K, dtype=np.float64)
        rate_levels = np.array(levels_K_per_s, dtype=np.float64)
        ones = np.ones(count)

        def part(first: int, rows: FloatArray, space: Space) -> int:
            # The kernel lets go of the interpreter's lock.
            used: int = integrate(
                self.networks,
                first,
                min(first + _CHUNK, count),
                self.heat,
                ones if capacity is None else capacity,
                ones if exchange is None else exchange,
                self.run,
                self.programs,
                levels,
                rate_levels,
                solution.crossing,
                solution.summary,
                solution.final,
                solution.status,
                rows,
                space,
            )
            return used

        steps = self.networks.max_steps
        if record:
            space, rows = make_space(steps), np.zeros((_FIRST_ROWS, COLUMNS + 4 * (steps + 3)))
            used = part(0, rows, space)
            while solution.status[0] == FULL:
                rows = np.concatenate([rows, np.zeros_like(rows)])
                used = part(0, rows, space)
            solution = replace(solution, rows=rows[:used])
        else:
            nothing = np.zeros((0, 0))
            with ThreadPoolExecutor(threads or usable_cores()) as pool:
                for _ in pool.map(
                    lambda first: part(first, nothing, make_space(steps)), range(0, count, _CHUNK)
                ):
                    pass
        check_balance(self.networks, solution.final, solution.summary, solution.status)
        return solution

    def sample(
        self, rows: FloatArray, times_s: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return states, temperatures and heating rates at the given times of a record."""
        from davylamp.runaway.lumped._sample import sample

        state = np.empty((len(times_s), self.networks.max_steps + 3))
        temperature, heating = np.empty(len(times_s)), np.empty(len(times_s))
        sample(
            self.networks,
            self.heat,
            self.run,
            self.programs,
            rows,
            times_s,
            state,
            temperature,
            heating,
            np.zeros(self.networks.max_steps),
        )
        return state, temperature, heating


def network_arrays(network: Network) -> NetworkArrays:
    """Return the arrays of a network; those of the last few are remembered."""
    from davylamp.runaway._arrays import pack_one

    key = id(network)
    found = _packed.get(key)
    # The network is kept with its arrays, so that its id stays its own.
    if found is not None and found[0] is network:
        return found[1]
    arrays = pack_one(network)
    _packed[key] = (network, arrays)
    while len(_packed) > _KEPT:
        _packed.popitem(last=False)
    return arrays


@functools.lru_cache(maxsize=32)
def sample_heat(heat_capacity: HeatCapacity, phi: float) -> Heat:
    """Return temperature over enthalpy of a sample with its holder.

    The holder has the constant heat capacity ``(phi - 1) cp(298.15 K)``: it does not melt.

    Raises
    ------
    InputError
        If phi is below 1.
    """
    from davylamp.runaway.lumped._enthalpy import heat_table

    if not (math.isfinite(phi) and phi >= 1.0):
        raise InputError(
            f"phi factor {phi!r} is below 1",
            remedy="it is the heat capacity of sample and holder over that of the sample",
        )
    holder = (phi - 1.0) * heat_capacity.at(REFERENCE_K)
    both = replace(
        heat_capacity,
        value_J_per_kg_K=tuple(value + holder for value in heat_capacity.value_J_per_kg_K),
    )
    table = both.table()
    return heat_table(table.first_J_per_kg, table.step_J_per_kg, table.temperature_K)


def make_run(
    body: Body,
    heat: Heat,
    *,
    start_K: float,
    duration_s: float,
    tolerance: float,
    exchange: Exchange | None = None,
    stop_K: float | None = None,
    fixed_step_s: float = 0.0,
) -> Run:
    """Return the numbers of a run without a calorimeter.

    Raises
    ------
    InputError
        If one of them is out of range.
    """
    from davylamp.runaway.lumped._run import Run

    low, high = float(heat.temperature_K[0]), float(heat.temperature_K[-1])
    if not low < start_K < high:
        raise InputError(f"start of {start_K!r} K is not within {low:g} and {high:g} K")
    if not duration_s > 0.0:
        raise InputError(f"duration {duration_s!r} s is not positive")
    if not 1e-12 <= tolerance <= 1e-2:
        raise InputError(f"tolerance {tolerance!r} is not within 1e-12 and 1e-2")
    convection = exchange.coefficient_W_per_K if exchange is not None else 0.0
    area = exchange.radiating_area_m2 if exchange is not None else 0.0
    return Run(
        float(start_K),
        float(duration_s),
        body.mass_kg,
        convection,
        area * STEFAN_BOLTZMANN_W_PER_M2_K4,
        math.inf if stop_K is None else float(stop_K),
        float(tolerance),
        float(fixed_step_s),
        MOST_STEPS,
        0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    )


def make_programs(
    exchange: Exchange | None,
    surroundings_K: Program | float | None,
    power_W: Program | float | None,
) -> Programs:
    """Return the knots of both programs.

    Raises
    ------
    InputError
        If there is an exchange without surroundings, or the other way round.
    """
    from davylamp.runaway.lumped._run import Programs

    if (exchange is None) != (surroundings_K is None):
        raise InputError("an exchange of heat and the temperature of the surroundings go together")
    around = _program(300.0 if surroundings_K is None else surroundings_K)
    if min(around.value) <= 0.0:
        raise InputError(f"surroundings at {min(around.value):g} K are not above 0 K")
    power = _program(0.0 if power_W is None else power_W)
    return Programs(
        np.array(around.time_s),
        np.array(around.value),
        np.array(power.time_s),
        np.array(power.value),
    )


def _program(given: Program | float) -> Program:
    return given if isinstance(given, Program) else Program.constant(given)
