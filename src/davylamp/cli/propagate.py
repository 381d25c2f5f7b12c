"""``davylamp propagate``: a runaway in a module of many cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from davylamp.cli.options import JsonOption, examples

if TYPE_CHECKING:
    from davylamp.runaway.propagation.job import Job

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "davylamp propagate --example liquid_row",
            "davylamp propagate module.yaml --find barrier --html",
            "davylamp propagate module.yaml --background --output run1",
            "davylamp propagate --status run1",
            "davylamp propagate --resume run1",
        )
    )(propagate)


def propagate(
    module: Annotated[
        Path | None, typer.Argument(metavar="[MODULE.YAML]", help="The module file.")
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="NAME", help="A shipped module, such as liquid_row."),
    ] = None,
    find: Annotated[
        list[str] | None,
        typer.Option(
            "--find",
            metavar="WHAT",
            help="Search for the barrier, conductivity, spacing or cooling that stops it.",
        ),
    ] = None,
    layer: Annotated[
        int | None,
        typer.Option(
            "--layer", help="Layer that --find barrier changes, from 1; else the best insulator."
        ),
    ] = None,
    tolerance: Annotated[
        str, typer.Option("--tolerance", metavar="T", help="Width of the answer of --find.")
    ] = "2 %",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Folder of the run; MODULE-propagation if left out.",
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option("--resume", metavar="DIR", help="Go on with an interrupted run."),
    ] = None,
    background: Annotated[
        bool, typer.Option("--background", help="Run on after this command has returned.")
    ] = False,
    status: Annotated[
        Path | None, typer.Option("--status", metavar="DIR", help="Say where a run is.")
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Write propagation.html to the folder as well.")
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of the module file.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Follow a thermal runaway through a module of many cells.

    When each cell runs away, what heated it, whether it stops, and which barrier, spacing or
    cooling would stop it. An interrupted run goes on without loss with --resume.
    """
    if schema:
        import json

        from davylamp.runaway.propagation import module_schema

        typer.echo(json.dumps(module_schema(), indent=2, ensure_ascii=False))
        return
    if status is not None:
        _show_status(status, as_json)
        return
    job = _job(module, example, find, layer, tolerance, output, resume)
    if background:
        _detach(job, html)
        return
    _run(job, html, as_json)


def _job(
    module: Path | None,
    example: str | None,
    find: list[str] | None,
    layer: int | None,
    tolerance: str,
    output: Path | None,
    resume: Path | None,
) -> Job:
    from davylamp.core.errors import InputError
    from davylamp.core.units import parse_quantity
    from davylamp.runaway.propagation.job import open_job, start_job

    given = [item for item in (module, example, resume) if item is not None]
    if len(given) != 1:
        raise InputError(
            "there is no module" if not given else "more than one module or run is given",
            remedy="davylamp propagate module.yaml, davylamp propagate --example liquid_row, or "
            "davylamp propagate --resume DIR",
        )
    if resume is not None:
        return open_job(resume)
    if example is not None:
        from davylamp.runaway.propagation import module_path

        module = module_path(example)
    assert module is not None
    return start_job(
        output or Path(f"{module.stem}-propagation"),
        module,
        find=tuple(dict.fromkeys(find or ())),
        layer=layer,
        tolerance=parse_quantity(tolerance, "1"),
    )


def _run(job: Job, html: bool, as_json: bool) -> None:
    from davylamp.cli.output import print_json, print_notes, write_text
    from davylamp.cli.progress import progress_bar
    from davylamp.cli.propagate_text import print_result
    from davylamp.runaway.propagation.job import run_job

    try:
        with progress_bar(elapsed=True) as progress:
            result = run_job(job, progress)
    except KeyboardInterrupt:
        typer.echo(f"Interrupted; go on with: davylamp propagate --resume {job.folder}", err=True)
        raise typer.Exit(130) from None
    written = [job.folder / "result.json"]
    if html:
        from davylamp.cli.propagate_html import propagation_html

        written.append(write_text(job.folder / "propagation.html", propagation_html(result)))
    if as_json:
        print_json("propagation/1", result)
        return
    print_result(result)
    print_notes([f"Wrote {', '.join(str(path) for path in written)}."])


def _detach(job: Job, html: bool) -> None:
    """Start a process of its own that goes on with the job."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "davylamp.cli.main", "propagate", "--resume"]
    command += [str(job.folder), *(["--html"] if html else [])]
    with (job.folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    typer.echo(f"Running as process {process.pid}; what it prints goes to {job.folder}/log.txt.")
    typer.echo(f"Watch it with: davylamp propagate --status {job.folder}")


def _show_status(folder: Path, as_json: bool) -> None:
    import time
    from dataclasses import asdict

    from davylamp.cli.output import print_facts, print_json
    from davylamp.runaway.propagation.job import read_status

    found = read_status(folder)
    if as_json:
        print_json("propagation-status/1", asdict(found))
        return
    ago = max(0.0, time.time() - found.updated_s)
    facts = [
        ("state", found.state),
        ("done", f"{100.0 * found.share:.0f} %"),
        ("doing", found.stage),
        ("noted", f"{ago:.0f} s ago"),
    ]
    if found.state == "running":
        facts.append(("process", str(found.process)))
    print_facts(str(folder), facts)
    if found.state in ("interrupted", "failed", "waiting"):
        typer.echo(f"Go on with: davylamp propagate --resume {folder}")
    elif found.state == "done":
        typer.echo(f"The answer is in {folder / 'result.json'}.")
