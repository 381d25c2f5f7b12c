"""The JSON of a dossier follows its published schema and holds no NaN."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest

from davylamp.dossier import SCHEMA, dossier_json, dossier_record, dossier_schema


@pytest.fixture(scope="module")
def validator():
    schema = dossier_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_record_follows_the_schema(fake_dossier, validator):
    validator.validate(json.loads(dossier_json(fake_dossier)))


def test_hostile_text_is_only_text(hostile_dossier, validator):
    record = json.loads(dossier_json(hostile_dossier))
    validator.validate(record)
    assert record["title"] == hostile_dossier.title


def edited(record, path, value):
    changed = copy.deepcopy(record)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "davylamp.dossier/0"),
        (("sections", 0, "findings", 0, "severity"), "fine"),
        (("sections", 0, "findings", 0, "kind"), "guessed"),
        (("sections", 0, "findings", 0, "value"), "many"),
        (("sections", 0, "extra"), 1),
        (("summary", "counts", "danger"), -1),
        (("sha256",), "short"),
    ],
    ids=lambda value: str(value)[-20:],
)
def test_the_schema_refuses_what_is_wrong(fake_dossier, validator, path, value):
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(edited(dossier_record(fake_dossier), path, value))


def test_the_schema_wants_an_unknown_to_say_what_settles_it(fake_dossier, validator):
    record = dossier_record(fake_dossier)
    place = next(
        (at, number)
        for at, section in enumerate(record["sections"])
        for number, finding in enumerate(section["findings"])
        if finding["severity"] == "unknown"
    )
    path = ("sections", place[0], "findings", place[1], "settle")
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(edited(record, path, ""))


def test_every_key_is_required(fake_dossier, validator):
    record = dossier_record(fake_dossier)
    for key in record:
        less = {name: value for name, value in record.items() if name != key}
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(less)


def test_findings_come_worst_first(fake_dossier):
    record = dossier_record(fake_dossier)
    order = ["danger", "warning", "unknown", "notice", "ok"]
    for section in record["sections"]:
        ranks = [order.index(finding["severity"]) for finding in section["findings"]]
        assert ranks == sorted(ranks)


def test_the_format_has_a_version(fake_dossier):
    assert dossier_record(fake_dossier)["schema"] == SCHEMA == "davylamp.dossier/1"
