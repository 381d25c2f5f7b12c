"""Balance of a void under stripping: vacancies feed it, diffusion and creep close it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError
from davylamp.dendrites.voids.checks import FloatArray, not_negative, positive

__all__ = ["VoidBalance"]


@dataclass(frozen=True, slots=True)
class VoidBalance:
    """Half-spherical voids of radius a, one on each disc of radius b of the interface.

    Stripping at the current density i takes away the lithium thickness ``i V/F`` per time. What
    self-diffusion carries away, ``i_d = F D/(V l)`` with ``l`` the path of vacancies to a sink
    over their supersaturation, leaves no void. The rest grows the voids, whose volume per area is
    ``w = (2/3) a^3/b^2``; creep closes them at ``3 k w``, with ``k`` the closing rate of a void
    alone in a large body. So ``dw/dt = (i - i_d) V/F - 3 k w``, which is solved exactly.

    Contact is lost once the share ``s = (a/b)^2`` of the area reaches `lost`. The critical
    current is the one whose voids end just there: ``i_d + 3 k w_s F/V``.

    What it leaves out errs to the low side: that crowded voids close faster than one alone. To
    the high side err that lithium slips freely along the electrolyte, that it does not harden
    in the first instants, and that a thin lithium layer is held back by both faces.

    Parameters
    ----------
    spacing_m : array
        Distance between the centres of voids, ``2 b`` [m].
    lost : array
        Share of the contact at which it counts as lost, 0 to 1.
    closing_per_s : array
        ``k`` at the radius where contact is lost [1/s].
    diffusivity_m2_per_s : array
        ``D`` [m2/s].
    path_m : array
        ``l`` [m].
    molar_volume_m3_per_mol : float
        ``V`` [m3/mol].

    Raises
    ------
    InputError
        If a length is not above zero, or the share lost not between 0 and 1.
    """

    spacing_m: FloatArray
    lost: FloatArray
    closing_per_s: FloatArray
    diffusivity_m2_per_s: FloatArray
    path_m: FloatArray
    molar_volume_m3_per_mol: float

    def __post_init__(self) -> None:
        positive(self.spacing_m, "void spacing", "m")
        positive(self.path_m, "path of vacancies", "m")
        positive(self.molar_volume_m3_per_mol, "molar volume", "m3/mol")
        not_negative(self.diffusivity_m2_per_s, "diffusivity", "m2/s")
        not_negative(self.closing_per_s, "closing rate", "1/s")
        lost = positive(self.lost, "share of lost contact", "")
        if np.any(lost >= 1.0):
            raise InputError("contact cannot be lost beyond its whole area", remedy="give below 1")

    @property
    def radius_m(self) -> FloatArray:
        """Radius of a void where contact is lost [m]."""
        return np.asarray(0.5 * self.spacing_m * np.sqrt(self.lost))

    @property
    def volume_m(self) -> FloatArray:
        """Volume of the voids per area where contact is lost [m]."""
        return np.asarray(self.spacing_m * self.lost**1.5 / 3.0)

    @property
    def diffusion_current_A_per_m2(self) -> FloatArray:
        """Current density that leaves no voids even without pressure [A/m2]."""
        speed = self.diffusivity_m2_per_s / self.path_m
        return np.asarray(FARADAY_C_PER_MOL / self.molar_volume_m3_per_mol * speed)

    @property
    def critical_current_A_per_m2(self) -> FloatArray:
        """Current density at which the voids end where contact is lost [A/m2]."""
        speed = 3.0 * self.closing_per_s * self.volume_m
        creep = FARADAY_C_PER_MOL / self.molar_volume_m3_per_mol * speed
        return np.asarray(self.diffusion_current_A_per_m2 + creep)

    def capacity_C_per_m2(self, current_A_per_m2: FloatArray | float) -> FloatArray:
        """Return the charge stripped until contact is lost; infinite where it never is [C/m2].

        Towards large currents it is ``w_s F/V``: every atom then leaves a void behind.
        """
        current = np.asarray(current_A_per_m2, dtype=np.float64)
        feed = current - self.diffusion_current_A_per_m2
        growth = feed * self.molar_volume_m3_per_mol / FARADAY_C_PER_MOL
        decay = 3.0 * self.closing_per_s
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            held = decay * self.volume_m / growth
            # log1p(-x)/x tends to -1 where creep does nothing.
            slow = np.where(held > 1e-8, -np.log1p(-np.minimum(held, 1.0)) / held, 1.0)
            time = self.volume_m / growth * slow
        fails = current > self.critical_current_A_per_m2
        return np.asarray(np.where(fails, current * time, np.inf), dtype=np.float64)

    def share_lost(
        self, current_A_per_m2: FloatArray | float, capacity_C_per_m2: FloatArray | float
    ) -> FloatArray:
        """Return the share of the contact lost after a charge; 1 where all of it is [1]."""
        current = positive(current_A_per_m2, "current", "A/m2")
        charge = not_negative(capacity_C_per_m2, "charge", "C/m2")
        feed = np.maximum(current - self.diffusion_current_A_per_m2, 0.0)
        growth = feed * self.molar_volume_m3_per_mol / FARADAY_C_PER_MOL
        reach = 3.0 * self.closing_per_s * charge / current
        grown = np.where(reach > 1e-12, -np.expm1(-reach) / np.maximum(reach, 1e-300), 1.0)
        volume = growth * charge / current * grown
        share = (3.0 * volume / self.spacing_m) ** (2.0 / 3.0)
        return np.asarray(np.minimum(share, 1.0), dtype=np.float64)
