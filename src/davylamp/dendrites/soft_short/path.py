"""Ions and electrons side by side: what a thin filament that spans the electrolyte carries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.dendrites._checks import require_positive

__all__ = [
    "LITHIUM_OHM_M",
    "ParallelPath",
    "filament_area_m2",
    "filament_resistance_ohm",
]

#: Electrical resistivity of lithium near room temperature [ohm m]: periodic table of pymatgen-core.
LITHIUM_OHM_M: Final = 9.28e-8


def filament_resistance_ohm(
    length_m: float,
    diameter_m: float,
    *,
    count: float = 1.0,
    resistivity_ohm_m: float = LITHIUM_OHM_M,
) -> float:
    """Resistance of round lithium filaments side by side [ohm].

    ``R = rho L / (N pi d^2 / 4)``

    Parameters
    ----------
    length_m, diameter_m : float
        Of each [m].
    count : float
        How many.
    resistivity_ohm_m : float
        Of lithium [ohm m].

    Raises
    ------
    InputError
        If a value is not positive.

    Notes
    -----
    Bulk resistivity: where a filament is thinner than some 0.1 um or full of gaps it resists more.

    Examples
    --------
    500 um long and 1 um in diameter:

    >>> round(filament_resistance_ohm(500e-6, 1e-6), 1)
    59.1
    """
    require_positive("diameter_m", diameter_m, "m")
    require_positive("length_m", length_m, "m")
    require_positive("count", count, "")
    require_positive("resistivity_ohm_m", resistivity_ohm_m, "ohm m")
    return resistivity_ohm_m * length_m / (count * 0.25 * math.pi * diameter_m**2)


def filament_area_m2(
    resistance_ohm: float, length_m: float, *, resistivity_ohm_m: float = LITHIUM_OHM_M
) -> float:
    """Cross-section of lithium that would have a resistance over a length [m2].

    ``A = rho L / R``: of all filaments together, were they straight and dense.

    Raises
    ------
    InputError
        If a value is not positive.

    Examples
    --------
    >>> round(1e12 * filament_area_m2(59.08, 500e-6), 3)  # um2
    0.785
    """
    require_positive("resistance_ohm", resistance_ohm, "ohm")
    require_positive("length_m", length_m, "m")
    require_positive("resistivity_ohm_m", resistivity_ohm_m, "ohm m")
    return resistivity_ohm_m * length_m / resistance_ohm


@dataclass(frozen=True, slots=True)
class ParallelPath:
    """A short circuit beside the ions: ``R = (1/R_ion + 1/R_short)^-1``.

    Parameters
    ----------
    ionic_ohm : float
        Resistance to ions, electrolyte and contacts [ohm].
    short_ohm : float
        Resistance of the electronic path [ohm]; infinite without one.

    Raises
    ------
    InputError
        If a resistance is not positive.

    Examples
    --------
    An electrolyte of 50 ohm and a filament of 59 ohm: nearly half the current plates nothing.

    >>> path = ParallelPath(50.0, 59.0)
    >>> round(path.resistance_ohm, 1), round(path.electronic_share, 2)
    (27.1, 0.46)
    """

    ionic_ohm: float
    short_ohm: float

    def __post_init__(self) -> None:
        require_positive("ionic_ohm", self.ionic_ohm, "ohm")
        require_positive("short_ohm", self.short_ohm, "ohm")

    @property
    def conductance_S(self) -> float:
        """Of both together [S]."""
        return 1.0 / self.ionic_ohm + 1.0 / self.short_ohm

    @property
    def resistance_ohm(self) -> float:
        """Of both together, as a symmetric cell shows it [ohm]."""
        return 1.0 / self.conductance_S

    @property
    def electronic_share(self) -> float:
        """Share of a current through a symmetric cell that goes through the short."""
        return 1.0 / (1.0 + self.short_ohm / self.ionic_ohm)

    @property
    def polarisation_ratio(self) -> float:
        """Polarisation over that without the short, at the same current."""
        return 1.0 - self.electronic_share

    def discharge_current_A(self, open_circuit_V: float) -> float:
        """Return the current around the loop of cell and short at rest [A].

        ``I = U / (R_ion + R_short)``: the ions flow through the electrolyte beside the short.
        """
        require_positive("open_circuit_V", open_circuit_V, "V")
        return open_circuit_V / (self.ionic_ohm + self.short_ohm)

    def resting_voltage_V(self, open_circuit_V: float) -> float:
        """Return the voltage at the terminals of a shorted cell at rest [V].

        ``U R_short / (R_ion + R_short)``
        """
        return (
            self.discharge_current_A(open_circuit_V) * self.short_ohm
            if math.isfinite(self.short_ohm)
            else open_circuit_V
        )
