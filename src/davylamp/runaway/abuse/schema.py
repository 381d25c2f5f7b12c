"""Test blocks in YAML: read in one pass, with every problem reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, create_model
from pydantic_core import core_schema

from davylamp.cell.fields import OneOf, Quantity, wrong
from davylamp.cell.problems import CellFileError, Problem
from davylamp.cell.schema_materials import Spec
from davylamp.cell.yaml_tree import YamlTree, load_yaml, read_text
from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity
from davylamp.runaway.abuse.block import AbuseTest
from davylamp.runaway.abuse.entries import ENTRIES, KINDS, Entry, entries_of
from davylamp.runaway.abuse.standards import find_standard
from davylamp.runaway.safeguards.reader import read_safeguards

__all__ = ["make_test", "parse_tests", "read_tests", "tests_schema"]

_HEAD = ("test", "standard", "name", "safeguards")


class _Reads:
    """Reads the text of a field into SI units."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.quantity = Quantity(
            entry.unit, entry.show, entry.low, entry.high, entry.positive, entry.suffix
        )

    def read(self, value: object) -> float:
        entry = self.entry
        text = value.strip().removesuffix(entry.suffix) if isinstance(value, str) else value
        number = parse_quantity(text, entry.unit)
        if entry.low is not None and number < entry.low and (entry.below or entry.low <= 0.0):
            message, remedy = entry.below or ("it cannot be negative", f"write {entry.example!r}")
            raise InputError(f"{value}: {message}", remedy=remedy)
        return self.quantity.read(value)

    def _guarded(self, value: object) -> float:
        try:
            return self.read(value)
        except InputError as error:
            raise wrong(error.message, error.remedy) from None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._guarded)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.quantity.__get_pydantic_json_schema__(schema, handler)


def read_tests(path: str | Path) -> tuple[AbuseTest, ...]:
    """Read a file of test blocks.

    A file holds one block, a list of blocks, or a list below ``tests:``. Each block names its
    ``test`` and, where it likes, a ``standard``; every other field is optional.

    Parameters
    ----------
    path : str or Path
        A YAML file.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, or not text.
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.
    """
    path = Path(path)
    return parse_tests(read_text(path, str(path)), str(path))


def parse_tests(text: str, shown: str = "tests.yaml") -> tuple[AbuseTest, ...]:
    r"""Read the text of a file of test blocks.

    Parameters
    ----------
    text : str
        YAML.
    shown : str
        Name of the file for messages.

    Raises
    ------
    CellFileError
        If fields are wrong; it lists every problem with file, line, field and remedy.

    Examples
    --------
    >>> [test.test for test in parse_tests("- test: arc\n  phi: 1.1\n- test: oven")]
    ['arc', 'oven']
    """
    tree = load_yaml(text, shown)
    problems: list[Problem] = []
    tests: list[AbuseTest] = []
    for at, block in _blocks(tree):
        found = _test(block, tree, at)
        if isinstance(found, AbuseTest):
            tests.append(found)
        else:
            problems += found
    if problems:
        raise CellFileError(problems)
    return tuple(tests)


def make_test(test: str, *, standard: str = "", name: str = "", **fields: object) -> AbuseTest:
    """Return a test from fields as a file would hold them.

    Parameters
    ----------
    test : str
        Kind of test, one of `davylamp.runaway.abuse.KINDS`.
    standard, name : str
        Standard, and what to call it.
    **fields
        Quantities with units, such as ``phi=1.1`` or ``start="60 degC"``.

    Raises
    ------
    InputError
        If the test, the standard, a field or a value is wrong.

    Examples
    --------
    >>> make_test("arc", start="60 degC").settings()["start"]
    333.15
    """
    find_standard(test, standard)
    entries = entries_of(test)
    given: dict[str, float] = {}
    for key, value in fields.items():
        if key not in entries:
            raise InputError(
                f"the test {test!r} has no field {key!r}", remedy=f"known: {', '.join(entries)}"
            )
        try:
            given[key] = _Reads(entries[key]).read(value)
        except InputError as error:
            raise InputError(f"{key}: {error.message}", remedy=error.remedy) from None
    return AbuseTest(test, given, standard, name)


def tests_schema() -> dict[str, Any]:
    """Return the JSON schema of a file of test blocks, for editors and other programs."""
    blocks = {kind: _model(kind).model_json_schema() for kind in KINDS}
    one: dict[str, Any] = {"anyOf": list(blocks.values())}
    many = {"type": "array", "items": one}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Davylamp test file",
        "anyOf": [
            one,
            many,
            {
                "type": "object",
                "properties": {"tests": many},
                "required": ["tests"],
                "additionalProperties": False,
            },
        ],
    }


def _blocks(tree: YamlTree) -> list[tuple[tuple[str | int, ...], Any]]:
    data = tree.data
    if isinstance(data, dict) and "tests" in data and "test" not in data:
        inner = data["tests"]
        others = [key for key in data if key != "tests"]
        if others:
            line = tree.line((others[0],))
            remedy = "write the fields of a test below its '- test: ...'"
            raise CellFileError([Problem(tree.file, line, others[0], "unknown field", remedy)])
        if isinstance(inner, list):
            return [(("tests", number), block) for number, block in enumerate(inner)]
        return [(("tests",), inner)]
    if isinstance(data, list):
        return [((number,), block) for number, block in enumerate(data)]
    return [((), data)]


def _test(block: Any, tree: YamlTree, at: tuple[str | int, ...]) -> AbuseTest | list[Problem]:
    from pydantic import ValidationError

    from davylamp.cell.messages import explain

    field = ".".join(map(str, (*at, "test")))
    if not isinstance(block, dict) or block.get("test") is None:
        remedy = f'write for example "test: arc"; tests are {", ".join(KINDS)}'
        return [Problem(tree.file, tree.line(at), field, "the block names no test", remedy)]
    kind, standard = str(block["test"]), str(block.get("standard") or "")
    place = "test"
    try:
        find_standard(kind)
        place = "standard"
        find_standard(kind, standard)
    except InputError as error:
        where = ".".join(map(str, (*at, place)))
        line = tree.line((*at, place))
        return [Problem(tree.file, line, where, error.message, error.remedy or "")]
    model = _model(kind)
    try:
        spec = model.model_validate(block)
    except ValidationError as error:
        return explain(error, tree, root=model, at=at)
    given = {
        name: value
        for name, value in spec.model_dump(exclude_none=True).items()
        if name not in _HEAD
    }
    try:
        safeguards = read_safeguards(
            block.get("safeguards"), tree.file, tree=tree, at=(*at, "safeguards")
        )
    except CellFileError as error:
        return list(error.problems)
    return AbuseTest(kind, given, standard, str(block.get("name") or ""), safeguards)


@cache
def _model(kind: str) -> type[BaseModel]:
    fields: Mapping[str, Any] = {
        entry.name: (
            Annotated[float, _Reads(entry)] | None,
            Field(default=None, description=entry.meaning, examples=[entry.example]),
        )
        for entry in ENTRIES[kind]
    }
    head: Mapping[str, Any] = {
        "test": (
            Annotated[str, OneOf((kind,))],
            Field(description="kind of test", examples=[kind]),
        ),
        "standard": (str, Field(default="", description="standard that fills what is not given")),
        "name": (str, Field(default="", description="what to call it", max_length=200)),
        # Read by itself, as each entry has fields of its own.
        "safeguards": (list[Any], Field(default=[], description="what protects the cell")),
    }
    model: type[BaseModel] = create_model(
        f"{kind.title().replace('_', '')}Block", __base__=Spec, **head, **fields
    )
    return model
