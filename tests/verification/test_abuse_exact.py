"""Abuse tests against exact solutions and balances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import exp1

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.parameter import exact
from davylamp.runaway import Body, HeatCapacity, Network, Rate, Species, Step, Transition
from davylamp.runaway.abuse import Subject, make_test, run_test
from davylamp.runaway.abuse.calorimetry import arc, dsc
from davylamp.runaway.abuse.electrical import short, with_discharge
from davylamp.runaway.abuse.furnace import oven, ramp, surface_heater
from davylamp.runaway.lumped import simulate

CP = 1000.0
HEAT = 2e5


def reaction(name, frequency, energy, heat=HEAT):
    rate = Rate(exact(frequency, "1/s"), exact(energy, "J/mol"), {name: 1.0})
    return Step(f"{name} burns", f"{name} burns", {name: -1.0}, 1.0, exact(heat, "J/kg"), rate)


def body(*steps, heat_capacity=None, **more):
    species = tuple(
        Species(name, None, "solid", 1.0) for step in steps for name in step.stoichiometry
    )
    return Body(
        name="sample",
        mass_kg=0.05,
        volume_m3=2e-5,
        size_m=(0.05, 0.05, 0.008),
        surface_m2=6.6e-3,
        heat_capacity=heat_capacity or HeatCapacity((298.15,), (CP,)),
        conductivity=None,
        network=Network("made up", species, steps),
        **more,
    )


def charged(energy=1e4, full=4.0, empty=3.0, **more):
    return body(electrical_energy_J=energy, voltage_V=full, voltage_empty_V=empty, **more)


def exact_conversion(temperature, start, rate, frequency, energy):
    """First order under a linear ramp, by the exponential integral."""

    def integral(T):
        u = energy / (GAS_CONSTANT_J_PER_MOL_K * T)
        return T * np.exp(-u) - energy / GAS_CONSTANT_J_PER_MOL_K * exp1(u)

    exponent = frequency / rate * (integral(temperature) - integral(start))
    return -np.expm1(-exponent)


def test_a_single_reaction_in_a_dsc_follows_the_exponential_integral():
    frequency, energy = 1e13, 140e3
    settings = make_test(
        "dsc", start="30 degC", end="400 degC", rate="10 K/min", sensitivity="0.01 mW/g"
    ).settings()
    trial = dsc(body(reaction("A", frequency, energy)), settings)
    T = trial.history.temperature_K
    expected = exact_conversion(T, 303.15, 10.0 / 60.0, frequency, energy)
    assert trial.history.conversion[:, 0] == pytest.approx(expected, abs=2e-4)
    (peak,) = trial.peaks
    constant = frequency * np.exp(-energy / (GAS_CONSTANT_J_PER_MOL_K * T))
    flow = HEAT * constant * (1.0 - expected)
    top = int(np.argmax(flow))
    assert peak.peak_K == pytest.approx(T[top], abs=0.4)
    assert peak.heat_flow_W_per_kg == pytest.approx(flow[top], rel=2e-3)
    assert peak.enthalpy_J_per_kg == pytest.approx(HEAT, rel=1e-3)
    # Kissinger: E b / (R Tp^2) = A exp(-E / (R Tp)).
    left = energy * (10.0 / 60.0) / (GAS_CONSTANT_J_PER_MOL_K * peak.peak_K**2)
    right = frequency * np.exp(-energy / (GAS_CONSTANT_J_PER_MOL_K * peak.peak_K))
    assert left == pytest.approx(right, rel=0.05)


def test_two_reactions_in_a_dsc_are_the_sum_of_each():
    settings = make_test("dsc", start="30 degC", end="450 degC", sensitivity="0.01 mW/g").settings()
    one, two = reaction("A", 1e13, 130e3), reaction("B", 1e13, 175e3, 5e4)
    both = dsc(body(one, two), settings)
    first, second = both.peaks
    assert first.enthalpy_J_per_kg == pytest.approx(HEAT, rel=5e-3)
    assert second.enthalpy_J_per_kg == pytest.approx(5e4, rel=5e-3)
    alone = dsc(body(two), settings)
    assert second.peak_K == pytest.approx(alone.peaks[0].peak_K, abs=0.3)


def test_energy_closes_in_an_oven():
    settings = make_test("oven", temperature="180 degC", emissivity=0.8).settings()
    trial = oven(body(reaction("A", 1e12, 130e3)), settings)
    history = trial.history
    rise = CP * 0.05 * (history.temperature_K[-1] - history.temperature_K[0])
    released = HEAT * 0.05 * history.conversion[-1, 0]
    assert rise == pytest.approx(released + history.exchanged_J[-1], rel=1e-6, abs=1e-3)
    assert trial.runaway is not None


def test_a_ramp_heats_at_its_rate_through_melting():
    melting = Transition("melts", 453.65, 2e4, 2.0)
    capacity = HeatCapacity((300.0, 600.0), (900.0, 1200.0), (melting,))
    inert = body(heat_capacity=capacity)
    trial = ramp(inert, make_test("ramp", rate="5 K/min", end="300 degC").settings())
    history = trial.history
    heating = history.time_s < 275.0 / (5.0 / 60.0)
    expected = 298.15 + 5.0 / 60.0 * history.time_s[heating]
    assert history.temperature_K[heating] == pytest.approx(expected, abs=1.0)
    given = history.supplied_J[-1] / inert.mass_kg
    rise = capacity.enthalpy_J_per_kg([573.15]) - capacity.enthalpy_J_per_kg([298.15])
    assert given == pytest.approx(float(rise[0]), rel=1e-6)
    assert trial.runaway is None


def test_a_heater_is_off_from_its_highest_temperature_on():
    trial = ramp(body(reaction("A", 1e13, 140e3)), make_test("ramp").settings())
    off = trial.more["heater_off_s"]
    there = trial.history.at([off, trial.history.end_s])
    assert there.temperature_K[0] == pytest.approx(673.15, abs=0.1)
    assert there.supplied_J[1] == pytest.approx(there.supplied_J[0], rel=1e-9)
    assert trial.runaway is not None
    assert trial.runaway.time_s < off


def test_a_weak_reaction_does_not_keep_a_heated_cell_cool():
    weak = body(reaction("A", 1e13, 140e3, 1e4))
    settings = make_test("heater", power="200 W", runaway_rate="0.1 K/min").settings()
    trials = [surface_heater(item, settings) for item in (body(), weak)]
    assert trials[1].runaway is not None
    assert trials[1].highest.temperature_K >= trials[0].highest.temperature_K - 0.1


@pytest.mark.parametrize("empty", [4.0, 3.0, 0.0])
def test_a_short_of_constant_resistance_is_exact(empty):
    full, energy, ohm = 4.0, 1e4, 0.08
    shorted = with_discharge(charged(energy, full, empty), ohm, 0.0, 1.0)
    k, r = full**2 / (ohm * energy), (empty / full) ** 2
    history = simulate(shorted, start_K=300.0, duration_s=3000.0, output_interval_s=10.0)
    t = history.time_s
    solution = k * t if r > 0.999 else -np.expm1(-k * (1.0 - r) * t) / (1.0 - r)
    early = solution < 0.9
    assert history.conversion[early, 0] == pytest.approx(solution[early], abs=5e-3)


def test_the_heat_of_a_short_is_the_stored_energy():
    energy = 1e4
    test = make_test(
        "internal_short", cell_resistance="50 mohm", coefficient="0 W/m2/K", start="25 degC"
    )
    result = run_test(charged(energy), test)
    assert result.figure("joule_J").values[0] == pytest.approx(energy, rel=1e-3)
    peak = 298.15 + energy / (0.05 * CP)
    assert result.figure("T3").values[0] == pytest.approx(peak, rel=1e-3)


def test_an_outside_resistance_keeps_its_share_of_the_heat():
    test = make_test(
        "external_short",
        resistance="150 mohm",
        cell_resistance="50 mohm",
        coefficient="0 W/m2/K",
    )
    result = run_test(charged(1e4), test)
    assert result.figure("joule_J").values[0] == pytest.approx(0.25e4, rel=1e-3)


def test_resistances_in_series_add_up():
    one = with_discharge(charged(), 0.08, 0.0, 1.0)
    two = with_discharge(charged(), 0.03, 0.05, 1.0)
    runs = [
        simulate(item, start_K=300.0, duration_s=100.0, output_interval_s=100.0)
        for item in (one, two)
    ]
    assert runs[1].conversion[-1, 0] == pytest.approx(runs[0].conversion[-1, 0], rel=1e-5)


def test_a_cell_that_conducts_better_when_warm_discharges_faster():
    settings = make_test("internal_short").settings()
    plain = short(charged(), settings, 0.2, outside=False)
    falling = short(charged(), settings, 0.2, outside=False, energy_J_per_mol=4e4)
    assert falling.highest.time_s < plain.highest.time_s
    assert falling.highest.temperature_K > plain.highest.temperature_K


@pytest.mark.parametrize("phi", [1.0, 2.0])
def test_an_exotherm_in_an_arc_is_adiabatic(phi):
    # A sharp reaction: nothing of it is lost before the onset.
    sample = body(reaction("A", 1e17, 180e3, 1e5))
    result = run_test(sample, make_test("arc", phi=phi, end="300 degC"))
    onset, top = result.figure("T1").values[0], result.figure("T3").values[0]
    left = 1.0 - result.outcomes[0].shares[0].conversion
    if result.figure("T2").values[0] is None:
        assert top - onset == pytest.approx(left * 1e5 / (phi * CP), rel=0.02)
    else:
        assert top - onset == pytest.approx(1e5 / (phi * CP), rel=0.05)


def test_all_the_power_of_a_charger_is_heat_at_the_harsh_end():
    test = make_test(
        "overcharge",
        current="2 A",
        cell_resistance="50 mohm",
        voltage="5 V",
        coefficient="0 W/m2/K",
        duration="10 min",
    )
    result = run_test(Subject(charged(), capacity_C=7200.0), test)
    mild, harsh = result.outcomes
    # 15 % of 2 Ah at 2 A last 9 min.
    assert result.figure("charging_s").values == pytest.approx((540.0, 540.0))
    rise = [float(o.curve.temperature_K[-1] - o.curve.temperature_K[0]) for o in (mild, harsh)]
    assert rise[0] == pytest.approx(4.0 * 0.05 * 540.0 / (0.05 * CP), rel=1e-6)
    assert rise[1] == pytest.approx(10.0 * 540.0 / (0.05 * CP), rel=1e-6)


def test_without_the_holder_the_rise_is_that_of_the_sample_alone():
    sample = body(reaction("A", 1e17, 180e3, 1e5))
    trial = arc(sample, make_test("arc", phi=1.5, end="300 degC").settings())
    left = 1.0 - trial.history.at([trial.onset.time_s]).conversion[0, 0]
    rise = trial.more["corrected_highest_K"] - trial.onset.temperature_K
    assert rise == pytest.approx(left * 1e5 / CP, rel=1e-3)


def test_a_steady_body_reports_nothing():
    result = run_test(replace(body(), name="inert"), "arc")
    assert result.figure("T1").values == (None,)
    assert result.figure("T3").values == (None,)
    assert result.outcomes[0].first_step == ""
