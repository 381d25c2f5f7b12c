"""Ctrl-C that is not lost while a solver is being compiled or loaded."""

from __future__ import annotations

import _thread
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["keep_interrupts"]

#: Time after which a lost interrupt is raised again [s].
_AGAIN_S: Final = 0.1


def keep_interrupts() -> None:
    """Raise an interrupt again that fell into a callback, where Python can only drop it.

    The compiler calls back into Python while it works. What is raised there reaches nobody, and
    the command would run on to its end as if nobody had pressed Ctrl-C.
    """
    sys.unraisablehook = _unraisable


def _unraisable(lost: UnraisableHookArgs) -> None:
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    again = threading.Timer(_AGAIN_S, _thread.interrupt_main)
    again.daemon = True
    again.start()
