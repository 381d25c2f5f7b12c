"""Pressure in the casing, and whether it opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cell.model import Casing, Cell
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Unknown, weakest
from davylamp.gas.assessment._digits import digits
from davylamp.gas.assessment.parts import GasFigure
from davylamp.gas.assessment.result import CaseOpening
from davylamp.gas.source import Basis, GasSource

if TYPE_CHECKING:
    from davylamp.gas.casing import Opening, OpeningPressures

__all__ = ["opening_of"]

_SETTLE: Final = "heat a charged cell and record the pressure inside and when it opens"
#: Points of the path from cold and empty to hot and full.
_PATH: Final = 41


def opening_of(cell: Cell, source: GasSource) -> CaseOpening:
    """Return whether the gas of a source opens the casing of a cell.

    Along the history of the source where it has one; else along a straight path from cold and
    empty to its amount at its temperature.
    """
    title = f"{source.title[0].upper()}{source.title[1:]}"
    casing = cell.casing
    gaps: list[Unknown] = []
    if casing is not None and casing.type == "none":
        return CaseOpening(
            source.id, title, source.when, source.id, 100.0, None, "there is no housing",
            kind=source.kind, sources=source.sources, unknown=source.unknown,
        )  # fmt: skip
    if casing is None:
        gaps.append(Unknown("the casing", "give casing.type, free_volume and vent_pressure"))
    elif casing.free_volume_m3 is None:
        gaps.append(
            Unknown(
                "the volume inside that gas can fill",
                "give casing.free_volume, or weigh a cell before and after filling it with helium",
            )
        )
    if not source.amounts:
        gaps.extend(source.unknown)
    if gaps or casing is None or not casing.free_volume_m3:
        return CaseOpening(source.id, title, source.when, source.id, unknown=tuple(gaps))
    try:
        return _asked(casing, cell, source, title)
    except DavylampError as error:
        gap = Unknown(f"the pressure in the casing: {error.message}", error.remedy or _SETTLE)
        return CaseOpening(source.id, title, source.when, source.id, unknown=(gap,))


def _asked(casing: Casing, cell: Cell, source: GasSource, title: str) -> CaseOpening:
    from davylamp.gas.casing import (
        Headspace,
        headspace_Pa,
        opening,
        opening_of_history,
        opening_pressures,
    )

    warm = source.temperature_K or cell.operation.temperature_K
    pressures = opening_pressures(casing)
    space = Headspace(casing.free_volume_m3 or 0.0)
    timed = source.history is not None and source.duration_s is not None
    if source.history is not None and timed:
        found = opening_of_history(space, source.history, pressures)
        path_note = "with the gas over time of the test"
    else:
        share = np.linspace(0.0, 1.0, _PATH)
        along = space.start_K + share * (warm - space.start_K)
        inside = headspace_Pa(space, along, share * source.total_mol)
        found = opening(pressures, inside, seam_K=along)
        path_note = "gas and temperature taken to rise together: when is not known"
        if source.history is not None:
            path_note += ", nor at what temperature"
    closed = found.stays_closed
    # Where a strength is not known, that it stays closed is no more than possible.
    untold = closed is None or (found.at_most and closed > 0.5)
    opens = None if closed is None or untold else 100.0 * (1.0 - closed)
    unknown = list(found.unknown)
    if source.basis is not Basis.MEASURED:
        unknown.extend(source.unknown)
    return CaseOpening(
        id=source.id,
        title=title,
        when=source.when,
        source_id=source.id,
        opens_percent=opens,
        tears_percent=None if found.bursts is None else 100.0 * found.bursts,
        first=_first(found, casing),
        figures=tuple(_figures(found, source, pressures, path_note)),
        kind=weakest((found.kind, source.kind)),
        sources=tuple(dict.fromkeys((*_sources(pressures), *source.sources))),
        notes=tuple(f"Casing: {note.rstrip('.')}." for note in found.notes),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def _sources(pressures: OpeningPressures) -> Iterator[str]:
    for item in (pressures.vent, pressures.burst):
        if item is not None:
            yield from item.sources


def _first(found: Opening, casing: Casing) -> str:
    """Return what gives way first, in words; empty where that cannot be told."""
    if found.stays_closed is None:
        return ""
    if found.stays_closed > 0.5:
        return "" if found.at_most else "it stays closed"
    seam = "the seam" if casing.type == "pouch" else "the vent"
    if found.bursts is None:
        return f"{seam} opens"
    if found.vents is None:
        return "the casing tears"
    return f"{seam} opens first" if found.vents >= found.bursts else "the casing tears first"


def _figures(
    found: Opening, source: GasSource, pressures: OpeningPressures, path_note: str
) -> Iterator[GasFigure]:
    bound = "an upper bound" if source.basis is Basis.CEILING else "not reported"
    yield GasFigure(
        "peak_above_MPa",
        "highest pressure above the surroundings if it stayed closed",
        1e-6 * found.peak_Pa,
        "MPa",
        source.kind,
        bound,
        source.sources,
        path_note,
    )
    for name, words, item in (
        ("vent_kPa", "pressure at which vent or seam opens", pressures.vent),
        ("burst_kPa", "pressure at which the casing tears", pressures.burst),
    ):
        if item is None:
            yield GasFigure(name, words, None, "kPa", note="neither given nor stored")
            continue
        low, high = (1e-3 * float(value) for value in item.quantile([0.05, 0.95]))
        yield GasFigure(
            name,
            words,
            1e-3 * item.value,
            "kPa",
            item.kind,
            f"{digits(low, 3)} to {digits(high, 3)} kPa (5 to 95 %)",
            item.sources,
            item.note,
        )
    for name, words, values, unit, shift, factor in (
        ("opens_degC", "opens at", found.temperature_K, "degC", ZERO_CELSIUS_K, 1.0),
        ("opens_min", "opens after", found.time_s, "min", 0.0, 1.0 / 60.0),
    ):
        low_at, middle, high_at = values
        # Where steps of unknown rate go at once, they do so in the cold.
        if middle is None or (source.history is not None and source.duration_s is None):
            continue
        span = "not reported"
        if low_at is not None and high_at is not None:
            ends = [factor * (end - shift) for end in (low_at, high_at)]
            span = f"{ends[0]:.4g} to {ends[1]:.4g} {unit} (5 to 95 %)"
        yield GasFigure(
            name,
            words,
            factor * (middle - shift),
            unit,
            weakest((found.kind, source.kind)),
            span,
            source.sources,
            "of the median casing; " + path_note,
        )
