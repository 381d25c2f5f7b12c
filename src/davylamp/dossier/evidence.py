"""From where answers say their energies come from, to the bibliography of a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from davylamp.core.evidence import Datum, Unknown

__all__ = [
    "COMPOUND_SOURCES",
    "bound_word",
    "datum_text",
    "keys_of",
    "together",
    "uncertainty_text",
]

#: Bibliography keys of the compound table.
COMPOUND_SOURCES: Final = ("jain2013",)
_COMPOUND = re.compile(r"(mp-\d+|mvc-\d+|no identifier), \w+ energies")
_BY_DEFINITION: Final = "element, zero by definition"


def keys_of(origins: Iterable[str]) -> tuple[str, ...]:
    """Return bibliography keys for origins of energies: rows of the compound table become one.

    Examples
    --------
    >>> keys_of(["mp-1153, legacy energies", "mp-23703, legacy energies", "barin1995"])
    ('jain2013', 'barin1995')
    """
    keys: dict[str, None] = {}
    for origin in origins:
        # What follows a comma or an "and" says how the source was used, not which it is.
        key = re.split(r", | and ", origin, maxsplit=1)[0]
        if _COMPOUND.match(origin):
            keys.update(dict.fromkeys(COMPOUND_SOURCES))
        elif key and origin != _BY_DEFINITION:
            keys[key] = None
    return tuple(keys)


def bound_word(datum: Datum) -> str:
    """Return the word before a value that is a bound or approximate, with a blank; else nothing."""
    return {"<": "below ", ">": "above ", "~": "about "}.get(datum.bound, "")


def uncertainty_text(datum: Datum) -> str:
    """Return the uncertainty of a stored number as text with its unit."""
    spread = datum.uncertainty
    if isinstance(spread, str):
        return spread
    return f"{spread:g} {datum.unit}" if datum.unit != "1" else f"{spread:g}"


def datum_text(datum: Datum) -> str:
    """Return where in its source a stored number stands and what it depends on.

    Examples
    --------
    >>> from davylamp.core.evidence import Kind
    >>> datum_text(Datum(1.0, "V", "not reported", "a2015", "Table 2", Kind.MEASURED))
    'Table 2'
    """
    parts = [datum.locator, datum.conditions, datum.note]
    return "; ".join(part for part in parts if part)


def together(unknown: Iterable[Unknown]) -> tuple[str, str]:
    """Return several unknowns as one text for what, and one for what would settle it."""
    listed = list(unknown)
    what = "; ".join(dict.fromkeys(item.what for item in listed))
    settle = "; ".join(dict.fromkeys(item.settle for item in listed))
    return what, settle
