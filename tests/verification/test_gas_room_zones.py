"""A room in two zones against its steady state, one zone, and scipy."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.gas.room import Emission, Room, room_history, two_zones

HOUR = 3600.0


def test_steady_state_of_the_near_and_the_far_field() -> None:
    room = Room(100.0, 0.2)
    found = two_zones(room, 1.0, 0.1, [Emission.steady("H2S", 1e-9, 1e5)], 1e5)
    far = 1e6 * 1e-9 / (0.2 * room.density_mol_per_m3)
    near = far + 1e6 * 1e-9 / (0.1 * room.density_mol_per_m3)
    assert found.far.last_ppm["H2S"] == pytest.approx(far, rel=1e-8)
    assert found.near.last_ppm["H2S"] == pytest.approx(near, rel=1e-8)


def test_near_field_is_about_the_sum_of_two_rooms() -> None:
    # Nicas 2024: the near field by itself, and the whole room.
    emissions = [Emission.steady("H2S", 1e-6, 1800.0)]
    near, far = two_zones(Room(100.0, 0.2), 1.0, 0.1, emissions, HOUR), None
    alone = room_history(Room(1.0, 0.1), emissions, HOUR)
    far = room_history(Room(100.0, 0.2), emissions, HOUR)
    time = np.linspace(10.0, HOUR, 50)
    both = alone.at(time)["H2S"] + far.at(time)["H2S"]
    assert near.near.at(time)["H2S"] == pytest.approx(both, rel=0.1)
    assert near.far.at(time)["H2S"][10:] == pytest.approx(far.at(time)["H2S"][10:], rel=0.05)


def _case() -> tuple[Room, list[Emission]]:
    room = Room(20.0, 0.05, background_ppm={"CO2": 420.0}, mixing_factor=0.8)
    return room, [
        Emission.puff("HF", 3.0, 200.0),
        Emission("H2", np.array([100.0, 400.0, 400.0, 900.0]), np.array([0.0, 30.0, 60.0, 80.0])),
        Emission.steady("CO2", 0.02, 2000.0, 500.0),
    ]


def test_against_solve_ivp() -> None:
    from scipy.integrate import solve_ivp

    room, emissions = _case()
    found = two_zones(room, 3.0, 0.03, emissions, HOUR)
    names = list(found.near.species)
    rho = room.density_mol_per_m3
    near, far, supply, exchange = 3.0 * rho, 17.0 * rho, 0.04 * rho, 0.03 * rho
    fresh = 1e-6 * np.array([room.background_ppm.get(name, 0.0) for name in names])
    rates = {"H2": [(100, 400, 0.1), (400, 900, 0.04)], "CO2": [(500, 2000, 0.02)], "HF": []}
    puffs = {200.0: ("HF", 3.0), 400.0: ("H2", 30.0)}
    state = np.concatenate([fresh, fresh])

    def slope(_: float, x: np.ndarray, source: np.ndarray, e: float, q: float) -> np.ndarray:
        s, here, there = source.sum(), x[: len(names)], x[len(names) :]
        first = (source + e * there - (e + s) * here) / near
        second = (q * fresh + (e + s) * here - (e + q + s) * there) / far
        return np.concatenate([first, second])

    def march(end: float, begin: float, *parts: object) -> np.ndarray:
        return solve_ivp(
            slope, (begin, end), state, method="DOP853", rtol=1e-11, atol=1e-15, args=parts
        ).y[:, -1]

    knots = [0.0, 100.0, 200.0, 400.0, 500.0, 900.0, 2000.0, HOUR]
    for begin, end in pairwise(knots):
        if begin in puffs:
            which, amount = puffs[begin]
            pure = np.array([float(name == which) for name in names])
            # A puff in its own unit of time, with nothing else going on.
            state = march(1.0, 0.0, amount * pure, 0.0, 0.0)
        middle = 0.5 * (begin + end)
        source = np.array([sum(r for a, b, r in rates[name] if a < middle < b) for name in names])
        state = march(end, begin, source, exchange, supply)
        for zone, part in ((found.near, state[: len(names)]), (found.far, state[len(names) :])):
            got = zone.at(np.nextafter(end, 0.0))
            assert [1e-6 * got[name][0] for name in names] == pytest.approx(
                part, rel=1e-8, abs=1e-13
            )
    for zone in (found.near, found.far):
        assert max(item.error for item in zone.balance.values()) < 1e-12


def test_peaks_and_means_are_those_of_a_fine_grid() -> None:
    room, emissions = _case()
    found = two_zones(room, 3.0, 0.03, emissions, HOUR)
    time = np.linspace(0.0, HOUR, 360_001)
    for zone in (found.near, found.far):
        for name, values in zone.at(time).items():
            assert zone.peak_ppm[name] == pytest.approx(values.max(), rel=1e-5)
            assert zone.peak_ppm[name] >= values.max() * (1.0 - 1e-12)
            sums = np.concatenate([[0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * 0.01)])
            mean = ((sums[90_000:] - sums[:-90_000]) / 900.0).max()
            assert zone.mean_ppm(900.0)[name] == pytest.approx(mean, rel=1e-4)
            limit = 0.5 * zone.peak_ppm[name]
            assert zone.time_to(name, limit) == pytest.approx(
                time[np.argmax(values >= limit)], abs=0.011
            )


def test_fast_exchange_is_one_zone() -> None:
    # Of releases so small that it does not matter which air they drive out.
    room, large = _case()
    emissions = [Emission(e.species, e.time_s, 1e-4 * e.released_mol) for e in large]
    one = room_history(room, emissions, HOUR)
    two = two_zones(room, 3.0, 1e5, emissions, HOUR)
    time = np.linspace(1.0, HOUR, 40)
    for name, values in one.at(time).items():
        assert two.near.at(time)[name] == pytest.approx(values, rel=1e-4)
        assert two.far.at(time)[name] == pytest.approx(values, rel=1e-4)


def test_a_great_release_never_exceeds_everything() -> None:
    found = two_zones(Room(1.0, 0.0), 0.5, 1e-3, [Emission.puff("H2", 1e4)], HOUR)
    assert found.near.peak_ppm["H2"] <= 1e6 * (1.0 + 1e-12)
    assert found.far.peak_ppm["H2"] <= 1e6 * (1.0 + 1e-12)
    assert found.far.balance["H2"].error < 1e-12
    assert found.record(curves=False)["near"]["peak_ppm"]["H2"] > 9e5


@pytest.mark.parametrize(
    ("room", "near", "exchange"),
    [
        (Room(1.0), 2.0, 0.1),
        (Room(1.0), 0.5, 0.0),
        (Room(1.0, sealed=True), 0.5, 0.1),
        (Room(1.0, math.inf), 0.5, 0.1),
    ],
)
def test_bad_zones(room: Room, near: float, exchange: float) -> None:
    with pytest.raises(InputError):
        two_zones(room, near, exchange, [Emission.puff("H2", 1.0)], 60.0)
