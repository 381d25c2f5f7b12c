"""Read a user's own phases from CSV or computed-entries JSON, and keep them for good."""

from __future__ import annotations

import csv
import math
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.errors import CaseFileError, DavylampError, InputError, UnreadableFileError
from davylamp.core.evidence import Kind
from davylamp.store.computed_entries import parse_computed_entries
from davylamp.store.user import UserPhase

__all__ = [
    "add_phase_file",
    "phase_directory",
    "phase_files",
    "read_phases",
    "remove_phase_file",
    "stored_phases",
    "write_phases",
]

CSV_COLUMNS: Final = (
    "formula",
    "formation_energy_eV_per_atom",
    "volume_A3_per_atom",
    "band_gap_eV",
    "kind",
    "origin",
)
_REQUIRED: Final = CSV_COLUMNS[:2]
_MAX_BYTES: Final = 200_000_000
_ENDINGS: Final = (".csv", ".json")


def read_phases(path: Path) -> tuple[UserPhase, ...]:
    """Read phases from a CSV or from pymatgen computed entries in JSON.

    Parameters
    ----------
    path : Path
        ``.csv`` with a header holding ``formula`` and ``formation_energy_eV_per_atom`` and, as far
        as known, ``volume_A3_per_atom``, ``band_gap_eV``, ``kind``, ``origin``; or ``.json`` with
        a list of ``ComputedEntry`` or ``ComputedStructureEntry`` dictionaries, among them every
        element unless each entry's data give ``formation_energy_per_atom``.

    Returns
    -------
    tuple of UserPhase
        The lowest entry of each composition; elements are left out, being zero by definition.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read as text of this format.
    CaseFileError
        With line and field of the first wrong value.
    """
    if path.suffix.casefold() not in _ENDINGS:
        raise UnreadableFileError(
            f"{path}: phases are read from {' or '.join(_ENDINGS)}, not {path.suffix or 'this'}"
        )
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableFileError(f"{path} is larger than {_MAX_BYTES // 1_000_000} MB")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UnreadableFileError(f"cannot read {path}: {reason}") from None
    if path.suffix.casefold() == ".csv":
        return _lowest(_from_csv(text, path))
    return _lowest(parse_computed_entries(text, path))


def write_phases(path: Path, phases: Iterable[UserPhase]) -> None:
    """Write phases as a CSV that `read_phases` reads back."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(CSV_COLUMNS)
        for phase in phases:
            writer.writerow(
                [
                    phase.name,
                    phase.formation_energy_eV,
                    "" if phase.volume_A3 is None else phase.volume_A3,
                    "" if phase.gap_eV is None else phase.gap_eV,
                    phase.kind.value,
                    phase.origin,
                ]
            )


def phase_directory() -> Path:
    """Return the folder of phases kept for good: ``$DAVYLAMP_HOME/phases`` or the user's data."""
    if home := os.environ.get("DAVYLAMP_HOME"):
        return Path(home) / "phases"
    base = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    root = Path(base) if base else Path.home() / ".local" / "share"
    return root / "davylamp" / "phases"


def phase_files() -> tuple[Path, ...]:
    """Return the files kept for good, by name."""
    folder = phase_directory()
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS))


def stored_phases() -> tuple[UserPhase, ...]:
    """Return every phase kept for good; where files disagree the last file by name holds."""
    latest: dict[Any, UserPhase] = {}
    for path in phase_files():
        latest.update((phase.composition.reduced_key(), phase) for phase in read_phases(path))
    return tuple(latest.values())


def add_phase_file(path: Path, *, replace: bool = False) -> Path:
    """Check a phase file and keep a copy of it for good.

    Raises
    ------
    InputError
        If a file of that name is kept already and `replace` is not given.
    """
    read_phases(path)
    folder = phase_directory()
    target = folder / path.name
    if target.exists() and not replace:
        raise InputError(
            f"{target} exists already", remedy="remove it first, or replace it explicitly"
        )
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return target


def remove_phase_file(name: str) -> Path:
    """Remove a file kept for good by its name.

    Raises
    ------
    InputError
        If no such file is kept.
    """
    for path in phase_files():
        if path.name == name:
            path.unlink()
            return path
    kept = ", ".join(path.name for path in phase_files()) or "none"
    raise InputError(f"no phase file {name!r} is kept", remedy=f"kept are: {kept}")


def _lowest(phases: Iterable[UserPhase]) -> tuple[UserPhase, ...]:
    best: dict[Any, UserPhase] = {}
    for phase in phases:
        key = phase.composition.reduced_key()
        if key not in best or phase.formation_energy_eV < best[key].formation_energy_eV:
            best[key] = phase
    return tuple(best.values())


def _from_csv(text: str, path: Path) -> list[UserPhase]:
    reader = csv.DictReader(text.splitlines())
    header = [name.strip() for name in reader.fieldnames or []]
    reader.fieldnames = header
    for name in _REQUIRED:
        if name not in header:
            raise CaseFileError(
                f"column {name} is missing",
                file=str(path),
                line=1,
                field=name,
                remedy=f"the columns are {', '.join(CSV_COLUMNS)}",
            )
    phases = []
    for row in reader:
        line = reader.line_num
        try:
            composition = Composition.parse(row["formula"] or "")
        except InputError as error:
            raise CaseFileError(error.message, file=str(path), line=line, field="formula") from None
        energy = _number(row, "formation_energy_eV_per_atom", path, line)
        if energy is None:
            raise CaseFileError(
                "the formation energy is missing", file=str(path), line=line, field=_REQUIRED[1]
            )
        if len(composition) == 1:
            continue
        kind = (row.get("kind") or "computed").strip()
        try:
            phases.append(
                UserPhase(
                    name=(row["formula"] or "").strip(),
                    composition=composition,
                    formation_energy_eV=energy,
                    volume_A3=_number(row, "volume_A3_per_atom", path, line),
                    gap_eV=_number(row, "band_gap_eV", path, line),
                    kind=Kind(kind),
                    origin=(row.get("origin") or "").strip() or f"{path.name}, line {line}",
                )
            )
        except DavylampError as error:
            raise CaseFileError(
                error.message, file=str(path), line=line, remedy=error.remedy
            ) from None
        except ValueError:
            raise CaseFileError(
                f"{kind!r} is not a kind of evidence",
                file=str(path),
                line=line,
                field="kind",
                remedy=f"use {', '.join(item.value for item in Kind if item is not Kind.UNKNOWN)}",
            ) from None
    return phases


def _number(row: Mapping[str, str | None], name: str, path: Path, line: int) -> float | None:
    text = (row.get(name) or "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CaseFileError(f"{text!r} is not a number", file=str(path), line=line, field=name)
    return value
