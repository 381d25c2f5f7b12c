"""From the overpotential at a flaw to the current that makes it, and back."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError
from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.dendrites.filament.fracture import (
    EDGE_CRACK,
    LITHIUM_M3_PER_MOL,
    critical_overpotential_V,
)

__all__ = ["Seen", "critical_current_A_per_m2", "critical_depth_m", "resistance_seen_ohm_m2"]

FloatArray = npt.NDArray[np.float64]


class Seen(StrEnum):
    """The area resistance whose voltage drives lithium into a flaw."""

    #: The contact alone: a flaw so shallow that the electrolyte beside it drops no voltage.
    CONTACT = "contact"
    #: The contact and the electrolyte beside the flaw, from the surface to the depth of its tip.
    #: Exact for a thin metallic filament that draws little of the current itself. The default.
    CONTACT_AND_FLAW = "contact and flaw"
    #: The contact and the whole layer: what a cell's polarisation shows. No flaw that leaves a
    #: layer behind it sees that much, so the current is a lower bound.
    CONTACT_AND_LAYER = "contact and layer"


def resistance_seen_ohm_m2(
    interface_ohm_m2: npt.ArrayLike,
    flaw_depth_m: npt.ArrayLike,
    conductivity_S_per_m: npt.ArrayLike,
    *,
    seen: Seen = Seen.CONTACT_AND_FLAW,
    layer_thickness_m: npt.ArrayLike | None = None,
) -> FloatArray:
    """Area resistance that a flaw filled with lithium short-circuits [ohm m2].

    ``R = R_contact + a / sigma``. Lithium in a flaw has the potential of the electrode. The
    electrolyte beside its tip lies above it by the drop over the contact and over the depth of
    the flaw: that is what presses lithium into the tip.

    Parameters
    ----------
    interface_ohm_m2 : array
        Area resistance of the contact between lithium and electrolyte [ohm m2].
    flaw_depth_m : array
        Depth of the flaw [m].
    conductivity_S_per_m : array
        Ionic conductivity of the electrolyte [S/m]; may be infinite.
    seen : Seen
        What counts.
    layer_thickness_m : array, optional
        Thickness of the layer [m], needed for `Seen.CONTACT_AND_LAYER`.

    Raises
    ------
    InputError
        If a value is out of range, or a thickness is missing.

    Examples
    --------
    5 ohm cm2 and 10 um at 4e-4 S/cm (2.5 ohm cm2):

    >>> round(1e4 * float(resistance_seen_ohm_m2(5e-4, 1e-5, 0.04)), 2)
    7.5
    """
    require_at_least_zero("interface_ohm_m2", interface_ohm_m2, "ohm m2")
    require_positive("flaw_depth_m", flaw_depth_m, "m")
    require_positive("conductivity_S_per_m", conductivity_S_per_m, "S/m")
    contact = np.asarray(interface_ohm_m2, dtype=np.float64)
    if seen is Seen.CONTACT:
        return contact + 0.0 * np.asarray(flaw_depth_m, dtype=np.float64)
    length = flaw_depth_m
    if seen is Seen.CONTACT_AND_LAYER:
        if layer_thickness_m is None:
            raise InputError("contact and layer: layer_thickness_m is missing")
        require_positive("layer_thickness_m", layer_thickness_m, "m")
        length = layer_thickness_m
    beside = np.asarray(length, dtype=np.float64) / np.asarray(
        conductivity_S_per_m, dtype=np.float64
    )
    return np.asarray(contact + beside, dtype=np.float64)


def critical_current_A_per_m2(
    toughness_Pa_m0p5: npt.ArrayLike,
    flaw_depth_m: npt.ArrayLike,
    interface_ohm_m2: npt.ArrayLike,
    conductivity_S_per_m: npt.ArrayLike,
    *,
    area_factor: npt.ArrayLike = 1.0,
    layer_thickness_m: npt.ArrayLike | None = None,
    seen: Seen = Seen.CONTACT_AND_FLAW,
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL,
    geometry: float = EDGE_CRACK,
) -> FloatArray:
    """Return the current density above which lithium in a flaw cracks the electrolyte [A/m2].

    ``i_c = f eta_c / R``, with the area factor f of a host: the local current is ``i / f``. It
    falls as ``a^-1/2`` where the contact limits, as ``a^-3/2`` where the electrolyte does.

    Parameters
    ----------
    toughness_Pa_m0p5, flaw_depth_m : array
        As for `critical_overpotential_V` [Pa m^0.5, m].
    interface_ohm_m2, conductivity_S_per_m, seen : array, array, Seen
        As for `resistance_seen_ohm_m2` [ohm m2, S/m].
    area_factor : array
        Surface that plates over electrode area.
    layer_thickness_m : array, optional
        Thickness of the layer [m]. A flaw as deep as that is a hole: zero.
    molar_volume_m3_per_mol, geometry : float
        As for `critical_overpotential_V`.

    Returns
    -------
    array
        Per electrode area; infinite where no voltage drops.

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    >>> current = critical_current_A_per_m2(1.25e6, 1e-5, 5e-4, 0.04)
    >>> round(0.1 * float(current), 2)  # mA/cm2
    3.58
    """
    require_positive("area_factor", area_factor, "")
    voltage = critical_overpotential_V(
        toughness_Pa_m0p5,
        flaw_depth_m,
        molar_volume_m3_per_mol=molar_volume_m3_per_mol,
        geometry=geometry,
    )
    resistance = resistance_seen_ohm_m2(
        interface_ohm_m2,
        flaw_depth_m,
        conductivity_S_per_m,
        seen=seen,
        layer_thickness_m=layer_thickness_m,
    )
    with np.errstate(divide="ignore"):
        current = np.asarray(area_factor, dtype=np.float64) * voltage / resistance
    if layer_thickness_m is None:
        return np.asarray(current, dtype=np.float64)
    require_positive("layer_thickness_m", layer_thickness_m, "m")
    is_hole = np.asarray(flaw_depth_m, dtype=np.float64) >= np.asarray(layer_thickness_m)
    return np.asarray(np.where(is_hole, 0.0, current), dtype=np.float64)


def critical_depth_m(
    current_A_per_m2: npt.ArrayLike,
    toughness_Pa_m0p5: npt.ArrayLike,
    interface_ohm_m2: npt.ArrayLike,
    conductivity_S_per_m: npt.ArrayLike,
    *,
    area_factor: npt.ArrayLike = 1.0,
    molar_volume_m3_per_mol: float = LITHIUM_M3_PER_MOL,
    geometry: float = EDGE_CRACK,
) -> FloatArray:
    """Depth of the flaw that a current just cracks open, deeper ones fail [m].

    Inverse of `critical_current_A_per_m2` with `Seen.CONTACT_AND_FLAW`: with ``s = sqrt(a)`` and
    ``C = eta_c sqrt(a)`` it solves ``s^3 + R sigma s - f C sigma / i = 0``, which has one positive
    root.

    Parameters
    ----------
    current_A_per_m2 : array
        Current density per electrode area [A/m2]; above zero.
    toughness_Pa_m0p5, interface_ohm_m2, conductivity_S_per_m, area_factor : array
        As for `critical_current_A_per_m2`.
    molar_volume_m3_per_mol, geometry : float
        As for `critical_current_A_per_m2`.

    Returns
    -------
    array
        Infinite where no flaw fails.

    Raises
    ------
    InputError
        If a value is out of range.

    Examples
    --------
    >>> current = critical_current_A_per_m2(1.25e6, 1e-5, 5e-4, 0.04)
    >>> round(1e6 * float(critical_depth_m(current, 1.25e6, 5e-4, 0.04)), 6)
    10.0
    """
    require_positive("current_A_per_m2", current_A_per_m2, "A/m2")
    require_positive("toughness_Pa_m0p5", toughness_Pa_m0p5, "Pa m^0.5")
    require_at_least_zero("interface_ohm_m2", interface_ohm_m2, "ohm m2")
    require_positive("conductivity_S_per_m", conductivity_S_per_m, "S/m")
    require_positive("area_factor", area_factor, "")
    per_root_depth = (
        np.asarray(area_factor, dtype=np.float64)
        * np.asarray(toughness_Pa_m0p5, dtype=np.float64)
        * (molar_volume_m3_per_mol / (geometry * FARADAY_C_PER_MOL * math.sqrt(math.pi)))
    )
    local = per_root_depth / np.asarray(current_A_per_m2, dtype=np.float64)
    contact = np.asarray(interface_ohm_m2, dtype=np.float64)
    sigma = np.asarray(conductivity_S_per_m, dtype=np.float64)
    local, contact, sigma = np.broadcast_arrays(local, contact, sigma)
    # The electrolyte alone gives the larger root, and Newton falls to the solution from above,
    # as the polynomial is convex there.
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.minimum(np.cbrt(local * sigma), local / contact)
        for _ in range(60):
            value = root**3 / sigma + contact * root - local
            slope = 3.0 * root**2 / sigma + contact
            step = np.where(slope > 0.0, value / slope, 0.0)
            root = np.where(np.isfinite(step), root - step, root)
            if np.all(np.abs(step) <= 1e-15 * root):
                break
    return np.asarray(root**2, dtype=np.float64)
