"""The thermal field against exact solutions, and the orders it converges with."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import erfc

from davylamp.core.parameter import exact
from davylamp.runaway import Body, Conductivity, Network
from davylamp.runaway.body import constant_heat
from davylamp.runaway.field import (
    Block,
    Contact,
    Convection,
    FixedTemperature,
    HeatFlux,
    build_field,
    simulate_field,
    stacked,
)
from davylamp.runaway.network import Rate, Species, Step
from davylamp.runaway.program import Program

INERT = Network("inert", (), ())
SIGMA = 5.670374419e-8


def box(
    size: tuple[float, float, float] = (0.1, 0.1, 0.02),
    k: float = 2.0,
    network: Network = INERT,
    cp: float = 1000.0,
    conductivity: Conductivity | None = None,
) -> Body:
    x, y, z = size
    surface = 2 * (x * y + y * z + z * x)
    return Body(
        "body",
        2000.0 * x * y * z,
        x * y * z,
        size,
        surface,
        constant_heat(cp),
        conductivity or Conductivity(k, k, k),
        network,
    )


def burning(heat: float = 3e5) -> Network:
    rate = Rate(exact(1e9, "1/s"), exact(1.1e5, "J/mol"), {"R": 1.0})
    return Network(
        "burning",
        (Species("R", None, "solid", 1.0), Species("P", None)),
        (Step("burn", "R to P", {"R": -1, "P": 1}, 1.0, exact(heat, "J/kg"), rate),),
    )


def slab_series(x: np.ndarray, t: float, h: float, k: float, a: float, L: float) -> np.ndarray:
    """(T - Ts)/(T0 - Ts) in a slab of half thickness L that convects, x from its middle."""
    biot = h * L / k
    total = np.zeros_like(x)
    for n in range(40):
        low, high = n * math.pi + 1e-9, n * math.pi + math.pi / 2 - 1e-9
        z = brentq(lambda z: z * math.tan(z) - biot, low, high)
        c = 4 * math.sin(z) / (2 * z + math.sin(2 * z))
        total += c * math.exp(-(z**2) * a * t / L**2) * np.cos(z * x / L)
    return total


def cooled_slab(n: int, tolerance: float = 1e-7) -> float:
    """Largest error of a cooled slab of n volumes [K]."""
    body = box(k=2.0)
    field = build_field(
        [Block("slab", body, (1, 1, n))], (), [Convection("slab", 300.0, 300.0, ("-z", "+z"))]
    )
    history = simulate_field(
        field, start_K=400.0, duration_s=60.0, output_times_s=[60.0], tolerance=tolerance
    )
    x = (np.arange(n) + 0.5) / n * 0.02 - 0.01
    exact_K = 300.0 + 100.0 * slab_series(x, 60.0, 300.0, 2.0, 1e-6, 0.01)
    return float(np.abs(history.block_K("slab").ravel() - exact_K).max())


def test_a_slab_that_convects_follows_the_series_with_order_two_in_space() -> None:
    errors = [cooled_slab(n) for n in (10, 20, 40)]
    assert errors[-1] < 0.02
    orders = [math.log2(a / b) for a, b in itertools.pairwise(errors)]
    assert min(orders) > 1.9


def test_fixed_temperatures_across_two_layers_and_a_contact_give_the_steady_flow() -> None:
    area = 0.01
    first, second = box(k=2.0), box(k=0.5)
    blocks, contacts = stacked([Block("a", first, (1, 1, 8)), Block("b", second, (1, 1, 5))], 0.003)
    field = build_field(
        blocks,
        contacts,
        [FixedTemperature("a", 400.0, ("-z",)), FixedTemperature("b", 300.0, ("+z",))],
    )
    history = simulate_field(field, start_K=300.0, duration_s=2e5, tolerance=1e-6)
    flow = 100.0 * area / (0.02 / 2.0 + 0.003 + 0.02 / 0.5)
    late = history.contact_J["a to b"]
    measured = (late[-1] - late[-2]) / (history.time_s[-1] - history.time_s[-2])
    assert measured == pytest.approx(flow, rel=1e-6)
    jump = history.final_K[7] - history.final_K[8]
    half = 0.02 / 8 / 2 / 2.0 + 0.003 + 0.02 / 5 / 2 / 0.5
    assert jump == pytest.approx(flow / area * half, rel=1e-5)
    assert history.closure < 1e-12


def test_a_lumped_body_that_radiates_cools_by_the_exact_law() -> None:
    body = box()
    start, end = 900.0, 500.0
    field = build_field([Block("b", body)], (), [Convection("b", 0.0, 1e-3, emissivity=0.8)])
    area = body.surface_m2
    exact_s = body.mass_kg * 1000.0 / (3 * SIGMA * 0.8 * area) * (end**-3 - start**-3)
    history = simulate_field(field, start_K=start, duration_s=exact_s, tolerance=1e-8)
    assert history.final_K[0] == pytest.approx(end, rel=1e-7)


def test_a_surface_that_radiates_behind_half_a_volume_reaches_its_steady_state() -> None:
    field = build_field(
        [Block("b", box(k=1.0), (1, 1, 10))],
        (),
        [
            FixedTemperature("b", 800.0, ("-z",)),
            Convection("b", 5.0, 300.0, ("+z",), emissivity=0.9),
        ],
    )
    history = simulate_field(field, start_K=800.0, duration_s=2e4, tolerance=1e-6)

    def balance(wall: float) -> float:
        out = 5.0 * (wall - 300.0) + 0.9 * SIGMA * (wall**4 - 300.0**4)
        return 1.0 / 0.02 * (800.0 - wall) - out

    wall = brentq(balance, 300.0, 800.0)
    expected = wall + (800.0 - wall) * 0.05
    assert history.final_K[-1] == pytest.approx(expected, rel=1e-7)


def test_conductivity_over_temperature_gives_the_integral_of_the_conductivity() -> None:
    varying = Conductivity(1.0, 1.0, 1.0, (300.0, 600.0), (1.0, 4.0))
    body = box(conductivity=varying)
    field = build_field(
        [Block("b", body, (1, 1, 10))],
        (),
        [FixedTemperature("b", 600.0, ("-z",)), FixedTemperature("b", 300.0, ("+z",))],
    )
    history = simulate_field(field, start_K=400.0, duration_s=2e5, tolerance=1e-7)
    came = history.boundary_J["b: fixed temperature"]
    flow = (came[-1] - came[-2]) / (history.time_s[-1] - history.time_s[-2])
    assert flow == pytest.approx(0.01 * 300.0 * 2.5 / 0.02, rel=1e-9)


def test_a_ramp_of_the_boundary_lags_by_the_exact_amount() -> None:
    rate = 0.05
    field = build_field(
        [Block("b", box(), (1, 1, 40))],
        (),
        [FixedTemperature("b", Program((0.0, 4000.0), (300.0, 500.0)), ("-z", "+z"))],
    )
    history = simulate_field(field, start_K=300.0, duration_s=4000.0, tolerance=1e-7)
    x = (np.arange(40) + 0.5) / 40 * 0.02 - 0.01
    lag = rate / (2 * 1e-6) * (0.01**2 - x**2)
    assert history.final_K == pytest.approx(500.0 - lag, abs=2e-3)


def test_a_half_space_under_a_step_follows_the_error_function() -> None:
    body = box((0.1, 0.1, 0.1))
    field = build_field(
        [Block("b", body, (1, 1, 400))], (), [FixedTemperature("b", 400.0, ("-z",))]
    )
    history = simulate_field(field, start_K=300.0, duration_s=200.0, tolerance=1e-6)
    x = (np.arange(400) + 0.5) / 400 * 0.1
    expected = 300.0 + 100.0 * erfc(x / (2 * math.sqrt(1e-6 * 200.0)))
    assert np.abs(history.final_K - expected).max() < 5e-3


def test_a_flux_into_an_insulated_block_heats_it_at_the_exact_rate() -> None:
    field = build_field(
        [Block("b", box(), (3, 3, 4))],
        (),
        [HeatFlux("b", Program.pulse(500.0, 10.0, 30.0), ("+x",))],
    )
    history = simulate_field(field, start_K=300.0, duration_s=500.0)
    supplied = 500.0 * 0.1 * 0.02 * 20.0
    assert history.boundary_J["b: flux"][-1] == pytest.approx(supplied, rel=1e-12)
    mean = history.mean("b")[-1]
    assert mean == pytest.approx(300.0 + supplied / (0.4 * 1000.0), rel=1e-9)


def march_error(steps: int) -> float:
    """Error of a burning chain after equal steps, against a far finer run [K]."""
    from davylamp.runaway._rosenbrock import rodas4p
    from davylamp.runaway.field._arrays import DT
    from davylamp.runaway.field._march import _attempt
    from davylamp.runaway.field._run import Run
    from davylamp.runaway.field.simulate import _signals

    field = build_field(
        [Block("b", box(network=burning()), (1, 1, 6))],
        (),
        [
            Convection("b", 40.0, Program((0.0, 400.0), (420.0, 470.0)), ("-z",), 0.8),
            FixedTemperature("b", Program((0.0, 400.0), (420.0, 460.0)), ("+z",)),
        ],
    )
    run = Run(field, 420.0, np.zeros(0), np.zeros(0), 200.0, 1e-6, "monolithic")
    starts, run.work.signal_slope[:] = _signals(field, 0.0, 400.0)
    dt = 200.0 / steps
    tableau = rodas4p()
    for step in range(steps):
        run.work.numbers[DT] = dt
        _attempt(field.arrays, field.networks, tableau, run.work, run.state, starts, step * dt)
        run.state.energy[:] = run.work.energy
        run.state.conversion[:] = run.work.conversion
    return float(run.state.conversion[3, 0])


def test_the_time_integrator_has_order_four_with_moving_boundaries() -> None:
    values = [march_error(n) for n in (20, 40, 80, 640)]
    errors = [abs(value - values[-1]) for value in values[:-1]]
    orders = [math.log2(a / b) for a, b in itertools.pairwise(errors)]
    assert min(orders) > 3.6


def test_a_field_without_gradients_is_the_lumped_body() -> None:
    from davylamp.runaway.lumped import Exchange, simulate

    body = box(network=burning(), k=1e6)
    area = body.surface_m2
    lumped = simulate(
        body,
        start_K=430.0,
        duration_s=3000.0,
        exchange=Exchange(2.0 * area),
        surroundings_K=430.0,
        thresholds_K=(500.0,),
        tolerance=1e-7,
    )
    expected = lumped.crossings[500.0]
    for cells in ((1, 1, 1), (1, 1, 12), (4, 3, 5)):
        field = build_field([Block("b", body, cells)], (), [Convection("b", 2.0, 430.0)])
        history = simulate_field(
            field, start_K=430.0, duration_s=3000.0, thresholds_K=(500.0,), tolerance=1e-7
        )
        assert history.crossing_s("b", 500.0) == pytest.approx(expected, rel=1e-5)
        assert history.closure < 1e-10


def test_three_dimensions_with_boundaries_of_one_are_the_run_in_one() -> None:
    body = box(network=burning())
    results = []
    for cells in ((1, 1, 8), (3, 2, 8)):
        field = build_field([Block("b", body, cells)], (), [Convection("b", 50.0, 480.0, ("-z",))])
        results.append(
            simulate_field(field, start_K=300.0, duration_s=2000.0, thresholds_K=(500.0,))
        )
    one, three = results
    assert three.crossing_s("b", 500.0) == pytest.approx(one.crossing_s("b", 500.0), rel=1e-10)
    grid = three.field.on_grid("b", three.final_K)
    assert grid == pytest.approx(np.broadcast_to(one.final_K, (3, 2, 8)), rel=1e-9)


def test_a_symmetric_problem_stays_symmetric_with_and_without_iteration() -> None:
    for cells in ((6, 6, 4), (14, 14, 10)):
        field = build_field(
            [Block("b", box(network=burning()), cells)], (), [Convection("b", 30.0, 460.0)]
        )
        history = simulate_field(field, start_K=300.0, duration_s=1500.0)
        grid = field.on_grid("b", history.final_K)
        for axis in range(3):
            assert np.abs(grid - np.flip(grid, axis)).max() < 0.05
        assert np.abs(grid - grid.transpose(1, 0, 2)).max() < 0.05
        assert history.closure < 1e-10


def test_the_iteration_and_the_elimination_agree() -> None:
    from dataclasses import replace

    varying = Conductivity(2.0, 1.0, 0.5, (300.0, 600.0), (1.0, 1.5))
    for conductivity in (Conductivity(2.0, 1.0, 0.5), varying):
        body = box(network=burning(), conductivity=conductivity)
        blocks, contacts = stacked(
            [Block("a", body, (4, 4, 3)), Block("b", body, (3, 2, 2))], 0.002
        )
        field = build_field(blocks, contacts, [Convection("a", 60.0, 480.0, ("-z",))])
        assert field.is_direct
        arrays = field.arrays
        flags = arrays.flags.copy()
        flags[0] = 0
        iterated = replace(field, arrays=arrays._replace(flags=flags))
        runs = [
            simulate_field(f, start_K=400.0, duration_s=1000.0, tolerance=1e-6)
            for f in (field, iterated)
        ]
        assert runs[1].iterations > 0
        assert runs[1].final_K == pytest.approx(runs[0].final_K, abs=1e-3)


def test_a_gap_that_radiates_passes_the_exact_heat() -> None:
    a = Block("a", box(k=1e5), (1, 1, 1))
    b = Block("b", box(k=1e5), (1, 1, 1), origin_m=(0.0, 0.0, 0.021))
    field = build_field(
        [a, b],
        [Contact("a", "b", math.inf, emissivity=0.5, gap_m=0.0011)],
        [FixedTemperature("a", 700.0, ("-z",)), FixedTemperature("b", 300.0, ("+z",))],
    )
    history = simulate_field(field, start_K=300.0, duration_s=100.0)
    late = history.contact_J["a to b"]
    flow = (late[-1] - late[-2]) / (history.time_s[-1] - history.time_s[-2])
    assert flow == pytest.approx(0.01 * 0.5 * SIGMA * (700.0**4 - 300.0**4), rel=1e-3)
