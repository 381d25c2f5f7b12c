"""The module file: what it accepts, what it refuses, and what it tells the user."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import davylamp.runaway.propagation as propagation
from davylamp.cell import CellFileError
from davylamp.runaway.propagation import (
    list_modules,
    module_path,
    module_schema,
    parse_module,
    read_module,
)
from davylamp.runaway.propagation.checks import cell_pairs

FOLDER = Path(propagation.__file__).parent
BASE = """
cells: {id: cell, baseline: liquid, size: {width: 100 mm, height: 80 mm, thickness: 20 mm}}
arrangement: {row: 3}
between: {layers: {material: mica sheet, thickness: 1 mm}}
trigger: {at_once: true}
"""


def problems(text: str) -> str:
    with pytest.raises(CellFileError) as caught:
        parse_module(text)
    return str(caught.value)


@pytest.mark.parametrize("name", list_modules())
def test_shipped_modules_read_and_fit_the_schema(name):
    module = read_module(module_path(name))
    assert len(module.cells) >= 3
    data = yaml.safe_load(module_path(name).read_text("utf-8"))
    assert not list(jsonschema.Draft202012Validator(module_schema()).iter_errors(data))


def test_the_committed_schema_is_current():
    # To renew it: json.dumps(module_schema(), indent=2, ensure_ascii=False) and a newline.
    expected = json.dumps(module_schema(), indent=2, ensure_ascii=False) + "\n"
    assert (FOLDER / "module.schema.json").read_text("utf-8") == expected


def test_every_field_is_described():
    schema = module_schema()
    for name, part in [("file", schema), *schema["$defs"].items()]:
        for field, entry in part.get("properties", {}).items():
            assert entry.get("description"), f"{name}.{field}"


def test_a_row_stands_apart_by_its_layers():
    module = parse_module(BASE)
    assert [cell.name for cell in module.cells] == ["cell 1", "cell 2", "cell 3"]
    pairs = cell_pairs(module)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (1, 2)]
    assert pairs[0].gap_m == pytest.approx(1e-3)
    assert pairs[0].area_m2 == pytest.approx(0.1 * 0.08)


def test_overlapping_cells_are_named_with_their_lines():
    text = BASE.replace(
        "arrangement: {row: 3}",
        "arrangement:\n  positions:\n    - {name: left, at: [0 mm, 0 mm, 0 mm]}\n"
        "    - {name: right, at: [0 mm, 0 mm, 15 mm]}",
    )
    told = problems(text)
    assert "left and right (lines 5 and 6) overlap by 5 mm along the thickness" in told
    assert "move one of them by at least 5 mm" in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{row: 3}", "{row: 3, spacing: {thickness: 0.5 mm}}", "the gap between cell 1 and cell 2"),
        ("mica sheet", "mika sheet", "did you mean mica sheet"),
        ("at_once: true", "at_once: false", "nothing triggers the cell"),
        ("at_once: true", "cell: cell 9, at_once: true", "there is no cell 'cell 9'"),
        ("at_once: true", "at_once: true, start: 200 degC", "start and at_once both trigger"),
        ("thickness: 20 mm", "thickness: 20", "has no unit"),
        ("baseline: liquid", "baseline: solid", "'solid' is not known here"),
        ("baseline: liquid, ", "", "nothing says what the cell is"),
        ("baseline: liquid", "cell: nowhere.yaml", "no such file"),
        ("{row: 3}", "{row: 3, grid: {width: 2}}", "row and grid both set where the cells are"),
        ("cells:", "sells:", "did you mean cells"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(old, new, said):
    told = problems(BASE.replace(old, new))
    assert said in told
    assert "Remedy:" in told
    assert "module.yaml" in told


def test_a_negative_heat_capacity_is_refused():
    text = BASE + (
        "materials:\n  - {id: felt, density: 200 kg/m3, heat_capacity: -900 J/kg/K, "
        "conductivity: 0.03 W/m/K}\n"
    )
    told = problems(text)
    assert "module.yaml:7 [materials.0.heat_capacity]" in told


def test_two_cells_of_one_name_are_refused():
    text = BASE.replace(
        "{row: 3}",
        "{positions: [{name: A, at: [0 m, 0 m, 0 m]}, {name: A, at: [0 m, 0 m, 1 m]}]}",
    )
    assert "'A' is given twice" in problems(text)


def test_too_many_volumes_are_refused():
    text = BASE + "simulation: {resolution: {mode: 3d, cell: 400, in_plane: 100}}\n"
    assert "would have" in problems(text)


def test_the_digest_follows_the_text():
    assert parse_module(BASE).sha256 != parse_module(BASE.replace("1 mm}", "2 mm}")).sha256
