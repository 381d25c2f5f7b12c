"""Put safeguards into a body, one after another."""

from __future__ import annotations

from collections.abc import Iterable

from davylamp.runaway.body import Body
from davylamp.runaway.safeguards.filler import EndothermicFiller
from davylamp.runaway.safeguards.flame_retardant import FlameRetardant
from davylamp.runaway.safeguards.thermo_responsive import ThermoResponsive

__all__ = ["Safeguard", "apply_safeguards"]

Safeguard = ThermoResponsive | FlameRetardant | EndothermicFiller


def apply_safeguards(body: Body, safeguards: Iterable[Safeguard]) -> Body:
    """Return the body with safeguards; the body given is not changed.

    Apply them after a test has added its short circuit to the network.

    Raises
    ------
    InputError
        If one of them does not fit the body.
    """
    for item in safeguards:
        body = item.apply(body)
    return body
