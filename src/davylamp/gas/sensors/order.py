"""Which gas appears first: over time, or by the temperature or voltage from which it comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from davylamp.gas.sensors.air import SensedAir
from davylamp.gas.source import GasSource

__all__ = ["THERE_PPM", "Appearance", "first_by_onset", "first_gases"]

#: A gas is there from this concentration on [ppm].
THERE_PPM: Final = 1.0


@dataclass(frozen=True, slots=True)
class Appearance:
    """When a gas appears and how much of it.

    Parameters
    ----------
    species : str
        Id.
    time_s : float or None
        First time 1 ppm above what was there before [s]; None where never, or where no rate is
        known.
    peak_ppm : float or None
        Highest concentration [ppm].
    onset_K, onset_V : float or None
        Temperature [K] or potential against Li/Li+ [V] from which it comes.
    source : str
        Id of the source it comes from; empty for all together.
    amount_mol : float or None
        All of it [mol].
    """

    species: str
    time_s: float | None = None
    peak_ppm: float | None = None
    onset_K: float | None = None
    onset_V: float | None = None
    source: str = ""
    amount_mol: float | None = None

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "species": self.species,
            "time_s": self.time_s,
            "peak_ppm": self.peak_ppm,
            "onset_K": self.onset_K,
            "onset_V": self.onset_V,
            "source": self.source,
            "amount_mol": self.amount_mol,
        }


def first_gases(air: SensedAir) -> tuple[Appearance, ...]:
    """Return every gas in the order in which it passes 1 ppm, those that never do last."""
    found = []
    for name, values in air.ppm.items():
        above = values - air.base_ppm.get(name, 0.0) > THERE_PPM
        when = float(air.time_s[int(np.argmax(above))]) if above.any() else None
        found.append(Appearance(name, when, float(values.max())))
    never = float("inf")
    return tuple(
        sorted(
            found,
            key=lambda item: (
                never if item.time_s is None else item.time_s,
                -(item.peak_ppm or 0.0),
                item.species,
            ),
        )
    )


def first_by_onset(sources: Iterable[GasSource]) -> tuple[Appearance, ...]:
    """Return the gases of sources by the temperature from which they come, lowest first.

    Gases of sources without such a temperature follow, by their potential, then by amount.
    """
    found = [
        Appearance(
            name,
            onset_K=source.onset_K,
            onset_V=source.onset_V,
            source=source.id,
            amount_mol=amount,
        )
        for source in sources
        for name, amount in source.mol.items()
        if amount > 0.0
    ]
    never = float("inf")
    return tuple(
        sorted(
            found,
            key=lambda item: (
                never if item.onset_K is None else item.onset_K,
                never if item.onset_V is None else item.onset_V,
                -(item.amount_mol or 0.0),
                item.species,
            ),
        )
    )
