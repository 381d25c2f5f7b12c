"""Plots of quantities over time on a logarithmic axis, with the limits that belong to each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from davylamp.dossier.figure_parts import axis_of, layout_of, text_of
from davylamp.dossier.palette import INK, LINES
from davylamp.dossier.parts import Band, Plot

__all__ = ["history_figure"]

_HEIGHT: Final = 440
#: Height of the axis itself [px], and the least distance of two labels [px].
_INSIDE: Final = 330.0
_APART: Final = 15.0
#: Decades below the highest value or limit at most; what is lower leaves the picture.
_DECADES: Final = 8.0
_DEFAULT: Final = (0.1, 10.0)


def history_figure(plot: Plot) -> dict[str, Any]:
    """Return lines over time; each limit is a thin line in the colour of its series."""
    low, high = _ends(plot)
    styles = {series.name: LINES[place % len(LINES)] for place, series in enumerate(plot.series)}
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": text_of(series.name),
            "x": list(series.x),
            # A logarithmic axis has no place for zero: nothing is there yet.
            "y": [None if value is None or value <= 0.0 else value for value in series.y],
            "text": [text_of(item) for item in series.text] or None,
            "line": {"color": styles[series.name][0], "dash": styles[series.name][1], "width": 2.5},
            "hovertemplate": "%{x:.4g}, %{y:.4g}"
            + ("<br>%{text}" if series.text else "")
            + "<extra>%{fullData.name}</extra>",
        }
        for series in plot.series
    ]
    times = [x for series in plot.series for x in series.x if isinstance(x, int | float)]
    shapes, annotations = _limits(plot.bands, styles, low, high)
    layout = layout_of(
        _HEIGHT,
        xaxis=axis_of(plot.x_title, range=[min(times), max(times)] if times else None),
        yaxis=axis_of(plot.y_title, type="log", range=[math.log10(low), math.log10(high)], dtick=1,
                      exponentformat="power"),
        showlegend=bool(plot.series),
        shapes=shapes,
        annotations=annotations,
    )  # fmt: skip
    layout["margin"].update({"t": 44, "r": 150})
    return {"data": data, "layout": layout}


def _ends(plot: Plot) -> tuple[float, float]:
    """Return the ends of the axis: half a decade around all that is drawn."""
    values = [v for series in plot.series for v in series.y if v is not None and v > 0.0]
    limits = [band.low for band in plot.bands if band.low > 0.0]
    if not values and not limits:
        return _DEFAULT
    high = max(values + limits)
    low = min(limits) if limits else high / 10.0**_DECADES
    # A level that stays below every limit is shown as well, as far as the axis reaches.
    peaks = [max((v for v in series.y if v is not None), default=0.0) for series in plot.series]
    level = min((peak for peak in peaks if peak > 0.0), default=low)
    low = max(min(low, level), high / 10.0**_DECADES)
    return low / 10.0**0.5, high * 10.0**0.5


def _limits(
    bands: Sequence[Band], styles: dict[str, tuple[str, str]], low: float, high: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a line and a label outside the axis for each limit, labels apart from each other."""
    span = math.log10(high / low)
    drawn = sorted((band for band in bands if low <= band.low <= high), key=lambda band: band.low)
    shapes: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    last = -math.inf
    for band in drawn:
        colour = styles.get(band.of, (INK, "dash"))[0]
        height = math.log10(band.low)
        wanted = _INSIDE * (height - math.log10(low)) / span
        placed = max(wanted, last + _APART)
        last = placed
        shapes.append(
            {
                "type": "line",
                "layer": "below",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": band.low,
                "y1": band.low,
                "line": {"width": 1.3, "color": colour, "dash": "dot"},
            }
        )
        annotations.append(
            {
                "text": text_of(band.label),
                "showarrow": False,
                "font": {"size": 11, "color": colour},
                "xref": "paper",
                "x": 1.0,
                "xanchor": "left",
                "xshift": 4,
                "y": height,
                "yanchor": "middle",
                "yshift": placed - wanted,
            }
        )
    return shapes, annotations
