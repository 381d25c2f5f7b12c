"""Entry point of the ``davylamp`` command."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, Final

import typer

from davylamp import __version__
from davylamp.cli import (
    abuse,
    assess,
    batch,
    ceiling,
    coat,
    compare,
    critical,
    dendrite,
    deplete,
    dryroom,
    exhaust,
    flammability,
    front,
    gas,
    hydrolyse,
    limits,
    materials,
    operate,
    oxygen,
    phasefield,
    phases,
    propagate,
    react,
    safeguard,
    stability,
    uncertainty,
    validate,
    vent,
    window,
)
from davylamp.cli.interrupt import keep_interrupts, was_interrupted
from davylamp.core.errors import BalanceError, DavylampError, MissingDatumError, NoConvergenceError

__all__ = ["app", "exit_code", "main"]

_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000

#: Plain help: it answers four times as fast as the decorated one, and wraps for any terminal.
app = typer.Typer(
    name="davylamp",
    help="Judge how safe a solid-state lithium battery is: heat, gas and short circuits.",
    epilog="Start with: davylamp assess --example sulfide",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)

# As the help lists them: the cell, materials, heat, short circuits, gas, and the rest.
assess.register(app)
window.register(app)
stability.register(app)
react.register(app)
coat.register(app)
hydrolyse.register(app)
oxygen.register(app)
ceiling.register(app)
abuse.register(app)
critical.register(app)
uncertainty.register(app)
safeguard.register(app)
propagate.register(app)
operate.register(app)
dendrite.register(app)
front.register(app)
deplete.register(app)
phasefield.register(app)
gas.register(app)
dryroom.register(app)
vent.register(app)
flammability.register(app)
exhaust.register(app)
limits.register(app)
compare.register(app)
batch.register(app)
validate.register(app)
materials.register(app)
phases.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"davylamp {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Judge how safe a solid-state lithium battery is: heat, gas and short circuits."""


def exit_code(error: DavylampError) -> int:
    """Return 1 where the store or the solver has no answer, 2 where the user can mend the input."""
    return 1 if isinstance(error, MissingDatumError | NoConvergenceError | BalanceError) else 2


def _tell_of_compiling() -> None:
    """Let a wait for machine code be told on standard error, where no answer is printed."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    # The name is that of davylamp.runaway, which is too slow to import for every command.
    logger = logging.getLogger("davylamp.compile")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def main() -> None:
    """Run the command line; a mistake of the user is answered in words, never with a traceback."""
    # Searching millions of young objects for cycles takes a tenth of an assessment.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    _tell_of_compiling()
    keep_interrupts()
    try:
        app(prog_name="davylamp")
    except DavylampError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        sys.exit(130)
    except RuntimeError:
        # A compilation that was cut short complains that it has no code.
        if not was_interrupted():
            raise
        typer.echo("Interrupted.", err=True)
        sys.exit(130)
    except SystemExit as error:
        # Where the library for commands has met the interrupt first, it ends without a word.
        met = error.__context__
        if met is not None and isinstance(met.__cause__, KeyboardInterrupt):
            typer.echo("Interrupted.", err=True)
        raise
    except BrokenPipeError:
        # The reader, such as `head`, has gone: nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"Error: {where}{error.strerror or error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
