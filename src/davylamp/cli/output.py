"""Printing: JSON with stable keys and no NaN, tables for people."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from davylamp import __version__
from davylamp.core.constants import ZERO_CELSIUS_K

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from davylamp.core.evidence import Unknown
    from davylamp.thermo.conditions import Conditions
    from davylamp.thermo.equilibrium import PhaseAmount

__all__ = [
    "conditions_record",
    "conditions_text",
    "console",
    "energies_note",
    "finite",
    "phases_record",
    "print_facts",
    "print_json",
    "print_notes",
    "print_table",
    "print_unknown",
    "sources_note",
    "terms",
    "write_text",
]


def console(*, stderr: bool = False) -> Console:
    """Return a console that takes no text for markup, so that any name can be printed."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False)


def print_json(schema: str, record: Mapping[str, Any]) -> None:
    """Print a record as JSON, headed by its schema and the version of the package."""
    head = {"schema": f"davylamp.{schema}", "davylamp": __version__}
    text = json.dumps(finite({**head, **record}), indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(text + "\n")


def finite(value: Any) -> Any:
    """Return `value` with every number that is not finite as None, and sets as sorted lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def print_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Print a table; columns named in `right` hold numbers."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
    )
    for place, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if place in right else "left"
        # Folded, since what is cut off, such as an id, cannot be asked for.
        table.add_column(Text(heading), justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out = console()
    out.print(table)
    out.print()


def print_facts(title: str, facts: Iterable[tuple[str, str]]) -> None:
    """Print a heading and lines of name and value."""
    from rich.table import Table
    from rich.text import Text

    out = console()
    if title:
        out.print(Text(title, style="bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in facts:
        grid.add_row(Text(name), Text(value))
    out.print(grid)
    out.print()


def print_notes(notes: Iterable[str]) -> None:
    """Print notes below an answer."""
    from rich.text import Text

    out = console()
    for note in notes:
        out.print(Text(note, style="dim"))


def conditions_record(conditions: Conditions) -> dict[str, Any]:
    """Return conditions as JSON types."""
    return {
        "scheme": conditions.scheme,
        "temperature_K": conditions.temperature_K,
        "gas_pressure_Pa": dict(conditions.gas_pressure_Pa),
        "include": sorted(conditions.include),
        "exclude": sorted(conditions.exclude),
        "user_phases": [
            {"name": phase.name, "origin": phase.origin} for phase in conditions.user_phases
        ],
    }


def conditions_text(conditions: Conditions) -> str:
    """Return conditions in a line for a reader."""
    parts = [f"{conditions.scheme} energies"]
    if conditions.temperature_K is None:
        parts.append("no entropy")
    else:
        parts.append(f"{conditions.temperature_K - ZERO_CELSIUS_K:g} °C")
    if conditions.include:
        parts.append(f"with {', '.join(sorted(conditions.include))}")
    if conditions.exclude:
        parts.append(f"without {', '.join(sorted(conditions.exclude))}")
    if conditions.user_phases:
        parts.append(f"{len(conditions.user_phases)} phases of your own")
    return ", ".join(parts)


def phases_record(phases: Iterable[PhaseAmount]) -> list[dict[str, Any]]:
    """Return phases with amounts as JSON types."""
    return [
        {
            "name": phase.name,
            "amount_mol": phase.amount_mol,
            "is_gas": phase.is_gas,
            "kind": phase.kind.value,
            "origin": phase.origin,
        }
        for phase in phases
    ]


def print_unknown(unknown: Iterable[Unknown]) -> None:
    """Print what is not known and what would settle it."""
    rows = [(item.what, item.settle) for item in unknown]
    if rows:
        print_table("Not known", ("what", "what would settle it"), rows)


def terms(phases: Iterable[PhaseAmount]) -> str:
    """Return phases as a sum, ``4 Li2S + Li3P``."""
    from davylamp.dossier.numbers import number

    words = []
    for phase in phases:
        shown = number(phase.amount_mol)
        words.append(phase.name if shown == "1" else f"{shown} {phase.name}")
    return " + ".join(words)


def energies_note(origins: Iterable[str], *more: str) -> None:
    """Print where energies come from, the rows of the compound table together."""
    from davylamp.dossier.evidence import keys_of

    listed = sorted(set(origins))
    rows = [origin.partition(",")[0] for origin in listed if origin.startswith(("mp-", "mvc-"))]
    entries = (f"Entries of the Materials Project: {', '.join(rows)}.",) if rows else ()
    sources_note(keys_of(listed), *entries, *more)


def sources_note(sources: Iterable[str], *more: str) -> None:
    """Print where the numbers come from: bibliography keys with their identifiers."""
    from davylamp.store.load import load_sources

    known = load_sources()
    words = [
        f"{known[key].short} ({known[key].identifier})" if key in known else key
        for key in dict.fromkeys(sources)
    ]
    print_notes((*([f"Sources: {'; '.join(words)}."] if words else []), *more))


def write_text(path: Path, text: str) -> Path:
    """Write a file that a command was asked for, and return where.

    Raises
    ------
    UnreadableFileError
        If it cannot be written.
    """
    from davylamp.core.errors import UnreadableFileError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableFileError(
            f"cannot write {path}: {error.strerror}",
            remedy="name a file in a folder that is there",
        ) from None
    return path
