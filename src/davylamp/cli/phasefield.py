"""``davylamp phasefield``: lithium growing into an electrolyte, in space and time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield import PhaseFieldCase, Run

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp phasefield --list",
            "davylamp phasefield --example planar",
            "davylamp phasefield --write-example nucleus",
            "davylamp phasefield case.yaml --html",
            "davylamp phasefield case.yaml --resume",
        )
    )(phasefield)


def phasefield(
    case: Annotated[
        Path | None,
        typer.Argument(metavar="[CASE.YAML]", help="The case file, or the folder of a run."),
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="NAME", help="A shipped case, such as planar."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder of the run; CASE-phasefield if left out."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was cut off.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Delete the run in the folder and begin anew.")
    ] = False,
    html: Annotated[
        bool, typer.Option("--html", help="Write phasefield.html with an animation to the folder.")
    ] = False,
    png: Annotated[
        bool, typer.Option("--png", help="Write the last fields as PNG to the folder.")
    ] = False,
    list_examples: Annotated[bool, typer.Option("--list", help="List the shipped cases.")] = False,
    write_example: Annotated[
        str | None,
        typer.Option("--write-example", metavar="NAME", help="Write a shipped case to edit."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of the case file.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Watch lithium grow into an electrolyte: a phase field in one or two dimensions.

    Where its tip is over time, whether and when it reaches the other side, and the current. Fields
    go to a folder while it runs; what was interrupted or killed goes on without loss with --resume.
    """
    if schema:
        _print_schema()
        return
    if list_examples:
        _list(as_json)
        return
    if write_example is not None:
        _write_example(write_example, output)
        return
    if case is not None and case.is_dir():
        _show(case, resume, html, png, as_json)
        return
    read, folder = _case(case, example, output)
    _run(read, folder, resume, force, html, png, as_json)


def _case(
    case: Path | None, example: str | None, output: Path | None
) -> tuple[PhaseFieldCase, Path]:
    from davylamp.core.errors import InputError
    from davylamp.dendrites.phasefield import case_path, read_case

    if (case is None) == (example is None):
        raise InputError(
            "there is no case" if case is None else "more than one case is given",
            remedy="davylamp phasefield case.yaml, or davylamp phasefield --example planar",
        )
    if example is not None:
        case = case_path(example)
    assert case is not None
    return read_case(case), output or Path(f"{case.stem}-phasefield")


def _run(
    case: PhaseFieldCase,
    folder: Path,
    resume: bool,
    force: bool,
    html: bool,
    png: bool,
    as_json: bool,
) -> None:
    from davylamp.cli.output import print_notes
    from davylamp.cli.progress import progress_bar
    from davylamp.dendrites.phasefield import bytes_needed, run_case

    if png:
        _check_pictures(case)
    if not as_json:
        size = bytes_needed(case) / 1e6
        print_notes([f"{_size(case.cells)}; the folder {folder} takes up to {_megabytes(size)}."])
    try:
        with progress_bar(elapsed=True, remaining=True) as progress:
            run = run_case(case, folder, resume=resume, force=force, progress=progress)
    except KeyboardInterrupt:
        typer.echo(f"Interrupted; go on with: davylamp phasefield {folder} --resume", err=True)
        raise typer.Exit(130) from None
    _answer(run, html, png, as_json)


def _check_pictures(case: PhaseFieldCase) -> None:
    """Refuse pictures of a line before the work and not after it."""
    from davylamp.core.errors import InputError

    if case.cells[1] == 1:
        raise InputError(
            f"{case.name} has one dimension, of which there is no picture",
            remedy="leave out --png; --html draws its lines",
        )


def _show(folder: Path, resume: bool, html: bool, png: bool, as_json: bool) -> None:
    """Show a run that lies in a folder, or go on with it by the case it keeps."""
    from davylamp.dendrites.phasefield import open_run, read_case
    from davylamp.dendrites.phasefield.run_files import CASE

    run = open_run(folder)
    if resume and run.state != "done":
        _run(read_case(folder / CASE), folder, True, False, html, png, as_json)
        return
    _answer(run, html, png, as_json)


