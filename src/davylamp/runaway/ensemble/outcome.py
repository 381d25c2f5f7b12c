"""What a test gives for each draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from davylamp.runaway.body import Body

__all__ = ["Outcome", "gas_mol"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures of n draws; nan where something does not occur, or a draw has no answer.

    Parameters
    ----------
    onset_K, onset_s, runaway_K, runaway_s : array, shape (n,)
        T1 and T2 with their times [K, s].
    peak_K, peak_s : array, shape (n,)
        Highest temperature and when [K, s].
    conversion : array, shape (n, R)
        Conversions at the end.
    failed : array of bool, shape (n,)
        Draws without an answer.
    reasons : mapping of str to int
        Their number by reason.
    rates_K_per_s : tuple of float
        Self-heating rates at which temperatures were asked for.
    self_heating_K : array, shape (n, rates)
        Temperature at which each rate is first reached [K].
    """

    onset_K: FloatArray
    onset_s: FloatArray
    runaway_K: FloatArray
    runaway_s: FloatArray
    peak_K: FloatArray
    peak_s: FloatArray
    conversion: FloatArray
    failed: BoolArray
    reasons: Mapping[str, int] = field(default_factory=dict)
    rates_K_per_s: tuple[float, ...] = ()
    self_heating_K: FloatArray = field(default_factory=lambda: np.empty((0, 0)))

    def __len__(self) -> int:
        return len(self.failed)

    @property
    def runs_away(self) -> BoolArray:
        """Which draws reach the heating rate that counts as runaway, shape (n,)."""
        return np.asarray(np.isfinite(self.runaway_K) & ~self.failed)


def gas_mol(body: Body, conversion: FloatArray) -> dict[str, FloatArray]:
    """Return the gas that each draw has set free at the end, by species, shape (n,) [mol].

    What a step uses up of a gas counts against it; steps beyond the network's own do not count.
    """
    network = body.network
    found: dict[str, FloatArray] = {}
    for item in network.species:
        if item.phase != "gas":
            continue
        per_conversion = np.array(
            [
                step.stoichiometry.get(item.id, 0.0) * step.extent_mol_per_kg
                for step in network.steps
            ]
        )
        if per_conversion.any():
            part = conversion[:, : len(per_conversion)] @ per_conversion
            found[item.id] = np.asarray(body.mass_kg * part)
    return found
