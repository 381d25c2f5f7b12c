"""Gas through the opening of a casing: flow, blowdown, relief area, and what fast gas can do."""

from __future__ import annotations

from davylamp.gas.vent.answer import Surrounds, VentAnswer
from davylamp.gas.vent.blast import (
    blast_distance_m,
    blast_overpressure_Pa,
    blast_tnt_kg,
    brode_J,
    expansion_J,
    tnt_equivalent_kg,
)
from davylamp.gas.vent.blowdown import Vent, blowdown, filling
from davylamp.gas.vent.enclosure import enclosure_course_Pa, enclosure_rise_Pa
from davylamp.gas.vent.fast import Bounds, Times, bounds, compare_times, constant_volume
from davylamp.gas.vent.flow import (
    DISCHARGE_COEFFICIENT,
    OrificeFlow,
    area_for_flow_m2,
    critical_pressure_ratio,
    orifice_flow,
)
from davylamp.gas.vent.of_cell import vent_of_cell
from davylamp.gas.vent.outcome import Blowdown
from davylamp.gas.vent.relief import ReliefArea, needed_area_m2, relief_area
from davylamp.gas.vent.whole import vent_answer

__all__ = [
    "DISCHARGE_COEFFICIENT",
    "Blowdown",
    "Bounds",
    "OrificeFlow",
    "ReliefArea",
    "Surrounds",
    "Times",
    "Vent",
    "VentAnswer",
    "area_for_flow_m2",
    "blast_distance_m",
    "blast_overpressure_Pa",
    "blast_tnt_kg",
    "blowdown",
    "bounds",
    "brode_J",
    "compare_times",
    "constant_volume",
    "critical_pressure_ratio",
    "enclosure_course_Pa",
    "enclosure_rise_Pa",
    "expansion_J",
    "filling",
    "needed_area_m2",
    "orifice_flow",
    "relief_area",
    "tnt_equivalent_kg",
    "vent_answer",
    "vent_of_cell",
]
