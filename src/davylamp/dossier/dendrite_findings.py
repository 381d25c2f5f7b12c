"""Findings on lithium through the separator: weakest link, stack pressure, what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from davylamp.core.evidence import Kind, Unknown
from davylamp.dendrites.assessment.answer import current_in_words
from davylamp.dossier.evidence import together
from davylamp.dossier.findings import Finding
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic

if TYPE_CHECKING:
    from davylamp.dendrites.assessment import DendriteAssessment, MechanismAnswer, PressureWindow

__all__ = [
    "C_PER_M2_PER_MAH",
    "no_plating_finding",
    "pressure_finding",
    "rating_findings",
    "undecided_findings",
    "weakest_finding",
    "window_words",
]

_SHORT: Final = (Hazard.SHORT,)
_USING: Final = (Moment.USING,)
_WEAKEST: Final = Topic("short-weakest", "cell", _SHORT, _USING, "short-probability")
_PRESSURE: Final = Topic("short-pressure", "cell", _SHORT, _USING, "pressure-window")
_SETTLE: Final = (
    "ramp the current of a symmetric lithium cell at the temperature and pressure of use"
)
#: Charge per area of 1 mAh/cm2 [C/m2].
C_PER_M2_PER_MAH: Final = 3.6e4
#: Parameters named in a finding: those that the result follows most closely.
_NAMED: Final = 3
_FAINT: Final = 0.1


def weakest_finding(answer: DendriteAssessment) -> Finding:
    """Return which mechanism comes first, and in which share of the draws the cell fails."""
    from davylamp.dendrites.assessment import Verdict

    link, first = answer.weakest, answer.first
    what, settle = together(_gaps(answer))
    if link is None or link.exceeded is None:
        return _WEAKEST.unknown(
            "Whether lithium gets through at the cell's current is not known",
            what or "which current drives lithium through the separator",
            settle or _SETTLE,
            kind=answer.kind,
            explanation=_limits(answer),
        )
    low, high = 100.0 * link.exceeded.low, 100.0 * link.exceeded.high
    severity = judge(_WEAKEST.rule, low)
    if answer.verdict is Verdict.MAY_FAIL:
        # A share of the draws may be small and a test at no harsher conditions still have failed.
        severity = worst((severity, Severity.WARNING))
    if judge(_WEAKEST.rule, high).rank < severity.rank or answer.verdict is Verdict.UNKNOWN:
        severity = worst((severity, Severity.UNKNOWN))
    if severity is Severity.UNKNOWN and not what:
        what, settle = "the critical current of this cell", _SETTLE
    return _WEAKEST.finding(
        _title(answer, first, low, high),
        severity,
        value=low,
        unit="%",
        uncertainty="that of the numbers is in the share"
        if high - low < 1e-9
        else f"up to {number(high, 2)} % with the draws that have no answer",
        kind=answer.kind,
        sources=tuple(dict.fromkeys(key for item in answer.limits for key in item.sources)),
        explanation=_exceeded(answer) + _limits(answer) + _charge(answer, first) + _matters(answer),
        unknown=what,
        settle=settle,
    )


def _gaps(answer: DendriteAssessment) -> Iterator[Unknown]:
    """Yield what is not known, without that of the ratings, which have findings of their own."""
    rated = {gap for item in answer.ratings for gap in item.unknown}
    rated |= {gap for item in answer.undecided for gap in item.unknown}
    rated -= {gap for item in answer.limits for gap in item.unknown}
    rated -= {gap for item in answer.undecided_limits for gap in item.unknown}
    for gap in answer.unknown:
        if gap not in rated:
            yield gap


def _title(
    answer: DendriteAssessment, first: MechanismAnswer | None, low: float, high: float
) -> str:
    share = (
        f"{number(low, 2)} %" if high - low < 1e-9 else f"{number(low, 2)} to {number(high, 2)} %"
    )
    shown = current_in_words(answer.current_A_per_m2)
    if answer.exceeded_limits and low < 5.0:
        return f"{shown} is more than a contact of {answer.electrolyte} bore in a test"
    if first is None:
        return f"No mechanism that answers limits the cell's {shown}"
    return f"{first.name} comes first: lithium gets through at {shown} in {share} of the draws"


def _exceeded(answer: DendriteAssessment) -> str:
    """Return what was measured and the cell exceeds; empty without it."""
    if not answer.exceeded_limits:
        return ""
    told = "; ".join(f"{item.what} {item.words}" for item in answer.exceeded_limits)
    return (
        f"Measured on {answer.electrolyte} at no harsher conditions, and exceeded by this cell: "
        f"{told}. No model outvotes that. "
    )


def _limits(answer: DendriteAssessment) -> str:
    link = answer.weakest
    if link is None:
        return ""
    spread = link.critical
    shares = "; ".join(
        f"{item.name.lower()} in {number(100.0 * link.first[item.id], 2)} %"
        for item in answer.limits
    )
    text = (
        f"Critical current of the cell: {current_in_words(spread.median)} (5 to 95 % of the draws: "
        f"{current_in_words(spread.low)} to {current_in_words(spread.high)}). First is {shares}"
    )
    if link.none > 0.0:
        text += f"; no current does it in {number(100.0 * link.none, 2)} %"
    if link.undecided > 0.0:
        text += f"; not decided in {number(100.0 * link.undecided, 2)} %"
    bound = " What is undecided can only lower it." if answer.undecided_limits else ""
    return f"{text}.{bound} "


def _charge(answer: DendriteAssessment, first: MechanismAnswer | None) -> str:
    if first is None or first.capacity is None or first.capacity.median is None:
        return ""
    median = first.capacity.median
    if not math.isfinite(median):
        return ""
    text = f"Where it fails, it does so after {quantity(median / C_PER_M2_PER_MAH, 'mAh/cm2', 2)}"
    full = answer.capacity_C_per_m2
    if full is not None:
        text += f"; a full charge plates {quantity(full / C_PER_M2_PER_MAH, 'mAh/cm2', 2)}"
    return f"{text}. "


def _matters(answer: DendriteAssessment) -> str:
    named = [item for item in answer.influences if abs(item.rank_correlation) >= _FAINT][:_NAMED]
    if not named:
        return ""
    words = ", ".join(
        f"{item.parameter.replace('_', ' ')} ({number(item.rank_correlation, 2)})" for item in named
    )
    return f"It follows most closely, by rank correlation: {words}."


def pressure_finding(answer: DendriteAssessment) -> Iterator[Finding]:
    """Yield where the stack pressure lies in the window of the cell's current."""
    window, pressure = answer.window, answer.stack_pressure_Pa
    if window is None:
        return
    words = window_words(window)
    if pressure is None:
        yield _PRESSURE.unknown(
            "The stack pressure is not given",
            f"the stack pressure of the cell; {words}",
            "give operation.stack_pressure in the cell file",
            kind=answer.kind,
        )
        return
    ratio = _margin(window, pressure)
    if ratio is None:
        return
    severity = judge(_PRESSURE.rule, ratio)
    pressed = [item for item in answer.limits if "stack_pressure" in item.parameters]
    gaps = [gap for item in answer.undecided_limits for gap in item.unknown]
    gaps += [gap for item in pressed for gap in item.unknown]
    what, settle = together(gaps)
    if gaps:
        # A range that is assumed for want of a number makes no pressure a good one.
        severity = worst((severity, Severity.UNKNOWN))
    shown = "no stack pressure"
    if pressure > 0.0:
        shown = quantity(1e-6 * pressure, "MPa")
    place = "Within" if ratio > 1.0 else "Outside"
    title = f"{place} the window of stack pressure: {shown}"
    if window.likely_Pa is None:
        title = "At no stack pressure do voids and extrusion both stay away in half of the draws"
    yield _PRESSURE.finding(
        title,
        severity,
        value=ratio,
        unit="1",
        kind=answer.kind,
        explanation=f"{words[0].upper()}{words[1:]}. The number is the stack pressure over the "
        "nearer end of that range, or the other way round at its upper end.",
        unknown=what if severity is Severity.UNKNOWN else "",
        settle=settle if severity is Severity.UNKNOWN else "",
    )


