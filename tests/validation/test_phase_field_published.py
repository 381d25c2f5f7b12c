"""The published cases of the phase field, as far as they run in seconds."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.dendrites.phasefield.evolve import (
    advance,
    front_position_um,
    initial_state,
    tip_position_um,
)
from davylamp.dendrites.phasefield.model import PUBLISHED
from davylamp.dendrites.phasefield.setup import nucleus_setup
from davylamp.validation import run_cases
from davylamp.validation.dendrites_phase_field import phase_field_cases


@pytest.fixture(scope="module")
def found() -> dict[str, float]:
    return {
        result.case.id: float(result.computed)
        for result in run_cases(phase_field_cases())
        if isinstance(result.computed, float)
    }


def test_planar_front_beside_the_publication(found: dict[str, float]) -> None:
    assert found["phase-field-first-speed"] == pytest.approx(0.172, abs=5e-4)
    assert found["phase-field-front-30um"] == pytest.approx(51.0, rel=0.02)
    # Known misses: the published front is ahead of its lithium. These are what the equations give.
    assert found["phase-field-front-40um"] == pytest.approx(104.0, rel=0.005)
    assert found["phase-field-front-50um"] == pytest.approx(152.9, rel=0.005)
    assert found["phase-field-front-60um"] == pytest.approx(198.5, rel=0.005)


def test_planar_front_moves_as_fast_as_lithium_comes(found: dict[str, float]) -> None:
    p = PUBLISHED
    # The potential begins to fall where the metal in the tail of the front conducts no better than
    # the electrolyte: h = 10 eta^3 = S2/S1.
    tail = (0.1 * p.electrolyte_conductivity / p.metal_conductivity) ** (1.0 / 3.0)
    gap_um = 200.0 - p.interface_length_um * np.log(1.0 / tail)
    flux = p.reference_concentration * p.ion_mobility * p.inverse_thermal_voltage_per_V * 0.2
    pace = flux / (p.site_ratio - p.reference_concentration)
    for start, end in ((30.0, 40.0), (40.0, 50.0), (50.0, 60.0)):
        exact_s = ((gap_um - start) ** 2 - (gap_um - end) ** 2) / (2.0 * pace)
        took_s = found[f"phase-field-front-{end:.0f}um"] - found[f"phase-field-front-{start:.0f}um"]
        assert took_s == pytest.approx(exact_s, rel=5e-3)


def test_the_published_nucleus_in_a_smaller_domain() -> None:
    setup = nucleus_setup(0.5, size_um=60.0, tolerance=3e-3)
    state, balance = advance(setup, initial_state(setup), 0.5)
    assert abs(balance.lithium_error) < 1e-6
    assert abs(balance.charge_error) < 1e-6
    assert np.max(np.abs(state.eta - state.eta[::-1])) < 1e-6
    # The field crowds at the tip, which leaves the bare wall behind.
    front = front_position_um(setup, state)
    assert tip_position_um(setup, state) - 20.0 > 1.05 * (front[0] - 0.0)
    assert np.argmax(front) in (setup.ny // 2 - 1, setup.ny // 2)
