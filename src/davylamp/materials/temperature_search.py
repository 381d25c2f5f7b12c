"""Follow the stability and the gases of one composition over temperature."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import MissingDatumError
from davylamp.materials.ceilings import LEAST_GAS_PER_ATOM
from davylamp.thermo import Conditions, equilibrium, phase_stability

__all__ = ["GasOnset", "TemperatureSearch"]

#: Step of the search [K]: two reversals closer than this can be overlooked.
_STEP_K: Final = 50.0
_TOLERANCE_K: Final = 0.1


@dataclass(frozen=True, slots=True)
class GasOnset:
    """Lowest temperature at which a gas is among the products of equilibrium.

    Parameters
    ----------
    species : str
        The gas.
    temperature_K : float
        Temperature [K]; the lower end of the range where it is there from the start.
    from_start : bool
        Whether it is there already at the lower end of the range.
    cm3_per_g : float
        Volume at 25 degC and 1 bar per gram of solid, just above that temperature [cm3/g].
    """

    species: str
    temperature_K: float
    from_start: bool
    cm3_per_g: float


@dataclass(frozen=True, slots=True)
class TemperatureSearch:
    """One composition over temperature; answers are remembered."""

    composition: Composition
    base: Conditions
    range_K: tuple[float, float]
    _excess: dict[float, float] = field(default_factory=dict)

    def at(self, temperature_K: float) -> Conditions:
        """Return the conditions at a temperature [K]."""
        return replace(self.base, temperature_K=temperature_K)

    def excess_eV(self, temperature_K: float) -> float:
        """Energy of the phase less that of the best mixture of others [eV/atom]."""
        if temperature_K not in self._excess:
            answer = phase_stability(self.composition, self.at(temperature_K))
            if answer.competing_eV is None:
                raise MissingDatumError(f"no energy of {self.composition.formula} is known")
            self._excess[temperature_K] = answer.competing_eV
        return self._excess[temperature_K]

    def stations(self) -> list[float]:
        """Return the temperatures at which the search looks first [K]."""
        low, high = self.range_K
        count = max(1, math.ceil((high - low) / _STEP_K))
        return [low + (high - low) * step / count for step in range(count + 1)]

    def first(self, happens: Callable[[float], bool]) -> float | None:
        """Lowest temperature at which something happens [K], None when it does not."""
        stations = self.stations()
        if happens(stations[0]):
            return stations[0]
        for below, above in pairwise(stations):
            if not happens(above):
                continue
            low, high = below, above
            while high - low > _TOLERANCE_K:
                middle = 0.5 * (low + high)
                if happens(middle):
                    high = middle
                else:
                    low = middle
            return high
        return None

    def gases(self) -> tuple[GasOnset, ...]:
        """Onset of every gas that equilibrium shows at one of the stations."""
        amounts: dict[float, dict[str, float]] = {}
        least = LEAST_GAS_PER_ATOM * self.composition.atoms

        def yields(temperature_K: float) -> dict[str, float]:
            if temperature_K not in amounts:
                answer = equilibrium(self.composition, self.at(temperature_K))
                amounts[temperature_K] = {
                    gas.name: gas.gas_volume_cm3 for gas in answer.gases if gas.amount_mol > least
                }
            return amounts[temperature_K]

        seen = {gas for station in self.stations() for gas in yields(station)}
        mass = self.composition.mass_g_per_mol
        onsets = []
        for species in sorted(seen):
            onset = self.first(lambda t, gas=species: gas in yields(t))  # type: ignore[misc]
            if onset is not None:
                from_start = onset <= self.range_K[0]
                onsets.append(GasOnset(species, onset, from_start, yields(onset)[species] / mass))
        return tuple(sorted(onsets, key=lambda gas: (gas.temperature_K, gas.species)))
