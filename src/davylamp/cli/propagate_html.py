"""A propagation run as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from davylamp import __version__
from davylamp.cli.page_plots import axis, layout
from davylamp.cli.propagate_text import critical_text, duration, heats_by_path, kelvin
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.dossier.palette import LINES

__all__ = ["propagation_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
#: From the first cell to the last: dark to light, told apart in grey print as well.
_SCALE: Final = ("#3b0f70", "#8c2981", "#c8435b", "#e8722d", "#d9a400")
_DASHES: Final = tuple(dash for _, dash in LINES)


def propagation_html(result: Mapping[str, Any]) -> str:
    """Return the page of a job's record.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from davylamp.dossier.html import page_environment, page_plots, page_style

    answer = result["propagation"]
    plots: dict[str, Any] = {}
    cases = []
    for number, case in enumerate(answer["scenarios"], start=1):
        plots[f"temperature-{number}"] = _temperatures(case, answer["runaway_K"])
        plots[f"timeline-{number}"] = _timeline(case)
        cases.append(
            {
                "title": f"{case['name']}: {case['meaning']}"[:1].upper()
                + f"{case['name']}: {case['meaning']}"[1:],
                "rows": [_row(cell) for cell in case["cells"]],
                "volumes": case["volumes"],
                "steps": case["time_steps"],
                "closure": case["energy_closure"],
            }
        )
    page = page_environment(_TEMPLATES).get_template("propagation.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=__version__,
        answer=answer,
        cases=cases,
        critical=[(entry, critical_text(entry)) for entry in result["critical"]],
        style=page_style(),
        **page_plots(plots),
    )


def _row(cell: Mapping[str, Any]) -> dict[str, str]:
    heats = heats_by_path(cell["received"])
    time = cell["runaway_s"]
    return {
        "name": cell["name"],
        "time": "no" if time is None else duration(time),
        "peak": kelvin(cell["peak_K"]),
        "end": kelvin(cell["final_K"]),
        "heat": f"{cell['released_J'] / 1e3:.3g}",
        "gained": _listed(sorted((h for h in heats if h[0] > 0.5), reverse=True)),
        "gave": _listed(sorted((-heat, path) for heat, path in heats if heat < -0.5)[::-1]),
    }


def _listed(heats: Sequence[tuple[float, str]]) -> str:
    return "; ".join(f"{path} {heat / 1e3:.3g}" for heat, path in heats)


def _colour(place: int, count: int) -> str:
    """Return a colour along the scale."""
    at = 0.0 if count < 2 else place / (count - 1) * (len(_SCALE) - 1)
    low = min(int(at), len(_SCALE) - 2)
    share = at - low
    pair = [
        [int(code[digit : digit + 2], 16) for digit in (1, 3, 5)]
        for code in (_SCALE[low], _SCALE[low + 1])
    ]
    mixed = [round(a + share * (b - a)) for a, b in zip(*pair, strict=True)]
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _temperatures(case: Mapping[str, Any], runaway_K: float) -> dict[str, Any]:
    from html import escape

    curves = case["curves"]
    names = list(curves["mean_K"])
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": escape(name),
            "x": curves["time_s"],
            "y": [round(value - ZERO_CELSIUS_K, 2) for value in curves["mean_K"][name]],
            "line": {
                "color": _colour(place, len(names)),
                "dash": _DASHES[place % len(_DASHES)],
                "width": 2,
            },
            "hovertemplate": "%{x:.4g} s, %{y:.0f} °C<extra>%{fullData.name}</extra>",
        }
        for place, name in enumerate(names)
    ]
    limit = runaway_K - ZERO_CELSIUS_K
    line = {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": limit, "y1": limit,
        "line": {"color": "#52606d", "dash": "dot", "width": 1.5},
    }  # fmt: skip
    drawn = layout(
        420,
        xaxis=axis("time, s", rangemode="tozero"),
        yaxis=axis("mean temperature, °C"),
        shapes=[line],
        showlegend=len(names) <= 30,
    )
    return {"data": data, "layout": drawn}


def _timeline(case: Mapping[str, Any]) -> dict[str, Any]:
    from html import escape

    end = float(case["curves"]["time_s"][-1])
    times = [front["time_s"] for front in case["fronts"]]
    end = min(end, 1.2 * max(times)) if times and max(times) > 0.0 else end
    names = [escape(cell["name"]) for cell in case["cells"]]
    starts = [cell["runaway_s"] for cell in case["cells"]]
    whole = [end if start is None else start for start in starts]
    gone = [0.0 if start is None else end - start for start in starts]
    data = [
        {
            "type": "bar", "orientation": "h", "name": "whole", "x": whole, "y": names,
            "marker": {"color": "#d8ece3", "line": {"color": "#1b6e53", "width": 1}},
            "hovertemplate": "%{y}: whole for %{x:.4g} s<extra></extra>",
        },
        {
            "type": "bar", "orientation": "h", "name": "has run away", "x": gone, "y": names,
            "marker": {"color": "#c8435b", "pattern": {"shape": "/", "size": 7, "solidity": 0.2}},
            "text": ["" if t is None else duration(t) for t in starts],
            "textposition": "auto",
            "hovertemplate": "%{y}: has run away at %{text}<extra></extra>",
        },
    ]  # fmt: skip
    drawn = layout(
        130 + 26 * len(names),
        xaxis=axis("time, s"),
        yaxis=axis("", autorange="reversed", ticks=""),
        barmode="stack",
        bargap=0.25,
    )
    return {"data": data, "layout": drawn}
