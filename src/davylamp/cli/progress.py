"""A bar that shows how far a long command is, where a person watches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(
    *, elapsed: bool = False, remaining: bool = False
) -> Iterator[Callable[[float, str], None]]:
    """Yield what moves a bar on standard error: the share done, 0 to 1, and what is being done.

    Where nobody watches it does nothing.

    Parameters
    ----------
    elapsed : bool
        Whether to show the time as well.
    remaining : bool
        Whether to show an estimate of the time that is left.
    """
    from davylamp.cli.output import console

    out = console(stderr=True)
    if not out.is_terminal:
        yield lambda share, doing: None
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        *((TimeElapsedColumn(),) if elapsed else ()),
        *((TextColumn("left"), TimeRemainingColumn()) if remaining else ()),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def tell(share: float, doing: str) -> None:
            progress.update(task, completed=share, description=doing)

        yield tell
