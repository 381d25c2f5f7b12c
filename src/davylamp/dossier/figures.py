"""Plots as the dictionaries that plotly.js draws, without importing plotly."""

from __future__ import annotations

from typing import Any, Final
from xml.sax.saxutils import escape

from davylamp.dossier.formulas import split_formulas
from davylamp.dossier.numbers import number, pretty_unit
from davylamp.dossier.palette import FONT, GRID, INK, LINES, STROKE, TINT
from davylamp.dossier.parts import Band, Plot, PlotKind, Series
from davylamp.dossier.severity import Severity

__all__ = ["plotly_figure"]

_ROW: Final = 34


def plotly_figure(plot: Plot) -> dict[str, Any]:
    """Return ``{"data": ..., "layout": ...}`` for ``Plotly.newPlot``."""
    draw = {PlotKind.LINES: _lines, PlotKind.BARS: _bars, PlotKind.RANGES: _ranges}[plot.kind]
    return draw(plot)


def _text(text: str) -> str:
    """Return text as plotly shows it: its pseudo-HTML escaped, formulas with subscripts."""
    return "".join(
        f"<sub>{piece}</sub>" if lowered else escape(piece)
        for piece, lowered in split_formulas(text)
    )


def _axis(title: str, **more: Any) -> dict[str, Any]:
    return {
        "title": {"text": _text(title), "standoff": 10},
        "gridcolor": GRID,
        "zerolinecolor": "#9aa5b1",
        "linecolor": "#9aa5b1",
        "ticks": "outside",
        "tickcolor": "#9aa5b1",
        "automargin": True,
        **more,
    }


def _layout(height: int, **more: Any) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 64, "r": 20, "t": 16, "b": 52},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
        **more,
    }


def _lines(plot: Plot) -> dict[str, Any]:
    data = []
    for place, series in enumerate(plot.series):
        colour, dash = LINES[place % len(LINES)]
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": _text(series.name),
                "x": list(series.x),
                "y": list(series.y),
                "text": [_text(item) for item in series.text] or None,
                "line": {"color": colour, "dash": dash, "width": 2},
                "marker": {"size": 6, "color": colour},
                "cliponaxis": False,
                "hovertemplate": "%{x:.4g}, %{y:.4g}"
                + ("<br>%{text}" if series.text else "")
                + "<extra>%{fullData.name}</extra>",
            }
        )
    ends = [x for series in plot.series for x in series.x if isinstance(x, int | float)]
    layout = _layout(
        340,
        xaxis=_axis(plot.x_title, range=[min(ends), max(ends)]),
        yaxis=_axis(plot.y_title, zeroline=True),
        showlegend=len(plot.series) > 1,
        **_marked(plot.bands, "y"),
    )
    return {"data": data, "layout": layout}


def _bars(plot: Plot) -> dict[str, Any]:
    data = []
    for series in plot.series:
        colours, borders = _colours(series)
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": _text(series.name),
                "x": list(series.y),
                "y": [_text(str(label)) for label in series.x],
                "marker": {"color": colours, "line": {"color": borders, "width": 1.2}},
                "text": [_with_words(value, series, at) for at, value in enumerate(series.y)],
                "textposition": "auto",
                "cliponaxis": False,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        )
    rows = max(len(series.x) for series in plot.series)
    layout = _layout(
        110 + _ROW * rows * len(data),
        xaxis=_axis(plot.y_title, zeroline=True),
        yaxis=_axis(plot.x_title, autorange="reversed", ticks=""),
        showlegend=len(data) > 1,
        bargap=0.35,
        **_marked(plot.bands, "x"),
    )
    return {"data": data, "layout": layout}


def _ranges(plot: Plot) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    for place, series in enumerate(plot.series):
        colours, borders = _colours(series)
        lengths = [
            None if low is None or high is None else high - low
            for low, high in zip(series.y, series.upper, strict=True)
        ]
        pattern = {"shape": "" if place == 0 else "/", "size": 7, "solidity": 0.25}
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": _text(series.name),
                "x": lengths,
                "base": list(series.y),
                "y": [_text(str(label)) for label in series.x],
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
    labels = list(dict.fromkeys(_text(str(label)) for series in plot.series for label in series.x))
    layout = _layout(
        150 + _ROW * len(labels) * max(1, len(data)),
        xaxis=_axis(plot.y_title, zeroline=True),
        yaxis=_axis(
            plot.x_title,
            autorange="reversed",
            ticks="",
            categoryorder="array",
            categoryarray=labels,
        ),
        barmode="group",
        bargap=0.3,
        showlegend=len(data) > 1,
        **_marked(plot.bands, "x"),
    )
    # The labels of the bands stand on top, so the legend goes below.
    layout["margin"].update({"t": 40, "b": 96})
    layout["legend"].update({"y": -0.42, "yanchor": "top"})
    return {"data": data, "layout": layout}


def _range_text(series: Series, at: int) -> str:
    low, high = series.y[at], series.upper[at]
    if series.text:
        return _text(series.text[at])
    return "" if low is None or high is None else f"{number(low)} to {number(high)}"


def _colours(series: Series) -> tuple[list[str], list[str]]:
    severities = series.severities or tuple(Severity.NOTICE for _ in series.x)
    return [TINT[item] for item in severities], [STROKE[item] for item in severities]


def _with_words(value: float | None, series: Series, at: int) -> str:
    shown = number(value)
    if value is None or not series.text:
        return shown
    return f"{shown} {_text(pretty_unit(series.text[at]))}".strip()


def _marked(bands: tuple[Band, ...], axis: str) -> dict[str, Any]:
    """Return shapes and labels of the bands on the value axis."""
    shapes, annotations = [], []
    across = "y" if axis == "x" else "x"
    for place, band in enumerate(bands):
        flat = band.high - band.low < 1e-9
        shapes.append(
            {
                "type": "line" if flat else "rect",
                "layer": "below",
                f"{axis}0": band.low,
                f"{axis}1": band.high,
                f"{across}ref": "paper",
                f"{across}0": 0,
                f"{across}1": 1,
                "fillcolor": "#e5e9ee",
                "line": {"width": 1.5 if flat else 0, "color": "#52606d", "dash": "dot"},
            }
        )
        note: dict[str, Any] = {
            "text": _text(band.label),
            "showarrow": False,
            "font": {"size": 12, "color": "#3e4c59"},
            axis: 0.5 * (band.low + band.high),
            f"{axis}anchor": "center" if axis == "x" else "bottom",
            f"{across}ref": "paper",
            across: 1.0,
        }
        note.update({"yanchor": "bottom", "yshift": 14 * (place % 2)} if axis == "x" else
                    {"xanchor": "right"})  # fmt: skip
        annotations.append(note)
    return {"shapes": shapes, "annotations": annotations}
