"""Test blocks: what is read, where its values come from, and what is refused."""

from __future__ import annotations

import pytest

from davylamp.cell.problems import CellFileError
from davylamp.core.errors import InputError, MissingDatumError, UnreadableFileError
from davylamp.runaway.abuse import (
    KINDS,
    AbuseTest,
    find_standard,
    list_tests,
    make_test,
    parse_tests,
    read_tests,
)
from davylamp.runaway.abuse.entries import ENTRIES
from davylamp.runaway.abuse.schema import tests_schema as schema_of_tests
from davylamp.runaway.abuse.standards import ASSUMED, GIVEN, STANDARD
from davylamp.store.load import load_sources

BLOCK = """\
test: arc
start: 50 degC
step: 5 K
wait: 15 min
sensitivity: 0.02 K/min
phi: 1.1
"""


def test_a_block_is_read_in_si_units():
    (test,) = parse_tests(BLOCK)
    settings = test.settings()
    assert settings["start"] == pytest.approx(323.15)
    assert settings["wait"] == pytest.approx(900.0)
    assert settings["sensitivity"] == pytest.approx(0.02 / 60.0)
    assert settings.values["phi"].origin == GIVEN
    assert settings.values["heating"].origin == ASSUMED


@pytest.mark.parametrize(
    "text",
    ["- test: arc\n- test: oven", "tests:\n  - test: arc\n  - test: oven"],
)
def test_a_file_may_hold_several_tests(text):
    assert [test.test for test in parse_tests(text)] == ["arc", "oven"]


def test_every_field_may_be_left_out():
    for kind in KINDS:
        (test,) = parse_tests(f"test: {kind}")
        assert test.settings().values


def test_a_standard_fills_what_is_not_given_and_the_user_wins():
    (test,) = parse_tests("test: oven\nstandard: ul1642\nhold: 20 min")
    settings = test.settings()
    assert settings["temperature"] == pytest.approx(423.15)
    assert settings["hold"] == pytest.approx(1200.0)
    assert test.standard.name == "UL 1642"


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("test: arc\nphi: 0.9", 2, "phi", "below 1"),
        ("test: arc\nstep: -5 K", 2, "step", "not above zero"),
        ("test: external_short\n\nresistance: -5 mohm", 3, "resistance", "negative"),
        ("test: ark", 1, "test", "did you mean arc?"),
        ("test: oven\nstandard: ISO 1", 2, "standard", "known for it"),
        ("test: oven\ntemperature: 130", 2, "temperature", "no unit"),
        ("test: dsc\nrate: 10 kJ", 2, "rate", "kJ is not the unit"),
        ("test: dsc\nphi: 1.1", 2, "phi", "unknown field"),
        ("test: arc\nwayt: 3 min", 2, "wayt", "did you mean wait?"),
        ("start: 50 degC", 1, "test", "names no test"),
        ("- test: arc\n- 3", 2, "1.test", "names no test"),
        ("test: overcharge\nuntil: 90 %", 2, "until", "before the cell is full"),
        ("test: oven\nemissivity: 1.4", 2, "emissivity", "above what is credible"),
        ("test: arc\nphi:", 2, "phi", ""),
    ],
)
def test_a_mistake_is_told_with_line_field_and_remedy(text, line, field, words):
    if not words:
        # An empty field is one that is left out.
        assert parse_tests(text)
        return
    with pytest.raises(CellFileError) as caught:
        parse_tests(text, "tests.yaml")
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.field) == ("tests.yaml", line, field)
    assert words in f"{problem.message} {problem.remedy}"
    assert problem.remedy


def test_all_mistakes_of_a_file_are_told_at_once():
    with pytest.raises(CellFileError) as caught:
        parse_tests("- test: arc\n  phi: 0.5\n  step: 0 K\n- test: ark")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]


def test_fields_beside_a_list_of_tests_are_refused():
    with pytest.raises(CellFileError, match="unknown field"):
        parse_tests("tests:\n  - test: arc\nphi: 1.1")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_tests(tmp_path / "tests.yaml")


def test_python_takes_the_same_fields():
    assert make_test("arc", phi=1.1, start="60 degC").settings()["start"] == pytest.approx(333.15)
    with pytest.raises(InputError, match="phi is below 1"):
        make_test("arc", phi=0.5)
    with pytest.raises(InputError, match="no field 'power'"):
        make_test("arc", power="5 W")
    with pytest.raises(InputError, match="no field 'power'"):
        AbuseTest("arc", {"power": 5.0})
    with pytest.raises(InputError, match="no test"):
        AbuseTest("bake")


def test_a_value_nobody_gives_is_asked_for():
    with pytest.raises(MissingDatumError, match="'power'"):
        AbuseTest("heater").settings()["power"]


def test_standards_have_sources_and_every_other_value_is_assumed():
    known = load_sources()
    for item in list_tests():
        assert not item.source or item.source in known, item
        for setting in (*item.values.values(), *([item.limit] if item.limit else [])):
            assert (setting.origin == STANDARD) == bool(setting.source)
            assert setting.origin in (STANDARD, ASSUMED)
            if setting.source:
                assert setting.source in known
                assert setting.locator


def test_each_test_has_values_for_what_it_needs():
    for kind in KINDS:
        names = {entry.name for entry in ENTRIES[kind]}
        assert set(find_standard(kind).values) <= names
        assert "runaway_rate" in find_standard(kind).values


def test_standards_are_found_in_any_spelling():
    for name in ("GB 38031", "gb38031-2025", "GB/T 38031", "un 38.3", "UN38.3 T.5"):
        if name.startswith("GB/T"):
            with pytest.raises(InputError):
                find_standard("oven", name)
        else:
            assert find_standard("external_short", name).name


def test_the_schema_names_every_test_and_field():
    jsonschema = pytest.importorskip("jsonschema")
    schema = schema_of_tests()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"test": "arc", "phi": 1.1, "start": "50 degC"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"test": "arc", "power": "5 W"}, schema)
