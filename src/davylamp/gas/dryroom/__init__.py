"""Dry rooms and glove boxes: humidity, gas of a batch, what keeps it safe, getters of H2S."""

from __future__ import annotations

from davylamp.gas.dryroom.advice import (
    Advice,
    DewPointAdvice,
    advise,
    safe_dew_point,
    ventilation_needed,
)
from davylamp.gas.dryroom.batch import BatchExposure, GasExposure, MeasuredExposure
from davylamp.gas.dryroom.exchange import GETTERS, SulfideExchange
from davylamp.gas.dryroom.exposure import batch_exposure
from davylamp.gas.dryroom.getters import Getter, getters
from davylamp.gas.dryroom.glovebox import GloveBox, antechamber_ppm
from davylamp.gas.dryroom.humidity import MEASURES, Humidity, humidity
from davylamp.gas.dryroom.limits import LimitAnswer, RoomLimit, Verdict, room_limits
from davylamp.gas.dryroom.load import PERSON, DryRoomLoad, dry_room_load
from davylamp.gas.dryroom.of_cell import (
    CellExposures,
    air_of_surroundings,
    electrolytes_of,
    exposures_of_cell,
)
from davylamp.gas.dryroom.release import Relation, Released, findings_of, own_release, releases_of
from davylamp.gas.dryroom.supply import (
    ASSUMPTIONS,
    SupplyBound,
    WaterSupply,
    gas_per_water,
    other_gases,
    own_gas,
    solid_ceilings,
    water_supply,
)

__all__ = [
    "ASSUMPTIONS",
    "GETTERS",
    "MEASURES",
    "PERSON",
    "Advice",
    "BatchExposure",
    "CellExposures",
    "DewPointAdvice",
    "DryRoomLoad",
    "GasExposure",
    "Getter",
    "GloveBox",
    "Humidity",
    "LimitAnswer",
    "MeasuredExposure",
    "Relation",
    "Released",
    "RoomLimit",
    "SulfideExchange",
    "SupplyBound",
    "Verdict",
    "WaterSupply",
    "advise",
    "air_of_surroundings",
    "antechamber_ppm",
    "batch_exposure",
    "dry_room_load",
    "electrolytes_of",
    "exposures_of_cell",
    "findings_of",
    "gas_per_water",
    "getters",
    "humidity",
    "other_gases",
    "own_gas",
    "own_release",
    "releases_of",
    "room_limits",
    "safe_dew_point",
    "solid_ceilings",
    "ventilation_needed",
    "water_supply",
]
