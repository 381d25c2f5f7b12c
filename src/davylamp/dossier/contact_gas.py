"""Gas that one contact of the cell gives off, as a finding; undecided gas is never ``ok``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import Kind, Unknown
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.gases import gas_severity, gas_words
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.topic import Topic
from davylamp.interfaces import Contact, ReactionOutcome

__all__ = ["gas_finding"]

_SETTLE: Final = "mass spectrometry of the two mixed while they are heated"


def gas_finding(ident: str, label: str, answer: Contact, rest: Sequence[Unknown]) -> Finding:
    """Return the finding on gas of one contact.

    The worse of the gas at the temperature of the cell and of the gas of the hot mixture counts.

    Parameters
    ----------
    ident, label : str
        Id of the section and name of the contact.
    answer : Contact
        Answer of `davylamp.interfaces.assess_contact`.
    rest : sequence of Unknown
        What is not known besides gas, for an answer that has no energies at all.
    """
    topic = Topic(f"{ident}-gas", label, (Hazard.GAS,), (Moment.FAILING,), "toxic-gas")
    what, settle = together(answer.gas_unknown)
    cool, hot = answer.most_gas, answer.hot_gas
    best = _worse(cool, hot)
    if best is None:
        return _none(topic, answer, rest, what, settle)
    volumes = _volumes(best)
    severity, rule = gas_severity(volumes)
    if what:
        severity = worst((severity, Severity.UNKNOWN))
    explanation = f"{best.equation}. {_each(best)}, {best.scheme} energies{_at(best)}."
    other = hot if best is cool else cool
    if other is not None and _each(other) == _each(best):
        explanation += f" The same{_at(other).removeprefix(',')}."
    elif other is not None:
        explanation += f" {_each(other)}{_at(other)}."
    elif best is hot:
        explanation += " None at the temperature of the cell."
    hotter = " when hot" if best is hot and cool is None else ""
    return topic.finding(
        f"Complete reaction gives off {gas_words(volumes)}{hotter}",
        severity,
        value=best.gas_cm3_per_g,
        unit="cm3/g",
        kind=best.kind,
        sources=keys_of(product.origin for product in best.products),
        explanation=explanation,
        unknown=what,
        settle=settle,
        rule=rule,
    )


def _none(
    topic: Topic, answer: Contact, rest: Sequence[Unknown], what: str, settle: str
) -> Finding:
    """Return the finding where equilibrium gives no gas, cool or hot."""
    sources = keys_of(answer.sources)
    if answer.kind is Kind.UNKNOWN:
        reasons, ways = together([*answer.gas_unknown, *rest])
        return topic.unknown(
            "The gas of their reaction is not known",
            reasons or "the gas of their reaction",
            ways or _SETTLE,
            sources=sources,
        )
    if not what and _drives(answer):
        what, settle = f"whether {topic.subject} gives gas on a faster route", _SETTLE
    if not what and any(item.temperature_K is None for item in answer.profile):
        what = f"gas of {topic.subject} when hot: an entropy is missing"
        settle = _SETTLE
    if what:
        return topic.unknown(
            "No gas at equilibrium, but whether they give off any is not known",
            what,
            settle or _SETTLE,
            kind=answer.kind,
            sources=sources,
            explanation="Equilibrium, at 1 bar and the temperatures of the notes below, is no "
            "proof of what comes off on the way.",
        )
    return topic.finding(
        "No reaction gives off gas",
        Severity.OK,
        value=0.0,
        unit="cm3/g",
        kind=answer.kind,
        sources=sources,
        explanation="At equilibrium, at 1 bar and the temperatures of the notes below.",
    )


def _drives(answer: Contact) -> bool:
    """Whether energy or heat of the reaction is large enough to drive gas off."""
    heats = [0.0]
    if answer.hottest is not None:
        both = (answer.hottest.heat_J_per_g, answer.hottest.mutual_heat_J_per_g)
        heats.extend(heat for heat in both if heat is not None)
    drives = (
        judge("reaction-energy", answer.driving_force_meV_per_atom),
        judge("reaction-heat", max(heats)),
    )
    return any(item is not Severity.OK for item in drives)


def _worse(cool: ReactionOutcome | None, hot: ReactionOutcome | None) -> ReactionOutcome | None:
    """Return the one whose gas is judged worse; the cool one where they are alike."""
    if cool is None or hot is None:
        return cool or hot
    ranks = [gas_severity(_volumes(item))[0].rank for item in (cool, hot)]
    return hot if ranks[1] < ranks[0] else cool


def _volumes(outcome: ReactionOutcome) -> dict[str, float]:
    return {gas.species: gas.cm3_per_g for gas in outcome.gas}


def _each(outcome: ReactionOutcome) -> str:
    each = ", ".join(
        f"{name} {quantity(volume, 'cm3/g')}" for name, volume in _volumes(outcome).items()
    )
    return f"{each}, at most, per gram of both, volumes at 25 °C and 1 bar"


def _at(outcome: ReactionOutcome) -> str:
    if outcome.temperature_K is None:
        return ""
    return f", at {number(outcome.temperature_K - ZERO_CELSIUS_K)} °C"
