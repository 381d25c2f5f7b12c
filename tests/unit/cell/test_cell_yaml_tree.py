"""Reading YAML safely, with lines."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from davylamp.cell.problems import CellFileError
from davylamp.cell.yaml_tree import MAX_BYTES, load_yaml, read_text
from davylamp.core.errors import UnreadableFileError


def test_data_and_lines() -> None:
    tree = load_yaml("# head\na: 30 um\nb:\n  - {c: 1, d: ~}\n  - 'x: y'\n", "f.yaml")
    assert tree.data == {"a": "30 um", "b": [{"c": "1", "d": None}, "x: y"]}
    assert tree.line(("a",)) == 2
    assert tree.line(("b", 0, "d")) == 4
    assert tree.line(("b", 1)) == 5
    assert tree.line(("b", 0, "missing")) == 4
    assert tree.line(("missing",)) == 2


def test_scalars_stay_as_typed() -> None:
    text = "a: on\nb: 12:30\nc: 1.10\nd: 2024-05-01\ne: 0x10\nf: .nan\ng: 'null'\n"
    assert load_yaml(text, "f").data == {
        "a": "on", "b": "12:30", "c": "1.10", "d": "2024-05-01", "e": "0x10", "f": ".nan",
        "g": "null",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ("", None, "the file is empty", "example"),
        ("# only a comment\n", None, "the file is empty", "example"),
        ("~\n", None, "the file is empty", "example"),
        ("a:\n\tb: 1\n", 2, "indented with a tab", "spaces"),
        ("\ta: 1\n", 1, "indented with a tab", "spaces"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML", "indentation"),
        ("a: 1\n  b: 2\n", 2, "not YAML", "indentation"),
        ("a: 'open\n", None, "not YAML", "quotes"),
        ("a: 1\nb: 2\na: 3\n", 3, "given twice, first in line 1", "one of them"),
        ("a: &x 1\nb: *x\n", 1, "anchor &x is not allowed", "value out"),
        ("a: *x\n", 1, "alias *x is not allowed", "value out"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "tag", "plain value"),
        ("a: !!binary aGk=\n", 1, "tag", "plain value"),
        ("? [1, 2]\n: 3\n", 1, "a field name must be a word", "field: value"),
        ("a: 1\n---\nb: 2\n", 2, "a second document", "one cell"),
        ("a: " + "[" * 100 + "]" * 100, 1, "too deeply nested", "right file"),
        ("a: " + "{b: " * 100 + "1" + "}" * 100, 1, "too deeply nested", "right file"),
        ("a: [" + "1," * 100_000 + "]", 1, "too many fields", "right file"),
        ("a: \ud800\n", None, "not valid Unicode", "UTF-8"),
    ],
)
def test_what_is_refused(text: str, line: int | None, message: str, remedy: str) -> None:
    with pytest.raises(CellFileError) as caught:
        load_yaml(text, "f.yaml")
    problem = caught.value.problems[0]
    assert message in problem.message
    assert remedy in problem.remedy
    assert problem.file == "f.yaml"
    if line is not None:
        assert problem.line == line


def test_duplicates_are_all_reported() -> None:
    with pytest.raises(CellFileError) as caught:
        load_yaml("a: 1\na: 2\nb: {c: 1, c: 2}\n", "f.yaml")
    assert [(p.line, p.field) for p in caught.value.problems] == [(2, "a"), (3, "b.c")]


def test_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    start = time.perf_counter()
    with pytest.raises(CellFileError, match="not allowed"):
        load_yaml("\n".join(lines), "bomb.yaml")
    assert time.perf_counter() - start < 2.0


def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "cell.yaml").write_text("a: 1")
    noise = tmp_path / "noise.yaml"
    noise.write_bytes(bytes(range(256)) * 40_000)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\x7fELF\x02\x01\x01\x00" + bytes(64))
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: 25 °C".encode("latin-1"))
    cases = {
        tmp_path / "cel.yaml": "did you mean cell.yaml",
        tmp_path: "is a directory",
        noise: f"larger than {MAX_BYTES // 1000} kB",
        binary: "not a text file",
        latin: "not a UTF-8 text file",
        tmp_path / ("x" * 400): "cannot be read",
        tmp_path / "a\0b": "no such file",
    }
    for path, message in cases.items():
        with pytest.raises(UnreadableFileError) as caught:
            read_text(path, str(path))
        assert message in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "cell.yaml"
    path.write_bytes("\ufeffa: 1".encode())
    assert read_text(path, "cell.yaml") == "a: 1"
