"""Fields in the plane: the line again, symmetry, balances, restarts, maps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from davylamp.dendrites.phasefield.evolve import (
    Balance,
    advance,
    front_position_um,
    initial_state,
    tip_position_um,
)
from davylamp.dendrites.phasefield.setup import (
    Setup,
    State,
    cell_centres_um,
    nucleus_setup,
    planar_setup,
)


def test_an_even_plane_is_a_line() -> None:
    line = planar_setup(0.5, length_um=40.0, metal_um=10.0, tolerance=1e-3)
    plane = planar_setup(0.5, length_um=40.0, metal_um=10.0, height_um=2.0, tolerance=1e-3)
    ends = [advance(setup, initial_state(setup), 1.0)[0] for setup in (line, plane)]
    assert ends[0].step == ends[1].step
    assert np.max(np.abs(ends[0].eta - ends[1].eta)) < 1e-6
    assert np.max(np.abs(ends[0].phi - ends[1].phi)) < 1e-8


@pytest.fixture(scope="module")
def grown() -> tuple[Setup, State, Balance]:
    setup = nucleus_setup(0.5, size_um=24.0, radius_um=6.0, tolerance=3e-3)
    return setup, *advance(setup, initial_state(setup), 0.5)


def test_lithium_and_charge_are_kept(grown: tuple[Setup, State, Balance]) -> None:
    setup, state, balance = grown
    assert abs(balance.lithium_error) < 1e-7
    assert abs(balance.charge_error) < 1e-6
    assert tip_position_um(setup, state) > 6.5


def test_a_symmetric_nucleus_stays_symmetric(grown: tuple[Setup, State, Balance]) -> None:
    _, state, _ = grown
    for name in ("eta", "phi"):
        field = getattr(state, name)
        assert np.max(np.abs(field - field[::-1])) < 1e-6


def test_metal_is_at_one_potential(grown: tuple[Setup, State, Balance]) -> None:
    setup, state, _ = grown
    metal = state.eta > 0.5
    assert np.max(np.abs(state.phi[metal] - setup.left_V)) < 1e-6
    assert np.all(state.phi <= 1e-9)


def test_a_nucleus_goes_on_as_if_never_stopped(grown: tuple[Setup, State, Balance]) -> None:
    setup, state, _ = grown
    seen: list[State] = []
    whole, _ = advance(setup, state, 0.7, on_step=seen.append)
    rest, _ = advance(setup, seen[0], 0.7)
    for name in ("eta", "w", "phi"):
        assert np.array_equal(getattr(rest, name), getattr(whole, name))


def test_lithium_runs_ahead_along_a_grain_boundary() -> None:
    setup = planar_setup(0.5, length_um=30.0, metal_um=8.0, height_um=12.0, tolerance=3e-3)
    _, y = cell_centres_um(setup.nx, setup.ny, setup.dx_um)
    inside = (np.abs(y - 6.0) < 1.5) & np.ones(setup.shape, dtype=bool)
    fast = np.where(inside, 4.0, 1.0)
    grains = replace(setup, diffusivity=fast, conductivity=fast, reaction=fast)
    state, balance = advance(grains, initial_state(grains), 3.0)
    front = front_position_um(grains, state)
    assert front[setup.ny // 2] > front[0] + 0.2
    assert abs(balance.lithium_error) < 1e-7


def test_lithium_goes_round_a_pore() -> None:
    setup = planar_setup(0.5, length_um=24.0, metal_um=6.0, height_um=10.0, tolerance=3e-3)
    x, y = cell_centres_um(setup.nx, setup.ny, setup.dx_um)
    pore = np.hypot(x - 9.0, y - 5.0) < 1.5
    closed = replace(setup, blocked=pore)
    state, balance = advance(closed, initial_state(closed), 2.0)
    assert np.max(np.abs(state.eta[pore] - closed.eta[pore])) < 1e-9
    assert abs(balance.lithium_error) < 1e-7
    front = front_position_um(closed, state)
    assert front[0] > front[setup.ny // 2]
