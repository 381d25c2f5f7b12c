"""Flow through a vent against `fluids` and against Cantera."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.gas.mixture import mixture_of
from davylamp.gas.phase import phase_of
from davylamp.gas.vent import (
    Vent,
    area_for_flow_m2,
    blowdown,
    critical_pressure_ratio,
    filling,
    orifice_flow,
    relief_area,
)
from davylamp.gas.vent.caloric import caloric_of

VENT_GAS = {"H2": 0.4, "CO2": 0.3, "CO": 0.2, "CH4": 0.1}


@pytest.mark.parametrize("gamma", [1.1, 1.3, 1.4, 5.0 / 3.0])
def test_critical_state_is_that_of_fluids(gamma):
    from fluids.compressible import P_critical_flow, T_critical_flow

    assert critical_pressure_ratio(gamma) == pytest.approx(P_critical_flow(1.0, gamma), rel=1e-12)
    gas = mixture_of({"Ar": 1.0}, 500.0, 1e6)
    flow = orifice_flow(gas, 1e-5)
    assert flow.throat_temperature_K == pytest.approx(T_critical_flow(500.0, 5.0 / 3.0), rel=1e-6)
    assert flow.throat_pressure_Pa == pytest.approx(P_critical_flow(1e6, 5.0 / 3.0), rel=1e-6)


@pytest.mark.parametrize("outer", [1e5, 9e5])
def test_relief_area_of_api_520_is_that_of_the_same_flow(outer):
    gas = mixture_of(VENT_GAS, 800.0, 1e6)
    flow = orifice_flow(gas, 1.0, outer, 1.0)
    asked = relief_area(
        0.1, 800.0, gas.molar_mass_kg_per_mol, flow.heat_capacity_ratio, 1e6,
        back_Pa=outer, discharge_coefficient=1.0,
    )  # fmt: skip
    assert asked.critical is flow.choked
    # The standard rounds the constants of its units to three digits.
    assert asked.area_m2 == pytest.approx(area_for_flow_m2(gas, 0.1, outer, 1.0), rel=2e-3)


def test_heat_capacity_and_enthalpy_are_those_of_cantera():
    gas = mixture_of(VENT_GAS, 1234.0, 2e5)
    phase = phase_of(gas)
    caloric = caloric_of(tuple(gas.amounts_mol))
    amounts = np.array(list(gas.amounts_mol.values()))
    assert caloric.heat_capacity_ratio(amounts, 1234.0) == pytest.approx(phase.cp / phase.cv)
    molar = float(amounts @ caloric.enthalpy_J_per_mol(1234.0)) / amounts.sum()
    assert molar == pytest.approx(1e-3 * phase.enthalpy_mole, rel=1e-12)
    energy = caloric.internal_energy_J(amounts, 1234.0)
    assert caloric.temperature_K(amounts, energy, 400.0) == pytest.approx(1234.0, rel=1e-10)


@pytest.mark.parametrize("temperature", [400.0, 900.0, 1800.0])
def test_constant_ratio_of_heat_capacities_costs_less_than_a_percent(temperature):
    gas = mixture_of(VENT_GAS, temperature, 1e6)
    phase = phase_of(gas)
    entropy, enthalpy = phase.entropy_mass, phase.enthalpy_mass
    best = 0.0
    for pressure in np.linspace(4e5, 7e5, 601):
        phase.SP = entropy, pressure
        best = max(best, phase.density * math.sqrt(2.0 * (enthalpy - phase.enthalpy_mass)))
    flow = orifice_flow(gas, 1.0, 1e5, 1.0)
    assert flow.mass_flow_kg_per_s == pytest.approx(best, rel=0.01)


def test_blowdown_of_argon_is_that_of_a_cantera_reactor():
    import cantera as ct

    volume, area, start_K, start_Pa = 1e-3, 1e-5, 300.0, 2e6
    gamma = 5.0 / 3.0
    start = filling(mixture_of({"Ar": 1.0}, start_K, start_Pa), volume)
    ours = blowdown(start, volume, Vent(area, 1.0), tolerance=1e-8)
    molar = start.molar_mass_kg_per_mol
    outside = 101325.0

    def mass_flow(difference):
        pressure = outside + max(difference, 0.0)
        warm = start_K * (pressure / start_Pa) ** ((gamma - 1.0) / gamma)
        state = mixture_of({"Ar": 1.0}, warm, pressure)
        return orifice_flow(state, area, outside, 1.0).mass_flow_kg_per_s

    gas, around = phase_of(start), phase_of(mixture_of({"Ar": 1.0}, start_K, outside))
    reactor = ct.IdealGasReactor(gas, volume=volume, clone=False)
    reservoir = ct.Reservoir(around, clone=False)
    valve = ct.Valve(reactor, reservoir, K=1.0)
    valve.pressure_function = mass_flow
    network = ct.ReactorNet([reactor])
    network.rtol, network.atol = 1e-9, 1e-14
    for time in np.linspace(0.05, 0.8, 6) * ours.time_s[-1]:
        network.advance(float(time))
        place = float(np.interp(time, ours.time_s, np.log(ours.pressure_Pa)))
        assert math.exp(place) == pytest.approx(reactor.phase.P, rel=3e-3)
    exact = np.array([reactor.phase.T, reactor.phase.P])
    isentrope = start_K * (exact[1] / start_Pa) ** ((gamma - 1.0) / gamma)
    assert exact[0] == pytest.approx(isentrope, rel=1e-5)
    assert molar == pytest.approx(1e-3 * gas.mean_molecular_weight, rel=1e-4)
    assert start.total_mol == pytest.approx(start_Pa * volume / (R * start_K), rel=1e-12)
