"""An assessment of gas as plain JSON types with stable keys, units in their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from davylamp.core.evidence import unknown_record
from davylamp.core.parameter import Parameter
from davylamp.gas.assessment.most import Most
from davylamp.gas.assessment.parts import (
    Check,
    Curve,
    Dilution,
    Fire,
    GasFigure,
    Index,
    Level,
    Place,
)
from davylamp.gas.assessment.result import CaseOpening, GasAssessment, GasCase, Seen, Step

if TYPE_CHECKING:
    from davylamp.store.vent_gas import MeasuredVentGas

__all__ = ["assessment_record"]


def assessment_record(result: GasAssessment) -> dict[str, Any]:
    """Return an assessment as mappings, lists, texts and finite numbers, in SI units and ppm.

    What is not known is null; `unknown` says what would settle it.
    """
    from davylamp.gas.sources import measured_vent_gas

    return {
        "cell": result.cell,
        "answer": result.answer,
        "kind": result.kind.value,
        "sources": [source.record() for source in result.sources],
        "cases": [_case(case) for case in result.cases],
        "openings": [_opening(item) for item in result.openings],
        "steps": [_step(item) for item in result.steps],
        "bounds": [_most(item) for item in result.bounds],
        "measured": [_measured(item) for item in measured_vent_gas()],
        "sensors": [_seen(item) for item in result.sensors],
        "limits": [limit.record() for limit in result.limits],
        "notes": list(result.notes),
        "unknown": unknown_record(result.unknown),
    }


def _figure(item: GasFigure) -> dict[str, Any]:
    return {
        "key": item.key,
        "label": item.label,
        "value": item.value,
        "unit": item.unit,
        "uncertainty": item.uncertainty,
        "kind": item.kind.value,
        "sources": list(item.sources),
        "note": item.note,
    }


def _amount(item: Parameter) -> dict[str, Any]:
    spread = None
    if item.distribution.shape != "fixed":
        low, high = (float(value) for value in item.quantile([0.05, 0.95]))
        spread = {"low": low, "high": high}
    return {"mol": item.value, "range_5_95_mol": spread, "kind": item.kind.value}


def _case(case: GasCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "title": case.title,
        "when": case.when.value,
        "sources": list(case.source_ids),
        "place": _place(case.place),
        "amounts": {name: _amount(item) for name, item in case.amounts.items()},
        "basis": case.basis.value,
        "known": case.way,
        "upper_bound": case.capped,
        "at_once": case.at_once,
        "levels": [_level(item) for item in case.levels],
        "idlh_sum": _index(case.idlh),
        "aegl2_sum": _index(case.aegl2),
        "aegl3_sum": _index(case.aegl3),
        "least_oxygen_percent": case.oxygen_percent,
        "corrosion": list(case.hazards),
        "dilution": [_dilution(item) for item in case.dilution],
        "fire": None if case.fire is None else _fire(case.fire),
        "curve": None if case.curve is None else _curve(case.curve),
        "kind": case.kind.value,
        "references": list(case.sources),
        "notes": list(case.notes),
        "unknown": unknown_record((*case.unknown, *case.unjudged)),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "title": place.title,
        "volume_m3": place.volume_m3,
        "air_flow_m3_per_s": place.air_flow_m3_per_s,
        "air_changes_per_h": place.air_changes_per_h,
        "temperature_K": place.temperature_K,
        "pressure_Pa": place.pressure_Pa,
        "cells": place.cells,
        "burst_pressure_Pa": place.burst_pressure_Pa,
        "oxygen_share": place.oxygen_share,
        "assumed": list(place.assumed),
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "species": level.species,
        "peak_ppm": level.peak_ppm,
        "low_ppm": level.low_ppm,
        "high_ppm": level.high_ppm,
        "checks": [_check(item) for item in level.checks],
    }


def _check(check: Check) -> dict[str, Any]:
    limit = check.limit
    return {
        "quantity": limit.quantity,
        "averaging_s": limit.averaging_s,
        "issuer": limit.issuer,
        "limit_ppm": limit.value,
        "ppm": check.ppm,
        "ratio": check.ratio,
        "reached_s": check.reached_s,
    }


def _index(index: Index | None) -> dict[str, Any] | None:
    if index is None:
        return None
    return {
        "value": index.value,
        "complete": index.complete,
        "by": index.by,
        "missing": list(index.missing),
        "averaging_s": index.averaging_s,
        "kind": index.kind.value,
        "sources": list(index.sources),
    }


def _dilution(item: Dilution) -> dict[str, Any]:
    return {
        "target": item.target,
        "volume_m3": item.volume_m3,
        "by": item.by,
        "complete": item.complete,
        "missing": list(item.missing),
    }


def _fire(fire: Fire) -> dict[str, Any]:
    return {
        "flammable": fire.flammable,
        "lfl_percent": fire.lfl_percent,
        "ufl_percent": fire.ufl_percent,
        "share_of_lfl": fire.share_of_lfl,
        "figures": [_figure(item) for item in fire.figures],
        "kind": fire.kind.value,
        "sources": list(fire.sources),
        "notes": list(fire.notes),
        "unknown": unknown_record(fire.unknown),
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "time_s": list(curve.time_s),
        "ppm": {name: list(values) for name, values in curve.ppm.items()},
    }


def _opening(item: CaseOpening) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "when": item.when.value,
        "source": item.source_id,
        "opens_percent": item.opens_percent,
        "tears_percent": item.tears_percent,
        "first": item.first,
        "figures": [_figure(figure) for figure in item.figures],
        "kind": item.kind.value,
        "sources": list(item.sources),
        "notes": list(item.notes),
        "unknown": unknown_record(item.unknown),
    }


def _seen(item: Seen) -> dict[str, Any]:
    return {
        "case": item.case_id,
        "sensor": item.sensor,
        "title": item.title,
        "by_gas": item.by_gas,
        "unit": item.unit,
        "warn": item.warn,
        "alarm": item.alarm,
        "basis": item.basis,
        "reads": item.reads,
        "leads_s": dict(item.leads_s),
        "works": item.works,
        "kind": item.kind.value,
        "sources": list(item.sources),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "when": None if step.when is None else step.when.value,
        "answer": step.answer,
        "figures": [_figure(item) for item in step.figures],
        "kind": step.kind.value,
        "sources": list(step.sources),
        "notes": list(step.notes),
        "unknown": unknown_record(step.unknown),
    }


def _most(item: Most) -> dict[str, Any]:
    return {
        "species": item.species,
        "most_mol": item.mol,
        "most_ppm": item.peak_ppm,
        "most_mg_per_Wh": item.mg_per_Wh,
        "idlh": None if item.idlh is None else _check(item.idlh),
        "aegl2": None if item.aegl2 is None else _check(item.aegl2),
        "models_ppm": item.modelled_ppm,
        "models_over_limit": item.modelled_share,
        "verdict": item.verdict,
        "kind": item.source.kind.value,
        "notes": list(item.source.notes),
        "unknown": unknown_record(item.source.unknown),
    }


def _measured(item: MeasuredVentGas) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "chemistry": item.chemistry,
        "form": item.form,
        "conditions": item.conditions,
        "capacity_Ah": item.capacity_Ah,
        "source": item.source,
        "values": [
            {
                "quantity": value.quantity,
                "species": value.species,
                "value": value.datum.value,
                "upper": value.datum.upper,
                "unit": value.datum.unit,
                "uncertainty": value.datum.uncertainty,
                "kind": value.datum.kind.value,
            }
            for value in item.values
        ],
    }
