"""Speed of 10,000 room histories beside scipy's solve_ivp, in one run, as a ratio.

Usage::

    python -m benchmarks.gas_room

Each history is an hour of two gases in a room of random volume and ventilation, with a random
source of ten times and two puffs. The package gives the peak, the highest means over 10 and 15
minutes, the time to a limit and the time above it. On the other side `solve_ivp` integrates the
same two equations from one change of the source to the next; it is given the loosest tolerance at
which its concentrations at the end agree to 1e-6, and gives those concentrations and nothing else.
It is timed on the first hundred rooms and told for 10,000.
"""

from __future__ import annotations

import json
import platform
import time

import numpy as np
from scipy.integrate import solve_ivp

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.threads import usable_cores
from davylamp.gas.room import many_rooms

ROOMS, SAMPLE, HOUR, TIMES = 10_000, 100, 3600.0, 10
GASES = ("H2S", "H2")
WANTED = 1e-6
DENSITY = 101325.0 / (GAS_CONSTANT_J_PER_MOL_K * 298.15)


def random_rooms(rooms: int) -> tuple[np.ndarray, ...]:
    """Volume, flow, times and amounts of random rooms."""
    rng = np.random.default_rng(20)
    volume = 10.0 ** rng.uniform(0.0, 3.0, rooms)
    flow = volume * 10.0 ** rng.uniform(-1.0, 1.5, rooms) / HOUR
    moments = np.sort(rng.uniform(0.0, HOUR, (rooms, TIMES)), axis=1)
    moments[:, 4], moments[:, 7] = moments[:, 3], moments[:, 6]
    steps = 10.0 ** rng.uniform(-4.0, 0.0, (rooms, len(GASES), TIMES)) * volume[:, None, None]
    steps[:, :, 0] = 0.0
    return volume, flow, moments, np.cumsum(steps, axis=2)


def integrated(
    tolerance: float, method: str, volume: float, flow: float, moments: np.ndarray, done: np.ndarray
) -> np.ndarray:
    """Mole fractions at the end of one room by `solve_ivp`."""
    gas, supply = volume * DENSITY, flow * DENSITY
    share = np.zeros(len(GASES))
    knots = np.concatenate([[0.0], moments, [HOUR]])
    amounts = np.concatenate([done[:, :1] * 0.0, done, done[:, -1:]], axis=1)
    for begin, end, before, after in zip(knots, knots[1:], amounts.T, amounts.T[1:], strict=False):
        step = after - before
        if end > begin:
            source = step / (end - begin)
            out = source.sum() + supply
            share = solve_ivp(
                lambda _, x, source=source, out=out: (source - out * x) / gas,
                (begin, end), share, method=method, rtol=tolerance, atol=tolerance * 1e-9,
            ).y[:, -1]  # fmt: skip
        elif step.any():
            pure = step / step.sum()
            share = pure + (share - pure) * np.exp(-step.sum() / gas)
    return share


def main() -> None:
    """Print the comparison as JSON."""
    volume, flow, moments, done = random_rooms(ROOMS)

    def ours() -> tuple[float, object]:
        start = time.perf_counter()
        found = many_rooms(
            volume, flow, moments, done, HOUR, species=GASES,
            limits_ppm={"H2S": 100.0, "H2": 4000.0}, windows_s=(600.0, 900.0),
        )  # fmt: skip
        return time.perf_counter() - start, found

    runs = [ours() for _ in range(5)]
    seconds, batch = min(runs, key=lambda run: run[0])
    sides = {}
    for method in ("RK45", "LSODA"):
        for tolerance in 10.0 ** -np.arange(3.0, 13.0):
            start = time.perf_counter()
            ends = [
                integrated(tolerance, method, volume[k], flow[k], moments[k], done[k])
                for k in range(SAMPLE)
            ]
            spent = time.perf_counter() - start
            exact = 1e-6 * batch.last_ppm[:SAMPLE]
            error = float(np.max(np.abs(np.array(ends) - exact) / exact))
            if error <= WANTED:
                break
        sides[method] = {
            "tolerance": float(tolerance),
            "largest_relative_difference": error,
            "seconds_for_10000": spent * ROOMS / SAMPLE,
            "times_slower": spent * ROOMS / SAMPLE / seconds,
        }
    print(
        json.dumps(
            {
                "machine": platform.machine(),
                "cores": usable_cores(),
                "rooms": ROOMS,
                "davylamp_seconds": seconds,
                "davylamp_first_call_seconds": runs[0][0],
                "largest_error_of_balance": batch.balance_error,
                "solve_ivp": sides,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
