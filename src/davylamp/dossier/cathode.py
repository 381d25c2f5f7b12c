"""Section of the cathode material: oxygen release over lithium content, onsets, gas in use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import DavylampError
from davylamp.dossier.air import air_findings, airs_of
from davylamp.dossier.evidence import keys_of, together
from davylamp.dossier.findings import Finding, Section
from davylamp.dossier.gas_onset import gas_in_use
from davylamp.dossier.numbers import number, quantity
from davylamp.dossier.parts import Column, Plot, PlotKind, Series, Table
from davylamp.dossier.question import Place, Question
from davylamp.dossier.rules import judge
from davylamp.dossier.severity import Hazard, Moment
from davylamp.dossier.solids import place_lead
from davylamp.dossier.stored import lowest, stored_entries
from davylamp.dossier.thermal import margin_finding, onset_findings
from davylamp.dossier.topic import Topic
from davylamp.materials import OxygenRelease, release_oxygen

__all__ = ["cathode_section"]

_POINTS: Final = 7
_SETTLE: Final = "heat the charged powder in inert gas with mass spectrometry of the gas"
_FAILING: Final = (Moment.FAILING,)
_BOTH: Final = (Hazard.HEAT, Hazard.GAS)


def cathode_section(question: Question, place: Place, index: int) -> Section:
    """Return the section of the active material of the cathode."""
    ident = f"material-{index}"
    material = place.material
    answer: OxygenRelease | None = None
    topic = Topic(f"{ident}-oxygen", material.id, _BOTH, _FAILING, "oxygen-drive")
    try:
        answer = release_oxygen(
            material, None if question.state is None else question.state.lithium
        )
        findings = list(_release(topic, answer))
    except DavylampError as error:
        title = "Its release of oxygen is not known"
        findings = [topic.unknown(title, error.message, error.remedy or _SETTLE)]
    findings.append(_onset(ident, question, place))
    findings.extend(onset_findings(ident, material, question.cell))
    findings.extend(gas_in_use(ident, place))
    findings.extend(air_findings(ident, material, airs_of(question.cell)))
    known = answer is not None and answer.gibbs_J_per_mol_O2 is not None
    notes = question.state.notes if question.state is not None else ()
    return Section(
        id=ident,
        title=material.id,
        group="materials",
        lead=_lead(question, place),
        fields=place.fields,
        findings=tuple(findings),
        entries=tuple(stored_entries(material)),
        tables=_products(ident, answer),
        plots=_plots(ident, place) if known else (),
        notes=(*notes, *((material.notes,) if material.notes else ())),
    )


def _lead(question: Question, place: Place) -> str:
    state = question.state
    if state is None:
        return f"{place_lead(place)} Its lithium content is not known."
    return (
        f"{place_lead(place)} Judged at a state of charge of "
        f"{number(100.0 * state.state_of_charge)} %, where x = {state.lithium:.2f}."
    )


def _release(topic: Topic, answer: OxygenRelease) -> Iterator[Finding]:
    what, settle = together(answer.unknown)
    sources = keys_of(answer.sources)
    drive, heat = answer.gibbs_J_per_mol_O2, answer.heat_J_per_g
    if drive is None or heat is None:
        yield topic.unknown(
            "Its drive to give off oxygen is not known",
            what or f"the energy of charged {topic.subject}",
            settle or _SETTLE,
            sources=sources,
        )
        return
    spread = answer.uncertainty_J_per_mol_O2
    released = -drive / 1e3
    made = ", ".join(product.name for product in answer.products)
    limit = ""
    if answer.limit_K is not None:
        limit = f" Stable up to {number(answer.limit_K - ZERO_CELSIUS_K)} °C."
    volume = answer.oxygen_cm3_per_g
    amount = "" if volume is None else f" At most {quantity(volume, 'cm3/g')} of O2."
    title = "Charged, it keeps its oxygen at equilibrium"
    if released > 0.0:
        title = "Charged, it gains by giving off oxygen; only kinetics hold it"
    yield topic.finding(
        title,
        judge(topic.rule, released),
        value=released,
        unit="kJ/mol O2",
        uncertainty="not reported" if spread is None else quantity(spread / 1e3, "kJ/mol O2"),
        kind=answer.kind,
        sources=sources,
        explanation=(
            f"At x = {answer.lithium:.2f}, 25 °C and 1 bar of oxygen, to {made}.{amount}{limit} "
            "A driving force is no onset temperature."
        ),
        unknown=what,
        settle=settle,
    )
    yield Topic(f"{topic.id}-heat", topic.subject, (Hazard.HEAT,), _FAILING, "oxygen-heat").finding(
        f"Giving off its oxygen {'sets heat free' if heat > 0.0 else 'takes up heat'}",
        judge("oxygen-heat", heat),
        value=heat,
        unit="J/g",
        kind=answer.kind,
        sources=sources,
        explanation="Of the cathode alone, per gram; the oxygen can burn more elsewhere.",
    )


def _onset(ident: str, question: Question, place: Place) -> Finding:
    name, material = f"{ident}-oxygen-onset", place.material
    datum = lowest(material.all("oxygen_onset_temperature"))
    if datum is not None:
        title = "Oxygen begins to leave"
        return margin_finding(name, material, question.cell, datum, title, _BOTH)
    return Topic(name, material.id, _BOTH, _FAILING, "thermal-margin").unknown(
        "At what temperature oxygen leaves is not known",
        f"the onset of oxygen release of charged {material.id}",
        _SETTLE,
    )


def _products(ident: str, answer: OxygenRelease | None) -> tuple[Table, ...]:
    if answer is None or not answer.products:
        return ()
    columns = (
        Column("phase", "Product"),
        Column("amount_mol_per_mol", "mol per mol of cathode"),
        Column("kind", "Known by"),
        Column("origin", "Energy from"),
    )
    rows = tuple(
        (item.name, item.amount_mol, item.kind.value, item.origin) for item in answer.products
    )
    title = "What the charged cathode turns into"
    return (Table(f"{ident}-oxygen-products", title, columns, rows),)


def _plots(ident: str, place: Place) -> tuple[Plot, ...]:
    """Return the driving force of oxygen release against the lithium content."""
    material = place.material
    curve = material.ocv
    if len(curve) < 2:
        return ()
    low, high = curve[0].x, curve[-1].x
    x: list[float] = []
    gibbs: list[float] = []
    heat: list[float] = []
    for at in range(_POINTS):
        lithium = low + (high - low) * at / (_POINTS - 1)
        try:
            answer = release_oxygen(material, lithium)
        except DavylampError:
            # A gap in the plot; the finding at the cell's own content says what is missing.
            continue
        if answer.gibbs_J_per_mol_O2 is None or answer.enthalpy_J_per_mol_O2 is None:
            continue
        x.append(lithium)
        gibbs.append(-answer.gibbs_J_per_mol_O2 / 1e3)
        heat.append(-answer.enthalpy_J_per_mol_O2 / 1e3)
    if len(x) < 2:
        return ()
    plot = Plot(
        id=f"{ident}-oxygen-plot",
        kind=PlotKind.LINES,
        title="Drive to give off oxygen over the lithium content.",
        alt=f"From {number(gibbs[0])} kJ/mol O2 at x = {x[0]:.2f} to {number(gibbs[-1])} kJ/mol "
        f"O2 at x = {x[-1]:.2f}.",
        x_title="lithium content x",
        y_title="released [kJ per mol of O2]",
        series=(
            Series("Gibbs energy (25 °C, 1 bar)", tuple(x), tuple(gibbs)),
            Series("heat", tuple(x), tuple(heat)),
        ),
        note="Above zero, losing oxygen is downhill. From measured formation enthalpies and "
        "open-circuit voltages.",
    )
    return (plot,)
