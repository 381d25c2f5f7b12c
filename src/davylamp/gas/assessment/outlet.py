"""What the opening of a casing lets out, and what gas can do that is too fast for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.cell.model import Cell
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError, OutsideValidityError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.assessment._digits import digits
from davylamp.gas.assessment.parts import GasFigure
from davylamp.gas.assessment.result import CaseOpening, Step
from davylamp.gas.mixture import ATMOSPHERE_PA, mixture_of
from davylamp.gas.source import GasSource

if TYPE_CHECKING:
    from davylamp.gas.vent import Bounds, Times

__all__ = ["blast_step", "vent_step"]

_SETTLE: Final = "the pressure inside over time while a cell runs away"
#: Distance at which a blast is told [m].
_NEAR_M: Final = 1.0


def vent_step(cell: Cell, source: GasSource, opening: CaseOpening) -> Step:
    """Return the flow through the vent as it opens, and whether it keeps up with the gas.

    Quasi-steady: the flow through a hole at the pressure at which it opens, and the time in which
    it passes all gas, against that in which the gas comes at its highest rate. Where no rate is
    known nothing can be said of that.
    """
    from davylamp.gas.vent import compare_times, constant_volume, orifice_flow

    title, ident = "Through the vent", f"vent-{source.id}"
    casing = cell.casing
    pressure = next((item for item in opening.figures if item.key == "vent_kPa"), None)
    if casing is None or not casing.free_volume_m3 or not casing.vent_area_m2:
        gap = Unknown(
            "how fast gas leaves through the opening",
            "give casing.free_volume and casing.vent_area, or measure the opening",
        )
        return Step(ident, title, source.when, unknown=(gap,))
    if pressure is None or pressure.value is None:
        gap = Unknown("at what pressure it opens", "give casing.vent_pressure")
        return Step(ident, title, source.when, unknown=(gap, *opening.unknown))
    warm = next((item for item in opening.figures if item.key == "opens_degC"), None)
    at_K = source.temperature_K or cell.operation.temperature_K
    if warm is not None and warm.value is not None:
        at_K = warm.value + ZERO_CELSIUS_K
    span_s = _span_s(source)
    times: Times | None = None
    try:
        flow = orifice_flow(
            mixture_of(source.mol, at_K, ATMOSPHERE_PA + 1e3 * pressure.value),
            casing.vent_area_m2,
        )
        if span_s is not None:
            hot_K = source.temperature_K or at_K
            inside = constant_volume(source.mol, hot_K, casing.free_volume_m3)
            times = compare_times(inside, casing.free_volume_m3, casing.vent_area_m2, span_s)
    except DavylampError as error:
        gap = Unknown(f"the flow through the vent: {error.message}", error.remedy or _SETTLE)
        return Step(ident, title, source.when, unknown=(gap,))
    speed = "at the speed of sound" if flow.choked else "below the speed of sound"
    answer = f"{digits(1e3 * flow.mass_flow_kg_per_s)} g/s as it opens, {speed}"
    kind = weakest((pressure.kind, Kind.ESTIMATED, source.kind))
    unknown: tuple[Unknown, ...] = ()
    if source.kind is Kind.UNKNOWN:
        unknown = (
            Unknown("how fast the gas comes: rates of the reaction network are missing", _SETTLE),
        )
    if times is None:
        unknown = (
            Unknown(
                "whether the vent keeps up with the gas: no rate is known, and a runaway of "
                "milliseconds outruns any vent",
                _SETTLE,
            ),
        )
    elif times.steady:
        answer += "; gas comes slowly enough for the vent, by the model"
    else:
        answer += "; gas comes as fast as the vent can pass it: relief is not quasi-steady"
    rows: list[tuple[str, str, float | None, str, str]] = [
        ("flow_g_per_s", "mass flow as it opens", 1e3 * flow.mass_flow_kg_per_s, "g/s", ""),
        ("thrust_N", "thrust as it opens", flow.thrust_N, "N", ""),
        ("generation_s", "gas at its highest rate comes within", span_s, "s",
         "by the gas over time of the test"),
        ("relief_s", "the vent passes all of it within",
         None if times is None else times.relief_s, "s", "at its choked rate"),
        ("opening_s", "the vent opens within", None if times is None else times.opening_s, "s",
         "assumed"),
    ]  # fmt: skip
    return Step(
        id=ident,
        title=title,
        when=source.when,
        answer=answer,
        figures=tuple(
            GasFigure(
                key,
                label,
                value,
                unit,
                Kind.UNKNOWN if value is None else kind,
                sources=pressure.sources,
                note=note if value is not None else "no rate is known",
            )
            for key, label, value, unit, note in rows
        ),
        kind=kind,
        sources=tuple(dict.fromkeys((*pressure.sources, *source.sources))),
        notes=("Through the vent: davylamp vent has the blowdown over time.",),
        unknown=unknown,
        warns=times is not None and not times.steady,
    )


def _span_s(source: GasSource) -> float | None:
    """Return the time in which all gas would come at its highest rate [s]; None without a rate."""
    history = source.history
    # Steps of unknown rate that go at once have a history and no time.
    if history is None or source.duration_s is None or history.time_s.size < 2:
        return None
    total = np.sum(np.array(list(history.released_mol.values())), axis=0)
    step = np.diff(history.time_s)
    made = np.diff(total)[step > 0.0] / step[step > 0.0]
    fastest = float(made.max()) if made.size else 0.0
    return float(total[-1] - total[0]) / fastest if fastest > 0.0 else None


def blast_step(cell: Cell, source: GasSource) -> Step:
    """Return pressure and energy if nothing gets out until all gas is made: bounds of any course.

    A solid cell can run away within milliseconds, where relief counts for nothing.
    """
    from davylamp.gas.vent import bounds, constant_volume

    title, ident = "If nothing got out in time", f"blast-{source.id}"
    casing = cell.casing
    if casing is None or not casing.free_volume_m3:
        gap = Unknown("the volume inside that gas can fill", "give casing.free_volume")
        return Step(ident, title, source.when, unknown=(gap,))
    if source.temperature_K is None:
        gap = Unknown(f"at what temperature {source.title} sets gas free", _SETTLE)
        return Step(ident, title, source.when, unknown=(gap,))
    try:
        inside = constant_volume(source.mol, source.temperature_K, casing.free_volume_m3)
        found = bounds(inside)
    except DavylampError as error:
        gap = Unknown(f"the bounds of a fast course: {error.message}", error.remedy or _SETTLE)
        return Step(ident, title, source.when, unknown=(gap,))
    return Step(
        id=ident,
        title=title,
        when=source.when,
        answer=f"its gas holds {digits(1e3 * found.tnt_kg['brode'])} g of TNT in energy at most",
        figures=tuple(_bounds(found, source)),
        kind=source.kind,
        sources=source.sources,
        notes=(
            "If nothing got out in time: all gas in the free volume at its temperature, ideal; a "
            "casing that tears is slower than a detonation and makes less pressure close by.",
        ),
        unknown=() if source.kind is not Kind.UNKNOWN else source.unknown,
    )


def _bounds(found: Bounds, source: GasSource) -> Iterator[GasFigure]:
    from davylamp.gas.vent import blast_overpressure_Pa

    tnt_kg = found.tnt_kg["brode"]
    try:
        near: float | None = 1e-2 * blast_overpressure_Pa(tnt_kg, _NEAR_M)
        note = "as if it detonated on the ground"
    except OutsideValidityError as error:
        near, note = None, error.message
    dense = "" if found.ideal else "too dense for the law of ideal gases: it would be more"
    rows: tuple[tuple[str, str, float | None, str, str], ...] = (
        ("pressure_MPa", "pressure at constant volume", 1e-6 * found.pressure_Pa, "MPa", dense),
        ("energy_kJ", "energy of the compressed gas (Brode)", 1e-3 * found.brode_J, "kJ", ""),
        ("tnt_g", "TNT of the same energy", 1e3 * tnt_kg, "g", ""),
        ("blast_1m_mbar", "blast at 1 m", near, "mbar", note),
    )
    for key, label, value, unit, note in rows:
        yield GasFigure(
            key,
            label,
            value,
            unit,
            Kind.UNKNOWN if value is None else source.kind,
            "an upper bound" if value is not None else "not reported",
            source.sources,
            note,
        )
