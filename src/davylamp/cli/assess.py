"""``davylamp assess``: judge a cell and write its dossier."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, PhasesOption, examples

if TYPE_CHECKING:
    from davylamp.dossier import Dossier

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp assess --example sulfide",
            "davylamp assess cell.yaml --output results",
            "davylamp assess cell.yaml --json --no-html",
            "davylamp assess cell.yaml --phase-field run",
        )
    )(assess)


def assess(
    cell: Annotated[
        Path | None, typer.Argument(metavar="[CELL.YAML]", help="The cell file.")
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="NAME", help="Assess a shipped cell, such as sulfide."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files.")
    ] = Path(),
    html: Annotated[bool, typer.Option("--html/--no-html", help="Write dossier.html.")] = True,
    phases: PhasesOption = None,
    phase_field: Annotated[
        Path | None,
        typer.Option(
            "--phase-field", metavar="RUN_DIR", help="Show a finished phase-field run as well."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a cell and write its dossier.

    Every contact and material with heat, gas and short circuits; what is unknown, and what would
    settle it. Writes dossier.html and dossier.json.
    """
    from davylamp.cli.options import user_phases
    from davylamp.cli.output import console, write_text
    from davylamp.core.errors import InputError

    if (cell is None) == (example is None):
        both = "both a cell file and an example are given" if cell else "there is no cell to assess"
        raise InputError(
            both, remedy="davylamp assess cell.yaml, or davylamp assess --example sulfide"
        )
    if example is not None:
        from davylamp.cell import example_path

        cell = example_path(example)
    assert cell is not None
    _check_output(output)
    from davylamp.dossier import assess as judge
    from davylamp.dossier import dossier_html, dossier_json, print_dossier

    dossier = judge(cell, phases=user_phases(phases), phase_field=phase_field)
    text = dossier_json(dossier)
    written = [write_text(output / "dossier.json", text)]
    if html:
        written.append(write_text(output / "dossier.html", dossier_html(dossier)))
    if as_json:
        typer.echo(text, nl=False)
        return
    out = console()
    print_dossier(dossier, out)
    _print_files(dossier, written)


def _check_output(folder: Path) -> None:
    """Refuse a folder that cannot be written before the work is done."""
    from davylamp.core.errors import UnreadableFileError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UnreadableFileError(
            f"{folder} is not a folder", remedy="name a folder after --output"
        ) from None
    except OSError as error:
        raise UnreadableFileError(f"cannot make the folder {folder}: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise UnreadableFileError(
            f"cannot write to {folder}", remedy="choose another with --output"
        )


def _print_files(dossier: Dossier, written: list[Path]) -> None:
    from davylamp.cli.output import print_notes

    lines = [f"Wrote {', '.join(str(path) for path in written)}."]
    lines += [f"Note: {note}." for note in dossier.notes]
    print_notes(lines)
