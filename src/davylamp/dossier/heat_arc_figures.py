"""What a calorimeter would show, as entries, a table and a plot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import Kind
from davylamp.dossier.heat_runs import Runs
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Column, Entry, Plot, PlotKind, Series, Table

__all__ = ["arc_curves", "arc_entries", "arc_table"]

FloatArray = npt.NDArray[np.float64]

#: Two temperatures nearer than this are one answer [K].
_SAME_K: Final = 10.0
_POINTS: Final = 41
_FIGURES: Final = (("T1", "onset of self-heating (T1)"), ("T2", "runaway (T2)"),
                   ("peak", "highest temperature (T3)"))  # fmt: skip


def arc_entries(runs: Runs) -> Iterator[Entry]:
    """Yield onset, runaway and highest temperature, with the ends of their bands."""
    for name, title in _FIGURES:
        key = f"arc_{'T3' if name == 'peak' else name}_degC"
        found = [ensemble[name] for ensemble in runs.ensembles]
        complete = all(item.without == 0 and item.unknown == 0 for item in found)
        medians = [item.median for item in found if item.median is not None]
        lows = [item.low for item in found if item.low is not None]
        highs = [item.high for item in found if item.high is not None]
        same = len(medians) == len(found) and max(medians) - min(medians) <= _SAME_K
        value = medians[0] - ZERO_CELSIUS_K if same and complete else None
        kind = max((item.kind for item in runs.ensembles), key=lambda k: k.rank)
        if not lows:
            note = "not reached by the steps of known rate"
        else:
            note = (
                f"{number(min(lows) - ZERO_CELSIUS_K)} to {number(max(highs) - ZERO_CELSIUS_K)} "
                "°C in 5 to 95 % of the draws that reach it"
            )
            if not complete:
                note += ", which not all do"
        yield Entry(
            key,
            f"Calorimeter, {title}",
            value,
            "degC",
            "not reported" if value is not None else "",
            kind if value is not None else Kind.UNKNOWN,
            (),
            note,
        )
        if lows and complete:
            for end, edge in (("low", min(lows)), ("high", max(highs))):
                yield Entry(
                    f"{key}_{end}",
                    f"Calorimeter, {title}: {end} end of 5 to 95 %, both runs",
                    edge - ZERO_CELSIUS_K,
                    "degC",
                    "not reported",
                    kind,
                )


def arc_table(runs: Runs) -> Table:
    """Return the quantiles of each figure in each run."""
    rows: list[tuple[str | float | None, ...]] = []
    for label, ensemble in zip(runs.labels, runs.ensembles, strict=True):
        for name, title in _FIGURES:
            found = ensemble[name]
            edges = (found.low, found.median, found.high)
            rows.append(
                (
                    label,
                    title,
                    *(None if edge is None else edge - ZERO_CELSIUS_K for edge in edges),
                    100.0 * found.count / len(ensemble.outcome),
                )
            )
    return Table(
        "heat-arc-figures",
        "Calorimeter: figures over the draws that have them",
        (
            Column("run", "run"),
            Column("figure", "figure"),
            Column("low_degC", "5 % [°C]"),
            Column("median_degC", "median [°C]"),
            Column("high_degC", "95 % [°C]"),
            Column("share_percent", "share of draws [%]"),
        ),
        tuple(rows),
    )


def arc_curves(runs: Runs) -> Iterator[Plot]:
    """Yield the self-heating over temperature; nothing where no draw heats itself."""
    bands = [ensemble.band for ensemble in runs.ensembles]
    curves = [
        (f"median, {label}", rates, edges[1])
        for label, (rates, edges) in zip(runs.labels, bands, strict=True)
    ]
    curves.append(("hottest 5 % of draws", bands[-1][0], bands[-1][1][0]))
    curves.append(("slowest 5 % of draws", bands[0][0], bands[0][1][2]))
    known = [_known(temperature, rate) for _, rate, temperature in curves]
    if not any(len(temperature) > 1 for temperature, _ in known):
        return
    ends = np.concatenate([temperature for temperature, _ in known if len(temperature) > 1])
    grid = np.linspace(ends.min(), ends.max(), _POINTS)
    series = tuple(
        Series(
            name,
            tuple(float(T) - ZERO_CELSIUS_K for T in grid),
            tuple(_at(float(T), temperature, logs) for T in grid),
        )
        for (name, _, _), (temperature, logs) in zip(curves, known, strict=True)
        if len(temperature) > 1
    )
    yield Plot(
        id="heat-arc",
        kind=PlotKind.LINES,
        title="Self-heating in a calorimeter, with its band.",
        alt=(
            f"Self-heating rate from {number(ends.min() - ZERO_CELSIUS_K)} to "
            f"{number(ends.max() - ZERO_CELSIUS_K)} °C, rising with temperature; "
            f"{len(series)} curves."
        ),
        x_title="temperature [°C]",
        y_title="self-heating, log₁₀ of the rate in K/min",
        series=series,
        note="A heat-wait-seek calorimeter without loss of heat. 0 is 1 K/min; above 1.8, which is "
        "60 K/min, counts as runaway.",
    )


def _known(temperature_K: FloatArray, rate_K_per_s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ascending temperatures at which a rate is first reached, and log10 of it in K/min."""
    there = np.isfinite(temperature_K)
    hot, logs = temperature_K[there], np.log10(60.0 * rate_K_per_s[there])
    if not len(hot):
        return hot, logs
    hot = np.maximum.accumulate(hot)
    rising = np.concatenate([np.diff(hot) > 1e-6, [True]])
    return hot[rising], logs[rising]


def _at(temperature_K: float, known_K: FloatArray, logs: FloatArray) -> float | None:
    if not known_K[0] <= temperature_K <= known_K[-1]:
        return None
    return float(np.interp(temperature_K, known_K, logs))
