"""Findings on fire of gas: whether it burns where it comes out, and what that does to the place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from davylamp.core.evidence import Unknown, weakest
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gas_words import amounts_words
from davylamp.dossier.gas_words_at import AT_MOMENT, bound_of, gaps_in_words, topic_of
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Severity, worst
from davylamp.gas.poison import OXIDISER
from davylamp.gas.source import When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasCase

__all__ = ["enclosure_finding", "fire_finding"]


def fire_finding(
    when: When, cases: tuple[GasCase, ...], told: frozenset[Unknown], more: tuple[Unknown, ...]
) -> Finding:
    """Return the worst share of the lower flammability limit over cases.

    `told` is what the finding on poison tells as unknown, `more` what sources without an amount
    leave open.
    """
    found = [_fire_of(when, case, told, more) for case in cases]
    return min(found, key=lambda item: (item.severity.rank, -(item.value or 0.0)))


def _fire_of(
    when: When, case: GasCase, told: frozenset[Unknown], more: tuple[Unknown, ...]
) -> Finding:
    """Judge the share of the lower flammability limit that the gas reaches, evenly mixed."""
    topic = topic_of(when, "fire", "gas-lfl")
    fire = case.fire
    settle = "measure the flammability limits of the gas of this cell (ASTM E681, EN 1839)"
    if fire is None or fire.flammable is None:
        gap, settled = together(() if fire is None else fire.unknown)
        return topic.unknown(
            f"Whether the gas that comes {AT_MOMENT[when]} burns is not known",
            gap or "its limits of flammability",
            settled or settle,
            kind=case.kind,
            sources=keys_of(case.sources),
            explanation=amounts_words(case),
        )
    what, settled = gaps_in_words(when, (*fire.unknown, *case.unknown, *more), told)
    kind = weakest((case.kind, fire.kind))
    sources = keys_of((*case.sources, *fire.sources))
    explanation = f"{amounts_words(case)} {_fire_words(case)}"
    if not fire.flammable:
        feeds = OXIDISER.intersection(case.amounts)
        but = f", but its {', '.join(sorted(feeds))} feeds a fire" if feeds else ""
        return topic.finding(
            f"{case.title}: the gas does not burn in air{but}",
            worst((Severity.NOTICE, Severity.UNKNOWN)) if what else Severity.NOTICE,
            kind=kind,
            sources=sources,
            explanation=explanation,
            unknown=what,
            settle=settled,
            rule="",
        )
    if case.place.oxygen_share <= 0.0:
        return topic.finding(
            f"{case.title}: the gas burns once it meets air, which {case.place.title} has not",
            Severity.UNKNOWN if what else Severity.NOTICE,
            kind=kind,
            sources=sources,
            explanation=explanation,
            unknown=what,
            settle=settled,
            rule="",
        )
    if fire.share_of_lfl is None:
        return topic.unknown(
            f"{case.title}: the gas burns; whether {case.place.title} reaches its limit is not "
            "known",
            what or "the amount of gas, or its lower flammability limit",
            settled or settle,
            kind=kind,
            sources=sources,
            explanation=explanation,
        )
    percent = 100.0 * fire.share_of_lfl
    severity = judge("gas-lfl", percent)
    if what:
        severity = worst((severity, Severity.UNKNOWN))
    return topic.finding(
        f"{case.title}: the gas burns, and fills {case.place.title} to {number(percent, 2)} % of "
        "its lower limit",
        severity,
        value=percent,
        unit="%",
        uncertainty=bound_of(case),
        kind=kind,
        sources=sources,
        explanation=explanation,
        unknown=what,
        settle=settled,
    )


def _fire_words(case: GasCase) -> str:
    fire = case.fire
    if fire is None:
        return ""
    words = []
    if fire.lfl_percent is not None:
        upper = "" if fire.ufl_percent is None else f" to {number(fire.ufl_percent)}"
        words.append(f"Burns from {number(fire.lfl_percent)}{upper} % in air.")
    words += [
        f"{item.label[0].upper()}{item.label[1:]}: {quantity(item.value, item.unit)}."
        for item in fire.figures
        if item.value is not None
    ]
    if fire.flammable:
        words.append(
            f"Around the vent the gas is within its limits at first, whatever the size of "
            f"{case.place.title}."
        )
    return " ".join(words)


def enclosure_finding(
    when: When, cases: tuple[GasCase, ...], told: frozenset[Unknown]
) -> Iterator[Finding]:
    """Yield the pressure of burning in an enclosure against what it stands, where that is given."""
    for case in cases:
        stands = case.place.burst_pressure_Pa
        figures = () if case.fire is None else case.fire.figures
        rise = next((item for item in figures if item.key == "place_overpressure_kPa"), None)
        if not stands or rise is None or rise.value is None:
            continue
        ratio = 1e3 * rise.value / stands
        what, settle = gaps_in_words(when, case.unknown, told)
        severity = judge("gas-enclosure", ratio)
        yield topic_of(when, "enclosure", "gas-enclosure").finding(
            f"{case.title}: burning gas can raise {case.place.title} to {number(ratio, 2)} times "
            "the pressure that it stands",
            worst((severity, Severity.UNKNOWN)) if what else severity,
            value=ratio,
            unit="1",
            uncertainty=rise.uncertainty,
            kind=weakest((case.kind, rise.kind)),
            sources=keys_of((*case.sources, *rise.sources)),
            explanation=f"{quantity(rise.value, 'kPa')} against {quantity(1e-3 * stands, 'kPa')}, "
            f"{rise.note}.",
            unknown=what,
            settle=settle,
        )
        return
