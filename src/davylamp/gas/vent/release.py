"""Gas set free inside a casing as smooth functions of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.gas.source import GasHistory

__all__ = ["Release", "release_of"]

FloatArray = npt.NDArray[np.float64]

#: Pieces into which a history is cut, so that no step passes over a burst of gas.
_PIECES: Final = 24


@dataclass(frozen=True, slots=True)
class Release:
    """Amounts set free by a time, their rates, and the temperature of what makes them.

    Parameters
    ----------
    start_s, end_s : float
        From the first to the last time of the history [s].
    cuts_s : array
        Times at which an integration should stop, both ends among them [s].
    total_mol : array, shape (n,)
        Set free between start and end [mol].
    times_s : array
        Times of the history [s].
    """

    start_s: float
    end_s: float
    cuts_s: FloatArray
    total_mol: FloatArray
    times_s: FloatArray
    _made: Any
    _rate: Any
    _temperature_K: FloatArray

    def made_mol(self, time_s: float) -> FloatArray:
        """Return the amounts set free since the start [mol]; exact at the times of the history."""
        if time_s >= self.end_s:
            return self.total_mol
        found: FloatArray = self._made(max(time_s, self.start_s))
        return found

    def rate_mol_per_s(self, time_s: float) -> FloatArray:
        """Return the rates [mol/s]."""
        if not self.start_s <= time_s <= self.end_s:
            return np.zeros_like(self.total_mol)
        found: FloatArray = np.maximum(self._rate(time_s), 0.0)
        return found

    def temperature_K(self, time_s: float) -> float:
        """Return the temperature of cell and new gas [K]; after the end the last one."""
        return float(np.interp(time_s, self.times_s, self._temperature_K))


def release_of(history: GasHistory, species: Sequence[str]) -> Release:
    """Return a history of these species, in their order, as a monotone smooth curve.

    Raises
    ------
    InputError
        If times do not rise, amounts fall, or lengths differ.
    """
    from scipy.interpolate import PchipInterpolator

    time_s = np.asarray(history.time_s, dtype=np.float64)
    warm_K = np.asarray(history.temperature_K, dtype=np.float64)
    if time_s.ndim != 1 or time_s.size < 2 or warm_K.shape != time_s.shape:
        raise InputError("a history of gas needs two times or more, each with a temperature")
    if not (np.all(np.isfinite(time_s)) and np.all(np.diff(time_s) > 0.0)):
        raise InputError("times of a history of gas do not rise", remedy="sort them, drop doubles")
    if not (np.all(np.isfinite(warm_K)) and np.all(warm_K > 0.0)):
        raise InputError("temperatures of a history of gas are not all above 0 K")
    amounts = np.zeros((time_s.size, len(species)))
    for name, values in history.released_mol.items():
        column = np.asarray(values, dtype=np.float64)
        if column.shape != time_s.shape:
            raise InputError(f"the history of {name} has another length than its times")
        if not np.all(np.isfinite(column)) or column[0] < 0.0 or np.any(np.diff(column) < 0.0):
            raise InputError(f"the amount of {name} set free falls with time")
        amounts[:, species.index(name)] = column
    made = PchipInterpolator(time_s, amounts - amounts[0], axis=0)
    return Release(
        float(time_s[0]),
        float(time_s[-1]),
        _cuts(time_s, amounts.sum(axis=1), warm_K),
        amounts[-1] - amounts[0],
        time_s,
        made,
        made.derivative(),
        warm_K,
    )


def _cuts(time_s: FloatArray, total_mol: FloatArray, warm_K: FloatArray) -> FloatArray:
    """Return times between which not much gas is made, little is heated, and little time passes."""
    way = np.zeros_like(time_s)
    for values in (time_s, total_mol, warm_K):
        steps = np.abs(np.diff(values))
        if steps.sum() > 0.0:
            way[1:] += np.cumsum(steps) / steps.sum()
    wanted = np.linspace(0.0, way[-1], _PIECES + 1)
    places = np.unique(np.clip(np.searchsorted(way, wanted), 0, time_s.size - 1))
    return np.unique(np.concatenate((time_s[:1], time_s[places], time_s[-1:])))
