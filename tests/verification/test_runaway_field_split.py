"""The march in which each volume reacts in steps of its own, beside the one for all at once."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.core.parameter import exact
from davylamp.runaway import Body, Conductivity
from davylamp.runaway.body import constant_heat
from davylamp.runaway.field import (
    Block,
    Convection,
    Field,
    FixedTemperature,
    build_field,
    simulate_field,
)
from davylamp.runaway.network import Network, Rate, Species, Step
from davylamp.runaway.program import Program
from davylamp.validation.propagation_fields import three_cells

FRONT_K = 573.15


def body(k: float = 2.0, heat: float = 3e5) -> Body:
    rate = Rate(exact(1e9, "1/s"), exact(1.1e5, "J/mol"), {"R": 1.0})
    network = Network(
        "burning",
        (Species("R", None, "solid", 1.0), Species("P", None)),
        (Step("burn", "R to P", {"R": -1, "P": 1}, 1.0, exact(heat, "J/kg"), rate),),
    )
    conductivity = Conductivity(k, k, 0.5 * k)
    return Body(
        "body", 0.4, 2e-4, (0.1, 0.1, 0.02), 0.028, constant_heat(1e3), conductivity, network
    )


def oven(cells: tuple[int, int, int]) -> Field:
    return build_field([Block("b", body(), cells)], (), [Convection("b", 30.0, 490.0)])


def after_equal_steps(steps: int) -> float:
    """Conversion in a burning field after equal steps."""
    from davylamp.runaway.field._run import Run
    from davylamp.runaway.field._split import Split
    from davylamp.runaway.field.simulate import _signals

    field = build_field(
        [Block("b", body(), (2, 1, 6))],
        (),
        [
            Convection("b", 40.0, Program((0.0, 400.0), (420.0, 470.0)), ("-z",), 0.8),
            FixedTemperature("b", Program((0.0, 400.0), (420.0, 460.0)), ("+z",)),
        ],
    )
    run = Run(field, 420.0, np.zeros(0), np.zeros(0), 200.0, 0.1, "split")
    starts, run.work.signal_slope[:] = _signals(field, 0.0, 400.0)
    mean, peak = run.group_values(run.initial_K)
    dt = 200.0 / steps
    with Split(run) as split:
        split.supply = split.supply._replace(tolerance=1e-10)
        split.worth = 0.0
        for step in range(steps):
            assert math.isfinite(split.attempt(dt, step * dt, starts))
            mean, peak = split._accept(step * dt, (step + 1) * dt, mean, peak)
    return float(run.state.conversion[7, 0])


def test_reactions_and_conduction_together_have_order_two() -> None:
    values = [after_equal_steps(n) for n in (20, 40, 80, 1280)]
    errors = [abs(value - values[-1]) for value in values[:-1]]
    orders = [math.log2(a / b) for a, b in pairwise(errors)]
    assert min(orders) > 1.8


def test_fronts_of_the_three_cells_tend_to_those_of_the_march_for_all_at_once() -> None:
    fronts = {}
    field = three_cells()
    for method, tolerance in (("monolithic", 1e-6), ("split", 1e-4), ("split", 1e-5)):
        history = simulate_field(
            field,
            start_K=294.15,
            duration_s=23.0,
            thresholds_K=(FRONT_K,),
            tolerance=tolerance,
            method=method,
        )
        fronts[method, tolerance] = np.array(
            [history.crossing_s(f"cell {i}", FRONT_K) for i in (1, 2)], dtype=float
        )
        assert history.closure < 1e-9
    right = fronts["monolithic", 1e-6]
    coarse, fine = (np.abs(fronts["split", t] / right - 1.0).max() for t in (1e-4, 1e-5))
    assert coarse < 5e-4
    assert fine < 1e-4
    assert fine < 0.25 * coarse


def test_a_block_in_an_oven_runs_away_as_in_the_march_for_all_at_once() -> None:
    field = oven((6, 6, 4))
    runs = [
        simulate_field(
            field,
            start_K=300.0,
            duration_s=2000.0,
            thresholds_K=(500.0, 600.0),
            tolerance=tolerance,
            method=method,
        )
        for method, tolerance in (("monolithic", 1e-6), ("split", 1e-4))
    ]
    whole, split = runs
    assert whole.peak_K > 650.0
    for limit in (500.0, 600.0):
        assert split.crossing_s("b", limit) == pytest.approx(whole.crossing_s("b", limit), rel=3e-4)
    assert split.peak_K == pytest.approx(whole.peak_K, abs=0.5)
    assert split.final_K == pytest.approx(whole.final_K, abs=0.3)
    assert split.closure < 1e-9
    assert split.final_conversion.min() > -1e-4
    assert split.final_conversion.max() < 1.0 + 1e-4
    came = split.boundary_J["b: surroundings"][-1]
    gained = 0.4 * 1e3 * (split.mean("b")[-1] - 300.0)
    assert gained == pytest.approx(came + split.reaction_heat_J.sum(), rel=1e-9)


def test_without_gradients_the_split_march_is_the_lumped_body() -> None:
    from davylamp.runaway.lumped import Exchange, simulate

    lumped = simulate(
        body(),
        start_K=430.0,
        duration_s=3000.0,
        exchange=Exchange(2.0 * body().surface_m2),
        surroundings_K=430.0,
        thresholds_K=(500.0,),
        tolerance=1e-7,
    )
    field = build_field([Block("b", body(k=1e6), (4, 3, 5))], (), [Convection("b", 2.0, 430.0)])
    history = simulate_field(
        field,
        start_K=430.0,
        duration_s=3000.0,
        thresholds_K=(500.0,),
        tolerance=1e-6,
        method="split",
    )
    assert history.crossing_s("b", 500.0) == pytest.approx(lumped.crossings[500.0], rel=1e-4)


def test_a_large_field_takes_the_split_march_and_stays_symmetric() -> None:
    field = oven((14, 14, 10))
    arguments = {"start_K": 300.0, "duration_s": 1500.0, "tolerance": 1e-3}
    history = simulate_field(field, **arguments)
    grid = field.on_grid("b", history.final_K)
    for axis in range(3):
        assert np.abs(grid - np.flip(grid, axis)).max() < 0.05
    assert history.closure < 1e-9
    assert history.final_conversion.min() > 0.99
    same = simulate_field(field, method="split", **arguments)
    assert np.array_equal(history.final_K, same.final_K)


def test_threads_do_not_change_the_result() -> None:
    from davylamp.runaway.field._run import Run
    from davylamp.runaway.field._split import Split
    from davylamp.runaway.field.simulate import _signals

    field = oven((14, 14, 14))
    energies = []
    for threads in (1, 3):
        run = Run(field, 480.0, np.zeros(0), np.zeros(0), 300.0, 1e-3, "split")
        signal, run.work.signal_slope[:] = _signals(field, 0.0, 300.0)
        with Split(run, threads) as split:
            assert split.advance(0.0, 300.0, signal)
        energies.append(run.state.energy.copy())
    assert np.array_equal(*energies)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="'implicit' is not one of auto, monolithic, split"):
        simulate_field(oven((1, 1, 2)), start_K=300.0, duration_s=1.0, method="implicit")
