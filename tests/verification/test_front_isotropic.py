"""Front stability between isotropic solids: exact limits, critical ratios and wavelengths."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.dendrites.stability import (
    PUBLISHED_LITHIUM,
    Electrode,
    Side,
    chi_deviatoric_J_per_mol_m,
    chi_hydrostatic_J_per_mol_m,
    chi_J_per_mol_m,
    chi_surface_J_per_mol_m,
    critical_modulus_ratio,
    critical_wave_number_per_m,
    critical_wavelength_m,
    elastic_slope_J_per_mol,
    stability_map,
)

K = 1e8
LITHIUM = PUBLISHED_LITHIUM
GE, NE, VOLUME = 3.4e9, 0.42, 1.3e-5
RATIOS = np.array([0.05, 0.5, 0.9, 1.5, 4.0])


def test_identical_solids_have_no_hydrostatic_part():
    chi = chi_hydrostatic_J_per_mol_m(GE, NE, RATIOS, K)
    size = VOLUME * GE * K
    assert np.abs(chi).max() < 1e-12 * size


def test_soft_electrolyte_leaves_the_pressure_of_lithium_alone():
    chi = chi_hydrostatic_J_per_mol_m(0.0, 0.33, RATIOS, K)
    assert chi == pytest.approx(-VOLUME * (1.0 - RATIOS) * GE * K / (2.0 * (1.0 - NE)), rel=1e-12)
    assert not chi_deviatoric_J_per_mol_m(0.0, 0.33, RATIOS, K).any()


@pytest.mark.parametrize("nu", [0.1, 0.33, 0.45])
def test_stiff_electrolyte_leaves_its_own_pressure(nu):
    gs = 1e9 * GE
    chi = chi_hydrostatic_J_per_mol_m(gs, nu, RATIOS, K)
    assert chi == pytest.approx(VOLUME * (1.0 - RATIOS) * gs * K / (2.0 * (1.0 - nu)), rel=1e-7)


def test_surface_energy_holds_short_ripples():
    chi = chi_surface_J_per_mol_m(RATIOS, K)
    assert chi == pytest.approx(-VOLUME * (1.0 + RATIOS) * 0.556 * K**2 / 2.0, rel=1e-12)


def test_equal_volumes_are_unstable_at_every_modulus():
    shear = np.logspace(0, 14, 200)
    for nu in (-0.5, 0.0, 0.33, 0.49):
        assert np.all(elastic_slope_J_per_mol(shear, nu, 1.0) > 0.0)
    found = critical_modulus_ratio(1.0, 0.33)
    assert math.isnan(found.ratio)
    assert found.stable is Side.NONE


@pytest.mark.parametrize(
    ("ratio", "published", "side"),
    [(0.1, 0.697, "below"), (0.5, 0.402, "below"), (2.0, 3.169, "above"), (4.0, 2.134, "above"),
     (5.0, 2.015, "above"), (math.inf, 1.680, "above")],
)  # fmt: skip
def test_critical_ratio_of_moduli(ratio, published, side):
    found = critical_modulus_ratio(ratio, 0.33)
    assert found.ratio == pytest.approx(published, abs=5e-4)
    assert found.stable.value == side


@pytest.mark.parametrize("volume", [0.0, 0.03, 0.7, 0.999999, 1.000001, 1.5, 30.0])
@pytest.mark.parametrize("nu", [-0.3, 0.2, 0.5])
def test_growth_changes_sign_at_the_critical_ratio(volume, nu):
    found = critical_modulus_ratio(volume, nu)
    sign = 1.0 if found.stable is Side.BELOW else -1.0
    for factor in (1.0 - 1e-6, 1.0 + 1e-6):
        slope = float(elastic_slope_J_per_mol(found.ratio * GE * factor, nu, volume))
        assert math.copysign(1.0, slope) == pytest.approx(sign * math.copysign(1.0, factor - 1.0))


def test_growth_vanishes_at_the_critical_wave_number():
    shear, nu = np.array([5e9, 20e9, 60e9]), 0.28
    k = critical_wave_number_per_m(shear, nu, 0.1)
    assert np.all(chi_J_per_mol_m(shear, nu, 0.1, 0.999 * k) > 0.0)
    assert np.all(chi_J_per_mol_m(shear, nu, 0.1, 1.001 * k) < 0.0)
    assert critical_wavelength_m(shear, nu, 0.1) == pytest.approx(2.0 * np.pi / k)


def test_a_stable_front_has_no_critical_wavelength():
    assert not critical_wave_number_per_m(0.5 * GE, 0.33, 0.1)
    assert math.isinf(float(critical_wavelength_m(0.5 * GE, 0.33, 0.1)))
    assert float(chi_J_per_mol_m(0.5 * GE, 0.33, 0.1, 1.0)) < 0.0


def test_without_surface_energy_every_ripple_grows():
    bare = Electrode(GE, NE, VOLUME, 0.0)
    assert not critical_wavelength_m(60e9, 0.3, 0.1, bare)


def test_charge_number_divides_all_parts():
    double = Electrode(GE, NE, VOLUME, 0.556, 2)
    given = (20e9, 0.3, 0.1, K)
    assert chi_J_per_mol_m(*given, double) == pytest.approx(0.5 * chi_J_per_mol_m(*given))


def test_map_agrees_with_the_edge_and_the_wavelength():
    ratio, modulus = np.linspace(0.05, 6.0, 60), np.logspace(-2, 2, 80)
    found = stability_map(ratio, modulus, 0.33)
    below = modulus[:, None] < found.edge[None, :]
    expected = np.where(ratio[None, :] < 1.0, below, ~below)
    assert np.array_equal(found.stable, expected)
    assert np.array_equal(np.isinf(found.critical_wavelength_m), found.stable)


def test_a_high_modulus_alone_proves_nothing():
    """The same stiff solid holds large ions and drives small ones on."""
    assert float(elastic_slope_J_per_mol(60e9, 0.27, 0.1)) > 0.0
    assert float(elastic_slope_J_per_mol(60e9, 0.27, 4.0)) < 0.0
