"""Section of one contact of the cell: findings, profile, products."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind
from davylamp.dossier.contact_findings import contact_findings
from davylamp.dossier.evidence import datum_text, uncertainty_text
from davylamp.dossier.findings import Section
from davylamp.dossier.foil import foil_of
from davylamp.dossier.numbers import number
from davylamp.dossier.parts import Column, Entry, Plot, PlotKind, Series, Table
from davylamp.dossier.question import Question
from davylamp.dossier.severity import Hazard, Moment
from davylamp.dossier.stored import key_of
from davylamp.dossier.topic import Topic
from davylamp.interfaces import assess_contact
from davylamp.thermo import interface_reaction

if TYPE_CHECKING:
    from davylamp.cell import Contact as CellContact
    from davylamp.interfaces import Contact
    from davylamp.store.materials import Material
    from davylamp.store.user import UserPhase

__all__ = ["contact_section"]


def contact_section(question: Question, place: CellContact, index: int) -> Section:
    """Return the section of one contact of the cell.

    Where the room has no answer, the section holds an unknown finding with its reason.
    """
    ident = f"contact-{index}"
    label = place.label
    if sum(other.label == label for other in question.cell.contacts) > 1:
        label = f"{label} ({place.region})"
    sides = (place.side_a, place.side_b)
    crossing = place.region == "cross-talk"
    a, b = (_material(question, side.material, side.field) for side in sides)
    fields = (f"{place.side_a.field}|{place.side_b.field}",)
    try:
        answer = _ask(question, place, a, b)
        plots = _plots(question, ident, label, a, b) if answer.chemical is not None else ()
    except DavylampError as error:
        topic = Topic(
            f"{ident}-failed",
            label,
            (Hazard.HEAT, Hazard.GAS),
            (Moment.FAILING,) if crossing else (Moment.USING, Moment.FAILING),
        )
        settle = error.remedy or "calorimetry and gas analysis of the two materials mixed"
        failed = topic.unknown("This contact could not be judged", error.message, settle)
        lead = _lead(place, a, b)
        return Section(ident, label, "contacts", lead, fields, findings=(failed,))
    return Section(
        id=ident,
        title=label,
        group="contacts",
        lead=_lead(place, a, b),
        fields=fields,
        findings=tuple(
            contact_findings(ident, label, answer, foil=foil_of(place), crossing=crossing)
        ),
        entries=tuple(_entries(answer)),
        tables=_tables(ident, answer),
        plots=plots,
        notes=answer.notes,
    )


def _ask(question: Question, place: CellContact, a: Material, b: Material) -> Contact:
    span = place.potential
    at_anode = place.region in ("anode", "interlayer gap")
    volts = None if span is None or at_anode else (span.low_V, span.high_V)
    return assess_contact(
        a,
        b,
        voltage_range_V=volts,
        # Gibbs energies of solids begin at 25 degC.
        temperature_K=max(question.cell.operation.temperature_K, STANDARD_TEMPERATURE_K),
        conditions=question.legacy,
        energy_a=_energy(question, place.side_a.field),
        energy_b=_energy(question, place.side_b.field),
    )


def _material(question: Question, material: Material, field: str) -> Material:
    return question.cathode if field == "cathode.active" else material


def _energy(question: Question, field: str) -> UserPhase | None:
    return question.cathode_energy if field == "cathode.active" else None


def _lead(place: CellContact, a: Material, b: Material) -> str:
    roles = f"{a.id} as {place.side_a.role}, {b.id} as {place.side_b.role}"
    if place.region == "cross-talk":
        return (
            f"{roles}: they do not touch in a sound cell. They meet when the electrolyte between "
            "them is broken, and in part when oxygen of the cathode crosses over: what the worst "
            "accident can release."
        )
    if place.potential is None:
        return f"{roles}; the potential of this contact is not known."
    low, high = place.potential.low_V, place.potential.high_V
    where = f"{low:.2f} V" if high - low < 1e-9 else f"{low:.2f} to {high:.2f} V"
    bounds = " (bounds: the two electrodes)" if place.region == "separator" else ""
    if place.region == "coating gap":
        roles = f"Where the coating leaves the cathode bare: {roles}"
    if place.region == "interlayer gap":
        roles = f"Where the interlayer leaves the contact bare: {roles}"
    ratio = place.area_ratio.value
    size = ""
    if ratio is not None and ratio > 1.01:
        size = f" Its area is about {number(ratio)} times that of the electrode."
    return f"{roles}; held at {where} against Li/Li⁺{bounds}.{size}"


def _entries(answer: Contact) -> Iterator[Entry]:
    for fact in answer.facts:
        datum = fact.datum
        yield Entry(
            key=key_of(fact.quantity, datum.unit),
            label=fact.quantity.replace("_", " "),
            value=datum.value,
            unit=datum.unit,
            uncertainty=uncertainty_text(datum),
            kind=datum.kind,
            sources=(datum.source,),
            note=datum_text(datum),
        )
    best = answer.chemical
    if best is not None and best.equation != "no reaction":
        change = best.volume_change_percent
        yield Entry(
            "volume_change_percent",
            "volume change of the strongest reaction",
            change,
            "%",
            kind=Kind.UNKNOWN if change is None else Kind.ESTIMATED,
            note="a density is missing" if change is None else "solids only",
        )


def _tables(ident: str, answer: Contact) -> tuple[Table, ...]:
    best = answer.chemical
    if best is None or best.equation == "no reaction":
        return ()
    columns = (
        Column("phase", "Product"),
        Column("amount_mol_per_mol_first", "mol per mol of the first"),
        Column("kind", "Known by"),
        Column("origin", "Energy from"),
    )
    rows = tuple(
        (product.name, product.amount_mol, product.kind.value, product.origin)
        for product in best.products
    )
    return (Table(f"{ident}-products", "Products of the strongest reaction", columns, rows),)


def _plots(
    question: Question, ident: str, label: str, a: Material, b: Material
) -> tuple[Plot, ...]:
    if a.composition is None or b.composition is None:
        return ()
    profile = interface_reaction(a.composition, b.composition, question.legacy).profile
    shares = tuple(100.0 * point.fraction_a for point in profile)
    mutual = tuple(1e3 * point.mutual_eV for point in profile)
    total = tuple(None if p.total_eV is None else 1e3 * p.total_eV for p in profile)
    lowest = min(mutual)
    if lowest > -1e-3:
        return ()
    at = shares[mutual.index(lowest)]
    text = tuple(" + ".join(product.name for product in point.products) for point in profile)
    series = [Series("mutual", shares, mutual, text=text)]
    if sum(value is not None for value in total) > 2:
        series.append(Series("total", shares, total, text=text))
    plot = Plot(
        id=f"{ident}-profile",
        kind=PlotKind.LINES,
        title="Reaction energy over the mixing ratio.",
        alt=f"Reaction energy of {label}: lowest at {number(at)} % of atoms from {a.id}, "
        f"{number(lowest)} meV/atom (mutual).",
        x_title=f"share of atoms from {a.id} [%]",
        y_title="reaction energy [meV/atom]",
        series=tuple(series),
        note="Mutual starts from what each falls to alone, total from the materials as they "
        "are; legacy energies, linear between the points.",
    )
    return (plot,)
