"""Figures and tables of a section on short circuits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.dossier.dendrite_findings import C_PER_M2_PER_MAH
from davylamp.dossier.evidence import bound_word
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import LOWER_BOUND, UPPER_BOUND, Column, Entry, Table

if TYPE_CHECKING:
    from davylamp.dendrites.assessment import DendriteAssessment, MechanismAnswer, Share, Spread

__all__ = [
    "interlayer_table",
    "measured_table",
    "mechanism_table",
    "short_entries",
]


def short_entries(answer: DendriteAssessment) -> Iterator[Entry]:
    """Yield conditions, critical current of the cell, and window of stack pressure."""
    celsius = answer.temperature_K - ZERO_CELSIUS_K
    yield Entry("short_temperature_degC", "Temperature", celsius, "degC", "", Kind.ASSUMED, (),
                "as the cell file says")  # fmt: skip
    link = answer.weakest
    note = "the lowest over the mechanisms in each draw"
    if answer.undecided_limits:
        note += f"; without {', '.join(item.name.lower() for item in answer.undecided_limits)}"
    values: tuple[float | None, ...] = (None, None, None)
    if link is not None:
        values = (link.critical.median, link.critical.low, link.critical.high)
    key = "critical_current_mA_per_cm2"
    for suffix, label, value in zip(
        ("", "_low", "_high"),
        ("Critical current of the cell, median", "5 % of the draws", "95 % of the draws"),
        values,
        strict=True,
    ):
        finite = value is not None and math.isfinite(value)
        words = note if finite or value is None else f"no limit; {note}"
        yield Entry(
            f"{key}{suffix}",
            label,
            0.1 * value if value is not None and finite else None,
            "mA/cm2",
            UPPER_BOUND if answer.undecided_limits else NOT_REPORTED,
            answer.kind if value is not None else Kind.UNKNOWN,
            (),
            words,
        )
    exceeded = None if link is None else link.exceeded
    yield Entry(
        "short_share_percent",
        "Draws in which the cell's current exceeds it",
        None if exceeded is None else 100.0 * exceeded.low,
        "%",
        _share_bound(exceeded, bool(answer.undecided_limits)),
        answer.kind if exceeded is not None else Kind.UNKNOWN,
        (),
        note,
    )
    if answer.window is not None and answer.window.likely_Pa is not None:
        low, high = answer.window.likely_Pa
        words = "inside, fewer than half of the draws fail by voids or extrusion"
        for suffix, value, limited in (
            ("low", low, answer.window.limited_low),
            ("high", high, answer.window.limited_high),
        ):
            if not limited:
                continue
            end = "Lower" if suffix == "low" else "Upper"
            yield Entry(
                f"pressure_window_{suffix}_MPa",
                f"{end} end of the window of stack pressure",
                1e-6 * value,
                "MPa",
                NOT_REPORTED,
                answer.kind,
                (),
                words,
            )


def _share_bound(share: Share | None, undecided: bool) -> str:
    if share is None:
        return NOT_REPORTED
    if undecided or not share.is_exact:
        return LOWER_BOUND
    return NOT_REPORTED


def mechanism_table(answer: DendriteAssessment) -> Table:
    """Return every mechanism with its critical current, charge to failure and what matters."""
    rows = [_mechanism_row(item, answer) for item in answer.mechanisms]
    limits = {item.id for item in answer.undecided_limits}
    rows += [
        (item.name, "limit" if item.id in limits else "rating", None, None, "–", "–", "", "unknown")
        for item in answer.undecided
    ]
    return Table(
        "short-mechanisms",
        "Mechanisms",
        (
            Column("mechanism", "Mechanism"),
            Column("role", "Role"),
            Column("critical_current_mA_per_cm2", "Critical current [mA/cm²]"),
            Column("exceeded", "Reached in"),
            Column("capacity", "Charge to failure"),
            Column("first", "First in"),
            Column("matters", "Matters most"),
            Column("kind", "Known by"),
        ),
        tuple(rows),
        f"{number(answer.draws)} draws; medians (5 to 95 %). 'Reached in': share of the draws in "
        "which the cell's current reaches the critical one; 'first in': in which it is the lowest; "
        "charge to failure over the draws that fail; rank correlation of what matters.",
    )


def _mechanism_row(
    item: MechanismAnswer, answer: DendriteAssessment
) -> tuple[str | float | None, ...]:
    first = "–"
    if answer.weakest is not None and item.id in answer.weakest.first:
        first = f"{number(100.0 * answer.weakest.first[item.id], 2)} %"
    critical = item.critical
    charge = None if item.capacity is None else item.capacity.median
    matters = ", ".join(
        f"{found.parameter.replace('_', ' ')} {number(found.rank_correlation, 2)}"
        for found in item.influences[:2]
    )
    return (
        item.name,
        item.role.value,
        _spread_text(critical),
        "–" if critical.median is None else _share_text(item.exceeded),
        _charge_text(charge),
        first,
        matters,
        item.kind.value,
    )


def _spread_text(spread: Spread) -> str:
    if spread.median is None:
        return "–"
    if spread.low == spread.high == 0.0:
        return "at any current"
    words = [
        "no limit" if math.isinf(value) else number(0.1 * value, 2)
        for value in (spread.median, spread.low, spread.high)
        if value is not None
    ]
    return words[0] if len(set(words)) == 1 else f"{words[0]} ({words[1]} to {words[2]})"


def _charge_text(charge_C_per_m2: float | None) -> str:
    if charge_C_per_m2 is None or not math.isfinite(charge_C_per_m2):
        return "–"
    return quantity(charge_C_per_m2 / C_PER_M2_PER_MAH, "mAh/cm2", 2)


def _share_text(share: Share | None) -> str | None:
    if share is None:
        return None
    low, high = number(100.0 * share.low, 2), number(100.0 * share.high, 2)
    return f"{low} %" if share.is_exact else f"{low} to {high} %"


def measured_table(answer: DendriteAssessment) -> Iterator[Table]:
    """Yield the measured currents with their conditions, where there are any."""
    from davylamp.dendrites.assessment import CAUTION

    if not answer.measured:
        return
    rows = []
    for item in answer.measured:
        upper = "" if item.upper_A_per_m2 is None else f" to {number(0.1 * item.upper_A_per_m2)}"
        value = f"{bound_word(item.datum)}{number(0.1 * item.current_A_per_m2)}{upper} mA/cm²"
        rows.append(
            (
                item.material,
                item.what,
                value,
                item.conditions or "not told",
                item.datum.kind.value,
                item.datum.source,
            )
        )
    yield Table(
        "short-measured",
        "Measured currents, beside the mechanisms and not among them",
        (
            Column("material", "Material"),
            Column("what", "What"),
            Column("current", "Current"),
            Column("conditions", "Conditions"),
            Column("kind", "Known by"),
            Column("source", "Source"),
        ),
        tuple(rows),
        CAUTION,
    )


def interlayer_table(answer: DendriteAssessment) -> Iterator[Table]:
    """Yield what interlayers and hosts reached in tests near this cell, where there are any."""
    found = answer.interlayer
    if not found.figures:
        return
    rows = []
    for shown in found.figures:
        item = shown.figure
        sign = {"=": "", "~": "about "}.get(item.bound, f"{item.bound} ")
        without = "–" if item.control is None else quantity(item.control, item.unit)
        rows.append(
            (
                shown.relation,
                item.what,
                item.quantity.replace("_", " "),
                f"{sign}{quantity(item.value, item.unit)}",
                without,
                item.conditions or "not told",
                item.kind.value,
                item.source,
            )
        )
    yield Table(
        "short-interlayers",
        "Interlayers and hosts in tests: empirical, never a law",
        (
            Column("relation", "Same as here"),
            Column("what", "Layer"),
            Column("quantity", "Figure"),
            Column("value", "Value"),
            Column("control", "Without it"),
            Column("conditions", "Conditions"),
            Column("kind", "Known by"),
            Column("source", "Source"),
        ),
        tuple(rows),
        " ".join(found.notes),
    )
