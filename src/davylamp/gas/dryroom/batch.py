"""What was found of a batch that lies open in a ventilated room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.dryroom.limits import LimitAnswer, RoomLimit
from davylamp.gas.dryroom.release import Relation, Released
from davylamp.gas.dryroom.supply import SupplyBound, WaterSupply, other_gases
from davylamp.gas.room import Room, RoomHistory
from davylamp.materials.humidity import MoistAir
from davylamp.store.moisture import MoistureRecord

__all__ = ["BatchExposure", "GasExposure", "MeasuredExposure"]

#: How far a measurement of another air says something of this one.
_WORDS: Final = {
    Relation.SAME: "measured at this humidity",
    Relation.DRIER: "measured in moister air",
    Relation.WETTER: "measured in drier air, so more may come here",
    Relation.FILM: "measured in air so moist that a film of water can hold gas back",
    Relation.UNKNOWN: "measured at a humidity that was not reported",
    Relation.OTHER_TEMPERATURE: "measured at another temperature",
}


@dataclass(frozen=True, slots=True)
class MeasuredExposure:
    """A batch by one measurement of its material.

    Parameters
    ----------
    released : Released
        The measurement.
    relation : Relation
        How this air compares with that of the measurement.
    history : RoomHistory
        Of the room, at the measured rate, which beyond the time measured goes on as its mean.
    least : RoomHistory
        At the measured rate for the time measured, and nothing after it: the same as `history`
        unless the exposure is longer.
    most : RoomHistory or None
        If all that can have come by the end came at once; None beyond the time of the measurement.
    """

    released: Released
    relation: Relation
    history: RoomHistory
    least: RoomHistory
    most: RoomHistory | None

    @property
    def extrapolated(self) -> bool:
        """Whether the exposure is longer than the measurement."""
        return self.most is None

    @property
    def peak_ppm(self) -> float:
        """Highest concentration at the measured rate [ppm]."""
        return self.history.peak_ppm[self.released.species]

    @property
    def most_ppm(self) -> float | None:
        """Highest concentration that is possible by the measurement [ppm]."""
        return None if self.most is None else self.most.peak_ppm[self.released.species]

    def held_against(self, limit: RoomLimit) -> tuple[float, float | None]:
        """Return what counts against a limit [ppm]: what was measured at least, and at most.

        Against a limit of a moment the peak; against an averaged one the highest mean over its
        averaging time, or over the exposure where that is shorter, as if batch followed batch.
        Beyond the time of the measurement the least is that nothing more came.
        """
        window = limit.window_s(self.history.until_s)
        gas = self.released.species
        if window is None:
            return self.least.peak_ppm[gas], self.most_ppm
        most = None if self.most is None else self.most.mean_ppm(window)[gas]
        return self.least.mean_ppm(window)[gas], most

    @property
    def bounds_above(self) -> bool:
        """Whether the gas is at most this."""
        fits = self.relation in (Relation.SAME, Relation.DRIER)
        return fits and not self.extrapolated

    @property
    def words(self) -> str:
        """What it stands for."""
        return _WORDS[self.relation]


@dataclass(frozen=True, slots=True)
class GasExposure:
    """One gas of a batch.

    Parameters
    ----------
    species : str
        The gas.
    bound : SupplyBound
        Upper bound whatever the rate.
    measured : tuple of MeasuredExposure
        By each measurement, that of the most alike air first.
    limits : tuple of LimitAnswer
        What is known of each limit, lowest first.
    """

    species: str
    bound: SupplyBound
    measured: tuple[MeasuredExposure, ...]
    limits: tuple[LimitAnswer, ...]

    @property
    def best(self) -> MeasuredExposure | None:
        """The measurement that says most of this air; None where none says anything."""
        useful = [item for item in self.measured if item.relation is not Relation.UNKNOWN]
        return useful[0] if useful else None


@dataclass(frozen=True, slots=True)
class BatchExposure:
    """Answer of `batch_exposure`.

    Parameters
    ----------
    name : str
        The material.
    composition : Composition
        Its formula.
    mass_kg, time_s : float
        Batch [kg], and how long it lies open [s].
    room : Room
        The room.
    air : MoistAir
        Its supply air, and that in the room at the start.
    water : WaterSupply
        Water that can reach the batch.
    gases : tuple of GasExposure
        Every gas that its elements can make.
    findings : tuple of MoistureRecord
        What else was seen of the material in moist air.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    composition: Composition
    mass_kg: float
    time_s: float
    room: Room
    air: MoistAir
    water: WaterSupply
    gases: tuple[GasExposure, ...]
    findings: tuple[MoistureRecord, ...]
    unknown: tuple[Unknown, ...]

    @property
    def kind(self) -> Kind:
        """Measured where every gas is bounded by a measurement, unknown otherwise."""
        if (
            self.gases
            and not other_gases(self.composition)
            and all(any(item.bounds_above for item in gas.measured) for gas in self.gases)
        ):
            return Kind.MEASURED
        return Kind.UNKNOWN

    @property
    def sources(self) -> tuple[str, ...]:
        """Bibliography keys of measurements and limits."""
        keys = [item.released.record.source for gas in self.gases for item in gas.measured]
        keys += [record.source for record in self.findings]
        keys += [
            answer.limit.source.source
            for gas in self.gases
            for answer in gas.limits
            if answer.limit.source is not None
        ]
        return tuple(dict.fromkeys(key for key in keys if key))

    def gas(self, species: str) -> GasExposure | None:
        """Return one gas; None where the elements of the batch cannot make it."""
        return next((item for item in self.gases if item.species == species), None)

    def record(self, *, curves: bool = False) -> dict[str, Any]:
        """Return it as JSON types."""
        from davylamp.gas.dryroom._records import exposure_record

        return exposure_record(self, curves=curves)
