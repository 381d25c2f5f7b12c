"""Front stability between crystals: isotropic limit, invariances, degenerate solids, balances."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.dendrites.stability import (
    Electrode,
    OutOfPlane,
    Plating,
    cubic_stiffness,
    elastic_slope_J_per_mol,
    front_stability_anisotropic,
    isotropic_stiffness,
    known_crystals,
    lithium_crystal,
    rotate_stiffness,
    scan_contact,
)
from davylamp.dendrites.stability.impedance import barnett_lothe, half_space
from davylamp.dendrites.stability.stiffness import frame, full_tensor

GAMMA, VOLUME = 0.5, 1.3e-5


def some_stiffness(rng: np.random.Generator) -> np.ndarray:
    """Return a triclinic, positive definite tensor of about 30 GPa."""
    part = rng.normal(size=(6, 6))
    return 1e9 * (isotropic_stiffness(20.0, 0.3) + 3.0 * part @ part.T)


def some_rotation(rng: np.random.Generator) -> np.ndarray:
    return frame(rng.normal(size=3), rng.normal(size=3))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("out_of_plane", list(OutOfPlane))
def test_isotropic_tensors_give_the_closed_form(seed, out_of_plane):
    rng = np.random.default_rng(seed)
    ge, gs = 1e9 * 10.0 ** rng.uniform(-1, 2), 1e9 * 10.0 ** rng.uniform(-3, 2.5)
    ne, ns, v = rng.uniform(-0.5, 0.49), rng.uniform(-0.5, 0.49), 10.0 ** rng.uniform(-2, 1.2)
    found = front_stability_anisotropic(
        isotropic_stiffness(ge, ne),
        isotropic_stiffness(gs, ns),
        Plating(v, VOLUME, GAMMA),
        electrolyte_axes=some_rotation(rng),
        out_of_plane=out_of_plane,
    )
    exact = float(elastic_slope_J_per_mol(gs, ns, v, Electrode(ge, ne, VOLUME, GAMMA)))
    scale = VOLUME * max(ge, gs)
    assert np.abs(found.slope_J_per_mol - exact).max() < 1e-8 * min(
        scale, abs(exact) + 1e-4 * scale
    )


@pytest.mark.parametrize("seed", range(4))
def test_barnett_lothe_tensors_square_to_minus_one(seed):
    rng = np.random.default_rng(seed)
    c = full_tensor(some_stiffness(rng) / 1e10)[None]
    x = barnett_lothe(c)[0]
    assert x @ x == pytest.approx(-np.eye(6), abs=1e-9)
    assert x[:3, 3:] == pytest.approx(x[:3, 3:].T, abs=1e-10)
    assert np.linalg.eigvalsh(x[:3, 3:])[0] > 0.0


def test_solution_obeys_equilibrium_inside_the_solid():
    """The displacement that the impedance implies, followed inwards, balances forces."""
    rng = np.random.default_rng(5)
    c = full_tensor(some_stiffness(rng))
    solid = half_space(c[None], below=False)
    q, r, t = c[0, :, :, 0], c[0, :, :, 2], c[2, :, :, 2]
    across = np.linalg.solve(t, solid.impedance_Pa[0] - 1j * r.T)
    rest = -q + 1j * (r + r.T) @ across + t @ across @ across
    assert np.abs(rest).max() < 1e-9 * np.abs(c).max()
    assert np.linalg.eigvals(across).real.max() < 0.0


def test_impedances_of_both_sides_are_those_of_a_stable_solid():
    rng = np.random.default_rng(6)
    c = full_tensor(some_stiffness(rng))[None]
    for below, sign in ((True, 1.0), (False, -1.0)):
        z = sign * half_space(c, below).impedance_Pa[0]
        assert z == pytest.approx(z.conj().T, rel=1e-9)
        assert np.linalg.eigvalsh(z)[0] > 0.0


def test_turning_both_crystals_turns_the_answer():
    rng = np.random.default_rng(7)
    e, s, r = some_stiffness(rng), some_stiffness(rng), some_rotation(rng)
    plating = Plating(0.2, VOLUME, GAMMA)
    plain = front_stability_anisotropic(e, s, plating, angle_rad=[0.3])
    turned = front_stability_anisotropic(
        rotate_stiffness(e, r),
        rotate_stiffness(s, r),
        plating,
        electrode_axes=r.T,
        electrolyte_axes=r.T,
        angle_rad=[0.3],
    )
    assert turned.slope_J_per_mol == pytest.approx(plain.slope_J_per_mol, rel=1e-9)


def test_a_turn_about_the_normal_only_shifts_the_direction():
    rng = np.random.default_rng(8)
    e, s = some_stiffness(rng), some_stiffness(rng)
    turn = frame([0, 0, 1], [np.cos(0.4), np.sin(0.4), 0.0])
    plating = Plating(0.2, VOLUME, GAMMA)
    turned = front_stability_anisotropic(
        e, s, plating, electrode_axes=turn, electrolyte_axes=turn, angle_rad=[0.1]
    )
    plain = front_stability_anisotropic(e, s, plating, angle_rad=[0.5])
    assert turned.slope_J_per_mol == pytest.approx(plain.slope_J_per_mol, rel=1e-9)


def test_the_opposite_direction_has_the_conjugate_growth():
    rng = np.random.default_rng(9)
    found = front_stability_anisotropic(
        some_stiffness(rng), some_stiffness(rng), Plating(0.2), angle_rad=[0.7, 0.7 + np.pi]
    )
    first, second = found.slope_J_per_mol
    assert first == pytest.approx(second.conjugate(), rel=1e-9)
    assert abs(first.imag) > 1.0


def test_cubic_axes_repeat_every_quarter_turn():
    lithium = lithium_crystal().stiffness_Pa
    found = front_stability_anisotropic(
        lithium, lithium, Plating(0.3), angle_rad=np.array([0.2, 0.2 + np.pi / 2, -0.2])
    )
    assert found.slope_J_per_mol == pytest.approx(found.slope_J_per_mol[0], rel=1e-9)


def test_identical_crystals_feel_no_pressure():
    """Their pressures are opposite, so the growth is that of the part beside it alone."""
    lithium = lithium_crystal().stiffness_Pa
    slopes = [
        front_stability_anisotropic(
            lithium, lithium, Plating(v, VOLUME, GAMMA), angle_rad=[0.0]
        ).slope_J_per_mol[0].real / (1.0 + v)
        for v in (0.0, 0.5, 3.0)
    ]  # fmt: skip
    assert max(slopes) == pytest.approx(min(slopes), rel=1e-9)


def test_a_vanishing_electrolyte_leaves_the_pressure_of_lithium_alone():
    lithium = lithium_crystal().stiffness_Pa
    soft = isotropic_stiffness(1.0, 0.3)
    for v, sign in ((0.1, -1.0), (4.0, 1.0)):
        found = front_stability_anisotropic(lithium, soft, Plating(v))
        assert np.all(sign * found.slope_J_per_mol.real > 0.0)


def test_a_nearly_isotropic_solid_is_next_to_the_isotropic_one():
    """No eigenvectors are lost on the way: the answer moves with the tensor, not with its root."""
    base = isotropic_stiffness(20e9, 0.3)
    lithium = lithium_crystal().stiffness_Pa
    exact = front_stability_anisotropic(lithium, base, Plating(0.1)).slope_J_per_mol
    for share in (1e-4, 1e-7, 1e-10, 1e-13):
        near = base + np.diag([0.0, 0.0, 0.0, share, -share, share]) * 20e9
        moved = front_stability_anisotropic(lithium, near, Plating(0.1)).slope_J_per_mol
        assert np.abs(moved - exact).max() < (3.0 * share + 1e-12) * np.abs(exact).max()


def test_scan_holds_the_single_contact():
    lithium, crystal = lithium_crystal(), known_crystals()["mp-867695"]
    plating = lithium.plating("111", crystal.volume_ratio)
    axes = lithium.face("111"), crystal.face("101")
    scan = scan_contact(lithium.stiffness_Pa, crystal.stiffness_Pa, plating, *axes, directions=12)
    single = front_stability_anisotropic(
        lithium.stiffness_Pa,
        crystal.stiffness_Pa,
        plating,
        electrode_axes=axes[0],
        electrolyte_axes=axes[1],
        angle_rad=scan.angle_rad,
    )
    assert scan.slope_J_per_mol[0] == pytest.approx(single.slope_J_per_mol.real, rel=1e-9)
    twist = 5
    turned = frame([0, 0, 1], [np.cos(-scan.twist_rad[twist]), np.sin(-scan.twist_rad[twist]), 0])
    other = front_stability_anisotropic(
        lithium.stiffness_Pa,
        crystal.stiffness_Pa,
        plating,
        electrode_axes=axes[0],
        electrolyte_axes=turned @ axes[1],
        angle_rad=scan.angle_rad,
    )
    assert scan.slope_J_per_mol[twist] == pytest.approx(other.slope_J_per_mol.real, rel=1e-9)


def test_a_nearly_unstable_lattice_still_converges():
    soft = cubic_stiffness(13.5e9, 13.4999e9, 8.78e9)
    found = front_stability_anisotropic(lithium_crystal().stiffness_Pa, soft, Plating(0.1))
    assert np.all(np.isfinite(found.slope_J_per_mol))
