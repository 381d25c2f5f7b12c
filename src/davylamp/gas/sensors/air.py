"""What a sensor is exposed to: gases, pressure, warmth, humidity and oxygen over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ATMOSPHERE_PA, GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.room import RoomHistory
from davylamp.gas.source import GasHistory

__all__ = ["SensedAir", "sensed_headspace", "sensed_room"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SensedAir:
    """Air at the place of a sensor over time.

    Parameters
    ----------
    place : str
        In words: ``room``, ``enclosure``, ``headspace of the cell``.
    time_s : array, shape (n,)
        Ascending [s]; the same time twice for a jump.
    ppm : mapping of str to array of shape (n,)
        Each gas by volume [ppm].
    temperature_K, pressure_Pa, oxygen_ppm : array, shape (n,)
        Temperature [K], pressure [Pa], oxygen [ppm].
    relative_humidity_percent : float or None
        Over liquid water [%]; None where nobody told.
    base_ppm : mapping of str to float
        Of gases that are there before anything is released [ppm].
    """

    place: str
    time_s: FloatArray
    ppm: Mapping[str, FloatArray]
    temperature_K: FloatArray
    pressure_Pa: FloatArray
    oxygen_ppm: FloatArray
    relative_humidity_percent: float | None = None
    base_ppm: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        humidity = self.relative_humidity_percent
        if humidity is not None and not 0.0 <= humidity <= 100.0:
            raise InputError(
                f"relative humidity {humidity!r} % is not between 0 and 100 %",
                remedy="give a dew point where air is drier than that",
            )


def sensed_room(
    history: RoomHistory,
    *,
    place: str = "room",
    relative_humidity_percent: float | None = None,
) -> SensedAir:
    """Return the air of a room or enclosure as a sensor in it meets it."""
    return SensedAir(
        place,
        history.time_s,
        history.ppm,
        np.full(history.time_s.size, history.room.temperature_K),
        history.pressure_Pa,
        history.oxygen_ppm,
        relative_humidity_percent,
        history.room.background_ppm,
    )


def sensed_headspace(
    gas: GasHistory,
    free_volume_m3: float,
    *,
    filled_Pa: float = ATMOSPHERE_PA,
    filled_K: float = STANDARD_TEMPERATURE_K,
    oxygen_share: float = 0.0,
) -> SensedAir:
    """Return the gas inside a closed cell.

    Parameters
    ----------
    gas : GasHistory
        Gas set free inside over time; stays inside.
    free_volume_m3 : float
        Volume of the gas [m3].
    filled_Pa, filled_K : float
        Pressure and temperature when the cell was closed [Pa], [K].
    oxygen_share : float
        Of the gas that it was closed with [1]; 0 for argon.

    Raises
    ------
    InputError
        If the volume is not positive.
    """
    if not free_volume_m3 > 0.0:
        raise InputError(f"free volume {free_volume_m3!r} m3 must be above 0 m3")
    first = filled_Pa * free_volume_m3 / (GAS_CONSTANT_J_PER_MOL_K * filled_K)
    time = np.asarray(gas.time_s, dtype=np.float64)
    amounts = {name: np.maximum(np.asarray(n), 0.0) for name, n in gas.released_mol.items()}
    total = first + np.sum(list(amounts.values()), axis=0) if amounts else np.full(time.size, first)
    warm = np.asarray(gas.temperature_K, dtype=np.float64)
    oxygen = first * oxygen_share + amounts.get("O2", 0.0)
    return SensedAir(
        "headspace of the cell",
        time,
        MappingProxyType({name: 1e6 * n / total for name, n in amounts.items()}),
        warm,
        total * GAS_CONSTANT_J_PER_MOL_K * warm / free_volume_m3,
        np.asarray(1e6 * oxygen / total, dtype=np.float64),
        0.0,
    )
