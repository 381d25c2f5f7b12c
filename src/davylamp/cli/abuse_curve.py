"""The curve of an abuse test, and a small plot of it as text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from davylamp.core.units import convert_unit
from davylamp.dossier.numbers import number

if TYPE_CHECKING:
    from davylamp.runaway.abuse import Outcome, TestResult

__all__ = ["curve_axes", "text_plot"]

_COLUMNS: Final = 60
_ROWS: Final = 11


def curve_axes(
    result: TestResult, outcome: Outcome
) -> tuple[list[float], list[float], str, str, bool]:
    """Return abscissa, ordinate, their titles, and whether the ordinate is logarithmic."""
    curve = outcome.curve
    celsius = [convert_unit(float(value), "K", "degC") for value in curve.temperature_K]
    if result.test.test == "dsc":
        flow = [float(value) / 1e3 for value in curve.heat_flow_W_per_kg]
        least = 1e-6 * max(abs(value) for value in flow)
        flow = [value if abs(value) > least else 0.0 for value in flow]
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
