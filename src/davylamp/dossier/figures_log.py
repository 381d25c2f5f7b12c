"""Plots over decades: intervals with their medians, and maps of a value over two quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from davylamp.dossier.figure_parts import axis_of, colours_of, layout_of, text_of
from davylamp.dossier.numbers import number, pretty_unit
from davylamp.dossier.palette import INK
from davylamp.dossier.parts import Field, Plot, Series

__all__ = ["interval_figure", "map_figure"]

_ROW: Final = 46
#: Low to high: dark to light, told apart in grey print and without seeing colour.
_SCALE: Final = (
    (0.0, "#3b0f70"),
    (0.25, "#8c2981"),
    (0.5, "#de4968"),
    (0.75, "#fe9f6d"),
    (1.0, "#fcfdbf"),
)
#: Decades of a colour scale at most: what lies beyond is drawn as its end.
_DECADES: Final = 6.0
#: Decades of an axis on either side of its first band at most; bars beyond end there.
_REACH: Final = 3.0
#: One for each set of intervals, so that they are told apart without colour.
_PATTERNS: Final = ("", "/", ".")
_LABEL: Final = "rgba(255,255,255,0.86)"


def interval_figure(plot: Plot) -> dict[str, Any]:
    """Return a bar from low to high with its median for each label, on a logarithmic axis.

    Where there is no upper end the bar runs to the end of the axis; where there is no lower end
    nothing is drawn, and the words beside the label say why.
    """
    low, high = _ends(plot)
    data: list[dict[str, Any]] = []
    labels: list[str] = []
    for place, series in enumerate(plot.series):
        names = [_row_label(series, at) for at in range(len(series.x))]
        labels += names
        data += _interval_traces(series, names, place, (low, high))
    layout = layout_of(
        130 + _ROW * len(labels),
        xaxis=axis_of(plot.y_title, type="log", range=[math.log10(low), math.log10(high)],
                      dtick=1, exponentformat="power"),
        yaxis=axis_of("", autorange="reversed", ticks="", categoryorder="array",
                      categoryarray=labels, range=[len(labels) - 0.5, -0.5]),
        barmode="overlay",
        bargap=0.45,
        showlegend=len(plot.series) > 1,
        shapes=[],
        annotations=[],
    )  # fmt: skip
    layout["yaxis"].pop("autorange")
    for band in plot.bands:
        layout["shapes"].append(
            {
                "type": "line",
                "layer": "above",
                "x0": band.low,
                "x1": band.low,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"width": 2, "color": INK, "dash": "dash"},
            }
        )
        layout["annotations"].append(
            {
                "text": text_of(band.label),
                "showarrow": False,
                "x": math.log10(band.low),
                "yref": "paper",
                "y": 1.0,
                "yanchor": "bottom",
                "font": {"size": 12, "color": INK},
            }
        )
    layout["margin"].update({"t": 34, "b": 64})
    layout["legend"].update({"y": -0.28, "yanchor": "top"})
    return {"data": data, "layout": layout}


def _ends(plot: Plot) -> tuple[float, float]:
    """Return the ends of the axis: half a decade beyond all that is drawn, near the first band."""
    numbers = [
        value
        for series in plot.series
        for value in (*series.y, *series.upper, *series.middle)
        if value is not None and value > 0.0
    ]
    numbers += [band.low for band in plot.bands]
    if not numbers:
        return 0.1, 10.0
    low, high = min(numbers) / 10.0**0.5, max(numbers) * 10.0**0.5
    for band in plot.bands[:1]:
        low = max(low, band.low / 10.0**_REACH)
        high = min(high, band.low * 10.0**_REACH)
    return low, high


def _row_label(series: Series, at: int) -> str:
    label = f"<b>{text_of(str(series.x[at]))}</b>"
    if not series.text:
        return label
    return f"{label}<br>{text_of(series.text[at])}"


def _interval_traces(
    series: Series, names: Sequence[str], place: int, axis: tuple[float, float]
) -> Iterator[dict[str, Any]]:
    colours, borders = colours_of(series)
    starts = [None if low is None else min(max(low, axis[0]), axis[1]) for low in series.y]
    ends = [
        None if low is None else axis[1] if high is None else min(max(high, low), axis[1])
        for low, high in zip(starts, series.upper or [None] * len(series.x), strict=True)
    ]
    yield {
        "type": "bar",
        "orientation": "h",
        "name": text_of(series.name),
        "x": [
            None if low is None or high is None else high - low
            for low, high in zip(starts, ends, strict=True)
        ],
        "base": starts,
        "y": list(names),
        "marker": {
            "color": colours,
            "line": {"color": borders, "width": 1.4},
            "pattern": {"shape": _PATTERNS[place % len(_PATTERNS)], "size": 7, "solidity": 0.25,
                        "fgcolor": INK},
        },
        "hovertemplate": "%{y}<extra></extra>",
    }  # fmt: skip
    middle = list(series.middle) or [None] * len(series.x)
    yield {
        "type": "scatter",
        "mode": "markers",
        "x": middle,
        "y": list(names),
        "showlegend": False,
        "marker": {"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": borders}},
        "cliponaxis": False,
        "hovertemplate": "%{y}<br>median %{x:.3g}<extra></extra>",
    }


def map_figure(plot: Plot) -> dict[str, Any]:
    """Return a heat map on logarithmic axes with a contour, group borders and marked points."""
    field = plot.field
    assert field is not None
    logs = [[None if v is None else math.log10(v) for v in row] for row in field.values]
    known = [value for row in logs for value in row if value is not None]
    low, high = _colour_ends(field, known)
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    ticks: list[float] = [float(decade) for decade in decades]
    if len(ticks) < 2:
        ticks = [low, 0.5 * (low + high), high]
    data: list[dict[str, Any]] = [
        {
            "type": "heatmap",
            "x": list(field.x),
            "y": list(field.y),
            "z": logs,
            "zmin": low,
            "zmax": high,
            "colorscale": [list(stop) for stop in _SCALE],
            "text": [[_value_text(field, row, at) for at in range(len(field.x))]
                     for row in range(len(field.y))],
            "hovertemplate": "%{x:.3g}, %{y:.3g}: %{text}<extra></extra>",
            "colorbar": {
                "title": {"text": text_of(pretty_unit(field.title)), "side": "right"},
                "tickvals": ticks,
                "ticktext": [number(10.0**tick, 2) for tick in ticks],
                "thickness": 14,
                "outlinewidth": 0,
                "len": 1.0,
            },
        }
    ]  # fmt: skip
    data += _borders(field)
    notes: list[dict[str, Any]] = _group_names(field)
    if field.contour is not None and known and min(known) < math.log10(field.contour) < max(known):
        data.append(_contour(field, logs))
    for mark in field.marks:
        data.append(_point(mark.x, mark.y, mark.label))
    layout = layout_of(
        440,
        xaxis=_log_axis(plot.x_title, field.x),
        yaxis=_log_axis(plot.y_title, field.y),
        showlegend=True,
        annotations=notes,
        plot_bgcolor="#ffffff",
    )
    layout["margin"].update({"t": 40})
    return {"data": data, "layout": layout}


def _colour_ends(field: Field, known: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the colours, near the contour where there is one; beyond they stay."""
    low, high = min(known, default=0.0), max(known, default=1.0)
    if field.contour is not None:
        middle = math.log10(field.contour)
        low = max(low, middle - 0.5 * _DECADES)
        high = min(high, middle + 0.5 * _DECADES)
    high = min(high, low + _DECADES)
    return low, max(high, low + 0.3)


