"""Semenov's critical parameter, from transients of the lumped integrator."""

import math

import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.core.parameter import exact
from davylamp.runaway.body import Body, constant_heat
from davylamp.runaway.critical import Runaway, critical_cooling, critical_size, find_edge
from davylamp.runaway.lumped import Exchange, simulate
from davylamp.runaway.network import Network, Rate, Species, Step

AROUND_K = 300.0
#: R T / E: Semenov's theory is that of 0.
EPSILON = 2e-3
CP = 1000.0


def zero_order(frequency_per_s, order=0.0, rise_K=1e9 * EPSILON * AROUND_K):
    """A body whose reaction hardly uses anything up: adiabatic rise of a billion e-foldings."""
    step = Step(
        "burn", "burn", {"fuel": -1.0}, 1.0, exact(rise_K * CP, "J/kg"),
        Rate(exact(frequency_per_s, "1/s"), exact(R * AROUND_K / EPSILON, "J/mol"),
             {"fuel": order}),
    )  # fmt: skip
    network = Network("zero order", (Species("fuel", None, amount_mol_per_kg=1.0),), (step,))
    return Body("b", 1.0, 1e-3, (0.1, 0.1, 0.1), 0.06, constant_heat(CP), None, network)


def exact_psi(epsilon):
    """Tangent of heat made and lost with the full Arrhenius law."""
    theta = ((1.0 - 2.0 * epsilon) - math.sqrt(1.0 - 4.0 * epsilon)) / (2.0 * epsilon**2)
    return theta * math.exp(-theta / (1.0 + epsilon * theta))


def frequency_at(psi, exchange_W_per_K, rise_K=1e9 * EPSILON * AROUND_K):
    """Frequency factor at which heat made over exchange, psi, has a given value."""
    scale = EPSILON * AROUND_K  # R T^2 / E
    return psi * exchange_W_per_K * scale / (CP * rise_K) * math.exp(1.0 / EPSILON)


def test_semenov_parameter_within_half_a_per_cent():
    exchange = 10.0
    rule = Runaway(rise_K=20.0 * EPSILON * AROUND_K, duration_s=1e4 * CP / exchange)

    def trial(psi):
        body = zero_order(frequency_at(psi, exchange))
        history = simulate(
            body, start_K=AROUND_K, duration_s=rule.duration_s, exchange=Exchange(exchange),
            surroundings_K=AROUND_K, stop_K=AROUND_K + rule.rise_K,
        )  # fmt: skip
        return history.stopped, history.peak_K

    edge = find_edge(trial, 0.1, 1.0, step=0.1, tolerance=1e-5)
    assert edge.value == pytest.approx(1.0 / math.e, rel=5e-3)
    # Sharper: with the temperature dependence that Semenov expands.
    assert edge.value == pytest.approx(exact_psi(EPSILON), rel=3e-4)
    # Just below the edge the body stays one e-folding above its surroundings.
    assert (edge.peak_stays_K - AROUND_K) / (EPSILON * AROUND_K) == pytest.approx(1.0, abs=0.05)


def test_cooling_and_size_meet_at_the_same_parameter():
    frequency = frequency_at(1.0, 10.0)
    body = zero_order(frequency)
    rule = Runaway(rise_K=20.0 * EPSILON * AROUND_K, duration_s=1e7)
    cooling = critical_cooling(body, AROUND_K, definition=rule, tolerance=1e-4)
    # psi = 1 at 10 W/K: it stays from 10 e W/K on.
    assert cooling.value * body.surface_m2 == pytest.approx(10.0 / exact_psi(EPSILON), rel=1e-3)
    size = critical_size(body, AROUND_K, 10.0 / body.surface_m2, definition=rule, tolerance=1e-4)
    # Heat over surface grows with the length.
    assert size.value == pytest.approx(exact_psi(EPSILON), rel=1e-3)
    thick = critical_size(
        body, AROUND_K, 10.0 / body.surface_m2, how="thickness", definition=rule, tolerance=1e-4
    )
    z = thick.value
    assert z / ((1.0 + 2.0 * z) / 3.0) == pytest.approx(exact_psi(EPSILON), rel=1e-3)


def test_consumption_of_the_reactant_raises_the_edge():
    # First order with an adiabatic rise of 50 e-foldings, after Frank-Kamenetskii's correction.
    exchange, rise = 10.0, 50.0 * EPSILON * AROUND_K
    rule = Runaway(rise_K=10.0 * EPSILON * AROUND_K, duration_s=1e4 * CP / exchange)

    def trial(psi):
        body = zero_order(frequency_at(psi, exchange, rise), 1.0, rise)
        history = simulate(
            body, start_K=AROUND_K, duration_s=rule.duration_s, exchange=Exchange(exchange),
            surroundings_K=AROUND_K, stop_K=AROUND_K + rule.rise_K,
        )  # fmt: skip
        return history.stopped, history.peak_K

    edge = find_edge(trial, 0.1, 2.0, step=0.1, tolerance=1e-4)
    lifted = edge.value * math.e - 1.0
    # 2.94 (n/B)^(2/3) for large B: 0.217 at B = 50, to within the next order.
    assert lifted == pytest.approx(2.94 * (1.0 / 50.0) ** (2.0 / 3.0), rel=0.25)
