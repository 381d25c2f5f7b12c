"""Gases with values in one text of the command line: ``H2:55, 1,2-dimethoxyethane:3 %``."""

from __future__ import annotations

from davylamp.core.errors import InputError
from davylamp.gas.species import find_species

__all__ = ["split_gases"]


def split_gases(text: str) -> list[tuple[str, str | None]]:
    """Return names and texts of values, in order; None where no sign follows a name.

    A comma parts two gases unless what stands before it is no gas yet: some names have commas of
    their own. Empty parts are left out.

    Examples
    --------
    >>> split_gases("H2:55, 1,2-dimethoxyethane=3 %, CO2")
    [('H2', '55'), ('1,2-dimethoxyethane', '3 %'), ('CO2', None)]
    """
    found: list[tuple[str, str | None]] = []
    begun = ""
    for piece in text.replace("=", ":").split(","):
        begun = f"{begun},{piece}" if begun else piece
        name, sign, value = begun.rpartition(":")
        if not begun.strip():
            begun = ""
        elif sign:
            found.append((name.strip(), value.strip()))
            begun = ""
        elif _is_gas(begun):
            found.append((begun.strip(), None))
            begun = ""
    if begun:
        found.append((begun.strip(), None))
    return found


def _is_gas(name: str) -> bool:
    try:
        find_species(name)
    except InputError:
        return False
    return True
