"""Many draws at once."""

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.runaway._arrays import NetworkArrays, pack
from davylamp.runaway.lumped import (
    ArcSettings,
    Exchange,
    heat_wait_seek,
    heat_wait_seek_many,
    simulate,
    simulate_many,
)
from davylamp.runaway.networks import liquid_body

N = 70


@pytest.fixture(scope="module")
def body():
    return liquid_body()


@pytest.fixture(scope="module")
def draws(body):
    one = pack([body.network])
    many = NetworkArrays(*(np.repeat(values, N, axis=0) for values in one))
    spread = np.random.default_rng(7).normal(0.0, 0.5, many.ln_frequency.shape)
    spread[0] = 0.0
    many.ln_frequency[:] += spread
    return many


OVEN = {
    "start_K": 300.0,
    "duration_s": 6000.0,
    "exchange": Exchange(0.03),
    "surroundings_K": 430.0,
    "thresholds_K": (473.15,),
    "rate_thresholds_K_per_s": (1.0,),
}


def test_the_first_draw_is_the_single_run(body, draws):
    many = simulate_many(body, draws, **OVEN)
    one = simulate(body, **OVEN)
    assert many.peak_K[0] == pytest.approx(one.peak_K, rel=1e-14)
    assert many.time_of_peak_s[0] == pytest.approx(one.time_of_peak_s, rel=1e-14)
    assert many.crossing_s[0, 0] == pytest.approx(one.crossings[473.15], rel=1e-14)
    assert many.rate_crossing_K[0, 0] == pytest.approx(one.rate_crossings[1.0].temperature_K)
    assert many.conversion[0] == pytest.approx(one.conversion[-1], rel=1e-14)
    assert many.exchanged_J[0] == pytest.approx(one.exchanged_J[-1], rel=1e-14)
    assert many.failures == {}


def test_threads_change_nothing(body, draws):
    one = simulate_many(body, draws, **OVEN, threads=1)
    three = simulate_many(body, draws, **OVEN, threads=3)
    for name in ("peak_K", "end_s", "conversion", "crossing_s", "closure", "steps_taken"):
        assert np.array_equal(getattr(one, name), getattr(three, name), equal_nan=True), name


def test_factors_of_the_draws(body, draws):
    cold = simulate_many(body, draws, **OVEN, exchange_factor=np.linspace(0.0, 1.0, N))
    assert cold.exchanged_J[0] == pytest.approx(0.0, abs=1e-12)
    assert cold.exchanged_J[-1] != pytest.approx(0.0)
    heavy = simulate_many(body, draws, start_K=420.0, duration_s=1e5, heat_capacity_factor=2.0)
    light = simulate_many(body, draws, start_K=420.0, duration_s=1e5)
    rise = [np.sum(r.conversion * draws.heat, axis=1) / (r.peak_K - 420.0) for r in (heavy, light)]
    assert rise[0] / rise[1] == pytest.approx(np.full(N, 2.0), rel=1e-6)
    with pytest.raises(InputError, match="70 draws"):
        simulate_many(body, draws, **OVEN, exchange_factor=np.ones(3))
    with pytest.raises(InputError, match="out of range"):
        simulate_many(body, draws, **OVEN, heat_capacity_factor=0.0)


def test_a_draw_that_fails_is_reported(body, draws):
    changed = draws._replace(heat=draws.heat.copy())
    changed.heat[3] *= 100.0
    found = simulate_many(body, changed, start_K=420.0, duration_s=1e5)
    assert np.flatnonzero(found.failed).tolist() == [3]
    assert np.isnan(found.peak_K[3])
    assert np.isnan(found.conversion[3]).all()
    assert found.failures == {"hotter than the heat capacity is known for": 1}


def test_the_calorimeter(body, draws):
    settings = ArcSettings(end_K=500.0, phi=1.2)
    many = heat_wait_seek_many(body, draws, settings)
    one = heat_wait_seek(body, settings)
    assert many.onset_K[0] == pytest.approx(one.onset.temperature_K, rel=1e-14)
    assert many.runaway_s[0] == pytest.approx(one.runaway.time_s, rel=1e-14)
    assert many.highest_K[0] == pytest.approx(one.highest.temperature_K, rel=1e-14)
    assert np.isfinite(many.onset_K).all()
    assert many.onset_K.std() > 0.1
