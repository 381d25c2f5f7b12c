"""The answer in a line: which mechanism fails first, from what current, and how sure that is."""

from __future__ import annotations

import math

from davylamp.core.units import format_quantity
from davylamp.dendrites.assessment.result import DendriteAssessment, MechanismAnswer, Verdict
from davylamp.dendrites.assessment.spread import Share, Spread

__all__ = ["answer_in_words", "conditions_in_words", "current_in_words", "share_in_words"]


def answer_in_words(result: DendriteAssessment) -> str:
    """Return one readable line: first mechanism, current, capacity, conditions, how sure."""
    if result.verdict is Verdict.NOT_APPLICABLE:
        return "Charging plates no lithium metal on this anode, so no lithium can grow through."
    where = conditions_in_words(result)
    first, link = result.first, result.weakest
    if link is None:
        what = result.unknown[0].what if result.unknown else "what limits the current"
        return f"Unknown at {where}: nobody has told {what}."
    if first is None:
        text = f"No mechanism that answers has a critical current at {where}"
    else:
        share = share_in_words(Share(link.first[first.id], link.first[first.id]))
        text = (
            f"{first.name} comes first (in {share} of the draws) at {where}: the critical current "
            f"of the cell is {_range(link.critical)}"
        )
    text += _against_current(result, first) + _against_measured(result)
    if result.verdict is Verdict.UNKNOWN:
        text += "; not known whether it holds"
        names = [item.name.lower() for item in result.undecided]
        if names:
            text += f", as nothing is known of {', '.join(names)}"
    elif result.undecided:
        text += f"; nothing is known of {', '.join(i.name.lower() for i in result.undecided)}"
    return f"{text} (known by: {result.kind.value})."


def _against_current(result: DendriteAssessment, first: MechanismAnswer | None) -> str:
    current, link = result.current_A_per_m2, result.weakest
    if current is None or link is None or link.exceeded is None:
        return "; the current of the cell is not known"
    text = f"; the cell's {current_in_words(current)} reach it in {share_in_words(link.exceeded)}"
    charge = None if first is None else first.capacity
    if charge is not None and charge.median is not None and math.isfinite(charge.median):
        text += f" of the draws, after {_shown(charge.median, 'mAh/cm2')}"
        full = result.capacity_C_per_m2
        if full is not None:
            text += f" of the {_shown(full, 'mAh/cm2')} of a charge"
        return text
    return f"{text} of the draws"


def _against_measured(result: DendriteAssessment) -> str:
    """Return the lowest current that a test bore and the cell exceeds; empty without one."""
    if not result.exceeded_limits:
        return ""
    lowest = min(result.exceeded_limits, key=lambda item: item.current_A_per_m2)
    return f"; measured on {lowest.material}, the {lowest.what} is less, {lowest.words}"


def conditions_in_words(result: DendriteAssessment) -> str:
    """Return pressure and temperature."""
    pressure = result.stack_pressure_Pa
    stack = "unknown stack pressure"
    if pressure is not None:
        stack = "no stack pressure"
        if pressure > 0.0:
            stack = _shown(pressure, "MPa", 3)
    return f"{stack} and {_shown(result.temperature_K, 'degC', 3)}"


def _shown(value_SI: float, unit: str, digits: int = 2) -> str:
    text = format_quantity(value_SI, unit, digits=digits)
    return text.replace("cm2", "cm²").replace("degC", "°C")


def current_in_words(current_A_per_m2: float | None) -> str:
    """Return a current density for a reader.

    Examples
    --------
    >>> current_in_words(5.0), current_in_words(math.inf), current_in_words(None)
    ('0.5 mA/cm²', 'no limit', 'unknown')
    """
    if current_A_per_m2 is None or math.isnan(current_A_per_m2):
        return "unknown"
    if math.isinf(current_A_per_m2):
        return "no limit"
    return _shown(current_A_per_m2, "mA/cm2")


def share_in_words(share: Share) -> str:
    """Return a share in percent, a range where draws have no answer.

    Examples
    --------
    >>> share_in_words(Share(0.254, 0.254)), share_in_words(Share(0.0002, 0.0002))
    ('25 %', 'less than 1 %')
    >>> share_in_words(Share(0.1, 0.4))
    '10 to 40 %'
    """
    if not share.is_exact:
        return f"{100.0 * share.low:.0f} to {100.0 * share.high:.0f} %"
    percent = 100.0 * share.low
    if percent == 0.0:
        return "none"
    if percent < 1.0:
        return "less than 1 %"
    if 99.0 < percent < 100.0:
        return "more than 99 %"
    return "all" if percent == 100.0 else f"{percent:.0f} %"


def _range(spread: Spread) -> str:
    low, high = current_in_words(spread.low), current_in_words(spread.high)
    return f"{current_in_words(spread.median)} (5 to 95 %: {low} to {high})"
