"""What the user knows of a cell: its resistances and its entropy coefficient."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields

from davylamp.core.constants import BOLTZMANN_EV_PER_K
from davylamp.core.errors import InputError
from davylamp.materials.layer_resistance import LayerResistance

__all__ = ["Given"]


@dataclass(frozen=True, slots=True)
class Given:
    """What the user has measured, or wants to assume, about the cell.

    Parameters
    ----------
    interface_ohm_m2 : float or None
        Resistance of all interfaces together, per area [ohm m2].
    reaction_ohm_m2 : float or None
        Charge-transfer resistance of both electrodes, per area [ohm m2].
    overpotential_V : float or None
        Overpotential of the reaction at this current [V], instead of the resistance.
    total_ohm_m2 : float or None
        Resistance of the whole cell per area [ohm m2]; it stands for the layers, the interfaces
        and the reaction.
    entropy_V_per_K : float or None
        ``dU/dT`` of the cell [V/K].
    activation_energy_eV : float
        By which the resistances given here fall with temperature [eV].
    reference_K : float
        Temperature at which they hold [K].
    """

    interface_ohm_m2: float | None = None
    reaction_ohm_m2: float | None = None
    overpotential_V: float | None = None
    total_ohm_m2: float | None = None
    entropy_V_per_K: float | None = None
    activation_energy_eV: float = 0.0
    reference_K: float = 298.15

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if value is None:
                continue
            free = item.name == "entropy_V_per_K"
            if not math.isfinite(value) or (value < 0.0 and not free):
                raise InputError(
                    f"{item.name.replace('_', ' ')} {value!r} is not a number of at least 0"
                )
        if self.reaction_ohm_m2 is not None and self.overpotential_V is not None:
            raise InputError(
                "both a charge-transfer resistance and an overpotential are given",
                remedy="give one of them",
            )
        parts = (self.interface_ohm_m2, self.reaction_ohm_m2, self.overpotential_V)
        if self.total_ohm_m2 is not None and any(part is not None for part in parts):
            raise InputError(
                "a resistance of the whole cell is given beside one of its parts",
                remedy="the whole holds interfaces and reaction already: give one or the other",
            )
        if not self.reference_K > 0.0:
            raise InputError(f"temperature {self.reference_K:g} K is not positive")

    def scale(self, temperature_K: float) -> float:
        """Factor on the resistances at a temperature."""
        turn = self.activation_energy_eV / BOLTZMANN_EV_PER_K
        return math.exp(turn * (1.0 / temperature_K - 1.0 / self.reference_K))

    def known_ohm_m2(self, layers: Iterable[LayerResistance], temperature_K: float) -> float:
        """Area resistance that is known [ohm m2]: of the layers, and what the user gave."""
        scale = self.scale(temperature_K)
        if self.total_ohm_m2 is not None:
            return self.total_ohm_m2 * scale
        own = (self.interface_ohm_m2 or 0.0) + (self.reaction_ohm_m2 or 0.0)
        return math.fsum(layer.at(temperature_K) or 0.0 for layer in layers) + own * scale
