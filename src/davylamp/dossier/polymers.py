"""Section of a polymer, salt or binder: by measurement only."""

from __future__ import annotations

from collections.abc import Iterator

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.evidence import Datum, weakest
from davylamp.dossier.evidence import (
    bound_word,
    datum_text,
    keys_of,
    together,
    uncertainty_text,
)
from davylamp.dossier.findings import Finding, Section
from davylamp.dossier.gas_onset import gas_in_use
from davylamp.dossier.margins import excess_V, window_severity
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.question import Place, Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity, worst
from davylamp.dossier.solids import place_lead
from davylamp.dossier.stored import lowest, stored_entries
from davylamp.dossier.thermal import decomposition_finding, margin_finding, onset_findings
from davylamp.dossier.topic import Topic
from davylamp.materials import describe_polymer

__all__ = ["polymer_section"]


def polymer_section(question: Question, place: Place, index: int) -> Section:
    """Return the section of a polymer electrolyte or binder."""
    ident = f"material-{index}"
    material = place.material
    topic = Topic(
        f"{ident}-failed",
        material.id,
        (Hazard.HEAT, Hazard.GAS),
        (Moment.USING, Moment.FAILING),
    )
    findings = topic.attempt(
        lambda: _findings(ident, question, place),
        title="This material could not be judged",
        settle="calorimetry, voltammetry and thermogravimetry",
    )
    return Section(
        id=ident,
        title=material.id,
        group="materials",
        lead=place_lead(place),
        fields=place.fields,
        findings=findings,
        entries=tuple(stored_entries(material)),
        notes=(material.notes,) if material.notes else (),
    )


def _findings(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    material, cell = place.material, question.cell
    conducts = any(role in ("electrolyte", "catholyte") for role in place.roles)
    yield _combustion(ident, place)
    yield from decomposition_finding(ident, material, cell)
    yield from onset_findings(ident, material, cell)
    yield from _window(ident, place, essential=conducts)
    yield from gas_in_use(ident, place)
    if conducts:
        yield from _melting(ident, question, place)


def _combustion(ident: str, place: Place) -> Finding:
    name = place.material.id
    topic = Topic(f"{ident}-combustion", name, (Hazard.HEAT,), (Moment.FAILING,), "combustion-heat")
    answer = describe_polymer(place.material)
    burning = answer.combustion
    if burning is None or burning.heat_J_per_g is None:
        what, settle = together(item for item in answer.unknown if "combustion" in item.what)
        return topic.unknown(
            "Its heat of combustion is not known",
            what or f"the heat of combustion of {name}",
            settle or "measure it in an oxygen bomb",
        )
    heat, spread = burning.heat_J_per_g, burning.heat_uncertainty_J_per_g
    severity = judge(topic.rule, heat)
    return topic.finding(
        "Hardly burns" if severity is Severity.OK else "Burns",
        severity,
        value=heat,
        unit="J/g",
        uncertainty="not reported" if spread is None else quantity(spread, "J/g"),
        kind=burning.kind,
        sources=keys_of(answer.sources),
        explanation=(
            f"Complete combustion, water as vapour ({burning.heat_origin}). It needs "
            f"{number(burning.oxygen_g_per_g)} g of oxygen per gram, from air or the cathode."
        ),
    )


def _window(ident: str, place: Place, *, essential: bool) -> Iterator[Finding]:
    material, span = place.material, place.potential
    topic = Topic(f"{ident}-window", material.id, (), (Moment.USING,), "beyond-window")
    reduction = material.get("reduction_potential")
    oxidation = lowest(material.all("oxidation_potential"))
    used = [item for item in (reduction, oxidation) if item is not None]
    if span is None or not used:
        if essential:
            yield topic.unknown(
                "Whether it lies within its window is not known",
                "the potentials it sees" if span is None else "its window",
                "linear sweep voltammetry with carbon, both ways",
            )
        return
    edges = [None if item is None else item.value for item in (reduction, oxidation)]
    excess = excess_V(span.low_V, span.high_V, *edges)
    assert excess is not None
    # The edge that is nearest to the potentials, or furthest crossed, is the one that decides.
    lower = edges[0] is not None and excess == edges[0] - span.low_V
    nearest = reduction if lower and reduction is not None else used[-1]
    severity = window_severity(excess, nearest.kind)
    flatters = any(item.bound == ("<" if item is oxidation else ">") for item in used)
    what = ""
    title = f"Outside its stored window by {excess:.2f} V"
    if excess < 0.01:
        title = "Within its stored window"
        if flatters:
            severity, what = (
                worst((severity, Severity.UNKNOWN)),
                "its window: only bounds are known",
            )
            title = "Whether it lies within its window is not known"
        elif severity is not Severity.OK:
            title = "At the edge of its stored window"
            what = "on which side of the edge it lies: the margin is less than its error"
        if len(used) < 2:
            title, severity = "Only one edge of its window is known", Severity.UNKNOWN
            what = f"its {'reduction' if reduction is None else 'oxidation'} potential"
    elif severity is Severity.UNKNOWN:
        what = f"the edge of its window, which is only {nearest.kind.value}"
    yield topic.finding(
        title,
        severity,
        value=excess,
        unit="V",
        uncertainty=uncertainty_text(used[-1]),
        kind=weakest([*(item.kind for item in used), span.kind]),
        sources=tuple(dict.fromkeys(item.source for item in used)),
        explanation=f"It sees {span.low_V:.2f} to {span.high_V:.2f} V. "
        + " ".join(f"{_edge(item, reduction)}." for item in used),
        unknown=what,
        settle="linear sweep voltammetry with carbon" if what else "",
    )


def _edge(datum: Datum, reduction: Datum | None) -> str:
    which = "Reduced below" if datum is reduction else "Oxidised above"
    return f"{which} {bound_word(datum)}{datum.value:.2f} V ({datum_text(datum)})"


def _melting(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    material, cell = place.material, question.cell
    datum = material.get("melting_temperature")
    if datum is None:
        return
    name = f"{ident}-melting"
    if datum.value + ZERO_CELSIUS_K > cell.operation.temperature_K:
        yield margin_finding(name, material, cell, datum, "Melts", (Hazard.SHORT,))
        return
    moments = (Moment.USING, Moment.FAILING)
    yield Topic(name, material.id, (Hazard.SHORT,), moments).finding(
        "Molten in use: pressure or a tear can bring the electrodes together",
        Severity.NOTICE,
        value=datum.value,
        unit="degC",
        uncertainty=uncertainty_text(datum),
        kind=datum.kind,
        sources=(datum.source,),
        explanation=f"Melting point. Stored value: {datum_text(datum)}.",
    )
