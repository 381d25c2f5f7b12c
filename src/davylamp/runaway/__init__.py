"""Heat: calorimetry, abuse and propagation of a cell."""

from __future__ import annotations

from davylamp.runaway.body import Body, Conductivity, HeatCapacity, Transition
from davylamp.runaway.network import Network, Rate, Species, Step
from davylamp.runaway.parameter import Distribution, Parameter

__all__ = [
    "Body",
    "Conductivity",
    "Distribution",
    "HeatCapacity",
    "Network",
    "Parameter",
    "Rate",
    "Species",
    "Step",
    "Transition",
]
