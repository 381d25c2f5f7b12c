"""Concentration of gases in a ventilated room against time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.gas.mixture import AIR_OXYGEN
from davylamp.gas.room._dose import dose_of
from davylamp.gas.room._pieces import Pieces
from davylamp.gas.room.balance import RoomBalance
from davylamp.gas.room.model import Room
from davylamp.gas.species import find_species

__all__ = ["RoomHistory"]

FloatArray = npt.NDArray[np.float64]

_PPM = 1e-6
#: Oxygen in dry air [ppm].
_OXYGEN_PPM = 1e6 * AIR_OXYGEN


@dataclass(frozen=True, slots=True)
class RoomHistory:
    """Gases in a room over time; made by `room_history` or `two_zones`.

    Parameters
    ----------
    room : Room
        The room.
    until_s : float
        End [s].
    time_s : array, shape (n,)
        Times of the arrays [s]; a puff has its time twice, before and after.
    ppm : mapping of str to array of shape (n,)
        Concentration of each gas by volume [ppm].
    pressure_Pa : array, shape (n,)
        Pressure [Pa]; rises in a sealed room alone.
    balance : mapping of str to RoomBalance
        Of each gas.
    """

    room: Room
    until_s: float
    time_s: FloatArray
    ppm: Mapping[str, FloatArray]
    pressure_Pa: FloatArray
    balance: Mapping[str, RoomBalance]
    _pieces: Pieces
    _rows: Mapping[str, int]

    @property
    def species(self) -> tuple[str, ...]:
        """Gases of the history."""
        return tuple(self.ppm)

    @property
    def peak_ppm(self) -> dict[str, float]:
        """Highest concentration of each gas [ppm]."""
        top, _ = self._pieces.peak()
        return {name: float(top[row]) / _PPM for name, row in self._rows.items()}

    @property
    def peak_time_s(self) -> dict[str, float]:
        """Time at which each gas is highest, the first where there are several [s]."""
        _, when = self._pieces.peak()
        return {name: float(when[row]) for name, row in self._rows.items()}

    @property
    def last_ppm(self) -> dict[str, float]:
        """Concentration at the end [ppm]."""
        return {name: float(values[-1]) for name, values in self.ppm.items()}

    @property
    def air_share(self) -> FloatArray:
        """What is left of the air [1]: one minus the shares of all gases listed."""
        total = np.sum(list(self.ppm.values()), axis=0) if self.ppm else np.zeros_like(self.time_s)
        return np.asarray(np.clip(1.0 - _PPM * total, 0.0, 1.0), dtype=np.float64)

    @property
    def oxygen_ppm(self) -> FloatArray:
        """Oxygen of the air that is left, and oxygen that was released [ppm]."""
        there = _OXYGEN_PPM * self.air_share
        return np.asarray(there + self.ppm.get("O2", 0.0), dtype=np.float64)

    def at(self, time_s: npt.ArrayLike) -> dict[str, FloatArray]:
        """Return the concentrations at any times from 0 to the end [ppm]."""
        asked = np.atleast_1d(np.asarray(time_s, dtype=np.float64))
        if not ((asked >= 0.0) & (asked <= self.until_s)).all():
            raise InputError(f"the history of the room runs from 0 to {self.until_s:g} s")
        wide = np.broadcast_to(asked, (self._pieces.rows, asked.size))
        found = self._pieces.at(wide) / _PPM
        return {name: found[row] for name, row in self._rows.items()}

    def mean_ppm(self, window_s: float) -> dict[str, float]:
        """Return the highest running mean of each gas over a window [ppm].

        Raises
        ------
        InputError
            If the window is longer than the history: what follows would be missing from the mean.
        """
        if not 0.0 < window_s <= self.until_s:
            raise InputError(
                f"a mean over {window_s:g} s needs a history at least as long; this one is "
                f"{self.until_s:g} s long",
                remedy="ask room_history for a later end",
            )
        found = self._pieces.running_mean(float(window_s))
        return {name: float(found[row]) / _PPM for name, row in self._rows.items()}

    def time_to(self, species: str, ppm: float) -> float | None:
        """Return the first time at which a gas is at a concentration [s]; None if never."""
        found = float(self._pieces.reaches(self._limits(species, ppm))[self._row(species)])
        return found if math.isfinite(found) else None

    def time_above(self, species: str, ppm: float) -> float:
        """Return how long a gas is at a concentration or above [s]."""
        return float(self._pieces.time_above(self._limits(species, ppm))[self._row(species)])

    def dose(self, species: str, exponent: float = 1.0) -> float:
        """Return the toxic load: the integral of ppm to a power over time [ppm^n s]."""
        return float(dose_of(self._pieces, self._row(species), exponent) / _PPM**exponent)

    def record(self, *, curves: bool = True) -> dict[str, Any]:
        """Return it as JSON types."""
        room = self.room
        found: dict[str, Any] = {
            "room": {
                "volume_m3": room.volume_m3,
                "air_flow_m3_per_s": (
                    room.air_flow_m3_per_s if math.isfinite(room.air_flow_m3_per_s) else None
                ),
                "temperature_K": room.temperature_K,
                "pressure_Pa": room.pressure_Pa,
                "mixing_factor": room.mixing_factor,
                "background_ppm": dict(room.background_ppm),
                "sealed": room.sealed,
            },
            "until_s": self.until_s,
            "peak_ppm": self.peak_ppm,
            "peak_time_s": self.peak_time_s,
            "last_ppm": self.last_ppm,
            "lowest_oxygen_ppm": float(self.oxygen_ppm.min()),
            "highest_pressure_Pa": float(self.pressure_Pa.max()),
            "balance": {
                name: {
                    "released_mol": item.released_mol,
                    "supplied_mol": item.supplied_mol,
                    "first_mol": item.first_mol,
                    "last_mol": item.last_mol,
                    "left_mol": item.left_mol,
                }
                for name, item in self.balance.items()
            },
        }
        if curves:
            found["time_s"] = self.time_s.tolist()
            found["ppm"] = {name: values.tolist() for name, values in self.ppm.items()}
        return found

    def _row(self, species: str) -> int:
        row = self._rows.get(find_species(species).id)
        if row is None:
            raise InputError(
                f"{species} is not in this history",
                remedy=f"it holds {', '.join(self._rows) or 'no gas'}",
            )
        return row

    def _limits(self, species: str, ppm: float) -> FloatArray:
        self._row(species)
        if not (math.isfinite(ppm) and ppm > 0.0):
            raise InputError(f"limit of {ppm!r} ppm of {species} must be above 0")
        return np.full(self._pieces.rows, ppm * _PPM)
