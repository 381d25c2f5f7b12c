"""Gas through the opening of a casing: flow, blowdown, relief area, and what fast gas can do."""

from __future__ import annotations

from davylamp.gas.vent.blowdown import Vent, blowdown, filling
from davylamp.gas.vent.flow import (
    DISCHARGE_COEFFICIENT,
    OrificeFlow,
    area_for_flow_m2,
    critical_pressure_ratio,
    orifice_flow,
)
from davylamp.gas.vent.outcome import Blowdown

__all__ = [
    "DISCHARGE_COEFFICIENT",
    "Blowdown",
    "OrificeFlow",
    "Vent",
    "area_for_flow_m2",
    "blowdown",
    "critical_pressure_ratio",
    "filling",
    "orifice_flow",
]
