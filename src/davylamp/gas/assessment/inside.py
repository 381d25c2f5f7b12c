"""Pressure in the casing, whether it opens, and what the opening lets out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cell.model import Casing, Cell
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.assessment.result import GasFigure, Opening, Step
from davylamp.gas.mixture import ATMOSPHERE_PA, mixture_of
from davylamp.gas.source import Basis, GasSource

if TYPE_CHECKING:
    from davylamp.gas.casing import Opening as CasingOpening
    from davylamp.gas.casing import OpeningPressures

__all__ = ["opening_of", "vent_step"]

_SETTLE: Final = "heat a charged cell and record the pressure inside and when it opens"
#: Points of the path from cold and empty to hot and full.
_PATH: Final = 41


def opening_of(cell: Cell, source: GasSource) -> Opening:
    """Return whether the gas of a source opens the casing of a cell.

    Along the history of the source where it has one; else along a straight path from cold and
    empty to its amount at its temperature.
    """
    title = f"{source.title[0].upper()}{source.title[1:]}"
    casing = cell.casing
    gaps: list[Unknown] = []
    if casing is None:
        gaps.append(Unknown("the casing", "give casing.type, free_volume and vent_pressure"))
    elif casing.free_volume_m3 is None and casing.type != "none":
        gaps.append(
            Unknown(
                "the volume inside that gas can fill",
                "give casing.free_volume, or weigh a cell before and after filling it with helium",
            )
        )
    if not source.amounts:
        gaps.extend(source.unknown)
    if gaps or casing is None or not casing.free_volume_m3:
        return Opening(source.id, title, source.when, source.id, unknown=tuple(gaps))
    try:
        return _asked(casing, cell, source, title)
    except DavylampError as error:
        gap = Unknown(f"the pressure in the casing: {error.message}", error.remedy or _SETTLE)
        return Opening(source.id, title, source.when, source.id, unknown=(gap,))


def _asked(casing: Casing, cell: Cell, source: GasSource, title: str) -> Opening:
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
    if source.history is not None:
        found = opening_of_history(space, source.history, pressures)
        path_note = "with the gas over time of the test"
    else:
        share = np.linspace(0.0, 1.0, _PATH)
        along = space.start_K + share * (warm - space.start_K)
        inside = headspace_Pa(space, along, share * source.total_mol)
        found = opening(pressures, inside)
        path_note = "gas and temperature taken to rise together: when is not known"
    opens = None if found.stays_closed is None else 100.0 * (1.0 - found.stays_closed)
    unknown = list(found.unknown)
    if source.basis is not Basis.MEASURED:
        unknown.extend(source.unknown)
    return Opening(
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


def _first(found: CasingOpening, casing: Casing) -> str:
    """Return what gives way first, in words; empty where that cannot be told."""
    if found.stays_closed is None:
        return ""
    if found.stays_closed > 0.5:
        return "it stays closed"
    seam = "the seam" if casing.type == "pouch" else "the vent"
    if found.bursts is None:
        return f"{seam} opens"
    if found.vents is None:
        return "the casing tears"
    return f"{seam} opens first" if found.vents >= found.bursts else "the casing tears first"


def _figures(
    found: CasingOpening, source: GasSource, pressures: OpeningPressures, path_note: str
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
            f"{low:.3g} to {high:.3g} kPa (5 to 95 %)",
            item.sources,
            item.note,
        )
    for name, words, values, unit, shift in (
        ("opens_degC", "opens at a temperature of", found.temperature_K, "degC", ZERO_CELSIUS_K),
        ("opens_s", "opens after", found.time_s, "s", 0.0),
    ):
        low_at, middle, high_at = values
        if middle is None:
            continue
        ends = [end - shift for end in (low_at, high_at) if end is not None]
        span = f"{ends[0]:.4g} to {ends[1]:.4g} {unit}" if len(ends) == 2 else "not reported"
        yield GasFigure(
            name, words, middle - shift, unit, weakest((found.kind, source.kind)),
            f"{span} (5 to 95 %)" if len(ends) == 2 else span, source.sources,
            "of the median casing; " + path_note,
        )  # fmt: skip


def vent_step(cell: Cell, source: GasSource, opening: Opening) -> Step:
    """Return the flow through the vent as it opens, and whether it keeps up with the gas.

    Quasi-steady: the flow through a hole at the pressure at which it opens, against the fastest
    rate of gas in the history. Where no rate is known nothing can be said of that.
    """
    title, ident = "Through the vent", f"vent-{source.id}"
    casing = cell.casing
    pressure = next((item for item in opening.figures if item.key == "vent_kPa"), None)
    warm = next((item for item in opening.figures if item.key == "opens_degC"), None)
    if casing is None or casing.vent_area_m2 is None or pressure is None or pressure.value is None:
        gap = Unknown(
            "how fast gas leaves through the opening",
            "give casing.vent_area and casing.vent_pressure, or measure the opening",
        )
        return Step(ident, title, source.when, unknown=(gap,))
    from davylamp.gas.vent import orifice_flow

    at_K = source.temperature_K or cell.operation.temperature_K
    if warm is not None and warm.value is not None:
        at_K = warm.value + ZERO_CELSIUS_K
    inside = mixture_of(source.mol, at_K, ATMOSPHERE_PA + 1e3 * pressure.value)
    try:
        flow = orifice_flow(inside, casing.vent_area_m2)
    except DavylampError as error:
        gap = Unknown(f"the flow through the vent: {error.message}", error.remedy or _SETTLE)
        return Step(ident, title, source.when, unknown=(gap,))
    out = flow.molar_flow_mol_per_s
    fastest = _fastest_mol_per_s(source)
    unknown: list[Unknown] = []
    warns = False
    speed = "at the speed of sound" if flow.choked else "below the speed of sound"
    answer = f"{1e3 * flow.mass_flow_kg_per_s:.2g} g/s as it opens, {speed}"
    if fastest is None:
        unknown.append(
            Unknown(
                "whether the vent keeps up with the gas: no rate is known, and a runaway of "
                "milliseconds outruns any vent",
                "the pressure inside over time while a cell runs away",
            )
        )
    else:
        warns = fastest > out
        answer += (
            "; gas comes faster than that, so that pressure goes on rising"
            if warns
            else "; gas comes slower than that"
        )
    return Step(
        id=ident,
        title=title,
        when=source.when,
        answer=answer,
        figures=(
            GasFigure(
                "flow_g_per_s", "mass flow as it opens", 1e3 * flow.mass_flow_kg_per_s, "g/s",
                weakest((pressure.kind, Kind.ESTIMATED)), "not reported", pressure.sources,
                "isentropic to the throat, with a coefficient of discharge",
            ),
            GasFigure(
                "thrust_N", "thrust as it opens", flow.thrust_N, "N",
                weakest((pressure.kind, Kind.ESTIMATED)), "not reported", pressure.sources,
            ),
            GasFigure(
                "gas_mmol_per_s", "fastest gas by the model",
                None if fastest is None else 1e3 * fastest, "mmol/s",
                Kind.UNKNOWN if fastest is None else source.kind, "not reported", source.sources,
                "no rate is known" if fastest is None else "over time of the test",
            ),
            GasFigure(
                "vent_mmol_per_s", "gas that the vent lets out as it opens", 1e3 * out, "mmol/s",
                weakest((pressure.kind, Kind.ESTIMATED)), "not reported", pressure.sources,
            ),
        ),
        kind=weakest((pressure.kind, Kind.ESTIMATED, source.kind)),
        sources=tuple(dict.fromkeys((*pressure.sources, *source.sources))),
        notes=(
            "Through the vent: quasi-steady flow, which is not conservative where gas comes within "
            "milliseconds; davylamp vent has the blowdown over time and the bounds of a fast one.",
        ),
        unknown=tuple(unknown),
        warns=warns,
    )  # fmt: skip


def _fastest_mol_per_s(source: GasSource) -> float | None:
    history = source.history
    if history is None or history.time_s.size < 2:
        return None
    total = np.sum(np.array(list(history.released_mol.values())), axis=0)
    step = np.diff(history.time_s)
    rates = np.diff(total)[step > 0.0] / step[step > 0.0]
    return float(rates.max()) if rates.size else None
