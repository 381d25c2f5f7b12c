"""What is given of a casing and its gas: checked, completed, and told where it is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.gas.mixture import GasMixture
from davylamp.gas.source import GasHistory

__all__ = ["POINTS", "Remarks", "check_credible", "even_history", "span_s", "tell_missing"]

#: Points of a history made of a duration alone.
POINTS: Final = 41
#: Ranges outside which a number is a slip of the unit [K, m3, m2, Pa].
_CREDIBLE: Final = {
    "temperature": ("K", 150.0, 6000.0),
    "free volume": ("m3", 1e-12, 1e3),
    "vent area": ("m2", 1e-12, 10.0),
    "pressure outside": ("Pa", 1e3, 1e7),
}


@dataclass(slots=True)
class Remarks:
    """Notes and gaps so far."""

    notes: list[str] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)


def check_credible(
    temperature_K: float, free_volume_m3: float | None, area_m2: float | None, outer_Pa: float
) -> None:
    """Refuse numbers that no cell has.

    Raises
    ------
    InputError
        If one is outside its range.
    """
    for (what, (unit, low, high)), value in zip(
        _CREDIBLE.items(), (temperature_K, free_volume_m3, area_m2, outer_Pa), strict=True
    ):
        if value is not None and not (math.isfinite(value) and low <= value <= high):
            raise InputError(
                f"a {what} of {value:g} {unit} is not within {low:g} and {high:g} {unit}"
                if value > 0.0
                else f"a {what} of {value!r} {unit} is not above 0",
                remedy="check the number and its unit",
            )


def even_history(gas: GasMixture, duration_s: float) -> GasHistory:
    """Return a history in which all gas comes evenly at one temperature."""
    time = np.linspace(0.0, duration_s, POINTS)
    return GasHistory(
        time,
        {name: amount * time / duration_s for name, amount in gas.amounts_mol.items()},
        np.full_like(time, gas.temperature_K),
    )


def span_s(history: GasHistory) -> float:
    """Return the time over which all gas would come at its highest rate [s]."""
    total = np.sum([np.asarray(values) for values in history.released_mol.values()], axis=0)
    rate = np.diff(total) / np.diff(history.time_s)
    return float((total[-1] - total[0]) / rate.max()) if rate.max() > 0.0 else math.inf


def tell_missing(
    free_volume_m3: float | None,
    area_m2: float | None,
    history: GasHistory | None,
    remarks: Remarks,
) -> None:
    """Add what is not given to what is unknown."""
    if free_volume_m3 is None:
        remarks.unknown.append(
            Unknown("pressure in the cell", "give casing.free_volume: what gas can fill")
        )
    if area_m2 is None:
        remarks.unknown.append(
            Unknown(
                "flow through the opening",
                "give casing.vent_area, or measure it on opened casings",
            )
        )
    if history is None:
        remarks.unknown.append(
            Unknown(
                "how fast the gas comes",
                "measure pressure over time in a closed vessel, or give a duration",
            )
        )
        remarks.notes.append("no rate is known: all gas is taken to be there at once, as a bound")
