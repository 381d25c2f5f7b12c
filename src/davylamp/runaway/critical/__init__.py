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

__all__ = [
    "CriticalValue",
    "Edge",
    "Runaway",
    "critical_cooling",
    "critical_size",
    "critical_temperature",
    "find_edge",
    "resized",
]
