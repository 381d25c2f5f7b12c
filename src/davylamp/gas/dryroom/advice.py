"""What would keep a batch below a limit: a dew point, a supply of air, a smaller batch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import Unknown
from davylamp.gas.dryroom.batch import BatchExposure, GasExposure, MeasuredExposure
from davylamp.gas.dryroom.limits import RoomLimit
from davylamp.gas.dryroom.release import MOL_PER_KG_OF_CM3_PER_G, Relation
from davylamp.materials.humidity import DRY_LIMIT_K, dew_point_of_pressure_K, saturation_pressure_Pa

__all__ = ["Advice", "DewPointAdvice", "advise", "safe_dew_point", "ventilation_needed"]


@dataclass(frozen=True, slots=True)
class DewPointAdvice:
    """Dew point that keeps a batch below a limit.

    Parameters
    ----------
    by_water_K : float or None
        Highest dew point at which the water of the room cannot make enough gas, whatever the rate
        [K]; None where even -100 degC is not dry enough, or any air will do.
    any_air : bool
        Whether all gas that the elements can make stays below the limit in any air.
    by_measurement_K : float or None
        Moistest dew point at which a measurement keeps it below [K].
    release_cm3_per_g : float
        Release that would just reach the limit if it came at once [cm3/g].
    unknown : Unknown or None
        What to measure where no rate speaks.
    """

    by_water_K: float | None
    any_air: bool
    by_measurement_K: float | None
    release_cm3_per_g: float
    unknown: Unknown | None


@dataclass(frozen=True, slots=True)
class Advice:
    """What would keep one gas of a batch below one limit.

    Parameters
    ----------
    species : str
        The gas.
    limit : RoomLimit
        The limit.
    dew_point : DewPointAdvice
        By dry air.
    air_flow_m3_per_s : float or None
        Supply of air that keeps the peak at the limit at the measured rate [m3/s]; None where no
        rate is known for this humidity. Moister air brought by it is not more than in the room.
    steady_air_flow_m3_per_s : float or None
        The same if the measured rate went on for ever [m3/s].
    mass_kg : float or None
        Batch that stays below even if all gas measured came at once [kg]; None without a rate.
    mass_any_air_kg : float
        Batch that stays below in any air, all its elements leaving at once [kg].
    """

    species: str
    limit: RoomLimit
    dew_point: DewPointAdvice
    air_flow_m3_per_s: float | None
    steady_air_flow_m3_per_s: float | None
    mass_kg: float | None
    mass_any_air_kg: float

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        dew = self.dew_point
        return {
            "species": self.species,
            "limit": self.limit.name,
            "limit_ppm": self.limit.ppm,
            "limit_averaging_s": None
            if self.limit.source is None
            else self.limit.source.averaging_s,
            "dew_point_by_water_K": dew.by_water_K,
            "any_air": dew.any_air,
            "dew_point_by_measurement_K": dew.by_measurement_K,
            "release_at_limit_cm3_per_g": dew.release_cm3_per_g,
            "measure": None
            if dew.unknown is None
            else {"what": dew.unknown.what, "settle": dew.unknown.settle},
            "air_flow_m3_per_s": self.air_flow_m3_per_s,
            "steady_air_flow_m3_per_s": self.steady_air_flow_m3_per_s,
            "mass_kg": self.mass_kg,
            "mass_any_air_kg": self.mass_any_air_kg,
        }


def advise(batch: BatchExposure, gas: GasExposure, limit: RoomLimit) -> Advice:
    """Return what would keep one gas of a batch below a limit, if only barely.

    Examples
    --------
    >>> from davylamp.gas.dryroom import batch_exposure
    >>> from davylamp.gas.room import Room
    >>> from davylamp.materials import moist_air
    >>> air = moist_air(295.15, dew_point_K=233.15)
    >>> batch = batch_exposure("Li6PS5Cl", 1.0, Room(100.0), air, 1800.0, limit_ppm=5.0)
    >>> gas = batch.gas("H2S")
    >>> five = next(item.limit for item in gas.limits if item.limit.name == "own")
    >>> found = advise(batch, gas, five).dew_point
    >>> round(found.by_water_K - 273.15, 1), found.by_measurement_K
    (-65.5, None)
    """
    best = next((item for item in gas.measured if item.bounds_above), None)
    flow = steady = mass = None
    if best is not None:
        most = best.released.most_mol_per_kg(batch.time_s) or 0.0
        rate = batch.mass_kg * most / batch.time_s
        moved = batch.room.density_mol_per_m3 * batch.room.mixing_factor
        steady = rate / (moved * 1e-6 * limit.ppm)
        flow = ventilation_needed(rate, limit.ppm, batch)
        mass = _mass_kg(batch, best, limit)
    each = gas.bound.ceiling_mol / batch.mass_kg
    return Advice(
        species=gas.species,
        limit=limit,
        dew_point=safe_dew_point(batch, gas, limit),
        air_flow_m3_per_s=flow,
        steady_air_flow_m3_per_s=steady,
        mass_kg=mass,
        mass_any_air_kg=1e-6 * limit.ppm * batch.room.air_mol / each,
    )


def safe_dew_point(batch: BatchExposure, gas: GasExposure, limit: RoomLimit) -> DewPointAdvice:
    """Return the dew point that keeps a gas below a limit, by water and by measurement."""
    bound, share = gas.bound, 1e-6 * limit.ppm
    per_water = bound.per_water
    any_air = bound.background_ppm + bound.puff_ppm < limit.ppm
    free = max(share - 1e-6 * bound.background_ppm, 0.0)
    puff_mol = free * batch.room.air_mol
    free = max(free - bound.own_mol / batch.room.air_mol, 0.0)
    # The plateau of the bound, solved for the share of water.
    water = free / (per_water - min(per_water - 1.0, 0.0) * free)
    vapour_Pa = water * batch.air.total_Pa
    by_water = None
    if not any_air and vapour_Pa >= saturation_pressure_Pa(DRY_LIMIT_K):
        most_Pa = saturation_pressure_Pa(batch.air.temperature_K, "water")
        by_water = dew_point_of_pressure_K(min(vapour_Pa, most_Pa))
    by_measurement = None
    for item in gas.measured:
        wet_Pa = item.released.water_Pa
        if wet_Pa is None or item.extrapolated or item.relation is Relation.OTHER_TEMPERATURE:
            continue
        _, most = item.held_against(limit)
        if most is not None and most < limit.ppm:
            dew = dew_point_of_pressure_K(wet_Pa)
            by_measurement = dew if by_measurement is None else max(dew, by_measurement)
    release = puff_mol / batch.mass_kg / MOL_PER_KG_OF_CM3_PER_G
    unknown = None
    if by_measurement is None and not any_air:
        where = "none" if by_water is None else f"{by_water - ZERO_CELSIUS_K:.0f} degC"
        minutes = batch.time_s / 60.0
        unknown = Unknown(
            f"no rate data: at which dew point above {where} {batch.name} still keeps "
            f"{gas.species} below {limit.ppm:g} ppm",
            f"expose a weighed sample at the dew point wanted for {minutes:g} min: less than "
            f"{release:.2g} cm3/g of {gas.species} will do, however it comes",
        )
    return DewPointAdvice(by_water, any_air, by_measurement, release, unknown)


def ventilation_needed(rate_mol_per_s: float, limit_ppm: float, batch: BatchExposure) -> float:
    """Return the supply of air that keeps a constant release at a limit by the end [m3/s].

    The mole fraction after the time t is ``rate / (c Q) (1 - exp(-Q t / V))``, with c the amount of
    gas per volume; 0 where no ventilation is needed.
    """
    room, time_s = batch.room, batch.time_s
    share, density = 1e-6 * limit_ppm, room.density_mol_per_m3

    def reached(flow: float) -> float:
        z = flow * time_s / room.volume_m3
        grown = -math.expm1(-z) / z if z > 0.0 else 1.0
        return rate_mol_per_s * time_s / (density * room.volume_m3) * grown

    if reached(0.0) <= share:
        return 0.0
    low, high = 0.0, rate_mol_per_s / (density * share)
    while high - low > 1e-9 * high:
        middle = 0.5 * (low + high)
        if reached(middle) > share:
            low = middle
        else:
            high = middle
    return high / room.mixing_factor


def _mass_kg(batch: BatchExposure, best: MeasuredExposure, limit: RoomLimit) -> float | None:
    most = best.released.most_mol_per_kg(batch.time_s)
    if most is None or not most > 0.0:
        return None
    room = batch.room
    free = max(limit.ppm - room.background_ppm.get(best.released.species, 0.0), 0.0)
    window = limit.window_s(batch.time_s)
    z = 0.0 if window is None else room.mixed_flow_m3_per_s / room.volume_m3 * window
    mean = -math.expm1(-z) / z if z > 0.0 else 1.0
    # That gas drives air out is left out: it lowers the concentration.
    return 1e-6 * free * room.air_mol / (mean * most)
