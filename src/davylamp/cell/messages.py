"""From what pydantic found to what a user can mend: line, field, message, remedy."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from davylamp.cell.fields import ERROR_TYPE, OwnProperties
from davylamp.cell.problems import Problem
from davylamp.cell.schema import CellSpec
from davylamp.cell.yaml_tree import YamlTree
from davylamp.store.properties import PROPERTIES

__all__ = ["explain"]

_GROUP: Final = frozenset({"model_type", "model_attributes_type", "dict_type", "typed_dict_type"})
_NUMBER: Final = frozenset(
    {"float_parsing", "float_type", "int_parsing", "int_type", "int_from_float"}
)

Loc = tuple[str | int, ...]


def explain(
    error: ValidationError,
    tree: YamlTree,
    from_bpx: frozenset[Loc] = frozenset(),
    *,
    root: type[BaseModel] = CellSpec,
    at: Loc = (),
) -> list[Problem]:
    """Return one problem for each error of a validation.

    Parameters
    ----------
    error : ValidationError
        From ``root.model_validate``.
    tree : YamlTree
        The file, for the lines.
    from_bpx : frozenset of paths
        Fields whose value was taken from the BPX file.
    root : type of BaseModel
        Model that was validated.
    at : path
        Place in the file of what was validated.
    """
    problems = []
    for entry in error.errors(include_url=False):
        loc: Loc = entry["loc"]
        message, remedy = _text(entry["type"], entry, loc, root)
        if loc in from_bpx:
            message, where = f"{message} (value from the BPX file)", tree.line(("bpx",))
        else:
            where = tree.line((*at, *loc))
        field = ".".join(map(str, (*at, *loc)))
        problems.append(Problem(tree.file, where, field, message, remedy))
    return problems


def _text(kind: str, entry: Any, loc: Loc, root: type[BaseModel]) -> tuple[str, str]:
    given = entry.get("input")
    context = entry.get("ctx", {})
    if kind == ERROR_TYPE:
        return str(context["message"]), str(context["remedy"])
    if kind == "missing":
        return "the field is missing", _example(loc, root)
    if kind == "extra_forbidden":
        return _unknown(loc, root)
    if given is None:
        return "the field has no value", _example(loc, root)
    if kind in _GROUP:
        names = ", ".join(_names(loc, root)[:6])
        return f"expected fields, got {_short(given)}", f"write fields below it: {names}"
    if kind == "list_type":
        return f"expected a list, got {_short(given)}", "begin each entry with '- '"
    if kind == "string_type":
        return f"expected text, got {_short(given)}", _example(loc, root)
    if kind in _NUMBER:
        return f"expected a number, got {_short(given)}", _example(loc, root)
    if kind in ("bool_parsing", "bool_type"):
        return f"expected true or false, got {_short(given)}", "write true or false"
    if kind == "literal_error":
        words = [
            word.strip("' ") for word in str(context["expected"]).replace(" or ", ", ").split(",")
        ]
        close = get_close_matches(str(given), words, n=1, cutoff=0.5)
        listed = f"write one of {', '.join(words)}"
        return (
            f"{_short(given)} is not known here",
            f"did you mean {close[0]}?" if close else listed,
        )
    return f"{entry['msg'][:1].lower()}{entry['msg'][1:]}, got {_short(given)}", _example(loc, root)


def _unknown(loc: Loc, root: type[BaseModel]) -> tuple[str, str]:
    names = _names(loc[:-1], root)
    close = get_close_matches(str(loc[-1]), names, n=1, cutoff=0.6)
    remedy = f"did you mean {close[0]}?" if close else f"known here: {', '.join(names[:12])}"
    return "unknown field", remedy


def _example(loc: Loc, root: type[BaseModel]) -> str:
    field = _field(loc, root)
    if field is None:
        return ""
    if names := _names(loc, root):
        return f"add it with the fields {', '.join(names[:6])}"
    if field.examples:
        example = field.examples[0]
        shown = f'"{loc[-1]}: {example}"' if isinstance(loc[-1], str) else f'"{example}"'
        return f"write for example {shown}"
    return str(field.description or "")


def _field(loc: Loc, root: type[BaseModel]) -> FieldInfo | None:
    model = _model(loc[:-1], root)
    if model is None or not loc:
        return None
    return model.model_fields.get(str(loc[-1]))


def _names(loc: Loc, root: type[BaseModel]) -> list[str]:
    model = _model(loc, root)
    if model is not None:
        return list(model.model_fields)
    field = _field(loc, root)
    own = field is not None and any(isinstance(part, OwnProperties) for part in _parts(field))
    return list(PROPERTIES) if own else []


def _model(loc: Loc, root: type[BaseModel]) -> type[BaseModel] | None:
    """Return the model at a place, None where there is none."""
    model: type[BaseModel] | None = root
    for step in loc:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step) if model is not None else None
        if field is None:
            return None
        model = next(
            (
                part
                for part in _parts(field)
                if isinstance(part, type) and issubclass(part, BaseModel)
            ),
            None,
        )
    return model


def _parts(field: FieldInfo) -> Iterable[Any]:
    """Yield every type and piece of metadata inside the annotation of a field."""
    pending: list[Any] = [field.annotation, *field.metadata]
    while pending:
        part = pending.pop()
        yield part
        pending.extend(get_args(part))


def _short(value: object) -> str:
    text = str(value)
    if isinstance(value, dict):
        return "fields"
    if isinstance(value, list):
        return "a list"
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
