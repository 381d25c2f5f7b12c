"""Short circuits: will lithium get through the electrolyte, by which mechanism, and when."""

from __future__ import annotations

from davylamp.dendrites.mechanism import Mechanism, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject, stored_parameter, subject_of

__all__ = [
    "Mechanism",
    "NotApplicable",
    "Role",
    "Subject",
    "Undecided",
    "stored_parameter",
    "subject_of",
]
