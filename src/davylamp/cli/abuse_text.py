"""Abuse tests as text: figures with times, steps, peaks, a small curve, verdicts, settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from davylamp.cli.abuse_curve import curve_axes, text_plot
from davylamp.core.units import convert_unit
from davylamp.dossier.numbers import quantity

if TYPE_CHECKING:
    from davylamp.runaway.abuse import Figure, Outcome, TestResult
    from davylamp.runaway.abuse.bands import TestBand
    from davylamp.runaway.abuse.standards import Setting
    from davylamp.runaway.ensemble.statistics import Quantiles

__all__ = ["duration_text", "figure_text", "print_bands", "print_result"]

_HOUR: Final = 3600.0
_DAY: Final = 86400.0
#: Below this a gas or a heat is what an integrator leaves over, in the unit shown.
_NOTHING: Final = 1e-6
#: Steps listed in a table, the largest first.
_STEPS: Final = 10


def print_result(result: TestResult, bands: Sequence[TestBand] = ()) -> None:
    """Print what a test reports, and over all draws where there are any."""
    from davylamp.cli.output import (
        energies_note,
        print_facts,
        print_notes,
        print_table,
        print_unknown,
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
    _print_figures(result)
    notes = [f"{figure.title}: {figure.note}." for figure in result.figures
             if figure.note and figure.low is not None]  # fmt: skip
    if notes:
        print_notes((*notes, ""))
    print_bands(bands)
    _print_peaks(result)
    _print_steps(result)
    for outcome in result.outcomes[:1]:
        plot = _plot(result, outcome)
        if plot:
            print_notes([f"{plot[0]}{f', {outcome.label}' if outcome.label else ''}", *plot[1:]])
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
    energies_note(result.sources, *(f"Note: {note}." for note in result.notes if note))


def print_bands(bands: Sequence[TestBand]) -> None:
    """Print probability of runaway and quantiles over the draws, one table for each end."""
    from davylamp.cli.output import print_notes, print_table

    for band in bands:
        found = band.ensemble
        chance = found.runaway
        rows = [
            (
                item.title,
                *(_quantile(value, item.unit) for value in _ends(item.quantiles)),
                f"{item.quantiles.count} of {len(found.draws)}",
            )
            for item in found.figures
        ]
        title = f"Over {len(found.draws)} draws" + (f", {band.label}" if band.label else "")
        print_table(title, ("figure", "5 %", "median", "95 %", "draws with it"), rows)
        share = f"{100.0 * chance.low:.1f} %"
        if chance.fails:
            share = f"{100.0 * chance.low:.1f} to {100.0 * chance.high:.1f} %"
        print_notes(
            (
                f"Probability of runaway: {share} (95 % confidence {100.0 * chance.lower_95:.1f} "
                f"to {100.0 * chance.upper_95:.1f} %).",
                *(f"Note: {note}." for note in found.notes),
                "",
            )
        )


def figure_text(figure: Figure) -> tuple[str, str]:
    """Return value and time of a figure for a reader, as a range where runs differ."""
    times = [time for time in figure.times_s if time is not None]
    return _span(figure), _range([duration_text(time) for time in sorted(times)])


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


def _plot(result: TestResult, outcome: Outcome) -> list[str]:
    x, y, x_title, y_title, logarithmic = curve_axes(result, outcome)
    return text_plot(x, y, x_title, y_title, logarithmic=logarithmic)


def _shown(value: float | None, figure: Figure) -> str | None:
    if value is None:
        return None
    shown = convert_unit(value, figure.unit, figure.show)
    if figure.unit in ("mol", "J", "J/kg", "W/kg") and abs(shown) < _NOTHING:
        return quantity(0.0, figure.show)
    if figure.unit == "s":
        return duration_text(value)
    if figure.unit == "K":
        # Three digits of a temperature are whole degrees or finer.
        return quantity(round(shown, 1), figure.show, 4)
    return quantity(shown, figure.show)


def _ends(found: Quantiles) -> tuple[float | None, float | None, float | None]:
    return found.low, found.median, found.high


def _quantile(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "K":
        return quantity(round(convert_unit(value, "K", "degC"), 1), "degC", 4)
    if unit == "s":
        return duration_text(value)
    if unit == "mol":
        return quantity(1e3 * value if 1e3 * value > _NOTHING else 0.0, "mmol")
    return quantity(value, unit)


def _print_figures(result: TestResult) -> None:
    from davylamp.cli.output import print_table

    title = "What a laboratory would report"
    if len(result.outcomes) == 2:
        rows = [
            (item.title, *(_one(item, place) for place in range(len(result.outcomes))))
            for item in result.figures
        ]
        print_table(title, ("figure", *(outcome.label for outcome in result.outcomes)), rows)
        return
    rows = [(item.title, *figure_text(item)) for item in result.figures]
    print_table(title, ("figure", "value", "when"), rows)


def _one(figure: Figure, place: int) -> str:
    """Return value and time of one run."""
    shown = _shown(figure.values[place], figure)
    if shown is None:
        return f"{figure.absent} ({figure.note})" if figure.note else figure.absent
    time = figure.times_s[place] if place < len(figure.times_s) else None
    return shown if time is None else f"{shown} after {duration_text(time)}"


def _span(figure: Figure) -> str:
    values = sorted(value for value in figure.values if value is not None)
    if not values:
        return f"{figure.absent} ({figure.note})" if figure.note else figure.absent
    text = _range([_shown(value, figure) or "" for value in values])
    return text if figure.is_complete else f"{figure.absent}, or {text}"


def _range(texts: Sequence[str]) -> str:
    """Return the ends of what is in order."""
    found = list(dict.fromkeys(texts))
    return " to ".join((found[0], found[-1])) if len(found) > 1 else "".join(found)


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

    # Of more than two runs the mildest and the harshest.
    ends = (
        result.outcomes if len(result.outcomes) < 3 else (result.outcomes[0], result.outcomes[-1])
    )
    for outcome in ends:
        rows = [
            (
                share.title,
                _percent(share.of_heating),
                _percent(share.conversion),
                _percent(share.end_conversion),
                quantity(0.0 if abs(share.heat_J) < 1e-3 else share.heat_J / 1e3, "kJ"),
                share.kind.value,
            )
            for share in outcome.shares[:_STEPS]
        ]
        if not rows:
            continue
        if len(outcome.shares) > _STEPS:
            rows.append((f"and {len(outcome.shares) - _STEPS} smaller ones", *5 * ("",)))
        title = f"Steps, {outcome.label}" if outcome.label else "Steps"
        headings = ("step", "of heating", "gone by then", "at the end", "heat", "known by")
        print_table(title, headings, rows, right=(1, 2, 3, 4))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{abs(round(100.0 * share)):.0f} %"


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
