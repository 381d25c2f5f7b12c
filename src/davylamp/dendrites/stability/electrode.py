"""The metal of the front: what its stability needs of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.errors import InputError

__all__ = ["PUBLISHED_LITHIUM", "Electrode"]


@dataclass(frozen=True, slots=True)
class Electrode:
    """A metal electrode, elastic and isotropic.

    Parameters
    ----------
    shear_modulus_Pa : float
        Shear modulus [Pa].
    poisson_ratio : float
        Poisson's ratio, above -1 and below 0.5.
    molar_volume_m3_per_mol : float
        Molar volume [m3/mol].
    surface_energy_J_per_m2 : float
        Energy of its contact with the electrolyte [J/m2].
    charge_number : int
        Electrons per atom deposited.

    Raises
    ------
    InputError
        If a number cannot be that of a stable solid.
    """

    shear_modulus_Pa: float
    poisson_ratio: float
    molar_volume_m3_per_mol: float
    surface_energy_J_per_m2: float
    charge_number: int = 1

    def __post_init__(self) -> None:
        for name in ("shear_modulus_Pa", "molar_volume_m3_per_mol"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{name} of the electrode is {value!r}, must be above 0")
        if not -1.0 < self.poisson_ratio < 0.5:
            raise InputError(
                f"poisson_ratio of the electrode is {self.poisson_ratio!r}, "
                "must lie above -1 and below 0.5"
            )
        gamma = self.surface_energy_J_per_m2
        if not (math.isfinite(gamma) and gamma >= 0.0):
            raise InputError(f"surface_energy_J_per_m2 is {gamma!r}, must be at least 0")
        if self.charge_number < 1:
            raise InputError(f"charge_number is {self.charge_number!r}, must be at least 1")


#: Lithium as in the published screening, 10.1021/acscentsci.8b00229. The store's own values of
#: lithium scatter by more than the digits suggest; a cell is judged with those.
PUBLISHED_LITHIUM: Final = Electrode(3.4e9, 0.42, 1.3e-5, 0.556)
