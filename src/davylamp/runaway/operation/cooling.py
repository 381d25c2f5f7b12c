"""How a cell in normal use gives off heat."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.cell import Cell
from davylamp.core.errors import InputError

__all__ = ["Cooling"]


@dataclass(frozen=True, slots=True)
class Cooling:
    """How a cell gives off heat.

    Parameters
    ----------
    coefficient_W_per_m2_K : float
        Over its whole surface [W/m2/K]; 10 is still air with its radiation, assumed.
    surroundings_K : float or None
        Temperature around it [K]; None is the operating temperature of the cell.
    emissivity : float
        0 to 1, for radiation that the coefficient does not hold.
    """

    coefficient_W_per_m2_K: float = 10.0
    surroundings_K: float | None = None
    emissivity: float = 0.0

    def __post_init__(self) -> None:
        value = self.coefficient_W_per_m2_K
        if not (math.isfinite(value) and value >= 0.0 and 0.0 <= self.emissivity <= 1.0):
            raise InputError(f"cooling {value!r} W/m2/K or emissivity {self.emissivity!r}")
        if not (value > 0.0 or self.emissivity > 0.0):
            raise InputError(
                "nothing cools the cell, so that it has no steady temperature",
                remedy="give a heat transfer coefficient above 0",
            )
        if self.surroundings_K is not None and not self.surroundings_K > 0.0:
            raise InputError(f"temperature {self.surroundings_K:g} K is not positive")

    def around_K(self, cell: Cell) -> float:
        """Temperature around the cell [K]."""
        if self.surroundings_K is not None:
            return self.surroundings_K
        return cell.operation.temperature_K
