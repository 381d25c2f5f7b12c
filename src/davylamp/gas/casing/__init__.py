"""Inside the cell: pressure of the headspace, swelling, walls, and how a casing opens."""

from __future__ import annotations

from davylamp.gas.casing.headspace import (
    Headspace,
    VapourPressure,
    headspace_Pa,
    history_Pa,
    vapour_pressure,
)
from davylamp.gas.casing.opening import (
    Opening,
    opening,
    opening_at,
    opening_of_history,
    probability_open,
)
from davylamp.gas.casing.strength import (
    NO_OPENING_PA,
    OpeningPressures,
    opening_pressure_note,
    opening_pressures,
    scattered_Pa,
)
from davylamp.gas.casing.swelling import (
    Swelling,
    peel_pressure,
    pouch_capacity_m3,
    pouch_sides_m,
    swelling,
)
from davylamp.gas.casing.walls import cylinder_Pa, plate_collapse_Pa, plate_yield_Pa

__all__ = [
    "NO_OPENING_PA",
    "Headspace",
    "Opening",
    "OpeningPressures",
    "Swelling",
    "VapourPressure",
    "cylinder_Pa",
    "headspace_Pa",
    "history_Pa",
    "opening",
    "opening_at",
    "opening_of_history",
    "opening_pressure_note",
    "opening_pressures",
    "peel_pressure",
    "plate_collapse_Pa",
    "plate_yield_Pa",
    "pouch_capacity_m3",
    "pouch_sides_m",
    "probability_open",
    "scattered_Pa",
    "swelling",
    "vapour_pressure",
]
