"""Blowdown against closed forms, its order, its balances, and where it ends."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.core.errors import InputError
from davylamp.gas.mixture import ATMOSPHERE_PA, dry_air, mixture_of
from davylamp.gas.source import GasHistory
from davylamp.gas.vent import Vent, blowdown, constant_volume, filling, orifice_flow
from davylamp.gas.vent import followed as followed_module

ARGON_KG_PER_MOL = 0.039948
GAMMA = 5.0 / 3.0
VOLUME_M3 = 1e-3
AREA_M2 = 1e-5


def argon(pressure_Pa=5e6, temperature_K=300.0):
    return filling(mixture_of({"Ar": 1.0}, temperature_K, pressure_Pa), VOLUME_M3)


def choked_time_s(temperature_K=300.0, gamma=GAMMA):
    """Volume over the volume flow of choked gas at its state before the opening."""
    sound = math.sqrt(gamma * R * temperature_K / mixture_of({"Ar": 1.0}).molar_mass_kg_per_mol)
    share = (2.0 / (gamma + 1.0)) ** ((gamma + 1.0) / (2.0 * (gamma - 1.0)))
    return VOLUME_M3 / (AREA_M2 * sound * share)


def closed_form_Pa(time_s, start_Pa=5e6):
    exponent = -2.0 * GAMMA / (GAMMA - 1.0)
    return start_Pa * (1.0 + 0.5 * (GAMMA - 1.0) * time_s / choked_time_s()) ** exponent


def worst_error(tolerance):
    run = blowdown(argon(), VOLUME_M3, Vent(AREA_M2, 1.0), tolerance=tolerance)
    keep = run.choked
    exact = closed_form_Pa(run.time_s[keep])
    return float(np.max(np.abs(run.pressure_Pa[keep] / exact - 1.0)))


def test_choked_blowdown_follows_its_closed_form():
    assert worst_error(1e-8) < 3e-7


def test_error_falls_with_the_tolerance():
    coarse, middle, fine = (worst_error(value) for value in (1e-3, 1e-5, 1e-7))
    assert middle < 0.1 * coarse
    assert fine < 0.1 * middle


def test_end_of_an_isentropic_blowdown_is_that_of_an_isentrope():
    run = blowdown(argon(), VOLUME_M3, Vent(AREA_M2, 1.0), tolerance=1e-8)
    end_K = 300.0 * (ATMOSPHERE_PA / 5e6) ** ((GAMMA - 1.0) / GAMMA)
    assert run.temperature_K[-1] == pytest.approx(end_K, rel=1e-6)
    assert run.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-11)
    left = ATMOSPHERE_PA * VOLUME_M3 / (R * end_K)
    assert run.left.total_mol == pytest.approx(left, rel=1e-6)
    assert not run.choked[-1]


def test_momentum_is_thrust_over_time():
    run = blowdown(argon(), VOLUME_M3, Vent(AREA_M2, 1.0), tolerance=1e-8)
    summed = float(np.trapezoid(run.thrust_N, run.time_s))
    assert run.impulse_N_s == pytest.approx(summed, rel=0.02)
    first = orifice_flow(argon(), AREA_M2, discharge_coefficient=1.0)
    assert run.thrust_N[0] == pytest.approx(first.thrust_N, rel=1e-12)
    assert run.mass_flow_kg_per_s[0] == pytest.approx(first.mass_flow_kg_per_s, rel=1e-12)


def nothing_made(end_s):
    return GasHistory(np.array([0.0, end_s]), {"Ar": np.zeros(2)}, np.full(2, 300.0))


def isothermal_error(monkeypatch, share):
    monkeypatch.setattr(followed_module, "_FIRST", share)
    monkeypatch.setattr(followed_module, "_GROWTH", 1.0)
    monkeypatch.setattr(followed_module, "_STEPS", 1)
    # As long as the flow is choked the pressure of a gas of constant temperature decays as exp(-t).
    end = 1.5 * choked_time_s()
    run = blowdown(
        argon(), VOLUME_M3, Vent(AREA_M2, 1.0), history=nothing_made(end),
        conductance_W_per_K=math.inf,
    )  # fmt: skip
    place = int(np.argmin(np.abs(run.time_s - end)))
    exact = 5e6 * math.exp(-end / choked_time_s())
    return abs(float(run.pressure_Pa[place]) / exact - 1.0)


def test_implicit_steps_are_of_first_order(monkeypatch):
    errors = [isothermal_error(monkeypatch, share) for share in (0.04, 0.02, 0.01)]
    for coarse, fine in pairwise(errors):
        assert math.log2(coarse / fine) == pytest.approx(1.0, abs=0.1)


def test_gas_kept_warm_decays_exponentially_while_choked():
    run = blowdown(
        argon(), VOLUME_M3, Vent(AREA_M2, 1.0), conductance_W_per_K=math.inf, tolerance=1e-8
    )
    keep = run.choked
    exact = 5e6 * np.exp(-run.time_s[keep] / choked_time_s())
    assert np.max(np.abs(run.pressure_Pa[keep] / exact - 1.0)) < 1e-6
    assert run.temperature_K[-1] == pytest.approx(300.0)
    assert run.left.total_mol == pytest.approx(ATMOSPHERE_PA * VOLUME_M3 / (R * 300.0), rel=1e-9)


def burst_of_gas(total_mol=0.02, middle_s=5.0, width_s=0.3, hot_K=900.0):
    time = np.linspace(0.0, 10.0, 201)
    share = 1.0 / (1.0 + np.exp(-(time - middle_s) / width_s))
    share = (share - share[0]) / (share[-1] - share[0])
    gases = {"H2": 0.5 * total_mol * share, "CO2": 0.5 * total_mol * share}
    return GasHistory(time, gases, 300.0 + (hot_K - 300.0) * share)


@pytest.mark.parametrize("conductance", [0.0, 0.05, math.inf])
def test_gas_still_being_made_closes_and_comes_to_rest(conductance):
    history, volume = burst_of_gas(), 20e-6
    start = constant_volume({}, 300.0, volume, start_K=300.0)
    run = blowdown(
        start, volume, Vent(30e-6, opens_at_Pa=8e5), history=history,
        conductance_W_per_K=conductance, tolerance=1e-4,
    )  # fmt: skip
    assert run.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    assert run.mass_closure < 1e-9
    assert run.energy_closure < 1e-9
    assert run.opened_s is not None
    assert float(np.interp(run.opened_s, run.time_s, run.pressure_Pa)) == pytest.approx(
        8e5 + ATMOSPHERE_PA, rel=1e-3
    )
    before = run.time_s < run.opened_s
    assert np.all(run.mass_flow_kg_per_s[before] <= 0.0)
    supply = {name: float(values[-1]) for name, values in history.released_mol.items()}
    for element, amount in start.plus(mixture_of(supply)).elements_mol.items():
        after = run.vented.plus(run.left).elements_mol[element]
        drawn = mixture_of(run.drawn_mol).elements_mol.get(element, 0.0)
        assert after - drawn == pytest.approx(amount, rel=1e-9)


def test_both_ways_of_integration_agree():
    history, volume = burst_of_gas(), 20e-6
    start = constant_volume({}, 300.0, volume, start_K=300.0)
    vent = Vent(5e-6, opens_at_Pa=2e5)
    fixed = blowdown(start, volume, vent, history=history, conductance_W_per_K=math.inf)
    close = blowdown(start, volume, vent, history=history, conductance_W_per_K=20.0, tolerance=1e-4)
    assert fixed.opened_s == pytest.approx(close.opened_s, rel=1e-3)
    assert fixed.vented.total_mol == pytest.approx(close.vented.total_mol, rel=2e-3)
    after = fixed.time_s > fixed.opened_s + 0.5
    other = np.interp(fixed.time_s[after], close.time_s, close.pressure_Pa)
    assert np.max(np.abs(fixed.pressure_Pa[after] / other - 1.0)) < 0.02


def test_steady_generation_gives_the_pressure_at_which_as_much_flows():
    time = np.linspace(0.0, 10.0, 11)
    rate = 0.2
    history = GasHistory(time, {"H2": rate * time}, np.full_like(time, 800.0))
    volume = 10e-6
    start = constant_volume({}, 800.0, volume, start_K=800.0)
    run = blowdown(start, volume, Vent(10e-6), history=history, conductance_W_per_K=math.inf)
    steady = float(np.interp(9.0, run.time_s, run.pressure_Pa))
    flow = orifice_flow(mixture_of({"H2": 1.0}, 800.0, steady), 10e-6)
    assert flow.molar_flow_mol_per_s == pytest.approx(rate, rel=1e-4)


def test_gas_that_cools_draws_air_in_to_the_pressure_outside():
    time = np.linspace(0.0, 10.0, 51)
    history = GasHistory(time, {"H2": np.zeros_like(time)}, 600.0 - 30.0 * time)
    volume = 1e-5
    start = constant_volume({"H2": 1e-3}, 600.0, volume)
    run = blowdown(start, volume, Vent(1e-6), history=history, conductance_W_per_K=math.inf)
    assert run.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    assert run.drawn_mol["N2"] > 0.0
    assert run.left.total_mol == pytest.approx(ATMOSPHERE_PA * volume / (R * 300.0), rel=1e-6)
    cold = filling(mixture_of({"N2": 1.0}, 250.0, 0.5 * ATMOSPHERE_PA), volume)
    filled = blowdown(cold, volume, Vent(1e-6))
    assert filled.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    assert filled.energy_closure < 1e-9


def test_a_vent_that_never_opens_lets_nothing_out():
    history = burst_of_gas(total_mol=1e-5)
    start = constant_volume({}, 300.0, 1e-4, start_K=300.0)
    for conductance in (math.inf, 0.0):
        run = blowdown(start, 1e-4, Vent(1e-5, opens_at_Pa=5e6), history=history,
                       conductance_W_per_K=conductance)  # fmt: skip
        assert run.opened_s is None
        assert run.vented.total_mol <= 0.0
        total = start.total_mol + 1e-5
        assert run.left.total_mol == pytest.approx(total, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(
    shares=st.dictionaries(
        st.sampled_from(["H2", "CO2", "CO", "HF", "H2S", "C2H4", "SO2", "O2"]),
        st.floats(0.05, 1.0), min_size=1, max_size=4,
    ),
    pressure=st.floats(1.1e5, 5e7),
    temperature=st.floats(300.0, 2500.0),
    volume=st.floats(1e-6, 1e-2),
    area=st.floats(1e-7, 1e-3),
)  # fmt: skip
def test_any_mixture_closes_and_ends_at_the_pressure_outside(
    shares, pressure, temperature, volume, area
):
    start = filling(mixture_of(shares, temperature, pressure), volume)
    run = blowdown(start, volume, Vent(area), tolerance=1e-4)
    assert run.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    assert run.mass_closure < 1e-9
    assert run.energy_closure < 1e-9
    assert np.all(np.diff(run.pressure_Pa) <= 0.0)
    assert run.temperature_K[-1] < temperature
    for element, amount in start.elements_mol.items():
        after = run.vented.plus(run.left).elements_mol[element]
        assert after == pytest.approx(amount, rel=1e-9)


def test_a_smaller_area_takes_longer_in_proportion():
    start = argon(2e6)
    wide = blowdown(start, VOLUME_M3, Vent(1e-5))
    narrow = blowdown(start, VOLUME_M3, Vent(5e-6))
    assert narrow.time_s[-1] == pytest.approx(2.0 * wide.time_s[-1], rel=1e-4)
    assert narrow.impulse_N_s == pytest.approx(wide.impulse_N_s, rel=1e-4)


def test_bad_input_is_refused_in_words():
    start = argon()
    with pytest.raises(InputError, match="open area"):
        Vent(0.0)
    with pytest.raises(InputError, match="discharge"):
        Vent(1e-5, 1.2)
    with pytest.raises(InputError, match="opening pressure"):
        Vent(1e-5, opens_at_Pa=-1.0)
    with pytest.raises(InputError, match="volume"):
        blowdown(start, -1.0, Vent(1e-5))
    with pytest.raises(InputError, match="conductance"):
        blowdown(start, VOLUME_M3, Vent(1e-5), conductance_W_per_K=-1.0)
    falling = GasHistory(np.array([0.0, 1.0]), {"H2": np.array([1.0, 0.5])}, np.full(2, 300.0))
    with pytest.raises(InputError, match="falls with time"):
        blowdown(start, VOLUME_M3, Vent(1e-5), history=falling)
    mixed = GasHistory(np.array([1.0, 0.0]), {"H2": np.array([0.0, 0.5])}, np.full(2, 300.0))
    with pytest.raises(InputError, match="do not rise"):
        blowdown(start, VOLUME_M3, Vent(1e-5), history=mixed)
    with pytest.raises(InputError, match="no gas"):
        blowdown(dry_air(0.0), VOLUME_M3, Vent(1e-5))
