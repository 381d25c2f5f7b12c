"""The known heat of a current over temperature and state of charge."""

from __future__ import annotations

from typing import Final

import numpy as np

from davylamp.cell import Cell
from davylamp.runaway.operation.entropy import entropy_coefficient
from davylamp.runaway.operation.given import Given
from davylamp.runaway.operation.heat import OperatingHeat

__all__ = ["HeatLaw"]

_STATIONS: Final = 41


class HeatLaw:
    """Known heat [W] over temperature and state of charge, without asking the store again."""

    def __init__(self, cell: Cell, start: OperatingHeat, given: Given) -> None:
        self.start, self.given = start, given
        self._stations = np.linspace(0.0, 1.0, _STATIONS)
        found = [entropy_coefficient(cell, s, given.entropy_V_per_K) for s in self._stations]
        self._entropy = np.array([item.value_V_per_K or 0.0 for item in found])

    def at(self, temperature_K: float, state_of_charge: float) -> float:
        """Return the known heat [W]."""
        current, area = self.start.current_A, self.start.area_m2
        heat = current * current / area * self.given.known_ohm_m2(self.start.layers, temperature_K)
        heat += abs(current) * (self.given.overpotential_V or 0.0)
        slope = float(np.interp(state_of_charge, self._stations, self._entropy))
        return heat - current * temperature_K * slope
