"""Exact concentrations in rooms from what is released and how they are ventilated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.gas.room._basis import decay, decay_integral, growth, growth_integral
from davylamp.gas.room._pieces import Pieces

__all__ = ["Assembled", "assemble"]

FloatArray = npt.NDArray[np.float64]

#: What is released within [s] is a puff: clocks of an hour do not resolve it.
_INSTANT_S = 1e-12


@dataclass(frozen=True, slots=True)
class Assembled:
    """Rooms times gases as `Pieces`, and what went in, out and stayed.

    Parameters
    ----------
    pieces : Pieces
        Row ``room * gases + gas``.
    left_mol, carried_mol, first_mol, last_mol : array, shape (rooms, gases)
        What left each room, what came with the supply air, and what was inside before and after
        [mol].
    inside_mol : array, shape (rooms, pieces + 1)
        All gas in the room at the ends of the pieces [mol]; constant unless sealed.
    """

    pieces: Pieces
    left_mol: FloatArray
    carried_mol: FloatArray
    first_mol: FloatArray
    last_mol: FloatArray
    inside_mol: FloatArray


def assemble(
    room_mol: FloatArray,
    supply_mol_per_s: FloatArray,
    supplied: FloatArray,
    initial: FloatArray,
    time_s: FloatArray,
    released_mol: FloatArray,
    *,
    sealed: bool = False,
) -> Assembled:
    """Return the concentrations of every gas in every room.

    Parameters
    ----------
    room_mol : array, shape (rooms,)
        All gas in a room [mol].
    supply_mol_per_s : array, shape (rooms, pieces)
        Supply air that mixes [mol/s]; infinite for a room that is always as its supply.
    supplied, initial : array, shape (rooms, gases)
        Mole fractions in the supply air and at the start [1].
    time_s : array, shape (rooms, pieces + 1)
        Ends of the pieces [s]; twice the same for a puff.
    released_mol : array, shape (rooms, gases, pieces)
        Released in each piece at a constant rate [mol].
    sealed : bool
        Nothing leaves; the amount of gas in the room grows.
    """
    rooms, gases, count = released_mol.shape
    duration = np.diff(time_s, axis=1)
    swept = np.isposinf(supply_mol_per_s)
    supply = np.where(swept, 0.0, supply_mol_per_s) * duration
    total = released_mol.sum(axis=1)
    inside = np.repeat(room_mol[:, None], count + 1, axis=1)
    if sealed:
        inside[:, 1:] += np.cumsum(total, axis=1)
    shape = (rooms, gases, count)
    start, rise, rate = np.empty(shape), np.zeros(shape), np.zeros(shape)
    content = np.where(swept[:, :1], supplied, initial) if count else initial.copy()
    first_mol = content * room_mol[:, None]
    left, carried = np.zeros((rooms, gases)), np.zeros((rooms, gases))
    for k in range(count):
        before = content * inside[:, k, None]
        brought = supply[:, k, None] * supplied
        come = released_mol[:, :, k] + brought
        turned = ((supply[:, k] + total[:, k]) / inside[:, k])[:, None]
        content = content * decay(turned, sealed=sealed)
        content = content + come / inside[:, k, None] * growth(turned, sealed=sealed)
        away = swept[:, k, None]
        content = np.where(away, supplied, content)
        lasts = (duration[:, k, None] > _INSTANT_S) & ~away
        seconds = np.where(lasts, duration[:, k, None], 1.0)
        # A puff is over at once: its piece holds what it leaves.
        start[:, :, k] = np.where(lasts, before / inside[:, k, None], content)
        rise[:, :, k] = np.where(lasts, come / inside[:, k, None] / seconds, 0.0)
        rate[:, :, k] = np.where(lasts, turned / seconds, 0.0)
        carried += brought
        # By the mean concentration of what leaves, so that the balance is a check.
        mean = before / inside[:, k, None] * decay_integral(turned)
        mean = mean + come / inside[:, k, None] * growth_integral(turned)
        gone = (supply[:, k] + total[:, k])[:, None] * mean
        swept_out = before + come - content * inside[:, k + 1, None]
        left += np.where(away, swept_out, 0.0 if sealed else gone)
    pieces = Pieces(
        np.repeat(time_s, gases, axis=0),
        start.reshape(rooms * gases, count, 1),
        rise.reshape(rooms * gases, count, 1),
        rate.reshape(rooms * gases, count, 1),
        sealed,
    )
    return Assembled(pieces, left, carried, first_mol, content * inside[:, -1:], inside)
