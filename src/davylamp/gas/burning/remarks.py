"""What a reader must know besides the limits of a mixture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.gas.burning.roles import decomposing, pyrophoric
from davylamp.gas.burning.warming import WarmLimits
from davylamp.store.hazards import load_hazards

__all__ = ["pressure_remarks", "remarks_on"]

#: Range that standards call atmospheric [Pa].
_LOW_PA, _HIGH_PA = 80e3, 110e3
#: Temperature above which upper limits are hardly known [K].
_HOT_K = 473.15


def remarks_on(
    fractions: Mapping[str, float], warm: Sequence[WarmLimits], temperature_K: float
) -> tuple[str, ...]:
    """Return notes on the gases of a mixture at a temperature [K]."""
    notes: list[str] = []
    if there := pyrophoric(fractions):
        notes.append(f"{', '.join(there)} can light in air without a spark")
    if there := decomposing(fractions):
        notes.append(
            f"{', '.join(there)} can burn without oxygen by falling apart: no mixture is too rich"
        )
    if "H2" in fractions and warm:
        notes.append(
            "near 4 % hydrogen burns upwards only; the limit is the cautious one of all directions"
        )
    if warm:
        notes.append(
            "upper limits of mixtures by Le Chatelier are known to fail for some; lower limits hold"
        )
    if temperature_K > _HOT_K and warm:
        notes.append("upper limits above 200 degC are hardly known")
    if any(item.method == "Burgess-Wheeler" for item in warm):
        bare = [item.species for item in warm if item.method == "Burgess-Wheeler"]
        notes.append(f"no heat of combustion of {', '.join(bare)}: moved as a paraffin")
    if bare := [item.species for item in warm if item.lfl == 0.0]:
        notes.append(
            f"at this temperature the law leaves no lower limit of {', '.join(bare)}: taken as 0, "
            "which is cautious; measured ones fall more slowly"
        )
    for name in fractions:
        point = load_hazards().lowest(name, "autoignition")
        if point is not None and point.value is not None:
            kelvin = point.value + ZERO_CELSIUS_K
            if temperature_K >= kelvin:
                notes.append(f"{name} lights by itself in air from {point.value:g} degC")
    return tuple(notes)


def pressure_remarks(pressure_Pa: float) -> tuple[str, ...]:
    """Return notes on a pressure [Pa]."""
    if _LOW_PA <= pressure_Pa <= _HIGH_PA:
        return ()
    if pressure_Pa < _LOW_PA:
        return (
            "below 0.8 bar the limits draw together; those of 1 atm are kept, which is cautious",
        )
    return (
        "above 1.1 bar the lower limit is kept and upper limits of hydrocarbons rise by "
        "20.6 points for a tenfold pressure (Zabetakis)",
    )
