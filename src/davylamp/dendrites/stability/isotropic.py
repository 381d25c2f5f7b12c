"""Growth of a ripple on the front between two isotropic solids.

A ripple of amplitude A and wave number k shifts the electrochemical potential of the electrons at
its crests by chi A. Where chi is positive the crests plate faster than the troughs: the front is
unstable. Three parts add: pressure acting on the difference of molar volumes, normal stress
deviating from that pressure, and surface energy.

Both solids are half-spaces, bonded, without other load; the front is displaced with the ripple, and
shear traction passes through it (Monroe and Newman). Pressure is that of the plane of the ripple,
-(s_xx + s_zz)/2. Growth by transport or kinetics, plastic flow, flaws and voids are left out.

References
----------
Monroe and Newman 2005, 10.1149/1.1850854; Ahmad and Viswanathan 2017, arXiv:1702.08406; Ahmad et
al. 2018, 10.1021/acscentsci.8b00229.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.stability.electrode import PUBLISHED_LITHIUM, Electrode

__all__ = [
    "CREDIBLE_BULK_Pa",
    "CREDIBLE_SHEAR_Pa",
    "chi_J_per_mol_m",
    "chi_deviatoric_J_per_mol_m",
    "chi_hydrostatic_J_per_mol_m",
    "chi_surface_J_per_mol_m",
    "elastic_slope_J_per_mol",
    "poisson_from_moduli",
    "reduced_slope_Pa",
    "surface_curvature_J_m_per_mol",
]

FloatArray = npt.NDArray[np.float64]

#: Moduli of solids, from a gel to four times diamond. Beyond them a unit is wrong, and 60 Pa for
#: 60 GPa would make a ceramic's front stable. The formulas themselves hold to both limits.
CREDIBLE_SHEAR_Pa: Final = (1e3, 2e12)
#: The same of the bulk modulus, from a foam to four times diamond.
CREDIBLE_BULK_Pa: Final = (1e6, 2e12)


def chi_hydrostatic_J_per_mol_m(
    shear_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    volume_ratio: npt.ArrayLike,
    wave_number_per_m: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return the part of chi that pressure brings [J/mol/m].

    chi_h = V (1 - v) k [Gs^2 (3 - 4 ne) + Ge^2 (4 ns - 3)] / (2 z D),
    D = Gs (4 ne - 3)(ns - 1) + Ge (ne - 1)(4 ns - 3).

    Parameters
    ----------
    shear_modulus_Pa : array
        Gs, shear modulus of the electrolyte [Pa].
    poisson_ratio : array
        ns, Poisson's ratio of the electrolyte.
    volume_ratio : array
        v, molar volume of the metal's ion in the electrolyte over that of the metal.
    wave_number_per_m : array
        k [1/m].
    electrode : Electrode
        The metal: Ge, ne, V and z.

    Raises
    ------
    InputError
        If a modulus, ratio or wave number is impossible.

    Examples
    --------
    Identical solids give none:

    >>> bool(abs(chi_hydrostatic_J_per_mol_m(3.4e9, 0.42, 0.1, 1e8)) < 1e-3)
    True
    """
    gs, ns, v, k = _checked(shear_modulus_Pa, poisson_ratio, volume_ratio, wave_number_per_m)
    return np.asarray(_hydrostatic(gs, ns, v, electrode) * k)


