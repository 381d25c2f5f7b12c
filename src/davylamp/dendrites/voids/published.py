"""Stripping currents and stack pressures as published; no model uses them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from davylamp.core.evidence import Kind
from davylamp.dendrites.voids.lithium import read_table

__all__ = [
    "PressureFigure",
    "StrippingFigure",
    "measured_pressure",
    "pressure_figures",
    "stripping_figures",
]


@dataclass(frozen=True, slots=True)
class StrippingFigure:
    """Largest current at which stripping left no voids in one study.

    Parameters
    ----------
    id, electrolyte : str
        Name, and material of the electrolyte.
    current_A_per_m2 : float
        Stripping current [A/m2].
    pressure_Pa : float
        Stack pressure [Pa].
    temperature_K : float
        Temperature [K].
    kind : Kind
        How it is known.
    source, locator, note : str
        Bibliography key, place in it, and what a reader must know.
    """

    id: str
    electrolyte: str
    current_A_per_m2: float
    pressure_Pa: float
    temperature_K: float
    kind: Kind
    source: str
    locator: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PressureFigure:
    """What a stack pressure did to a cell with lithium in one study.

    Parameters
    ----------
    id, electrolyte : str
        Name, and material of the electrolyte.
    pressure_Pa : float
        Stack pressure [Pa].
    outcome : str
        ``runs`` or ``shorts``.
    time_s : float or None
        How long it ran, or when it shorted [s]; None where not told.
    bound : str
        ``=``, ``~``, ``<`` or ``>``, of the time where there is one, else of the pressure.
    kind : Kind
        How it is known.
    source, locator, conditions, note : str
        Bibliography key, place in it, and what a reader must know.
    """

    id: str
    electrolyte: str
    pressure_Pa: float
    outcome: str
    time_s: float | None
    bound: str
    kind: Kind
    source: str
    locator: str
    conditions: str = ""
    note: str = ""


@cache
def stripping_figures() -> tuple[StrippingFigure, ...]:
    """Return the published stripping currents.

    Examples
    --------
    >>> [round(figure.current_A_per_m2, 3) for figure in stripping_figures()]
    [2.0, 10.0, 1.0, 4.0]
    """
    return tuple(
        StrippingFigure(
            current_A_per_m2=10.0 * raw["current_mA_per_cm2"],
            pressure_Pa=1e6 * raw["pressure_MPa"],
            temperature_K=raw["temperature_K"],
            **_common(raw),
        )
        for raw in read_table("published.yaml")["stripping"]
    )


@cache
def pressure_figures() -> tuple[PressureFigure, ...]:
    """Return what was seen at which stack pressure, soft viscoelastic glasses included."""
    return tuple(
        PressureFigure(
            pressure_Pa=1e6 * raw["pressure_MPa"],
            outcome=raw["outcome"],
            time_s=None if raw["hours"] is None else 3600.0 * raw["hours"],
            bound=raw["bound"],
            conditions=raw.get("conditions", ""),
            **_common(raw),
        )
        for raw in read_table("published.yaml")["pressure"]
    )


def measured_pressure(electrolyte: str) -> tuple[str, ...]:
    """Return a sentence on what stack pressure did with an electrolyte; none without."""
    found = []
    for item in pressure_figures():
        if item.electrolyte == electrolyte and item.time_s is not None:
            hours = item.time_s / 3600.0
            when = {">": f"over {hours:g} h", "~": f"after about {hours:g} h"}.get(item.bound, "")
            told = "at once" if hours <= 0.0 else when
            checked = "" if item.kind is Kind.MEASURED else " (not checked against the source)"
            found.append(f"{item.outcome} {told} at {1e-6 * item.pressure_Pa:g} MPa{checked}")
    if not found:
        return ()
    return (f"Measured on {electrolyte}: lithium {', '.join(found)}. No model uses it.",)


def _common(raw: dict[str, Any]) -> dict[str, Any]:
    texts = {name: raw[name] for name in ("id", "electrolyte", "source", "locator")}
    return {**texts, "note": raw.get("note", ""), "kind": Kind(raw["kind"])}
