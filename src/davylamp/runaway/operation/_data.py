"""Read the small reviewed tables of this package: entropy coefficients and foils."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from davylamp.core.evidence import Kind
from davylamp.store.packaged import packaged_yaml

__all__ = ["EntropyCurve", "EntropyRange", "Foil", "entropy_curves", "entropy_range", "foils"]

_ROOM: Final = "davylamp.runaway.operation"


@dataclass(frozen=True, slots=True)
class EntropyCurve:
    """Entropy coefficient against lithium [V/K] over the lithium content of the host formula."""

    material: str
    lithium: tuple[float, ...]
    value_V_per_K: tuple[float, ...]
    kind: Kind
    source: str
    locator: str
    conditions: str


@dataclass(frozen=True, slots=True)
class EntropyRange:
    """Range of entropy coefficients that stands in where none is known [V/K]."""

    low_V_per_K: float
    high_V_per_K: float
    kind: Kind
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foil:
    """Resistivity of a foil [ohm m] at a temperature [K], and its relative rise [1/K]."""

    material: str
    resistivity_ohm_m: float
    reference_K: float
    rise_per_K: float
    kind: Kind
    sources: tuple[str, ...]
    note: str

    def conductivity_S_per_m(self, temperature_K: float) -> float:
        """Electrical conductivity [S/m], resistivity linear in temperature."""
        rise = 1.0 + self.rise_per_K * (temperature_K - self.reference_K)
        # Far below room temperature a straight line would turn negative; it is never used there.
        return 1.0 / (self.resistivity_ohm_m * max(rise, 0.1))


@cache
def _entropy() -> Any:
    return packaged_yaml(_ROOM, "data", "entropy.yaml")


@cache
def entropy_curves() -> dict[str, EntropyCurve]:
    """Return the stored curves by material."""
    curves = {}
    for row in _entropy()["curves"]:
        points = row["points_mV_per_K"]
        curves[row["material"]] = EntropyCurve(
            row["material"],
            tuple(float(x) for x, _ in points),
            tuple(1e-3 * float(value) for _, value in points),
            Kind(row["kind"]),
            row["source"],
            row["locator"],
            row["conditions"],
        )
    return curves


@cache
def entropy_range() -> EntropyRange:
    """Return the range for electrodes without a curve."""
    row = _entropy()["range"]
    return EntropyRange(
        1e-3 * float(row["low_mV_per_K"]),
        1e-3 * float(row["high_mV_per_K"]),
        Kind(row["kind"]),
        tuple(row["sources"]),
    )


@cache
def foils() -> dict[str, Foil]:
    """Return the foils by material."""
    raw = packaged_yaml(_ROOM, "data", "foils.yaml")
    evidence, rise = raw["evidence"], raw["rise"]
    return {
        row["material"]: Foil(
            row["material"],
            float(row["resistivity_ohm_m"]),
            float(evidence["temperature_K"]),
            float(rise["value_per_K"]),
            # The rise is the weaker of the two, and matters only away from room temperature.
            Kind(evidence["kind"]),
            (evidence["source"],),
            f"rise with temperature: {rise['note']}",
        )
        for row in raw["foils"]
    }
