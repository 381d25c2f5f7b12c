"""A batch in a room as JSON types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from davylamp.core.evidence import unknown_record
from davylamp.gas.dryroom.supply import ASSUMPTIONS

if TYPE_CHECKING:
    from davylamp.gas.dryroom.batch import BatchExposure, GasExposure, MeasuredExposure
    from davylamp.store.moisture import MoistureRecord

__all__ = ["exposure_record", "moisture_record"]


def exposure_record(batch: BatchExposure, *, curves: bool) -> dict[str, Any]:
    """Return everything that was found."""
    room, air = batch.room, batch.air
    return {
        "material": batch.name,
        "formula": batch.composition.formula,
        "mass_kg": batch.mass_kg,
        "time_s": batch.time_s,
        "room": {
            "volume_m3": room.volume_m3,
            "air_flow_m3_per_s": room.air_flow_m3_per_s,
            "air_changes_per_h": room.air_changes_per_h,
            "temperature_K": room.temperature_K,
            "pressure_Pa": room.pressure_Pa,
            "mixing_factor": room.mixing_factor,
        },
        "air": {
            "dew_point_K": air.dew_point_K,
            "water_Pa": air.water_Pa,
            "water_ppm": air.water_ppm,
            "relative_humidity": air.relative_humidity,
        },
        "water": {
            "in_room_mol": batch.water.in_room_mol,
            "by_ventilation_mol": batch.water.by_ventilation_mol,
            "total_mol": batch.water.total_mol,
        },
        "kind": batch.kind.value,
        "assumptions": list(ASSUMPTIONS),
        "gases": [_gas(gas, curves) for gas in batch.gases],
        "findings": [moisture_record(record) for record in batch.findings],
        "sources": list(batch.sources),
        "unknown": unknown_record(batch.unknown),
    }


def moisture_record(record: MoistureRecord) -> dict[str, Any]:
    """Return a measurement in moist air."""
    return {
        "id": record.id,
        "quantity": record.quantity,
        "species": record.species,
        "form": record.form,
        "dew_point_K": record.dew_point_K,
        "relative_humidity": record.relative_humidity,
        "temperature_K": record.temperature_K,
        "time_s": list(record.time_s),
        "amounts": list(record.amounts),
        "unit": record.unit,
        "bound": record.bound,
        "uncertainty": record.uncertainty,
        "kind": record.kind.value,
        "source": record.source,
        "locator": record.locator,
        "note": record.note,
    }


def _gas(gas: GasExposure, curves: bool) -> dict[str, Any]:
    bound = gas.bound
    return {
        "species": gas.species,
        "bound": {
            "ceiling_mol": bound.ceiling_mol,
            "gas_per_water": bound.per_water,
            "water_needed_mol": bound.water_needed_mol,
            "by_own_hydrogen_mol": bound.own_mol,
            "peak_ppm": bound.peak_ppm,
            "by_water_ppm": bound.plateau_ppm,
            "at_once_ppm": bound.puff_ppm,
            "used_up_s": bound.used_up_s,
        },
        "measured": [_measured(item, curves) for item in gas.measured],
        "limits": [answer.record() for answer in gas.limits],
    }


def _measured(item: MeasuredExposure, curves: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "measurement": moisture_record(item.released.record),
        "relation": item.relation.value,
        "extrapolated": item.extrapolated,
        "bounds_above": item.bounds_above,
        "released_mol": item.history.balance[item.released.species].released_mol,
        "peak_ppm": item.peak_ppm,
        "least_ppm": item.least.peak_ppm[item.released.species],
        "most_ppm": item.most_ppm,
    }
    if curves:
        found["time_s"] = item.history.time_s.tolist()
        found["ppm"] = item.history.ppm[item.released.species].tolist()
    return found
