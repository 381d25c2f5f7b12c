"""Section of the anode: melting, moist air, plating."""

from __future__ import annotations

from collections.abc import Iterator

from davylamp.cell.potentials import is_lithium_metal
from davylamp.dossier.air import air_findings, airs_of
from davylamp.dossier.findings import Finding, Section
from davylamp.dossier.question import Place, Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity
from davylamp.dossier.solids import place_lead
from davylamp.dossier.stored import stored_entries
from davylamp.dossier.thermal import margin_finding, onset_findings
from davylamp.dossier.topic import Topic

__all__ = ["anode_section"]


def anode_section(question: Question, place: Place, index: int) -> Section:
    """Return the section of the anode material."""
    ident = f"material-{index}"
    material = place.material
    topic = Topic(f"{ident}-failed", material.id, (Hazard.HEAT,), (Moment.FAILING,))
    findings = topic.attempt(
        lambda: _findings(ident, question, place),
        title="This material could not be judged",
        settle="calorimetry (DSC) of the charged anode",
    )
    return Section(
        id=ident,
        title=material.id,
        group="materials",
        lead=place_lead(place),
        fields=place.fields,
        findings=(*findings, *air_findings(ident, material, airs_of(question.cell))),
        entries=tuple(stored_entries(material)),
        notes=(material.notes,) if material.notes else (),
    )


def _findings(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    material, cell = place.material, question.cell
    melting = material.get("melting_temperature")
    if melting is not None:
        words = "Molten lithium flows and reacts far faster. " if is_lithium_metal(material) else ""
        hazards = (Hazard.HEAT, Hazard.SHORT)
        name = f"{ident}-melting"
        yield margin_finding(name, material, cell, melting, "Melts", hazards, words)
    yield from onset_findings(ident, material, cell)
    if not (cell.anode.anode_free or is_lithium_metal(cell.anode.material)):
        yield _plating(ident, question, place)


def _plating(ident: str, question: Question, place: Place) -> Finding:
    """Judge the room for lithium in a host; metallic lithium has no such limit."""
    balance = question.cell.balance
    ratio, metal = balance.n_to_p, balance.metallic_lithium_charged
    topic = Topic(f"{ident}-plating", place.material.id, (Hazard.SHORT,), (Moment.USING,), "n-to-p")
    if ratio.value is None:
        return topic.unknown(
            "Whether lithium plates on it is not known",
            ", ".join(ratio.missing) or "the ratio of the electrode capacities",
            "give the loading of both electrodes in the cell file",
        )
    severity = judge(topic.rule, ratio.value)
    title = "It has room for the lithium of the cathode"
    if metal.value is not None and metal.value > 0.0:
        title = "A full charge plates lithium on it"
    elif severity is not Severity.OK:
        title = "Little room for lithium is left when it is charged"
    return topic.finding(
        title,
        severity,
        value=ratio.value,
        unit="1",
        kind=ratio.kind,
        sources=ratio.sources,
        explanation="Capacity of the anode over that of the cathode (N/P).",
    )
