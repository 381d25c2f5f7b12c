"""Run the rooms over a cell in order, and gather their answers in a dossier."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from davylamp import __version__
from davylamp.core.errors import DavylampError
from davylamp.dossier.cell_record import cell_record
from davylamp.dossier.dendrites import SHORT_SECTION, short_section
from davylamp.dossier.findings import Dossier, Finding, Section
from davylamp.dossier.layers import layers_of
from davylamp.dossier.phase_field_section import PHASE_FIELD_SECTION, phase_field_section
from davylamp.dossier.references import collect_references, used_keys
from davylamp.dossier.rules import RULES
from davylamp.dossier.severity import Severity

if TYPE_CHECKING:
    from davylamp.cell import Cell
    from davylamp.dossier.phase_field import PhaseFieldPanel
    from davylamp.dossier.question import Place, Question
    from davylamp.store.user import UserPhase

__all__ = ["assess"]

_SOLIDS: Final = frozenset({"electrolyte", "catholyte", "coating", "filler"})


def assess(
    cell: Cell | str | Path,
    *,
    phases: Iterable[UserPhase] = (),
    created: datetime | None = None,
    phase_field: str | Path | None = None,
) -> Dossier:
    """Judge a cell: every contact, every material, and what follows from the design.

    Where a room has no answer for one of them, the dossier records an unknown finding with the
    reason and what would settle it, and goes on.

    Parameters
    ----------
    cell : Cell, str or Path
        The cell, or its file.
    phases : iterable of UserPhase
        Phases of the user's own, besides those of the files that the cell names.
    created : datetime, optional
        Time to write into the dossier; now by default.
    phase_field : str or Path, optional
        Folder of a phase-field run to show beside the cell.

    Returns
    -------
    Dossier

    Raises
    ------
    CaseFileError, UnreadableFileError
        If the cell file, a phase file that it names or the phase-field run cannot be read.
    InputError
        If the phase-field run has kept nothing yet.

    Examples
    --------
    >>> from davylamp.cell import example_path
    >>> dossier = assess(example_path("sulfide"))
    >>> "Li | Li6PS5Cl" in {section.title for section in dossier.sections}
    True
    """
    from davylamp.cell import read_cell
    from davylamp.dossier.question import Question
    from davylamp.store.load import load_sources
    from davylamp.store.user_files import read_phases

    if isinstance(cell, str | Path):
        cell = read_cell(cell)
    own = {phase.composition.reduced_key(): phase for phase in phases}
    for path in cell.phases:
        own.update((phase.composition.reduced_key(), phase) for phase in read_phases(path))
    question = Question(cell, tuple(own.values()))
    # Read before the work, so that a wrong folder is told at once.
    panel = None if phase_field is None else _panel(phase_field)
    sections = tuple(_sections(question))
    if panel is not None:
        sections = _with_run(sections, phase_field_section(panel))
    balance = cell.balance
    notes = list(cell.notes)
    if own:
        named = ", ".join(f"{phase.name} ({phase.origin})" for phase in own.values())
        notes.append(f"Phases of your own take part in reaction energies and windows: {named}")
    moment = created or datetime.now(UTC)
    return Dossier(
        title=cell.name,
        description=cell.description,
        created=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        davylamp=__version__,
        file="" if cell.path is None else cell.path.name,
        sha256=cell.sha256,
        cell=cell_record(cell),
        sections=sections,
        layers=layers_of(cell, balance.anode_thickness.value, balance.cathode_thickness.value),
        rules=tuple(RULES.values()),
        references=collect_references(used_keys(sections), load_sources()),
        data=_digests(),
        notes=tuple(notes),
        runs={} if panel is None else {PHASE_FIELD_SECTION: panel},
    )


def _panel(folder: str | Path) -> PhaseFieldPanel:
    from davylamp.dossier.phase_field import phase_field_panel

    return phase_field_panel(folder)


def _with_run(sections: tuple[Section, ...], run: Section) -> tuple[Section, ...]:
    """Return sections with that of a phase-field run behind the one on short circuits."""
    at = next(place for place, item in enumerate(sections, start=1) if item.id == SHORT_SECTION)
    return (*sections[:at], run, *sections[at:])


def _sections(question: Question) -> Iterator[Section]:
    from davylamp.dossier.contacts import contact_section
    from davylamp.dossier.gas import gas_sections
    from davylamp.dossier.heat import heat_section
    from davylamp.dossier.whole import capacity_section, ceilings_section, windows_section

    contacts = question.cell.contacts
    for metal in (False, True):
        # What the current collectors do comes after what the cell is made for.
        for index, contact in enumerate(contacts):
            if metal == ("collector" in (contact.side_a.role, contact.side_b.role)):
                yield contact_section(question, contact, index)
    places = question.places
    for index, place in enumerate(places):
        section = _material(question, place, index)
        if section is not None:
            yield section
    solids = [place for place in places if place.material.composition is not None]
    judged = [place for place in solids if _SOLIDS & set(place.roles)]
    yield heat_section(question)
    yield short_section(question)
    yield from gas_sections(question)
    windows = windows_section(question, judged)
    if windows is not None:
        yield windows
    ceilings = ceilings_section([p for p in solids if p.material.family != "polymer"])
    if ceilings is not None:
        yield ceilings
    try:
        yield capacity_section(question.cell)
    except DavylampError as error:
        yield _no_capacity(error)


def _material(question: Question, place: Place, index: int) -> Section | None:
    """Return the section of a material; None for what no room judges, such as a collector."""
    from davylamp.dossier.anode import anode_section
    from davylamp.dossier.cathode import cathode_section
    from davylamp.dossier.polymers import polymer_section
    from davylamp.dossier.solids import solid_section

    roles = set(place.roles)
    if "cathode" in roles:
        return cathode_section(question, place, index)
    if "anode" in roles:
        return anode_section(question, place, index)
    if place.material.family in ("polymer", "liquid"):
        return polymer_section(question, place, index)
    return solid_section(question, place, index) if roles & _SOLIDS else None


def _no_capacity(error: DavylampError) -> Section:
    finding = Finding(
        id="cell-capacity-failed",
        subject="cell",
        title="Capacity and energy could not be worked out",
        severity=Severity.UNKNOWN,
        unknown=error.message,
        settle=error.remedy or "complete the cell file",
    )
    return Section(
        id="cell-capacity", title="Capacity, mass and energy", group="cell", findings=(finding,)
    )


def _digests() -> dict[str, str]:
    """Return digests of the shipped data, so that a dossier says what it rests on."""
    from davylamp.store.compounds import COMPOUNDS_NAME
    from davylamp.store.elastic import ELASTIC_NAME
    from davylamp.store.load import data_directory, yaml_digest

    folder = data_directory()
    tables = {"compound table": COMPOUNDS_NAME, "elastic table": ELASTIC_NAME}
    digests = {
        name: hashlib.sha256((folder / file).read_bytes()).hexdigest()
        for name, file in tables.items()
    }
    return {**digests, "reviewed data": yaml_digest(folder)}
