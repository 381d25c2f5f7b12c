"""What a run of a field gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway.field.build import Field

__all__ = ["FieldHistory"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """Temperatures of groups over time, heat that was passed on, and when limits were passed.

    Parameters
    ----------
    field : Field
        What was simulated.
    time_s : array, shape (N,)
        Time at the end of each step [s]; the first is the start.
    mean_K, maximum_K : array, shape (N, groups)
        Temperature of each group, in the order of ``field.group_names`` [K].
    heat_J : array, shape (N, accounts)
        Heat that has come in through each boundary, then passed each contact from its first to
        its second block [J].
    thresholds_K : tuple of float
        Limits that were watched [K].
    mean_crossing_s, maximum_crossing_s : array, shape (groups, thresholds)
        First time at which a group's mean, or its maximum, reached each limit [s]; NaN for never.
    snapshot_s : array, shape (S,)
        Times of the snapshots [s].
    snapshot_K : array, shape (S, n)
        Temperatures then, block by block; see `Field.on_grid` [K].
    snapshot_conversion : array, shape (S, n, R)
        Conversions then.
    final_K, final_conversion : array
        At the end.
    reaction_heat_J : array, shape (n,)
        Heat set free by reactions in each volume [J].
    closure : float
        What the balance of energy misses, over the energy that was turned over.
    steps, rejected, iterations : int
        Steps made and repeated, and iterations for the temperatures.
    wall_s : float
        Time it took [s].
    peak_memory_bytes : int
        Largest memory of the process so far.
    """

    field: Field
    time_s: FloatArray
    mean_K: FloatArray
    maximum_K: FloatArray
    heat_J: FloatArray
    thresholds_K: tuple[float, ...]
    mean_crossing_s: FloatArray
    maximum_crossing_s: FloatArray
    snapshot_s: FloatArray
    snapshot_K: FloatArray
    snapshot_conversion: FloatArray
    final_K: FloatArray
    final_conversion: FloatArray
    reaction_heat_J: FloatArray
    closure: float
    steps: int
    rejected: int
    iterations: int
    wall_s: float
    peak_memory_bytes: int

    def _group(self, name: str) -> int:
        if name not in self.field.group_names:
            raise InputError(f"the field has no group {name!r}")
        return self.field.group_names.index(name)

    def mean(self, group: str) -> FloatArray:
        """Mean temperature of a group over `time_s` [K], by volume."""
        return self.mean_K[:, self._group(group)]

    def maximum(self, group: str) -> FloatArray:
        """Largest temperature of a group over `time_s` [K]."""
        return self.maximum_K[:, self._group(group)]

    def crossing_s(self, group: str, threshold_K: float, *, maximum: bool = False) -> float | None:
        """First time at which the mean (or maximum) of a group reached a limit; None for never."""
        if threshold_K not in self.thresholds_K:
            raise InputError(f"{threshold_K:g} K was not among the thresholds of the run")
        table = self.maximum_crossing_s if maximum else self.mean_crossing_s
        time = float(table[self._group(group), self.thresholds_K.index(threshold_K)])
        return None if np.isnan(time) else time

    @property
    def boundary_J(self) -> Mapping[str, FloatArray]:
        """Heat that has come in through each boundary over `time_s` [J]."""
        return {name: self.heat_J[:, a] for a, name in enumerate(self.field.boundary_names)}

    @property
    def contact_J(self) -> Mapping[str, FloatArray]:
        """Heat that has passed each contact, from its first block to its second, [J]."""
        first = len(self.field.boundary_names)
        return {name: self.heat_J[:, first + a] for a, name in enumerate(self.field.contact_names)}

    @property
    def peak_K(self) -> float:
        """Largest temperature of any block at the end of any step [K]."""
        return float(self.maximum_K.max())

    def block_K(self, name: str) -> FloatArray:
        """Temperatures of a block in the snapshots, shape (S, nx, ny, nz) [K]."""
        return self.field.on_grid(name, self.snapshot_K)
