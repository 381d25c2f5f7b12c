"""Abuse tests as text: figures with times, steps, peaks, a small curve, verdicts, settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from davylamp.core.units import convert_unit
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.runaway.abuse import Figure, Outcome, TestResult
    from davylamp.runaway.abuse.standards import Setting

__all__ = ["curve_axes", "duration_text", "figure_text", "print_result", "text_plot"]

_COLUMNS: Final = 60
_ROWS: Final = 11
_HOUR: Final = 3600.0
_DAY: Final = 86400.0


def print_result(result: TestResult) -> None:
    """Print what a test reports."""
    from davylamp.cli.output import (
        print_facts,
        print_notes,
        print_table,
        print_unknown,
        sources_note,
    )

    standard = result.test.standard
    charge = result.settings.get("state_of_charge")
    facts = [
        ("tested", f"{result.body}, {quantity(1e3 * result.mass_kg, 'g')}"),
        ("after", standard.full_name),
        ("known by", result.kind.value),
    ]
    if charge is not None:
        facts.insert(1, ("state of charge", f"{100.0 * charge.value:g} %"))
    if len(result.outcomes) > 1:
        facts.append(("runs", "; ".join(outcome.label for outcome in result.outcomes)))
    first = [outcome.first_step for outcome in result.outcomes]
    if any(first):
        titles = {share.step: share.title for share in result.outcomes[-1].shares}
        titles |= {share.step: share.title for share in result.outcomes[0].shares}
        words = dict.fromkeys(titles.get(step, "none") if step else "none" for step in first)
        facts.append(("first step to run away", "; or ".join(words)))
    print_facts(f"{standard.title}: {result.test.label}", facts)
    rows = [(item.title, *figure_text(item)) for item in result.figures]
    print_table("What a laboratory would report", ("figure", "value", "when"), rows)
    _print_peaks(result)
    _print_steps(result)
    for outcome in result.outcomes[:1]:
        plot = _plot(result, outcome)
        if plot:
            print_notes(plot)
            print_notes(("",))
    verdicts = [(item.criterion, item.answer, item.reason) for item in result.verdicts]
    if verdicts:
        print_table("Criteria", ("asked for", "answer", "why"), verdicts)
    print_table(
        "Settings",
        ("setting", "value", "from"),
        [(name, _setting_value(result, item), _origin(item)) for name, item in _settings(result)],
    )
    print_unknown(result.unknown)
    sources_note(result.sources, *(f"Note: {note}." for note in result.notes if note))


def figure_text(figure: Figure) -> tuple[str, str]:
    """Return value and time of a figure for a reader, as a range where runs differ."""
    return _span(
        [_shown(value, figure) for value in figure.values], figure.absent, figure.note
    ), _times(figure)


def duration_text(seconds: float) -> str:
    """Return a time for a reader.

    Examples
    --------
    >>> duration_text(12.3456), duration_text(5400.0), duration_text(200000.0)
    ('12.3 s', '1 h 30 min', '2 d 8 h')
    """
    if not math.isfinite(seconds):
        return "unknown"
    if seconds < 120.0:
        return quantity(seconds, "s")
    if seconds < _HOUR:
        return quantity(seconds / 60.0, "min")
    if seconds < 2.0 * _DAY:
        minutes = round(seconds / 60.0)
        return f"{minutes // 60} h {minutes % 60} min"
    hours = round(seconds / _HOUR)
    return f"{hours // 24} d {hours % 24} h"


def curve_axes(
    result: TestResult, outcome: Outcome
) -> tuple[list[float], list[float], str, str, bool]:
    """Return abscissa, ordinate, their titles, and whether the ordinate is logarithmic."""
    curve = outcome.curve
    celsius = [convert_unit(float(value), "K", "degC") for value in curve.temperature_K]
    if result.test.test == "dsc":
        flow = [float(value) / 1e3 for value in curve.heat_flow_W_per_kg]
        return celsius, flow, "temperature [°C]", "heat flow [W/g]", False
    if curve.self_heating is not None:
        pairs = [
            (temperature, 60.0 * float(rate))
            for temperature, rate, follows in zip(
                celsius, curve.heating_rate_K_per_s, curve.self_heating, strict=True
            )
            if follows and rate > 0.0
        ]
        x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        return x, y, "temperature [°C]", "self-heating rate [K/min]", True
    minutes = [float(value) / 60.0 for value in curve.time_s]
    return minutes, celsius, "time [min]", "temperature [°C]", False


def text_plot(
    x: Sequence[float], y: Sequence[float], x_title: str, y_title: str, *, logarithmic: bool = False
) -> list[str]:
    """Return a plot of dots and a frame, one string a line; empty without two points.

    Examples
    --------
    >>> len(text_plot([0.0, 1.0], [0.0, 1.0], "x", "y"))
    14
    """
    heights = [math.log10(value) for value in y] if logarithmic else list(y)
    if len(heights) < 2 or max(x) <= min(x) or max(heights) <= min(heights):
        return []
    left, right, low, high = min(x), max(x), min(heights), max(heights)
    rows = [[" "] * _COLUMNS for _ in range(_ROWS)]
    for (x0, y0), (x1, y1) in zip(
        zip(x, heights, strict=True), zip(x[1:], heights[1:], strict=False), strict=False
    ):
        # Enough dots between two points that the curve has no gaps.
        steps = 1 + int(
            max(abs(x1 - x0) / (right - left) * _COLUMNS, abs(y1 - y0) / (high - low) * _ROWS)
        )
        for part in range(steps + 1):
            share = part / steps
            column = (x0 + share * (x1 - x0) - left) / (right - left) * (_COLUMNS - 1)
            row = (y0 + share * (y1 - y0) - low) / (high - low) * (_ROWS - 1)
            rows[_ROWS - 1 - round(row)][round(column)] = "•"
    ends = [10.0**value if logarithmic else value for value in (high, low)]
    labels = [number(ends[0]), *[""] * (_ROWS - 2), number(ends[1])]
    width = max(len(label) for label in labels)
    lines = [y_title]
    lines += [
        f"{label:>{width}} │{''.join(row).rstrip()}"
        for label, row in zip(labels, rows, strict=True)
    ]
    lines.append(f"{'':>{width}} └{'─' * _COLUMNS}")
    start, end = number(left), number(right)
    middle = x_title.center(_COLUMNS - len(start) - len(end))
    lines.append(f"{'':>{width}}  {start}{middle}{end}")
    return lines


def _plot(result: TestResult, outcome: Outcome) -> list[str]:
    x, y, x_title, y_title, logarithmic = curve_axes(result, outcome)
    return text_plot(x, y, x_title, y_title, logarithmic=logarithmic)


def _shown(value: float | None, figure: Figure) -> str | None:
    if value is None:
        return None
    shown = convert_unit(value, figure.unit, figure.show)
    if figure.unit == "s":
        return duration_text(value)
    if figure.unit == "K":
        # Three digits of a temperature are whole degrees or finer.
        return quantity(round(shown, 1), figure.show, 4)
    return quantity(shown, figure.show)


def _times(figure: Figure) -> str:
    times = [None if time is None else duration_text(time) for time in figure.times_s]
    found = list(dict.fromkeys(time for time in times if time is not None))
    return " to ".join((found[0], found[-1])) if len(found) > 1 else "".join(found)


def _span(values: Sequence[str | None], absent: str, note: str) -> str:
    found = list(dict.fromkeys(value for value in values if value is not None))
    if not found:
        return f"{absent} ({note})" if note else absent
    text = found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"
    return text if None not in values else f"{absent}, or {text}"


def _print_peaks(result: TestResult) -> None:
    from davylamp.cli.output import print_table

    for outcome in result.outcomes:
        rows = [
            (
                quantity(convert_unit(peak.onset_K, "K", "degC"), "degC", 4),
                quantity(convert_unit(peak.peak_K, "K", "degC"), "degC", 4),
                quantity(peak.heat_flow_W_per_kg / 1e3, "W/g"),
                quantity(peak.enthalpy_J_per_kg / 1e3, "J/g"),
            )
            for peak in outcome.peaks
        ]
        if rows:
            title = f"Peaks, {outcome.label}" if outcome.label else "Peaks"
            print_table(title, ("onset", "peak", "heat flow", "enthalpy"), rows, right=(0, 1, 2, 3))


def _print_steps(result: TestResult) -> None:
    from davylamp.cli.output import print_table

    for outcome in result.outcomes:
        rows = [
            (
                share.title,
                "–" if share.of_heating is None else f"{100.0 * share.of_heating:.0f} %",
                f"{100.0 * share.conversion:.0f} %",
                f"{100.0 * share.end_conversion:.0f} %",
                quantity(share.heat_J / 1e3, "kJ"),
                share.kind.value,
            )
            for share in outcome.shares
        ]
        if not rows:
            continue
        title = f"Steps, {outcome.label}" if outcome.label else "Steps"
        headings = ("step", "of heating", "gone by then", "at the end", "heat", "known by")
        print_table(title, headings, rows, right=(1, 2, 3, 4))


def _settings(result: TestResult) -> list[tuple[str, Setting]]:
    return list(result.settings.items())


def _setting_value(result: TestResult, setting: Setting) -> str:
    from davylamp.runaway.abuse.entries import entries_of

    entry = entries_of(result.test.test)[setting.name]
    if entry.unit == "s":
        return duration_text(setting.value)
    return quantity(convert_unit(setting.value, entry.unit, entry.show), entry.show, 4)


def _origin(setting: Setting) -> str:
    words = setting.origin
    if setting.source:
        words = f"{setting.source}, {setting.locator}" if setting.locator else setting.source
    return f"{words} ({setting.note})" if setting.note else words
