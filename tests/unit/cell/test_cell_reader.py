"""The cell file: what it becomes, and what is said about mistakes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from davylamp.cell import Cell, CellFileError, parse_cell, read_cell
from davylamp.core.errors import CaseFileError, UnreadableFileError
from davylamp.store.materials import MaterialLibrary

Make = Callable[..., Cell]


def test_everything_arrives_in_si(make: Make) -> None:
    cell = make()
    assert cell.name == "test cell"
    assert cell.anode.material.id == "Li"
    assert cell.anode.thickness_m == pytest.approx(30e-6)
    assert cell.anode.collector is not None
    assert cell.anode.collector.double_sided is True
    assert cell.electrolyte[0].porosity == pytest.approx(0.1)
    assert cell.cathode.active.fraction == pytest.approx(0.8)
    assert cell.cathode.particle_diameter_m == pytest.approx(6e-6)
    assert cell.cathode.loading is not None
    assert cell.cathode.loading.capacity_C_per_m2 == pytest.approx(2.8 * 36_000.0)
    assert cell.operation.temperature_K == pytest.approx(298.15)
    assert cell.operation.current_density_A_per_m2 == pytest.approx(5.0)
    assert cell.operation.stack_pressure_Pa == pytest.approx(5e6)
    assert cell.operation.state_of_charge is None
    assert cell.casing is not None
    assert cell.casing.area_m2 == pytest.approx(0.01)
    assert cell.casing.mass_kg == pytest.approx(0.01)
    assert cell.surroundings is not None
    assert cell.surroundings.dew_point_K == pytest.approx(233.15)
    assert cell.surroundings.co2_fraction == pytest.approx(420e-6)


def test_short_forms(make: Make) -> None:
    text = """\
