"""Section of an inorganic electrolyte or coating: stability, window, air and heat."""

from __future__ import annotations

from collections.abc import Iterator

from davylamp.core.evidence import weakest
from davylamp.dossier.air import air_findings, airs_of
from davylamp.dossier.evidence import keys_of
from davylamp.dossier.findings import Finding, Section
from davylamp.dossier.numbers import number
from davylamp.dossier.question import Place, Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment, Severity
from davylamp.dossier.stored import stored_entries
from davylamp.dossier.thermal import decomposition_finding, onset_findings
from davylamp.dossier.topic import Topic
from davylamp.dossier.windows import window_findings
from davylamp.thermo import phase_stability

__all__ = ["place_lead", "solid_section"]


def solid_section(question: Question, place: Place, index: int) -> Section:
    """Return the section of an inorganic electrolyte, catholyte, coating or filler."""
    ident = f"material-{index}"
    material = place.material
    return Section(
        id=ident,
        title=material.id,
        group="materials",
        lead=place_lead(place),
        fields=place.fields,
        findings=(
            *_findings(ident, question, place),
            *air_findings(ident, material, airs_of(question.cell)),
        ),
        entries=tuple(stored_entries(material)),
        notes=(material.notes,) if material.notes else (),
    )


def place_lead(place: Place) -> str:
    """Return what a material is and where it is, in a sentence."""
    structure = f", {place.material.structure}" if place.material.structure else ""
    roles = " and ".join(place.roles)
    seen = ""
    if place.potential is not None:
        low, high = place.potential.low_V, place.potential.high_V
        shown = f"{low:.2f}" if high - low < 1e-9 else f"{low:.2f} to {high:.2f}"
        seen = f" It sees {shown} V against Li/Li⁺."
    return f"{place.material.name} ({place.material.family}{structure}), as {roles}.{seen}"


def _findings(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    material, cell = place.material, question.cell
    using, failing = (Moment.USING,), (Moment.FAILING,)
    hull = Topic(f"{ident}-hull", material.id, (), (Moment.MAKING,), "above-hull")
    yield from hull.attempt(
        lambda: _hull(hull, question, place),
        title="Whether it is stable by itself is not known",
        settle="its formation enthalpy (solution calorimetry)",
    )
    yield from Topic(f"{ident}-window", material.id, (), using).attempt(
        lambda: window_findings(ident, question, place),
        title="Its electrochemical window is not known",
        settle="cyclic voltammetry with carbon",
    )
    heat_and_gas = (Hazard.HEAT, Hazard.GAS)
    yield from Topic(f"{ident}-decomposition", material.id, heat_and_gas, failing).attempt(
        lambda: decomposition_finding(ident, material, cell),
        title="At what temperature it decomposes is not known",
        settle="thermogravimetry with mass spectrometry, and DSC",
    )
    yield from onset_findings(ident, material, cell)


def _hull(topic: Topic, question: Question, place: Place) -> Iterator[Finding]:
    material = place.material
    if material.composition is None:
        yield topic.unknown(
            "Whether it is stable by itself is not known",
            f"the formula of {material.id}",
            "chemical analysis; give the formula in the cell file",
        )
        return
    answer = phase_stability(material.composition, question.legacy)
    mixture = " + ".join(f"{number(item.amount_mol)} {item.name}" for item in answer.decomposition)
    if answer.above_hull_eV is None or answer.phase is None:
        yield topic.unknown(
            "Whether it is stable by itself is not known",
            f"the formation energy of {material.id}",
            "solution calorimetry, or a calculation added as a phase of your own",
            explanation=f"The best mixture of known phases is {mixture} (mol per mol of atoms).",
        )
        return
    above = 1e3 * answer.above_hull_eV
    severity = judge(topic.rule, above)
    title = "Metastable: a mixture of other phases has less energy"
    if severity is Severity.OK:
        title = (
            "Stable by itself" if answer.is_stable else "Stable within the error of the energies"
        )
    origins = (answer.phase.origin, *(item.origin for item in answer.decomposition), "hautier2012")
    yield topic.finding(
        title,
        severity,
        value=above,
        unit="meV/atom",
        uncertainty="24 meV/atom, of oxides",
        kind=weakest([answer.phase.kind, *(item.kind for item in answer.decomposition)]),
        sources=keys_of(origins),
        explanation=(
            f"Above the best mixture of other phases, {mixture} (mol per mol of atoms), legacy "
            "energies without temperature; entropy can stabilise a phase that is made hot."
        ),
    )
