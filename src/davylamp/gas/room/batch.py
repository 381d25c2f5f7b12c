"""Many rooms at once: a spread of sources, ventilation and volumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ATMOSPHERE_PA, GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.threads import usable_cores
from davylamp.gas.room._assemble import assemble
from davylamp.gas.species import find_species

__all__ = ["RoomBatch", "many_rooms"]

FloatArray = npt.NDArray[np.float64]

_PPM = 1e-6
#: Rooms worked on together: their arrays fit the cache of a core.
_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class RoomBatch:
    """What many rooms come to, arrays of shape (rooms, gases).

    Parameters
    ----------
    species : tuple of str
        Gases, in the order of the second axis.
    peak_ppm, last_ppm : array
        Highest concentration, and that at the end [ppm].
    mean_ppm : mapping of float to array
        Highest running mean over each window [s] asked for [ppm].
    time_to_s : array
        First time at the limit [s]; inf where it is not reached, nan where none was given.
    time_above_s : array
        Time at the limit or above [s]; nan where none was given.
    balance_error : float
        Largest of in minus out minus inside, over in [1].
    """

    species: tuple[str, ...]
    peak_ppm: FloatArray
    last_ppm: FloatArray
    mean_ppm: Mapping[float, FloatArray]
    time_to_s: FloatArray
    time_above_s: FloatArray
    balance_error: float

    def record(self) -> dict[str, Any]:
        """Return quantiles over the rooms as JSON types; nothing where a limit is missing."""
        shares = (0.05, 0.5, 0.95)

        def spread(values: FloatArray) -> dict[str, list[float]]:
            return {
                name: np.quantile(values[:, column], shares).tolist()
                for column, name in enumerate(self.species)
            }

        reached = np.isfinite(self.time_to_s)
        return {
            "rooms": int(self.peak_ppm.shape[0]),
            "quantiles": list(shares),
            "peak_ppm": spread(self.peak_ppm),
            "mean_ppm": {f"{window:g}": spread(mean) for window, mean in self.mean_ppm.items()},
            "share_at_limit": {
                name: None if np.isnan(self.time_to_s[:, k]).any() else float(reached[:, k].mean())
                for k, name in enumerate(self.species)
            },
        }


def many_rooms(
    volume_m3: npt.ArrayLike,
    air_flow_m3_per_s: npt.ArrayLike,
    time_s: npt.ArrayLike,
    released_mol: npt.ArrayLike,
    until_s: float,
    *,
    species: Sequence[str],
    limits_ppm: Mapping[str, float] | None = None,
    windows_s: Sequence[float] = (900.0,),
    background_ppm: Mapping[str, float] | None = None,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    pressure_Pa: float = ATMOSPHERE_PA,
) -> RoomBatch:
    """Return peaks, running means and times to limits of many rooms, exactly.

    Parameters
    ----------
    volume_m3, air_flow_m3_per_s : array, shape (rooms,)
        Free volume [m3], and supply of air that mixes [m3/s].
    time_s : array, shape (rooms, n) or (n,)
        Times of the amounts [s], ascending from 0 to `until_s`; the same twice for a puff.
    released_mol : array, shape (rooms, k, n), or (rooms, n) where k is 1
        Amount of each of the k species set free by then [mol], linear in between; see `Emission`.
    until_s : float
        End [s].
    species : sequence of str
        The gases.
    limits_ppm : mapping of str to float
        A limit of each gas [ppm].
    windows_s : sequence of float
        Windows of the running means [s], none longer than `until_s`.
    background_ppm : mapping of str to float
        In supply air and at the start [ppm].
    temperature_K, pressure_Pa : float
        Of all rooms [K], [Pa].

    Raises
    ------
    InputError
        If shapes do not fit, or a number makes no sense.

    See Also
    --------
    davylamp.gas.room.solve.room_history : One room, with the equations.

    Examples
    --------
    >>> batch = many_rooms(
    ...     [10.0, 20.0], 0.0, [0.0], [[1e-3], [1e-3]], 3600.0, species=["H2S"]
    ... )
    >>> batch.peak_ppm[:, 0].round(2).tolist()
    [2.45, 1.22]
    """
    names = tuple(find_species(name).id for name in species)
    amount = np.asarray(released_mol, dtype=np.float64)
    if amount.ndim == 2:
        amount = amount[:, None, :]
    if amount.ndim != 3 or amount.shape[1] != len(names):
        raise InputError(
            f"amounts of shape {amount.shape} do not fit {len(names)} gases",
            remedy="give an array of rooms, gases and times",
        )
    rooms, gases, count = amount.shape
    time = np.broadcast_to(np.asarray(time_s, dtype=np.float64), (rooms, count))
    volume = np.broadcast_to(np.asarray(volume_m3, dtype=np.float64), (rooms,))
    flow = np.broadcast_to(np.asarray(air_flow_m3_per_s, dtype=np.float64), (rooms,))
    _check(time, amount, volume, flow, float(until_s), windows_s)
    density = pressure_Pa / (GAS_CONSTANT_J_PER_MOL_K * temperature_K)
    limit, supplied = np.full(gases, np.nan), np.zeros(gases)
    for given, target in ((limits_ppm, limit), (background_ppm, supplied)):
        for name, ppm in (given or {}).items():
            if find_species(name).id not in names or not ppm >= 0.0:
                raise InputError(f"{ppm!r} ppm of {name}: gases are {', '.join(names)}")
            target[names.index(find_species(name).id)] = _PPM * ppm

    def block(part: slice) -> tuple[FloatArray, ...]:
        return _block(
            volume[part] * density, flow[part] * density, time[part], amount[part],
            float(until_s), supplied, limit, windows_s,
        )  # fmt: skip

    parts = [slice(first, first + _BLOCK) for first in range(0, rooms, _BLOCK)]
    if len(parts) > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(usable_cores(), len(parts))) as pool:
            done = list(pool.map(block, parts))
    else:
        done = [block(part) for part in parts]
    peak, last, to, above, error, *means = (
        np.concatenate(items) for items in zip(*done, strict=True)
    )
    return RoomBatch(
        names,
        peak / _PPM,
        last / _PPM,
        {float(window): mean / _PPM for window, mean in zip(windows_s, means, strict=True)},
        to,
        above,
        float(error.max(initial=0.0)),
    )


def _block(
    room_mol: FloatArray,
    supply_mol_per_s: FloatArray,
    time_s: FloatArray,
    amount_mol: FloatArray,
    until_s: float,
    supplied: FloatArray,
    limit: FloatArray,
    windows_s: Sequence[float],
) -> tuple[FloatArray, ...]:
    rooms, gases, _ = amount_mol.shape
    edge = np.zeros((rooms, 1))
    times = np.concatenate([edge, time_s[:, :1], time_s, edge + until_s], axis=1)
    none = np.zeros((rooms, gases, 1))
    steps = np.concatenate([none, amount_mol[:, :, :1], np.diff(amount_mol, axis=2), none], axis=2)
    background = np.broadcast_to(supplied, (rooms, gases))
    supply = np.broadcast_to(supply_mol_per_s[:, None], (rooms, times.shape[1] - 1))
    made = assemble(room_mol, supply, background, background, times, steps)
    pieces, shape = made.pieces, (rooms, gases)
    peak, _ = pieces.peak()
    levels = np.tile(limit, rooms)
    known = np.isfinite(levels)
    level = np.where(known, levels, 1.0)
    to = np.where(known, pieces.reaches(level), np.nan)
    above = np.where(known, pieces.time_above(level), np.nan)
    there = steps.sum(axis=2) + made.carried_mol + made.first_mol
    off = np.abs(there - made.left_mol - made.last_mol) / np.where(there > 0.0, there, 1.0)
    last = made.last_mol / room_mol[:, None]
    return (
        peak.reshape(shape),
        last,
        to.reshape(shape),
        above.reshape(shape),
        off.max(axis=1),
        *(pieces.running_mean(float(window)).reshape(shape) for window in windows_s),
    )


def _check(
    time: FloatArray,
    amount: FloatArray,
    volume: FloatArray,
    flow: FloatArray,
    until_s: float,
    windows_s: Sequence[float],
) -> None:
    if not (np.isfinite(volume).all() and (volume > 0.0).all()):
        raise InputError("volumes of rooms [m3] must be above 0")
    if np.isnan(flow).any() or (flow < 0.0).any():
        raise InputError("air flows [m3/s] must not be negative")
    inside = np.isfinite(time).all() and (time >= 0.0).all() and (time <= until_s).all()
    if not inside or (np.diff(time, axis=1) < 0.0).any():
        raise InputError(f"times [s] must ascend from 0 to the end at {until_s:g} s")
    rising = (amount[:, :, 0] >= 0.0).all() and (np.diff(amount, axis=2) >= 0.0).all()
    if not (np.isfinite(amount).all() and rising):
        raise InputError("amounts [mol] must not be negative and must not fall")
    for window in windows_s:
        if not 0.0 < window <= until_s:
            raise InputError(
                f"a mean over {window:g} s needs histories at least as long, not {until_s:g} s"
            )
