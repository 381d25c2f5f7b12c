"""Which sensor would see the gas of a failing cell, at what reading, and how early."""

from __future__ import annotations

from davylamp.gas.sensors.advice import watch, watch_sources
from davylamp.gas.sensors.air import SensedAir, sensed_headspace, sensed_room
from davylamp.gas.sensors.order import Appearance, first_by_onset, first_gases
from davylamp.gas.sensors.reading import lagged, readings
from davylamp.gas.sensors.result import SensorAdvice, Sighting
from davylamp.gas.sensors.setpoint import SetPoint, set_point

__all__ = [
    "Appearance",
    "SensedAir",
    "SensorAdvice",
    "SetPoint",
    "Sighting",
    "first_by_onset",
    "first_gases",
    "lagged",
    "readings",
    "sensed_headspace",
    "sensed_room",
    "set_point",
    "watch",
    "watch_sources",
]
