"""Weakest link over an area: closed form, size effect, limits, and the charge to cross."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.dendrites.filament import (
    FilamentRisk,
    FlawPopulation,
    critical_current_A_per_m2,
    crossing_charge_C_per_m2,
)

MODULUS = 6.0
FLAWS = FlawPopulation(5e-6, 1e-4, MODULUS)
RISK = FilamentRisk(FLAWS, 1.25e6, 5e-4, 0.04, 1e-3)


def test_the_weakest_of_many_pieces_is_the_closed_form() -> None:
    # Monte Carlo that knows nothing of areas: a cell of 25 pieces fails with its weakest piece.
    random = np.random.default_rng(7)
    cells, pieces = 20_000, 25
    depth = FLAWS.largest_depth_m(1e-4, random.random((cells, pieces)))
    weakest = critical_current_A_per_m2(1.25e6, depth, 5e-4, 0.04).min(axis=1)
    for share in (0.05, 0.3, 0.5, 0.8):
        closed = float(RISK.critical_current_A_per_m2(pieces * 1e-4, share))
        # Three standard errors of a counted share.
        allowed = 3.0 * math.sqrt(share * (1.0 - share) / cells)
        assert float((weakest <= closed).mean()) == pytest.approx(share, abs=allowed)


def test_probability_and_quantile_invert_each_other() -> None:
    share = np.array([0.01, 0.2, 0.5, 0.95])
    current = RISK.critical_current_A_per_m2(2e-3, share)
    assert RISK.failure_probability(current, 2e-3) == pytest.approx(share, rel=1e-9)


@pytest.mark.parametrize(
    ("contact", "sigma", "exponent"),
    [(1.0, 1e9, -1.0 / MODULUS), (0.0, 0.04, -3.0 / MODULUS)],
)
def test_size_effect(contact: float, sigma: float, exponent: float) -> None:
    risk = FilamentRisk(FLAWS, 1.25e6, contact, sigma, 1e-3)
    area = np.array([1e-5, 1e-4, 1e-3, 1e-2])
    current = risk.critical_current_A_per_m2(area, 0.5)
    found = np.diff(np.log(current)) / np.diff(np.log(area))
    assert found == pytest.approx([exponent] * 3, rel=1e-6)
    assert risk.size_exponent(1e-4) == pytest.approx(exponent, rel=1e-6)


def test_size_exponent_is_the_slope_between_the_limits() -> None:
    step = 1e-4
    ends = RISK.critical_current_A_per_m2([1e-3 * math.exp(-step), 1e-3 * math.exp(step)], 0.5)
    slope = float(np.diff(np.log(ends))[0]) / (2.0 * step)
    assert RISK.size_exponent(1e-3) == pytest.approx(slope, rel=1e-6)
    assert -3.0 / MODULUS < slope < -1.0 / MODULUS


@pytest.mark.parametrize(
    ("contact", "sigma", "modulus"), [(1.0, 1e9, MODULUS), (0.0, 0.04, MODULUS / 3.0)]
)
def test_the_current_is_weibull_too(contact: float, sigma: float, modulus: float) -> None:
    risk = FilamentRisk(FLAWS, 1.25e6, contact, sigma, 1e-3)
    scale = float(risk.critical_current_A_per_m2(1e-4, 1.0 - math.exp(-1.0)))
    current = scale * np.array([0.5, 0.8, 1.0, 1.1])
    weibull = 1.0 - np.exp(-((current / scale) ** modulus))
    assert risk.failure_probability(current, 1e-4) == pytest.approx(weibull, rel=1e-6)


def test_an_infinite_modulus_has_one_critical_current_on_any_area() -> None:
    risk = FilamentRisk(FlawPopulation(5e-6, 1e-4, math.inf), 1.25e6, 5e-4, 0.04, 1e-3)
    single = float(critical_current_A_per_m2(1.25e6, 5e-6, 5e-4, 0.04))
    currents = risk.critical_current_A_per_m2([1e-6, 1e-4, 1.0], 0.1)
    assert currents == pytest.approx([single] * 3)
    shares = risk.failure_probability([0.999 * single, 1.001 * single], 1e-4)
    assert shares == pytest.approx([0.0, 1.0])
    assert risk.size_exponent(1e-4) == pytest.approx(0.0)


def test_a_large_modulus_tends_to_it() -> None:
    single = float(critical_current_A_per_m2(1.25e6, 5e-6, 5e-4, 0.04))
    gaps = []
    for modulus in (10.0, 100.0, 1000.0):
        risk = FilamentRisk(FlawPopulation(5e-6, 1e-4, modulus), 1.25e6, 5e-4, 0.04, 1e-3)
        gaps.append(abs(float(risk.critical_current_A_per_m2(1e-2, 0.5)) / single - 1.0))
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] == pytest.approx(gaps[1] / 10.0, rel=0.1)


def test_no_current_fails_only_holes() -> None:
    risk = FilamentRisk(FLAWS, 1.25e6, 5e-4, 0.04, 2e-5)
    hole = float(FLAWS.share_with_deeper(2e-5, 1e-4))
    assert float(risk.failure_probability(0.0, 1e-4)) == pytest.approx(hole)
    assert float(risk.failure_probability(1e-9, 1e-4)) == pytest.approx(hole)
    assert float(risk.critical_current_A_per_m2(1e-4, 0.5 * hole)) == pytest.approx(0.0, abs=1e-300)


def test_charge_to_cross_by_integrating_the_crack() -> None:
    toughness, modulus, ratio, start, end, current = 1.25e6, 150e9, 0.26, 5e-6, 1e-4, 7.0
    stiffness = modulus / (1.0 - ratio**2)

    def speed(_: float, state: np.ndarray) -> np.ndarray:
        depth = state[0]
        # Lithium that opens the crack per length and per depth, from its energy release.
        filled = 1.5 * 1.12 * math.sqrt(math.pi) * toughness * math.sqrt(depth) / stiffness
        gathered = 2.0 * current * depth
        return np.array([gathered * 1.3e-5 / FARADAY_C_PER_MOL / filled])

    def across(_: float, state: np.ndarray) -> float:
        return float(state[0] - end)

    across.terminal = True  # type: ignore[attr-defined]
    run = solve_ivp(speed, (0.0, 1e4), [start], events=across, rtol=1e-9, atol=1e-14)
    charge = float(crossing_charge_C_per_m2(toughness, modulus, ratio, start, end))
    assert current * run.t_events[0][0] == pytest.approx(charge, rel=1e-6)


def test_energy_of_the_opening_is_that_of_griffith() -> None:
    # Opening area B p a^2 of an edge crack at constant pressure p gives G = p B p a = K^2/E'.
    pressure, stiffness, depth = 30e6, 160e9, 2e-5
    opening = 1.12**2 * math.pi * pressure / stiffness
    release = 0.5 * pressure * 2.0 * opening * depth
    factor = 1.12 * pressure * math.sqrt(math.pi * depth)
    assert release == pytest.approx(factor**2 / stiffness)


def test_a_plate_on_a_plane_gathers_the_current_of_twice_its_height() -> None:
    # Potential Im sqrt(z^2 + a^2): zero on plane and plate, y far away (field of one).
    height, step = 1.0, 1e-7

    def potential(x: float, y: float) -> float:
        root = complex(x, y) ** 2 + height**2
        return float((root**0.5).imag)

    def gathered(angle: float) -> float:
        y = height * math.sin(angle)
        return potential(step, y) / step * height * math.cos(angle)

    one_side, _ = quad(gathered, 0.0, 0.5 * math.pi - 1e-3)
    assert 2.0 * one_side == pytest.approx(2.0 * height, rel=2e-3)
    assert potential(0.0, 0.5) == pytest.approx(0.0, abs=1e-12)
    assert potential(400.0, 300.0) == pytest.approx(300.0, rel=1e-5)


def test_a_half_penny_needs_nearly_the_same_charge() -> None:
    # V = (4/3) sqrt(pi) K a^2.5 / E' and a gathered current of 4 i a^2.
    penny = 5.0 / 3.0 * math.sqrt(math.pi)
    assert penny == pytest.approx(1.5 * 1.12 * math.sqrt(math.pi), rel=0.01)