def window_words(window: PressureWindow) -> str:
    """Return between which stack pressures the current of the cell does not get through."""
    text = _range_words(window)
    if window.voids_measured_Pa is None:
        return text
    pressed = "without pressure"
    if window.voids_measured_Pa > 0.0:
        pressed = f"at {quantity(1e-6 * window.voids_measured_Pa, 'MPa', 2)}"
    return f"{text}; in a test less current than this left voids {pressed}"


def _range_words(window: PressureWindow) -> str:
    if window.likely_Pa is None:
        return "at no stack pressure do fewer than half of the draws fail by voids or extrusion"
    low, high = (quantity(1e-6 * value, "MPa", 2) for value in window.likely_Pa)
    if not (window.limited_low or window.limited_high):
        text = f"fewer than half of the draws fail by it at any stack pressure from {low} to {high}"
        return text if window.safe_Pa is None else f"{text}; {_safe_words(window.safe_Pa)}"
    start = f"from {low}" if window.limited_low else f"from no more than {low}"
    end = f"to {high}" if window.limited_high else f"to at least {high}"
    text = f"fewer than half of the draws fail by it {start} {end}"
    if window.safe_Pa is None:
        return f"{text}, and nowhere fewer than one in twenty"
    return f"{text}; {_safe_words(window.safe_Pa)}"


