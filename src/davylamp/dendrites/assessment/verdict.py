"""The verdict on a cell, and everything that is not known behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from davylamp.core.evidence import Unknown
from davylamp.dendrites.assessment.result import EXPECTED, POSSIBLE, MechanismAnswer, Verdict
from davylamp.dendrites.assessment.weakest import WeakestLink
from davylamp.dendrites.mechanism import Role, Undecided
from davylamp.dendrites.subject import Subject

__all__ = ["gaps_of", "verdict_of"]


def gaps_of(
    subject: Subject, answers: Iterable[MechanismAnswer], undecided: Iterable[Undecided]
) -> Iterator[Unknown]:
    """Yield what is not known, each once."""
    listed: list[Unknown] = [gap for item in undecided for gap in item.unknown]
    listed += [gap for item in answers for gap in item.unknown]
    if not subject.plates_lithium and not _plates_nothing(subject):
        anode = subject.cell.anode.material.id
        listed.append(
            Unknown(
                f"how lithium that a full charge leaves no room for plates on {anode}",
                "a reserve of anode capacity (N/P above 1), or a lithium reference in the cell",
            )
        )
    if subject.current_A_per_m2 is None:
        listed.append(
            Unknown("the current density of the cell", "give operation.current in the cell file")
        )
    if subject.stack_pressure_Pa is None:
        listed.append(
            Unknown(
                "the stack pressure of the cell",
                "give operation.stack_pressure in the cell file",
            )
        )
    for item in answers:
        if item.role is Role.LIMIT and item.critical.unknown:
            listed.append(
                Unknown(
                    f"{item.name.lower()} in {item.critical.unknown} draws, which have no answer",
                    "narrow the parameters that it depends on",
                )
            )
    yield from dict.fromkeys(listed)


def _plates_nothing(subject: Subject) -> bool:
    metal = subject.cell.balance.metallic_lithium_charged.value
    return not subject.plates_lithium and metal is not None and metal <= 0.0


def verdict_of(
    subject: Subject,
    link: WeakestLink | None,
    answers: Iterable[MechanismAnswer],
    missing: Sequence[Undecided | Unknown],
    *,
    exceeded: bool = False,
) -> Verdict:
    """Return the verdict on a cell.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    link : WeakestLink or None
        Over the limits; None where none answers.
    answers : iterable of MechanismAnswer
        Those that answer.
    missing : sequence of Undecided or Unknown
        What has no answer at all.
    exceeded : bool
        Whether the cell exceeds a current that was measured under no harsher conditions.
    """
    if not missing and link is None and _plates_nothing(subject):
        return Verdict.NOT_APPLICABLE
    if link is None or link.exceeded is None:
        return Verdict.UNKNOWN
    if link.exceeded.low >= EXPECTED:
        return Verdict.FAILS
    if exceeded or link.exceeded.low >= POSSIBLE:
        return Verdict.MAY_FAIL
    gaps = bool(missing) or any(item.unknown for item in answers if item.role is Role.LIMIT)
    if gaps or link.exceeded.high >= POSSIBLE or subject.stack_pressure_Pa is None:
        return Verdict.UNKNOWN
    return Verdict.HOLDS
