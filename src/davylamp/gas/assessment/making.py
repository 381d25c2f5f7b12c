"""A batch of electrolyte that lies open in the room where the cell is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from davylamp.cell.model import Cell
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.gas.assessment.parts import GasFigure
from davylamp.gas.assessment.result import Step
from davylamp.gas.source import Basis, GasHistory, GasSource, When

if TYPE_CHECKING:
    from davylamp.gas.dryroom import BatchExposure, GasExposure

__all__ = ["BATCH", "batch_sources", "batch_steps", "batches", "unopened"]

#: How the ids of the sources and steps of a batch begin.
BATCH = "batch"


def batches(cell: Cell) -> tuple[tuple[BatchExposure, ...], tuple[Unknown, ...]]:
    """Return the exposures of a batch of each electrolyte, and what the cell file leaves open."""
    from davylamp.gas.dryroom import exposures_of_cell

    around = cell.surroundings
    if around is None or around.batch_kg is None:
        return (), ()
    try:
        found = exposures_of_cell(cell)
    except DavylampError as error:
        gap = Unknown(
            f"the gas of an open batch of electrolyte: {error.message}",
            error.remedy or "see davylamp dryroom",
        )
        return (), (gap,)
    return found.exposures, found.unknown


def batch_sources(found: tuple[BatchExposure, ...]) -> Iterator[GasSource]:
    """Yield the gas of each batch, no more than the water that the room brings lets come."""
    for batch in found:
        title = f"{batch.mass_kg:g} kg of {batch.name} open for {batch.time_s / 60.0:g} min"
        for source, more in _made(batch):
            yield _open(batch, source, title + more)


def _made(batch: BatchExposure) -> Iterator[tuple[GasSource, str]]:
    """Yield the gas of moisture at equilibrium, and the acid of a metal halide; words for each.

    They share the water: they are told apart and never added up.
    """
    from davylamp.gas.sources import halide_source, moisture_source

    name, water = batch.name, batch.water.total_mol
    try:
        yield (
            moisture_source(
                name, batch.mass_kg, batch.air, water_mol=water, ident=f"{BATCH}-{name}"
            ),
            "",
        )
    except DavylampError as error:
        gap = Unknown(
            f"the gas of an open batch of {name}: {error.message}",
            error.remedy or "expose it to this air and analyse the gas",
        )
        yield (
            GasSource(f"{BATCH}-{name}", name, When.MAKING, Basis.CEILING, {}, unknown=(gap,)),
            "",
        )
    try:
        acid = halide_source(name, batch.mass_kg, water_mol=water, ident=f"{BATCH}-acid-{name}")
    except DavylampError:
        # Without a formula the source of moisture has said so.
        return
    if acid is not None:
        yield acid, ": acid"


def _open(batch: BatchExposure, source: GasSource, title: str) -> GasSource:
    """Return the gas of a batch as fast as water reaches it."""
    if not source.amounts:
        return replace(source, title=title)
    course = _course(batch, source)
    return replace(
        source,
        title=title,
        when=When.MAKING,
        history=course,
        duration_s=None if course is None else _lasts(course),
        notes=(
            *source.notes,
            "as fast as the air of the room brings water: an upper bound, not a rate",
        ),
    )


def _course(batch: BatchExposure, source: GasSource) -> GasHistory | None:
    """Return the gas of a batch over time if all water reacts as it comes.

    That of the room at once, that of the supply air as it flows in; None where that of the room is
    enough by itself.
    """
    used = source.consumed_mol.get("H2O", 0.0)
    water = batch.water
    if not used > water.in_room_mol * (1.0 + 1e-9) or not water.by_ventilation_mol > 0.0:
        return None
    first = water.in_room_mol / used
    lasts = batch.time_s * min((used - water.in_room_mol) / water.by_ventilation_mol, 1.0)
    return GasHistory(
        np.array([0.0, lasts]),
        {name: n * np.array([first, 1.0]) for name, n in source.mol.items()},
        np.full(2, batch.air.temperature_K),
    )


def _lasts(course: GasHistory) -> Parameter:
    lasts_s = float(course.time_s[-1])
    return Parameter(lasts_s, "s", Kind.ESTIMATED, note="all water reacts as it comes: no faster")


def unopened(gaps: tuple[Unknown, ...]) -> Iterator[Step]:
    """Yield what keeps a batch that lies open from being answered; nothing without a gap."""
    if gaps:
        title = "A batch of electrolyte that lies open"
        yield Step("dryroom", title, When.MAKING, unknown=gaps)


def batch_steps(found: tuple[BatchExposure, ...]) -> Iterator[Step]:
    """Yield what is known of each batch: bound by water, measurement, and limits."""
    from davylamp.gas.dryroom import ASSUMPTIONS

    for batch in found:
        told = [item for gas in batch.gases for item in gas.limits]
        above = [item for item in told if item.verdict.name == "ABOVE"]
        below = [item for item in told if item.verdict.name == "BELOW"]
        parts = []
        if above:
            parts.append(f"exceeds {', '.join(item.limit.title for item in above)}")
        if below:
            parts.append(f"stays below {', '.join(item.limit.title for item in below)}")
        open_ = len(told) - len(above) - len(below)
        if open_:
            parts.append(f"{open_} of {len(told)} limits cannot be told")
        unknown = list(batch.unknown)
        if open_ and not unknown:
            unknown.append(
                Unknown(
                    f"how fast {batch.name} gives off gas in this air",
                    "log the gas over a weighed sample in air of this dew point",
                )
            )
        yield Step(
            id=f"dryroom-{batch.name}",
            title=f"{batch.mass_kg:g} kg of {batch.name} open for {batch.time_s / 60.0:g} min",
            when=When.MAKING,
            answer="; ".join(parts),
            figures=tuple(_figures(batch)),
            kind=Kind.COMPUTED if batch.kind is Kind.UNKNOWN and not unknown else batch.kind,
            sources=batch.sources,
            notes=(
                *(f"{item.limit.title}: {item.verdict.value}, {item.because}." for item in told),
                f"The bound by water takes for granted that {'; '.join(ASSUMPTIONS)}.",
            ),
            unknown=tuple(unknown),
            warns=bool(above),
        )


def _figures(batch: BatchExposure) -> Iterator[GasFigure]:
    yield GasFigure(
        "water_supplied_mmol",
        "water that the room holds and its ventilation brings",
        1e3 * batch.water.total_mol,
        "mmol",
        Kind.COMPUTED,
        note="in the time that the batch lies open",
    )
    for gas in batch.gases:
        yield from _gas_figures(gas)


def _gas_figures(gas: GasExposure) -> Iterator[GasFigure]:
    bound = gas.bound
    yield GasFigure(
        f"{gas.species}_most_ppm",
        f"{gas.species}, whatever the rate",
        bound.peak_ppm,
        "ppm",
        Kind.COMPUTED,
        "an upper bound",
        note="water and elements allow no more",
    )
    yield GasFigure(
        f"{gas.species}_water_needed_mmol",
        f"water that all {gas.species} would take",
        1e3 * bound.water_needed_mol,
        "mmol",
        Kind.COMPUTED,
    )
    best = gas.best
    if best is None:
        yield GasFigure(
            f"{gas.species}_measured_ppm",
            f"{gas.species} by a measured rate",
            None,
            "ppm",
            note="no rate was measured in such air",
        )
        return
    yield GasFigure(
        f"{gas.species}_measured_ppm",
        f"{gas.species} by a measured rate",
        best.peak_ppm,
        "ppm",
        best.released.record.kind,
        sources=(best.released.record.source,),
        note=best.words,
    )
