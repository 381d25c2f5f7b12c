"""Venting as JSON types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from davylamp.core.errors import OutsideValidityError
from davylamp.core.evidence import unknown_record

if TYPE_CHECKING:
    from davylamp.gas.vent import Blowdown, VentAnswer

__all__ = ["vent_record"]

_POINTS: Final = 400
#: Distances at which overpressure is told [m].
_DISTANCES: Final = (0.5, 1.0, 2.0, 5.0, 10.0)


def vent_record(title: str, answer: VentAnswer) -> dict[str, Any]:
    """Return an answer as JSON types."""
    around = answer.surrounds
    return {
        "title": title,
        "gas_mol": dict(answer.gas_mol),
        "total_mol": sum(answer.gas_mol.values()),
        "temperature_K": answer.temperature_K,
        "free_volume_m3": answer.free_volume_m3,
        "area_m2": answer.area_m2,
        "needed_area_m2": answer.needed_m2,
        "kind": answer.kind.value,
        "outer_Pa": around.pressure_Pa,
        "enclosure": None
        if around.enclosure_m3 is None
        else {
            "volume_m3": around.enclosure_m3,
            "cells": around.cells,
            "burst_Pa": around.enclosure_burst_Pa,
        },
        "seam": answer.seam,
        "opening": None if answer.opening is None else answer.opening.record(),
        "instant": answer.instant,
        "flow": None if answer.flow is None else _flow(answer.flow, answer),
        "times": None if answer.times is None else answer.times.record(),
        "bursts_at_most": answer.bursts_at_most,
        "bounds": None if answer.bounds is None else answer.bounds.record(),
        "blast": _blast(answer),
        "swelling": None
        if answer.swelling is None
        else {
            "gas_volume_m3": answer.swelling.gas_volume_m3,
            "capacity_m3": answer.swelling.capacity_m3,
            "thickening_m": answer.swelling.thickening_m,
            "taut": answer.swelling.taut,
            "above_Pa": answer.swelling.above_Pa,
        },
        "notes": list(answer.notes),
        "unknown": unknown_record(answer.unknown),
    }


def _flow(flow: Blowdown, answer: VentAnswer) -> dict[str, Any]:
    keep = _kept(flow.mass_flow_kg_per_s, flow.time_s)
    box: Mapping[str, Any] | None = None
    if answer.surrounds.enclosure_m3 is not None:
        from davylamp.gas.vent import enclosure_course_Pa

        cold, hot = enclosure_course_Pa(
            flow, answer.surrounds.enclosure_m3, enclosure_K=answer.surrounds.temperature_K
        )
        box = {"cold_Pa": _list(cold[keep]), "hot_Pa": _list(hot[keep])}
    choked = flow.choked
    return {
        "opened_s": flow.opened_s,
        "peak_Pa": flow.peak_Pa,
        "end_Pa": float(flow.pressure_Pa[-1]),
        "end_s": float(flow.time_s[-1]),
        "end_K": float(flow.temperature_K[-1]),
        "peak_flow_kg_per_s": float(flow.mass_flow_kg_per_s.max()),
        "peak_thrust_N": float(flow.thrust_N.max()),
        "impulse_N_s": flow.impulse_N_s,
        "choked": bool(choked.any()),
        "vented_mol": dict(flow.vented.amounts_mol),
        "vented_kg": flow.vented.mass_kg,
        "left_mol": dict(flow.left.amounts_mol),
        "mass_closure": flow.mass_closure,
        "energy_closure": flow.energy_closure,
        "flow_misfit": flow.flow_misfit,
        "estimated": list(flow.estimated),
        "course": {
            "time_s": _list(flow.time_s[keep]),
            "pressure_Pa": _list(flow.pressure_Pa[keep]),
            "temperature_K": _list(flow.temperature_K[keep]),
            "mass_flow_kg_per_s": _list(flow.mass_flow_kg_per_s[keep]),
            "thrust_N": _list(flow.thrust_N[keep]),
            "vented_mol": {
                name: _list(values[keep])
                for name, values in flow.vented_mol.items()
                if float(values[-1]) > 0.0
            },
            "enclosure": box,
        },
    }


def _blast(answer: VentAnswer) -> list[dict[str, Any]]:
    """Return the overpressure against distance of Brode's energy and of all heat of the reaction.

    None where the gas comes slowly beside the vent: then the casing opens long before.
    """
    bounds, times = answer.bounds, answer.times
    if bounds is None or (times is not None and times.steady):
        return []
    tnt = bounds.tnt_kg
    return [
        {
            "distance_m": distance,
            "overpressure_Pa": _side_on_Pa(tnt["brode"], distance),
            "reaction_Pa": _side_on_Pa(tnt.get("chemical", 0.0), distance),
        }
        for distance in (_DISTANCES if tnt["brode"] > 0.0 else ())
    ]


def _side_on_Pa(tnt_kg: float, distance_m: float) -> float | None:
    from davylamp.gas.vent import blast_overpressure_Pa

    try:
        return blast_overpressure_Pa(tnt_kg, distance_m) if tnt_kg > 0.0 else None
    except OutsideValidityError:
        return None


def _kept(flow: Any, time_s: Any) -> Any:
    """Return places of at most some hundred points, evenly over steps, with the largest flow."""
    even = np.linspace(0, time_s.size - 1, min(time_s.size, _POINTS)).astype(np.int64)
    return np.unique(np.append(even, int(np.argmax(flow))))


def _list(values: Any) -> list[float]:
    return [float(f"{value:.7g}") for value in values]
