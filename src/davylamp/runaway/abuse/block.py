"""A test as the user asks for it, and every value it then runs with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from davylamp.core.errors import InputError, MissingDatumError
from davylamp.runaway.abuse.entries import entries_of
from davylamp.runaway.abuse.standards import GIVEN, Setting, Standard, find_standard

if TYPE_CHECKING:
    from davylamp.runaway.safeguards import Safeguard

__all__ = ["AbuseTest", "Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The values a test runs with, each with its origin."""

    values: Mapping[str, Setting]

    def __getitem__(self, name: str) -> float:
        """Return a value in SI units.

        Raises
        ------
        MissingDatumError
            If neither the user nor a standard gives it.
        """
        found = self.maybe(name)
        if found is None:
            raise MissingDatumError(
                f"the test needs {name!r}", remedy=f"give it in the test block: {name}"
            )
        return found

    def maybe(self, name: str) -> float | None:
        """Return a value in SI units, None where there is none."""
        setting = self.values.get(name)
        return None if setting is None else setting.value

    def is_given(self, name: str) -> bool:
        """Whether the user gave the value."""
        setting = self.values.get(name)
        return setting is not None and setting.origin == GIVEN


@dataclass(frozen=True, slots=True)
class AbuseTest:
    """A test to run.

    Parameters
    ----------
    test : str
        Kind of test, one of `davylamp.runaway.abuse.KINDS`.
    given : mapping of str to float
        What the user gives, by field, in SI units.
    standard_name : str
        Standard; the default of the test if empty.
    name : str
        What the user calls it.
    safeguards : tuple of Safeguard
        What the cell is protected with.

    Raises
    ------
    InputError
        If the test, the standard or a field is not known.

    Examples
    --------
    >>> AbuseTest("oven", standard_name="UL 1642").settings()["temperature"]
    423.15
    """

    test: str
    given: Mapping[str, float] = field(default_factory=dict)
    standard_name: str = ""
    name: str = ""
    safeguards: tuple[Safeguard, ...] = ()

    def __post_init__(self) -> None:
        find_standard(self.test, self.standard_name)
        known = entries_of(self.test)
        for name in self.given:
            if name not in known:
                raise InputError(
                    f"the test {self.test!r} has no field {name!r}",
                    remedy=f"known: {', '.join(known)}",
                )

    @property
    def standard(self) -> Standard:
        """The standard whose values fill what is not given."""
        return find_standard(self.test, self.standard_name)

    @property
    def label(self) -> str:
        """Name for a reader."""
        return self.name or f"{self.test} ({self.standard.name or 'practice'})"

    def settings(self) -> Settings:
        """Return all values: as given, else of the standard, else of the practice."""
        entries = entries_of(self.test)
        values: dict[str, Setting] = {**find_standard(self.test).values, **self.standard.values}
        for name, value in self.given.items():
            values[name] = Setting(name, value, entries[name].unit, GIVEN)
        ordered = {name: values[name] for name in entries if name in values}
        return Settings(ordered)
