"""Plots of gas: concentration over time with the limits drawn in, and amounts by source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Band, Plot, PlotKind, Series

if TYPE_CHECKING:
    from davylamp.gas.assessment import Check, GasAssessment, GasCase, Level

__all__ = ["amounts_plot", "history_plot"]

#: Gases drawn in one picture at most: more than lines can be told apart by.
_DRAWN: Final = 5
#: Limits drawn, in this order.
_LIMITS: Final = (("IDLH", None), ("AEGL-2", 3600.0), ("TWA", None), ("STEL", None))
#: Gases listed among amounts, and share of all below which one is left out.
_LISTED: Final = 12
_SMALL: Final = 1e-3
_DIGITS: Final = 4
#: Gases are drawn whose share of their limit is at least this share of that of the worst.
_NEAR: Final = 3e-3


def history_plot(case: GasCase) -> Plot | None:
    """Return concentration over time in the place of a case; None where there is none."""
    curve = case.curve
    if curve is None or not curve.time_s:
        return None
    drawn = [level for level in case.levels if level.species in curve.ppm]
    drawn = [level for level in drawn if _counts(level, drawn[0])][:_DRAWN]
    if not drawn:
        return None
    factor, unit = (1.0, "s") if curve.time_s[-1] <= 300.0 else (1.0 / 60.0, "min")
    times = tuple(_digits(factor * value) for value in curve.time_s)
    series = tuple(
        Series(level.species, times, tuple(_digits(v) or None for v in curve.ppm[level.species]))
        for level in drawn
    )
    bands = tuple(band for level in drawn for band in _bands(level))
    words = "; ".join(
        f"{level.species} at most {number(level.peak_ppm)} ppm{_worst(level)}" for level in drawn
    )
    note = "Evenly mixed; near the cell it is more. "
    if case.at_once:
        note += (
            "All gas comes at once, since no rate is known: the peak is no higher for this amount. "
        )
    without = [level.species for level in drawn if not level.checks]
    if without:
        note += f"No limit is known of {', '.join(without)}. "
    return Plot(
        id=f"gas-{case.id}-history",
        kind=PlotKind.HISTORY,
        title=f"{case.title}: concentration in {case.place.title}.",
        alt=f"Concentration over time in {case.place.title}: {words}.",
        x_title=f"time [{unit}]",
        y_title="concentration [ppm]",
        series=series,
        bands=bands,
        note=note.strip(),
    )


def _counts(level: Level, worst: Level) -> bool:
    """Return whether a gas is near enough to its limits, or there is enough of it, to be drawn."""
    if level is worst:
        return True
    ratios = [max((check.ratio for check in item.checks), default=0.0) for item in (level, worst)]
    return ratios[0] > _NEAR * ratios[1] if level.checks else level.peak_ppm > worst.peak_ppm


def _worst(level: Level) -> str:
    """Return the limit that it exceeds most, or comes closest to."""
    if not level.checks:
        return ", of which no limit is known"
    check = max(level.checks, key=lambda item: item.ratio)
    return f", {number(check.ratio, 2)} times {_name(check)} of {number(check.limit.value)} ppm"


def _bands(level: Level) -> Iterator[Band]:
    for quantity, averaging_s in _LIMITS[:2] if len(level.checks) > 1 else _LIMITS:
        for check in level.checks:
            same = check.limit.quantity == quantity
            if same and averaging_s in (None, check.limit.averaging_s) and check.limit.value:
                value = check.limit.value
                yield Band(value, value, f"{level.species} {_name(check)}", level.species)
                break


def _name(check: Check) -> str:
    """Return a limit with its averaging time, where it has several of them."""
    limit = check.limit
    if limit.quantity.startswith("AEGL") and limit.averaging_s:
        return f"{limit.quantity}, {number(limit.averaging_s / 60.0)} min"
    return limit.quantity


def amounts_plot(answer: GasAssessment) -> Plot | None:
    """Return a bar for the gas of each source, at 25 degC and 1 bar; None where there is none."""
    from davylamp.gas.mixture import gas_volume_m3

    rows: list[tuple[str, float]] = []
    for source in answer.sources:
        # A batch outweighs all that a cell can give.
        if source.id.startswith("batch-"):
            continue
        total = source.total_mol
        for name, amount in sorted(source.mol.items(), key=lambda item: -item[1]):
            if amount > _SMALL * total:
                rows.append(
                    (f"{source.when.value}, {source.title}: {name}", 1e6 * gas_volume_m3(amount))
                )
    rows = sorted(rows, key=lambda row: -row[1])[:_LISTED]
    if not rows:
        return None
    labels = tuple(label for label, _ in rows)
    values = tuple(_digits(value) for _, value in rows)
    words = "; ".join(f"{label} {number(v)} cm³" for label, v in zip(labels, values, strict=True))
    return Plot(
        id="gas-amounts",
        kind=PlotKind.BARS,
        title="How much gas one cell gives, by source.",
        alt=f"Gas by source: {words}.",
        x_title="",
        y_title="gas at 25 °C and 1 bar [cm³]",
        series=(Series("gas", labels, values, text=tuple("cm3" for _ in labels)),),
        note="The largest amounts; what each stands for is in the table.",
    )


def _digits(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
