"""Measured release of gas from solids in moist air, and what it says of another air."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.constants import (
    ATMOSPHERE_PA,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
    ZERO_CELSIUS_K,
)
from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.materials.humidity import MoistAir, saturation_pressure_Pa
from davylamp.store.load import load_kinetics
from davylamp.store.moisture import MoistureRecord

__all__ = ["Relation", "Released", "findings_of", "own_release", "releases_of"]

#: Amount in one cubic centimetre per gram at 25 degC and 1 bar [mol/kg].
MOL_PER_KG_OF_CM3_PER_G: Final = (
    1e-3 * STANDARD_PRESSURE_PA / (GAS_CONSTANT_J_PER_MOL_K * STANDARD_TEMPERATURE_K)
)
#: A volume whose temperature and pressure were not told may be one at 0 degC and 1 atm: so much
#: more gas than at 25 degC and 1 bar.
_VOLUME_DOUBT: Final = (
    (ATMOSPHERE_PA / STANDARD_PRESSURE_PA) * STANDARD_TEMPERATURE_K / ZERO_CELSIUS_K
)
#: A relative humidity without its temperature is taken at the cold end of a room: the least water.
_COLD_ROOM_K: Final = ZERO_CELSIUS_K + 20.0
#: Within these temperatures a measurement that does not tell its own counts: warmer gas may come
#: faster than at the room temperature that it stands for [K].
_ROOM_K: Final = (ZERO_CELSIUS_K + 15.0, ZERO_CELSIUS_K + 25.0)
#: Colder and warmer than a measurement by this much still counts [K].
_COLDER_K: Final = 5.0
_WARMER_K: Final = 1.0
#: Humidities within this factor count as the same: 0.5 K of dew point at -40 degC.
_SAME: Final = 1.06
#: Relative humidity from which on products can draw water until they are wet: that over a saturated
#: solution of LiBr, the least of the lithium halides and hydroxide (CRC Handbook, 6 % at 25 degC).
#: An alkaline film holds H2S and acids back, so that drier air may set more of them free.
_FILM: Final = 0.06


class Relation(StrEnum):
    """How the air in question compares with that of a measurement."""

    SAME = "same humidity"
    DRIER = "drier than measured"
    WETTER = "wetter than measured"
    FILM = "measured in air so moist that a film of water can hold gas back"
    UNKNOWN = "humidity of the measurement not reported"
    OTHER_TEMPERATURE = "temperature differs from the measurement"


@dataclass(frozen=True, slots=True)
class Released:
    """Gas that a solid was measured to set free in moist air.

    Parameters
    ----------
    record : MoistureRecord
        As stored, or as given by the user.
    water_Pa : float or None
        Vapour pressure of the measurement, the least it can have been [Pa]; None where its
        humidity was not reported.
    """

    record: MoistureRecord
    water_Pa: float | None

    @property
    def species(self) -> str:
        """The gas."""
        return self.record.species

    @property
    def is_own(self) -> bool:
        """Whether the user measured it."""
        return self.record.id == "own"

    @property
    def duration_s(self) -> float:
        """How long was measured [s]."""
        return self.record.time_s[-1]

    def relation(self, air: MoistAir) -> Relation:
        """Compare another air with that of the measurement."""
        own = self.record.temperature_K
        low, high = _ROOM_K if own is None else (own - _COLDER_K, own + _WARMER_K)
        if not low - 1e-6 <= air.temperature_K <= high + 1e-6:
            return Relation.OTHER_TEMPERATURE
        if self.water_Pa is None:
            return Relation.UNKNOWN
        if air.water_Pa > self.water_Pa * _SAME:
            return Relation.WETTER
        if air.water_Pa > self.water_Pa / _SAME:
            return Relation.SAME
        over_K = _COLD_ROOM_K if own is None else own
        wet = self.water_Pa > _FILM * saturation_pressure_Pa(over_K, "water")
        return Relation.FILM if wet else Relation.DRIER

    def mol_per_kg(self, time_s: float) -> float:
        """Gas set free by a time, at the mean rate in between and beyond [mol/kg].

        Beyond the time of the measurement its mean rate goes on, which is an extrapolation.
        """
        times, amounts = (0.0, *self.record.time_s), (0.0, *self.record.amounts)
        if time_s >= times[-1]:
            return amounts[-1] * MOL_PER_KG_OF_CM3_PER_G * time_s / times[-1]
        place = next(index for index, value in enumerate(times) if value > time_s)
        share = (time_s - times[place - 1]) / (times[place] - times[place - 1])
        value = amounts[place - 1] + share * (amounts[place] - amounts[place - 1])
        return value * MOL_PER_KG_OF_CM3_PER_G

    def most_mol_per_kg(self, time_s: float) -> float | None:
        """Gas that can have been set free by a time at most: that of the next point [mol/kg].

        Volumes of the literature count as those at 0 degC and 1 atm, where they are most gas. None
        beyond the time of the measurement.
        """
        doubt = 1.0 if self.is_own else _VOLUME_DOUBT
        for moment, amount in zip(self.record.time_s, self.record.amounts, strict=True):
            if time_s <= moment * (1.0 + 1e-9):
                return amount * MOL_PER_KG_OF_CM3_PER_G * doubt
        return None


def releases_of(material_id: str, species: str | None = None) -> tuple[Released, ...]:
    """Return the stored measurements of gas set free by a material, driest air first.

    Parameters
    ----------
    material_id : str
        Id in the library of materials.
    species : str, optional
        Only this gas.

    Examples
    --------
    >>> [found.record.id for found in releases_of("Li7P2S8I")]
    ['li7p2s8i-powder']
    """
    found = [
        Released(record, _water_Pa(record))
        for record in load_kinetics().moisture
        if record.quantity == "released"
        and material_id in record.materials
        and species in (None, record.species)
    ]
    return tuple(sorted(found, key=lambda item: item.water_Pa or math.inf))


def findings_of(material_id: str) -> tuple[MoistureRecord, ...]:
    """Return what else was seen of a material in moist air, without amounts that can be used."""
    return tuple(
        record
        for record in load_kinetics().moisture
        if record.quantity != "released" and material_id in record.materials
    )


def own_release(
    material_id: str,
    species: str,
    cm3_per_g: float,
    time_s: float,
    *,
    dew_point_K: float,
    temperature_K: float | None = None,
    form: str = NOT_REPORTED,
) -> Released:
    """Return a measurement of the user's own.

    Parameters
    ----------
    material_id, species : str
        Material and gas.
    cm3_per_g : float
        Gas per gram of solid, at 25 degC and 1 bar [cm3/g].
    time_s : float
        In this time [s].
    dew_point_K, temperature_K : float
        Of the air [K].
    form : str
        Powder, pellet, layer.

    Raises
    ------
    InputError
        If the amount is negative or the time not positive.
    """
    if not (math.isfinite(cm3_per_g) and cm3_per_g >= 0.0):
        raise InputError(f"{cm3_per_g!r} cm3/g of {species} is not an amount")
    if not (math.isfinite(time_s) and time_s > 0.0):
        raise InputError(f"a release in {time_s!r} s is not possible", remedy="give its time")
    record = MoistureRecord(
        id="own", materials=(material_id,), quantity="released", species=species, form=form,
        dew_point_K=dew_point_K, relative_humidity=None, temperature_K=temperature_K,
        time_s=(time_s,), amounts=(cm3_per_g,), unit="cm3/g", bound="=",
        uncertainty=NOT_REPORTED, source="", locator="given by the user", kind=Kind.MEASURED,
    )  # fmt: skip
    return Released(record, saturation_pressure_Pa(dew_point_K))


def _water_Pa(record: MoistureRecord) -> float | None:
    if record.dew_point_K is not None:
        return saturation_pressure_Pa(record.dew_point_K)
    if record.relative_humidity is not None:
        at_K = record.temperature_K or _COLD_ROOM_K
        return record.relative_humidity[0] * saturation_pressure_Pa(at_K, "water")
    return None
