"""Whether the air suits a sensor, and what may mislead it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.gas.sensors.air import SensedAir
from davylamp.store.sensors import SensorType

__all__ = ["working"]

FloatArray = npt.NDArray[np.float64]

#: Concentration of a poison from which on it is told [ppm].
_POISON_PPM: Final = 1.0
_PPM_IN_PERCENT: Final = 1e-4
#: Oxygen that sensors need which burn or reduce it, where their maker gives none [%]; assumed.
_NEEDS_OXYGEN: Final = {"electrochemical": 5.0, "metal oxide": 5.0}


def working(
    sensor: SensorType,
    air: SensedAir,
    at_s: float,
    read: FloatArray,
    parts: Mapping[str, FloatArray],
    by_gas: str,
    lfl_ppm: Mapping[str, float],
) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether the air suits a sensor at a time, and what to know.

    Parameters
    ----------
    sensor : SensorType
        The kind of sensor.
    air : SensedAir
        The air.
    at_s : float
        When it is first seen, or highest [s].
    read : array, shape (n,)
        Reading.
    parts : mapping of str to array
        What each gas adds to the signal.
    by_gas : str
        Gas that makes up most of the reading.
    lfl_ppm : mapping of str to float
        Lower flammability limits [ppm].

    Returns
    -------
    works : bool or None
        None where humidity is not known and matters.
    reasons : tuple of str
        In words.
    """
    suits: bool | None = True
    reasons: list[str] = []
    humidity = air.relative_humidity_percent
    low, high = sensor.value("humidity_low_percent"), sensor.value("humidity_high_percent")
    if low:
        wet = sensor.principle == "electrochemical"
        if humidity is None:
            suits = None if wet else suits
        elif humidity < low:
            # Only an aqueous electrolyte is known to fail: others are merely out of their range.
            suits = False if wet else None
            need = "it needs" if wet else "its maker states from"
            reasons.append(f"the air is dry: {humidity:.2g} % of humidity, {need} {low:g} %")
    if humidity is not None and high is not None and humidity > high:
        suits = False
        reasons.append(f"the air is too moist: {humidity:.3g} %, at most {high:g} %")
    warm = float(np.interp(at_s, air.time_s, air.temperature_K)) - ZERO_CELSIUS_K
    coldest, hottest = sensor.value("temperature_low_degC"), sensor.value("temperature_high_degC")
    if (coldest is not None and warm < coldest) or (hottest is not None and warm > hottest):
        suits = False
        reasons.append(f"{warm:.0f} °C is outside {coldest:g} to {hottest:g} °C")
    needs = sensor.value("oxygen_least_percent") or _NEEDS_OXYGEN.get(sensor.principle, 0.0)
    oxygen = _PPM_IN_PERCENT * float(np.interp(at_s, air.time_s, air.oxygen_ppm))
    if oxygen < needs:
        suits = False
        reasons.append(f"{oxygen:.2g} % of oxygen, it needs {needs:g} %")
    poisons = [
        name
        for name in sensor.poisoned_by
        if name in air.ppm and float(air.ppm[name].max()) > _POISON_PPM
    ]
    if poisons:
        reasons.append(f"{', '.join(poisons)} poisons it: it may go blind")
    may = [
        f"{name} by up to {item.value:g}"
        for name, item in sensor.responses.items()
        if name in air.ppm and item.bound == "<" and item.value > 0.0
    ]
    if may:
        reasons.append(f"may show {', '.join(may)} of its concentration, which is not counted")
    if by_gas and sensor.target and by_gas != sensor.target:
        reasons.append(f"{by_gas} shows as {sensor.target}")
    masked = [name for name, part in parts.items() if float(part.min()) < 0.0]
    if masked:
        reasons.append(f"{', '.join(masked)} lowers its reading")
    silent = [name for name in sensor.flammables if name in air.ppm and name not in lfl_ppm]
    if silent:
        reasons.append(f"no lower flammability limit of {', '.join(silent)}: left out")
    top = sensor.value("range_ppm")
    if top is not None and float(read.max()) > top:
        reasons.append(f"passes the end of its range of {top:g} ppm")
    return suits, tuple(reasons)
