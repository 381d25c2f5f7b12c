"""The sources of the heat of a current: resistances, the reaction and its entropy."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials.layer_resistance import LayerResistance
from davylamp.runaway.operation.entropy import EntropyCoefficient
from davylamp.runaway.operation.given import Given

__all__ = ["HeatPart", "entropic", "irreversible"]


@dataclass(frozen=True, slots=True)
class HeatPart:
    """One source of heat.

    Parameters
    ----------
    name : str
        ``ohmic``, ``interface``, ``reaction``, ``entropic``, or ``resistance`` where the user
        gave that of the whole cell.
    value_W : float or None
        Heat [W]; None when not known.
    low_W : float
        What it is at least [W]; for irreversible heat the part that is known.
    high_W : float or None
        What it is at most [W]; None when nothing bounds it.
    resistance_ohm_m2 : float or None
        Area resistance behind it [ohm m2].
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    note : str
        How it follows.
    """

    name: str
    value_W: float | None
    low_W: float
    high_W: float | None
    resistance_ohm_m2: float | None = None
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    note: str = ""


def irreversible(
    layers: tuple[LayerResistance, ...],
    given: Given,
    current_A: float,
    area_m2: float,
    temperature_K: float,
) -> tuple[tuple[HeatPart, ...], tuple[Unknown, ...]]:
    """Return the heat of the resistances and the reaction, and what is not known of it."""
    heat_per_ohm_m2 = current_A * current_A / area_m2
    scale = given.scale(temperature_K)

    def known(name: str, resistance: float, kind: Kind, note: str) -> HeatPart:
        heat = heat_per_ohm_m2 * resistance
        return HeatPart(name, heat, heat, heat, resistance, kind, note=note)

    if given.total_ohm_m2 is not None:
        whole = known("resistance", given.total_ohm_m2 * scale, Kind.ASSUMED, "given by the user")
        return (whole,), ()
    values = [layer.at(temperature_K) for layer in layers]
    ohmic = math.fsum(value for value in values if value is not None)
    heat = heat_per_ohm_m2 * ohmic
    complete = not current_A or all(value is not None for value in values)
    unknown = [item for layer in layers for item in layer.missing]
    parts = [
        HeatPart(
            "ohmic",
            heat if complete else None,
            heat,
            heat if complete else None,
            ohmic,
            weakest(layer.kind for layer in layers),
            tuple(dict.fromkeys(key for layer in layers for key in layer.sources)),
            "layers that ions cross",
        )
    ]
    by_user = "given by the user"
    if given.interface_ohm_m2 is not None:
        parts.append(known("interface", given.interface_ohm_m2 * scale, Kind.ASSUMED, by_user))
    else:
        parts.append(_without_data("interface", current_A, "no resistance is stored"))
        unknown.append(
            Unknown(
                "resistance of the interfaces under this pressure",
                "impedance of the cell, the arcs of the interfaces set apart",
            )
        )
    if given.reaction_ohm_m2 is not None:
        parts.append(known("reaction", given.reaction_ohm_m2 * scale, Kind.ASSUMED, by_user))
    elif given.overpotential_V is not None:
        heat = abs(current_A) * given.overpotential_V
        equal = given.overpotential_V * area_m2 / abs(current_A) if current_A else 0.0
        parts.append(HeatPart("reaction", heat, heat, heat, equal, Kind.ASSUMED, note=by_user))
    else:
        parts.append(_without_data("reaction", current_A, "no kinetics are stored"))
        unknown.append(
            Unknown(
                "overpotential of the charge transfer at this current",
                "impedance over temperature, or current pulses (GITT) of the cell",
            )
        )
    return tuple(parts), tuple(unknown)


def _without_data(name: str, current_A: float, note: str) -> HeatPart:
    if not current_A:
        return HeatPart(name, 0.0, 0.0, 0.0, kind=Kind.COMPUTED, note="no current")
    return HeatPart(name, None, 0.0, None, note=note)


def entropic(entropy: EntropyCoefficient, current_A: float, temperature_K: float) -> HeatPart:
    """Return the heat of the entropy of the reaction."""
    factor = -current_A * temperature_K
    ends = sorted((factor * entropy.low_V_per_K, factor * entropy.high_V_per_K))
    value = None if entropy.value_V_per_K is None else factor * entropy.value_V_per_K
    if not current_A:
        return HeatPart("entropic", 0.0, 0.0, 0.0, kind=Kind.COMPUTED, note="no current")
    return HeatPart(
        "entropic", value, ends[0], ends[1], None, entropy.kind, entropy.sources, entropy.note
    )
