"""The published JSON schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import davylamp.cell
from davylamp.cell import cell_schema, example_path, list_examples

SCHEMA_FILE = Path(davylamp.cell.__file__).parent / "cell.schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(cell_schema())


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(cell_schema())


def test_the_committed_file_is_current() -> None:
    # To renew it: json.dumps(cell_schema(), indent=2, ensure_ascii=False) and a newline.
    expected = json.dumps(cell_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA_FILE.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("name", list_examples())
def test_shipped_cells_fit(name: str, validator: jsonschema.Draft202012Validator) -> None:
    data = yaml.safe_load(example_path(name).read_text(encoding="utf-8"))
    assert not list(validator.iter_errors(data))


def test_base_file_and_own_materials_fit(
    base: str, validator: jsonschema.Draft202012Validator
) -> None:
    data: dict[str, Any] = yaml.safe_load(base)
    data["electrolyte"] = {**data["electrolyte"][0], "properties": {"density": "2 g/cm3"}}
    data["cathode"]["coating"] = "LiNbO3"
    data["materials"] = [
        {
            "id": "X",
            "family": "oxide",
            "roles": ["coating"],
            "properties": {"band_gap": [{"value": "5 eV", "kind": "computed", "source": "own"}]},
        }
    ]
    assert not list(validator.iter_errors(data))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (("anode", "thickness"), 30),
        (("anode", "thickness"), "thirty um"),
        (("anode", "thicknes"), "30 um"),
        (("casing", "type"), "puch"),
        (("cathode", "porosity"), 15),
        (("cathode", "active"), 3),
        (("operation", "voltage_min"), None),
        (("electrolyte",), "Li6PS5Cl, 30 um"),
    ],
)
def test_an_editor_would_mark_mistakes(
    base: str,
    validator: jsonschema.Draft202012Validator,
    field: tuple[str, ...],
    value: object,
) -> None:
    data = yaml.safe_load(base)
    target = data
    for step in field[:-1]:
        target = target[step]
    target[field[-1]] = value
    assert list(validator.iter_errors(data))


def test_every_field_is_described() -> None:
    schema = cell_schema()
    for name, definition in {"": schema, **schema["$defs"]}.items():
        body = (
            definition["anyOf"][1]
            if "anyOf" in definition and name.endswith("Spec")
            else definition
        )
        for field, entry in body.get("properties", {}).items():
            described = entry.get("description") or entry.get("enum") or "$ref" in entry
            assert described, f"{name}.{field}"
