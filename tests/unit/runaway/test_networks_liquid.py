import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.runaway._arrays import pack_one
from davylamp.runaway._rates import rates_only
from davylamp.runaway.networks import EXCHANGE_W_PER_M3_K, liquid_baseline, liquid_body


def oven(oven_degC: float, factor: float = 1.0, hours: float = 2.0) -> tuple[float, float]:
    """Peak [degC] and minutes until 200 degC of the body in an oven, by an independent solver."""
    body = liquid_body()
    arrays = pack_one(body.network)
    capacity = body.heat_capacity.at(300.0)
    exchange = factor * EXCHANGE_W_PER_M3_K / body.density_kg_per_m3
    heat, rate = arrays.heat[0], np.zeros(4)

    def slope(_, y):
        rates_only(arrays, 0, y[4], y[:4], rate)
        return [*rate, (heat @ rate - exchange * (y[4] - oven_degC - 273.15)) / capacity]

    def passes(_, y):
        return y[4] - 473.15

    found = solve_ivp(
        slope, (0.0, 3600.0 * hours), [0.0] * 4 + [298.15],
        method="Radau", rtol=1e-8, atol=1e-10, events=passes,
    )  # fmt: skip
    when = found.t_events[0][0] / 60.0 if len(found.t_events[0]) else math.inf
    return float(found.y[4].max()) - 273.15, when


@pytest.mark.parametrize(("oven_degC", "peak", "minutes"), [(155, 582.6, 44.3), (150, 574.9, 50.1)])
def test_oven_figures(oven_degC, peak, minutes):
    assert oven(oven_degC) == (pytest.approx(peak, abs=0.06), pytest.approx(minutes, abs=0.06))


def test_a_cooler_oven_never_reaches_200_degC():
    peak, minutes = oven(133.0, hours=10.0)
    assert peak < 200.0
    assert math.isinf(minutes)


def test_rates_are_the_published_equations():
    # Written out with contents x, alpha and film thickness z instead of conversions.
    T, xi = 450.0, np.array([0.3, 0.2, 0.4, 0.1])
    A = np.array([1.667e15, 2.5e13, 6.667e13, 5.14e25])
    E = np.array([135.08e3, 135.08e3, 139.6e3, 274e3])
    k = A * np.exp(-E / (GAS_CONSTANT_J_PER_MOL_K * T))
    x_sei, x_ne, alpha, x_e = 0.15 * 0.7, 0.75 * 0.8, 0.04 + 0.96 * 0.4, 0.9
    z = 0.033 + 0.75 * 0.2
    expected = [
        k[0] * x_sei / 0.15,
        k[1] * x_ne * math.exp(-z / 0.033) / 0.75,
        k[2] * alpha * (1 - alpha) / 0.96,
        k[3] * x_e,
    ]
    rate = np.zeros(4)
    rates_only(pack_one(liquid_baseline()), 0, T, xi, rate)
    np.testing.assert_allclose(rate, expected, rtol=1e-12)


def test_heat_per_volume_is_the_published():
    body = liquid_body()
    expected = 257e3 * 610.4 * 0.15 + 1714e3 * 610.4 * 0.75 + 314e3 * 1221 * 0.96 + 155e3 * 407
    assert body.network.heat_J_per_kg * body.density_kg_per_m3 == pytest.approx(expected)


def test_lumped_species_say_that_gas_is_unknown():
    assert "gas" in liquid_baseline().unknown[0].what
