"""Critical temperature, cooling and size of a body, by root finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.runaway.body import Body
from davylamp.runaway.critical.definition import Runaway
from davylamp.runaway.critical.edge import Edge, find_edge
from davylamp.runaway.lumped import Exchange, simulate

__all__ = [
    "CriticalValue",
    "critical_cooling",
    "critical_size",
    "critical_temperature",
    "resized",
]

Quantity = Literal["temperature", "cooling", "size"]
How = Literal["all", "thickness"]

_TOLERANCE = 1e-6
#: Biot number above which the inside of a body is no longer as cold as its surface.
_BIOT = 0.1


@dataclass(frozen=True, slots=True)
class CriticalValue:
    """A critical condition.

    Parameters
    ----------
    quantity : str
        ``temperature`` of the oven [K], ``cooling`` [W/m2/K], or ``size``, a factor on the
        lengths [1].
    unit : str
        Unit of the value.
    value : float or None
        The edge; None where none lies within the range searched.
    stays, runs_away : float or None
        Closest values on either side.
    peak_stays_K : float or None
        Highest temperature on the side that stays [K].
    definition : Runaway
        What counts as a runaway.
    tolerance : float
        Largest distance of the two sides, relative for cooling and size.
    searched : tuple of float
        Range that was searched, from the safe end.
    runs : int
        Runs it took.
    notes : tuple of str
        What a reader must know.
    """

    quantity: Quantity
    unit: str
    value: float | None
    stays: float | None
    runs_away: float | None
    peak_stays_K: float | None
    definition: Runaway
    tolerance: float
    searched: tuple[float, float]
    runs: int
    notes: tuple[str, ...] = ()


def critical_temperature(
    body: Body,
    exchange: Exchange,
    *,
    definition: Runaway | None = None,
    low_K: float = 313.15,
    high_K: float = 673.15,
    step_K: float = 5.0,
    tolerance_K: float = 0.05,
    start_K: float = STANDARD_TEMPERATURE_K,
) -> CriticalValue:
    """Return the lowest temperature of an oven in which a body runs away.

    Parameters
    ----------
    body : Body
        What lies in the oven; each step of its network needs a rate.
    exchange : Exchange
        Exchange of heat with the oven: the answer depends on it.
    definition : Runaway
        What counts as a runaway; 100 K above the oven within 24 h by default.
    low_K, high_K, step_K : float
        Range and step of the scan [K].
    tolerance_K : float
        Largest distance of the two sides [K].
    start_K : float
        Temperature of the body when it is put into the oven [K].
    """
    rule = definition or Runaway()

    def trial(oven_K: float) -> tuple[bool, float]:
        return _run(body, exchange, oven_K, min(start_K, oven_K), rule)

    edge = find_edge(trial, low_K, high_K, step=step_K, tolerance=tolerance_K)
    return _answer("temperature", "K", edge, rule, tolerance_K, (low_K, high_K), body, exchange)


def critical_cooling(
    body: Body,
    surroundings_K: float,
    *,
    definition: Runaway | None = None,
    low_W_per_m2_K: float = 0.01,
    high_W_per_m2_K: float = 1e5,
    tolerance: float = 1e-3,
    start_K: float | None = None,
) -> CriticalValue:
    """Return the least heat transfer coefficient that keeps a body from running away.

    Parameters
    ----------
    body : Body
        Cooled over its whole surface, without radiation.
    surroundings_K : float
        Temperature of the coolant [K].
    definition : Runaway
        What counts as a runaway.
    low_W_per_m2_K, high_W_per_m2_K : float
        Range [W/m2/K], scanned from its upper end by factors of 1.5.
    tolerance : float
        Largest relative distance of the two sides.
    start_K : float, optional
        Temperature of the body at the start; that of the coolant by default [K].
    """
    rule = definition or Runaway()
    start = surroundings_K if start_K is None else start_K

    def trial(coefficient: float) -> tuple[bool, float]:
        return _run(body, Exchange(coefficient * body.surface_m2), surroundings_K, start, rule)

    edge = find_edge(
        trial, high_W_per_m2_K, low_W_per_m2_K, step=1.5, tolerance=tolerance, logarithmic=True
    )
    at = edge.value or low_W_per_m2_K
    return _answer(
        "cooling", "W/m2/K", edge, rule, tolerance, (high_W_per_m2_K, low_W_per_m2_K), body,
        Exchange(at * body.surface_m2),
    )  # fmt: skip


def critical_size(
    body: Body,
    surroundings_K: float,
    coefficient_W_per_m2_K: float,
    *,
    how: How = "all",
    definition: Runaway | None = None,
    low: float = 0.05,
    high: float = 50.0,
    tolerance: float = 1e-3,
    start_K: float | None = None,
) -> CriticalValue:
    """Return the factor on a body's size above which it runs away.

    Parameters
    ----------
    body : Body
        Its network stays the same per kilogram.
    surroundings_K, coefficient_W_per_m2_K : float
        Of the surroundings [K, W/m2/K], with radiation at the body's emissivity.
    how : str
        ``all``: every length grows; ``thickness``: the stack grows thicker.
    definition : Runaway
        What counts as a runaway.
    low, high : float
        Range of the factor, scanned from its lower end by factors of 1.25.
    tolerance : float
        Largest relative distance of the two sides.
    start_K : float, optional
        Temperature of the body at the start; that of the surroundings by default [K].
    """
    rule = definition or Runaway()
    start = surroundings_K if start_K is None else start_K

    def trial(factor: float) -> tuple[bool, float]:
        sized = resized(body, factor, how)
        return _run(sized, Exchange.of(sized, coefficient_W_per_m2_K), surroundings_K, start, rule)

    edge = find_edge(trial, low, high, step=1.25, tolerance=tolerance, logarithmic=True)
    sized = resized(body, edge.value or high, how)
    return _answer(
        "size", "1", edge, rule, tolerance, (low, high), sized,
        Exchange.of(sized, coefficient_W_per_m2_K),
    )  # fmt: skip


def resized(body: Body, factor: float, how: How = "all") -> Body:
    """Return a body whose lengths, or whose thickness, are `factor` times as large.

    The casing counts as part of it and grows along.
    """
    if not factor > 0.0:
        raise InputError(f"factor {factor!r} on the size is not positive")
    x, y, z = body.size_m
    if how == "all":
        return replace(
            body,
            mass_kg=body.mass_kg * factor**3,
            volume_m3=body.volume_m3 * factor**3,
            size_m=(x * factor, y * factor, z * factor),
            surface_m2=body.surface_m2 * factor**2,
            electrical_energy_J=body.electrical_energy_J * factor**3,
        )
    box = x * y + (x + y) * z
    return replace(
        body,
        mass_kg=body.mass_kg * factor,
        volume_m3=body.volume_m3 * factor,
        size_m=(x, y, z * factor),
        surface_m2=body.surface_m2 * (x * y + (x + y) * z * factor) / box,
        electrical_energy_J=body.electrical_energy_J * factor,
    )


def _run(
    body: Body, exchange: Exchange, around_K: float, start_K: float, rule: Runaway
) -> tuple[bool, float]:
    limit = around_K + rule.rise_K
    history = simulate(
        body,
        start_K=start_K,
        duration_s=rule.duration_s,
        exchange=exchange,
        surroundings_K=around_K,
        stop_K=limit,
        tolerance=_TOLERANCE,
    )
    return history.stopped or history.peak_K >= limit, history.peak_K


def _answer(
    quantity: Quantity,
    unit: str,
    edge: Edge,
    rule: Runaway,
    tolerance: float,
    searched: tuple[float, float],
    body: Body,
    exchange: Exchange,
) -> CriticalValue:
    notes: list[str] = []
    if edge.stays is None:
        notes.append("it runs away even at the safe end of the range searched")
    if edge.runs_away is None:
        notes.append(
            "no runaway within the range searched and the time given: this does not say that "
            "there is none beyond"
        )
    if edge.runs_away is None:
        most_K = _largest_rise_K(body)
        if most_K < rule.rise_K:
            notes.append(
                f"its reactions together warm it by {most_K:.3g} K at most, less than the "
                f"{rule.rise_K:g} K that count as runaway here"
            )
    biot = _biot(body, exchange)
    if biot is not None and biot > _BIOT:
        notes.append(
            f"Biot number {biot:.2g}: its middle gets hotter than its surface, so that it runs "
            "away earlier than a body of one temperature"
        )
    return CriticalValue(
        quantity,
        unit,
        edge.value,
        edge.stays,
        edge.runs_away,
        edge.peak_stays_K,
        rule,
        tolerance,
        searched,
        edge.runs,
        tuple(notes),
    )


def _largest_rise_K(body: Body) -> float:
    """Return the largest heat of the network over the heat capacity at the surroundings [K]."""
    from davylamp.runaway.networks import largest_heat

    return largest_heat(body.network) / body.heat_capacity.at(STANDARD_TEMPERATURE_K)


def _biot(body: Body, exchange: Exchange) -> float | None:
    """Coefficient times half the thickness over conductivity through the layers."""
    if body.conductivity is None:
        return None
    coefficient = exchange.coefficient_W_per_K / body.surface_m2
    return coefficient * 0.5 * min(body.size_m) / body.conductivity.z_W_per_m_K
