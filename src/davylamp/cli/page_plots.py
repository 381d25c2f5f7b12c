"""Axes and layouts that the plots of the command pages share."""

from __future__ import annotations

from typing import Any

from davylamp.dossier.palette import FONT, GRID, INK

__all__ = ["axis", "layout"]


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Return an axis of a plotly figure."""
    return {
        "title": {"text": title, "standoff": 10},
        "gridcolor": GRID,
        "linecolor": "#9aa5b1",
        "ticks": "outside",
        "automargin": True,
        **more,
    }


def layout(height: int, **more: Any) -> dict[str, Any]:
    """Return the layout of a plotly figure of this height [px]."""
    return {
        "height": height,
        "margin": {"l": 64, "r": 20, "t": 20, "b": 56},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
        **more,
    }
