"""What a run of one body gives and refuses."""

from dataclasses import replace

import numpy as np
import pytest

from davylamp.core.errors import InputError, NoConvergenceError, OutsideValidityError
from davylamp.core.parameter import exact
from davylamp.runaway import Body, HeatCapacity, Network, Rate, Species, Step
from davylamp.runaway.lumped import Exchange, simulate
from davylamp.runaway.program import Program

A = Species("A", None, "solid", 2.0)
GAS = Species("G", None, "gas", 0.0, 1.0)


def burning(heat=4e5, **more):
    rate = Rate(exact(1e10, "1/s"), exact(1.1e5, "J/mol"), {"A": 1.0})
    return Step("burn", "burn", {"A": -1.0, "G": 0.5}, 2.0, exact(heat, "J/kg"), rate, **more)


def block(*steps, mass=0.5, cp=1000.0):
    network = Network("made up", (A, GAS), steps)
    return Body(
        "block", mass, 2e-4, (0.1, 0.1, 0.02), 0.03, HeatCapacity((300.0,), (cp,)), None, network
    )


def test_heat_gas_and_species_of_an_adiabatic_run():
    run = simulate(block(burning()), start_K=400.0, duration_s=1e6)
    assert run.temperature_K[0] == pytest.approx(400.0, abs=1e-9)
    assert run.peak_K == pytest.approx(800.0, abs=1e-6)
    assert run.heat_by_step_J["burn"] == pytest.approx(0.5 * 4e5, rel=1e-9)
    assert run.gas_mol()["G"][-1] == pytest.approx(0.5 * 1.0, rel=1e-9)
    assert run.species_mol("A")[0] == pytest.approx(1.0)
    assert run.step_ids == ("burn",)
    assert not run.stopped
    with pytest.raises(InputError, match="no species 'X'"):
        run.species_mol("X")


def test_crossings_are_the_first_and_none_where_there_is_none():
    run = simulate(
        block(burning()),
        start_K=400.0,
        duration_s=1e6,
        thresholds_K=(390.0, 500.0, 900.0),
        rate_thresholds_K_per_s=(0.1, 1e9),
    )
    assert run.crossings[390.0] == pytest.approx(0.0)
    assert run.crossings[900.0] is None
    assert run.rate_crossings[1e9] is None
    assert run.at(run.crossings[500.0]).temperature_K[0] == pytest.approx(500.0, abs=1e-4)
    found = run.rate_crossings[0.1]
    assert run.at(found.time_s).heating_rate_K_per_s[0] == pytest.approx(0.1, rel=1e-5)
    assert run.at(found.time_s).temperature_K[0] == pytest.approx(found.temperature_K, abs=1e-5)


def test_a_peak_between_two_steps_is_found():
    # Heated by a pulse, then cooling: the peak lies at the end of the pulse.
    run = simulate(
        block(),
        start_K=300.0,
        duration_s=4000.0,
        exchange=Exchange(1.0),
        surroundings_K=300.0,
        power_W=Program((0.0, 500.0, 1500.0), (0.0, 100.0, 0.0)),
        thresholds_K=(340.0, 1000.0),
    )
    fine = run.at(np.linspace(0.0, 4000.0, 20001))
    assert run.peak_K == pytest.approx(fine.temperature_K.max(), abs=1e-5)
    assert run.time_of_peak_s == pytest.approx(fine.time_s[np.argmax(fine.temperature_K)], abs=0.3)
    assert run.peak_K >= fine.temperature_K.max() - 1e-9


def test_stopping_at_a_temperature():
    run = simulate(block(burning()), start_K=400.0, duration_s=1e6, stop_K=450.0)
    assert run.stopped
    assert run.temperature_K[-1] == pytest.approx(450.0, abs=1e-3)
    assert run.end_s == pytest.approx(run.time_s[-1])


def test_output_at_an_interval_and_at_other_times():
    run = simulate(block(burning()), start_K=400.0, duration_s=1005.0, output_interval_s=10.0)
    assert len(run.time_s) == 102
    assert run.time_s[-2:] == pytest.approx([1000.0, 1005.0])
    steps = simulate(block(burning()), start_K=400.0, duration_s=1005.0)
    assert steps.at(run.time_s).temperature_K == pytest.approx(run.temperature_K, abs=1e-12)
    for times in ([2000.0], [5.0, 1.0], [-1.0], []):
        with pytest.raises(InputError):
            run.at(times)


def test_a_long_record_outgrows_its_first_size():
    coarse = simulate(block(burning()), start_K=400.0, duration_s=1e6, thresholds_K=(600.0,))
    fine = simulate(
        block(burning()), start_K=400.0, duration_s=1e6, thresholds_K=(600.0,), tolerance=1e-11
    )
    assert fine.steps_taken > 600
    assert np.all(np.diff(fine.time_s) >= 0.0)
    assert fine.crossings[600.0] == pytest.approx(coarse.crossings[600.0], rel=1e-4)


def test_a_step_without_a_rate_is_refused():
    with pytest.raises(InputError, match="rate of step 'burn' is unknown"):
        simulate(block(replace(burning(), rate=None)), start_K=400.0, duration_s=1.0)


def test_a_reactant_that_does_not_limit_its_step_fails_loudly():
    other = Species("B", None, "solid", 0.5)
    rate = Rate(exact(1.0, "1/s"), exact(0.0, "J/mol"), {"A": 1.0})
    step = Step("r", "r", {"A": -1.0, "B": -1.0}, 2.0, exact(0.0, "J/kg"), rate)
    body = replace(block(), network=Network("made up", (A, other), (step,)))
    with pytest.raises(NoConvergenceError, match="an amount falls"):
        simulate(body, start_K=400.0, duration_s=100.0)


def test_hotter_than_the_heat_capacity_is_known_for():
    with pytest.raises(OutsideValidityError, match="hotter"):
        simulate(block(burning(heat=1e7)), start_K=400.0, duration_s=1e6)


@pytest.mark.parametrize(
    "bad",
    [
        {"start_K": 20.0},
        {"duration_s": 0.0},
        {"tolerance": 1.0},
        {"phi": 0.9},
        {"exchange": Exchange(1.0)},
        {"surroundings_K": 300.0},
        {"exchange": Exchange(1.0), "surroundings_K": -5.0},
        {"output_interval_s": 0.0},
    ],
)
def test_bad_arguments(bad):
    given = {"start_K": 400.0, "duration_s": 1.0} | bad
    with pytest.raises(InputError):
        simulate(block(burning()), **given)


def test_a_negative_exchange():
    with pytest.raises(InputError, match="coefficient"):
        Exchange(-1.0)
    assert Exchange.of(block(), 10.0).coefficient_W_per_K == pytest.approx(0.3)
