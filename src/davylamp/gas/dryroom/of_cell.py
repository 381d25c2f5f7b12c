"""The electrolyte of a cell lying open in the room where the cell is made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from davylamp.cell.model import Cell, Surroundings
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Unknown
from davylamp.gas.dryroom.batch import BatchExposure
from davylamp.gas.dryroom.exposure import batch_exposure
from davylamp.gas.room import Room
from davylamp.materials.humidity import ATMOSPHERE_PA, MoistAir, moist_air
from davylamp.store.materials import Material

__all__ = ["CellExposures", "air_of_surroundings", "electrolytes_of", "exposures_of_cell"]

_ROLES = ("electrolyte", "catholyte", "anolyte")
_FIELDS = (
    ("volume_m3", "volume"),
    ("air_flow_m3_per_s", "air_changes"),
    ("batch_kg", "batch"),
    ("exposure_s", "exposure"),
)


@dataclass(frozen=True, slots=True)
class CellExposures:
    """Batches of the electrolytes of a cell in the room where it is made.

    Parameters
    ----------
    exposures : tuple of BatchExposure
        One for each electrolyte with a formula.
    unknown : tuple of Unknown
        What the cell file does not say, and electrolytes that nothing can be said of.
    """

    exposures: tuple[BatchExposure, ...]
    unknown: tuple[Unknown, ...]


def electrolytes_of(cell: Cell) -> tuple[Material, ...]:
    """Return every material of the cell that serves as an electrolyte, each once."""
    found = {part.material.id: part.material for part in cell.components if part.role in _ROLES}
    return tuple(found.values())


def air_of_surroundings(around: Surroundings) -> MoistAir:
    """Return the air that a cell file gives.

    Raises
    ------
    MissingDatumError
        If it gives neither a dew point nor a relative humidity.
    InputError
        If the humidity is impossible.
    """
    if around.dew_point_K is None and around.relative_humidity is None:
        raise MissingDatumError(
            "the cell file gives no humidity of the room where the cell is made",
            remedy="give surroundings.dew_point, such as -40 degC",
        )
    return moist_air(
        around.temperature_K or STANDARD_TEMPERATURE_K,
        dew_point_K=around.dew_point_K,
        relative_humidity=around.relative_humidity,
        total_Pa=around.pressure_Pa or ATMOSPHERE_PA,
    )


def exposures_of_cell(
    cell: Cell,
    *,
    volume_m3: float | None = None,
    air_flow_m3_per_s: float | None = None,
    batch_kg: float | None = None,
    exposure_s: float | None = None,
    issuer: str | None = None,
    limit_ppm: float | None = None,
) -> CellExposures:
    """Return the gas of each electrolyte of a cell in the room where the cell is made.

    Parameters
    ----------
    cell : Cell
        The cell; its surroundings give room, air, batch and time.
    volume_m3, air_flow_m3_per_s, batch_kg, exposure_s : float, optional
        In place of what the cell file gives.
    issuer, limit_ppm : optional
        See `batch_exposure`.

    Returns
    -------
    CellExposures
        Without exposures where something is missing: its `unknown` says what. Nothing is taken to
        be zero because it was not given.
    """
    given = {
        name: value
        for name, value in (
            ("volume_m3", volume_m3), ("air_flow_m3_per_s", air_flow_m3_per_s),
            ("batch_kg", batch_kg), ("exposure_s", exposure_s),
        )
        if value is not None
    }  # fmt: skip
    around = cell.surroundings or Surroundings("not given")
    if given:
        around = replace(around, **given)  # type: ignore[arg-type]
    unknown = [
        Unknown(
            f"the gas of an open batch of electrolyte: {field} of the room is not given",
            f"give surroundings.{field} in the cell file",
        )
        for name, field in _FIELDS
        if getattr(around, name) is None
    ]
    try:
        air = air_of_surroundings(around)
    except MissingDatumError as error:
        unknown.append(Unknown(error.message, error.remedy or "measure it"))
        return CellExposures((), tuple(unknown))
    if unknown:
        return CellExposures((), tuple(unknown))
    room = Room(
        around.volume_m3 or 0.0,
        around.air_flow_m3_per_s or 0.0,
        temperature_K=air.temperature_K,
        pressure_Pa=air.total_Pa,
    )
    found = []
    for material in electrolytes_of(cell):
        try:
            found.append(
                batch_exposure(
                    material, around.batch_kg or 0.0, room, air, around.exposure_s or 0.0,
                    issuer=issuer, limit_ppm=limit_ppm,
                )
            )  # fmt: skip
        except MissingDatumError as error:
            what = f"the gas of an open batch of {material.id}: {error.message}"
            unknown.append(Unknown(what, error.remedy or "expose it and analyse the gas"))
    return CellExposures(tuple(found), tuple(unknown))
