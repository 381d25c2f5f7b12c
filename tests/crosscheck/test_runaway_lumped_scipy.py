"""Random networks, solved by scipy's Radau and LSODA as well."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.core.parameter import exact
from davylamp.runaway import Body, HeatCapacity, Network, Rate, Species, Step
from davylamp.runaway.lumped import Exchange, simulate
from davylamp.runaway.network import Autocatalysis, Layer, Transport
from davylamp.runaway.program import Program

CP, MASS, FLOW, AREA = 900.0, 0.3, 0.4, 0.02
SIGMA = 5.670374419e-8


def random_body(seed):
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 6))
    species = tuple(Species(f"S{r}", None, "solid", 1.0) for r in range(count))
    steps = []
    for r in range(count):
        kind = random.integers(0, 4)
        more = {}
        if kind == 1:
            more["autocatalysis"] = Autocatalysis(1.0, 0.05)
        elif kind == 2:
            growth = {f"r{r}": 1.0, "r0": 0.5} if r else {"r0": 1.0}
            more["layer"] = Layer("parabolic", 0.3, 0.1, growth)
        elif kind == 3:
            more["transport"] = Transport(exact(0.05, "1/s"), exact(5e3, "J/mol"))
        energy = random.uniform(1.0e5, 1.5e5)
        peak = random.uniform(400.0, 480.0)
        frequency = 1e-3 * np.exp(energy / (R * peak))
        rate = Rate(
            exact(frequency, "1/s"),
            exact(energy, "J/mol"),
            {f"S{r}": float(random.choice([1.0, 1.0, 2.0]))},
            **more,
        )
        heat = random.uniform(-3e4, 1.5e5)
        steps.append(Step(f"r{r}", "", {f"S{r}": -1.0}, 1.0, exact(heat, "J/kg"), rate))
    return Body(
        "random",
        MASS,
        2e-4,
        (0.1, 0.1, 0.02),
        AREA,
        HeatCapacity((300.0,), (CP,)),
        None,
        Network("random", species, tuple(steps)),
    )


def right_side(body):
    """The same equations, written anew in temperature."""
    steps = body.network.steps
    ids = [step.id for step in steps]

    def rate_of(r, T, xi):
        law = steps[r].rate
        k = law.frequency_per_s.value * np.exp(-law.activation_energy_J_per_mol.value / (R * T))
        if law.transport is not None:
            most = law.transport.frequency_per_s.value * np.exp(
                -law.transport.activation_energy_J_per_mol.value / (R * T)
            )
            k = k * most / (k + most)
        left = max(1.0 - xi[r], 0.0) ** next(iter(law.orders.values()))
        if law.autocatalysis is not None:
            left *= xi[r] + law.autocatalysis.seed
        if law.layer is not None:
            z = law.layer.start + sum(g * xi[ids.index(s)] for s, g in law.layer.growth.items())
            left *= 1.0 / (1.0 + z / law.layer.scale)
        return k * left

    def function(t, y):
        T, xi = y[-1], y[:-1]
        around = 300.0 + min(t / 2000.0, 1.0) * 180.0
        speed = np.array([rate_of(r, T, xi) for r in range(len(steps))])
        heat = sum(step.heat_J_per_kg.value * v for step, v in zip(steps, speed, strict=True))
        flow = FLOW * (around - T) + SIGMA * 0.5 * AREA * (around**4 - T**4)
        return np.append(speed, (heat + flow / MASS) / CP)

    return function


@pytest.mark.parametrize("method", ["Radau", "LSODA"])
@pytest.mark.parametrize("seed", range(6))
def test_random_networks_in_an_oven(seed, method):
    body = random_body(seed)
    run = simulate(
        body,
        start_K=300.0,
        duration_s=6000.0,
        exchange=Exchange(FLOW, 0.5 * AREA),
        surroundings_K=Program((0.0, 2000.0), (300.0, 480.0)),
        tolerance=1e-9,
    )
    times = np.linspace(0.0, 6000.0, 61)
    start = np.zeros(len(body.network.steps) + 1)
    start[-1] = 300.0
    answer = solve_ivp(
        right_side(body),
        (0.0, 6000.0),
        start,
        method=method,
        t_eval=times,
        rtol=1e-8,
        atol=1e-10,
        max_step=200.0,
    )
    ours = run.at(times)
    assert ours.temperature_K == pytest.approx(answer.y[-1], abs=5e-3)
    assert ours.conversion == pytest.approx(answer.y[:-1].T, abs=2e-5)
    # The case says something: reactions ran.
    assert run.conversion[-1].max() > 0.1