def _answer(run: Run, html: bool, png: bool, as_json: bool) -> None:
    from davylamp.cli.output import print_json, print_notes, write_text

    written = []
    if html:
        from davylamp.cli.phasefield_html import phasefield_html

        written.append(write_text(run.folder / "phasefield.html", phasefield_html(run.folder)))
    if png:
        from davylamp.dendrites.phasefield.pictures import save_pictures

        written += save_pictures(run, run.folder)
    if as_json:
        print_json("phase-field/1", {**run.manifest, "folder": str(run.folder)})
        return
    _print(run)
    if written:
        print_notes([f"Wrote {', '.join(str(path) for path in written)}."])
    if run.state != "done":
        print_notes([f"Go on with: davylamp phasefield {run.folder} --resume"])


def _print(run: Run) -> None:
    from davylamp.cli.output import print_facts, print_notes, sources_note
    from davylamp.core.evidence import Kind, weakest
    from davylamp.dossier.phase_field import verdict

    manifest, result = run.manifest, run.manifest["result"]
    evidence = manifest["evidence"]
    kind = weakest(Kind(entry["kind"]) for entry in evidence)
    facts = [("answer", verdict(run)), *(_figures(run, result) if result else ())]
    facts += [
        ("evidence", f"{kind}, the weakest number behind it"),
        ("kept", f"{len(run.outputs)} outputs in {run.folder}, series.csv beside them"),
    ]
    print_facts(run.name, facts)
    sources_note(key for entry in evidence for key in entry["sources"])
    print_notes(f"Note: {note}." for note in manifest["notes"])


def _figures(run: Run, result: dict[str, Any]) -> list[tuple[str, str]]:
    manifest = run.manifest
    facts = [
        ("foremost lithium", f"{result['tip_um']:.4g} µm, grown by {result['grown_um']:.4g} µm"),
        *((("mean front", f"{result['front_um']:.4g} µm"),) if run.cells[1] > 1 else ()),
        (
            "plated",
            f"{result['charge_mAh_per_cm2']:.3g} mAh/cm² at "
            f"{result['current_mA_per_cm2']:.3g} mA/cm² on average",
        ),
    ]
    errors = [
        f"{what} {abs(result[key]):.1e}"
        for key, what in (("lithium_error", "lithium"), ("charge_error", "charge"))
        if result.get(key) is not None
    ]
    if errors:
        facts.append(("balance errors", ", ".join(errors)))
    steps = f"{result['steps']:,} steps of {_size(run.cells)} in {_time(manifest['wall_s'])}"
    return [*facts, ("computed", steps)]


def _size(cells: tuple[int, int]) -> str:
    nx, ny = cells
    return f"{nx} cells" if ny == 1 else f"{nx} x {ny} cells"


def _megabytes(size: float) -> str:
    return f"{size:.2g} MB" if size < 100.0 else f"{size:,.0f} MB"


def _time(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds < 600.0 else f"{seconds / 60.0:.3g} min"


def _list(as_json: bool) -> None:
    from davylamp.cli.output import print_json, print_table
    from davylamp.dendrites.phasefield import case_path, list_cases, read_case

    cases = {name: read_case(case_path(name)) for name in list_cases()}
    if as_json:
        rows = [
            {"name": name, "description": case.description, "cells": list(case.cells)}
            for name, case in cases.items()
        ]
        print_json("phase-field-cases/1", {"cases": rows})
        return
    print_table(
        "",
        ("case", "grid", "what it shows"),
        [(name, _size(case.cells), case.description) for name, case in cases.items()],
    )


def _write_example(name: str, output: Path | None) -> None:
    from davylamp.cli.output import print_notes, write_text
    from davylamp.core.errors import InputError
    from davylamp.dendrites.phasefield import case_path

    source = case_path(name)
    target = output or Path(source.name)
    if target.is_dir():
        target = target / source.name
    if target.exists():
        raise InputError(f"{target} is there already", remedy="name another file with --output")
    # The schema lies beside the package, not beside the copy.
    lines = source.read_text("utf-8").splitlines(keepends=True)
    while lines and (lines[0].startswith("# yaml-language-server") or lines[0].strip() == "#"):
        lines.pop(0)
    written = write_text(target, "".join(lines))
    print_notes([f"Wrote {written}; run it with: davylamp phasefield {written}"])


def _print_schema() -> None:
    import json

    from davylamp.dendrites.phasefield import case_schema

    typer.echo(json.dumps(case_schema(), indent=2, ensure_ascii=False))
