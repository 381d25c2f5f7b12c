"""The map of front stability as one HTML page that asks nothing of the outside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from davylamp import __version__
from davylamp.dossier.palette import FONT, GRID, INK

if TYPE_CHECKING:
    from davylamp.dendrites.stability import Electrode

__all__ = ["front_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_VOLUMES: Final = 161
_MODULI: Final = 141
#: Points with a name beside them; more are told by the pointer alone.
_NAMED: Final = 12
#: More points than these are thinned out evenly: a page must open on any machine.
_DRAWN: Final = 3000


def front_html(
    electrode: Electrode, poisson_ratio: float, points: Sequence[tuple[str, float, float]]
) -> str:
    """Return the page.

    Parameters
    ----------
    electrode : Electrode
        The metal.
    poisson_ratio : float
        Poisson's ratio of the electrolyte for which the map holds.
    points : sequence of (str, float, float)
        Name, ratio of molar volumes and ratio of shear moduli of electrolytes.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plot, is not complete.
    """
    from davylamp.dossier.html import page_environment, page_plots, page_style

    page = page_environment(_TEMPLATES).get_template("front.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=__version__,
        poisson=poisson_ratio,
        electrode=electrode,
        count=len(points),
        drawn=len(_thinned(points)),
        style=page_style(),
        **page_plots({"map": _map(electrode, poisson_ratio, _thinned(points))}),
    )


def _thinned(points: Sequence[tuple[str, float, float]]) -> Sequence[tuple[str, float, float]]:
    return points[:: -(-len(points) // _DRAWN)] if points else points


def _map(
    electrode: Electrode, poisson_ratio: float, points: Sequence[tuple[str, float, float]]
) -> dict[str, Any]:
    from html import escape

    import numpy as np

    from davylamp.dendrites.stability import stability_map

    low_g = min([1e-2, *(g for _, _, g in points if g > 0.0)])
    high_g = max([1e2, *(g for _, _, g in points)])
    widest = max([5.0, *(v for _, v, _ in points)])
    ratio = np.linspace(0.0, widest, _VOLUMES)
    modulus = np.logspace(np.log10(low_g), np.log10(high_g), _MODULI)
    found = stability_map(ratio, modulus, poisson_ratio, electrode)
    nm = found.critical_wavelength_m * 1e9
    grows = np.isfinite(nm)
    shown = [
        [round(float(np.log10(x)), 3) if ok else None for x, ok in zip(row, fine, strict=True)]
        for row, fine in zip(nm, grows, strict=True)
    ]
    data: list[dict[str, Any]] = [
        {
            "type": "heatmap",
            "x": [round(float(x), 4) for x in ratio],
            "y": [float(f"{g:.4g}") for g in modulus],
            "z": shown,
            "zmin": -2.0,
            "zmax": 1.0,
            "colorscale": [[0, "#7a1733"], [0.5, "#d9694a"], [1, "#fbe3c4"]],
            "colorbar": {
                "title": {"text": "ripples grow above, nm", "side": "right"},
                "tickvals": [-2, -1, 0, 1],
                "ticktext": ["0.01", "0.1", "1", "10"],
            },
            "hovertemplate": "v %{x:.3g}, modulus %{y:.3g} times lithium's<extra></extra>",
            "hoverongaps": False,
        }
    ]
    for side, rows in (("below", ratio < 1.0), ("above", ratio > 1.0)):
        inside = rows & (found.edge >= low_g) & (found.edge <= high_g)
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": f"stable {side}",
                "x": [round(float(x), 4) for x in ratio[inside]],
                "y": [float(f"{g:.4g}") for g in found.edge[inside]],
                "line": {"color": INK, "width": 2, "dash": "solid" if side == "above" else "dash"},
                "hoverinfo": "skip",
            }
        )
    names = [escape(name) for name, _, _ in points]
    data.append(
        {
            "type": "scatter",
            "mode": "markers+text" if len(points) <= _NAMED else "markers",
            "name": "electrolytes",
            "x": [round(v, 4) for _, v, _ in points],
            "y": [float(f"{g:.4g}") for _, _, g in points],
            "text": names,
            "textposition": "top center",
            "marker": {
                "color": "#12395b",
                "size": 10 if len(points) <= _NAMED else 3,
                "line": {"color": "#ffffff", "width": 1 if len(points) <= _NAMED else 0},
            },
            "hovertemplate": "%{text}: v %{x:.3g}, %{y:.3g} times lithium's<extra></extra>",
        }
    )
    axis = {
        "gridcolor": GRID, "linecolor": "#9aa5b1", "ticks": "outside", "automargin": True,
    }  # fmt: skip
    layout = {
        "height": 560,
        "margin": {"l": 70, "r": 20, "t": 20, "b": 60},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#d8ece3",
        "hovermode": "closest",
        "xaxis": {
            **axis,
            "range": [0.0, widest],
            "title": {"text": "volume of the ion over volume of the atom"},
        },
        "yaxis": {
            **axis,
            "type": "log",
            "range": [math.log10(low_g), math.log10(high_g)],
            "title": {"text": "shear modulus of the electrolyte over lithium's"},
        },
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
    }
    return {"data": data, "layout": layout}
