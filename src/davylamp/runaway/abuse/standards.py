"""Tests as standards and practices ask for them: values with their sources, and the criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity
from davylamp.runaway.abuse.entries import ENTRIES, KINDS, entries_of
from davylamp.store.packaged import packaged_yaml

__all__ = ["ASSUMED", "GIVEN", "STANDARD", "Setting", "Standard", "find_standard", "list_tests"]

#: Where a value comes from: the user, the text or a summary of a standard, or nobody.
GIVEN: Final = "given"
STANDARD: Final = "standard"
ASSUMED: Final = "assumed"


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of a test and where it comes from.

    Parameters
    ----------
    name : str
        Name of the field.
    value : float
        In `unit`.
    unit : str
        SI unit.
    origin : str
        `GIVEN`, `STANDARD` or `ASSUMED`.
    source, locator : str
        Bibliography key and place; empty unless of a standard.
    note : str
        What a reader must know.
    """

    name: str
    value: float
    unit: str
    origin: str
    source: str = ""
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """One test of a standard, or a practice where `name` is empty.

    Parameters
    ----------
    test : str
        Kind of test, one of `KINDS`.
    name, edition, clause, title : str
        ``"GB 38031"``, ``"2025"``, ``"8.1.5"``, in words.
    source : str
        Bibliography key; what has been seen of it stands there.
    asks : str
        Everything it asks of the cell.
    limit : Setting or None
        Highest temperature it allows [K].
    values : mapping of str to Setting
        What it prescribes.
    """

    test: str
    name: str
    edition: str
    clause: str
    title: str
    source: str
    asks: str
    limit: Setting | None
    values: Mapping[str, Setting]

    @property
    def full_name(self) -> str:
        """Name with edition and clause, for a reader."""
        edition = f", {self.edition}" if self.edition else ""
        clause = f", {self.clause}" if self.clause else ""
        return f"{self.name or 'practice'}{edition}{clause}"

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "test": self.test,
            "standard": self.name,
            "edition": self.edition,
            "clause": self.clause,
            "title": self.title,
            "source": self.source,
            "asks": self.asks,
            "limit_K": None if self.limit is None else self.limit.value,
        }


def list_tests() -> tuple[Standard, ...]:
    """Return every test with its standards; the first of a kind is taken by default.

    Examples
    --------
    >>> "arc" in {item.test for item in list_tests()}
    True
    """
    return _load()


def find_standard(test: str, name: str = "") -> Standard:
    """Return the standard of a test.

    Parameters
    ----------
    test : str
        One of `KINDS`.
    name : str
        Name or beginning of the name, in any spelling; the default of the test if empty.

    Raises
    ------
    InputError
        If the test is not known, or no such standard is known for it.

    Examples
    --------
    >>> find_standard("oven", "gb38031").clause
    '8.1.5; criterion 5.1.4'
    """
    if test not in KINDS:
        from difflib import get_close_matches

        close = get_close_matches(test, KINDS, n=1, cutoff=0.5)
        raise InputError(
            f"there is no test {test!r}",
            remedy=f"did you mean {close[0]}?" if close else f"choose one of {', '.join(KINDS)}",
        )
    known = [item for item in _load() if item.test == test]
    if not name:
        return known[0]
    found = [item for item in known if item.name and _plain(item.name).startswith(_plain(name))]
    found = found or [
        item for item in known if item.name and _plain(name).startswith(_plain(item.name))
    ]
    if not found:
        names = ", ".join(item.name for item in known if item.name) or "none"
        raise InputError(
            f"no standard {name!r} is known for the test {test!r}",
            remedy=f"known for it: {names}; or leave the standard out and give the values",
        )
    return found[0]


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@cache
def _load() -> tuple[Standard, ...]:
    content = packaged_yaml("davylamp.runaway.abuse", "standards.yaml")
    read = tuple(_standard(item) for item in content)
    # In the order in which the tests are listed, practices and defaults as the file has them.
    return tuple(item for test in ENTRIES for item in read if item.test == test)


def _standard(item: Mapping[str, Any]) -> Standard:
    entries = entries_of(item["test"])
    limit = item.get("limit")
    return Standard(
        test=item["test"],
        name=item.get("standard", ""),
        edition=item.get("edition", ""),
        clause=item.get("clause", ""),
        title=item["title"],
        source=item.get("source", ""),
        asks=item.get("asks", ""),
        limit=None if limit is None else _setting("limit", "K", limit),
        values={
            name: _setting(name, entries[name].unit, entry)
            for name, entry in item["values"].items()
        },
    )


def _setting(name: str, unit: str, entry: Mapping[str, Any]) -> Setting:
    source = entry.get("source", "")
    return Setting(
        name,
        parse_quantity(entry["value"], unit),
        unit,
        STANDARD if source else ASSUMED,
        source,
        entry.get("locator", ""),
        entry.get("note", ""),
    )
