"""Growth of a ripple on the front between two crystals, with their full stiffness.

The problem is the one of the isotropic theory: both solids follow the ripple, u_z = A, they are
bonded, and shear traction passes through the front. With the pressure of the plane of the
ripple, p = -(s_xx + s_zz)/2, and d = s_zz + p,

    chi = V (1 - v)/(2 z) (p_e + p_s) + V (1 + v)/(2 z) (d_e - d_s) - V (1 + v) gamma k^2/(2 z).

Between crystals chi is complex where no mirror plane holds the wave: its real part is the growth,
its imaginary part lets the ripple drift sideways. A crystal may also push material out of the plane
of the wave. `OutOfPlane.BONDED` lets the front move that way, both solids together and with equal
traction; `OutOfPlane.HELD` forbids it, as the published screening did.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.stability.critical import growth_edge
from davylamp.dendrites.stability.impedance import HalfSpace, half_space
from davylamp.dendrites.stability.stiffness import checked_stiffness, full_tensor

__all__ = [
    "AnisotropicFront",
    "OutOfPlane",
    "Plating",
    "elastic_slopes_J_per_mol",
    "front_stability_anisotropic",
    "half_spaces",
]

FloatArray = npt.NDArray[np.float64]
ComplexArray = npt.NDArray[np.complex128]

_DIRECTIONS: Final = 72


class OutOfPlane(StrEnum):
    """What the front may do at a right angle to the plane of the wave."""

    BONDED = "bonded"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Plating:
    """What plating brings beside elasticity.

    Parameters
    ----------
    volume_ratio : float
        Molar volume of the ion in the electrolyte over that of the metal.
    molar_volume_m3_per_mol : float
        Molar volume of the metal [m3/mol].
    surface_energy_J_per_m2 : float
        Energy of this contact [J/m2].
    charge_number : int
        Electrons per atom.
    """

    volume_ratio: float
    molar_volume_m3_per_mol: float = 1.3e-5
    surface_energy_J_per_m2: float = 0.556
    charge_number: int = 1

    def __post_init__(self) -> None:
        for name, least in (
            ("volume_ratio", 0.0),
            ("surface_energy_J_per_m2", 0.0),
            ("charge_number", 1),
        ):
            value = getattr(self, name)
            if not (np.isfinite(value) and value >= least):
                raise InputError(f"{name} is {value!r}, must be at least {least:g}")
        if not (np.isfinite(self.molar_volume_m3_per_mol) and self.molar_volume_m3_per_mol > 0.0):
            raise InputError(
                f"molar_volume_m3_per_mol is {self.molar_volume_m3_per_mol!r}, must be above 0"
            )

    @property
    def surface_curvature_J_m_per_mol(self) -> float:
        """What surface energy takes from chi, over k^2 [J m/mol]."""
        size = self.molar_volume_m3_per_mol * self.surface_energy_J_per_m2
        return size * (1.0 + self.volume_ratio) / (2.0 * self.charge_number)


@dataclass(frozen=True, slots=True)
class AnisotropicFront:
    """Stability of one contact of two crystals, for every direction of the wave along it.

    Parameters
    ----------
    angle_rad : array, shape (n,)
        Direction of the wave from the x axis of both crystals, towards y [rad].
    slope_J_per_mol : complex array, shape (n,)
        Elastic part of chi over k; its real part decides.
    surface_curvature_J_m_per_mol : float
        Surface part of chi over -k^2.
    """

    angle_rad: FloatArray
    slope_J_per_mol: ComplexArray
    surface_curvature_J_m_per_mol: float

    @property
    def worst(self) -> int:
        """Place of the direction in which ripples grow most."""
        return int(np.argmax(self.slope_J_per_mol.real))

    @property
    def stable(self) -> bool:
        """Whether no ripple grows in any of the directions."""
        return bool(np.all(self.slope_J_per_mol.real < 0.0))

    @property
    def critical_wavelength_m(self) -> FloatArray:
        """Wavelength above which ripples grow, by direction, infinite where none does [m]."""
        return growth_edge(self.slope_J_per_mol.real, self.surface_curvature_J_m_per_mol)[1]

    def chi_J_per_mol_m(self, wave_number_per_m: float) -> FloatArray:
        """Return the growth of ripples of one wave number, by direction [J/mol/m]."""
        k = wave_number_per_m
        return np.asarray(
            self.slope_J_per_mol.real * k - self.surface_curvature_J_m_per_mol * k * k
        )


def front_stability_anisotropic(
    electrode_Pa: npt.ArrayLike,
    electrolyte_Pa: npt.ArrayLike,
    plating: Plating,
    *,
    electrode_axes: npt.ArrayLike | None = None,
    electrolyte_axes: npt.ArrayLike | None = None,
    angle_rad: npt.ArrayLike | None = None,
    out_of_plane: OutOfPlane = OutOfPlane.BONDED,
) -> AnisotropicFront:
    """Return the stability of the contact of two crystals over directions of the wave.

    Parameters
    ----------
    electrode_Pa, electrolyte_Pa : array, shape (6, 6)
        Stiffness in the axes of each crystal, Voigt's order [Pa].
    plating : Plating
        Volumes, surface energy, charge.
    electrode_axes, electrolyte_axes : array, shape (3, 3), optional
        Rows: x, y and z of the contact in the axes of each crystal; z points from electrode to
        electrolyte. See `frame` and `surface_frame`. The crystal's own axes if left out.
    angle_rad : array, shape (n,), optional
        Directions of the wave [rad]; 72 over half a turn if left out, as the other half repeats it.
    out_of_plane : OutOfPlane
        What the front may do at a right angle to the wave.

    Raises
    ------
    InputError
        If a tensor is not positive definite, or axes are not orthonormal.

    Examples
    --------
    >>> from davylamp.dendrites.stability import cubic_stiffness, isotropic_stiffness
    >>> lithium = cubic_stiffness(13.42e9, 11.3e9, 8.8e9)
    >>> front = front_stability_anisotropic(
    ...     lithium, isotropic_stiffness(60e9, 0.27), Plating(0.1), angle_rad=[0.0])
    >>> front.stable
    False
    """
    if angle_rad is None:
        angle_rad = np.arange(_DIRECTIONS) * (np.pi / _DIRECTIONS)
    angles = np.atleast_1d(np.asarray(angle_rad, dtype=np.float64))
    if angles.ndim != 1 or angles.size == 0 or not np.all(np.isfinite(angles)):
        raise InputError("angle_rad must be one finite angle or more")
    lower = half_spaces(electrode_Pa, electrode_axes, angles, "electrode")
    upper = half_spaces(electrolyte_Pa, electrolyte_axes, angles, "electrolyte")
    slope = elastic_slopes_J_per_mol(lower, upper, plating, out_of_plane)
    return AnisotropicFront(angles, slope, plating.surface_curvature_J_m_per_mol)


def elastic_slopes_J_per_mol(
    electrode: HalfSpace, electrolyte: HalfSpace, plating: Plating, out_of_plane: OutOfPlane
) -> ComplexArray:
    """Return the elastic part of chi over k of pairs of half-spaces, shape (n,) [J/mol].

    Parameters
    ----------
    electrode, electrolyte : HalfSpace
        Below and above the front.
    plating : Plating
        Volumes and charge.
    out_of_plane : OutOfPlane
        What the front may do at a right angle to the wave.
    """
    jump = electrode.impedance_Pa - electrolyte.impedance_Pa
    moves = 2 if out_of_plane is OutOfPlane.BONDED else 1
    # Shear tractions of both sides balance: the displacements along the front follow from u_z = 1.
    u = np.zeros((len(jump), 3), dtype=np.complex128)
    u[:, 2] = 1.0
    u[:, :moves] = np.linalg.solve(jump[:, :moves, :moves], -jump[:, :moves, 2:])[..., 0]
    pressure, beside = [], []
    for side in (electrode, electrolyte):
        stress = np.einsum("nijl,nl->nij", side.stress_Pa, u)
        p = -0.5 * (stress[:, 0, 0] + stress[:, 2, 2])
        pressure.append(p)
        beside.append(stress[:, 2, 2] + p)
    v = plating.volume_ratio
    size = plating.molar_volume_m3_per_mol / (2.0 * plating.charge_number)
    return np.asarray(
        size * ((1.0 - v) * (pressure[0] + pressure[1]) + (1.0 + v) * (beside[0] - beside[1]))
    )


def half_spaces(
    stiffness_Pa: npt.ArrayLike, axes: npt.ArrayLike | None, angle_rad: FloatArray, name: str
) -> HalfSpace:
    """Return the response of a crystal to waves of several directions along its face.

    Parameters
    ----------
    stiffness_Pa : array, shape (6, 6)
        In the axes of the crystal [Pa].
    axes : array, shape (3, 3), or None
        Rows: x, y and z of the contact in those axes; None for the axes themselves.
    angle_rad : array, shape (n,)
        Directions from x towards y [rad].
    name : str
        ``electrode``, which fills z < 0, or ``electrolyte``, which fills z > 0.
    """
    return half_space(_turned(stiffness_Pa, axes, angle_rad, name), below=name == "electrode")


def _turned(
    stiffness_Pa: npt.ArrayLike, axes: npt.ArrayLike | None, angles: FloatArray, name: str
) -> FloatArray:
    """Return the stiffness with x along each direction of the wave, shape (n, 3, 3, 3, 3)."""
    tensor = full_tensor(checked_stiffness(stiffness_Pa, f"stiffness of the {name}"))
    rows = np.eye(3) if axes is None else np.asarray(axes, dtype=np.float64)
    if (
        rows.shape != (3, 3)
        or not np.abs(rows @ rows.T - np.eye(3)).max() < 1e-9
        or np.linalg.det(rows) < 0.0
    ):
        raise InputError(f"the axes of the {name} must be three right-handed orthonormal rows")
    cosine, sine, zero = np.cos(angles), np.sin(angles), np.zeros_like(angles)
    spin = np.array([[cosine, sine, zero], [-sine, cosine, zero], [zero, zero, zero + 1.0]])
    r = np.moveaxis(spin, 2, 0) @ rows
    # One index at a time: all at once would take 81 times as many products.
    turned = np.broadcast_to(tensor, (len(angles), 3, 3, 3, 3))
    for pattern in ("nai,nijkl->najkl", "naj,nijkl->niakl", "nak,nijkl->nijal", "nal,nijkl->nijka"):
        turned = np.einsum(pattern, r, turned)
    return turned
