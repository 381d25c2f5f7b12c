"""Heat: calorimetry, abuse and propagation of a cell."""

from __future__ import annotations

from davylamp.runaway.body import Body, Conductivity, HeatCapacity, Transition
from davylamp.runaway.network import Network, Rate, Species, Step

__all__ = [
    "Body",
    "Conductivity",
    "HeatCapacity",
    "Network",
    "Rate",
    "Species",
    "Step",
    "Transition",
]
