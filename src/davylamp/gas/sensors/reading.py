"""What sensors read of the air they are in, with their delay."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from davylamp.gas.sensors.air import SensedAir
from davylamp.store.sensors import SensorType

__all__ = ["contributions", "lagged", "readings"]

FloatArray = npt.NDArray[np.float64]


def contributions(
    sensor: SensorType, air: SensedAir, lfl_ppm: Mapping[str, float]
) -> dict[str, FloatArray]:
    """Return what each gas adds to the undelayed signal of a sensor, above its background.

    In ppm of its target; in shares of the lower flammability limit for a sensor that is
    calibrated in these; in Pa for a sensor of pressure. Where a response is known as an upper
    bound only, the gas may not show at all: it counts for nothing.
    """
    if sensor.target == "pressure":
        return {"pressure": air.pressure_Pa - air.pressure_Pa[0]}
    if sensor.flammables:
        return {
            name: (air.ppm[name] - air.base_ppm.get(name, 0.0)) / lfl_ppm[name]
            for name in sensor.flammables
            if name in air.ppm and name in lfl_ppm
        }
    weights = {
        name: item.value
        for name, item in sensor.responses.items()
        if item.value < 0.0 or item.bound != "<"
    }
    if sensor.target:
        weights[sensor.target] = 1.0
    return {
        name: weights[name] * (values - air.base_ppm.get(name, 0.0))
        for name, values in air.ppm.items()
        if weights.get(name)
    }


def readings(
    sensors: Sequence[SensorType], air: SensedAir, lfl_ppm: Mapping[str, float]
) -> FloatArray:
    """Return the delayed readings above the background, shape (sensors, times); never negative."""
    raw = np.zeros((len(sensors), air.time_s.size))
    for row, sensor in enumerate(sensors):
        for part in contributions(sensor, air, lfl_ppm).values():
            raw[row] += part
    delay = np.array([_number(sensor, "t90_s") / math.log(10.0) for sensor in sensors])
    return np.maximum(lagged(air.time_s, raw, delay), 0.0)


def lagged(time_s: FloatArray, signal: FloatArray, delay_s: FloatArray) -> FloatArray:
    """Return signals behind a delay of first order, exact for signals linear between times.

    Parameters
    ----------
    time_s : array, shape (n,)
        Ascending [s].
    signal : array, shape (rows, n)
        Before the delay; at rest before the first time at 0.
    delay_s : array, shape (rows,)
        Time constant [s]: T90 over ln 10.

    Examples
    --------
    >>> step = lagged(np.array([0.0, 10.0]), np.ones((1, 2)), np.array([10.0 / np.log(10.0)]))
    >>> step.round(12).tolist()
    [[0.0, 0.9]]
    """
    found = np.zeros_like(signal)
    steps = np.diff(time_s)
    kept = np.exp(-steps[None, :] / delay_s[:, None])
    safe = np.where(steps > 0.0, steps, 1.0)
    behind = np.where(steps > 0.0, np.diff(signal, axis=1) / safe, 0.0) * delay_s[:, None]
    for k in range(steps.size):
        off = found[:, k] - signal[:, k] + behind[:, k]
        moved = signal[:, k + 1] - behind[:, k] + off * kept[:, k]
        found[:, k + 1] = moved if steps[k] > 0.0 else found[:, k]
    return found


def _number(sensor: SensorType, name: str) -> float:
    found = sensor.value(name)
    return 0.0 if found is None else found
