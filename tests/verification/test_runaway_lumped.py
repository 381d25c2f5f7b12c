"""The integrator of one body against exact solutions and balances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import exp1

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.core.parameter import exact
from davylamp.runaway import Body, HeatCapacity, Network, Rate, Species, Step, Transition
from davylamp.runaway._arrays import NetworkArrays, pack_one
from davylamp.runaway._rates import rates, rates_only
from davylamp.runaway.lumped import ArcSettings, Exchange, heat_wait_seek, simulate
from davylamp.runaway.lumped.simulate import _simulate
from davylamp.runaway.networks import liquid_body
from davylamp.runaway.program import Program

# Case 1 of LIM1TR's verification, with its gas constant of 8.314 J/mol/K.
FREQUENCY, ENERGY_K, RISE_K = 1e9, 110e3 / 8.314, 0.35 * 1.44e6 / 800.0


def body(*steps, cp=800.0, heat_capacity=None, mass=1.0):
    names = dict.fromkeys(name for step in steps for name in step.stoichiometry)
    species = tuple(Species(name, None, "solid", 1.0) for name in names)
    return Body(
        "block",
        mass,
        mass / 1800.0,
        (0.1, 0.1, 0.1),
        0.06,
        heat_capacity or HeatCapacity((298.15,), (cp,)),
        None,
        Network("made up", species, steps),
    )


def first_order(name="A", heat=RISE_K * 800.0, frequency=FREQUENCY, energy=ENERGY_K * R, order=1.0):
    rate = Rate(exact(frequency, "1/s"), exact(energy, "J/mol"), {name: order})
    return Step(f"{name} burns", name, {name: -1.0}, 1.0, exact(heat, "J/kg"), rate)


def test_case_1_single_reaction_adiabatic():
    """Time from 400 to 500 K against quadrature, and against the published 4842.9702 s."""

    def slowness(T):
        left = 1.0 - (T - 400.0) / RISE_K
        return 1.0 / (RISE_K * left * FREQUENCY * np.exp(-ENERGY_K / T))

    time = quad(slowness, 400.0, 500.0, epsabs=0.0, epsrel=1e-12)[0]
    assert time == pytest.approx(4842.9702, abs=1e-4)
    found = {
        tolerance: simulate(
            body(first_order()),
            start_K=400.0,
            duration_s=5000.0,
            thresholds_K=(500.0,),
            tolerance=tolerance,
        )
        for tolerance in (1e-9, 1e-6)
    }
    assert found[1e-9].crossings[500.0] == pytest.approx(time, rel=1e-8)
    assert found[1e-6].crossings[500.0] == pytest.approx(time, rel=3e-5)
    assert found[1e-9].peak_K == pytest.approx(1030.0, abs=1e-6)


def test_exponential_cooling():
    run = simulate(
        body(mass=2.0),
        start_K=500.0,
        duration_s=5000.0,
        exchange=Exchange(1.5),
        surroundings_K=300.0,
        tolerance=1e-9,
    )
    fine = run.at(np.linspace(0.0, 5000.0, 101))
    expected = 300.0 + 200.0 * np.exp(-fine.time_s * 1.5 / 1600.0)
    assert fine.temperature_K == pytest.approx(expected, abs=2e-6)
    assert fine.exchanged_J == pytest.approx(1600.0 * (expected - 500.0), abs=5e-3)


def test_radiative_cooling():
    """dT/dt = -a T^4 in cold surroundings: T^-3 grows linearly."""
    area, mass = 0.02, 0.5
    run = simulate(
        body(mass=mass),
        start_K=900.0,
        duration_s=1000.0,
        exchange=Exchange(0.0, area),
        surroundings_K=1e-3,
        tolerance=1e-9,
    )
    a = 5.670374419e-8 * area / (mass * 800.0)
    expected = (900.0**-3 + 3.0 * a * 1000.0) ** (-1.0 / 3.0)
    assert run.temperature_K[-1] == pytest.approx(expected, rel=1e-9)


def test_lag_behind_a_ramp_of_the_surroundings():
    """A body follows a ramp b t with a lag b tau (1 - exp(-t / tau))."""
    rate, tau = 0.05, 400.0
    run = simulate(
        body(mass=0.5),
        start_K=300.0,
        duration_s=4000.0,
        exchange=Exchange(1.0),
        surroundings_K=Program.ramp(300.0, rate, 500.0),
        tolerance=1e-9,
    )
    lag = rate * tau * (1.0 - np.exp(-run.time_s / tau))
    assert run.temperature_K == pytest.approx(300.0 + rate * run.time_s - lag, abs=1e-6)


def test_ramp_of_a_single_reaction_is_the_exponential_integral():
    """Without heat of reaction a heater makes an exact ramp: conversion in closed form."""
    heating = 10.0 / 60.0
    step = first_order(heat=0.0, frequency=1e13, energy=1.4e5)
    run = simulate(
        body(step), start_K=350.0, duration_s=1500.0, power_W=800.0 * heating, tolerance=1e-9
    )
    fine = run.at(np.linspace(0.0, 1500.0, 151))
    assert fine.temperature_K == pytest.approx(350.0 + heating * fine.time_s, abs=1e-8)

    def integral(T):
        u = 1.4e5 / (R * T)
        return T * np.exp(-u) - 1.4e5 / R * exp1(u)

    exponent = 1e13 / heating * (integral(fine.temperature_K) - integral(350.0))
    assert fine.conversion[:, 0] == pytest.approx(-np.expm1(-exponent), abs=3e-8)
    assert fine.conversion[-1, 0] > 0.99


@pytest.mark.parametrize("order", [0.5, 2.0])
def test_isothermal_reaction_of_another_order(order):
    step = first_order(heat=0.0, frequency=0.01, energy=0.0, order=order)
    run = simulate(body(step), start_K=300.0, duration_s=150.0, tolerance=1e-9)
    left = (1.0 + (order - 1.0) * 0.01 * 150.0) ** (-1.0 / (order - 1.0))
    assert run.conversion[-1, 0] == pytest.approx(1.0 - left, abs=1e-8)


def test_observed_order_of_the_integrator():
    """Fifth order in the step for a stiff autonomous and a driven, non-autonomous problem."""
    steps = (first_order(), first_order("B", -2e5, 1e8, 1e5))
    driven = {
        "start_K": 430.0,
        "duration_s": 40.0,
        "exchange": Exchange(20.0, 0.01),
        "surroundings_K": Program((0.0, 40.0), (430.0, 600.0)),
        "power_W": Program((0.0, 40.0), (0.0, 5e2)),
    }
    reference = _simulate(body(*steps), **driven, tolerance=1e-12)
    errors = []
    for count in (20, 40, 80):
        run = _simulate(body(*steps), **driven, fixed_step_s=40.0 / count)
        assert run.steps_taken == count
        errors.append(abs(run.temperature_K[-1] - reference.temperature_K[-1]))
    orders = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))
    assert orders.min() > 4.6
    assert orders.max() < 5.4


def test_observed_order_of_the_dense_output():
    """Fourth order between the steps."""
    given = {"start_K": 460.0, "duration_s": 40.0}
    times = np.linspace(0.0, 40.0, 1001)
    reference = _simulate(body(first_order()), **given, tolerance=1e-12).at(times)
    errors = []
    for count in (4, 8, 16):
        run = _simulate(body(first_order()), **given, fixed_step_s=40.0 / count).at(times)
        errors.append(np.abs(run.temperature_K - reference.temperature_K).max())
    orders = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))
    assert orders.min() > 3.7


def test_the_error_falls_with_the_tolerance():
    given = {"start_K": 400.0, "duration_s": 5000.0, "thresholds_K": (500.0,)}
    times = [
        simulate(body(first_order()), **given, tolerance=10.0**-n).crossings[500.0]
        for n in (5, 7, 9, 12)
    ]
    errors = [abs(time - times[-1]) for time in times[:-1]]
    assert errors[1] < 0.1 * errors[0]
    assert errors[2] < 0.1 * errors[1]


def _random_networks(seed):
    """Arrays with every law of rate, away from their plain values."""
    random = np.random.default_rng(seed)
    arrays = pack_one(liquid_body().network)
    filled = NetworkArrays(*(np.array(values) for values in arrays))
    filled.layer[:] = random.integers(0, 3, filled.layer.shape)
    filled.layer_scale[:] = random.uniform(0.1, 1.0, filled.layer.shape)
    filled.layer_growth[:] = random.uniform(0.0, 1.0, filled.layer_growth.shape)
    filled.ln_limit[:] = random.uniform(0.0, 5.0, filled.ln_limit.shape)
    filled.limit_energy_K[:] = random.uniform(0.0, 2000.0, filled.ln_limit.shape)
    filled.gate_K[:] = 450.0
    filled.gate_width_K[:] = random.uniform(1.0, 20.0, filled.gate_K.shape)
    filled.seed_order[:] = random.uniform(0.5, 2.0, filled.seed_order.shape)
    filled.seed[:] = 0.05
    filled.part_order[:] = random.uniform(0.5, 2.0, filled.part_order.shape)
    return filled


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("near_zero", [False, True])
def test_derivatives_of_the_rates_by_finite_differences(seed, near_zero):
    arrays = _random_networks(seed)
    count = int(arrays.steps[0])
    random = np.random.default_rng(100 + seed)
    xi = random.uniform(0.1, 0.9, count)
    if near_zero:
        # Amounts below the point from which a power goes linearly to zero, and overshot.
        xi = 1.0 + random.uniform(-5e-5, 5e-5, count)
    T = float(random.uniform(430.0, 520.0))
    value, by_T, by_xi = np.zeros(count), np.zeros(count), np.zeros((count, count))
    rates(arrays, 0, T, xi, value, by_T, by_xi)
    plain, high, low = np.zeros(count), np.zeros(count), np.zeros(count)
    rates_only(arrays, 0, T, xi, plain)
    assert plain == pytest.approx(value, rel=1e-12)
    rates_only(arrays, 0, T + 1e-3, xi, high)
    rates_only(arrays, 0, T - 1e-3, xi, low)
    assert by_T == pytest.approx((high - low) / 2e-3, rel=1e-6, abs=1e-9 * np.abs(by_T).max())
    for q in range(count):
        up, down = xi.copy(), xi.copy()
        up[q] += 1e-7
        down[q] -= 1e-7
        rates_only(arrays, 0, T, up, high)
        rates_only(arrays, 0, T, down, low)
        scale = np.abs(by_xi[:, q]).max()
        assert by_xi[:, q] == pytest.approx((high - low) / 2e-7, rel=1e-5, abs=1e-5 * scale)


def test_energy_closes_to_rounding():
    oven = simulate(
        liquid_body(),
        start_K=300.0,
        duration_s=8000.0,
        exchange=Exchange(0.03, 0.003),
        surroundings_K=Program((0.0, 600.0, 600.0), (300.0, 400.0, 430.0)),
        power_W=Program.pulse(5.0, 100.0, 300.0),
    )
    made = liquid_body()
    stored = made.mass_kg * (
        made.heat_capacity.enthalpy_J_per_kg(oven.temperature_K)
        - made.heat_capacity.enthalpy_J_per_kg(300.0)
    )
    released = oven.conversion @ np.array([s.heat_J_per_kg.value for s in made.network.steps])
    total = released * made.mass_kg + oven.exchanged_J + oven.supplied_J
    assert oven.closure < 1e-12
    assert stored == pytest.approx(total, abs=1e-10 * np.abs(stored).max())
    assert oven.supplied_J[-1] == pytest.approx(1000.0, rel=1e-12)
    assert np.all(oven.conversion > -1e-6)


def test_melting_takes_its_latent_heat():
    latent, cp, power = 3e4, 1000.0, 50.0
    melting = HeatCapacity((298.15,), (cp,), (Transition("melts", 453.65, latent, 2.0),))
    levels = (440.0, 452.65, 454.65, 470.0)
    run = simulate(
        body(heat_capacity=melting),
        start_K=440.0,
        duration_s=2000.0,
        power_W=power,
        thresholds_K=levels,
    )
    time = [run.crossings[level] for level in levels]
    # Over the whole range exactly; the edges of the plateau to a step of the table of enthalpy.
    assert time[3] - time[0] == pytest.approx((30.0 * cp + latent) / power, rel=1e-4)
    assert time[2] - time[1] == pytest.approx((2.0 * cp + latent) / power, rel=0.03)


def test_adiabatic_end_does_not_depend_on_the_path():
    slow = (first_order(), first_order("B", 1e5, 1e8, 1.2e5))
    fast = (first_order(frequency=1e11), first_order("B", 1e5, 1e12, 1.0e5))
    capacity = HeatCapacity(
        (300.0, 800.0, 1500.0), (800.0, 1100.0, 1300.0), (Transition("m", 600.0, 2e4),)
    )
    ends = []
    for steps in (slow, fast):
        run = simulate(body(*steps, heat_capacity=capacity), start_K=450.0, duration_s=1e9)
        assert run.conversion[-1] == pytest.approx([1.0, 1.0], abs=1e-5)
        ends.append(run.peak_K)
    assert ends[0] == pytest.approx(ends[1], abs=0.01)
    heat = RISE_K * 800.0 + 1e5
    end = capacity.enthalpy_J_per_kg(ends[0]) - capacity.enthalpy_J_per_kg(450.0)
    assert end[0] == pytest.approx(heat, rel=2e-6)


@pytest.mark.parametrize("phi", [1.0, 1.5, 4.0])
def test_the_rise_falls_with_phi(phi):
    run = simulate(body(first_order()), start_K=450.0, duration_s=1e9, phi=phi)
    assert run.peak_K - 450.0 == pytest.approx(RISE_K / phi, rel=1e-7)
    assert run.heat_by_step_J["A burns"] == pytest.approx(RISE_K * 800.0, rel=1e-6)


def test_a_holder_does_not_melt():
    melting = HeatCapacity((298.15,), (1000.0,), (Transition("melts", 400.0, 5e4, 2.0),))
    run = simulate(
        body(heat_capacity=melting),
        start_K=350.0,
        duration_s=1e4,
        power_W=50.0,
        phi=2.0,
        stop_K=450.0,
    )
    assert run.supplied_J[-1] == pytest.approx(2.0 * 1000.0 * 100.0 + 5e4, rel=1e-4)


def test_the_order_of_the_steps_changes_nothing():
    made = liquid_body()
    turned = replace(made, network=replace(made.network, steps=made.network.steps[::-1]))
    a = simulate(made, start_K=400.0, duration_s=1e5, thresholds_K=(473.15,), tolerance=1e-9)
    b = simulate(turned, start_K=400.0, duration_s=1e5, thresholds_K=(473.15,), tolerance=1e-9)
    assert a.crossings[473.15] == pytest.approx(b.crossings[473.15], rel=1e-8)
    assert a.peak_K == pytest.approx(b.peak_K, abs=1e-6)
    for name, heat in a.heat_by_step_J.items():
        assert b.heat_by_step_J[name] == pytest.approx(heat, rel=1e-6, abs=1e-6)


def test_the_calorimeter_follows_the_adiabatic_run():
    """From its onset on, the calorimeter is the adiabatic run of what is left."""
    arc = heat_wait_seek(body(first_order()), ArcSettings(end_K=600.0, tolerance=1e-9))
    assert arc.onset is not None
    assert arc.runaway is not None
    place = int(np.argmin(abs(arc.time_s - arc.onset.time_s)))
    done = arc.conversion[place, 0]
    rise = RISE_K * (1.0 - done)

    def slowness(T):
        left = 1.0 - (T - arc.onset.temperature_K) / rise
        return 1.0 / (rise * left * FREQUENCY * np.exp(-ENERGY_K / T))

    time = quad(
        slowness, arc.onset.temperature_K, arc.runaway.temperature_K, epsabs=0.0, epsrel=1e-11
    )[0]
    assert arc.onset_to_runaway_s == pytest.approx(time, rel=1e-6)