anode: {anode_free: true, collector: Cu}
electrolyte: {material: lpscl, thickness: 50 um}
cathode: {active: LCO, thickness: 10 um, porosity: 0}
operation: {voltage_min: 3.8 V, voltage_max: 4.2 V, temperature: 25 °C}
"""
    cell = make(text=text)
    assert cell.name == "(Li) | Li6PS5Cl | LiCoO2"
    assert cell.anode.anode_free
    assert cell.anode.collector is not None
    assert cell.anode.collector.material.id == "Cu"
    assert cell.electrolyte[0].material.id == "Li6PS5Cl"
    assert cell.cathode.active.fraction == pytest.approx(1.0)
    assert cell.casing is None
    assert cell.surroundings is None


def test_the_share_left_out_is_the_rest(make: Make) -> None:
    cell = make(("{material: Li6PS5Cl, fraction: 20 %}", "Li6PS5Cl"))
    assert cell.cathode.catholyte is not None
    assert cell.cathode.catholyte.fraction == pytest.approx(0.2)


def test_layers_filler_and_binder(make: Make) -> None:
    layer = (
        "    filler: {material: Li3InCl6, fraction: 30 %}\n"
        "    binder: {material: NBR, fraction: 2 %}\n"
    )
    more = f"    porosity: 10 %\n{layer}  - {{material: Li3InCl6, thickness: 20 um}}\n"
    cell = make(("    porosity: 10 %\n", more))
    assert [part.material.id for part in cell.electrolyte] == ["Li6PS5Cl", "Li3InCl6"]
    assert cell.electrolyte[0].filler is not None
    assert cell.electrolyte[0].filler.fraction == pytest.approx(0.3)
    assert cell.electrolyte[0].binder is not None


def test_a_cell_is_never_changed(make: Make) -> None:
    cell = make()
    with pytest.raises(AttributeError):
        cell.name = "other"  # type: ignore[misc]


def test_file_path_and_digest(tmp_path: Path, base: str, library: MaterialLibrary) -> None:
    path = tmp_path / "cell.yaml"
    path.write_text(base)
    cell = read_cell(str(path), library)
    assert cell.path == path
    assert cell.sha256 == hashlib.sha256(base.encode()).hexdigest()


def test_a_cell_file_may_be_json(tmp_path: Path, library: MaterialLibrary) -> None:
    path = tmp_path / "cell.json"
    path.write_text(
        '{\n\t"anode": {"material": "Li", "thickness": "30 um"},\n'
        '\t"electrolyte": {"material": "Li6PS5Cl", "thickness": "50 um"},\n'
        '\t"cathode": {"active": "LiCoO2", "loading": "20 mg/cm2"},\n'
        '\t"operation": {"voltage_min": "3.8 V", "voltage_max": "4.2 V", "temperature": "298 K"}\n}'
    )
    cell = read_cell(path, library)
    assert cell.cathode.loading is not None
    assert cell.cathode.loading.mass_kg_per_m2 == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message", "remedy"),
    [
        ("thickness: 30 um", "thickness: 30", 4, "anode.thickness", "has no unit", "30 um"),
        ("thickness: 30 um", "thickness: 30 MPa", 4, "anode.thickness", "not the unit", "30 um"),
        ("thickness: 30 um", "thickness: -30 um", 4, "anode.thickness", "not above zero", "posit"),
        ("thickness: 30 um", "thickness: 30 m", 4, "anode.thickness", "above what", "unit"),
        ("thickness: 30 um", "thickness: .inf", 4, "anode.thickness", "number", "30 um"),
        ("thickness: 30 um", "thickness: [30 um]", 4, "anode.thickness", "not a length", "30 um"),
        ("thickness: 30 um", "thicknes: 30 um", 4, "anode.thicknes", "unknown", "thickness?"),
        ("  thickness: 30 um\n", "", 3, "anode", "no size", "thickness: 30 um"),
        ("  thickness: 30 um\n", "  n_to_p: 2\n  loading: 5 mAh/cm2\n", 3, "anode", "both", "one"),
        ("  material: Li\n", "  anode_free: true\n", 3, "anode", "anode-free", "drop"),
        ("material: Li\n", "material: Lithum\n", 3, "anode.material", "unknown", "lithium"),
        ("material: Li\n", "material: NBR\n", 3, "anode.material", "cannot serve", "materials:"),
        ("porosity: 10 %", "porosity: .nan", 9, "electrolyte.0.porosity", "number", "15 %"),
        ("porosity: 10 %", "porosity: 10", 9, "electrolyte.0.porosity", "above", '"10 %"'),
        ("porosity: 10 %", "porosity:", 9, None, "", ""),
        ("material: LiCoO2", "material: LiCoO", 11, "cathode.active.material", "unk", "LiCoO2"),
        ("fraction: 20 %", "fraction: 30 %", 11, "cathode", "add up to 110 %", "100 %"),
        ("fraction: 80 %", "fraction: 120 %", 11, "cathode.active.fraction", "above", "0 to 1"),
        ("2.8 mAh/cm2", "2.8 mAh", 13, "cathode.loading", "not the unit", "4 mAh/cm2"),
        ("2.8 mAh/cm2", "2800 mAh/cm2", 13, "cathode.loading", "not credible", "mAh/cm2"),
        ("type: pouch", "type: puch", 17, "casing.type", "not known", "pouch"),
        ("unit_cells: 2", "unit_cells: two", 19, "casing.unit_cells", "number", ""),
        ("voltage_max: 4.2 V", "voltage_max: 42 V", 24, "operation.voltage_max", "above", "6 V"),
        ("voltage_max: 4.2 V", "voltage_max: 3 V", 23, "operation", "not below", "exchange"),
        ("voltage_max: 4.2 V", "voltage_max: -4 V", 24, "operation.voltage_max", "below", "0 V"),
        ("temperature: 25 degC", "temperature: 25 C", 26, "operation.temperature", "", "degC"),
        ("  temperature: 25 degC\n", "", 23, "operation.temperature", "missing", "25 degC"),
        ("temperature: 25", "temperature: 2500", 26, "operation.temperature", "above", ""),
        ("  current: 0.5", "  c_rate: 1\n  current: 0.5", 23, "operation", "both", "one"),
        ("dry room", "dry rom", 29, "surroundings.atmosphere", "not known", "dry room"),
        ("dew_point: -40", "dew_point: 40", 29, "surroundings", "dew point lies above", "sign"),
        ("  co2", "  relative_humidity: 5 %\n  co2", 29, "surroundings", "both", "one"),
        ("name: test cell", "nmae: test cell", 1, "nmae", "unknown field", "name?"),
        ("name: test cell", "version: 2", 1, "version", "less than or equal to 1", ""),
        ("name: test cell", "phases: [x.csv]", 1, "phases.0", "no file", "folder"),
        ("name: test cell", "phases: [x.doc]", 1, "phases.0", "neither CSV", ".csv"),
        ("name: test cell", "bpx: none.json", 1, "bpx", "no such file", ""),
        ("name: test cell", "casing: 3", 17, "casing", "given twice", "one of them"),
    ],
)  # fmt: skip
def test_each_mistake_has_line_field_and_remedy(
    make: Make, old: str, new: str, line: int, field: str | None, message: str, remedy: str
) -> None:
    if field is None:
        assert make((old, new)).electrolyte[0].porosity is None
        return
    with pytest.raises(CellFileError) as caught:
        make((old, new))
    problems = [problem for problem in caught.value.problems if problem.field == field]
    assert problems, str(caught.value)
    assert message in problems[0].message
    assert remedy in problems[0].remedy
    assert problems[0].file == "cell.yaml"
    assert abs((problems[0].line or 0) - line) <= 1


def test_exact_lines(make: Make) -> None:
    with pytest.raises(CellFileError) as caught:
        make(("thickness: 30 um", "thickness: 30"), ("2.8 mAh/cm2", "2.8"))
    assert [(p.line, p.field) for p in caught.value.problems] == [
        (4, "anode.thickness"),
        (13, "cathode.loading"),
    ]


def test_all_problems_at_once_first_one_leads(make: Make) -> None:
    with pytest.raises(CellFileError) as caught:
        make(
            ("thickness: 30 um", "thickness: 30"),
            ("material: LiCoO2", "material: NCM900"),
            ("voltage_max: 4.2 V", "voltage_max: 4.2 A"),
            ("atmosphere: dry room", "atmosphere: fog"),
        )
    error = caught.value
    assert isinstance(error, CaseFileError)
    assert len(error.problems) == 4
    assert (error.file, error.line, error.field) == ("cell.yaml", 4, "anode.thickness")
    assert error.remedy == 'write for example "30 um"'
    for fragment in ("cell.yaml:4 [anode.thickness]", "NCM900", "voltage_max", "fog", "Remedy:"):
        assert fragment in str(error)


@pytest.mark.parametrize("text", ["just words", "- a\n- b\n", "3\n"])
def test_not_a_cell_file(make: Make, text: str) -> None:
    with pytest.raises(CellFileError, match="not a cell file"):
        make(text=text)


def test_missing_groups_are_named(make: Make) -> None:
    with pytest.raises(CellFileError) as caught:
        make(text="anode:\ncathode: []\noperation: 3\n")
    by_field = {problem.field: problem for problem in caught.value.problems}
    assert set(by_field) == {"anode", "electrolyte", "cathode", "operation"}
    assert "no value" in by_field["anode"].message
    assert "material" in by_field["electrolyte"].remedy


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [("4.5 V", "5.0 V", "takes up no lithium"), ("0.1 V", "1.0 V", "takes up no lithium")],
)
def test_voltages_at_which_the_cathode_cannot_work(
    make: Make, low: str, high: str, message: str
) -> None:
    with pytest.raises(CellFileError) as caught:
        make(
            ("voltage_min: 3.8 V", f"voltage_min: {low}"),
            ("voltage_max: 4.2 V", f"voltage_max: {high}"),
        )
    assert caught.value.field == "operation.voltage_max"
    assert message in str(caught.value)


def test_average_voltage_is_checked_where_there_is_no_curve(make: Make) -> None:
    with pytest.raises(CellFileError, match=r"works at about 3\.4 V"):
        make(("material: LiCoO2", "material: Dark"))


def test_unreadable_is_no_case_file_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_cell(tmp_path / "cell.yaml", MaterialLibrary({}))


def test_anode_free_needs_lithium_in_the_library(base: str, library: MaterialLibrary) -> None:
    poor = MaterialLibrary({key: library[key] for key in library if key != "Li"})
    text = base.replace("  material: Li\n  thickness: 30 um\n", "  anode_free: true\n")
    with pytest.raises(CellFileError, match="there is no Li"):
        parse_cell(text, "cell.yaml", poor)


def test_phase_files_are_resolved(tmp_path: Path, base: str, library: MaterialLibrary) -> None:
    (tmp_path / "own").mkdir()
    phases = tmp_path / "own" / "phases.csv"
    phases.write_text("formula,energy\n")
    path = tmp_path / "cell.yaml"
    path.write_text("phases: [own/phases.csv]\n" + base)
    assert read_cell(path, library).phases == (phases,)


def test_components_name_every_material(make: Make) -> None:
    cell = make(("  loading", "  coating: {material: LiNbO3, thickness: 10 nm}\n  loading"),
                ("  type: pouch", "  type: pouch\n  material: laminate"))  # fmt: skip
    assert [(c.field, c.role, c.material.id) for c in cell.components] == [
        ("anode.collector", "collector", "Cu"),
        ("anode", "anode", "Li"),
        ("electrolyte.0", "electrolyte", "Li6PS5Cl"),
        ("cathode.active", "cathode", "LiCoO2"),
        ("cathode.catholyte", "catholyte", "Li6PS5Cl"),
        ("cathode.coating", "coating", "LiNbO3"),
        ("cathode.collector", "collector", "Al"),
        ("casing.material", "case", "laminate"),
    ]
