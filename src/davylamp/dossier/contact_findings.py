"""What one contact of the cell does, as findings: reaction, heat, gas, layer on lithium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from davylamp.core.evidence import Kind, Unknown
from davylamp.dossier.contact_gas import gas_finding
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding
from davylamp.dossier.foil import Foil
from davylamp.dossier.numbers import number
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity
from davylamp.dossier.topic import Topic
from davylamp.interfaces import Contact, InterphaseClass, ReactionOutcome

__all__ = ["contact_findings"]

_CLASS_SEVERITY: Final = {
    "I": Severity.OK,
    "II": Severity.WARNING,
    "III": Severity.NOTICE,
    "unknown": Severity.UNKNOWN,
}
#: Less than this is round-off, no reaction [meV/atom].
_NOTHING_MEV: Final = 1e-3
_CROSSING: Final = (
    "A bound of the accident: all that meets when the electrolyte between the electrodes is "
    "broken. Oxygen that crosses over from the cathode brings on a part of it."
)
_OXIDE_ERROR: Final = "24 meV/atom, of oxides"


def contact_findings(
    ident: str, label: str, answer: Contact, *, foil: Foil | None = None, crossing: bool = False
) -> Iterator[Finding]:
    """Yield the findings of one contact.

    Parameters
    ----------
    ident, label : str
        Id of the section and name of the contact.
    answer : Contact
        Answer of `davylamp.interfaces.assess_contact`.
    foil : Foil, optional
        The side that is a current collector: no class is given then, which speaks of
        electrolytes, and heat has a rule of its own.
    crossing : bool
        Whether the two meet in an accident only: nothing is said about the cell in use then.
    """
    heat_and_gas = (Hazard.HEAT, Hazard.GAS)
    moments = (Moment.FAILING,) if crossing else (Moment.USING, Moment.FAILING)
    if answer.chemical is None:
        what, settle = together(answer.unknown)
        topic = Topic(f"{ident}-reaction", label, heat_and_gas, moments)
        yield topic.unknown("Whether these two react is not known", what, settle)
        return
    of_class = () if answer.interphase is None else answer.interphase.unknown
    apart = {*of_class, *answer.gas_unknown}
    rest = [item for item in answer.unknown if item not in apart]
    if not crossing:
        yield _reaction(ident, label, answer.chemical, foil)
        worst = answer.worst_electrochemical
        if worst is not None:
            yield _at_voltage(ident, label, worst, foil)
    heat = _heat(ident, label, answer, rest, collector=foil is not None)
    if heat.severity is not Severity.OK and foil is not None:
        heat = replace(heat, explanation=f"{heat.explanation} {foil.shield}".strip())
    if crossing:
        heat = replace(heat, explanation=f"{heat.explanation} {_CROSSING}".strip())
    yield heat
    yield gas_finding(ident, label, answer, rest)
    if answer.interphase is not None and foil is None and not crossing:
        yield _layer_class(ident, label, answer.interphase)


def _force(outcome: ReactionOutcome) -> float:
    # Adding zero turns a negative zero into a plain one.
    return max(-outcome.mutual_meV_per_atom, 0.0) + 0.0


def _held_back(found: Finding, foil: Foil | None) -> Finding:
    """Return the finding as it is for a foil that its film passivates in use: no more a notice."""
    if foil is None or not foil.passive or found.severity.rank >= Severity.NOTICE.rank:
        return found
    # No rule of a number: the film, not the energy, sets the severity.
    return replace(
        found,
        severity=Severity.NOTICE,
        rule="",
        explanation=f"{found.explanation} {foil.in_use}".strip(),
    )


def _reaction(ident: str, label: str, best: ReactionOutcome, foil: Foil | None) -> Finding:
    topic = Topic(f"{ident}-reaction", label, (Hazard.HEAT,), (Moment.USING,), "reaction-energy")
    force = _force(best)
    severity = judge(topic.rule, force)
    title = "They react with each other"
    if severity is Severity.OK:
        small = force > _NOTHING_MEV
        title = "No reaction beyond the error of the energies" if small else "They do not react"
    total = best.total_meV_per_atom
    shown = "unknown" if total is None else f"{number(-total)} meV/atom"
    explanation = f"No mixing ratio gives products of lower energy, {best.scheme} energies."
    if force > _NOTHING_MEV:
        explanation = (
            f"{best.equation}. Energy released at the most favourable mixing ratio, from what each "
            f"would fall to alone (mutual), {best.scheme} energies; from the materials as they are "
            f"(total): {shown}."
        )
    found = topic.finding(
        title,
        severity,
        value=force,
        unit="meV/atom",
        uncertainty=_OXIDE_ERROR,
        kind=best.kind,
        sources=keys_of((*(product.origin for product in best.products), "hautier2012")),
        explanation=explanation,
    )
    return _held_back(found, foil)


def _at_voltage(ident: str, label: str, worst: ReactionOutcome, foil: Foil | None) -> Finding:
    topic = Topic(f"{ident}-voltage", label, (Hazard.HEAT,), (Moment.USING,), "reaction-energy")
    force = _force(worst)
    severity = judge(topic.rule, force)
    at = "an unknown voltage" if worst.voltage_V is None else f"{worst.voltage_V:.2f} V"
    title = f"Held at {at} they react, exchanging lithium with the electrode"
    if severity is Severity.OK:
        title = "Held at the potential of the electrode they do not react beyond the error"
    equation = f"{worst.equation}. " if force > _NOTHING_MEV else ""
    found = topic.finding(
        title,
        severity,
        value=force,
        unit="meV/atom",
        kind=worst.kind,
        sources=keys_of(product.origin for product in worst.products),
        explanation=(
            f"{equation}Worst potential of the range, {at} against Li/Li⁺; energy per atom that is "
            f"not lithium, mutual, {worst.scheme} energies."
        ),
    )
    return _held_back(found, foil)


def _heat(
    ident: str, label: str, answer: Contact, unknown: list[Unknown], *, collector: bool
) -> Finding:
    rule = "reaction-heat-foil" if collector else "reaction-heat"
    topic = Topic(f"{ident}-heat", label, (Hazard.HEAT,), (Moment.FAILING,), rule)
    best = answer.hottest
    what, settle = together(unknown)
    settle = settle or "calorimetry (DSC, ARC) of the two mixed"
    if best is None:
        return _no_heat(topic, answer, what, settle)
    known = best.heat_J_per_g is not None
    heat = best.heat_J_per_g if best.heat_J_per_g is not None else best.mutual_heat_J_per_g
    severity = judge(topic.rule, heat)
    title = "Complete reaction gives off heat"
    # What the materials gain by decomposing alone is not in the mutual heat: little is not safe.
    if heat is None or (not known and severity is Severity.OK):
        title, severity = "The heat of their reaction is not known", Severity.UNKNOWN
        what = what or "the energy of one of the two"
    elif heat <= 0.0:
        title = "Complete reaction takes up heat"
    start = "the materials as they are" if known else "what each would fall to alone"
    rise = ""
    if best.adiabatic is not None:
        more = "more than " if best.adiabatic.at_least else "about "
        rise = f" Kept in, it would warm the mixture by {more}{number(best.adiabatic.rise_K)} K."
    return topic.finding(
        title,
        severity,
        value=heat,
        unit="J/g",
        kind=best.kind,
        sources=keys_of(product.origin for product in best.products),
        explanation=(
            f"{best.equation}. Per gram of both at the hottest mixing ratio "
            f"({number(100.0 * best.mass_fraction_a)} % of mass from the first), from {start}, "
            f"{best.scheme} energies.{rise}"
        ),
        unknown=what,
        settle=settle if what else "",
    )


def _no_heat(topic: Topic, answer: Contact, what: str, settle: str) -> Finding:
    """Return the finding where no mixing ratio reacts by the safety energies."""
    sources = keys_of(answer.sources)
    if answer.kind is Kind.UNKNOWN:
        return topic.unknown(
            "The heat of their reaction is not known", what or "its heat", settle, sources=sources
        )
    if judge("reaction-energy", answer.driving_force_meV_per_atom) is not Severity.OK:
        return topic.unknown(
            "No heat by the safety energies, though the legacy ones see a reaction",
            what or "which of the two sets of energies is right",
            settle,
            sources=sources,
            explanation="No mixture has products of lower Gibbs energy by the safety energies.",
        )
    return topic.finding(
        "No reaction gives off heat",
        Severity.OK,
        value=0.0,
        unit="J/g",
        kind=answer.kind,
        sources=sources,
        explanation="No mixture of the two has products of lower Gibbs energy (safety energies).",
        unknown=what,
        settle=settle if what else "",
    )


def _layer_class(ident: str, label: str, found: InterphaseClass) -> Finding:
    topic = Topic(f"{ident}-class", label, (Hazard.SHORT,), (Moment.USING,), "interphase-class")
    what, settle = together(found.unknown)
    severity = _CLASS_SEVERITY[found.label]
    name = "not known" if found.label == "unknown" else found.label
    if severity is Severity.UNKNOWN and not what:
        what, settle = found.reason, "impedance of a symmetric lithium cell over weeks at rest"
    return topic.finding(
        f"Layer on lithium: class {name}, {found.meaning}",
        severity,
        kind=found.kind,
        sources=keys_of(found.sources),
        explanation=f"{found.reason[:1].upper()}{found.reason[1:]}.",
        unknown=what,
        settle=settle,
    )
