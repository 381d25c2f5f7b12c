"""Plots as the dictionaries that plotly.js draws, without importing plotly."""

from __future__ import annotations

from typing import Any, Final

from davylamp.dossier.figure_parts import axis_of, colours_of, layout_of, marked, text_of
from davylamp.dossier.figures_log import interval_figure, map_figure
from davylamp.dossier.figures_time import history_figure
from davylamp.dossier.numbers import number, pretty_unit
from davylamp.dossier.palette import INK, LINES
from davylamp.dossier.parts import Plot, PlotKind, Series

__all__ = ["plotly_figure"]

_ROW: Final = 34


def plotly_figure(plot: Plot) -> dict[str, Any]:
    """Return ``{"data": ..., "layout": ...}`` for ``Plotly.newPlot``."""
    draw = {
        PlotKind.LINES: _lines,
        PlotKind.BARS: _bars,
        PlotKind.RANGES: _ranges,
        PlotKind.INTERVALS: interval_figure,
        PlotKind.MAP: map_figure,
        PlotKind.HISTORY: history_figure,
    }[plot.kind]
    return draw(plot)


def _lines(plot: Plot) -> dict[str, Any]:
    data = []
    for place, series in enumerate(plot.series):
        colour, dash = LINES[place % len(LINES)]
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": text_of(series.name),
                "x": list(series.x),
                "y": list(series.y),
                "text": [text_of(item) for item in series.text] or None,
                "line": {"color": colour, "dash": dash, "width": 2},
                "marker": {"size": 6, "color": colour},
                "cliponaxis": False,
                "hovertemplate": "%{x:.4g}, %{y:.4g}"
                + ("<br>%{text}" if series.text else "")
                + "<extra>%{fullData.name}</extra>",
            }
        )
    ends = [x for series in plot.series for x in series.x if isinstance(x, int | float)]
    layout = layout_of(
        340,
        xaxis=axis_of(plot.x_title, range=[min(ends), max(ends)]),
        yaxis=axis_of(plot.y_title, zeroline=True),
        showlegend=len(plot.series) > 1,
        **marked(plot.bands, "y"),
    )
    return {"data": data, "layout": layout}


def _bars(plot: Plot) -> dict[str, Any]:
    data = []
    for series in plot.series:
        colours, borders = colours_of(series)
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": text_of(series.name),
                "x": list(series.y),
                "y": [text_of(str(label)) for label in series.x],
                "marker": {"color": colours, "line": {"color": borders, "width": 1.2}},
                "text": [_with_words(value, series, at) for at, value in enumerate(series.y)],
                "textposition": "auto",
                "cliponaxis": False,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        )
    rows = max(len(series.x) for series in plot.series)
    layout = layout_of(
        110 + _ROW * rows * len(data),
        xaxis=axis_of(plot.y_title, zeroline=True),
        yaxis=axis_of(plot.x_title, autorange="reversed", ticks=""),
        showlegend=len(data) > 1,
        bargap=0.35,
        **marked(plot.bands, "x"),
    )
    return {"data": data, "layout": layout}


def _ranges(plot: Plot) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    for place, series in enumerate(plot.series):
        colours, borders = colours_of(series)
        lengths = [
            None if low is None or high is None else high - low
            for low, high in zip(series.y, series.upper, strict=True)
        ]
        pattern = {"shape": "" if place == 0 else "/", "size": 7, "solidity": 0.25}
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": text_of(series.name),
                "x": lengths,
                "base": list(series.y),
                "y": [text_of(str(label)) for label in series.x],
                "marker": {
                    "color": colours,
                    "line": {"color": borders, "width": 1.2},
                    "pattern": {**pattern, "fgcolor": INK},
                },
                "text": [_range_text(series, at) for at in range(len(series.x))],
                "textposition": "auto",
                "insidetextanchor": "middle",
                "constraintext": "none",
                "textangle": 0,
                "cliponaxis": False,
                "textfont": {"color": INK},
                "hovertemplate": "%{y}: %{text}<extra>%{fullData.name}</extra>",
            }
        )
    labels = list(
        dict.fromkeys(text_of(str(label)) for series in plot.series for label in series.x)
    )
    layout = layout_of(
        150 + _ROW * len(labels) * max(1, len(data)),
        xaxis=axis_of(plot.y_title, zeroline=True),
        yaxis=axis_of(
            plot.x_title,
            autorange="reversed",
            ticks="",
            categoryorder="array",
            categoryarray=labels,
        ),
        barmode="group",
        bargap=0.3,
        showlegend=len(data) > 1,
        **marked(plot.bands, "x"),
    )
    # The labels of the bands stand on top, so the legend goes below.
    layout["margin"].update({"t": 40, "b": 96})
    layout["legend"].update({"y": -0.42, "yanchor": "top"})
    return {"data": data, "layout": layout}


def _range_text(series: Series, at: int) -> str:
    low, high = series.y[at], series.upper[at]
    if series.text:
        return text_of(series.text[at])
    return "" if low is None or high is None else f"{number(low)} to {number(high)}"


def _with_words(value: float | None, series: Series, at: int) -> str:
    shown = number(value)
    if value is None or not series.text:
        return shown
    return f"{shown} {text_of(pretty_unit(series.text[at]))}".strip()
