"""Fill the gaps of a cell file from the BPX file that it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from davylamp.cell.bpx import BpxReading, read_bpx
from davylamp.cell.problems import CellFileError, Problem
from davylamp.cell.yaml_tree import YamlTree
from davylamp.core.errors import UnreadableFileError

__all__ = ["bpx_alone", "fill_from_bpx"]

_Filled = tuple[dict[str, Any], frozenset[tuple[str | int, ...]], tuple[str, ...]]


def fill_from_bpx(tree: YamlTree, folder: Path) -> _Filled:
    """Return the data with the gaps filled from the BPX file, what was filled, and notes."""
    name = tree.data.get("bpx")
    if not isinstance(name, str):
        return tree.data, frozenset(), ()
    try:
        reading = read_bpx(folder / name)
    except UnreadableFileError as error:
        line = tree.line(("bpx",))
        problem = Problem(tree.file, line, "bpx", error.message, error.remedy or "")
        raise CellFileError([problem]) from None
    data = dict(tree.data)
    filled: set[tuple[str | int, ...]] = set()
    for field, text in reading.fields.items():
        section, *rest = field.split(".")
        if section == "casing" and not isinstance(data.get("casing"), dict):
            continue
        target, path = _target(data, section, rest)
        if target is not None and target.get(path[-1]) is None:
            target[path[-1]] = text
            filled.add(_loc(field))
    origin = reading.origin
    taken = tuple(
        f"{'.'.join(map(str, loc))} is taken from {name} ({origin['.'.join(map(str, loc))]})"
        for loc in sorted(filled, key=str)
    )
    left = (f"{name}: {len(reading.ignored)} parameters are not used",) if reading.ignored else ()
    return data, frozenset(filled), (*taken, *left)


def _target(
    data: dict[str, Any], section: str, rest: list[str]
) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the mapping that a field of a BPX file belongs to; copied, never changed in place."""
    content = data.get(section)
    if section == "operation" and content is None:
        content = {}
    if section == "electrolyte":
        layers = content if isinstance(content, list) else [content]
        # With several layers the one thickness of the file fits none of them.
        if len(layers) != 1 or not isinstance(layers[0], dict):
            return None, rest
        layer = dict(layers[0])
        data[section] = [layer]
        return layer, rest
    if not isinstance(content, dict):
        return None, rest
    copy = dict(content)
    data[section] = copy
    if len(rest) == 1:
        return copy, rest
    inner = copy.get(rest[0])
    inner = {"material": inner} if isinstance(inner, str) else inner
    if not isinstance(inner, dict):
        return None, rest
    copy[rest[0]] = dict(inner)
    return copy[rest[0]], rest


def _loc(field: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in field.split("."))


def bpx_alone(reading: BpxReading, shown: str) -> CellFileError:
    """Return the error for a BPX file given in place of a cell file."""
    held = ", ".join(f"{field} {text}" for field, text in reading.fields.items())
    absent = ", ".join(reading.missing)
    remedy = (
        f"write a cell.yaml that names the materials and says 'bpx: {Path(shown).name}'; "
        f"it fills {held or 'nothing'}"
    )
    message = f"a BPX file names no materials; a solid-state assessment also needs {absent}"
    return CellFileError([Problem(shown, None, "", message, remedy)])
