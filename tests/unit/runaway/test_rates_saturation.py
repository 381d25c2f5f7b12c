"""Saturating factors and breaking layers: exact derivatives, and what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.core.parameter import exact
from davylamp.runaway._arrays import pack_one
from davylamp.runaway._rates import rates, rates_only
from davylamp.runaway.network import (
    Discharge,
    Gate,
    Layer,
    Network,
    Rate,
    Species,
    Step,
    Transport,
)


def network(half: float = 0.3, ceiling: float = 0.5) -> Network:
    rate = Rate(
        exact(1e9, "1/s"),
        exact(9e4, "J/mol"),
        {"A": 1.0},
        layer=Layer("exponential", 0.2, 0.1, {"one": 1.0}, ceiling),
        saturation={"E": half},
    )
    return Network(
        "two",
        (Species("A", None, "solid", 1.0), Species("E", None, "liquid", 0.6)),
        (
            Step("one", "A and E react", {"A": -1, "E": -0.5}, 1.0, exact(1e5, "J/kg"), rate),
            Step(
                "two",
                "E burns",
                {"E": -1},
                0.3,
                exact(1e5, "J/kg"),
                Rate(exact(1e9, "1/s"), exact(9e4, "J/mol"), {"E": 1.0}),
            ),
        ),
    )


def values(T: float, xi: np.ndarray) -> np.ndarray:
    rate = np.zeros(2)
    rates_only(pack_one(network()), 0, T, xi, rate)
    return rate


@pytest.mark.parametrize("xi", [(0.2, 0.3), (0.45, 0.1), (0.8, 0.1)])
def test_derivatives_are_those_of_the_rates(xi: tuple[float, float]) -> None:
    at = np.array(xi)
    rate, by_T, by_xi = np.zeros(2), np.zeros(2), np.zeros((2, 2))
    rates(pack_one(network()), 0, 480.0, at, rate, by_T, by_xi)
    assert rate == pytest.approx(values(480.0, at), rel=1e-14)
    assert by_T == pytest.approx((values(480.01, at) - values(479.99, at)) / 0.02, rel=1e-6)
    for q in range(2):
        step = np.zeros(2)
        step[q] = 1e-6
        slope = (values(480.0, at + step) - values(480.0, at - step)) / 2e-6
        assert by_xi[:, q] == pytest.approx(slope, rel=1e-6, abs=1e-9 * abs(rate).max())


@pytest.mark.parametrize("xi", [0.0, 0.3, 0.9985, 1.00005])
@pytest.mark.parametrize("closes", [False, True])
def test_derivatives_of_discharges_and_gates_are_those_of_the_rates(
    xi: float, closes: bool
) -> None:
    gate = Gate(exact(350.0, "K"), 3.0, "shut-off", closes=closes, rest=0.02)
    rate = Rate(
        exact(0.05, "1/s"), exact(0.0, "J/mol"), {}, gate=gate, discharge=Discharge(0.6),
        transport=Transport(exact(1e3, "1/s"), exact(2e4, "J/mol")),
    )  # fmt: skip
    steps = (Step("short", "short", {}, 1.0, exact(1e5, "J/kg"), rate),)
    packed = pack_one(Network("short", (), steps))

    def value(T: float, at: float) -> float:
        found = np.zeros(1)
        rates_only(packed, 0, T, np.array([at]), found)
        return float(found[0])

    for T in (340.0, 349.0, 352.0, 700.0):
        found, by_T, by_xi = np.zeros(1), np.zeros(1), np.zeros((1, 1))
        rates(packed, 0, T, np.array([xi]), found, by_T, by_xi)
        assert found[0] == pytest.approx(value(T, xi), rel=1e-13)
        slope = (value(T + 1e-3, xi) - value(T - 1e-3, xi)) / 2e-3
        assert by_T[0] == pytest.approx(slope, rel=1e-5, abs=1e-9 * abs(found[0]))
        slope = (value(T, xi + 1e-8) - value(T, xi - 1e-8)) / 2e-8
        assert by_xi[0, 0] == pytest.approx(slope, rel=1e-4)
    opened = value(370.0, 0.0) / value(330.0, 0.0)
    assert (opened < 0.1) if closes else (opened > 10.0)


def test_the_layer_protects_no_better_beyond_its_ceiling() -> None:
    at = np.array([0.9, 0.0])
    amount = (0.6 - 0.45) / 0.6
    expected = (1e9 * math.exp(-9e4 / (8.31446261815324 * 480.0)) * 0.1 * math.exp(-0.5 / 0.2)) * (
        amount / (0.3 + amount)
    )
    assert values(480.0, at)[0] == pytest.approx(expected, rel=1e-12)


def test_a_saturation_must_be_positive() -> None:
    with pytest.raises(InputError, match="is not positive"):
        network(half=0.0)
    with pytest.raises(InputError, match="ceiling"):
        network(ceiling=0.0)
