"""Abuse tests as files: curves as CSV, and a page with figures and curves that needs no network."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from davylamp import __version__
from davylamp.cli.abuse_curve import curve_axes
from davylamp.cli.abuse_text import figure_text
from davylamp.dossier.numbers import number
from davylamp.dossier.palette import GRID, INK, LINES

if TYPE_CHECKING:
    from davylamp.runaway.abuse import TestResult

__all__ = ["curves_csv", "page"]

_WIDTH: Final = 640
_HEIGHT: Final = 300
_LEFT: Final = 70
_BOTTOM: Final = 45
_TICKS: Final = 5
_DASHES: Final = {
    "solid": "",
    "dash": "8 4",
    "dot": "2 4",
    "dashdot": "8 4 2 4",
    "longdash": "14 5",
}
_STYLE: Final = (
    f"body{{font:15px/1.5 system-ui,sans-serif;color:{INK};max-width:52rem;margin:2rem auto;"
    "padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}th,td{text-align:left;"
    "padding:.25rem .8rem .25rem 0;border-bottom:1px solid #d5dbe1;vertical-align:top}"
    "svg{max-width:100%;height:auto}.small{color:#52606d;font-size:.9em}"
)


def curves_csv(results: Sequence[TestResult]) -> str:
    """Return the curves of all runs as CSV in SI units, one row for each time."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        (
            "test",
            "run",
            "time_s",
            "temperature_K",
            "heating_rate_K_per_s",
            "heat_flow_W_per_kg",
            "gas_mol",
            "pressure_Pa",
        )
    )
    for result in results:
        for outcome in result.outcomes:
            curve = outcome.curve
            for n in range(len(curve.time_s)):
                writer.writerow(
                    (
                        result.test.label,
                        outcome.label,
                        *(
                            f"{float(column[n]):.9g}"
                            for column in (
                                curve.time_s,
                                curve.temperature_K,
                                curve.heating_rate_K_per_s,
                                curve.heat_flow_W_per_kg,
                                curve.gas_mol,
                            )
                        ),
                        "" if curve.pressure_Pa is None else f"{float(curve.pressure_Pa[n]):.9g}",
                    )
                )
    return stream.getvalue()


def page(results: Sequence[TestResult]) -> str:
    """Return a page with the figures and curves of tests."""
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>Abuse tests</title><style>{_STYLE}</style></head><body><h1>Abuse tests</h1>",
    ]
    for result in results:
        parts.append(_section(result))
    parts.append(f'<p class="small">Davylamp {escape(__version__)}</p></body></html>\n')
    return "".join(parts)


def _section(result: TestResult) -> str:
    standard = result.test.standard
    parts = [
        f"<h2>{escape(standard.title)}: {escape(result.test.label)}</h2>",
        f"<p>{escape(result.body)}; {escape(standard.full_name)}; "
        f"known by {result.kind.value}.</p>",
        _picture(result),
        "<table><tr><th>figure</th><th>value</th><th>when</th></tr>",
    ]
    for figure in result.figures:
        value, when = figure_text(figure)
        cells = "".join(f"<td>{escape(text)}</td>" for text in (figure.title.strip(), value, when))
        parts.append(f"<tr>{cells}</tr>")
    parts.append("</table>")
    if result.verdicts:
        parts.append("<table><tr><th>asked for</th><th>answer</th><th>why</th></tr>")
        for item in result.verdicts:
            cells = "".join(
                f"<td>{escape(text)}</td>" for text in (item.criterion, item.answer, item.reason)
            )
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    for title, rows in (
        ("Not known", [f"{item.what}: {item.settle}" for item in result.unknown]),
        ("Notes", list(result.notes)),
    ):
        if rows:
            items = "".join(f"<li>{escape(row)}</li>" for row in rows if row)
            parts.append(f"<h3>{title}</h3><ul>{items}</ul>")
    return "".join(parts)


def _picture(result: TestResult) -> str:
    """Return the curves of all runs as one SVG."""
    curves = []
    x_title = y_title = ""
    logarithmic = False
    for outcome in result.outcomes:
        x, y, x_title, y_title, logarithmic = curve_axes(result, outcome)
        if logarithmic:
            y = [math.log10(value) for value in y]
        if len(x) > 1:
            curves.append((outcome.label, x, y))
    ends = [(min(x), max(x), min(y), max(y)) for _, x, y in curves]
    if not ends:
        return ""
    left, right = min(end[0] for end in ends), max(end[1] for end in ends)
    low, high = min(end[2] for end in ends), max(end[3] for end in ends)
    if not (right > left and high > low):
        return ""

    def at(x: float, y: float) -> tuple[float, float]:
        across = _LEFT + (x - left) / (right - left) * (_WIDTH - _LEFT - 15)
        up = (_HEIGHT - _BOTTOM) - (y - low) / (high - low) * (_HEIGHT - _BOTTOM - 15)
        return across, up

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(y_title)} over {escape(x_title)}" font-size="12" fill="{INK}">'
    ]
    for n in range(_TICKS + 1):
        across = left + n / _TICKS * (right - left)
        up = low + n / _TICKS * (high - low)
        px, _ = at(across, low)
        _, py = at(left, up)
        shown = number(10.0**up if logarithmic else up)
        parts.append(
            f'<path d="M{px:.1f} 15V{_HEIGHT - _BOTTOM}M{_LEFT} {py:.1f}H{_WIDTH - 15}" '
            f'stroke="{GRID}" fill="none"/>'
            f'<text x="{px:.1f}" y="{_HEIGHT - _BOTTOM + 16}" '
            f'text-anchor="{"end" if n == _TICKS else "middle"}">{escape(number(across))}</text>'
            f'<text x="{_LEFT - 6}" y="{py + 4:.1f}" text-anchor="end">{escape(shown)}</text>'
        )
    for n, (_, xs, ys) in enumerate(curves):
        colour, dash = LINES[n % len(LINES)]
        points = " ".join("{:.1f},{:.1f}".format(*at(a, b)) for a, b in zip(xs, ys, strict=True))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{_DASHES[dash]}"/>'
        )
    parts.append(
        f'<text x="{(_WIDTH + _LEFT) / 2:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">'
        f"{escape(x_title)}</text>"
        f'<text transform="translate(14 {(_HEIGHT - _BOTTOM) / 2:.0f}) rotate(-90)" '
        f'text-anchor="middle">{escape(y_title)}</text></svg>'
    )
    legend = "".join(
        f'<li><span style="color:{LINES[n % len(LINES)][0]}">■</span> {escape(label)}</li>'
        for n, (label, _, _) in enumerate(curves)
        if label
    )
    return "".join(parts) + (f"<ul>{legend}</ul>" if legend else "")
