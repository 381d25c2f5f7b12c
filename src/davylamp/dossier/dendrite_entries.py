"""Figures and tables of a section on short circuits."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.dendrites.assessment.answer import current_in_words
from davylamp.dossier.dendrite_findings import C_PER_M2_PER_MAH
from davylamp.dossier.evidence import bound_word
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import UPPER_BOUND, Column, Entry, Table

if TYPE_CHECKING:
    from davylamp.core.parameter import Parameter
    from davylamp.dendrites.assessment import DendriteAssessment, MechanismAnswer, Share

__all__ = ["measured_table", "mechanism_table", "parameter_table", "short_entries"]


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
        words = "fewer than half of the draws fail at the cell's current"
        for suffix, value, limited in (
            ("low", low, answer.window.limited_low),
            ("high", high, answer.window.limited_high),
        ):
            end = "Lower" if suffix == "low" else "Upper"
            yield Entry(
                f"pressure_window_{suffix}_MPa",
                f"{end} end of the window of stack pressure",
                1e-6 * value,
                "MPa",
                NOT_REPORTED,
                answer.kind,
                (),
                words if limited else f"{words}; the end of the range looked at",
            )


def _share_bound(share: Share | None, undecided: bool) -> str:
    if share is None:
        return NOT_REPORTED
    if undecided or not share.is_exact:
        return "a lower bound"
    return NOT_REPORTED


def mechanism_table(answer: DendriteAssessment) -> Table:
    """Return every mechanism with its critical current, charge to failure and what matters."""
    rows = [_mechanism_row(item, answer) for item in answer.mechanisms]
    rows += [
        (item.name, "limit", None, None, None, None, None, "", "unknown")
        for item in answer.undecided
    ]
    rows += [
        (item.name, f"does not apply: {item.reason}", "–", "–", "–", "–", "–", "–", "–")
        for item in answer.not_applicable
    ]
    return Table(
        "short-mechanisms",
        "Mechanisms",
        (
            Column("mechanism", "Mechanism"),
            Column("role", "Role"),
            Column("critical_current", "Critical current, median"),
            Column("range", "5 to 95 %"),
            Column("exceeded", "Draws exceeded"),
            Column("capacity", "Charge to failure, median"),
            Column("first", "First in"),
            Column("matters", "Matters most (rank correlation)"),
            Column("kind", "Known by"),
        ),
        tuple(rows),
        f"{answer.draws} draws; charge to failure at the cell's current, over the draws that fail.",
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
    told = critical.median is not None
    return (
        item.name,
        item.role.value,
        current_in_words(critical.median) if told else "–",
        f"{current_in_words(critical.low)} to {current_in_words(critical.high)}" if told else "–",
        _share_text(item.exceeded) if told else "–",
        _charge_text(charge),
        first,
        matters,
        item.kind.value,
    )


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
                item.datum.conditions or "not told",
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


def parameter_table(answer: DendriteAssessment) -> Table:
    """Return the parameters that were drawn, with the range of the draws."""
    parameters: dict[str, Parameter] = {}
    for item in answer.mechanisms:
        parameters.update(item.parameters)
    rows = [
        (
            name.replace("_", " "),
            float(parameter.quantile([0.5])[0]),
            _range(parameter),
            "" if parameter.unit == "1" else parameter.unit,
            parameter.kind.value,
            ", ".join(parameter.sources),
            parameter.note,
        )
        for name, parameter in sorted(parameters.items())
    ]
    return Table(
        "short-parameters",
        "What was drawn",
        (
            Column("parameter", "Parameter"),
            Column("median", "Median"),
            Column("range", "5 to 95 %"),
            Column("unit", "Unit"),
            Column("kind", "Known by"),
            Column("sources", "Sources"),
            Column("note", "Note"),
        ),
        tuple(rows),
        "SI units. A parameter that several mechanisms share is drawn once for all of them.",
    )


def _range(parameter: Parameter) -> str:
    if parameter.distribution.shape == "fixed":
        return "fixed"
    low, high = parameter.quantile([0.05, 0.95])
    return f"{number(float(low))} to {number(float(high))}"
