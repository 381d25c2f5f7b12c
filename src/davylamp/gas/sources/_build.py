"""How a source is put together: a ceiling closed by its rest, or one of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._ledger import Flow, amount_of, ledger, rest_of
from davylamp.store.load import load_sources

__all__ = ["ceiling_source", "known_sources", "unknown_source"]


def ceiling_source(
    ident: str,
    title: str,
    when: When,
    gases_mol: Mapping[str, float],
    consumed: Sequence[Flow],
    kind: Kind,
    *,
    mass_kg: float,
    capacity_Ah: float | None = None,
    onset_V: float | None = None,
    sources: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    unknown: tuple[Unknown, ...] = (),
) -> GasSource:
    """Return the most gas of a reaction at 25 degC, of which only the gas is known by name.

    What the gas leaves of the elements stands in the ledger as one formula.

    Raises
    ------
    BalanceError
        If the gases hold more of an element than there is.
    """
    return GasSource(
        id=ident,
        title=title,
        when=when,
        basis=Basis.CEILING,
        amounts={name: amount_of(n, kind, sources) for name, n in gases_mol.items()},
        kind=kind,
        temperature_K=STANDARD_TEMPERATURE_K,
        onset_V=onset_V,
        consumed_mol=ledger(consumed),
        left_mol=ledger(rest_of(consumed, gases_mol)),
        per_mass_kg=mass_kg,
        per_capacity_Ah=capacity_Ah,
        sources=sources,
        notes=notes,
        unknown=unknown,
    )


def unknown_source(
    ident: str, title: str, when: When, error: DavylampError, settle: str, mass_kg: float | None
) -> GasSource:
    """Return a source of which nothing can be said, with the reason."""
    return GasSource(
        id=ident,
        title=title,
        when=when,
        basis=Basis.CEILING,
        amounts={},
        kind=Kind.UNKNOWN,
        per_mass_kg=mass_kg,
        unknown=(Unknown(f"{title}: {error.message}", error.remedy or settle),),
    )


def known_sources(origins: Iterable[str]) -> tuple[str, ...]:
    """Return those origins that the bibliography has, each once."""
    known = load_sources()
    return tuple(dict.fromkeys(key for key in origins if key in known))
