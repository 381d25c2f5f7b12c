"""Scrubbing of any mixture: elements close, nothing is made, more removal takes more height."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.gas.exhaust import outlet_fraction, solve_solution, transfer_units, treat

amounts = st.floats(1e-9, 1e3)
GASES = ("HF", "HCl", "HBr", "HI", "H2S", "SO2", "Cl2", "NH3", "CO2", "PH3", "H2", "N2", "POF3")


@settings(max_examples=40, deadline=None)
@given(
    stream=st.dictionaries(st.sampled_from(GASES), amounts, min_size=1, max_size=6),
    removal=st.floats(0.0, 0.9999),
    strength=st.floats(0.05, 5.0),
    share=st.floats(0.0, 1.0),
)
def test_any_mixture_closes_and_nothing_is_made(stream, removal, strength, share):
    found = treat(stream, removal=removal, caustic_mol_per_kg=strength, co2_share=share, fuel=False)
    assert found.closure < 1e-9
    for gas in found.gases:
        if gas.outlet_mol is not None:
            assert -1e-12 * gas.inlet_mol <= gas.outlet_mol <= gas.inlet_mol * (1.0 + 1e-12)
    for stage in (found.caustic, found.acid):
        if stage is not None:
            assert stage.reagent_mol >= 0.0
            assert 0.0 < stage.solution.ph < 14.5
            assert all(amount >= 0.0 for amount in stage.solution.species_mol.values())


@settings(max_examples=25, deadline=None)
@given(
    stream=st.dictionaries(st.sampled_from(GASES), st.floats(1e-6, 1.0), min_size=1, max_size=5),
    air=st.floats(0.1, 1e3),
    duration=st.floats(1.0, 1e5),
)
def test_any_mixture_in_air_meets_its_limits_or_says_that_it_does_not_know(stream, air, duration):
    found = treat(stream, duration, air_m3=air, fuel=False)
    assert found.closure < 1e-9
    for gas in found.gases:
        if gas.way.value in ("caustic", "acid"):
            assert gas.meets or (gas.meets is None and found.unknown)
    if found.caustic is not None:
        low, high = found.caustic_range_mol
        assert low * (1.0 - 1e-6) <= found.caustic.reagent_mol <= high * (1.0 + 1e-6)


@settings(max_examples=60)
@given(
    sodium=st.floats(0.0, 3.0),
    more=st.floats(1e-3, 1.0),
    sulfide=st.floats(1e-9, 1.0),
    carbonate=st.floats(1e-9, 1.0),
)
def test_more_caustic_means_a_higher_ph_and_less_pressure(sodium, more, sulfide, carbonate):
    totals = {"sulfide": sulfide, "carbonate": carbonate}
    first = solve_solution({**totals, "sodium": sodium}, 55.5)
    second = solve_solution({**totals, "sodium": sodium + more}, 55.5)
    assert second.ph > first.ph
    for gas, pressure in second.pressures_Pa.items():
        assert pressure < first.pressures_Pa[gas]


@given(
    inlet=st.floats(1e-6, 0.1),
    removal=st.floats(0.01, 0.99),
    factor=st.floats(0.05, 50.0) | st.just(math.inf),
    share=st.floats(0.0, 0.9),
)
def test_height_and_outlet_are_inverse_and_monotonic(inlet, removal, factor, share):
    outlet = inlet * (1.0 - removal)
    above = share * outlet
    units = transfer_units(inlet, outlet, in_equilibrium=above, absorption_factor=factor)
    assert units > 0.0
    if math.isinf(units) or units > 200.0:
        return
    back = outlet_fraction(inlet, units, in_equilibrium=above, absorption_factor=factor)
    assert back == pytest.approx(outlet, rel=1e-6)
    higher = outlet_fraction(inlet, 1.5 * units, in_equilibrium=above, absorption_factor=factor)
    assert higher < outlet * (1.0 + 1e-12)
    lower = outlet_fraction(inlet, 0.5 * units, in_equilibrium=above, absorption_factor=factor)
    assert lower > outlet
