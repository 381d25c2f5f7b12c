"""Salt depletion as a page: profiles over time, salt at the electrodes, voltage."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from davylamp import __version__
from davylamp.cli.deplete_text import capacity, current, duration, warnings
from davylamp.cli.page_plots import axis, layout
from davylamp.dossier.palette import LINES

if TYPE_CHECKING:
    from davylamp.dendrites.depletion import Transient

__all__ = ["depletion_html"]

_TEMPLATES: Final = Path(__file__).parent / "templates"
#: From the first profile to the last: dark to light, told apart in grey print as well.
_SCALE: Final = (
    "#3b0f70", "#641a80", "#8c2981", "#b5367a", "#c8435b", "#e8722d", "#d9a400", "#8a8a00",
)  # fmt: skip
_POINTS: Final = 600


def depletion_html(record: Mapping[str, Any], run: Transient) -> str:
    """Return the page of an answer with its run.

    Raises
    ------
    MissingDatumError
        If the plotly package, whose script draws the plots, is not complete.
    """
    from davylamp.dossier.html import page_environment, page_plots, page_style

    plots = {"profiles": _profiles(run), "surfaces": _surfaces(run)}
    if np.any(np.isfinite(run.voltage_V[1:])):
        plots["voltage"] = _voltage(run)
    page = page_environment(_TEMPLATES).get_template("depletion.html.j2")
    # What goes in unescaped is this package's own, or made safe where it is built.
    return page.render(
        version=__version__,
        record=record,
        verdict=_verdict(record),
        limit=current(record["limiting_current_A_per_m2"]),
        concentrated=current(record["concentrated"]["limiting_current_A_per_m2"]),
        rows=[
            {
                "current": current(row["current_A_per_m2"]),
                "ratio": f"{row['over_limit']:.3g}",
                "sand": duration(row["sand_s"]),
                "finite": duration(row["depletion_s"]),
                "capacity": capacity(row["capacity_C_per_m2"]),
                "asked": row["is_asked"],
            }
            for row in record["table"]
        ],
        has_voltage="voltage" in plots,
        style=page_style(),
        **page_plots(plots),
    )


def _verdict(record: Mapping[str, Any]) -> str:
    """Return the answer: of the cell where there is one, as its layer alone carries more."""
    run, cell = record["run"], record["cell"]
    asked = current(record["current_A_per_m2"])
    if run["depleted_s"] is None:
        layer = f"the salt lasts for the {duration(run['end_s'])} of the program"
    else:
        layer = (
            f"the plating electrode runs out of salt after {duration(run['depleted_s'])}, "
            f"{capacity(run['charge_C_per_m2'])} plated"
        )
    more = "".join(f" {text[0].upper()}{text[1:]}." for text in warnings(record))
    if cell is None:
        return f"At {asked} {layer}.{more}"
    critical = cell["critical_current_A_per_m2"]
    if record["current_A_per_m2"] > critical:
        answer = f"runs out of salt after {capacity(cell['capacity_C_per_m2'])}"
    elif record["current_A_per_m2"] <= critical:
        answer = "does not run out of salt"
    else:
        answer = "may or may not run out of salt, which is not known"
    return (
        f"At {asked} the cell {answer}: its critical current is {current(critical)} (5 to 95 %: "
        f"{current(cell['quantile_05_A_per_m2'])} to {current(cell['quantile_95_A_per_m2'])}), and "
        f"{100.0 * cell['share_below_current']:.0f} % of draws deplete. Its layer alone, between "
        f"two lithium electrodes as drawn below: {layer}.{more}"
    )


def _profiles(run: Transient) -> dict[str, Any]:
    count = len(_SCALE)
    wanted = np.linspace(0.0, 1.0, count) ** 2 * run.time_s[-1]
    places = sorted({int(np.argmin(np.abs(run.time_s - time))) for time in wanted})
    length = float(run.position_m[-1] + run.position_m[0])
    x = np.concatenate(([0.0], run.position_m, [length]))
    data = []
    for order, place in enumerate(places):
        profile = np.concatenate(
            (
                [run.plating_mol_per_m3[place]],
                run.concentration_mol_per_m3[place],
                [run.stripping_mol_per_m3[place]],
            )
        )
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": duration(float(run.time_s[place])),
                "x": [round(float(value), 4) for value in 1e6 * x],
                "y": [round(float(value), 6) for value in 1e-3 * profile],
                "line": {
                    "color": _SCALE[order],
                    "dash": LINES[order % len(LINES)][1],
                    "width": 2,
                },
                "hovertemplate": "%{x:.4g} µm, %{y:.4g} mol/L<extra>%{fullData.name}</extra>",
            }
        )
    drawn = layout(
        420,
        xaxis=axis("from the plating to the stripped electrode, µm"),
        yaxis=axis("salt, mol/L", rangemode="tozero"),
    )
    return {"data": data, "layout": drawn}


def _surfaces(run: Transient) -> dict[str, Any]:
    keep = _thinned(len(run.time_s))
    data = [
        _line(name, run.time_s[keep], 1e-3 * values[keep], order, "%{x:.4g} s, %{y:.4g} mol/L")
        for order, (name, values) in enumerate(
            (
                ("plating electrode", run.plating_mol_per_m3),
                ("stripped electrode", run.stripping_mol_per_m3),
            )
        )
    ]
    drawn = layout(
        320, xaxis=axis("time, s", rangemode="tozero"),
        yaxis=axis("salt at the electrodes, mol/L", rangemode="tozero"),
    )  # fmt: skip
    return {"data": data, "layout": drawn}


def _voltage(run: Transient) -> dict[str, Any]:
    keep = np.array(
        [place for place in _thinned(len(run.time_s)) if np.isfinite(run.voltage_V[place])]
    )
    data = [_line("voltage", run.time_s[keep], run.voltage_V[keep], 0, "%{x:.4g} s, %{y:.4g} V")]
    drawn = layout(
        320, xaxis=axis("time, s", rangemode="tozero"),
        yaxis=axis("voltage between the electrodes, V"), showlegend=False,
    )  # fmt: skip
    return {"data": data, "layout": drawn}


def _thinned(count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.unique(np.linspace(0, count - 1, min(count, _POINTS)).astype(np.int64))


def _line(name: str, x: Any, y: Any, order: int, hover: str) -> dict[str, Any]:
    colour, dash = LINES[order % len(LINES)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [float(f"{value:.7g}") for value in x],
        "y": [float(f"{value:.7g}") for value in y],
        "line": {"color": colour, "dash": dash, "width": 2},
        "hovertemplate": f"{hover}<extra>{name}</extra>",
    }
