"""Limits of each fuel in air as the store or the user gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.species import find_species
from davylamp.store.hazards import HazardLimit, load_hazards

__all__ = ["FuelLimits", "GivenLimits", "fuel_limits"]

#: Lower and upper limit as mole fractions; None for an upper one that is not known.
GivenLimits = Mapping[str, tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class FuelLimits:
    """Limits of one fuel in air at 25 degC and 1 atm.

    Parameters
    ----------
    species : str
        Id.
    lfl, ufl : float or None
        Mole fractions [1]; None where not stored.
    issuer : str
        Who gives them; both where two do.
    kind : Kind
        Weakest of the two.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What is not stored.
    """

    species: str
    lfl: float | None
    ufl: float | None
    issuer: str
    kind: Kind
    sources: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def fuel_limits(
    species: str, issuer: str | None = None, given: GivenLimits | None = None
) -> FuelLimits:
    """Return the limits of a fuel in air.

    Parameters
    ----------
    species : str
        Id.
    issuer : str, optional
        ``IEC``, ``NFPA``; without it the cautious ones: the lowest lower, the highest upper limit.
    given : mapping, optional
        Limits of the user's own, which go first.

    Raises
    ------
    InputError
        If given limits are not mole fractions in order.

    Examples
    --------
    >>> fuel_limits("CO", "NFPA").lfl
    0.125
    """
    if given is not None and species in given:
        low, high = given[species]
        if not 0.0 < low < 1.0 or (high is not None and not low <= high <= 1.0):
            raise InputError(f"limits {low!r} and {high!r} of {species} are no mole fractions")
        return FuelLimits(species, low, high, "given", Kind.ASSUMED)
    table = load_hazards()
    found = [table.lowest(species, name, issuer=issuer) for name in ("LFL", "UFL")]
    rows = [row for row in found if row is not None]
    lower, upper = (_share(row) for row in found)
    name = find_species(species).name
    whose = "" if issuer is None else f" of {issuer}"
    unknown = [
        Unknown(
            f"the {word} flammability limit of {name} ({species}){whose}",
            "measure it by EN 1839 or ASTM E681"
            + ("" if issuer is None else "; another issuer may have it"),
        )
        for word, value in (("lower", lower), ("upper", upper))
        if value is None
    ]
    return FuelLimits(
        species=species,
        lfl=lower,
        ufl=upper,
        issuer=" and ".join(dict.fromkeys(row.issuer for row in rows)),
        kind=max((row.kind for row in rows), key=lambda kind: kind.rank, default=Kind.UNKNOWN),
        sources=tuple(dict.fromkeys(row.source for row in rows)),
        unknown=tuple(unknown),
    )


def _share(row: HazardLimit | None) -> float | None:
    return None if row is None or row.value is None else row.value / 100.0
