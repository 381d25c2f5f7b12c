"""Pieces that plots share: text, axes, layout, colours and marked ranges."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from davylamp.dossier.formulas import split_formulas
from davylamp.dossier.palette import FONT, GRID, INK, STROKE, TINT
from davylamp.dossier.parts import Band, Series
from davylamp.dossier.severity import Severity

__all__ = ["axis_of", "colours_of", "layout_of", "marked", "text_of"]


def text_of(text: str) -> str:
    """Return text as plotly shows it: its pseudo-HTML escaped, formulas with subscripts."""
    return "".join(
        f"<sub>{piece}</sub>" if lowered else escape(piece)
        for piece, lowered in split_formulas(text)
    )


def axis_of(title: str, **more: Any) -> dict[str, Any]:
    """Return an axis with its title."""
    return {
        "title": {"text": text_of(title), "standoff": 10},
        "gridcolor": GRID,
        "zerolinecolor": "#9aa5b1",
        "linecolor": "#9aa5b1",
        "ticks": "outside",
        "tickcolor": "#9aa5b1",
        "automargin": True,
        **more,
    }


def layout_of(height: int, **more: Any) -> dict[str, Any]:
    """Return a layout of this height [px]."""
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


def colours_of(series: Series) -> tuple[list[str], list[str]]:
    """Return fill and border of each point, by its severity."""
    severities = series.severities or tuple(Severity.NOTICE for _ in series.x)
    return [TINT[item] for item in severities], [STROKE[item] for item in severities]


def marked(bands: tuple[Band, ...], axis: str) -> dict[str, Any]:
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
            "text": text_of(band.label),
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
