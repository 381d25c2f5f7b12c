"""Material names in a cell file: those of the file itself, then those of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from davylamp.cell.problems import Problem
from davylamp.cell.yaml_tree import YamlTree
from davylamp.core.errors import InputError
from davylamp.store.materials import Material, MaterialLibrary

__all__ = ["check_own_ids", "look_up"]

_Known = Callable[[str, Sequence[str]], tuple[str, tuple[str, ...]]]


def look_up(data: dict[str, Any], library: MaterialLibrary) -> _Known:
    """Return the look-up of material names, with the file's own materials before the library."""
    own: dict[str, tuple[str, tuple[str, ...]]] = {}
    entries = data.get("materials")
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            roles = entry.get("roles")
            found = tuple(map(str, roles)) if isinstance(roles, list) else ()
            aliases = entry.get("aliases")
            names = [entry["id"], *(aliases if isinstance(aliases, list) else [])]
            own.update(
                {"".join(str(name).split()).casefold(): (entry["id"], found) for name in names}
            )

    def known(name: str, roles: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        folded = "".join(name.split()).casefold()
        if folded in own:
            return own[folded]
        try:
            material = library.find(name)
        except InputError as error:
            raise InputError(error.message, remedy=_nearest(name, roles, library, own)) from None
        return material.id, material.roles

    return known


def _nearest(name: str, roles: Sequence[str], library: MaterialLibrary, own: dict[str, Any]) -> str:
    """Suggest names, those with a fitting role first."""
    fitting = [m for m in library.values() if not roles or set(roles) & set(m.roles)]

    def names(materials: Sequence[Material]) -> list[str]:
        return [text for material in materials for text in (material.id, *material.aliases)]

    for candidates in (names(fitting), names(list(library.values()))):
        by_case = {text.casefold(): text for text in candidates}
        by_case.update({folded: ident for folded, (ident, _) in own.items()})
        close = get_close_matches(name.casefold(), by_case, n=3, cutoff=0.5)
        if close:
            suggestions = ", ".join(dict.fromkeys(by_case[text] for text in close))
            return f"did you mean {suggestions}? Or define it under 'materials:'"
    return "see 'davylamp materials list', or define it under 'materials:'"


def check_own_ids(tree: YamlTree, library: MaterialLibrary) -> list[Problem]:
    """Refuse own materials that would hide one another or one of the library."""
    problems: list[Problem] = []
    seen: dict[str, int | None] = {}
    entries = tree.data.get("materials")
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        ident = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(ident, str):
            continue
        field, line = f"materials.{number}.id", tree.line(("materials", number, "id"))
        folded = "".join(ident.split()).casefold()
        if folded in seen:
            message = f"{ident} is defined twice, first in line {seen[folded]}"
            problems.append(Problem(tree.file, line, field, message, "keep one of them"))
        elif ident in library:
            message = f"{ident} is a name of {library[ident].id} in the library"
            remedy = "choose another id, or put your values under 'properties:' of the layer"
            problems.append(Problem(tree.file, line, field, message, remedy))
        seen.setdefault(folded, line)
    return problems
