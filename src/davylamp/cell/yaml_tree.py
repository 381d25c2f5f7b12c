"""Safe reading of YAML: plain data plus the line of every field.

Only mappings, sequences and plain scalars are accepted. Anchors, aliases, tags, duplicate keys,
deep nesting and large files are refused, so that a small file cannot grow when read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from davylamp.cell.problems import CellFileError, Problem
from davylamp.core.errors import UnreadableFileError

__all__ = ["MAX_BYTES", "YamlTree", "load_yaml", "read_text"]

MAX_BYTES: Final = 1_000_000
_MAX_DEPTH: Final = 12
_MAX_NODES: Final = 20_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMPTY: Final = frozenset({"", "~", "null", "Null", "NULL"})

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlTree:
    """Data of a YAML file, and the line [from 1] of each field by its path."""

    file: str
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Path_) -> int | None:
        """Return the line of the field at `path`, or of the nearest field around it.

        Where the file gives one mapping in place of a list, its index 0 stands for nothing.
        """
        for place, part in enumerate(path):
            if part == 0 and path[: place + 1] not in self.lines:
                path = path[:place] + path[place + 1 :]
                break
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get((), None)


def read_text(path: Path, shown: str, *, limit: int = MAX_BYTES) -> str:
    """Return the text of a file, refusing what is not a text file of reasonable size.

    Raises
    ------
    UnreadableFileError
        If the file is missing, a directory, too large, binary or not UTF-8.
    """
    try:
        if not path.exists():
            near = _nearby(path)
            raise UnreadableFileError(
                f"{shown}: no such file",
                remedy=f"did you mean {near}?" if near else "check the path and the spelling",
            )
        if path.is_dir():
            raise UnreadableFileError(
                f"{shown}: is a directory", remedy="name a file in it, such as cell.yaml"
            )
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(f"{shown}: cannot be read: {reason}") from None
    if len(raw) > limit:
        raise UnreadableFileError(
            f"{shown}: larger than {limit // 1000} kB",
            remedy="a cell file is a few kB; is this the right file?",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{shown}: not a UTF-8 text file (byte {error.start})",
            remedy="save it as UTF-8 text; spreadsheets and PDF files cannot be read",
        ) from None
    if control := _CONTROL.search(text):
        raise UnreadableFileError(
            f"{shown}: not a text file (control character at byte {control.start()})",
            remedy="is this the right file?",
        )
    return text


def load_yaml(text: str, shown: str) -> YamlTree:
    """Parse YAML text into mappings, lists and text, and the lines of its fields.

    Raises
    ------
    CellFileError
        If the text is empty, not YAML, or uses what is refused here.
    """
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        problem = Problem(shown, None, "", "the text is not valid Unicode", "save it as UTF-8")
        raise CellFileError([problem])
    builder = _Builder(shown)
    return YamlTree(shown, builder.build(text), builder.lines)


class _Builder:
    """Builds data from parser events, without recursion, so that nesting cannot exhaust it."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []

    def build(self, text: str) -> Any:
        data = self._events(text)
        if self.problems:
            raise CellFileError(self.problems)
        return data

    def _events(self, text: str) -> Any:
        import yaml

        root: list[Any] = []
        stack: list[Any] = [root]
        paths: list[Path_] = [()]
        keys: list[str | None] = [None]
        nodes = 0
        # Not narrowed to the stubs' classes, which lack the attributes of the events.
        node_event: Any = yaml.NodeEvent
        event: Any
        for event in self._parse(text):
            if isinstance(event, yaml.DocumentStartEvent) and root:
                self._stop(event, "a second document begins here", "keep one cell in a file")
            if isinstance(event, yaml.AliasEvent):
                self._stop(event, f"alias *{event.anchor} is not allowed", "write the value out")
            if isinstance(event, yaml.CollectionEndEvent):
                for pile in (stack, paths, keys):
                    pile.pop()
                continue
            if not isinstance(event, node_event):
                continue
            nodes += 1
            if nodes > _MAX_NODES or len(stack) > _MAX_DEPTH:
                what = "too deeply nested" if len(stack) > _MAX_DEPTH else "too many fields"
                self._stop(event, f"{what} for a cell file", "is this the right file?")
            if event.anchor is not None:
                self._stop(event, f"anchor &{event.anchor} is not allowed", "write the value out")
            if event.tag not in (None, "!"):
                self._stop(event, f"tag {event.tag} is not allowed", "write the plain value")
            top = stack[-1]
            if isinstance(top, dict) and keys[-1] is None:
                keys[-1] = self._key(event, top, paths[-1])
                continue
            value: Any
            if isinstance(event, yaml.ScalarEvent):
                # Everything else stays text: a field knows best how to read its value, and the
                # rules of YAML would turn "on", "12:30" or "1.10" into something else.
                value = None if event.implicit[0] and event.value in _EMPTY else event.value
            else:
                value = {} if isinstance(event, yaml.MappingStartEvent) else []
            step: Path_
            if isinstance(top, dict):
                step = (str(keys[-1]),)
                top[keys[-1]] = value
                keys[-1] = None
            else:
                step = (len(top),) if len(stack) > 1 else ()
                top.append(value)
            path = paths[-1] + step
            self.lines.setdefault(path, event.start_mark.line + 1)
            if not isinstance(event, yaml.ScalarEvent):
                stack.append(value)
                paths.append(path)
                keys.append(None)
        if not root or root[0] is None:
            raise CellFileError([Problem(self.shown, None, "", "the file is empty", _START_REMEDY)])
        return root[0]

    def _parse(self, text: str) -> Iterator[Any]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(text, Loader=loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            line = mark.line + 1 if mark is not None else None
            shown = "".join(text.split("\n")[line - 1 : line]) if line else ""
            what = str(getattr(error, "problem", None) or "cannot be read as YAML")
            remedy = "check the indentation, the colons and the quotes of this and the line above"
            if "\t" in shown[: len(shown) - len(shown.lstrip())] or "\\t" in what:
                what, remedy = "the line is indented with a tab", "indent with spaces"
            self.problems.append(Problem(self.shown, line, "", f"not YAML: {what}", remedy))
            raise CellFileError(self.problems) from None

    def _key(self, event: Any, mapping: dict[str, Any], path: Path_) -> str:
        import yaml

        scalar: Any = yaml.ScalarEvent
        if not isinstance(event, scalar):
            self._stop(event, "a field name must be a word", "write 'field: value'")
        key = str(event.value)
        line = event.start_mark.line + 1
        if key in mapping:
            self.problems.append(
                Problem(
                    self.shown,
                    line,
                    ".".join(map(str, (*path, key))),
                    f"the field is given twice, first in line {self.lines[(*path, key)]}",
                    "keep one of them",
                )
            )
        self.lines.setdefault((*path, key), line)
        return key

    def _stop(self, event: Any, message: str, remedy: str) -> None:
        line = event.start_mark.line + 1
        raise CellFileError([*self.problems, Problem(self.shown, line, "", message, remedy)])


_START_REMEDY: Final = "start from one of the shipped example cells"


def _nearby(path: Path) -> str:
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    return ", ".join(get_close_matches(path.name, names, n=2, cutoff=0.6))