def _log_axis(title: str, values: Sequence[float]) -> dict[str, Any]:
    half = 0.5 * math.log10(values[1] / values[0])
    ends = [math.log10(values[0]) - half, math.log10(values[-1]) + half]
    return axis_of(title, type="log", range=ends, dtick=1, showgrid=False)


def _value_text(field: Field, row: int, at: int) -> str:
    value = field.values[row][at]
    shown = text_of(field.empty) if value is None else number(value)
    if field.groups and field.groups[row][at] >= 0:
        shown += f", {text_of(field.group_names[field.groups[row][at]])}"
    return shown


def _contour(field: Field, logs: list[list[float | None]]) -> dict[str, Any]:
    assert field.contour is not None
    level = math.log10(field.contour)
    return {
        "type": "contour",
        "x": list(field.x),
        "y": list(field.y),
        # Where nothing limits the value is high, not missing.
        "z": [[level + 9.0 if value is None else value for value in row] for row in logs],
        "contours": {"start": level, "end": level, "size": 1, "coloring": "none"},
        "line": {"color": INK, "width": 3, "dash": "dash"},
        "showscale": False,
        "showlegend": True,
        "name": text_of(field.contour_label),
        "hoverinfo": "skip",
    }


def _borders(field: Field) -> Iterator[dict[str, Any]]:
    """Yield a thin line around each group."""
    present = sorted({group for row in field.groups for group in row if group >= 0})
    if len(present) < 2:
        return
    for group in present[1:]:
        yield {
            "type": "contour",
            "x": list(field.x),
            "y": list(field.y),
            "z": [[1.0 if item == group else 0.0 for item in row] for row in field.groups],
            "contours": {"start": 0.5, "end": 0.5, "size": 1, "coloring": "none"},
            "line": {"color": INK, "width": 1, "smoothing": 0.6},
            "showscale": False,
            "showlegend": False,
            "hoverinfo": "skip",
        }


def _group_names(field: Field) -> list[dict[str, Any]]:
    """Return the name of each group, in the middle of the cells that it has."""
    notes = []
    for group, name in enumerate(field.group_names):
        cells = [
            (row, at)
            for row, line in enumerate(field.groups)
            for at, item in enumerate(line)
            if item == group
        ]
        if len(cells) < 0.02 * len(field.x) * len(field.y):
            continue
        row, at = _middle(cells)
        notes.append(
            {
                "text": text_of(name),
                "showarrow": False,
                "x": math.log10(field.x[at]),
                "y": math.log10(field.y[row]),
                "font": {"size": 12, "color": INK},
                "bgcolor": _LABEL,
                "borderpad": 3,
            }
        )
    return notes


def _middle(cells: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the cell nearest to the centre of mass."""
    row = sum(cell[0] for cell in cells) / len(cells)
    at = sum(cell[1] for cell in cells) / len(cells)
    return min(cells, key=lambda cell: (cell[0] - row) ** 2 + (cell[1] - at) ** 2)


def _point(x: float, y: float, label: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "name": text_of(label),
        "marker": {
            "symbol": "circle-cross",
            "size": 15,
            "color": "#ffffff",
            "line": {"color": INK, "width": 2.5},
        },
        "hovertemplate": f"{text_of(label)}<extra></extra>",
    }
