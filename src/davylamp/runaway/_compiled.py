"""Compile a kernel, and keep the machine code on disk where a place for it can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

__all__ = ["compiled", "compiled_leaf", "compiled_parallel"]

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


def compiled_parallel(function: _F) -> _F:
    """Like `compiled`, with loops over ``numba.prange`` spread over the cores."""
    return _compile(function, parallel=True)


def _compile(function: _F, **options: bool) -> _F:
    # Division by zero gives inf, as in NumPy: the integrators check for it and say so.
    def make(cache: bool) -> Any:
        return numba.njit(function, cache=cache, nogil=True, error_model="numpy", **options)

    try:
        result: _F = make(True)
    except RuntimeError:
        # numba finds no writable folder for the cache.
        result = make(False)
    return result
