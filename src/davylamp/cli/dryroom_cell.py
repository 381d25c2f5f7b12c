"""What ``davylamp dryroom`` is asked of a cell: its electrolytes in the room where it is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from davylamp.core.errors import InputError

if TYPE_CHECKING:
    from davylamp.core.evidence import Unknown
    from davylamp.gas.dryroom import BatchExposure

__all__ = ["of_cell"]


def of_cell(
    options: Mapping[str, Any], path: Path | None, own_limit: float | None
) -> tuple[tuple[BatchExposure, ...], tuple[Unknown, ...]]:
    """Return batches of the electrolytes; options stand in for what the cell file says."""
    from dataclasses import replace

    from davylamp.cell.model import Surroundings
    from davylamp.cli.cell_source import cell_from
    from davylamp.cli.dryroom_ask import flow_from, optional, optional_humidity
    from davylamp.gas.dryroom import exposures_of_cell

    cell = cell_from(path, options["example"], "dryroom")
    around = cell.surroundings or Surroundings("not given")
    if options["released"] is not None:
        raise InputError(
            "a measurement of your own belongs to one material", remedy="name the material"
        )
    kelvin, pressure = optional(options, "temperature", "K"), optional(options, "pressure", "Pa")
    if kelvin is not None:
        around = replace(around, temperature_K=kelvin)
    if pressure is not None:
        if pressure <= 0.0:
            raise InputError(
                f"--pressure {options['pressure']} is not above 0", remedy="give that of the room"
            )
        around = replace(around, pressure_Pa=pressure)
    air = optional_humidity(
        {
            **options,
            "temperature": _given(options, "temperature", around.temperature_K, "K"),
            "pressure": _given(options, "pressure", around.pressure_Pa, "Pa"),
        }
    )
    if air is not None:
        around = replace(
            around,
            dew_point_K=None,
            relative_humidity=air.air.relative_humidity,
            temperature_K=air.air.temperature_K,
            pressure_Pa=air.air.total_Pa,
        )
    volume = optional(options, "volume", "m3")
    if volume is not None and volume <= 0.0:
        raise InputError(f"--volume {options['volume']} is not above 0", remedy="give the room's")
    size = volume if volume is not None else around.volume_m3
    flow = None
    if options["air_changes"] is not None or options["air_flow"] is not None:
        flow = flow_from(options, size or 0.0)
    elif volume is not None and around.air_flow_m3_per_s:
        raise InputError(
            "the supply of air in the cell file is that of its own room",
            remedy="give --air-changes or --air-flow beside --volume",
        )
    found = exposures_of_cell(
        replace(cell, surroundings=around),
        volume_m3=volume,
        air_flow_m3_per_s=flow,
        batch_kg=optional(options, "mass", "kg"),
        exposure_s=optional(options, "time", "s"),
        issuer=options["issuer"],
        limit_ppm=own_limit,
    )
    return found.exposures, found.unknown


def _given(options: Mapping[str, Any], name: str, from_file: float | None, unit: str) -> str | None:
    """Return an option, or what the cell file says in its place."""
    if options[name] is not None or from_file is None:
        return options[name]  # type: ignore[no-any-return]
    return f"{from_file!r} {unit}"
