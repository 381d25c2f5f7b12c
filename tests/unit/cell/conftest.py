"""A small library of round numbers, and a cell file that uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from davylamp.cell import Cell, parse_cell
from davylamp.store.materials import MaterialLibrary, parse_material


def _datum(value: float, unit: str, kind: str = "measured") -> dict[str, Any]:
    return {
        "value": value,
        "unit": unit,
        "uncertainty": "not reported",
        "kind": kind,
        "source": "handbook",
        "locator": "Table 1",
    }


def _material(ident: str, family: str, role: str, density: float | None = None, **more: Any) -> Any:
    properties = dict(more.pop("properties", {}))
    if density is not None:
        properties["density"] = [_datum(density, "g/cm3")]
    raw = {"id": ident, "name": ident, "family": family, "roles": [role], **more}
    return parse_material({**raw, "properties": properties}, {"handbook": object()})


def _curve(points: list[list[float]], kind: str = "measured") -> dict[str, Any]:
    evidence = _datum(0.0, "V", kind)
    return {"points": points, **{k: v for k, v in evidence.items() if k not in ("value", "unit")}}


@pytest.fixture(scope="session")
def library() -> MaterialLibrary:
    oxide = {"host_formula": "CoO2", "lithium_range": [0.5, 1.0], "formula": "LiCoO2"}
    materials = [
        _material("Li", "metal", "anode", 0.534, formula="Li", aliases=["lithium"]),
        _material(
            "Li-In", "alloy", "anode", 5.0, formula="LiIn2", host_formula="In",
            lithium_range=[1.0, 0.0], ocv=_curve([[0.0, 0.62], [1.0, 0.62]], "assumed"),
        ),
        _material(
            "graphite", "carbon", "anode", 2.2, formula="C", host_formula="C6",
            lithium_range=[1.0, 0.0], ocv=_curve([[0.0, 1.0], [0.5, 0.2], [1.0, 0.1]]),
            properties={"specific_capacity": [_datum(372.0, "mAh/g", "computed")]},
        ),
        _material("Mystery", "alloy", "anode"),
        _material(
            "Li6PS5Cl", "sulfide", "electrolyte", 2.0, formula="Li6PS5Cl", aliases=["LPSCl"],
            properties={"ionic_conductivity": [_datum(2.0e-3, "S/cm")]},
        ),
        _material("Li3InCl6", "halide", "electrolyte", 2.5, formula="Li3InCl6"),
        _material("LiNbO3", "oxide", "coating", 4.6, formula="LiNbO3"),
        _material("VGCF", "carbon", "additive", 2.0, formula="C"),
        _material("NBR", "polymer", "binder", 1.0),
        _material("Cu", "metal", "collector", 9.0, formula="Cu"),
        _material("Al", "metal", "collector", 2.7, formula="Al"),
        _material("laminate", "other", "case", 1.5),
        _material(
            "LiCoO2", "layered oxide", "cathode", 5.0,
            ocv=_curve([[0.5, 4.2], [1.0, 3.8]]), aliases=["LCO"], **oxide,
            properties={"specific_capacity": [_datum(140.0, "mAh/g", "estimated")]},
        ),
        _material("LCO-bare", "layered oxide", "cathode", 5.0, ocv=_curve([[0.5, 4.2], [1.0, 3.8]]),
                  **oxide),
        _material("Dark", "olivine", "cathode",
                  properties={"average_voltage": [_datum(3.4, "V", "computed")]}),
    ]  # fmt: skip
    return MaterialLibrary({material.id: material for material in materials})


BASE = """\
name: test cell
anode:
  material: Li
  thickness: 30 um
  collector: {material: Cu, thickness: 10 um, double_sided: true}
electrolyte:
  - material: Li6PS5Cl
    thickness: 50 um
    porosity: 10 %
cathode:
  active: {material: LiCoO2, fraction: 80 %, particle_diameter: 6 um}
  catholyte: {material: Li6PS5Cl, fraction: 20 %}
  loading: 2.8 mAh/cm2
  porosity: 10 %
  collector: {material: Al, thickness: 10 um}
casing:
  type: pouch
  area: 100 cm2
  unit_cells: 2
  mass: 10 g
  wall_thickness: 100 um
operation:
  voltage_min: 3.8 V
  voltage_max: 4.2 V
  current: 0.5 mA/cm2
  temperature: 25 degC
  stack_pressure: 5 MPa
surroundings:
  atmosphere: dry room
  dew_point: -40 degC
  temperature: 22 degC
  pressure: 1 atm
  co2: 420 ppm
"""


@pytest.fixture
def base() -> str:
    return BASE


@pytest.fixture
def make(library: MaterialLibrary) -> Callable[..., Cell]:
    """Read the base file after replacing text: ``make(("30 um", "20 um"))``."""

    def build(*changes: tuple[str, str], text: str = BASE) -> Cell:
        for old, new in changes:
            assert old in text, f"the base file has no {old!r}"
            text = text.replace(old, new, 1)
        return parse_cell(text, "cell.yaml", library)

    return build
