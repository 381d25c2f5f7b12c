"""Water that a dehumidifier has to take out of a dry room."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.dryroom.humidity import Humidity
from davylamp.materials.humidity import (
    DRY_LIMIT_K,
    dew_point_of_pressure_K,
    saturation_pressure_Pa,
)

__all__ = ["PERSON", "DryRoomLoad", "dry_room_load"]

#: Water that a person at light work gives off [kg/s].
PERSON: Final = Parameter(
    0.1 / 3600.0,
    "kg/s",
    Kind.ASSUMED,
    locator="100 g/h",
    distribution=Distribution("uniform", low=0.05 / 3600.0, high=0.25 / 3600.0),
    note="of the size that tables of latent heat give for light work; not checked against a "
    "source: more for heavy work, and less through a hood",
)


@dataclass(frozen=True, slots=True)
class DryRoomLoad:
    """Water that comes into a dry room, and the dry air that takes it out.

    Parameters
    ----------
    water_kg_per_s : mapping of str to float
        By origin: ``people``, ``leakage``, ``fresh air``, ``process`` [kg/s].
    latent_W : float
        Heat of the vapour at its 2501 kJ/kg of 0 degC [W].
    supply_flow_m3_per_s : float or None
        Dry air needed at the dew point of supply asked for [m3/s]; None without one.
    supply_dew_point_K : float or None
        Dew point that the supply air needs at the flow asked for [K]; None without one, and where
        even -100 degC would not do, see `supply_possible`.
    supply_possible : bool or None
        Whether that flow can keep the room dry; None where no flow was asked for.
    kind : Kind
        Of the weakest number.
    """

    water_kg_per_s: Mapping[str, float]
    latent_W: float
    supply_flow_m3_per_s: float | None
    supply_dew_point_K: float | None
    supply_possible: bool | None
    kind: Kind

    @property
    def total_kg_per_s(self) -> float:
        """All water [kg/s]."""
        return math.fsum(self.water_kg_per_s.values())


def dry_room_load(
    inside: Humidity,
    outside: Humidity,
    *,
    people: float = 0.0,
    leakage_m3_per_s: float = 0.0,
    fresh_air_m3_per_s: float = 0.0,
    process_kg_per_s: float = 0.0,
    person_kg_per_s: float | None = None,
    supply_dew_point_K: float | None = None,
    supply_flow_m3_per_s: float | None = None,
) -> DryRoomLoad:
    """Return the water that comes into a dry room, and the supply that keeps it dry.

    Parameters
    ----------
    inside, outside : Humidity
        Air of the room, and that from which leakage and fresh air come.
    people : float
        Number of people in the room.
    leakage_m3_per_s, fresh_air_m3_per_s : float
        Outside air that leaks in and that the dehumidifier has to dry [m3/s].
    process_kg_per_s : float
        Water from materials and drying [kg/s].
    person_kg_per_s : float, optional
        Water that a person gives off [kg/s]; `PERSON`, which is assumed, without it.
    supply_dew_point_K : float, optional
        Dew point of the air supplied, for which the flow is asked [K].
    supply_flow_m3_per_s : float, optional
        Flow of the air supplied, for which the dew point is asked [m3/s].

    Raises
    ------
    InputError
        If a number is negative, or the supply is no drier than the room.

    Notes
    -----
    Fresh air is dried before it enters, so it loads the dehumidifier and not the room: the supply
    flow has to carry off the rest. Steady, well mixed, all air at the temperature of the room.

    Examples
    --------
    >>> from davylamp.gas.dryroom import humidity
    >>> room = humidity(295.15, dew_point_K=233.15)
    >>> found = dry_room_load(room, humidity(298.15, relative_humidity=0.5), people=4)
    >>> round(3.6e6 * found.total_kg_per_s)
    400
    """
    for name, value in (
        ("people", people), ("leakage", leakage_m3_per_s), ("fresh air", fresh_air_m3_per_s),
        ("water of the process", process_kg_per_s), ("water of a person", person_kg_per_s or 0.0),
        ("supply of air", supply_flow_m3_per_s or 0.0),
    ):  # fmt: skip
        if not (math.isfinite(value) and value >= 0.0):
            raise InputError(f"{name} {value!r} must not be negative", remedy="give 0 or more")
    each = PERSON.value if person_kg_per_s is None else person_kg_per_s
    more = max(outside.water_kg_per_m3 - inside.water_kg_per_m3, 0.0)
    water = {
        "people": people * each,
        "leakage": leakage_m3_per_s * more,
        "fresh air": fresh_air_m3_per_s * more,
        "process": process_kg_per_s,
    }
    in_room = math.fsum(value for name, value in water.items() if name != "fresh air")
    flow = dew = possible = None
    temperature_K = inside.air.temperature_K
    per_Pa = inside.water_kg_per_m3 / inside.air.water_Pa if inside.air.water_Pa > 0.0 else math.nan
    if supply_dew_point_K is not None:
        supply_Pa = saturation_pressure_Pa(supply_dew_point_K)
        if supply_Pa >= inside.air.water_Pa:
            raise InputError(
                f"supply air with a dew point of {supply_dew_point_K - ZERO_CELSIUS_K:g} degC is "
                "no drier than the room",
                remedy="give a lower dew point of the supply",
            )
        flow = in_room / (per_Pa * (inside.air.water_Pa - supply_Pa))
    if supply_flow_m3_per_s is not None:
        possible = False
        if supply_flow_m3_per_s > 0.0 and inside.air.water_Pa > 0.0:
            needed_Pa = inside.air.water_Pa - in_room / (per_Pa * supply_flow_m3_per_s)
            if needed_Pa >= saturation_pressure_Pa(DRY_LIMIT_K):
                dew = dew_point_of_pressure_K(min(needed_Pa, saturation_pressure_Pa(temperature_K)))
                possible = True
    assumed = people > 0.0 and person_kg_per_s is None
    return DryRoomLoad(
        water_kg_per_s=water,
        latent_W=2.501e6 * math.fsum(water.values()),
        supply_flow_m3_per_s=flow,
        supply_dew_point_K=dew,
        supply_possible=possible,
        kind=Kind.ASSUMED if assumed else Kind.COMPUTED,
    )
