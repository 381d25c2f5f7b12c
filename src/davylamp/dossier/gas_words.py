"""Words for a case of gas: how much, where, and how much air it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from davylamp.dossier.numbers import number, quantity
from davylamp.gas.mixture import gas_volume_m3

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasCase, Place

__all__ = ["amounts_words", "dilution_words", "place_in_words", "place_words", "volume_words"]

_NAMED: Final = 5


def volume_words(volume_m3: float) -> str:
    """Return a volume in a unit that suits its size.

    Examples
    --------
    >>> volume_words(3.2e-6), volume_words(0.0123), volume_words(42.0)
    ('3.2 cm³', '12.3 L', '42 m³')
    """
    if volume_m3 < 1e-4:
        return quantity(1e6 * volume_m3, "cm3")
    if volume_m3 < 1.0:
        return quantity(1e3 * volume_m3, "L")
    return quantity(volume_m3, "m3")


def amounts_words(case: GasCase) -> str:
    """Return how much gas, the most of it first."""
    ordered = sorted(case.amounts_mol.items(), key=lambda item: -item[1])
    if not ordered:
        return "No amount is known."
    named = ", ".join(f"{name} {volume_words(gas_volume_m3(n))}" for name, n in ordered[:_NAMED])
    more = " and less of others" if len(ordered) > _NAMED else ""
    of = f" of {case.place.cells} cells" if case.place.cells > 1 else ""
    how = ", all at once as no rate is known" if case.at_once else ""
    return (
        f"{volume_words(gas_volume_m3(case.total_mol))} of gas{of} at 25 °C and 1 bar{how} "
        f"({case.basis.value}): {named}{more}."
    )


def place_in_words(place: Place) -> str:
    """Return a place with its volume and fresh air."""
    fresh = "no fresh air"
    if place.air_flow_m3_per_s > 0.0:
        fresh = f"{number(place.air_changes_per_h)} air changes per hour"
    if "fresh air" in place.assumed:
        fresh += " (assumed)"
    size = volume_words(place.volume_m3) + (" (assumed)" if place.is_reference else "")
    return f"{size} with {fresh}"


def place_words(case: GasCase) -> str:
    """Return where it goes, in a sentence."""
    return f"{case.place.title[0].upper()}{case.place.title[1:]}: {place_in_words(case.place)}."


def dilution_words(case: GasCase) -> str:
    """Return how much air would be needed, in a sentence; empty where nothing can be said."""
    known = [
        f"{volume_words(item.volume_m3)}{'' if item.complete else ' or more'} to {item.target}"
        for item in case.dilution
        if item.volume_m3 is not None
    ]
    return f"It takes air: {', '.join(known)}." if known else ""
