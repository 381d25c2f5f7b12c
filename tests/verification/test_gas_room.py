"""The room against its limits, its steady state and the same model in scipy."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.gas import GasHistory, gas_volume_m3
from davylamp.gas.room import Emission, Room, emissions_of_history, room_history

HOUR = 3600.0


def test_published_ppm_of_a_sulfide_and_of_hydrogen_fluoride() -> None:
    room = Room(100.0)
    sulfide = 1000.0 * 0.1e-6 / gas_volume_m3(1.0)
    got = room_history(room, [Emission.puff("H2S", sulfide)], HOUR).peak_ppm["H2S"]
    # At 1 atm the room holds more gas than at the 1 bar of the volume: 0.987.
    assert got == pytest.approx(1.0, abs=0.02)
    fluoride = 100.0 * 0.2 / 20.006
    got = room_history(room, [Emission.puff("HF", fluoride)], HOUR).peak_ppm["HF"]
    assert got == pytest.approx(245.0, abs=1.0)
    assert got / 30.0 == pytest.approx(8.0, abs=0.2)


@pytest.mark.parametrize("amount", [1e-12, 1e-3, 1.0, 1e3, 1e6])
def test_without_ventilation_only_the_release_displaces(amount: float) -> None:
    room = Room(2.0)
    exact = -math.expm1(-amount / room.air_mol)
    puff = room_history(room, [Emission.puff("H2", amount, 10.0)], HOUR)
    slow = room_history(room, [Emission.steady("H2", amount / 600.0, 700.0, 100.0)], HOUR)
    for history in (puff, slow):
        assert 1e-6 * history.last_ppm["H2"] == pytest.approx(exact, rel=1e-12)
        assert history.peak_ppm["H2"] <= 1e6
        assert history.balance["H2"].error < 1e-12
    # The limit of a small release is amount over volume.
    if amount < 1e-9:
        assert puff.last_ppm["H2"] == pytest.approx(room.ppm_of(amount), rel=1e-12)


def test_infinite_ventilation_leaves_the_background() -> None:
    emissions = [Emission.steady("CO2", 1.0, HOUR), Emission.puff("H2S", 1.0, 100.0)]
    swept = room_history(Room(5.0, math.inf, background_ppm={"CO2": 420.0}), emissions, HOUR)
    assert swept.peak_ppm["CO2"] == pytest.approx(420.0, rel=1e-14)
    assert swept.peak_ppm["H2S"] == pytest.approx(0.0, abs=1e-300)
    large = room_history(Room(5.0, 1e12), [Emission.steady("CO2", 1.0, HOUR)], HOUR)
    assert large.peak_ppm["CO2"] < 1e-5


def test_steady_state_is_source_over_flow() -> None:
    room, rate = Room(30.0, 0.05), 1e-6
    history = room_history(room, [Emission.steady("HCl", rate, 2e4)], 2e4)
    share = rate / (rate + 0.05 * room.density_mol_per_m3)
    assert 1e-6 * history.last_ppm["HCl"] == pytest.approx(share, rel=1e-12)
    # Reached by half after ln 2 times V/Q.
    half = history.time_to("HCl", 0.5e6 * share)
    assert half == pytest.approx(math.log(2.0) * 30.0 / 0.05, rel=1e-5)


def test_sealed_room_keeps_everything() -> None:
    room = Room(1.0, sealed=True)
    emissions = [Emission.puff("H2", 10.0, 5.0), Emission.steady("CO", 0.01, 1000.0)]
    history = room_history(room, emissions, HOUR)
    total = room.air_mol + 20.0
    assert history.last_ppm["H2"] == pytest.approx(1e6 * 10.0 / total, rel=1e-12)
    assert history.last_ppm["CO"] == pytest.approx(1e6 * 10.0 / total, rel=1e-12)
    assert history.pressure_Pa[-1] == pytest.approx(101325.0 * total / room.air_mol, rel=1e-12)
    assert max(item.error for item in history.balance.values()) < 1e-12


def _mixed() -> tuple[Room, list[Emission], list[tuple[float, float]]]:
    room = Room(5.0, 0.003, background_ppm={"CO2": 420.0}, mixing_factor=0.7)
    emissions = [
        Emission("H2", np.array([100.0, 400.0, 400.0, 900.0]), np.array([0.0, 30.0, 60.0, 80.0])),
        Emission.puff("HF", 2.0, 300.0),
        Emission.steady("CO2", 0.01, 2000.0, 500.0),
    ]
    return room, emissions, [(1000.0, 0.05)]


def test_against_solve_ivp() -> None:
    from scipy.integrate import solve_ivp

    room, emissions, changes = _mixed()
    history = room_history(room, emissions, HOUR, flow_changes=changes)
    names, gas = list(history.species), room.air_mol
    background = 1e-6 * np.array([room.background_ppm.get(name, 0.0) for name in names])
    rates = {
        "H2": [(100.0, 400.0, 0.1), (400.0, 900.0, 0.04)], "CO2": [(500.0, 2000.0, 0.01)], "HF": []
    }  # fmt: skip
    puffs = {300.0: ("HF", 2.0), 400.0: ("H2", 30.0)}
    share = background.copy()
    knots = [0.0, 100.0, 300.0, 400.0, 500.0, 900.0, 1000.0, 2000.0, HOUR]
    for begin, end in pairwise(knots):
        if begin in puffs:
            which, amount = puffs[begin]
            pure = np.array([float(name == which) for name in names])
            share = pure + (share - pure) * math.exp(-amount / gas)
        middle = 0.5 * (begin + end)
        source = np.array(
            [sum(rate for a, b, rate in rates[name] if a < middle < b) for name in names]
        )
        air = (0.7 * (0.05 if begin >= 1000.0 else 0.003)) * room.density_mol_per_m3

        def slope(_: float, x: np.ndarray, s: np.ndarray = source, q: float = air) -> np.ndarray:
            return (s + q * background - x * (s.sum() + q)) / gas

        share = solve_ivp(slope, (begin, end), share, method="DOP853", rtol=1e-12, atol=1e-16).y[
            :, -1
        ]
        got = history.at(end - 1e-9)
        assert [1e-6 * got[name][0] for name in names] == pytest.approx(share, rel=1e-9, abs=1e-14)
    assert max(item.error for item in history.balance.values()) < 1e-12


@pytest.mark.parametrize("sealed", [False, True])
def test_means_times_and_doses_against_a_fine_grid(sealed: bool) -> None:
    room, emissions, changes = _mixed()
    if sealed:
        room, changes = Room(5.0, sealed=True), []
    history = room_history(room, emissions, HOUR, flow_changes=changes)
    time = np.linspace(0.0, HOUR, 360_001)
    window = 90_000
    for name, values in history.at(time).items():
        sums = np.concatenate([[0.0], np.cumsum(0.5 * (values[1:] + values[:-1]) * 0.01)])
        mean = ((sums[window:] - sums[:-window]) / 900.0).max()
        assert history.mean_ppm(900.0)[name] == pytest.approx(mean, rel=1e-4)
        assert history.mean_ppm(900.0)[name] >= mean * (1.0 - 1e-4)
        assert history.dose(name, 2.0) == pytest.approx(np.trapezoid(values**2, time), rel=1e-3)
        assert history.dose(name) == pytest.approx(sums[-1], rel=1e-3)
        limit = 0.4 * history.peak_ppm[name]
        above = values >= limit
        assert history.time_to(name, limit) == pytest.approx(time[np.argmax(above)], abs=0.011)
        assert history.time_above(name, limit) == pytest.approx(above.sum() * 0.01, abs=0.05)


def test_toxic_load_of_a_rise_from_nothing() -> None:
    # Without ventilation a small steady release is a straight line: integral of (a t)^n.
    room = Room(1e4)
    history = room_history(room, [Emission.steady("H2S", 1e-9, HOUR)], HOUR)
    slope = 1e6 * 1e-9 / room.air_mol
    for exponent in (0.7, 1.0, 2.0, 4.36):
        exact = slope**exponent * HOUR ** (exponent + 1.0) / (exponent + 1.0)
        assert history.dose("H2S", exponent) == pytest.approx(exact, rel=1e-7)


def test_history_of_a_run_becomes_emissions() -> None:
    run = GasHistory(
        np.array([50.0, 60.0, 70.0]), {"CO": np.array([0.0, 2.0, 2.0 - 1e-16])}, np.full(3, 400.0)
    )
    (emission,) = emissions_of_history(run, from_s=5.0)
    assert emission.time_s.tolist() == pytest.approx([5.0, 15.0, 25.0])
    assert emission.total_mol == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"volume_m3": -1.0}, "volume"),
        ({"air_flow_m3_per_s": -1.0}, "air flow"),
        ({"mixing_factor": 1.5}, "mixing factor"),
        ({"background_ppm": {"CO2": 2e6}}, "100 %"),
        ({"background_ppm": {"unobtainium": 1.0}}, "no gas"),
        ({"sealed": True, "air_flow_m3_per_s": 1.0}, "sealed"),
    ],
)
def test_bad_rooms(keywords: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Room(**{"volume_m3": 1.0, **keywords})  # type: ignore[arg-type]


def test_bad_questions() -> None:
    with pytest.raises(InputError, match="fall"):
        Emission("H2", np.array([0.0, 1.0]), np.array([1.0, 0.5]))
    history = room_history(Room(1.0), [Emission.puff("H2", 1.0)], 60.0)
    with pytest.raises(InputError, match="at least as long"):
        history.mean_ppm(900.0)
    with pytest.raises(InputError, match="not in this history"):
        history.time_to("HF", 1.0)
