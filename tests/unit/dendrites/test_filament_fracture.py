"""Griffith's criterion in volts, and the current that makes them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.dendrites.filament import (
    Seen,
    critical_current_A_per_m2,
    critical_depth_m,
    critical_overpotential_V,
    crossing_charge_C_per_m2,
    flaw_depth_of_strength_m,
    resistance_seen_ohm_m2,
    tip_pressure_Pa,
)

DEPTHS_M = np.array([1e-7, 1e-6, 1e-5, 1e-4])


@pytest.mark.parametrize(
    ("toughness", "published_mV"),
    [(1.25e6, [268.0, 84.8, 26.8, 8.48]), (0.23e6, [49.4, 15.6, 4.94, 1.56])],
)
def test_published_critical_overpotentials(toughness: float, published_mV: list[float]) -> None:
    computed = 1e3 * critical_overpotential_V(toughness, DEPTHS_M)
    # Half a unit of the third digit.
    assert computed == pytest.approx(published_mV, rel=2.5e-3)
    for value, published in zip(computed, published_mV, strict=True):
        digits = 2 - math.floor(math.log10(published))
        assert round(float(value), digits) == pytest.approx(published, rel=1e-9)


def test_slope_in_the_depth_is_minus_one_half() -> None:
    slope = np.diff(np.log(critical_overpotential_V(1.25e6, DEPTHS_M))) / np.diff(np.log(DEPTHS_M))
    assert slope == pytest.approx([-0.5] * 3, abs=1e-12)


def test_a_volt_holds_seven_gigapascal() -> None:
    assert float(tip_pressure_Pa(1.0)) == pytest.approx(7.422e9, rel=1e-4)


def test_the_critical_pressure_is_that_of_griffith() -> None:
    pressure = tip_pressure_Pa(critical_overpotential_V(1.1e6, 20e-6))
    assert float(pressure) == pytest.approx(1.1e6 / (1.12 * math.sqrt(math.pi * 20e-6)))


def test_a_strength_tells_the_flaw_that_has_it() -> None:
    depth = flaw_depth_of_strength_m(1.1e6, 123e6)
    assert float(tip_pressure_Pa(critical_overpotential_V(1.1e6, depth))) == pytest.approx(123e6)


def test_the_flaw_sees_contact_and_what_is_beside_it() -> None:
    arguments = (5e-4, 1e-5, 0.04)
    layer = {"layer_thickness_m": 1e-4}
    assert float(resistance_seen_ohm_m2(*arguments, seen=Seen.CONTACT)) == pytest.approx(5e-4)
    assert float(resistance_seen_ohm_m2(*arguments)) == pytest.approx(7.5e-4)
    whole = resistance_seen_ohm_m2(*arguments, seen=Seen.CONTACT_AND_LAYER, **layer)
    assert float(whole) == pytest.approx(3e-3)


def test_which_resistance_orders_the_currents() -> None:
    currents = [
        float(
            critical_current_A_per_m2(1.25e6, 1e-5, 5e-4, 0.04, seen=seen, layer_thickness_m=1e-4)
        )
        for seen in (Seen.CONTACT_AND_LAYER, Seen.CONTACT_AND_FLAW, Seen.CONTACT)
    ]
    assert currents == sorted(currents)
    assert len(set(currents)) == 3


@pytest.mark.parametrize(("contact", "sigma", "slope"), [(0.1, math.inf, -0.5), (0.0, 0.04, -1.5)])
def test_slopes_of_the_current_in_the_depth(contact: float, sigma: float, slope: float) -> None:
    current = critical_current_A_per_m2(1.25e6, DEPTHS_M, contact, sigma)
    found = np.diff(np.log(current)) / np.diff(np.log(DEPTHS_M))
    assert found == pytest.approx([slope] * 3, abs=1e-12)


def test_a_host_multiplies_and_a_hole_needs_nothing() -> None:
    plain = critical_current_A_per_m2(1.25e6, DEPTHS_M, 5e-4, 0.04, layer_thickness_m=5e-5)
    host = critical_current_A_per_m2(
        1.25e6, DEPTHS_M, 5e-4, 0.04, layer_thickness_m=5e-5, area_factor=8.0
    )
    assert host == pytest.approx(8.0 * plain)
    assert plain[-1] == pytest.approx(0.0, abs=1e-300)
    assert (plain[:-1] > 0.0).all()


@pytest.mark.parametrize("contact", [0.0, 1e-6, 5e-4, 0.1])
@pytest.mark.parametrize("sigma", [1e-6, 0.04, math.inf])
def test_the_critical_depth_inverts_the_current(contact: float, sigma: float) -> None:
    current = critical_current_A_per_m2(0.23e6, DEPTHS_M, contact, sigma, area_factor=3.0)
    if not np.isfinite(current).all():
        assert np.isinf(critical_depth_m(1.0, 0.23e6, contact, sigma))
        return
    depth = critical_depth_m(current, 0.23e6, contact, sigma, area_factor=3.0)
    assert depth == pytest.approx(DEPTHS_M, rel=1e-11)


def test_no_charge_is_needed_behind_a_hole() -> None:
    charge = crossing_charge_C_per_m2(1.25e6, 150e9, 0.26, [1e-4, 5e-5], 1e-4)
    assert charge[0] == pytest.approx(0.0, abs=1e-300)
    assert charge[1] > 0.0


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: critical_overpotential_V(-1.0, 1e-6), "toughness_Pa_m0p5"),
        (lambda: critical_overpotential_V(0.0, 1e-6), "toughness_Pa_m0p5"),
        (lambda: critical_overpotential_V(math.nan, 1e-6), "toughness_Pa_m0p5"),
        (lambda: critical_overpotential_V(1e6, [1e-6, -1e-6]), "flaw_depth_m"),
        (lambda: critical_overpotential_V(1e6, 1e-6, geometry=0.0), "geometry"),
        (lambda: tip_pressure_Pa(-0.1), "overpotential_V"),
        (lambda: tip_pressure_Pa(0.1, molar_volume_m3_per_mol=0.0), "molar_volume_m3_per_mol"),
        (lambda: flaw_depth_of_strength_m(1e6, 0.0), "strength_Pa"),
        (lambda: resistance_seen_ohm_m2(-1e-4, 1e-6, 0.1), "interface_ohm_m2"),
        (lambda: resistance_seen_ohm_m2(1e-4, 1e-6, 0.0), "conductivity_S_per_m"),
        (
            lambda: resistance_seen_ohm_m2(1e-4, 1e-6, 0.1, seen=Seen.CONTACT_AND_LAYER),
            "layer_thickness_m",
        ),
        (lambda: critical_current_A_per_m2(1e6, 1e-6, 1e-4, 0.1, area_factor=0.0), "area_factor"),
        (lambda: critical_depth_m(0.0, 1e6, 1e-4, 0.1), "current_A_per_m2"),
        (lambda: crossing_charge_C_per_m2(1e6, -1e9, 0.3, 1e-6, 1e-4), "youngs_modulus_Pa"),
        (lambda: crossing_charge_C_per_m2(1e6, 1e9, 0.5, 1e-6, 1e-4), "poisson_ratio"),
    ],
)
def test_wrong_numbers_are_named(call: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        call()  # type: ignore[operator]
