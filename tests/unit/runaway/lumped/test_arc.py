"""The logic of heat-wait-seek."""

import numpy as np
import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.parameter import exact
from davylamp.runaway import Body, HeatCapacity, Network, Rate, Species, Step
from davylamp.runaway.lumped import ArcSettings, heat_wait_seek

CP, HEAT, FREQUENCY, ENERGY = 1000.0, 4e5, 1e11, 1.2e5


def sample(*, heat=HEAT, frequency=FREQUENCY, network=True):
    rate = Rate(exact(frequency, "1/s"), exact(ENERGY, "J/mol"), {"A": 1.0})
    step = Step("r", "r", {"A": -1.0}, 1.0, exact(heat, "J/kg"), rate)
    made = Network("m", (Species("A", None, "solid", 1.0),), (step,) if network else ())
    return Body(
        "sample", 0.01, 4e-6, (0.01, 0.02, 0.02), 2e-3, HeatCapacity((300.0,), (CP,)), None, made
    )


def self_heating(temperature, conversion):
    k = FREQUENCY * np.exp(-ENERGY / (GAS_CONSTANT_J_PER_MOL_K * temperature))
    return HEAT / CP * k * (1.0 - conversion)


def test_the_onset_is_where_the_sensitivity_is_first_met():
    settings = ArcSettings(end_K=600.0)
    run = heat_wait_seek(sample(), settings)
    assert run.onset is not None
    # Not slower than the sensitivity, and the search a step before found nothing.
    assert run.onset.heating_rate_K_per_s >= settings.sensitivity_K_per_s * (1.0 - 1e-6)
    place = int(np.argmin(abs(run.time_s - run.onset.time_s)))
    exact_rate = self_heating(run.onset.temperature_K, run.conversion[place, 0])
    assert run.onset.heating_rate_K_per_s == pytest.approx(exact_rate, rel=1e-6)
    before = self_heating(run.onset.temperature_K - settings.step_K, 0.0)
    assert before < settings.sensitivity_K_per_s * 1.01


def test_phases_follow_one_another_and_take_their_time():
    settings = ArcSettings(start_K=330.0, end_K=352.0, step_K=10.0, wait_s=100.0, seek_s=200.0)
    run = heat_wait_seek(sample(network=False), settings)
    starts = np.flatnonzero(np.diff(run.mode)) + 1
    order = run.mode[1:][np.insert(starts - 1, 0, 0)]
    assert order.tolist() == [2, 3, 1, 2, 3, 1, 2, 3]
    assert run.temperature_K[-1] == pytest.approx(350.0, abs=1e-6)
    heating = 2 * 10.0 / settings.heater_K_per_s
    assert run.end_s == pytest.approx(3 * 300.0 + heating, rel=1e-6)
    assert run.supplied_J[-1] == pytest.approx(0.01 * CP * 20.0, rel=1e-6)


def test_no_exotherm_is_none_and_not_safe():
    run = heat_wait_seek(sample(frequency=1e3), ArcSettings(end_K=400.0))
    assert run.onset is None
    assert run.runaway is None
    assert run.highest is None
    assert run.onset_to_runaway_s is None
    assert run.corrected_highest_K is None
    assert len(run.self_heating[0]) == 0


def test_runaway_and_highest_temperature():
    run = heat_wait_seek(sample(), ArcSettings(end_K=600.0), thresholds_K=(500.0,))
    assert run.onset is not None
    assert run.runaway is not None
    assert run.highest is not None
    assert run.runaway.heating_rate_K_per_s == pytest.approx(1.0, rel=1e-4)
    assert run.onset_to_runaway_s == pytest.approx(run.runaway.time_s - run.onset.time_s)
    place = int(np.argmin(abs(run.time_s - run.onset.time_s)))
    left = 1.0 - run.conversion[place, 0]
    expected = run.onset.temperature_K + HEAT / CP * left
    assert run.highest.temperature_K == pytest.approx(expected, abs=0.05)
    time, temperature, rate = run.self_heating
    assert np.all(np.diff(time) >= 0.0)
    assert rate.max() > 1.0
    assert temperature.max() == pytest.approx(run.highest.temperature_K, abs=0.05)


def test_the_search_notices_the_sensitivity_between_two_looks():
    """A rate that reaches the sensitivity within a search is found there, not at its end."""
    run = heat_wait_seek(sample(), ArcSettings(start_K=360.0, step_K=1.0, seek_s=3e5, wait_s=1.0))
    assert run.onset is not None
    assert run.onset.heating_rate_K_per_s == pytest.approx(0.02 / 60.0, rel=1e-4)


def test_a_runaway_while_the_calorimeter_waits_is_not_missed():
    run = heat_wait_seek(sample(), ArcSettings(start_K=450.0, wait_s=1e5, end_K=800.0))
    assert run.onset is not None
    assert run.onset.temperature_K == pytest.approx(450.0, abs=1e-6)
    assert run.highest is not None
    assert run.highest.temperature_K == pytest.approx(850.0, abs=0.1)


def test_the_bomb_lowers_the_rise_by_phi():
    runs = [heat_wait_seek(sample(), ArcSettings(end_K=600.0, phi=phi)) for phi in (1.0, 2.0)]
    rises = [run.highest.temperature_K - run.onset.temperature_K for run in runs]
    assert rises[1] == pytest.approx(rises[0] / 2.0, rel=0.02)
    assert runs[1].corrected_highest_K == pytest.approx(
        runs[1].onset.temperature_K + 2.0 * rises[1]
    )


@pytest.mark.parametrize(
    "bad", [{"step_K": 0.0}, {"end_K": 300.0}, {"runaway_K_per_s": 1e-9}, {"wait_s": float("nan")}]
)
def test_bad_settings(bad):
    with pytest.raises(InputError, match="calorimeter"):
        ArcSettings(**bad)
