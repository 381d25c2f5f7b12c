"""Venting as a page: pressure, flow, gases and the enclosure over time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from davylamp import __version__
from davylamp.cli.page_plots import axis, layout
from davylamp.cli.vent_text import blast_columns, blast_rows
from davylamp.cli.vent_words import answer_of, constant_volume_words
from davylamp.dossier.palette import LINES

__all__ = ["vent_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MOST_GASES: Final = 5


def vent_html(record: Mapping[str, Any]) -> str:
    """Return the page of an answer with its flow.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from davylamp.dossier.html import page_environment, page_plots, page_style
    from davylamp.dossier.numbers import quantity

    flow = record["flow"]
    course, start = flow["course"], flow["opened_s"] or 0.0
    last = course["time_s"][-1]
    scale, unit = (1e3, "ms") if last - start < 1.0 else (1.0, "s")
    # What happens within milliseconds of the opening would vanish beside hours of heating.
    shift = start if scale > 1.0 else 0.0
    time = [scale * (value - shift) for value in course["time_s"]]
    label = f"time{' after the opening' if shift else ''}, {unit}"
    plots = {
        "pressure": _plot(
            [("inside, absolute", [1e-3 * value for value in course["pressure_Pa"]])],
            time, label, "pressure, kPa", "kPa",
        ),
        "flow": _plot(
            [("mass flow", [1e3 * value for value in course["mass_flow_kg_per_s"]])],
            time, label, "mass flow, g/s", "g/s",
        ),
        "thrust": _plot(
            [("thrust", course["thrust_N"])], time, label, "thrust, N", "N",
        ),
        "gases": _plot(_gases(course["vented_mol"]), time, label, "gone, mmol", "mmol"),
    }  # fmt: skip
    box = course["enclosure"]
    if box is not None:
        plots["box"] = _plot(
            [
                ("gas cooled to the box", [1e-3 * value for value in box["cold_Pa"]]),
                ("gas that keeps its heat", [1e-3 * value for value in box["hot_Pa"]]),
            ],
            time, label, "rise of pressure, kPa", "kPa",
        )  # fmt: skip
    page = page_environment(_TEMPLATES).get_template("vent.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=__version__,
        record=record,
        answer=answer_of(record),
        bound=None if record["bounds"] is None else constant_volume_words(record["bounds"]),
        tnt=None
        if record["bounds"] is None
        else f"{1e3 * record['bounds']['tnt_kg']['brode']:.3g} g",
        slow=record["times"] is not None and record["times"]["steady"],
        stored=quantity(None if record["bounds"] is None else record["bounds"]["opening_J"], "J"),
        blast=blast_rows(record),
        blast_columns=blast_columns(record),
        has_box=box is not None,
        style=page_style(),
        **page_plots(plots),
    )


def _gases(vented: Mapping[str, list[float]]) -> list[tuple[str, list[float]]]:
    largest = sorted(vented.items(), key=lambda item: -item[1][-1])[:_MOST_GASES]
    return [(name, [1e3 * value for value in values]) for name, values in largest]


def _plot(
    lines: list[tuple[str, list[float]]], time: list[float], label: str, title: str, unit: str
) -> dict[str, Any]:
    data = []
    for order, (name, values) in enumerate(lines):
        colour, dash = LINES[order % len(LINES)]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": [float(f"{value:.6g}") for value in time],
                "y": [float(f"{value:.6g}") for value in values],
                "line": {"color": colour, "dash": dash, "width": 2},
                "hovertemplate": f"%{{x:.4g}}, %{{y:.4g}} {unit}<extra>{name}</extra>",
            }
        )
    drawn = layout(
        320, xaxis=axis(label), yaxis=axis(title, rangemode="tozero"), showlegend=len(lines) > 1
    )
    return {"data": data, "layout": drawn}
