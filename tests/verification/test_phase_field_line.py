"""One-dimensional fronts: orders, balances, and restarts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.phasefield import evolve
from davylamp.dendrites.phasefield.evolve import (
    advance,
    front_position_um,
    initial_state,
    tip_position_um,
)
from davylamp.dendrites.phasefield.measures import lithium_sites_um2
from davylamp.dendrites.phasefield.model import PUBLISHED
from davylamp.dendrites.phasefield.setup import Setup, State, planar_setup


def _small(dx_um: float = 0.25, **more: object) -> Setup:
    return planar_setup(dx_um, length_um=40.0, metal_um=10.0, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def settled() -> tuple[Setup, State]:
    setup = _small()
    return setup, advance(setup, initial_state(setup), 1.0)[0]


def test_order_in_time(settled: tuple[Setup, State]) -> None:
    setup, start = settled
    ends = {}
    for count in (16, 32, 64, 512):
        step_s = 1.6 / count
        fixed = replace(setup, max_step_s=step_s, tolerance=1e3)
        ends[count], _ = advance(fixed, replace(start, step_s=step_s), 2.6)
        assert ends[count].step - start.step == count
    errors = [float(np.max(np.abs(ends[n].eta - ends[512].eta))) for n in (16, 32, 64)]
    orders = [np.log2(coarse / fine) for coarse, fine in pairwise(errors)]
    assert orders[0] == pytest.approx(2.0, abs=0.3)
    assert orders[1] == pytest.approx(2.0, abs=0.15)


def test_order_in_space() -> None:
    # A front four times as wide, so that the coarsest grid resolves it.
    wide = replace(PUBLISHED, gradient_energy=16.0 * PUBLISHED.gradient_energy)
    positions = []
    for dx_um in (1.0, 0.5, 0.25, 0.125):
        setup = _small(dx_um, tolerance=1e-5, parameters=wide)
        positions.append(tip_position_um(setup, advance(setup, initial_state(setup), 2.0)[0]))
    changes = [abs(b - a) for a, b in pairwise(positions)]
    for coarse, fine in pairwise(changes):
        assert np.log2(coarse / fine) == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize("step_s", [0.4, 0.1, 0.01])
def test_no_lithium_from_nothing_at_any_time_step(
    settled: tuple[Setup, State], step_s: float
) -> None:
    setup, start = settled
    fixed = replace(setup, max_step_s=step_s, tolerance=1e3)
    end, balance = advance(fixed, replace(start, step_s=step_s), start.time_s + 1.2)
    assert abs(balance.lithium_error) < 1e-7
    assert abs(balance.charge_error) < 1e-9
    gained = lithium_sites_um2(setup, end) - lithium_sites_um2(setup, start)
    assert gained == pytest.approx(balance.lithium_entered, rel=1e-6)
    # What drives explicit coupling wrong is a front too fast; this one does not depend on the step.
    moved = tip_position_um(setup, end) - tip_position_um(setup, start)
    fine = replace(setup, max_step_s=0.005, tolerance=1e3)
    other, _ = advance(fine, replace(start, step_s=0.005), start.time_s + 1.2)
    assert moved == pytest.approx(
        tip_position_um(fine, other) - tip_position_um(fine, start), rel=0.005
    )


def test_a_run_goes_on_as_if_never_stopped(settled: tuple[Setup, State]) -> None:
    setup = replace(settled[0], noise=0.04, seed=7)
    seen: list[State] = []
    whole, _ = advance(setup, settled[1], 2.0, on_step=seen.append)
    kept = seen[len(seen) // 2]
    rest, _ = advance(setup, kept, 2.0)
    assert rest.step == whole.step
    for name in ("eta", "w", "phi"):
        assert np.array_equal(getattr(rest, name), getattr(whole, name))


def test_noise_is_a_matter_of_seed_and_step(settled: tuple[Setup, State]) -> None:
    setup, start = settled
    one, again, other = (
        advance(replace(setup, noise=0.04, seed=seed), start, 1.2)[0] for seed in (1, 1, 2)
    )
    assert np.array_equal(one.eta, again.eta)
    assert not np.allclose(one.eta, other.eta, atol=1e-6)


def test_the_march_ends_when_asked(settled: tuple[Setup, State]) -> None:
    setup, start = settled
    end, _ = advance(setup, start, 1.2345)
    assert end.time_s == pytest.approx(1.2345, abs=1e-15)
    assert advance(setup, end, 1.2345)[0] is end
    with pytest.raises(InputError, match="before"):
        advance(setup, end, 1.0)


def test_a_time_step_that_does_not_converge_is_named(
    settled: tuple[Setup, State], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup, start = settled
    monkeypatch.setattr(evolve, "_ITERATIONS", 0)
    with pytest.raises(NoConvergenceError, match=r"a time step of .* would not converge \(res"):
        advance(setup, start, 2.0)


def test_without_a_voltage_a_front_rests() -> None:
    # Exchange of ions with the metal still goes on until both are even; the wall lets them in.
    setup = replace(_small(tolerance=1e-3), left_V=0.0)
    driven = _small(tolerance=1e-3)
    rest = tip_position_um(setup, advance(setup, initial_state(setup), 3.0)[0])
    grown = tip_position_um(driven, advance(driven, initial_state(driven), 3.0)[0])
    assert rest < 10.1
    assert grown > 13.0


def test_a_slow_layer_holds_the_front_back() -> None:
    setup = _small(tolerance=1e-3)
    layer = np.ones(setup.shape)
    layer[:, 80:] = 0.1
    slow = replace(setup, diffusivity=layer, conductivity=layer)
    grown = [tip_position_um(s, advance(s, initial_state(s), 3.0)[0]) for s in (setup, slow)]
    assert grown[1] < grown[0] - 1.0


def test_a_pore_stays_empty() -> None:
    setup = _small(tolerance=1e-3)
    pore = np.zeros(setup.shape, dtype=bool)
    pore[:, 60:70] = True
    closed = replace(setup, blocked=pore)
    state, balance = advance(closed, initial_state(closed), 3.0)
    assert np.max(np.abs(state.eta[pore] - closed.eta[pore])) < 1e-12
    # In one dimension the pore cuts the electrolyte, so that nothing arrives.
    assert abs(balance.lithium_entered) < 1e-4
    assert front_position_um(closed, state)[0] < 11.0
