"""Every mechanism put to one cell: those that answer, those it cannot have, those undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Unknown
from davylamp.dendrites.mechanism import Mechanism, NotApplicable, Undecided
from davylamp.dendrites.subject import Subject

__all__ = ["RATINGS", "Ways", "sort_answers", "ways_through"]

Answer = Mechanism | NotApplicable | Undecided
#: Mechanisms that only rate a cell, for when they are undecided and cannot say so themselves.
RATINGS: Final = frozenset({"front", "leakage"})


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of lithium through an electrolyte, for one cell.

    Parameters
    ----------
    mechanisms : tuple of Mechanism
        Those that answer.
    not_applicable : tuple of NotApplicable
        Those the cell cannot have, with the reason.
    undecided : tuple of Undecided
        Those for which a number is missing.
    """

    mechanisms: tuple[Mechanism, ...]
    not_applicable: tuple[NotApplicable, ...] = ()
    undecided: tuple[Undecided, ...] = ()


def ways_through(subject: Subject) -> Ways:
    """Ask every mechanism whether and how it can let lithium through.

    A mechanism that fails with an error is undecided, with the error as what is not known.
    """
    return sort_answers(_answers(subject))


def sort_answers(answers: Iterable[Answer]) -> Ways:
    """Return answers of mechanisms by what they are."""
    listed = list(answers)
    return Ways(
        tuple(item for item in listed if not isinstance(item, NotApplicable | Undecided)),
        tuple(item for item in listed if isinstance(item, NotApplicable)),
        tuple(item for item in listed if isinstance(item, Undecided)),
    )


def _answers(subject: Subject) -> Iterator[Answer]:
    from davylamp.dendrites.depletion import depletion_mechanism
    from davylamp.dendrites.filament import filament_mechanism
    from davylamp.dendrites.leakage import leakage_mechanism
    from davylamp.dendrites.stability import front_mechanism
    from davylamp.dendrites.voids import extrusion_mechanism, void_mechanism

    makers: tuple[tuple[str, str, Callable[[Subject], Answer]], ...] = (
        ("front", "Front stability", front_mechanism),
        ("filament", "Filament in a flaw", filament_mechanism),
        ("leakage", "Electronic leakage", leakage_mechanism),
        ("salt-depletion", "Salt depletion", depletion_mechanism),
        ("voids", "Voids on stripping", void_mechanism),
        ("extrusion", "Extrusion through pores", extrusion_mechanism),
    )
    for ident, name, make in makers:
        yield attempt(ident, name, make, subject)


def attempt(ident: str, name: str, make: Callable[[Subject], Answer], subject: Subject) -> Answer:
    """Return the answer of a mechanism; undecided, with the reason, where it raises."""
    try:
        return make(subject)
    except DavylampError as error:
        settle = error.remedy or "complete the cell file, or measure what is missing"
        return Undecided(ident, name, (Unknown(error.message, settle),))
