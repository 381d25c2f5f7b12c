"""Concentration of gases in a ventilated room against time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.gas.room._assemble import Assembled, assemble
from davylamp.gas.room._dose import dose_of
from davylamp.gas.room._events import events_of
from davylamp.gas.room._pieces import Pieces
from davylamp.gas.room.model import Emission, Room
from davylamp.gas.species import find_species

__all__ = ["RoomBalance", "RoomHistory", "room_history"]

FloatArray = npt.NDArray[np.float64]

_PPM = 1e-6
#: Oxygen in dry air [ppm].
_OXYGEN_PPM = 209460.0
#: Knots up to which each gets points of its own behind it.
_DETAILED = 40


@dataclass(frozen=True, slots=True)
class RoomBalance:
    """Where one gas came from and went.

    Parameters
    ----------
    released_mol, supplied_mol : float
        Set free in the room, and brought by the supply air [mol].
    first_mol, last_mol, left_mol : float
        In the room before and after, and gone with the exhaust [mol].
    """

    released_mol: float
    supplied_mol: float
    first_mol: float
    last_mol: float
    left_mol: float

    @property
    def error(self) -> float:
        """In minus out minus what stayed, over all there was [1]."""
        there = self.released_mol + self.supplied_mol + self.first_mol
        off = there - self.last_mol - self.left_mol
        return abs(off) / there if there > 0.0 else abs(off)


@dataclass(frozen=True, slots=True)
class RoomHistory:
    """Gases in a room over time; made by `room_history`.

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


def room_history(
    room: Room,
    emissions: Sequence[Emission],
    until_s: float,
    *,
    initial_ppm: Mapping[str, float] | None = None,
    flow_changes: Sequence[tuple[float, float]] = (),
    points: int = 241,
) -> RoomHistory:
    """Return the concentration of every gas over time, exactly.

    Parameters
    ----------
    room : Room
        The room.
    emissions : sequence of Emission
        What is set free in it; several of one gas add up.
    until_s : float
        End [s].
    initial_ppm : mapping of str to float or None
        Of gases at the start [ppm]; by default the background.
    flow_changes : sequence of (float, float)
        Times [s] from which on the supply of air is another [m3/s]: a fan that an alarm starts.
    points : int
        Least number of times of the arrays; peaks, means and times do not depend on it.

    Raises
    ------
    InputError
        If a number or a name makes no sense.

    Notes
    -----
    A well-mixed room of N moles of gas at constant temperature and pressure, to which sources
    add s_i and the supply air q moles a second; as many leave, with the composition of the room:

        dn_i/dt = s_i + q b_i - (n_i / N) (s + q),    s = sum of s_i.

    With sources constant between given times, mole fractions are exponentials in between.
    Solubility in water, sorption on walls, condensation, reaction in air and buoyant layers are
    left out.

    Examples
    --------
    >>> history = room_history(Room(100.0), [Emission.puff("H2S", 4.034e-3)], 3600.0)
    >>> round(history.peak_ppm["H2S"], 2)
    0.99
    """
    if not (math.isfinite(until_s) and until_s > 0.0):
        raise InputError(f"end of the history {until_s!r} s must be above 0 s")
    start = {**room.background_ppm}
    for name, ppm in (initial_ppm or {}).items():
        if not (math.isfinite(ppm) and ppm >= 0.0):
            raise InputError(f"initial concentration of {ppm!r} ppm of {name}")
        start[find_species(name).id] = float(ppm)
    if math.fsum(start.values()) > 1e6:
        raise InputError("initial concentrations exceed 100 % together")
    names = tuple(dict.fromkeys((*(item.species for item in emissions), *start)))
    times, released = events_of(names, emissions, flow_changes, float(until_s))
    density = room.density_mol_per_m3
    flow = np.full(times.size - 1, room.mixed_flow_m3_per_s)
    for moment, value in sorted(flow_changes):
        if math.isnan(value) or value < 0.0 or moment < 0.0 or room.sealed:
            raise InputError(f"air flow of {value!r} m3/s from {moment!r} s on")
        flow[times[:-1] >= moment] = room.mixing_factor * value
    made = assemble(
        np.array([room.air_mol]),
        (density * flow)[None, :],
        np.array([[_PPM * room.background_ppm.get(name, 0.0) for name in names]]),
        np.array([[_PPM * start.get(name, 0.0) for name in names]]),
        times[None, :],
        released[None, :, :],
        sealed=room.sealed,
    )
    return _gathered(room, names, times, released, made, points)


def _gathered(
    room: Room,
    names: tuple[str, ...],
    times: FloatArray,
    released: FloatArray,
    made: Assembled,
    points: int,
) -> RoomHistory:
    until = float(times[-1])
    extra = [np.linspace(0.0, until, max(2, points))]
    knots = np.unique(times)
    if knots.size <= _DETAILED:
        extra.extend(knot + (until - knot) * np.geomspace(1e-5, 1.0, 30) for knot in knots[:-1])
    inner = np.setdiff1d(np.concatenate(extra), knots)
    inner = inner[(inner > 0.0) & (inner < until)]
    pieces = made.pieces
    # Ends of pieces from both sides, and exact values in between.
    first, last = pieces.ends()
    wide = np.broadcast_to(inner, (len(names), inner.size))
    time = np.concatenate([times[:-1], times[1:], inner])
    side = np.concatenate([2.0 * np.arange(times.size - 1), 2.0 * np.arange(times.size - 1) + 1.0])
    order = np.lexsort((np.concatenate([side, np.zeros(inner.size)]), time))
    values = np.concatenate([first, last, pieces.at(wide)], axis=1)[:, order] / _PPM
    time = time[order]
    pressure = np.full(time.size, room.pressure_Pa)
    if room.sealed:
        inside = made.inside_mol[0]
        between = np.interp(inner, times, inside)
        amount = np.concatenate([inside[:-1], inside[1:], between])[order]
        pressure = room.pressure_Pa * amount / room.air_mol
    # A piece ends with what the next begins with unless a puff lies in between.
    alike = np.isclose(values[:, 1:], values[:, :-1], rtol=1e-12, atol=0.0).all(axis=0)
    same = np.concatenate([[False], alike & (np.diff(time) <= 0.0)])
    balance = {
        name: RoomBalance(
            float(released[row].sum()),
            float(made.carried_mol[0, row]),
            float(made.first_mol[0, row]),
            float(made.last_mol[0, row]),
            float(made.left_mol[0, row]),
        )
        for row, name in enumerate(names)
    }
    return RoomHistory(
        room,
        until,
        time[~same],
        MappingProxyType({name: values[row][~same] for row, name in enumerate(names)}),
        pressure[~same],
        MappingProxyType(balance),
        pieces,
        MappingProxyType({name: row for row, name in enumerate(names)}),
    )
