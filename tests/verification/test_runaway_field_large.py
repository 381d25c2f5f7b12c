"""A field of thousands of volumes, solved for by iteration, closes its energy."""

from __future__ import annotations

import pytest

from davylamp.runaway import Body, Conductivity, Network
from davylamp.runaway.body import constant_heat
from davylamp.runaway.field import Block, Convection, build_field, simulate_field


def test_thousands_of_volumes_take_up_the_heat_that_comes_in() -> None:
    metal = Body(
        "metal",
        2.7,
        1e-3,
        (0.1, 0.1, 0.1),
        0.06,
        constant_heat(900.0),
        Conductivity(2.0, 2.0, 2.0),
        Network("inert", (), ()),
    )
    field = build_field([Block("b", metal, (18, 18, 18))], (), [Convection("b", 100.0, 400.0)])
    assert not field.is_direct
    history = simulate_field(field, start_K=300.0, duration_s=500.0, tolerance=1e-3)
    came = history.boundary_J["b: surroundings"][-1]
    assert 2.7 * 900.0 * (history.mean("b")[-1] - 300.0) == pytest.approx(came, rel=1e-9)
    grid = field.on_grid("b", history.final_K)
    assert grid[0, 0, 0] == pytest.approx(grid[-1, -1, -1], abs=0.05)
