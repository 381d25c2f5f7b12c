"""Critical temperature, cooling and size: where a body begins to run away."""

from __future__ import annotations

from davylamp.runaway.critical.conditions import (
    CriticalValue,
    critical_cooling,
    critical_size,
    critical_temperature,
    resized,
)
from davylamp.runaway.critical.definition import Runaway
from davylamp.runaway.critical.edge import Edge, find_edge
from davylamp.runaway.critical.spread import (
    CriticalSpread,
    critical_cooling_spread,
    critical_size_spread,
    critical_temperature_spread,
)

__all__ = [
    "CriticalSpread",
    "CriticalValue",
    "Edge",
    "Runaway",
    "critical_cooling",
    "critical_cooling_spread",
    "critical_size",
    "critical_size_spread",
    "critical_temperature",
    "critical_temperature_spread",
    "find_edge",
    "resized",
]
