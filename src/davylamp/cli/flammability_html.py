"""Flammability as a page: the range of the mixture beside those of its fuels, and the flame."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from davylamp import __version__
from davylamp.cli.flammability_text import facts_of, percent, verdict
from davylamp.cli.page_plots import axis, layout
from davylamp.core.errors import DavylampError
from davylamp.dossier.palette import LINES
from davylamp.gas.mixture import mixture_of
from davylamp.gas.species import find_species

__all__ = ["flammability_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
#: Shares of the mixture in air at which the flame is drawn, over that of the stoichiometric one.
_POINTS: Final = (
    0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0,
)  # fmt: skip


def flammability_html(record: Mapping[str, Any]) -> str:
    """Return the page of an answer.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from davylamp.dossier.html import page_environment, page_plots, page_style

    found = record["mixture"]
    plots: dict[str, Any] = {}
    if bars := _bars(found):
        plots["ranges"] = _ranges(bars)
    if (curve := _curve(record)) is not None:
        plots["flame"] = curve
    page = page_environment(_TEMPLATES).get_template("flammability.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=__version__,
        record=record,
        verdict=verdict(record),
        facts=facts_of(record),
        parts=[(name, percent(part)) for name, part in found["fractions"].items()],
        plotted=tuple(plots),
        style=page_style(),
        **page_plots(plots),
    )


def _bars(found: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    bars = [
        (row["species"], row["lfl_at_temperature"], row["ufl_at_temperature"])
        for row in found["fuels"]
        if row["lfl_at_temperature"] is not None and row["ufl_at_temperature"] is not None
    ]
    if found["lfl"] is not None and found["ufl"] is not None:
        bars.append(("the mixture", found["lfl"], found["ufl"]))
    return bars


def _ranges(bars: list[tuple[str, float, float]]) -> dict[str, Any]:
    colours = [LINES[1][0] if name == "the mixture" else LINES[0][0] for name, _, _ in bars]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": [name for name, _, _ in bars],
                "x": [round(100.0 * (high - low), 4) for _, low, high in bars],
                "base": [round(100.0 * low, 4) for _, low, _ in bars],
                "marker": {"color": colours},
                "text": [f"{percent(low)} to {percent(high)}" for _, low, high in bars],
                "textposition": "auto",
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        ],
        "layout": layout(
            90 + 34 * len(bars),
            xaxis=axis("share in air [% by volume]", range=[0.0, 100.0]),
            yaxis=axis(""),
            showlegend=False,
        ),
    }


def _curve(record: Mapping[str, Any]) -> dict[str, Any] | None:
    from davylamp.gas.burning import flame

    even = record["flames"]["stoichiometric"]
    if even is None:
        return None
    found = record["mixture"]
    kept = {name: x for name, x in found["fractions"].items() if find_species(name).nasa}
    mixture = mixture_of(kept, found["temperature_K"], found["pressure_Pa"])
    x, temperature, pressure = [], [], []
    for point in _POINTS:
        share = point * even["mixture_share"]
        if share > 1.0:
            break
        try:
            item = flame(mixture, share=share)
        except DavylampError:
            continue
        x.append(round(100.0 * share, 4))
        temperature.append(round(item.temperature_K, 1))
        pressure.append(round(item.pressure_ratio, 4))
    lines = (("flame temperature", temperature, "y"), ("pressure ratio", pressure, "y2"))
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": x,
                "y": values,
                "yaxis": where,
                "line": {"color": LINES[order][0], "dash": LINES[order][1], "width": 2},
                "hovertemplate": f"%{{x}} %, %{{y}}<extra>{name}</extra>",
            }
            for order, (name, values, where) in enumerate(lines)
        ],
        "layout": layout(
            360,
            xaxis=axis("share of the mixture in air [% by volume]"),
            yaxis=axis("adiabatic flame temperature [K]"),
            yaxis2=axis("pressure after over before", overlaying="y", side="right", showgrid=False),
        ),
    }