def _safe_words(safe_Pa: tuple[float, float]) -> str:
    low, high = (quantity(1e-6 * value, "MPa", 2) for value in safe_Pa)
    return f"fewer than one in twenty from {low} to {high}"


def _margin(window: PressureWindow, pressure_Pa: float) -> float | None:
    """Return how far inside its window a pressure lies, as a factor; None if it has no ends."""
    if window.likely_Pa is None:
        return 0.0
    low, high = window.likely_Pa
    ends = []
    if window.limited_low:
        ends.append(pressure_Pa / low)
    if window.limited_high:
        ends.append(high / pressure_Pa if pressure_Pa > 0.0 else math.inf)
    finite = [end for end in ends if math.isfinite(end)]
    return min(finite, default=None)


def undecided_findings(answer: DendriteAssessment) -> Iterator[Finding]:
    """Yield one unknown finding for each mechanism that lacks a number."""
    for item in answer.undecided:
        if item.id == "leakage":
            # Its conductivity is judged where it is stored.
            continue
        what, settle = together(item.unknown)
        topic = Topic(f"short-{item.id}", answer.electrolyte, _SHORT, _USING)
        yield topic.unknown(f"{item.name}: cannot be told", what, settle)


def rating_findings(answer: DendriteAssessment) -> Iterator[Finding]:
    """Yield what the ratings say; none of them fails a cell."""
    for item in answer.ratings:
        if item.id == "leakage":
            # Its conductivity is judged where it is stored.
            continue
        what, settle = together(item.unknown)
        says = item.notes[0].partition(" (")[0] if item.notes else "no statement"
        severity = Severity.NOTICE
        if item.critical.low is not None and math.isinf(item.critical.low):
            severity = Severity.UNKNOWN if what else Severity.OK
        topic = Topic(f"short-{item.id}", answer.electrolyte, _SHORT, _USING)
        yield topic.finding(
            f"{item.name}, a rating: {says[:1].lower()}{says[1:].replace(': ', ', ')}",
            severity,
            kind=item.kind,
            sources=item.sources,
            explanation=" ".join(
                f"{note[0].upper()}{note[1:].rstrip('.')}." for note in item.notes
            ),
            unknown=what,
            settle=settle,
        )


def no_plating_finding(answer: DendriteAssessment) -> Finding:
    """Return that an anode which takes lithium up leaves none to grow."""
    return Topic("short-weakest", "cell", _SHORT, _USING).finding(
        "Charging plates no lithium metal",
        Severity.NOTICE,
        kind=Kind.COMPUTED,
        explanation=f"{answer.answer} That holds as long as the anode takes lithium up as fast as "
        "it comes, everywhere.",
        unknown="the current at which lithium metal forms on this anode",
        settle="the potential of the anode against a lithium reference at rising current",
    )
