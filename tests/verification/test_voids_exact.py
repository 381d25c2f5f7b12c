"""Creep, closure of voids, stripping, flux focusing and extrusion against exact results."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.evidence import Kind
from davylamp.dendrites.voids import (
    AnandLaw,
    CreepLaw,
    VoidBalance,
    anand_history,
    anand_law,
    capillary_pressure_Pa,
    closing_rate_per_s,
    creep_law,
    creep_laws,
    crossing_pressure_Pa,
    crossing_time_s,
    filled_length_m,
    flux_focusing,
    molar_volume_m3_per_mol,
    self_diffusion,
    width_of_focusing_m,
)

ROY = creep_law("roy2021")
V_LI = 1.3e-5
#: kappa Z of 20 um: 4e-4 S/cm and 5 ohm cm2.
KAPPA, Z = 0.04, 5e-4


def law(exponent: float) -> CreepLaw:
    return CreepLaw(
        "test", "test", 0.01, 1e6, exponent, None, Kind.ASSUMED, "davylamp_assumed", "x"
    )


# ------------------------------------------------------------------ creep


def test_power_law_as_published() -> None:
    assert float(ROY.strain_rate_per_s(1e6)) == pytest.approx(0.01)
    assert float(ROY.strain_rate_per_s(2e6) / ROY.strain_rate_per_s(1e6)) == pytest.approx(32.0)


@pytest.mark.parametrize("name", list(creep_laws()))
def test_stress_and_rate_are_inverse(name: str) -> None:
    one = creep_laws()[name]
    stress = np.array([0.1e6, 1e6, 12e6])
    assert one.stress_Pa(one.strain_rate_per_s(stress)) == pytest.approx(stress)


def test_arrhenius_of_the_law_with_an_activation_energy() -> None:
    one = creep_law("lepage2019")
    ratio = one.strain_rate_per_s(1e6, 348.15) / one.strain_rate_per_s(1e6, 298.15)
    assert float(ratio) == pytest.approx(
        math.exp(-37e3 / 8.31446 * (1 / 348.15 - 1 / 298.15)), 1e-5
    )


def test_pooled_law_is_the_geometric_mean_of_the_others_at_1_MPa() -> None:
    rates = [float(one.strain_rate_per_s(1e6)) for one in creep_laws().values()]
    assert float(creep_law().strain_rate_per_s(1e6)) == pytest.approx(math.prod(rates) ** 0.25)


def test_anand_strength_solves_its_equation() -> None:
    one = anand_law()

    def slope(strain: float, strength: np.ndarray) -> np.ndarray:
        rest = 1.0 - strength / one.saturated_Pa
        return one.hardening_Pa * np.abs(rest) ** one.exponent * np.sign(rest)

    strains = np.linspace(0.0, 3.0, 7)
    found = solve_ivp(slope, (0.0, 3.0), [one.initial_Pa], t_eval=strains, rtol=1e-12, atol=1e-3)
    assert one.strength_Pa(strains) == pytest.approx(found.y[0], rel=1e-8)


def test_anand_hardens_from_its_initial_to_its_saturated_strength() -> None:
    one = anand_law()
    assert float(one.strength_Pa(0.0)) == pytest.approx(2e6)
    assert float(one.strength_Pa(1e4)) == pytest.approx(8e6, rel=1e-3)
    slope = float(one.strength_Pa(1e-7) - one.strength_Pa(0.0)) / 1e-7
    assert slope == pytest.approx(40e6 * (1 - 2 / 8) ** 1.8, rel=1e-5)


def test_anand_steady_creep_is_a_power_law_of_exponent_1_over_m() -> None:
    one = anand_law()
    assert float(one.rate_at(2e6) / one.rate_at(1e6)) == pytest.approx(2.0 ** (1.0 / 0.18))
    hardened = creep_law("anand2019-hardened")
    assert float(one.rate_at(3e6)) == pytest.approx(float(hardened.strain_rate_per_s(3e6)))
    annealed = creep_law("anand2019-annealed")
    assert float(one.rate_at(3e6, 0.0)) == pytest.approx(float(annealed.strain_rate_per_s(3e6)))


def test_jump_of_the_strain_rate_jumps_the_flow_stress_by_the_power_m() -> None:
    one = anand_law()
    ratio = float(one.stress_Pa(0.3, 1e-2) / one.stress_Pa(0.3, 1e-4))
    assert ratio == pytest.approx(100.0**0.18)
    # The same from the integrated history: 30 % at 1e-4 /s, then 1 % more a hundred times faster.
    times = [0.0, 3000.0, 3001.0]
    stress = anand_history(one, times, [0.0, 0.3, 0.31], steps=400)
    assert stress[2] / stress[1] == pytest.approx(
        float(one.stress_Pa(0.31, 1e-2) / one.stress_Pa(0.30, 1e-4)), rel=2e-3
    )


def test_integrated_flow_stress_is_the_exact_one() -> None:
    one = anand_law()
    stress = anand_history(one, [0.0, 2000.0], [0.0, 0.2], steps=2000)[1]
    plastic = 0.2 - stress / one.modulus_Pa
    # Elastic strain still grows with the hardening: the plastic rate is that much less.
    assert stress == pytest.approx(float(one.stress_Pa(plastic, 1e-4)), rel=1e-3)


def test_anand_history_is_of_second_order() -> None:
    # Slow enough for the step to resolve the relaxation.
    one = AnandLaw(1e-3, 0.5, 2e6, 8e6, 40e6, 1.8, 1e9)
    times, strain = [0.0, 20.0], [0.0, 0.01]

    def exact(time: float, plastic: np.ndarray) -> np.ndarray:
        stress = np.maximum(one.modulus_Pa * (5e-4 * time - plastic), 0.0)
        return one.rate_per_s * (stress / one.strength_Pa(plastic)) ** 2.0

    found = solve_ivp(exact, (0.0, 20.0), [0.0], rtol=1e-12, atol=1e-15, method="DOP853")
    true = one.modulus_Pa * (0.01 - found.y[0, -1])
    errors = [abs(anand_history(one, times, strain, steps=n)[1] - true) for n in (20, 40, 80)]
    orders = [math.log2(a / b) for a, b in pairwise(errors)]
    assert orders == pytest.approx([2.0, 2.0], abs=0.15)


def test_unloading_and_compression_mirror_tension() -> None:
    one = anand_law()
    pull = anand_history(one, [0.0, 10.0, 20.0], [0.0, 0.02, 0.015])
    push = anand_history(one, [0.0, 10.0, 20.0], [0.0, -0.02, -0.015])
    assert push == pytest.approx(-pull)
    assert pull[2] < pull[1]


def test_creep_time_under_constant_stress_is_the_integral() -> None:
    one = anand_law()
    true, _ = quad(lambda e: float(1.0 / one.rate_at(2e6, e)), 0.0, 0.5, epsrel=1e-12)
    assert one.creep_time_s(2e6, 0.5) == pytest.approx(true, rel=1e-10)
    # Long after, each further strain takes the time of steady creep.
    late = one.creep_time_s(2e6, 2000.0) - one.creep_time_s(2e6, 1999.0)
    assert late == pytest.approx(1.0 / float(one.rate_at(2e6)), rel=2e-3)


# ------------------------------------------------------------------ closure of a void


@pytest.mark.parametrize("exponent", [1.0, 3.0, 5.0, 6.6])
def test_closing_rate_balances_the_forces_of_the_shell(exponent: float) -> None:
    # Integrate the balance of forces of the flow v = a^2 (da/dt)/r^2 by quadrature.
    one, pressure, share = law(exponent), 3e6, 0.2
    rate = float(closing_rate_per_s(pressure, one, porosity=share))

    def pull(r: float) -> float:
        strain_rate = 2.0 * rate / r**3
        return 2.0 * float(one.stress_Pa(strain_rate)) / r

    force, _ = quad(pull, 1.0, share ** (-1.0 / 3.0), epsrel=1e-10)
    assert force == pytest.approx(pressure, rel=1e-8)


def test_linear_flow_closes_as_a_viscous_liquid_does() -> None:
    # da/dt = -a p/(4 mu) for a bubble in a liquid; 3 mu = stress over strain rate.
    viscosity = 1e6 / 0.01 / 3.0
    rate = closing_rate_per_s(2e6, law(1.0))
    assert float(rate) == pytest.approx(2e6 / (4.0 * viscosity))


def test_crowded_voids_close_faster_than_one_alone() -> None:
    rates = closing_rate_per_s(1e6, ROY, porosity=np.array([0.0, 0.01, 0.1]))
    assert np.all(np.diff(rates) > 0.0)


def test_capillary_pressure() -> None:
    assert float(capillary_pressure_Pa(1e-6, 0.556)) == pytest.approx(1.112e6)


# ------------------------------------------------------------------ stripping


def balance(closing_per_s: float, diffusivity: float = 5.6e-15) -> VoidBalance:
    one = np.ones(1)
    return VoidBalance(
        2e-5 * one, 0.5 * one, closing_per_s * one, diffusivity * one, 1e-5 * one, V_LI
    )


def test_speed_of_the_front_and_thickness_of_a_charge() -> None:
    assert pytest.approx(1.347e-9, rel=5e-4) == 10.0 * V_LI / FARADAY_C_PER_MOL
    assert pytest.approx(4.850e-6, rel=2e-4) == 36e3 * V_LI / FARADAY_C_PER_MOL
    assert molar_volume_m3_per_mol() == pytest.approx(V_LI, rel=1e-3)


def test_without_creep_diffusion_alone_sets_the_critical_current() -> None:
    found = balance(0.0).critical_current_A_per_m2[0]
    assert found == pytest.approx(FARADAY_C_PER_MOL * 5.6e-15 / (V_LI * 1e-5))


def test_without_creep_and_diffusion_every_atom_leaves_a_void() -> None:
    one = balance(0.0, 0.0)
    assert one.capacity_C_per_m2(7.0)[0] == pytest.approx(
        FARADAY_C_PER_MOL / V_LI * one.volume_m[0]
    )
    # (2/3) a^3/b^2 at half of the area.
    assert one.volume_m[0] == pytest.approx(2.0 / 3.0 * one.radius_m[0] ** 3 / 1e-5**2)


def test_capacity_is_that_of_the_integrated_balance() -> None:
    one = balance(1e-3)
    current = 1.4 * one.critical_current_A_per_m2[0]
    growth = (current - one.diffusion_current_A_per_m2[0]) * V_LI / FARADAY_C_PER_MOL

    def full(time: float, volume: np.ndarray) -> float:
        return float(volume[0] - one.volume_m[0])

    full.terminal = True  # type: ignore[attr-defined]
    found = solve_ivp(
        lambda t, w: growth - 3e-3 * w, (0.0, 1e5), [0.0], events=full, rtol=1e-10, atol=1e-16
    )
    assert one.capacity_C_per_m2(current)[0] == pytest.approx(
        current * found.t_events[0][0], rel=1e-6
    )


def test_just_below_the_critical_current_contact_never_goes() -> None:
    one = balance(1e-3)
    limit = one.critical_current_A_per_m2[0]
    assert np.isinf(one.capacity_C_per_m2(0.999 * limit)[0])
    assert np.isfinite(one.capacity_C_per_m2(1.001 * limit)[0])


def test_share_lost_at_the_capacity_is_the_limit() -> None:
    one = balance(1e-3)
    current = 2.0 * float(one.critical_current_A_per_m2[0])
    charge = float(one.capacity_C_per_m2(current)[0])
    assert one.share_lost(current, charge)[0] == pytest.approx(0.5)


def test_self_diffusion_warms() -> None:
    factor = float(self_diffusion().factor(np.array(348.15)))
    assert factor == pytest.approx(math.exp(-53e3 / 8.31446 * (1 / 348.15 - 1 / 298.15)), rel=1e-4)


# ------------------------------------------------------------------ flux focusing


@pytest.mark.parametrize("shape", ["disc", "strip"])
def test_focusing_vanishes_with_the_size(shape: str) -> None:
    factor = flux_focusing(np.array([0.0, 1e-10, 1e-9]), KAPPA, Z, shape=shape)  # type: ignore[arg-type]
    assert factor == pytest.approx(1.0, abs=2e-3)
    assert np.all(np.diff(factor) > 0.0)


def test_small_disc_adds_two_thirds_of_its_size() -> None:
    # The mean of 1/distance over a disc seen from its rim: 4 a.
    for ratio in (1e-5, 1e-4):
        factor = float(flux_focusing(ratio * 20e-6, KAPPA, Z))
        assert (factor - 1.0) / ratio == pytest.approx(2.0 / math.pi, rel=3e-3)


def test_large_place_follows_the_square_root() -> None:
    # Wiener-Hopf at the edge, with the singular field of perfect contact around it.
    disc = float(flux_focusing(100.0 * 20e-6, KAPPA, Z))
    assert disc == pytest.approx(math.sqrt(2.0 * 100.0 / math.pi), rel=0.03)
    strip = float(flux_focusing(100.0 * 20e-6, KAPPA, Z, shape="strip"))
    assert strip == pytest.approx(math.sqrt(math.pi * 100.0 / 2.0), rel=0.03)


@pytest.mark.parametrize("shape", ["disc", "strip"])
def test_huge_places_reach_their_limit(shape: Literal["disc", "strip"]) -> None:
    ratios = np.array([190.0, 199.9, 200.1, 1e3, 1e4, 1e6, 1e9])
    found = flux_focusing(ratios, 1.0, 1.0, shape=shape)
    limit = np.sqrt(ratios * (2.0 / np.pi if shape == "disc" else 0.5 * np.pi))
    assert np.all(found > limit)
    assert found / limit == pytest.approx(1.0, abs=0.02)
    assert found[-3:] / limit[-3:] == pytest.approx(1.0, abs=1e-3)
    assert np.all(np.diff(found) > 0.0)
    assert found[2] / found[1] == pytest.approx((200.1 / 199.9) ** 0.5, rel=1e-4)


def test_only_the_ratio_of_lengths_matters() -> None:
    assert float(flux_focusing(30e-6, 0.04, 5e-4)) == pytest.approx(
        float(flux_focusing(3e-6, 0.4, 5e-6))
    )


def test_strip_against_finite_differences() -> None:
    # The same problem on a fine grid of one half of a wide box; far away the even current.
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import spsolve

    half, length, cells = 1.0, 1.0, 40
    h = half / cells
    nx, nz = 14 * cells, 12 * cells
    index = np.arange(nx * nz).reshape(nx, nz)
    rows, columns, values = [], [], []
    right = np.zeros(nx * nz)

    def join(a: np.ndarray, b: np.ndarray) -> None:
        for one, other in ((a, b), (b, a)):
            rows.extend([one.ravel(), one.ravel()])
            columns.extend([one.ravel(), other.ravel()])
            values.extend([np.ones(one.size), -np.ones(one.size)])

    join(index[:-1], index[1:])
    join(index[:, :-1], index[:, 1:])
    contact = index[cells:, 0]
    rows.append(contact)
    columns.append(contact)
    values.append(np.full(contact.size, h / (length + 0.5 * h)))
    right[index[:, -1]] = h  # even current from afar
    matrix = coo_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    ).tocsr()
    field = spsolve(matrix, right)
    flux = field[contact] / (length + 0.5 * h)
    # Half a cell from the edge, carried to it along the line through the first two cells; the
    # box carries the whole current through less contact than there is far away.
    edge = 1.5 * flux[0] - 0.5 * flux[1]
    exact = float(flux_focusing(1.0, 1.0, 1.0, shape="strip"))
    assert edge == pytest.approx(exact, rel=0.03)


def test_width_of_focusing_is_the_inverse() -> None:
    width = width_of_focusing_m(1.7, KAPPA, Z)
    assert float(flux_focusing(0.5 * width, KAPPA, Z)) == pytest.approx(1.7)


def test_twice_the_current_needs_about_sixty_micrometres_of_lost_contact() -> None:
    assert width_of_focusing_m(2.0, KAPPA, Z, shape="strip") == pytest.approx(60e-6, rel=0.1)
    assert width_of_focusing_m(2.0, KAPPA, Z) > 60e-6


# ------------------------------------------------------------------ extrusion


def test_linear_flow_fills_a_tube_as_washburn_says() -> None:
    # x^2 = r^2 p t/(4 mu), Poiseuille flow behind a moving front.
    viscosity = 1e6 / 0.01 / 3.0
    length = float(filled_length_m(1e4, 1e-6, 2e6, law(1.0)))
    assert length**2 == pytest.approx(1e-12 * 2e6 * 1e4 / (4.0 * viscosity))


def test_flow_in_the_tube_is_the_integral_over_its_radius() -> None:
    one, radius, pressure, filled = law(5.0), 2e-6, 5e6, 1e-4

    def speed(r: float) -> float:
        def shear(s: float) -> float:
            stress = 0.5 * s * pressure / filled
            return 3.0**3.0 * one.rate_per_s * (stress / one.strength_Pa) ** 5.0

        return quad(shear, r, radius)[0]

    mean = quad(lambda r: 2.0 * r * speed(r), 0.0, radius)[0] / radius**2
    time = float(crossing_time_s(filled, radius, pressure, one))
    step = float(filled_length_m(time * 1.0001, radius, pressure, one)) - filled
    assert step / (1e-4 * time) == pytest.approx(mean, rel=1e-3)


def test_time_and_length_and_pressure_are_inverse() -> None:
    time = float(crossing_time_s(3e-4, 5e-6, 1e7, ROY))
    assert float(filled_length_m(time, 5e-6, 1e7, ROY)) == pytest.approx(3e-4)
    assert float(crossing_pressure_Pa(3e-4, 5e-6, time, ROY)) == pytest.approx(1e7)


def test_without_pressure_lithium_never_crosses() -> None:
    assert np.isinf(crossing_time_s(3e-4, 5e-6, 0.0, ROY))
