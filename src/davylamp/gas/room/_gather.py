"""Arrays of a history from its exact pieces."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from davylamp.gas.room._pieces import Pieces
from davylamp.gas.room.balance import RoomBalance
from davylamp.gas.room.history import RoomHistory
from davylamp.gas.room.model import Room

__all__ = ["gathered"]

FloatArray = npt.NDArray[np.float64]

_PPM = 1e-6
#: Knots up to which each gets points of its own behind it.
_DETAILED = 40


def gathered(
    room: Room,
    names: tuple[str, ...],
    times: FloatArray,
    balance: Mapping[str, RoomBalance],
    pieces: Pieces,
    points: int,
    inside_mol: FloatArray | None = None,
) -> RoomHistory:
    """Return a history whose arrays hold every change and enough times in between.

    Parameters
    ----------
    room : Room
        The room.
    names : tuple of str
        Gases, one row of `pieces` each.
    times : array
        Times at which something changes, from 0 to the end [s].
    balance : mapping of str to RoomBalance
        Of each gas.
    pieces : Pieces
        Concentrations.
    points : int
        Least number of times.
    inside_mol : array or None
        All gas in the room at `times` [mol], for a sealed room.
    """
    until = float(times[-1])
    knots = np.unique(times)
    extra = [np.linspace(0.0, until, max(2, points))]
    if knots.size <= _DETAILED:
        extra.extend(knot + (until - knot) * np.geomspace(1e-5, 1.0, 30) for knot in knots[:-1])
    grid = np.unique(np.concatenate([knots, *extra]))
    grid = grid[(grid >= 0.0) & (grid <= until)]

    def told(asked: FloatArray, *, before: bool) -> FloatArray:
        wide = np.broadcast_to(asked, (len(names), asked.size))
        # Two modes that cancel leave less than nothing by rounding.
        return np.maximum(pieces.at(wide, before=before), 0.0) / _PPM

    # A puff has its time twice.
    ends = knots[1:]
    after, before = told(ends, before=False), told(ends, before=True)
    jumps = ~np.isclose(after, before, rtol=1e-12, atol=0.0).all(axis=0)
    time = np.concatenate([ends[jumps], grid])
    order = np.argsort(time, kind="stable")
    values = np.concatenate([before[:, jumps], told(grid, before=False)], axis=1)[:, order]
    time = time[order]
    pressure = np.full(time.size, room.pressure_Pa)
    if room.sealed and inside_mol is not None:
        later = np.searchsorted(times, grid, side="right") - 1
        last = np.minimum(later + 1, times.size - 1)
        gap = times[last] - times[later]
        share = np.where(gap > 0.0, (grid - times[later]) / np.where(gap > 0.0, gap, 1.0), 0.0)
        amount = inside_mol[later] + share * (inside_mol[last] - inside_mol[later])
        held = inside_mol[np.searchsorted(times, ends[jumps], side="left")]
        amount = np.concatenate([held, amount])[order]
        pressure = room.pressure_Pa * amount / room.air_mol
    return RoomHistory(
        room,
        until,
        time,
        MappingProxyType({name: values[row] for row, name in enumerate(names)}),
        pressure,
        MappingProxyType(dict(balance)),
        pieces,
        MappingProxyType({name: row for row, name in enumerate(names)}),
    )
