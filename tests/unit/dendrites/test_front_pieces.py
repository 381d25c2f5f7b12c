"""Front stability: refusals, tensors, crystals."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.core.errors import InputError
from davylamp.dendrites.stability import (
    Electrode,
    Plating,
    chi_J_per_mol_m,
    critical_modulus_ratio,
    cubic_stiffness,
    frame,
    front_stability_anisotropic,
    hill_moduli,
    isotropic_stiffness,
    known_crystals,
    lithium_crystal,
    poisson_from_moduli,
    rotate_stiffness,
    scan_contact,
    surface_frame,
)
from davylamp.dendrites.stability.stiffness import checked_stiffness


@pytest.mark.parametrize(
    ("place", "value", "name"),
    [(0, -1.0, "shear_modulus_Pa"), (0, float("nan"), "shear_modulus_Pa"),
     (0, float("inf"), "shear_modulus_Pa"), (1, 0.51, "poisson_ratio"),
     (1, -1.0, "poisson_ratio"), (1, float("nan"), "poisson_ratio"),
     (2, -0.1, "volume_ratio"), (3, -1.0, "wave_number_per_m")],
)  # fmt: skip
def test_impossible_numbers_are_refused_by_name(place, value, name):
    given = [20e9, 0.3, 0.1, 1e8]
    given[place] = value
    with pytest.raises(InputError, match=name):
        chi_J_per_mol_m(*given)
    given[place] = np.array([given[place]])
    with pytest.raises(InputError, match=name):
        chi_J_per_mol_m(*given)


@pytest.mark.parametrize(
    "change",
    [{"shear_modulus_Pa": 0.0}, {"poisson_ratio": 0.5}, {"molar_volume_m3_per_mol": -1.0},
     {"surface_energy_J_per_m2": float("nan")}, {"charge_number": 0}],
)  # fmt: skip
def test_an_impossible_electrode_is_refused(change):
    good = {"shear_modulus_Pa": 3.4e9, "poisson_ratio": 0.42, "molar_volume_m3_per_mol": 1.3e-5,
            "surface_energy_J_per_m2": 0.5}  # fmt: skip
    with pytest.raises(InputError, match=next(iter(change))):
        Electrode(**{**good, **change})


def test_an_impossible_ratio_is_refused():
    with pytest.raises(InputError, match="volume_ratio"):
        critical_modulus_ratio(-0.1, 0.3)
    with pytest.raises(InputError, match="poisson_ratio"):
        critical_modulus_ratio(0.1, 0.6)
    with pytest.raises(InputError, match="volume_ratio"):
        Plating(float("nan"))


def test_moduli_without_a_poisson_ratio_give_none():
    assert np.isnan(poisson_from_moduli(0.0, 0.0))
    assert np.isnan(poisson_from_moduli(np.nan, 1.0))


def test_arrays_broadcast():
    chi = chi_J_per_mol_m(np.array([[5e9], [60e9]]), 0.3, np.array([0.05, 0.1, 2.0]), 1e8)
    assert chi.shape == (2, 3)
    assert chi[1, 2] == pytest.approx(float(chi_J_per_mol_m(60e9, 0.3, 2.0, 1e8)))


def test_tensors_are_checked():
    good = isotropic_stiffness(20e9, 0.3)
    skew = good.copy()
    skew[0, 1] *= 1.1
    with pytest.raises(InputError, match="not symmetric: C12"):
        checked_stiffness(skew)
    with pytest.raises(InputError, match="not positive definite"):
        cubic_stiffness(10e9, 11e9, 5e9)
    with pytest.raises(InputError, match="shape"):
        checked_stiffness(good[:3, :3])
    with pytest.raises(InputError, match="not finite"):
        checked_stiffness(good * np.nan)
    with pytest.raises(InputError, match="electrolyte"):
        front_stability_anisotropic(good, -good, Plating(0.1))
    with pytest.raises(InputError, match="poisson_ratio"):
        isotropic_stiffness(1e9, 0.5)


def test_axes_are_checked():
    good = isotropic_stiffness(20e9, 0.3)
    for axes in (2.0 * np.eye(3), np.diag([1.0, 1.0, -1.0]), np.eye(2)):
        with pytest.raises(InputError, match="axes of the electrode"):
            front_stability_anisotropic(good, good, Plating(0.1), electrode_axes=axes)
        with pytest.raises(InputError, match="orthonormal"):
            rotate_stiffness(good, axes)
    with pytest.raises(InputError, match="parallel"):
        frame([1, 0, 0], [2, 0, 0])
    with pytest.raises(InputError, match="normal"):
        frame([0, 0, 0], [1, 0, 0])
    with pytest.raises(InputError, match="opposite"):
        surface_frame([0, -1, 0])
    with pytest.raises(InputError, match="angle_rad"):
        front_stability_anisotropic(good, good, Plating(0.1), angle_rad=[])
    with pytest.raises(InputError, match="directions"):
        scan_contact(good, good, Plating(0.1), np.eye(3), np.eye(3), directions=0)


def test_turning_keeps_an_isotropic_solid_and_its_averages():
    turn = frame([1, 2, 3], [0.3, -1, 0.2])
    iso = isotropic_stiffness(20e9, 0.3)
    assert rotate_stiffness(iso, turn) == pytest.approx(iso, rel=1e-12, abs=1.0)
    lithium = lithium_crystal().stiffness_Pa
    turned = rotate_stiffness(lithium, turn)
    assert hill_moduli(turned) == pytest.approx(hill_moduli(lithium))
    assert rotate_stiffness(turned, turn.T) == pytest.approx(lithium, abs=1e-3)


def test_rotation_of_a_known_case():
    """C11 along [110] of a cubic crystal is (C11 + C12)/2 + C44."""
    turned = rotate_stiffness(cubic_stiffness(13.5e9, 11.44e9, 8.78e9), frame([0, 0, 1], [1, 1, 0]))
    assert turned[0, 0] / 1e9 == pytest.approx(21.25)
    assert turned[5, 5] / 1e9 == pytest.approx(1.03)


def test_faces_lie_where_they_are_called():
    crystal = known_crystals()["mp-867695"]
    normal = crystal.face("101")[2]
    assert normal == pytest.approx(np.array([1, 0, 0.897900856]) / np.hypot(1, 0.897900856))
    for text in ("11", "1-1", "000", "abc"):
        with pytest.raises(InputError, match="no face"):
            crystal.face(text)
    with pytest.raises(InputError, match="known are 010"):
        lithium_crystal().plating("310", 0.1)


def test_recovered_moduli_agree_with_the_whole_numbers_of_the_screening():
    """Constants from one table, polycrystal averages in another."""
    for ident, shear, bulk in (("mp-135", 4, 14), ("mp-1138", 51, 70), ("mp-753195", 4, 7)):
        g, k = hill_moduli(known_crystals()[ident].stiffness_Pa)
        assert g / 1e9 == pytest.approx(shear, abs=1.0)
        assert k / 1e9 == pytest.approx(bulk, abs=1.0)
