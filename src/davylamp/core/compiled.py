"""Compile a kernel, and keep the machine code on disk where a place for it can be written."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba
import numba.core.event

__all__ = ["LOGGER", "compiled", "compiled_leaf"]

#: Is told, once a process, that machine code is being made: a wait that nobody would expect.
LOGGER: Final = "davylamp.compile"

_F = TypeVar("_F", bound=Callable[..., Any])


def compiled(function: _F) -> _F:
    """Return `function` compiled at its first call, with the result cached between runs.

    Where neither the package's folder nor the user's cache can be written, each run compiles anew.
    """
    return _compile(function)


def compiled_leaf(function: _F) -> _F:
    """Like `compiled`, for a function that makes no array and returns none.

    Its arrays are not reference-counted, which halves the time of a call with many of them.
    """
    return _compile(function, _nrt=False)


def _compile(function: _F, **options: bool) -> _F:
    # Division by zero gives inf, as in NumPy: the integrators check for it and say so.
    def make(cache: bool) -> Any:
        keywords: dict[str, Any] = {"nogil": True, "error_model": "numpy", **options}
        return numba.njit(cache=cache, **keywords)(function)

    _tell_of_compiling()
    try:
        result: _F = make(True)
    except RuntimeError:
        # numba finds no writable folder for the cache.
        _Told.is_kept = False
        result = make(False)
    return result


class _Told(numba.core.event.Listener):
    """Logs the first time that machine code is made and not loaded."""

    is_listening = False
    is_kept = True
    has_told = False

    def on_start(self, event: Any) -> None:
        if _Told.has_told:
            return
        _Told.has_told = True
        often = (
            "once after installing"
            if _Told.is_kept
            else "in each run, as no folder for it can be written: name one in NUMBA_CACHE_DIR"
        )
        logging.getLogger(LOGGER).info("Compiling the solvers, %s: about half a minute.", often)

    def on_end(self, event: Any) -> None:
        pass


def _tell_of_compiling() -> None:
    if not _Told.is_listening:
        _Told.is_listening = True
        events: Any = numba.core.event
        events.register("numba:compile", _Told())
