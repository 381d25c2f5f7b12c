"""A shorted cell at rest against an integration in small steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from davylamp.dendrites.soft_short import OpenCircuit, ParallelPath, RestingCell

PATH = ParallelPath(40.0, 960.0)
CURVE = OpenCircuit((0.0, 10.0, 30.0, 50.0), (2.8, 3.4, 3.4, 4.2))


def test_charge_and_voltage_follow_the_differential_equation() -> None:
    cell = RestingCell(CURVE, PATH)

    def loss(_: float, charge: np.ndarray) -> np.ndarray:
        return -np.interp(charge, CURVE.charge_C, CURVE.voltage_V) / 1000.0

    end = cell.discharge_time_s(to_C=0.5)
    times = np.linspace(0.0, end, 40)
    run = solve_ivp(loss, (0.0, end), [50.0], t_eval=times, rtol=1e-9, atol=1e-10, max_step=20.0)
    assert cell.charge_C(times) == pytest.approx(run.y[0], rel=1e-6)
    expected = np.interp(run.y[0], CURVE.charge_C, CURVE.voltage_V)
    assert cell.voltage_V(times) == pytest.approx(expected, rel=1e-6)


def test_a_capacitor_falls_exponentially() -> None:
    # U = Q / C above the least voltage of the curve.
    capacity = 20.0
    cell = RestingCell(OpenCircuit((2.0, 80.0), (0.1, 4.0)), PATH)
    times = np.array([0.0, 1e3, 1e4, 5e4])
    assert cell.voltage_V(times) == pytest.approx(4.0 * np.exp(-times / (1000.0 * capacity)))
    assert cell.discharge_time_s() == pytest.approx(1000.0 * capacity * math.log(40.0))


def test_times_add() -> None:
    cell = RestingCell(CURVE, PATH)
    parts = [cell.discharge_time_s(a, b) for a, b in ((50.0, 33.0), (33.0, 7.0), (7.0, 0.0))]
    assert sum(parts) == pytest.approx(cell.discharge_time_s())
    assert float(cell.charge_C(parts[0])) == pytest.approx(33.0)
    assert float(cell.charge_C(parts[0] + parts[1])) == pytest.approx(7.0)
