"""Salt depletion against exact solutions: closed forms, orders of convergence, conservation."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from davylamp.core.constants import FARADAY_C_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.depletion import (
    cell_response,
    concentrated_depletion_time,
    concentrated_limiting_current,
    concentration_profile,
    constant_electrolyte,
    constant_program,
    depletion_capacity,
    depletion_time,
    limit_with_electrode,
    limiting_current,
    pulse_program,
    sand_time,
    sand_time_of_cell,
    simulate,
    steady_state,
    stepped_program,
    stored_electrolyte,
    surface_concentration,
)
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte

C0, D, T_PLUS, L = 1000.0, 1e-11, 0.2, 100e-6
LIMIT = float(limiting_current(C0, D, T_PLUS, L))
PLAIN = constant_electrolyte(D, T_PLUS, conductivity_S_per_m=0.1)


def test_the_case_of_the_literature():
    assert pytest.approx(24.12, abs=0.005) == LIMIT
    assert float(sand_time(2.0 * LIMIT, C0, D, T_PLUS)) == pytest.approx(49.087, abs=5e-4)
    assert float(sand_time_of_cell(2.0, D, L)) == pytest.approx(49.087, abs=5e-4)


@pytest.mark.parametrize(
    ("ratio", "later"), [(1.01, 2.319), (1.05, 1.613), (1.2, 1.175), (1.5, 1.032), (2.0, 1.002)]
)
def test_a_finite_cell_depletes_later_than_sand(ratio, later):
    exact = float(depletion_time(ratio, D, L))
    assert exact / float(sand_time_of_cell(ratio, D, L)) == pytest.approx(later, abs=5e-4)
    assert float(surface_concentration(exact * D / L**2, ratio)) == pytest.approx(0.0, abs=1e-12)


def test_never_at_or_below_the_limit():
    assert np.all(np.isinf(depletion_time([1e-9, 0.5, 1.0], D, L)))
    assert math.isinf(float(depletion_capacity(LIMIT, C0, D, T_PLUS, L)))


def test_a_single_ion_conductor_has_no_limit():
    assert math.isinf(float(limiting_current(C0, D, 1.0, L)))
    assert math.isinf(float(sand_time(10.0, C0, D, 1.0)))
    nearly = limiting_current(C0, D, 1.0 - np.array([1e-3, 1e-6, 1e-9]), L)
    assert np.all(np.diff(nearly) > 0.0)
    assert math.isinf(
        concentrated_limiting_current(constant_electrolyte(D, 1.0), C0, L).current_A_per_m2
    )


def test_far_above_the_limit_a_cell_is_thick():
    assert float(depletion_time(100.0, D, L)) == pytest.approx(
        float(sand_time_of_cell(100.0, D, L)), rel=1e-12
    )


@pytest.mark.parametrize("fourier", [1e-4, 0.01, 0.0499999, 0.0500001, 0.3])
def test_profiles_keep_the_salt_and_obey_diffusion(fourier):
    x = np.linspace(0.0, 1.0, 4001)
    here = concentration_profile(x, fourier, 0.7)
    assert np.trapezoid(here, x) == pytest.approx(1.0, abs=1e-7)
    step = 1e-4 * fourier
    rate = (
        concentration_profile(x, fourier + step, 0.7)
        - concentration_profile(x, fourier - step, 0.7)
    ) / (2.0 * step)
    bent = np.gradient(np.gradient(here, x), x)
    inside = slice(10, -10)
    assert rate[inside] == pytest.approx(bent[inside], abs=2e-3 * np.max(np.abs(rate)))
    assert here[0] == pytest.approx(float(surface_concentration(fourier, 0.7)), abs=1e-10)
    assert here + here[::-1] == pytest.approx(2.0, abs=1e-10)


@pytest.mark.parametrize("ratio", [1.01, 1.05, 1.2, 1.5, 2.0, 5.0])
def test_constant_properties_reproduce_the_closed_forms(ratio):
    run = simulate(PLAIN, C0, L, constant_program(ratio * LIMIT, 3000.0))
    assert run.depleted_s == pytest.approx(float(depletion_time(ratio, D, L)), rel=1e-4)
    assert run.charge_C_per_m2 == pytest.approx(
        float(depletion_capacity(ratio * LIMIT, C0, D, T_PLUS, L)), rel=1e-4
    )
    assert run.salt_error < 1e-12
    for row in (len(run.time_s) // 3, len(run.time_s) // 2, -1):
        exact = concentration_profile(
            run.position_m / L, float(run.time_s[row] * D / L**2), ratio, C0
        )
        assert run.concentration_mol_per_m3[row] == pytest.approx(exact, abs=1e-3 * C0)
    assert np.max(np.abs(run.concentration_mol_per_m3[-1] - exact)) < 2e-4 * C0


@pytest.mark.parametrize(("ratio", "within"), [(20.0, 1e-3), (100.0, 1e-3), (1e5, 4e-3)])
def test_currents_far_above_the_limit_are_resolved(ratio, within):
    run = simulate(PLAIN, C0, L, constant_program(ratio * LIMIT, 3000.0 / ratio))
    assert run.depleted_s == pytest.approx(float(depletion_time(ratio, D, L)), rel=within)
    assert run.salt_error < 1e-12


def test_a_current_that_no_volume_resolves_is_refused():
    with pytest.raises(InputError, match="empties the wall"):
        simulate(PLAIN, C0, L, constant_program(1e9 * LIMIT, 1.0))


def test_constant_limit_and_voltage_by_quadrature():
    found = concentrated_limiting_current(PLAIN, C0, L)
    assert found.current_A_per_m2 == pytest.approx(LIMIT, rel=1e-12)
    assert found.stripping_mol_per_m3 == pytest.approx(2.0 * C0, rel=1e-10)
    current = 0.6 * LIMIT
    rest = steady_state(PLAIN, C0, L, current, contact_resistance_ohm_m2=1e-3)
    thermal = 2.0 * GAS_CONSTANT_J_PER_MOL_K * 298.15 / FARADAY_C_PER_MOL
    expected = current * (L / 0.1 + 1e-3) + thermal * 0.8 * math.log(1.6 / 0.4)
    assert rest.voltage_V == pytest.approx(expected, rel=1e-9)
    assert rest.concentration_mol_per_m3[[0, -1]] == pytest.approx([400.0, 1600.0], rel=1e-9)
    run = simulate(PLAIN, C0, L, constant_program(current, 8000.0), contact_resistance_ohm_m2=1e-3)
    assert run.depleted_s is None
    assert run.voltage_V[-1] == pytest.approx(expected, rel=1e-5)
    assert run.voltage_V[1] == pytest.approx(current * (L / 0.1 + 1e-3), rel=0.02)


def _order(errors: list[float]) -> list[float]:
    return [math.log2(abs(a / b)) for a, b in pairwise(errors)]


def test_second_order_in_space():
    exact = float(depletion_time(1.5, D, L))
    errors = []
    for cells in (25, 50, 100, 200):
        run = simulate(
            PLAIN, C0, L, constant_program(1.5 * LIMIT, 300.0), cells=cells, tolerance=1e-9
        )
        errors.append(run.depleted_s - exact)
    assert all(1.8 < order < 2.2 for order in _order(errors)[1:]), _order(errors)


def test_second_order_in_space_with_properties_that_change():
    electrolyte = stored_electrolyte("PEMO-LiTFSI")
    limit = concentrated_limiting_current(electrolyte, C0, L).current_A_per_m2
    times = [
        concentrated_depletion_time(electrolyte, C0, L, 1.5 * limit, cells=cells, tolerance=1e-8)
        for cells in (40, 80, 160, 320)
    ]
    orders = _order(list(np.diff(times)))
    assert all(1.7 < order < 2.3 for order in orders), orders


def test_third_order_in_time():
    electrolyte = stored_electrolyte("PEMO-LiTFSI")
    limit = concentrated_limiting_current(electrolyte, C0, L).current_A_per_m2
    length = L**2 / 6e-13
    profiles = []
    for steps in (32, 64, 128, 256):
        run = simulate(
            electrolyte,
            C0,
            L,
            constant_program(0.8 * limit, 0.2 * length),
            cells=8,
            step_s=0.2 * length / steps,
        )
        assert run.steps == steps
        assert run.salt_error < 1e-12
        profiles.append(run.concentration_mol_per_m3[-1])
    changes = [float(np.max(np.abs(b - a))) for a, b in pairwise(profiles)]
    assert all(2.7 < order < 3.4 for order in _order(changes)), _order(changes)


def test_a_time_step_that_would_not_converge_is_refused():
    with pytest.raises(NoConvergenceError, match="time step of 100 s would not converge"):
        simulate(PLAIN, C0, L, constant_program(2.0 * LIMIT, 1000.0), step_s=100.0)


@pytest.mark.parametrize("step_s", [1e3, 1e9])
def test_a_step_that_jumps_to_rest_is_refused(step_s):
    """The embedded estimate alone lets it pass, 3 % of the concentration off."""
    with pytest.raises(NoConvergenceError, match="would not converge"):
        simulate(PLAIN, C0, L, constant_program(0.4146 * LIMIT, 2000.0), step_s=step_s)


def test_a_time_step_too_short_for_the_program_is_refused_at_once():
    with pytest.raises(InputError, match="more than 200000 steps"):
        simulate(PLAIN, C0, L, constant_program(0.5 * LIMIT, 2000.0), step_s=1e-9)


@pytest.mark.parametrize("method", ["edman2000", "oradd2002-nmr", "negative-assumed"])
def test_the_transient_tends_to_the_quadrature(method):
    electrolyte = stored_electrolyte("PEO-LiTFSI", method)
    limit = concentrated_limiting_current(electrolyte, C0, L)
    current = 0.9 * limit.current_A_per_m2
    rest = steady_state(electrolyte, C0, L, current)
    run = simulate(electrolyte, C0, L, constant_program(current, 30000.0))
    assert run.depleted_s is None
    assert run.salt_error < 1e-12
    assert run.plating_mol_per_m3[-1] == pytest.approx(
        rest.concentration_mol_per_m3[0], abs=2e-4 * C0
    )
    assert run.stripping_mol_per_m3[-1] == pytest.approx(
        rest.concentration_mol_per_m3[-1], rel=2e-4
    )
    assert run.voltage_V[-1] == pytest.approx(rest.voltage_V, rel=2e-3)
    slow = concentrated_depletion_time(electrolyte, C0, L, 0.998 * limit.current_A_per_m2)
    assert math.isinf(slow)
    assert math.isfinite(
        concentrated_depletion_time(electrolyte, C0, L, 1.002 * limit.current_A_per_m2)
    )


def test_moving_solvent_by_hand():
    # With D and t+ constant the quadrature is a logarithm: J L = -F D ln(1 - cL V)/((1 - t+) V).
    volume = 1.4e-4
    electrolyte = constant_electrolyte(D, T_PLUS, salt_volume_m3_per_mol=volume)
    found = concentrated_limiting_current(electrolyte, C0, L)
    top = found.stripping_mol_per_m3
    by_hand = -FARADAY_C_PER_MOL * D * math.log1p(-top * volume) / ((1.0 - T_PLUS) * volume * L)
    assert found.current_A_per_m2 == pytest.approx(by_hand, rel=1e-10)
    # The mean of c over x, with x proportional to -ln(1 - c V).
    depth = -math.log1p(-top * volume)
    mean = (1.0 - (1.0 - math.exp(-depth)) / depth) / volume
    assert mean == pytest.approx(C0, rel=1e-10)
    assert found.current_A_per_m2 > LIMIT


def test_solubility_limits_where_salt_would_crystallise_first():
    limited = SaltElectrolyte(
        "narrow", 300.0, PLAIN.diffusivity, PLAIN.transference_number, highest_mol_per_m3=1200.0
    )
    found = concentrated_limiting_current(limited, C0, L)
    assert found.cause == "solubility"
    # 800 to 1200 mol/m3 over the layer: a fifth of the limit by depletion.
    assert found.current_A_per_m2 == pytest.approx(0.2 * LIMIT, rel=1e-9)
    run = simulate(limited, C0, L, constant_program(0.5 * LIMIT, 2000.0))
    expected = math.inf
    times = np.linspace(1.0, 500.0, 5000)
    for time in times:
        if 1.0 + 0.5 * (1.0 - float(surface_concentration(time * D / L**2, 1.0))) >= 1.2:
            expected = float(time)
            break
    assert run.saturated_s == pytest.approx(expected, rel=0.05)


def test_pulses_rest_and_steps():
    tau = float(depletion_time(2.0, D, L))
    run = simulate(PLAIN, C0, L, pulse_program(2.0 * LIMIT, 0.5 * tau, 5.0 * tau, 3))
    assert run.depleted_s is None
    assert run.salt_error < 1e-12
    assert run.charge_C_per_m2 == pytest.approx(3.0 * LIMIT * tau, rel=1e-12)
    assert run.time_s[-1] == pytest.approx(16.5 * tau, rel=1e-12)
    # Superposition: the third pulse adds to what is left of the first two.
    starts = np.array([0.0, 5.5, 11.0]) * tau
    at = 11.5 * tau
    row = int(np.argmin(np.abs(run.time_s - at)))
    assert run.time_s[row] == pytest.approx(at, rel=1e-12)
    exact = 1.0
    for start in starts:
        exact -= 1.0 - float(surface_concentration((at - start) * D / L**2, 2.0))
        if at - start - 0.5 * tau > 1e-9:
            exact += 1.0 - float(surface_concentration((at - start - 0.5 * tau) * D / L**2, 2.0))
    assert run.plating_mol_per_m3[row] / C0 == pytest.approx(exact, abs=2e-4)


def test_a_rising_current_depletes_in_the_step_that_passes_the_limit():
    run = simulate(PLAIN, C0, L, stepped_program(0.3 * LIMIT, 0.3 * LIMIT, 8, 5000.0))
    # From the steady state of 0.9 another 0.3 empties the wall when its own share is a third.
    expected = 15000.0 + float(depletion_time(3.0, D, L))
    assert run.depleted_s == pytest.approx(expected, rel=1e-6)


def test_reversed_current_depletes_the_other_electrode():
    run = simulate(PLAIN, C0, L, constant_program(-2.0 * LIMIT, 300.0))
    assert run.depleted_s == pytest.approx(float(depletion_time(2.0, D, L)), rel=1e-4)
    assert run.stripping_mol_per_m3[-1] == pytest.approx(0.0, abs=1e-6)
    assert run.voltage_V[-2] < 0.0


def test_a_cell_without_a_filled_electrode_is_the_slab():
    response = cell_response(0.0, 0.3)
    ratio = np.array([1.0, 1.01, 1.2, 2.0, 5.0])
    assert response.limit == pytest.approx(1.0)
    assert response.depletion_fourier(ratio) * L**2 / D == pytest.approx(
        depletion_time(ratio, D, L), rel=1e-3
    )


@pytest.mark.parametrize("depth", [0.1, 1.0, 3.0])
def test_limit_with_a_filled_electrode_by_quadrature(depth):
    share = 0.35
    x = np.linspace(0.0, 1.0, 20001)
    y = np.linspace(0.0, depth, 20001)
    behind = 1.0 + (y - 0.5 * y**2 / depth) / share**1.5
    held = np.trapezoid(x, x) + share * np.trapezoid(behind, y)
    # Unit slope at the wall: the mean over its value at half the layer.
    mean = held / (1.0 + share * depth)
    assert limit_with_electrode(depth, share) == pytest.approx(0.5 / mean, rel=1e-7)
    late = cell_response(depth, share).depletion_fourier([1.0, 1.0001, 1.5])
    assert math.isinf(late[0])
    assert late[1] > late[2] > 0.0


def test_a_filled_electrode_is_felt_late():
    response = cell_response(2.0, 0.35)
    # Long before salt reaches the electrode the layer alone decides.
    ratio = 50.0
    alone = float(depletion_time(ratio * response.limit, 1.0, 1.0))
    assert float(response.depletion_fourier(ratio)) == pytest.approx(alone, rel=5e-3)
