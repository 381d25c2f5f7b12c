"""Short circuits: will lithium get through the electrolyte, by which mechanism, and when.

`assess_dendrites` puts every mechanism to a cell; each has a package of its own beside it.

Examples
--------
>>> from davylamp.cell import example_path, read_cell
>>> from davylamp.dendrites import assess_dendrites
>>> assess_dendrites(read_cell(example_path("garnet"))).first.id
'filament'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from davylamp.dendrites.mechanism import Mechanism, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject, stored_parameter, subject_of

if TYPE_CHECKING:
    from davylamp.dendrites.assessment import assess_dendrites

__all__ = [
    "Mechanism",
    "NotApplicable",
    "Role",
    "Subject",
    "Undecided",
    "assess_dendrites",
    "stored_parameter",
    "subject_of",
]


def __getattr__(name: str) -> Any:
    # The mechanisms import this package, so what asks them all is loaded when it is used.
    if name == "assess_dendrites":
        from davylamp.dendrites.assessment import assess_dendrites

        return assess_dendrites
    raise AttributeError(f"module 'davylamp.dendrites' has no attribute {name!r}")
