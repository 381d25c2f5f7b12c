"""A room in two zones: air near the source, and the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.gas.room._basis import decay, growth
from davylamp.gas.room._events import events_of
from davylamp.gas.room._gather import gathered
from davylamp.gas.room._pieces import Pieces
from davylamp.gas.room.balance import RoomBalance
from davylamp.gas.room.history import RoomHistory
from davylamp.gas.room.model import Emission, Room

__all__ = ["TwoZoneHistory", "two_zones"]

FloatArray = npt.NDArray[np.float64]

_PPM = 1e-6
_NEAR, _FAR = 0, 1


@dataclass(frozen=True, slots=True)
class TwoZoneHistory:
    """Gases near a source and in the rest of a room; made by `two_zones`.

    Parameters
    ----------
    near, far : RoomHistory
        Both zones. What leaves the near one is what is released in the far one.
    exchange_m3_per_s : float
        Air that goes to and fro between them [m3/s].
    """

    near: RoomHistory
    far: RoomHistory
    exchange_m3_per_s: float

    def record(self, *, curves: bool = True) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "near": self.near.record(curves=curves),
            "far": self.far.record(curves=curves),
            "exchange_m3_per_s": self.exchange_m3_per_s,
        }


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Both zones between two times: arrays over zones, gases and modes."""

    start: FloatArray
    rise: FloatArray
    rate: FloatArray
    length_s: float

    def mode_at(self, zone: int, since_s: FloatArray | float) -> FloatArray:
        z = self.rate[zone] * since_s
        moved = self.start[zone] * decay(z) + self.rise[zone] * since_s * growth(z)
        return np.asarray(moved, dtype=np.float64)

    def end(self) -> FloatArray:
        return np.stack([self.mode_at(zone, self.length_s).sum(axis=-1) for zone in (_NEAR, _FAR)])


def two_zones(
    room: Room,
    near_volume_m3: float,
    exchange_m3_per_s: float,
    emissions: Sequence[Emission],
    until_s: float,
    *,
    points: int = 241,
) -> TwoZoneHistory:
    """Return the concentrations near a source and in the rest of the room, exactly.

    Parameters
    ----------
    room : Room
        The whole room, neither sealed nor swept by infinite ventilation. Its supply enters and
        leaves the far zone.
    near_volume_m3 : float
        Volume of the near zone [m3], less than the room.
    exchange_m3_per_s : float
        Air that passes between the zones, each way [m3/s].
    emissions : sequence of Emission
        Released in the near zone.
    until_s : float
        End [s].
    points : int
        Least number of times of the arrays.

    Raises
    ------
    InputError
        If a number makes no sense.

    Notes
    -----
    With N and F moles of gas near and far, sources s_i, s in all, supply q and exchange e:

        N dx_i/dt = s_i + e y_i - (e + s) x_i
        F dy_i/dt = q b_i + (e + s) x_i - (e + q + s) y_i.

    At rest, and for small releases, y = S/Q and x = S/Q + S/E in volumes: the near and far field of
    occupational hygiene.

    References
    ----------
    Nicas, Ann. Work Expo. Health 68 (2024) 78, doi:10.1093/annweh/wxad064.

    Examples
    --------
    >>> room = Room(100.0, 0.2)
    >>> found = two_zones(room, 1.0, 0.1, [Emission.steady("H2S", 1e-6, 1e5)], 1e5)
    >>> round(found.near.last_ppm["H2S"] / found.far.last_ppm["H2S"], 3)
    3.0
    """
    _check(room, near_volume_m3, exchange_m3_per_s, until_s)
    names = tuple(dict.fromkeys((*(e.species for e in emissions), *room.background_ppm)))
    times, released = events_of(names, emissions, (), float(until_s))
    density = room.density_mol_per_m3
    volumes = (near_volume_m3, room.volume_m3 - near_volume_m3)
    mol = density * np.array(volumes)
    supplied = _PPM * np.array([room.background_ppm.get(name, 0.0) for name in names])
    share = np.repeat(supplied[None, :], 2, axis=0)
    first = share * mol[:, None]
    supply, exchange = density * room.mixed_flow_m3_per_s, density * exchange_m3_per_s
    moved = {key: np.zeros(len(names)) for key in ("near", "back", "out")}
    told: list[_Stretch] = []
    for k in range(times.size - 1):
        length, here = float(times[k + 1] - times[k]), released[:, k]
        if length > 0.0:
            modes = _modes(mol, share, here / length, supply, exchange, supplied)
            told.append(_Stretch(*modes, length))
            after = told[-1].end()
        else:
            after = _puff(mol, share, here)
            # A puff is over at once: its stretch holds what it leaves.
            held = np.stack([after, np.zeros_like(after)], axis=-1)
            told.append(_Stretch(held, np.zeros_like(held), np.zeros((2, 1, 2)), 0.0))
            displaced = here - mol[_NEAR] * (after - share)[_NEAR]
            moved["near"] += displaced
            moved["out"] += displaced - mol[_FAR] * (after - share)[_FAR]
        share = after
    pieces = [_pieces(told, times, zone) for zone in (_NEAR, _FAR)]
    # Each stretch between two times is two pieces, as a concentration may turn in it once.
    areas = [zone.areas().reshape(len(names), -1, 2).sum(axis=-1) for zone in pieces]
    total = released.sum(axis=0)
    lengths = np.diff(times)
    flow = np.where(lengths > 0.0, total / np.where(lengths > 0.0, lengths, 1.0), 0.0)
    moved["near"] += (areas[_NEAR] * (exchange + flow)).sum(axis=1)
    moved["back"] += (areas[_FAR] * exchange).sum(axis=1)
    moved["out"] += (areas[_FAR] * (exchange + supply + flow)).sum(axis=1)
    last = share * mol[:, None]
    fresh = supply * supplied * until_s
    sums = (
        (released.sum(axis=1), moved["back"], first[_NEAR], last[_NEAR], moved["near"]),
        (moved["near"], fresh, first[_FAR], last[_FAR], moved["out"]),
    )
    zones = []
    for zone, volume in enumerate(volumes):
        balance = {
            name: RoomBalance(*(float(part[row]) for part in sums[zone]))
            for row, name in enumerate(names)
        }
        part_of_room = replace(room, volume_m3=volume)
        if zone == _NEAR:
            part_of_room = replace(
                part_of_room, air_flow_m3_per_s=exchange_m3_per_s, mixing_factor=1.0
            )
        zones.append(gathered(part_of_room, names, times, balance, pieces[zone], points))
    return TwoZoneHistory(zones[_NEAR], zones[_FAR], float(exchange_m3_per_s))


