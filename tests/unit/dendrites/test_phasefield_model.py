"""Parameters of the phase field, what a run is given, and where its lithium is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.dendrites.phasefield.from_cell import (
    CONDUCTIVITY_S_PER_M,
    ENERGY_J_PER_MOL,
    current_density_A_per_m2,
    parameters_for,
)
from davylamp.dendrites.phasefield.measures import (
    front_position_um,
    lithium_sites_um2,
    metal_area_um2,
    tip_position_um,
)
from davylamp.dendrites.phasefield.model import PUBLISHED, concentrations, metal_share
from davylamp.dendrites.phasefield.setup import Setup, State, nucleus_setup, planar_setup


def test_first_speed_of_the_publication() -> None:
    assert PUBLISHED.first_speed_um_per_s(0.2, 180.0) == pytest.approx(0.172, abs=5e-4)


def test_published_set_is_consistent_with_itself() -> None:
    liquid, solid = concentrations(PUBLISHED, np.zeros(1))
    assert liquid[0] == pytest.approx(PUBLISHED.reference_concentration, rel=1e-3)
    assert solid[0] == pytest.approx(1.0, abs=2e-6)
    assert PUBLISHED.interface_length_um == pytest.approx(0.25)
    # S2 is what M0 conducts, by Nernst and Einstein, within the rounding of the published set.
    conducted = (
        PUBLISHED.ion_mobility
        * PUBLISHED.reference_concentration
        * PUBLISHED.inverse_thermal_voltage_per_V
        / PUBLISHED.site_ratio
    )
    carried = PUBLISHED.electrolyte_conductivity / PUBLISHED.charge_per_volume
    assert carried / conducted == pytest.approx(1.0336, abs=1e-3)


def test_units_of_the_published_set() -> None:
    assert PUBLISHED.electrolyte_conductivity * CONDUCTIVITY_S_PER_M == pytest.approx(
        1.19, rel=1e-3
    )
    assert PUBLISHED.metal_conductivity * CONDUCTIVITY_S_PER_M == pytest.approx(1e7, rel=1e-3)
    assert pytest.approx(2529.8, abs=0.1) == ENERGY_J_PER_MOL


def test_metal_share_is_smooth_at_both_ends() -> None:
    assert metal_share(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.0, 0.5, 1.0])
    step = 1e-4
    assert metal_share(np.array([step]))[0] == pytest.approx(10.0 * step**3, rel=1e-3)


def test_parameters_from_a_cell_tie_charge_and_lithium() -> None:
    p = parameters_for(0.5, 100.0, 333.15, concentration_mol_per_m3=5000.0)
    migration = p.first_speed_um_per_s(0.1, 100.0)
    ohmic = p.electrolyte_conductivity * 0.1 / (100.0 * p.charge_per_volume)
    assert migration == pytest.approx(ohmic, rel=1e-9)
    # 0.5 S/m over 100 um at 0.1 V is 500 A/m2, which moves a front by i V_Li/F.
    assert migration == pytest.approx(1e6 * 500.0 * 1.3e-5 / 96485.33, rel=1e-6)


def test_parameters_from_a_cell_keep_the_published_ones() -> None:
    p = parameters_for(1.19, 1499.8, 300.3)
    assert p.reaction == pytest.approx(PUBLISHED.reaction, rel=1e-3)
    assert p.gradient_energy == pytest.approx(PUBLISHED.gradient_energy, rel=1e-9)
    for name in ("liquid_energy", "solid_energy"):
        published = getattr(PUBLISHED, name) / PUBLISHED.thermal_energy
        assert getattr(p, name) == pytest.approx(published, rel=2e-3)
    a = PUBLISHED.inverse_thermal_voltage_per_V
    assert p.inverse_thermal_voltage_per_V == pytest.approx(a, rel=1e-3)
    # The published dv holds 3.5 % more lithium than ft2 charges.
    assert PUBLISHED.site_ratio / p.site_ratio == pytest.approx(1.035, abs=1e-3)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"conductivity_S_per_m": -1.0}, "conductivity"),
        ({"temperature_K": float("nan")}, "temperature"),
        ({"concentration_mol_per_m3": 2e4}, "sites"),
        ({"diffusivity_m2_per_s": 0.0}, "diffusivity"),
    ],
)
def test_wrong_numbers_from_a_cell_are_named(numbers: dict[str, float], said: str) -> None:
    given = {
        "conductivity_S_per_m": 1.0,
        "exchange_current_A_per_m2": 10.0,
        "temperature_K": 300.0,
        **numbers,
    }
    with pytest.raises(InputError, match=said):
        parameters_for(**given)


def test_current_density_of_a_charge() -> None:
    setup = planar_setup(0.5)
    # 1.19 S/m over 200 um at 0.2 V.
    charge = PUBLISHED.electrolyte_conductivity * 0.2 / 200.0 * 0.5 * 10.0
    assert current_density_A_per_m2(setup, charge, 10.0) == pytest.approx(1190.0, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dx_um": 0.0}, "dx_um"),
        ({"tolerance": -1.0}, "tolerance"),
        ({"noise": -0.1}, "noise"),
        ({"left_V": float("nan")}, "left_V"),
        ({"diffusivity": np.ones((2, 2))}, "diffusivity"),
        ({"conductivity": np.zeros((1, 40))}, "conductivity"),
        ({"reaction": -np.ones((1, 40))}, "reaction"),
        ({"eta": 2.0 * np.ones((1, 40))}, "eta"),
        ({"w": np.full((1, 40), np.inf)}, "w of"),
    ],
)
def test_wrong_setups_are_named(change: dict[str, object], said: str) -> None:
    setup = planar_setup(1.0, length_um=40.0)
    with pytest.raises(InputError, match=said):
        replace(setup, **change)


@pytest.mark.parametrize("name", ["ion_mobility", "barrier", "reference_concentration"])
def test_wrong_parameters_are_named(name: str) -> None:
    with pytest.raises(InputError, match=name):
        replace(PUBLISHED, **{name: -1.0})
    with pytest.raises(InputError, match=name):
        replace(PUBLISHED, **{name: float("nan")})


def _state(setup: Setup) -> State:
    return State(0.0, 0, 1e-3, setup.eta, np.zeros(setup.shape), np.zeros(setup.shape))


def test_where_the_front_is() -> None:
    setup = nucleus_setup(0.5, size_um=40.0, radius_um=10.0)
    state = _state(setup)
    front = front_position_um(setup, state)
    assert front.shape == (80,)
    assert tip_position_um(setup, state) == pytest.approx(10.0, abs=0.05)
    assert front[0] == pytest.approx(0.0)
    assert metal_area_um2(setup, state) == pytest.approx(0.5 * np.pi * 100.0, rel=0.02)


def test_lithium_of_both_phases() -> None:
    setup = planar_setup(0.25, length_um=40.0, metal_um=15.0)
    lithium = lithium_sites_um2(setup, _state(setup)) / 0.25
    assert lithium == pytest.approx(5.342 * 15.0 + 0.0671 * 25.0, rel=2e-3)
