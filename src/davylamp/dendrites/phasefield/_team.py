"""Threads that walk through one compiled kernel together and wait for each other inside it.

Handing each pass over a field to a pool costs more than the pass, so all threads enter a kernel
once and meet at barriers made of atomic counters.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, cast

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from davylamp.core.compiled import compiled_leaf

__all__ = ["Team", "barrier", "cores", "share"]

_COUNT, _ABORT, _OWN = 0, 8, 16
_SPINS = 2000

_give_way: Any = types.ExternalFunction(
    "SwitchToThread" if sys.platform == "win32" else "sched_yield", types.int32()
)


def _place(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Return the address of an element of an array."""
    kind, point = signature.args[0], cast(Any, cgutils.get_item_pointer)
    made = context.make_array(kind)(context, builder, arguments[0])
    return point(context, builder, kind, made, [arguments[1]], wraparound=False)


def _make_add(context: Any, array: Any, index: Any, value: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _place(context, builder, signature, arguments)
        return builder.atomic_rmw("add", place, arguments[2], "seq_cst")

    return types.int64(array, types.intp, types.int64), build


def _make_load(context: Any, array: Any, index: Any) -> Any:
    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _place(context, builder, signature, arguments)
        return builder.load_atomic(place, "seq_cst", 8)

    return types.int64(array, types.intp), build


_add: Any = intrinsic(_make_add)
_load: Any = intrinsic(_make_load)


@compiled_leaf
def barrier(control: Any, rank: int, threads: int) -> None:
    """Wait until every thread has come here; `control` is the team's, and its own to write."""
    if threads == 1:
        return
    place = _OWN + 8 * rank
    goal = control[place] + threads
    control[place] = goal
    _add(control, _COUNT, 1)
    spins = 0
    while _load(control, _COUNT) < goal:
        if _load(control, _ABORT) != 0:
            return
        spins += 1
        if spins > _SPINS:
            _give_way()


@compiled_leaf
def share(count: int, rank: int, threads: int) -> tuple[int, int]:
    """Return the first and one past the last of `count` things that a thread works on."""
    return count * rank // threads, count * (rank + 1) // threads


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Team:
    """Threads that run ``kernel(rank, threads, control, *arguments)`` together.

    Parameters
    ----------
    threads : int
        Size of the team; 1 runs the kernel in the caller's thread.
    """

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0
        self._lock = threading.Lock()

    def run(self, kernel: Callable[..., Any], *arguments: Any) -> Any:
        """Run a kernel in all threads and return what the first one returned."""
        control = np.zeros(_OWN + 8 * self.threads, dtype=np.int64)
        if self.threads == 1:
            return kernel(0, 1, control, *arguments)

        def enter(rank: int) -> Any:
            try:
                return kernel(rank, self.threads, control, *arguments)
            except BaseException:
                control[_ABORT] = 1
                raise

        with self._lock:
            # A fork copies the pool, not its threads.
            if self._pool is None or self._process != os.getpid():
                self._pool = ThreadPoolExecutor(self.threads - 1)
                self._process = os.getpid()
            others: list[Future[Any]] = []
            is_done = False
            try:
                others.extend(self._pool.submit(enter, rank) for rank in range(1, self.threads))
                result = enter(0)
                is_done = True
            finally:
                if not is_done:
                    control[_ABORT] = 1
                for other in others:
                    other.result()
        return result
