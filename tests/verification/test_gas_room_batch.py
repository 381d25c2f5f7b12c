"""Many rooms at once against one at a time and against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.gas.room import Emission, Room, many_rooms, room_history

HOUR = 3600.0
ROOMS = 70


def _random() -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(5)
    volume = 10.0 ** rng.uniform(0.0, 3.0, ROOMS)
    flow = volume * 10.0 ** rng.uniform(-1.0, 1.5, ROOMS) / HOUR
    flow[::7] = 0.0
    moments = np.sort(rng.uniform(0.0, HOUR, (ROOMS, 8)), axis=1)
    moments[:, 4] = moments[:, 3]
    amounts = np.cumsum(10.0 ** rng.uniform(-4.0, 1.0, (ROOMS, 2, 8)), axis=2)
    return volume, flow, moments, amounts


def test_batch_is_each_room_on_its_own() -> None:
    volume, flow, moments, amounts = _random()
    names, limits = ("HF", "H2"), {"HF": 30.0, "H2": 4000.0}
    batch = many_rooms(
        volume, flow, moments, amounts, HOUR, species=names, limits_ppm=limits,
        windows_s=(600.0, 900.0), background_ppm={"H2": 0.5},
    )  # fmt: skip
    assert batch.balance_error < 1e-12
    for k in range(ROOMS):
        room = Room(volume[k], flow[k], background_ppm={"H2": 0.5})
        emissions = [Emission(name, moments[k], amounts[k, j]) for j, name in enumerate(names)]
        one = room_history(room, emissions, HOUR)
        for j, name in enumerate(names):
            assert batch.peak_ppm[k, j] == pytest.approx(one.peak_ppm[name], rel=1e-11)
            assert batch.last_ppm[k, j] == pytest.approx(one.last_ppm[name], rel=1e-11)
            for window in (600.0, 900.0):
                mean = one.mean_ppm(window)[name]
                assert batch.mean_ppm[window][k, j] == pytest.approx(mean, rel=1e-11)
            first = one.time_to(name, limits[name])
            expected = math.inf if first is None else first
            assert batch.time_to_s[k, j] == pytest.approx(expected, rel=1e-9)
            above = one.time_above(name, limits[name])
            assert batch.time_above_s[k, j] == pytest.approx(above, rel=1e-9, abs=1e-6)


def test_gas_without_a_limit_has_no_time_to_it() -> None:
    batch = many_rooms(
        [10.0], 0.0, [0.0], [[[1.0], [1.0]]], HOUR, species=("HF", "CO"), limits_ppm={"HF": 30.0}
    )
    assert batch.time_to_s[0, 0] == pytest.approx(0.0)
    assert np.isnan(batch.time_to_s[0, 1])
    assert np.isnan(batch.time_above_s[0, 1])
    assert batch.record()["share_at_limit"]["CO"] is None


def test_a_thousand_rooms_at_a_time() -> None:
    # More than one block: the order of rooms stays.
    volume = np.linspace(1.0, 100.0, 2500)
    batch = many_rooms(volume, 0.0, [10.0], np.full((2500, 1), 1e-6), HOUR, species=("HF",))
    density = Room(1.0).air_mol
    assert batch.last_ppm[:, 0] == pytest.approx(1.0 / (volume * density), rel=1e-6)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"volume_m3": [0.0]}, "volumes"),
        ({"air_flow_m3_per_s": [-1.0]}, "flows"),
        ({"time_s": [4000.0]}, "times"),
        ({"released_mol": [[-1.0]]}, "amounts"),
        ({"windows_s": (7200.0,)}, "mean over"),
        ({"limits_ppm": {"CO": 1.0}}, "gases are"),
    ],
)
def test_bad_batches(change: dict[str, object], words: str) -> None:
    given: dict[str, object] = {
        "volume_m3": [1.0], "air_flow_m3_per_s": [0.0], "time_s": [0.0],
        "released_mol": [[1.0]], "until_s": HOUR, "species": ("HF",),
    }  # fmt: skip
    with pytest.raises(InputError, match=words):
        many_rooms(**{**given, **change})  # type: ignore[arg-type]
