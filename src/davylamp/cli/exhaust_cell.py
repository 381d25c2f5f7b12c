"""Every exhaust of a cell for ``davylamp exhaust``: its sources of gas, and batches lying open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown

if TYPE_CHECKING:
    from davylamp.cell import Cell
    from davylamp.gas.exhaust import Treatment
    from davylamp.gas.source import GasSource

__all__ = ["CellExhaust", "cell_exhausts"]


@dataclass(frozen=True, slots=True)
class CellExhaust:
    """One exhaust of a cell.

    Parameters
    ----------
    source : GasSource
        What sets the gas free.
    treatment : Treatment
        What makes it harmless.
    duration_from, air_from : str
        Where the duration and the air that carries it come from; empty where they are not known.
    """

    source: GasSource
    treatment: Treatment
    duration_from: str
    air_from: str

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "id": self.source.id,
            "title": self.source.title,
            "when": self.source.when.value,
            "basis": self.source.basis.value,
            "duration_from": self.duration_from or None,
            "air_from": self.air_from or None,
            "treatment": self.treatment.record(),
        }


def cell_exhausts(
    cell: Cell, source: str | None, duration_s: float | None, options: dict[str, Any]
) -> tuple[list[CellExhaust], tuple[Unknown, ...]]:
    """Return the exhaust of every source of a cell and of its batches, and what is left open.

    Parameters
    ----------
    cell : Cell
        The cell.
    source : str or None
        Id of the only one to work out.
    duration_s : float or None
        In place of the duration of the sources [s].
    options : dict
        Of `treat`.

    Raises
    ------
    InputError
        If there is no such source, or it has no amount.
    """
    from davylamp.gas.sources import gas_sources

    batches, unknown = _batches(cell)
    listed = [*batches, *((item, None, None, None) for item in gas_sources(cell))]
    gaps = [gap for item, *_ in listed if not item.total_mol > 0.0 for gap in item.unknown]
    listed = [entry for entry in listed if entry[0].total_mol > 0.0]
    if source is not None:
        chosen = [entry for entry in listed if entry[0].id == source]
        if not chosen:
            raise InputError(
                f"the cell has no source of gas {source!r} with an amount",
                remedy=f"it has {', '.join(item.id for item, *_ in listed) or 'none'}",
            )
        listed, gaps, unknown = chosen, [], ()
    found = [_one(*entry, duration_s, options) for entry in listed]
    return found, tuple(dict.fromkeys((*unknown, *gaps)))


def _batches(
    cell: Cell,
) -> tuple[list[tuple[GasSource, float | None, float | None, float | None]], tuple[Unknown, ...]]:
    """Return the gas of each batch with its time [s], air [m3/s] and carbon dioxide of it [ppm]."""
    from davylamp.gas.assessment.making import batch_sources, batches

    exposures, unknown = batches(cell)
    around = cell.surroundings
    share = None if around is None else around.co2_fraction
    found: list[tuple[GasSource, float | None, float | None, float | None]] = []
    for batch in exposures:
        found.extend(
            (
                source,
                batch.time_s,
                batch.room.air_flow_m3_per_s,
                None if share is None else 1e6 * share,
            )
            for source in batch_sources((batch,))
            if source.amounts
        )
    return found, unknown


def _one(
    source: GasSource,
    time_s: float | None,
    air_m3_per_s: float | None,
    co2_ppm: float | None,
    duration_s: float | None,
    options: dict[str, Any],
) -> CellExhaust:
    from davylamp.gas.exhaust import treat

    there = dict(options)
    # A limit or removal of a gas that this source does not have asks nothing of it.
    there["limit_ppm"] = {g: v for g, v in options["limit_ppm"].items() if g in source.mol}
    if isinstance(options["removal"], dict):
        there["removal"] = {g: v for g, v in options["removal"].items() if g in source.mol}
    lasts, origin = duration_s, "given"
    if lasts is None:
        lasts, origin = time_s, "the batch's exposure in the cell file"
    if lasts is None and source.duration_s is not None:
        lasts, origin = source.duration_s.value, "that of the source"
    if lasts is None:
        origin = ""
        there["air_m3_per_s"] = None
    air = "given"
    if there["air_m3_per_s"] is None and there["air_m3"] is None:
        air = ""
        if air_m3_per_s is not None:
            there["air_m3_per_s"], air = air_m3_per_s, "air of the room in the cell file"
            if co2_ppm is not None:
                there["air_co2_ppm"] = co2_ppm
    return CellExhaust(source, treat(source, lasts, **there), origin, air)