def _modes(
    mol: FloatArray,
    share: FloatArray,
    source: FloatArray,
    supply: float,
    exchange: float,
    supplied: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    s = float(source.sum())
    a, b = (exchange + s) / mol[_NEAR], exchange / mol[_NEAR]
    c, d = (exchange + s) / mol[_FAR], (exchange + supply + s) / mol[_FAR]
    fast = 0.5 * (a + d + math.sqrt((a - d) ** 2 + 4.0 * b * c))
    slow = (exchange + s) * (supply + s) / (mol[_NEAR] * mol[_FAR]) / fast
    matrix = np.array([[a, -b], [-c, d]])
    unit = np.eye(2)
    onto = np.stack([matrix - slow * unit, fast * unit - matrix]) / (fast - slow)
    force = np.stack([source / mol[_NEAR], supply * supplied / mol[_FAR]])
    start = np.einsum("jzw,wg->zgj", onto, share)
    rise = np.einsum("jzw,wg->zgj", onto, force)
    return start, rise, np.broadcast_to(np.array([fast, slow]), (2, 1, 2))


def _puff(mol: FloatArray, share: FloatArray, amount: FloatArray) -> FloatArray:
    total = float(amount.sum())
    pure = amount / total
    near, far = total / mol[_NEAR], total / mol[_FAR]
    off = share - pure
    # What the puff drives out of the near zone passes through the far one.
    through = far * math.exp(-min(near, far)) * float(growth(np.array(abs(near - far))))
    return np.stack(
        [
            pure + off[_NEAR] * math.exp(-near),
            pure + off[_FAR] * math.exp(-far) + off[_NEAR] * through,
        ]
    )


def _pieces(told: list[_Stretch], times: FloatArray, zone: int) -> Pieces:
    ends = [np.full(told[0].start.shape[1], times[0])]
    starts, rises, rates = [], [], []
    for stretch, begin in zip(told, times[:-1], strict=True):
        start, rise = stretch.start[zone], stretch.rise[zone]
        rate = np.broadcast_to(stretch.rate[zone], start.shape)
        slope = rise - rate * start
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = np.log(-slope[:, 0] / slope[:, 1]) / (rate[:, 0] - rate[:, 1])
        inside = np.isfinite(turn) & (turn > 0.0) & (turn < stretch.length_s)
        cut = np.where(inside, turn, stretch.length_s)
        starts.extend([start, stretch.mode_at(zone, cut[:, None])])
        rises.extend([rise, rise])
        rates.extend([rate, rate])
        ends.extend([begin + cut, np.full(cut.shape, begin + stretch.length_s)])
    return Pieces(
        np.stack(ends, axis=1),
        np.stack(starts, axis=1),
        np.stack(rises, axis=1),
        np.stack(rates, axis=1),
    )


def _check(room: Room, near_m3: float, exchange: float, until_s: float) -> None:
    if room.sealed or not math.isfinite(room.air_flow_m3_per_s):
        raise InputError("two zones need a room that is open, with a finite supply of air")
    if not 0.0 < near_m3 < room.volume_m3:
        raise InputError(
            f"near zone of {near_m3!r} m3 must be above 0 and below the {room.volume_m3:g} m3 of "
            "the room"
        )
    if not (math.isfinite(exchange) and exchange > 0.0):
        raise InputError(f"exchange between zones {exchange!r} m3/s must be above 0 m3/s")
    if not (math.isfinite(until_s) and until_s > 0.0):
        raise InputError(f"end of the history {until_s!r} s must be above 0 s")
