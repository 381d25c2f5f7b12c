"""The gas of an open batch as a page: concentration over time with the limits drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from davylamp import __version__
from davylamp.cli.dryroom_text import celsius, dew_words, duration
from davylamp.cli.page_plots import axis, layout
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.palette import INK, LINES

if TYPE_CHECKING:
    from davylamp.gas.dryroom import BatchExposure, GasExposure, RoomLimit

__all__ = ["dryroom_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_LEAST_PPM: Final = 1e-4
_MINUTES_FROM_S: Final = 300.0


def dryroom_html(batches: Sequence[BatchExposure]) -> str:
    """Return the page of batches.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from davylamp.dossier.html import page_environment, page_plots, page_style
    from davylamp.gas.dryroom import ASSUMPTIONS

    plots, shown = {}, []
    for place, batch in enumerate(batches):
        pictures = []
        for gas in batch.gases:
            ident = f"gas-{place}-{gas.species.lower()}"
            plots[ident] = _plot(batch, gas)
            pictures.append({"id": ident, "caption": _caption(gas), "gas": gas})
        shown.append({"batch": batch, "pictures": pictures, "facts": _facts(batch)})
    page = page_environment(_TEMPLATES).get_template("dryroom.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=__version__,
        shown=shown,
        assumptions=ASSUMPTIONS,
        number=number,
        duration=duration,
        style=page_style(),
        **page_plots(plots),
    )


def _facts(batch: BatchExposure) -> list[tuple[str, str]]:
    room, air = batch.room, batch.air
    return [
        ("Batch", f"{quantity(batch.mass_kg, 'kg')} of {batch.name}, {duration(batch.time_s)}"),
        ("Room", f"{quantity(room.volume_m3, 'm3')}, {number(room.air_changes_per_h)} air changes "
                 f"per hour, {celsius(room.temperature_K)}"),
        ("Air", f"dew point {dew_words(air.dew_point_K)}, {number(air.water_ppm)} ppm of water"),
        ("Water that comes", f"{number(batch.water.total_mol)} mol"),
    ]  # fmt: skip


def _caption(gas: GasExposure) -> str:
    words = f"{gas.species} in the air of the room, evenly mixed. "
    best = gas.best
    if best is None:
        words += "No rate was measured that says anything of this air. "
    else:
        words += f"Solid: {best.words}. "
    return words + "Dashed: bound by water and elements, whatever the rate, and no estimate."


def _plot(batch: BatchExposure, gas: GasExposure) -> dict[str, Any]:
    minutes = batch.time_s > _MINUTES_FROM_S
    factor, unit = (1.0 / 60.0, "min") if minutes else (1.0, "s")
    data: list[dict[str, Any]] = []
    best, (usual, _), (most, _) = gas.best, *LINES[:2]
    if best is not None:
        ppm = best.history.ppm[gas.species]
        data.append(_line("at the measured rate", factor * best.history.time_s, ppm, usual))
        if best.most is not None:
            ppm = best.most.ppm[gas.species]
            data.append(
                _line("if all came at once, at the start", factor * best.most.time_s, ppm, most)
            )
    ends = factor * np.array([0.0, batch.time_s])
    bound = _line("bound by water and elements", ends, [gas.bound.peak_ppm] * 2, INK)
    bound["line"]["dash"] = "dash"
    data.append(bound)
    for limit in _drawn(gas):
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0.0, float(factor * batch.time_s)],
                "y": [limit.ppm, limit.ppm],
                "name": f"{limit.title}, {number(limit.ppm)} ppm",
                "line": {"dash": "dot", "width": 1.5, "color": _colour(limit.name)},
                "hovertemplate": f"{limit.title}: %{{y:.3g}} ppm<extra></extra>",
            }
        )
    return {
        "data": data,
        "layout": layout(
            460,
            xaxis=axis(f"time [{unit}]"),
            yaxis=axis(f"{gas.species} [ppm]", type="log", exponentformat="power"),
        ),
    }


def _drawn(gas: GasExposure) -> list[RoomLimit]:
    # A level for every averaging time would hide the curves.
    first = {answer.limit.name: answer.limit for answer in reversed(gas.limits)}
    return sorted(first.values(), key=lambda limit: limit.ppm)


def _line(name: str, x: Any, y: Any, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [float(f"{value:.5g}") for value in x],
        "y": [float(f"{value:.4g}") if value > _LEAST_PPM else None for value in y],
        "line": {"color": colour, "width": 2.5},
        "hovertemplate": "%{y:.3g} ppm<extra></extra>",
    }


def _colour(name: str) -> str:
    return {"IDLH": "#8c2d04", "AEGL-3": "#7a1733", "LFL": "#7f7f7f"}.get(name, "#b8860b")