def chi_deviatoric_J_per_mol_m(
    shear_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    volume_ratio: npt.ArrayLike,
    wave_number_per_m: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return the part of chi that stress beside pressure brings [J/mol/m].

    chi_d = 2 Ge Gs V (1 + v) k [2 - 3 ns + ne (4 ns - 3)] / (z D); it is never negative.

    Parameters
    ----------
    shear_modulus_Pa, poisson_ratio, volume_ratio, wave_number_per_m, electrode
        As for `chi_hydrostatic_J_per_mol_m`.
    """
    gs, ns, v, k = _checked(shear_modulus_Pa, poisson_ratio, volume_ratio, wave_number_per_m)
    return np.asarray(_deviatoric(gs, ns, v, electrode) * k)


def chi_surface_J_per_mol_m(
    volume_ratio: npt.ArrayLike,
    wave_number_per_m: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return the part of chi that surface energy brings, never positive [J/mol/m].

    chi_s = -V (1 + v) gamma k^2 / (2 z).

    Parameters
    ----------
    volume_ratio, wave_number_per_m, electrode
        As for `chi_hydrostatic_J_per_mol_m`.
    """
    _, _, v, k = _checked(1.0, 0.0, volume_ratio, wave_number_per_m)
    return np.asarray(-surface_curvature_J_m_per_mol(v, electrode) * k**2)


def chi_J_per_mol_m(
    shear_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    volume_ratio: npt.ArrayLike,
    wave_number_per_m: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return chi, the sum of its three parts: the front is stable where it is below 0 [J/mol/m].

    Parameters
    ----------
    shear_modulus_Pa, poisson_ratio, volume_ratio, wave_number_per_m, electrode
        As for `chi_hydrostatic_J_per_mol_m`.

    Examples
    --------
    A stiff ceramic, whose ions take up little room, at a wave number of 1e8 per metre:

    >>> float(chi_J_per_mol_m(60e9, 0.27, 0.1, 1e8)) > 0.0
    True
    """
    gs, ns, v, k = _checked(shear_modulus_Pa, poisson_ratio, volume_ratio, wave_number_per_m)
    slope = _hydrostatic(gs, ns, v, electrode) + _deviatoric(gs, ns, v, electrode)
    return np.asarray(slope * k - surface_curvature_J_m_per_mol(v, electrode) * k**2)


def elastic_slope_J_per_mol(
    shear_modulus_Pa: npt.ArrayLike,
    poisson_ratio: npt.ArrayLike,
    volume_ratio: npt.ArrayLike,
    electrode: Electrode = PUBLISHED_LITHIUM,
) -> FloatArray:
    """Return (chi_h + chi_d)/k, which no wave number changes [J/mol].

    Its sign decides whether long ripples grow: surface energy only ever acts on short ones.

    Parameters
    ----------
    shear_modulus_Pa, poisson_ratio, volume_ratio, electrode
        As for `chi_hydrostatic_J_per_mol_m`.
    """
    gs, ns, v, _ = _checked(shear_modulus_Pa, poisson_ratio, volume_ratio, 0.0)
    return np.asarray(_hydrostatic(gs, ns, v, electrode) + _deviatoric(gs, ns, v, electrode))


def surface_curvature_J_m_per_mol(
    volume_ratio: npt.ArrayLike, electrode: Electrode = PUBLISHED_LITHIUM
) -> FloatArray:
    """Return -chi_s/k^2 = V (1 + v) gamma / (2 z) [J m/mol].

    Parameters
    ----------
    volume_ratio : array
        Molar volume of the ion in the electrolyte over that of the metal.
    electrode : Electrode
        The metal.
    """
    v = np.asarray(volume_ratio, dtype=np.float64)
    size = electrode.molar_volume_m3_per_mol * electrode.surface_energy_J_per_m2
    return np.asarray(size * (1.0 + v) / (2.0 * electrode.charge_number))


def poisson_from_moduli(
    shear_modulus_Pa: npt.ArrayLike, bulk_modulus_Pa: npt.ArrayLike
) -> FloatArray:
    """Return Poisson's ratio (3 K - 2 G)/(6 K + 2 G); NaN where K and G make none.

    Examples
    --------
    >>> float(poisson_from_moduli(30e9, 50e9))
    0.25
    """
    g = np.asarray(shear_modulus_Pa, dtype=np.float64)
    bulk = np.asarray(bulk_modulus_Pa, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (3.0 * bulk - 2.0 * g) / (6.0 * bulk + 2.0 * g)
    return np.asarray(np.where(np.isfinite(ratio), ratio, np.nan))


def reduced_slope_Pa(gs: Any, ns: Any, v: Any, ge: Any, ne: Any) -> Any:
    """Return z (chi_h + chi_d)/(k V) of arrays, nothing checked [Pa].

    Parameters
    ----------
    gs, ns, v : array
        Shear modulus [Pa] and Poisson's ratio of the electrolyte, ratio of molar volumes.
    ge, ne : array
        Shear modulus [Pa] and Poisson's ratio of the electrode.
    """
    return _hydrostatic_Pa(gs, ns, v, ge, ne) + _deviatoric_Pa(gs, ns, v, ge, ne)


def _denominator(gs: Any, ns: Any, ge: Any, ne: Any) -> Any:
    return gs * (4.0 * ne - 3.0) * (ns - 1.0) + ge * (ne - 1.0) * (4.0 * ns - 3.0)


def _hydrostatic_Pa(gs: Any, ns: Any, v: Any, ge: Any, ne: Any) -> Any:
    stress = gs**2 * (3.0 - 4.0 * ne) + ge**2 * (4.0 * ns - 3.0)
    return 0.5 * (1.0 - v) * stress / _denominator(gs, ns, ge, ne)


def _deviatoric_Pa(gs: Any, ns: Any, v: Any, ge: Any, ne: Any) -> Any:
    mixed = 2.0 - 3.0 * ns + ne * (4.0 * ns - 3.0)
    return 2.0 * (1.0 + v) * ge * gs * mixed / _denominator(gs, ns, ge, ne)


def _hydrostatic(gs: Any, ns: Any, v: Any, electrode: Electrode) -> Any:
    ge, ne = electrode.shear_modulus_Pa, electrode.poisson_ratio
    over = electrode.molar_volume_m3_per_mol / electrode.charge_number
    return over * _hydrostatic_Pa(gs, ns, v, ge, ne)


def _deviatoric(gs: Any, ns: Any, v: Any, electrode: Electrode) -> Any:
    ge, ne = electrode.shear_modulus_Pa, electrode.poisson_ratio
    over = electrode.molar_volume_m3_per_mol / electrode.charge_number
    return over * _deviatoric_Pa(gs, ns, v, ge, ne)


def _checked(
    shear: npt.ArrayLike, poisson: npt.ArrayLike, volume: npt.ArrayLike, wave: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the numbers as arrays, refusing what no solid has.

    A missing number (NaN) is refused as well: it must be reported by whoever has it.
    """
    gs, ns, v, k = (np.asarray(item, dtype=np.float64) for item in (shear, poisson, volume, wave))
    for name, values, allowed, rule in (
        ("shear_modulus_Pa", gs, (gs >= 0.0) & np.isfinite(gs), "at least 0"),
        ("poisson_ratio", ns, (ns > -1.0) & (ns <= 0.5), "above -1 and at most 0.5"),
        ("volume_ratio", v, (v >= 0.0) & np.isfinite(v), "at least 0"),
        ("wave_number_per_m", k, (k >= 0.0) & np.isfinite(k), "at least 0"),
    ):
        if not np.all(allowed):
            wrong = values[~allowed].flat[0] if values.ndim else values
            raise InputError(f"{name} is {float(wrong):g}, must be {rule}")
    return gs, ns, v, k
