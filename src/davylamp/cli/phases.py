"""``davylamp phases``: phases of your own, kept for every question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.store.user import UserPhase

__all__ = ["register"]

_app = typer.Typer(
    help="Phases of your own, kept for every question.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples(
        "davylamp phases add my_phases.csv",
        "davylamp phases fetch Li P S Cl --output mp.csv",
        "davylamp phases list",
        "davylamp phases remove my_phases.csv",
    ),
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_app, name="phases")


@_app.command("add", epilog=examples("davylamp phases add my_phases.csv --replace"))
def add(
    file: Annotated[Path, typer.Argument(help="CSV, or JSON of computed entries.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite a file kept before.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check a file with phases and keep a copy of it.

    A CSV has the columns formula, formation_energy_eV_per_atom and, as far as known,
    volume_A3_per_atom, band_gap_eV, kind, origin.
    """
    from davylamp.cli.output import print_json, print_notes
    from davylamp.store.user_files import add_phase_file, read_phases

    target = add_phase_file(file, replace=replace)
    count = len(read_phases(target))
    if as_json:
        print_json("phases-add/1", {"file": str(target), "phases": count})
    else:
        print_notes((f"Kept {count} phases in {target}; every command now uses them.",))


@_app.command("fetch", epilog=examples("davylamp phases fetch Li P S Cl --output mp.csv"))
def fetch(
    elements: Annotated[list[str], typer.Argument(metavar="ELEMENT...", help="Such as Li P S.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="CSV to write; keep it with 'phases add'.")
    ] = Path("materials_project.csv"),
    as_json: JsonOption = False,
) -> None:
    """Fetch phases from the live Materials Project, with a key of your own.

    Needs the optional extra 'mp' and the key in the environment variable MP_API_KEY. The energies
    carry today's corrections of that database: use them with --scheme mp2020.
    """
    from davylamp.cli.output import print_json, print_notes
    from davylamp.core.errors import InputError
    from davylamp.store.online import fetch_materials_project
    from davylamp.store.user_files import write_phases

    if output.exists():
        raise InputError(f"{output} exists already", remedy="name another file with --output")
    phases = fetch_materials_project(elements)
    write_phases(output, phases)
    if as_json:
        print_json("phases-fetch/1", {"file": str(output), "phases": len(phases)})
    else:
        print_notes((f"Wrote {len(phases)} phases to {output}.",))


@_app.command("list", epilog=examples("davylamp phases list"))
def list_files(as_json: JsonOption = False) -> None:
    """List the files that are kept."""
    from davylamp.cli.output import print_json, print_notes, print_table
    from davylamp.store.user_files import phase_directory, phase_files, read_phases

    rows = [(path, len(read_phases(path))) for path in phase_files()]
    if as_json:
        files = [{"file": path.name, "phases": count} for path, count in rows]
        print_json("phases/1", {"directory": str(phase_directory()), "files": files})
        return
    if rows:
        table = [(path.name, str(count)) for path, count in rows]
        print_table("", ("file", "phases"), table, right=(1,))
    print_notes((f"{len(rows)} files in {phase_directory()}",))


@_app.command("show", epilog=examples("davylamp phases show my_phases.csv"))
def show(
    name: Annotated[str, typer.Argument(help="Name of a file that is kept, or a path.")],
    as_json: JsonOption = False,
) -> None:
    """Show the phases of a file."""
    from davylamp.cli.output import print_json, print_table
    from davylamp.dossier.numbers import number
    from davylamp.store.user_files import phase_files, read_phases

    path = next((kept for kept in phase_files() if kept.name == name), Path(name))
    phases = read_phases(path)
    if as_json:
        print_json("phases-show/1", {"file": str(path), "phases": [_record(one) for one in phases]})
        return
    rows = [
        (one.name, number(one.formation_energy_eV, 5), number(one.volume_A3), number(one.gap_eV),
         one.kind.value, one.origin)
        for one in phases
    ]  # fmt: skip
    headings = ("phase", "eV/atom", "Å³/atom", "gap [eV]", "kind", "origin")
    print_table(path.name, headings, rows, right=(1, 2, 3))


@_app.command("remove", epilog=examples("davylamp phases remove my_phases.csv"))
def remove(
    name: Annotated[str, typer.Argument(help="Name of a file that is kept.")],
    as_json: JsonOption = False,
) -> None:
    """Remove a file that is kept."""
    from davylamp.cli.output import print_json, print_notes
    from davylamp.store.user_files import remove_phase_file

    path = remove_phase_file(name)
    if as_json:
        print_json("phases-remove/1", {"file": str(path)})
    else:
        print_notes((f"Removed {path}.",))


def _record(phase: UserPhase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "formation_energy_eV_per_atom": phase.formation_energy_eV,
        "volume_A3_per_atom": phase.volume_A3,
        "band_gap_eV": phase.gap_eV,
        "kind": phase.kind.value,
        "origin": phase.origin,
    }
