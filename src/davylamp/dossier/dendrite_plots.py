"""Plots of critical currents: a bar for each mechanism, and the map over flaw and pressure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from davylamp.dendrites.assessment.answer import current_in_words
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import Band, Field, Mark, Plot, PlotKind, Series
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Severity, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from davylamp.dendrites.assessment import (
        CurrentMap,
        DendriteAssessment,
        MeasuredLimit,
        MechanismAnswer,
    )

__all__ = ["limits_plot", "map_plot"]

#: Currents below this are drawn at it [mA/cm2].
_SMALL: Final = 1e-4
_DIGITS: Final = 4
#: Short names of what was measured.
_MEASURED: Final = {
    "critical_current_density": "Short measured",
    "stripping_current_density": "Voids measured",
}


def limits_plot(answer: DendriteAssessment) -> Plot:
    """Return a bar for each mechanism: its critical current beside that of the cell."""
    names = [item.name for item in answer.limits] + [item.name for item in answer.undecided]
    link = answer.weakest
    first = answer.first
    rows = [_row(item) for item in answer.limits]
    rows += [(None, None, None, "not known", Severity.UNKNOWN) for _ in answer.undecided]
    series = [_series("limits", names, rows)]
    # A rating that speaks of no current, as that of the front, has no bar.
    ratings = [item for item in answer.ratings if item.critical.median]
    ratings = [item for item in ratings if _shown(item.critical.median) is not None]
    if ratings:
        rated = [_row(item, rating=True) for item in ratings]
        names = [item.name for item in ratings]
        series.append(_series("ratings, which fail nothing", names, rated))
    beside = _measured(answer)
    if beside is not None:
        series.append(beside)
    bands: tuple[Band, ...] = ()
    current = answer.current_A_per_m2
    if current is not None:
        here = 0.1 * current
        bands = (Band(here, here, f"the cell: {current_in_words(current)}"),)
    words = "; ".join(
        f"{name}: {text}" for part in series for name, text in zip(part.x, part.text, strict=True)
    )
    weakest = "No mechanism that answers limits the current."
    if link is not None and first is not None:
        share = number(100.0 * link.first[first.id], 2)
        weakest = f"The weakest link is {first.name.lower()}, first in {share} % of the draws."
    return Plot(
        id="short-limits",
        kind=PlotKind.INTERVALS,
        title=f"Critical currents. {weakest}",
        alt=f"Critical current by mechanism: {words}. {_cell_words(answer)}",
        x_title="mechanism",
        y_title="critical current [mA/cm²]",
        series=tuple(series),
        bands=bands,
        note="Bars hold 90 % of the draws, the stroke is the median, the dashed line the cell's "
        "current: a bar to the left of it fails. What was measured is of one study each.",
    )


def _cell_words(answer: DendriteAssessment) -> str:
    if answer.current_A_per_m2 is None:
        return "The current of the cell is not known."
    return f"The cell runs at {current_in_words(answer.current_A_per_m2)}."


Row = tuple[float | None, float | None, float | None, str, Severity]


def _row(item: MechanismAnswer, *, rating: bool = False) -> Row:
    low, middle, high = item.critical.low, item.critical.median, item.critical.high
    text = _range_text(low, middle, high)
    severity = Severity.NOTICE
    if not rating:
        severity = Severity.UNKNOWN
        if item.exceeded is not None:
            severity = judge("short-probability", 100.0 * item.exceeded.low)
            sure = judge("short-probability", 100.0 * item.exceeded.high)
            if sure.rank < severity.rank:
                severity = Severity.UNKNOWN
        if item.unknown:
            # A model that leaves something open is not drawn as safe.
            severity = worst((severity, Severity.UNKNOWN))
    drawn = _shown(low)
    return drawn, _shown(middle), _shown(high), text, severity


def _range_text(low: float | None, middle: float | None, high: float | None) -> str:
    if low == high or low is None or middle is None or high is None:
        return current_in_words(middle)
    if math.isinf(high):
        return f"{current_in_words(middle)} ({current_in_words(low)} to {current_in_words(high)})"
    ends = f"{number(0.1 * low, 2)} to {number(0.1 * high, 2)}"
    return f"{number(0.1 * middle, 2)} ({ends}) mA/cm²"


def _measured(answer: DendriteAssessment) -> Series | None:
    """Return the span of each measured current under each stack pressure."""
    spans: dict[str, list[float]] = {}
    exceeded: set[str] = set()
    for item in answer.measured:
        name = _MEASURED.get(item.name, item.what) + _pressed(item)
        values = spans.setdefault(name, [])
        values += [item.current_A_per_m2, item.upper_A_per_m2 or item.current_A_per_m2]
        if item in answer.exceeded_limits:
            exceeded.add(name)
    if not spans:
        return None
    ends = [(min(values), max(values)) for values in spans.values()]
    return Series(
        "measured, each under its own conditions",
        tuple(spans),
        tuple(_shown(low) for low, _ in ends),
        upper=tuple(_shown(high) for _, high in ends),
        severities=tuple(
            Severity.WARNING if name in exceeded else Severity.NOTICE for name in spans
        ),
        text=tuple(
            current_in_words(low)
            if low == high
            else f"{number(0.1 * low, 2)} to {number(0.1 * high, 2)} mA/cm²"
            for low, high in ends
        ),
        # A single test is a stroke, which no bar of no length would be.
        middle=tuple(_shown(low) if low == high else None for low, high in ends),
    )


def _pressed(item: MeasuredLimit) -> str:
    """Return under which pressure, for the label of a bar; empty where it is not told."""
    own = ", own" if item.own else ""
    if item.pressure_Pa is None:
        return own
    if item.pressure_Pa <= 0.0:
        return f" unpressed{own}"
    return f" at {quantity(1e-6 * item.pressure_Pa, 'MPa', 2)}{own}"


def _shown(current_A_per_m2: float | None) -> float | None:
    if current_A_per_m2 is None or not math.isfinite(current_A_per_m2):
        return None
    return max(float(f"{0.1 * current_A_per_m2:.{_DIGITS}g}"), _SMALL)


def _series(name: str, labels: Sequence[str], rows: Sequence[Row]) -> Series:
    return Series(
        name,
        tuple(labels),
        tuple(row[0] for row in rows),
        upper=tuple(row[2] for row in rows),
        severities=tuple(row[4] for row in rows),
        text=tuple(row[3] for row in rows),
        middle=tuple(row[1] for row in rows),
    )


def map_plot(answer: DendriteAssessment) -> Plot | None:
    """Return the critical current over flaw depth and stack pressure; None where neither counts."""
    chart = answer.map
    if chart is None:
        return None
    values = tuple(tuple(_shown(value) for value in row) for row in chart.critical_A_per_m2)
    drawn = {value for row in values for value in row}
    if len(drawn) < 2:
        # One colour all over says nothing that the bars do not.
        return None
    known = {item.id: item.name for item in answer.limits}
    groups = tuple(known.get(name, name) for name in chart.names)
    current = answer.current_A_per_m2
    missing = ", ".join(item.name.lower() for item in answer.undecided_limits)
    note = "All else at its median, so half of the draws are worse. "
    if not chart.by_depth:
        note += "No mechanism that answers depends on the flaw. "
    if not chart.by_pressure:
        note += "No mechanism that answers depends on the pressure. "
    window = answer.window
    if window is not None and window.voids_measured_Pa is not None:
        pressed = quantity(1e-6 * window.voids_measured_Pa, "MPa", 2)
        note += f"In a test less than the cell's current left voids at {pressed}. "
    if missing:
        note += f"Without {missing}, which can only lower it. "
    return Plot(
        id="short-map",
        kind=PlotKind.MAP,
        title="Critical current over the largest flaw and the stack pressure.",
        alt=_map_words(chart, answer),
        x_title="depth of the largest flaw [µm]",
        y_title="stack pressure [MPa]",
        series=(),
        note=note.strip(),
        field=Field(
            x=tuple(_digits(1e6 * value) for value in chart.depth_m),
            y=tuple(_digits(1e-6 * value) for value in chart.pressure_Pa),
            values=values,
            title="critical current [mA/cm2]",
            contour=None if current is None else 0.1 * current,
            contour_label="" if current is None else f"the cell's {current_in_words(current)}",
            groups=tuple(tuple(int(item) for item in row) for row in chart.limiting),
            group_names=groups,
            marks=_marks(chart),
            empty="no limit",
        ),
    )


def _digits(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _marks(chart: CurrentMap) -> tuple[Mark, ...]:
    depth, pressure = chart.depth_now_m, chart.pressure_now_Pa
    if pressure is None or pressure <= 0.0:
        return ()
    if depth is None:
        depth = float(chart.depth_m[len(chart.depth_m) // 2])
    inside = min(max(depth, float(chart.depth_m[0])), float(chart.depth_m[-1]))
    return (Mark(_digits(1e6 * inside), _digits(1e-6 * pressure), "this cell"),)


def _map_words(chart: CurrentMap, answer: DendriteAssessment) -> str:
    corners = []
    for row, down in ((0, "lowest"), (-1, "highest")):
        for column, deep in ((0, "smallest"), (-1, "deepest")):
            value = float(chart.critical_A_per_m2[row, column])
            corners.append(f"{current_in_words(value)} at the {down} pressure and {deep} flaw")
    pressures = quantity(1e-6 * float(chart.pressure_Pa[0]), "MPa")
    return (
        f"Critical current from {pressures} up and for flaws from "
        f"{quantity(1e6 * float(chart.depth_m[0]), 'um')} up: {'; '.join(corners)}. "
        f"{_cell_words(answer)}"
    )
