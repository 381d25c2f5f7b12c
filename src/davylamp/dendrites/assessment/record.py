"""An assessment as plain JSON types with stable keys, units in their names."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from davylamp.core.evidence import unknown_record
from davylamp.core.parameter import Parameter
from davylamp.dendrites.assessment.current_map import CurrentMap, PressureWindow
from davylamp.dendrites.assessment.measured import MeasuredLimit
from davylamp.dendrites.assessment.result import DendriteAssessment, MechanismAnswer
from davylamp.dendrites.assessment.spread import Influence, Share, Spread
from davylamp.dendrites.interlayers import InterlayerEvidence

__all__ = ["assessment_record"]


def assessment_record(result: DendriteAssessment) -> dict[str, Any]:
    """Return an assessment as mappings, lists, texts and finite numbers, in SI units.

    An infinite critical current is null, and named in ``unlimited``; what is not known is null
    and named nowhere.
    """
    link = result.weakest
    return {
        "cell": result.cell,
        "electrolyte": result.electrolyte,
        "answer": result.answer,
        "verdict": result.verdict.value,
        "kind": result.kind.value,
        "current_A_per_m2": result.current_A_per_m2,
        "capacity_C_per_m2": result.capacity_C_per_m2,
        "temperature_K": result.temperature_K,
        "stack_pressure_Pa": result.stack_pressure_Pa,
        "draws": result.draws,
        "seed": result.seed,
        "weakest": None
        if link is None
        else {
            "mechanism": link.name,
            "critical_current_A_per_m2": _spread(link.critical),
            "first_share": dict(link.first),
            "none_share": link.none,
            "undecided_share": link.undecided,
            "exceeded_share": _share(link.exceeded),
            "influences": _influences(result.influences),
        },
        "mechanisms": [_mechanism(item) for item in result.mechanisms],
        "undecided": [
            {"id": item.id, "name": item.name, "unknown": unknown_record(item.unknown)}
            for item in result.undecided
        ],
        "not_applicable": [
            {"id": item.id, "name": item.name, "reason": item.reason}
            for item in result.not_applicable
        ],
        "map": None if result.map is None else _map(result.map),
        "pressure_window": None if result.window is None else _window(result.window),
        "measured": [_measured(item) for item in result.measured],
        "exceeded_measured": [_measured(item) for item in result.exceeded_limits],
        "interlayer": _interlayer(result.interlayer),
        "unknown": unknown_record(result.unknown),
    }


def _interlayer(found: InterlayerEvidence) -> dict[str, Any]:
    return {
        "material": found.interlayer or None,
        "thickness_m": found.thickness_m,
        "area_factor": found.area_factor,
        "local_current_A_per_m2": found.local_current_A_per_m2,
        "diffusion_current_A_per_m2": found.diffusion_current_A_per_m2,
        "figures": [
            {
                "relation": shown.relation,
                "what": shown.figure.what,
                "quantity": shown.figure.quantity,
                "value": shown.figure.value,
                "unit": shown.figure.unit,
                "control": shown.figure.control,
                "conditions": shown.figure.conditions,
                "kind": shown.figure.kind.value,
                "source": shown.figure.source,
            }
            for shown in found.figures
        ],
        "notes": list(found.notes),
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _spread(spread: Spread) -> dict[str, Any]:
    values = {"low": spread.low, "median": spread.median, "high": spread.high}
    return {
        **{name: _finite(value) for name, value in values.items()},
        "unlimited": [
            name for name, value in values.items() if value is not None and math.isinf(value)
        ],
        "draws": spread.count,
        "unknown_draws": spread.unknown,
    }


def _share(share: Share | None) -> dict[str, float] | None:
    return None if share is None else {"low": share.low, "high": share.high}


def _influences(listed: Iterable[Influence]) -> list[dict[str, Any]]:
    return [
        {"parameter": item.parameter, "rank_correlation": item.rank_correlation} for item in listed
    ]


def _mechanism(item: MechanismAnswer) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "role": item.role.value,
        "critical_current_A_per_m2": _spread(item.critical),
        "exceeded_share": _share(item.exceeded),
        "failure_capacity_C_per_m2": None if item.capacity is None else _spread(item.capacity),
        "fails_within_charge_share": _share(item.within_charge),
        "influences": _influences(item.influences),
        "parameters": {name: _parameter(value) for name, value in item.parameters.items()},
        "kind": item.kind.value,
        "sources": list(item.sources),
        "notes": list(item.notes),
        "unknown": unknown_record(item.unknown),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    low, median, high = (float(value) for value in parameter.quantile([0.05, 0.5, 0.95]))
    return {
        "median": median,
        "low": low,
        "high": high,
        "unit": parameter.unit,
        "distribution": parameter.distribution.shape,
        "kind": parameter.kind.value,
        "sources": list(parameter.sources),
        "locator": parameter.locator,
        "note": parameter.note,
    }


def _map(chart: CurrentMap) -> dict[str, Any]:
    critical = chart.critical_A_per_m2
    return {
        "rest": "median",
        "depth_m": chart.depth_m.tolist(),
        "pressure_Pa": chart.pressure_Pa.tolist(),
        "critical_A_per_m2": [[_finite(value) for value in row] for row in critical.tolist()],
        "unlimited": np.isinf(critical).tolist(),
        "limiting": chart.limiting.tolist(),
        "names": list(chart.names),
        "depends_on_depth": chart.by_depth,
        "depends_on_pressure": chart.by_pressure,
    }


def _window(window: PressureWindow) -> dict[str, Any]:
    return {
        "pressure_Pa": window.pressure_Pa.tolist(),
        "fails_share": window.fails.tolist(),
        "undecided_share": window.open.tolist(),
        "voids_measured_Pa": window.voids_measured_Pa,
        "below_half_Pa": None if window.likely_Pa is None else list(window.likely_Pa),
        "below_one_in_twenty_Pa": None if window.safe_Pa is None else list(window.safe_Pa),
    }


def _measured(item: MeasuredLimit) -> dict[str, Any]:
    datum = item.datum
    return {
        "property": item.name,
        "what": item.what,
        "material": item.material,
        "current_A_per_m2": item.current_A_per_m2,
        "upper_A_per_m2": item.upper_A_per_m2,
        "bound": datum.bound,
        "conditions": datum.conditions,
        "stack_pressure_Pa": item.pressure_Pa,
        "temperature_K": item.temperature_K,
        "own": item.own,
        "kind": datum.kind.value,
        "source": datum.source,
        "locator": datum.locator,
    }
