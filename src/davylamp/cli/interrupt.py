"""Ctrl-C that is not lost while a solver is being compiled or loaded."""

from __future__ import annotations

import _thread
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["keep_interrupts", "was_interrupted"]

#: Time after which a lost interrupt is raised again [s].
_AGAIN_S: Final = 0.1
_LOST: Final = threading.Event()


def keep_interrupts() -> None:
    """Raise an interrupt again that fell into a callback, where Python can only drop it.

    The compiler calls back into Python while it works. What is raised there reaches nobody, and
    the command would run on to its end as if nobody had pressed Ctrl-C.
    """
    sys.unraisablehook = _unraisable


def was_interrupted() -> bool:
    """Whether an interrupt fell into a callback; what the compiler says after it means nothing."""
    return _LOST.is_set()


def _unraisable(lost: UnraisableHookArgs) -> None:
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    _LOST.set()
    again = threading.Timer(_AGAIN_S, _thread.interrupt_main)
    again.daemon = True
    again.start()
