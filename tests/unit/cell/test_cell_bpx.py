"""BPX files: what they hold, what they lack, and how they fill a cell file."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from davylamp.cell import CellFileError, read_bpx, read_cell
from davylamp.core.errors import UnreadableFileError
from davylamp.store.materials import MaterialLibrary

BPX: dict[str, Any] = {
    "Header": {"BPX": "1.0.0", "Title": "pouch cell", "Description": "made up", "Model": "DFN"},
    "Parameterisation": {
        "Cell": {
            "Reference temperature [K]": 298.15,
            "Lower voltage cut-off [V]": 3.0,
            "Upper voltage cut-off [V]": 4.1,
            "Nominal cell capacity [A.h]": 6.0,
            "Electrode area [m2]": 0.02,
            "Number of electrode pairs connected in parallel to make a cell": 10,
            "Volume [m3]": 1.0e-4,
            "Density [kg.m-3]": 2000,
        },
        "Electrolyte": {"Conductivity [S.m-1]": "0.1 * x", "Cation transference number": 0.3},
        "Negative electrode": {
            "Thickness [m]": 6.0e-5,
            "Particle radius [m]": 5.0e-6,
            "Surface area per unit volume [m-1]": 360000,
            "Maximum concentration [mol.m-3]": 30000,
            "Maximum stoichiometry": 0.8,
            "Minimum stoichiometry": 0.05,
            "Porosity": 0.3,
        },
        "Positive electrode": {"Thickness [m]": 7.0e-5, "Particle radius [m]": 3.0e-6},
        "Separator": {"Thickness [m]": 2.0e-5, "Porosity": 0.5},
    },
    "Validation": {"1C": {"Time [s]": [0, 1]}},
}
CELL = """\
bpx: cell.json
anode: graphite_here
electrolyte: {material: Li6PS5Cl}
cathode: {active: LiCoO2, thickness: 80 um}
casing: {type: pouch}
operation: {stack_pressure: 5 MPa}
""".replace("anode: graphite_here", "anode: {material: graphite}")


def write(folder: Path, data: Any, name: str = "cell.json") -> Path:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return path


def test_what_it_holds(tmp_path: Path) -> None:
    reading = read_bpx(write(tmp_path, BPX))
    assert (reading.title, reading.version) == ("pouch cell", "1.0.0")
    assert reading.fields["anode.thickness"] == "6e-05 m"
    assert reading.fields["operation.voltage_max"] == "4.1 V"
    assert reading.fields["casing.unit_cells"] == "10"
    assert reading.fields["cathode.loading"] == "30 Ah/m2"
    assert reading.fields["cathode.active.particle_diameter"] == "6e-06 m"
    # 60 um, 60 % particles, 30 mol/L, three quarters of it cycled.
    expected = 6e-5 * 0.6 * 30000 * 0.75 * 96485.33 / 3600.0
    number, unit = reading.fields["anode.loading"].split()
    assert float(number) == pytest.approx(expected, rel=1e-5)
    assert unit == "Ah/m2"


def test_what_it_lacks_and_what_is_left_aside(tmp_path: Path) -> None:
    reading = read_bpx(write(tmp_path, BPX))
    assert "electrolyte.0.material" in reading.missing
    assert "Electrolyte: Conductivity [S.m-1]" in reading.ignored
    assert "Separator: Porosity" in reading.ignored
    assert "Validation" in reading.ignored
    assert "Cell: Upper voltage cut-off [V]" not in reading.ignored


def test_partial_files_are_read_for_the_rest(tmp_path: Path) -> None:
    data = copy.deepcopy(BPX)
    del data["Parameterisation"]["Negative electrode"]
    data["Parameterisation"]["Cell"]["Nominal cell capacity [A.h]"] = "a lot"
    data["Parameterisation"]["Cell"]["Electrode area [m2]"] = True
    reading = read_bpx(write(tmp_path, data))
    for field in ("anode.thickness", "anode.loading", "cathode.loading", "casing.area"):
        assert field in reading.missing
        assert field not in reading.fields


def test_it_fills_the_gaps_of_a_cell_file(tmp_path: Path, library: MaterialLibrary) -> None:
    write(tmp_path, BPX)
    cell = read_cell(write(tmp_path, CELL, "cell.yaml"), library)
    assert cell.anode.thickness_m == pytest.approx(6e-5)
    assert cell.electrolyte[0].thickness_m == pytest.approx(2e-5)
    # Given in the cell file, so not taken from BPX.
    assert cell.cathode.thickness_m == pytest.approx(8e-5)
    assert cell.cathode.loading is not None
    assert cell.cathode.loading.capacity_C_per_m2 == pytest.approx(30 * 3600.0)
    assert cell.operation.voltage_max_V == pytest.approx(4.1)
    assert cell.operation.temperature_K == pytest.approx(298.15)
    assert cell.casing is not None
    assert cell.casing.unit_cells == 10
    assert cell.balance.cell_capacity.in_unit("Ah") == pytest.approx(6.0)
    assert any("anode.thickness is taken from cell.json" in note for note in cell.notes)
    assert not any("cathode.thickness" in note for note in cell.notes)


def test_its_thickness_fits_no_bilayer(tmp_path: Path, library: MaterialLibrary) -> None:
    write(tmp_path, BPX)
    two = "electrolyte: [{material: Li6PS5Cl}, {material: Li3InCl6}]"
    text = CELL.replace("electrolyte: {material: Li6PS5Cl}", two)
    with pytest.raises(CellFileError) as caught:
        read_cell(write(tmp_path, text, "cell.yaml"), library)
    assert {problem.field for problem in caught.value.problems} == {
        "electrolyte.0.thickness",
        "electrolyte.1.thickness",
    }


def test_a_wrong_value_points_to_the_bpx_line(tmp_path: Path, library: MaterialLibrary) -> None:
    data = copy.deepcopy(BPX)
    data["Parameterisation"]["Cell"]["Upper voltage cut-off [V]"] = 4100
    write(tmp_path, data)
    with pytest.raises(CellFileError) as caught:
        read_cell(write(tmp_path, CELL, "cell.yaml"), library)
    problem = caught.value.problems[0]
    assert (problem.line, problem.field) == (1, "operation.voltage_max")
    assert "value from the BPX file" in problem.message


def test_alone_it_is_no_cell(tmp_path: Path, library: MaterialLibrary) -> None:
    with pytest.raises(CellFileError) as caught:
        read_cell(write(tmp_path, BPX), library)
    assert "names no materials" in str(caught.value)
    assert "anode.material" in str(caught.value)
    assert "bpx: cell.json" in (caught.value.remedy or "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a BPX file"),
        ("{}", "not a BPX file"),
        ('{"Header": {"BPX": 1}}', "not a BPX file"),
        ('{"Header": 3, "Parameterisation": 4}', "not a BPX file"),
        ("", "not JSON"),
    ],
)
def test_not_bpx(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read_bpx(write(tmp_path, text))


def test_numbers_that_are_none(tmp_path: Path) -> None:
    text = json.dumps(BPX).replace("4.1,", "NaN,").replace("3.0,", "Infinity,", 1)
    reading = read_bpx(write(tmp_path, text))
    assert "operation.voltage_max" in reading.missing
    assert "operation.voltage_min" in reading.missing
