"""How well two materials touch: facts found for single pairs, never a prediction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind
from davylamp.interfaces._data import read_yaml
from davylamp.interfaces._sides import Given, side_of

__all__ = ["ContactFact", "contact_facts"]


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A number known for the contact of one pair of materials.

    Parameters
    ----------
    pair : (str, str)
        The materials, as the source names them.
    quantity : str
        ``surface_energy_difference`` or ``interphase_resistance``.
    datum : Datum
        Value, unit and evidence.
    """

    pair: tuple[str, str]
    quantity: str
    datum: Datum


def contact_facts(a: Given, b: Given) -> tuple[ContactFact, ...]:
    """Return what is known by experiment, or by a calculation for that pair, about a contact.

    Empty for nearly every pair: wetting, adhesion and the resistance of an interphase depend on
    preparation and cannot be had from thermodynamics.

    Examples
    --------
    >>> [fact.datum.value for fact in contact_facts("Li", "Li10GeP2S12")]
    [142]
    """
    wanted = {_names(a), _names(b)}
    return tuple(fact for fact, names in _facts() if names == wanted)


@cache
def _facts() -> tuple[tuple[ContactFact, set[frozenset[Any]]], ...]:
    found = []
    for row in read_yaml("contact_facts.yaml"):
        evidence = {name: row[name] for name in row if name not in ("pair", "quantity", "kind")}
        first, second = row["pair"]
        fact = ContactFact(
            (first, second), row["quantity"], Datum(**evidence, kind=Kind(row["kind"]))
        )
        found.append((fact, {_names(first), _names(second)}))
    return tuple(found)


def _names(given: Given) -> frozenset[Any]:
    """Return what identifies a material: its composition, else its name."""
    try:
        side = side_of(given)
    except InputError:
        return frozenset([given if isinstance(given, str) else ""])
    if side.composition is not None:
        return frozenset(side.composition.reduced_key())
    return frozenset([side.name])
