"""Salt depletion as a record of JSON types, SI."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from davylamp.cli.deplete_case import DepletionCase
from davylamp.core.evidence import unknown_record
from davylamp.dendrites.depletion import (
    SaltElectrolyte,
    Transient,
    concentrated_limiting_current,
    depletion_time,
    limiting_current,
    sand_time,
)

__all__ = ["record_of"]

#: Currents of the table, over the limiting one.
_RATIOS: Final = (1.01, 1.05, 1.2, 1.5, 2.0, 5.0)
_DRAWS: Final = 401


def record_of(case: DepletionCase, run: Transient | None) -> dict[str, Any]:
    """Return the answer as JSON types, SI."""
    record: dict[str, Any] = {
        "title": case.title,
        "reason": case.reason or None,
        "notes": list(case.notes),
        "unknown": unknown_record(case.unknown),
    }
    if case.electrolyte is None:
        return record
    record["cell"] = None if case.mechanism is None else _cell_record(case)
    return {**record, **_layer_record(case, case.electrolyte), "run": _run_record(run)}


def _layer_record(case: DepletionCase, electrolyte: SaltElectrolyte) -> dict[str, Any]:
    c = np.array([case.concentration_mol_per_m3])
    diffusivity = float(electrolyte.diffusivity(c)[0])
    share = float(electrolyte.transference_number(c)[0])
    length = case.thickness_m
    plain = float(limiting_current(c[0], diffusivity, share, length))
    limit = concentrated_limiting_current(electrolyte, float(c[0]), length)
    currents = [] if math.isinf(plain) else [ratio * plain for ratio in _RATIOS]
    if case.current_A_per_m2 is not None:
        currents = sorted({*currents, case.current_A_per_m2})
    rows = []
    for current in currents:
        when = float(depletion_time(current / plain, diffusivity, length))
        rows.append(
            {
                "current_A_per_m2": current,
                "over_limit": current / plain,
                "sand_s": float(sand_time(current, c[0], diffusivity, share)),
                "depletion_s": when,
                "capacity_C_per_m2": current * when,
                "is_asked": current == case.current_A_per_m2,
            }
        )
    return {
        "electrolyte": {
            "name": electrolyte.name,
            "temperature_K": electrolyte.temperature_K,
            "concentration_mol_per_m3": float(c[0]),
            "diffusivity_m2_per_s": diffusivity,
            "transference_number": share,
            "conductivity_S_per_m": None
            if electrolyte.conductivity is None
            else float(electrolyte.conductivity(c)[0]),
            "kind": electrolyte.kind.value,
            "sources": list(electrolyte.sources),
        },
        "thickness_m": length,
        "limiting_current_A_per_m2": plain,
        "concentrated": {
            "limiting_current_A_per_m2": limit.current_A_per_m2,
            "cause": limit.cause,
            "plating_mol_per_m3": limit.plating_mol_per_m3,
            "stripping_mol_per_m3": limit.stripping_mol_per_m3,
            "extrapolated": limit.extrapolated,
        },
        "current_A_per_m2": case.current_A_per_m2,
        "table": rows,
    }


def _cell_record(case: DepletionCase) -> dict[str, Any]:
    assert case.mechanism is not None
    probability = (np.arange(_DRAWS) + 0.5) / _DRAWS
    generator = np.random.default_rng(20)
    draws = {
        name: item.quantile(generator.permutation(probability))
        for name, item in case.mechanism.parameters.items()
    }
    critical = case.mechanism.critical_current_A_per_m2(draws)
    here = {name: np.array([item.value]) for name, item in case.mechanism.parameters.items()}
    record: dict[str, Any] = {
        "critical_current_A_per_m2": float(case.mechanism.critical_current_A_per_m2(here)[0]),
        "quantile_05_A_per_m2": float(np.quantile(critical, 0.05)),
        "quantile_95_A_per_m2": float(np.quantile(critical, 0.95)),
        "draws": _DRAWS,
        "share_below_current": None,
        "capacity_C_per_m2": None,
    }
    if case.current_A_per_m2 is not None:
        record["share_below_current"] = float(np.mean(~(critical >= case.current_A_per_m2)))
        record["capacity_C_per_m2"] = float(
            case.mechanism.failure_capacity_C_per_m2(here, case.current_A_per_m2)[0]
        )
    return record


def _run_record(run: Transient | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "depleted_s": run.depleted_s,
        "saturated_s": run.saturated_s,
        "charge_C_per_m2": run.charge_C_per_m2,
        "end_s": float(run.time_s[-1]),
        "plating_mol_per_m3": float(run.plating_mol_per_m3[-1]),
        "stripping_mol_per_m3": float(run.stripping_mol_per_m3[-1]),
        "voltage_V": float(run.voltage_V[-1]),
        "steps": run.steps,
        "salt_error": run.salt_error,
        "extrapolated": run.extrapolated,
    }
