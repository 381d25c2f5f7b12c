"""What is tested: a cell or a body, its casing, and what the test needs to know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.runaway.abuse.block import Settings
from davylamp.runaway.abuse.measure import Vessel
from davylamp.runaway.abuse.resistance import Resistance, cell_resistance
from davylamp.runaway.abuse.standards import GIVEN, STANDARD, Setting
from davylamp.runaway.body import Body

if TYPE_CHECKING:
    from davylamp.cell.model import Cell
    from davylamp.runaway.network import Network
    from davylamp.runaway.safeguards import Safeguard

__all__ = [
    "ELECTRICAL",
    "Subject",
    "filled",
    "protected",
    "resistance_of",
    "subject_of",
    "vessel_of",
]

#: Tests that need the resistance of the cell.
ELECTRICAL: Final = ("internal_short", "nail", "external_short", "overcharge")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tested.

    Parameters
    ----------
    body : Body
        Its network may have steps of unknown rate.
    vessel : Vessel
        What its casing holds.
    capacity_C : float or None
        Capacity [C].
    resistance : callable or None
        Resistance of the cell at a temperature [K]; None where only the user knows it.
    unknown : tuple of Unknown
        What is not known about it.
    in_circuit : tuple of Safeguard
        Safeguards that act on the current of a short.
    whole : bool
        Whether it is a whole cell, rather than one square metre of one unit cell.
    """

    body: Body
    vessel: Vessel = field(default_factory=Vessel)
    capacity_C: float | None = None
    resistance: Callable[[float], Resistance] | None = None
    unknown: tuple[Unknown, ...] = ()
    in_circuit: tuple[Safeguard, ...] = ()
    whole: bool = True


def protected(subject: Subject, safeguards: tuple[Safeguard, ...], test: str) -> Subject:
    """Return a subject with safeguards; those that limit a short are kept until it is there."""
    from davylamp.runaway.safeguards import ThermoResponsive, apply_safeguards

    later = tuple(
        item for item in safeguards if test in ELECTRICAL and isinstance(item, ThermoResponsive)
    )
    now = tuple(item for item in safeguards if item not in later)
    return replace(subject, body=apply_safeguards(subject.body, now), in_circuit=later)


def subject_of(
    given: Cell | Body,
    settings: Settings,
    network: Network | None = None,
    *,
    full: bool = False,
) -> Subject:
    """Return what is tested: a cell at the state of charge of the test, or a body as it is.

    Parameters
    ----------
    given : Cell or Body
        As the user gives it.
    settings : Settings
        Of the test.
    network : Network, optional
        Reactions to use instead.
    full : bool
        Whether the test is of a full cell, whatever the state of charge asked for.
    """
    if isinstance(given, Body):
        return Subject(given if network is None else replace(given, network=network))
    from davylamp.runaway.cell_body import cell_body
    from davylamp.runaway.inventory import inventory

    charge = 1.0 if full else settings.maybe("state_of_charge")
    stock = inventory(given, charge)
    body = cell_body(given, state_of_charge=charge, network=network)
    casing = given.casing
    vessel = Vessel()
    if casing is not None and stock.basis == "cell":
        vessel = Vessel(casing.free_volume_m3, casing.vent_pressure_Pa)
    return Subject(
        body,
        vessel,
        stock.capacity_C,
        lambda temperature_K: cell_resistance(given, temperature_K, stock.area_m2),
        stock.unknown,
        whole=stock.basis == "cell",
    )


def vessel_of(vessel: Vessel, settings: Settings) -> Vessel:
    """Return a vessel with what the test block gives instead."""
    volume, opens = settings.maybe("free_volume"), settings.maybe("vent_pressure")
    return Vessel(
        vessel.free_volume_m3 if volume is None else volume,
        vessel.vent_pressure_Pa if opens is None else opens,
    )


def filled(settings: Settings, subject: Subject, test: str) -> Settings:
    """Return the settings with what follows from the cell."""
    values = dict(settings.values)
    if test == "overcharge" and "current" in values and "c_rate" in values:
        if values["c_rate"].origin == GIVEN and values["current"].origin == GIVEN:
            raise InputError("current and c_rate both set the current", remedy="keep one of them")
        del values["c_rate"]
    if test == "heater" and "power" not in values:
        from davylamp.runaway.abuse.furnace import heater_power

        values["power"] = Setting(
            "power",
            heater_power(subject.body),
            "W",
            STANDARD,
            "gb38031_2025",
            "Table C.2",
            "upper end of the band for the energy of the cell",
        )
    return Settings(values)


def resistance_of(subject: Subject, settings: Settings, test: str) -> Resistance | None:
    """Return the resistance of the cell at the start; None where the test needs none of it."""
    if test not in ELECTRICAL or settings.maybe("cell_resistance") is not None:
        return None
    return None if subject.resistance is None else subject.resistance(settings["start"])
