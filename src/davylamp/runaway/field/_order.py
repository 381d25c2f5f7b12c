"""Order of elimination of a graph, and the pattern of its factors."""

from __future__ import annotations

import heapq
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["factor_pattern", "no_fill_pattern", "order_with_little_fill"]

IntArray = npt.NDArray[np.int64]

#: Entries of the factors per volume up to which they are worth their time.
_ENTRIES_PER_VOLUME: Final = 24
_LARGEST: Final = 50_000


def order_with_little_fill(rows: list[set[int]]) -> tuple[list[int], list[set[int]]] | None:
    """Return an order of least degree, and the later neighbours of each vertex in it.

    Chains and trees get no fill at all. None where the factors would be too full.
    """
    n = len(rows)
    if n > _LARGEST:
        return None
    graph = [set(row) for row in rows]
    heap = [(len(row), i) for i, row in enumerate(graph)]
    heapq.heapify(heap)
    done = [False] * n
    order: list[int] = []
    later: list[set[int]] = []
    entries = n
    while heap:
        degree, i = heapq.heappop(heap)
        if done[i] or degree != len(graph[i]):
            continue
        done[i] = True
        order.append(i)
        around = graph[i]
        later.append(around)
        entries += 2 * len(around)
        if entries > _ENTRIES_PER_VOLUME * n:
            return None
        for j in around:
            graph[j].discard(i)
            graph[j] |= around
            graph[j].discard(j)
            heapq.heappush(heap, (len(graph[j]), j))
    return order, later


def factor_pattern(order: list[int], later: list[set[int]]) -> tuple[IntArray, IntArray, IntArray]:
    """Return row starts, columns and diagonals of factors with all their fill, renumbered."""
    n = len(order)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    upper = [sorted(int(place[j]) for j in row) for row in later]
    lower: list[list[int]] = [[] for _ in range(n)]
    for i, row in enumerate(upper):
        for j in row:
            lower[j].append(i)
    start = np.zeros(n + 1, dtype=np.int64)
    start[1:] = np.cumsum([len(lower[i]) + 1 + len(upper[i]) for i in range(n)])
    column = np.array([c for i in range(n) for c in (*lower[i], i, *upper[i])], dtype=np.int64)
    diagonal = start[:-1] + np.array([len(row) for row in lower], dtype=np.int64)
    return start, column, diagonal


def no_fill_pattern(
    row_start: IntArray, neighbour: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Return the same of factors without fill."""
    n = len(row_start) - 1
    row = np.repeat(np.arange(n), np.diff(row_start))
    rows = np.concatenate([row, np.arange(n)])
    columns = np.concatenate([neighbour, np.arange(n)])
    # Two blocks may touch on two sides: the pattern has each pair once.
    pairs = np.unique(rows * n + columns)
    rows, column = pairs // n, pairs % n
    start = np.searchsorted(rows, np.arange(n + 1)).astype(np.int64)
    diagonal = np.searchsorted(pairs, np.arange(n) * n + np.arange(n)).astype(np.int64)
    return start, column, diagonal
